"""Reading files whole and digesting them, in as few calls as can be: a file that changes meanwhile as well."""

import hashlib
import os
from pathlib import Path

import pytest

from bayegan.storage.digests import digest_path, read_small, read_whole

SIZES = [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, (1 << 20) + 7]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_any_size(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    (tmp_path / "a").write_bytes(content)
    assert digest_path(tmp_path / "a", ("sha512",)) == ([hashlib.sha512(content).digest()], size)
    assert read_whole(tmp_path / "a")[0] == content
    assert read_small(tmp_path / "a", size)[0] == content
    assert read_small(tmp_path / "a", size - 1)[0] is None
    assert read_small(tmp_path / "a", size - 1)[1].st_size == size


@pytest.mark.parametrize("path", ["/proc/self/status", "/proc/self/mounts"])
def test_a_file_that_says_it_is_empty_is_read_to_its_end(path: str) -> None:
    """What a status says of a size may be wrong: that of a file that grows, and those that the system makes up."""
    if not os.path.exists(path):  # noqa: PTH110
        pytest.skip("only Linux has such files")
    assert os.stat(path).st_size == 0  # noqa: PTH116
    assert b"\n" in read_whole(path)[0]
    assert digest_path(path, ("md5",))[1] > 0


@pytest.mark.parametrize("grown", [1, 5, 1 << 17])
def test_a_file_that_grows_while_it_is_read_is_read_to_its_new_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grown: int
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    status = os.fstat

    def late(descriptor: int) -> os.stat_result:
        known = status(descriptor)
        with (tmp_path / "a").open("ab") as out:
            out.write(b"n" * grown)
        return known

    monkeypatch.setattr(os, "fstat", late)
    assert digest_path(tmp_path / "a", ("md5",))[1] == 3 + grown
    assert len(read_whole(tmp_path / "a")[0]) == 3 + 2 * grown
