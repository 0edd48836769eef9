"""Where private keys lie: never overwritten, readable by their owner alone, whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from bayegan.errors import CouldNot
from bayegan.storage.key_store import KeyStore


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore("an-archive", tmp_path / "A", {"XDG_CONFIG_HOME": str(tmp_path / "config")})


def no_links(*_: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.parametrize("has_links", [True, False], ids=["hard links", "no hard links"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_key_is_written_once(
    store: KeyStore, has_links: bool, is_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_links:
        monkeypatch.setattr(Path, "hardlink_to", no_links)
    path = store.write(b"the key", "0a1b2c3d", is_first=is_first)
    assert path.name == ("an-archive.pem" if is_first else "an-archive-0a1b2c3d.pem")
    with pytest.raises(CouldNot, match="File exists"):
        store.write(b"another", "0a1b2c3d", is_first=is_first)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"the key", 0o600)
    assert [one.name for one in store.folder.iterdir()] == [path.name]
    assert store.find("0a1b2c3d") == [path]
    assert store.openness(path) == ()


def test_a_disk_that_is_full_leaves_no_half_a_key(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CouldNot, match="No space left"):
        store.write(b"the key", "", is_first=True)
    assert not store.folder.exists() or list(store.folder.iterdir()) == []


def test_without_any_home_it_is_said_where_a_key_could_lie(tmp_path: Path) -> None:
    store = KeyStore("an-archive", tmp_path / "A", {"HOME": "/nowhere", "XDG_CONFIG_HOME": ""})
    assert store.folder == Path("/nowhere/.config/bayegan")
    with pytest.raises(CouldNot, match="XDG_CONFIG_HOME"):
        KeyStore("an-archive", tmp_path / "A", {"HOME": "not/absolute"})
