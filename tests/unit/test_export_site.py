"""Where an export is prepared: for one at a time, and believed only where nobody else can write."""

import errno
import os
import time
from pathlib import Path

import pytest

from bayegan.errors import Locked, WrongUse
from bayegan.storage import export_site
from bayegan.storage.export_site import ExportParcel, package_digest


def parcel(to: Path) -> ExportParcel:
    return ExportParcel(to, lambda _: False)


def test_what_another_export_writes_is_left_alone(tmp_path: Path) -> None:
    first, second = parcel(tmp_path / "out"), parcel(tmp_path / "out")
    site = first.begin("plan")
    (site.folder / "a").write_text("half")
    with pytest.raises(Locked):
        second.begin("plan")
    second.discard()
    assert (site.folder / "a").read_text() == "half"
    first.finish("")
    first.discard()
    assert (tmp_path / "out" / "a").read_text() == "half"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_others_can_write_to_is_not_believed(tmp_path: Path) -> None:
    planted = tmp_path / ".out.bayegan-export"
    planted.mkdir(mode=0o700)
    planted.chmod(0o777)
    (planted / "journal").write_bytes(b'{"plan": "plan"}\n')
    with pytest.raises(WrongUse, match="others can write"):
        parcel(tmp_path / "out").begin("plan")
    assert (planted / "journal").exists()


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / ".out.bayegan-export").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WrongUse):
        parcel(tmp_path / "out").begin("plan")


def test_finished_work_of_the_same_plan_is_known_and_of_another_is_not(tmp_path: Path) -> None:
    first = parcel(tmp_path / "out")
    site = first.begin("plan")
    site._flushed -= 60
    site.keep(0, b"answer")
    first.leave()
    again = parcel(tmp_path / "out")
    assert again.begin("plan").finished() == {0: b"answer"}
    again.leave()
    other = parcel(tmp_path / "out")
    begun = other.begin("another")
    assert (begun.is_resumed, begun.finished()) == (False, {})
    other.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_ahead", [False, True])
def test_a_flush_that_failed_beside_the_writing_is_told_before_anything_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_ahead: bool
) -> None:
    """A later flush may find nothing wrong: the disk says such a thing once."""
    first = parcel(tmp_path / "out")
    site = first.begin("plan")
    (site.folder / "a").write_text("lost")

    def refuse(folder: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(folder))

    site._flushed -= 60
    if is_ahead:
        site.keep(0, b"answer")
    with monkeypatch.context() as patched:
        patched.setattr(export_site, "flush_file_system", refuse)
        site.flush_ahead() if is_ahead else site.keep(0, b"answer")
        site.leave()
    with pytest.raises(OSError, match="Input/output error"):
        first.finish("")
    first.discard()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_noted_of_what_could_not_be_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = parcel(tmp_path / "out")
    site = first.begin("plan")
    with monkeypatch.context() as patched:
        patched.setattr(export_site, "flush_file_system", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "x")))
        site._flushed -= 60
        site.keep(0, b"answer")
        site.leave()
    first.leave()
    again = parcel(tmp_path / "out")
    assert again.begin("plan").finished() == {}
    again.discard()


@pytest.mark.parametrize(("answers", "octets", "bound"), [(12, 300_000, 1 << 20), (3, 3 << 20, 0)])
def test_what_waits_for_a_slow_disk_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: int, octets: int, bound: int
) -> None:
    """A large answer does not wait at all."""
    monkeypatch.setattr(export_site, "_MOST", 1 << 20)
    monkeypatch.setattr(export_site, "flush_file_system", lambda _: time.sleep(0.1))
    monkeypatch.setattr(export_site, "_FLUSH_SECONDS", 0.0)
    first = parcel(tmp_path / "out")
    site = first.begin("plan")
    most = 0
    for number in range(answers):
        site.keep(number, bytes(octets))
        most = max(most, site._octets)
    assert most <= bound + bool(bound) * 410_000
    first.leave()
    again = parcel(tmp_path / "out")
    noted = [*again.begin("plan").finished()]
    assert noted == [*range(len(noted))]
    assert len(noted) > answers / 2
    again.discard()


def test_after_a_torn_note_the_next_ones_are_read(tmp_path: Path) -> None:
    """Three runs are killed: the first in the middle of a note."""
    for number in (1, 2, 3):
        run = parcel(tmp_path / "out")
        site = run.begin("plan")
        assert [*site.finished()] == [1][: number - 1]
        site._flushed -= 60
        site.keep(number, b"answer")
        run.leave()
        journal = tmp_path / ".out.bayegan-export" / "journal"
        if number == 2:
            journal.write_bytes(journal.read_bytes()[:-9])
    last = parcel(tmp_path / "out")
    assert last.begin("plan").finished() == {1: b"answer", 3: b"answer"}
    last.discard()


def test_a_package_that_got_its_name_and_no_receipt_is_known_while_nobody_touches_it(tmp_path: Path) -> None:
    killed = parcel(tmp_path / "out")
    (killed.begin("plan").folder / "a").write_text("whole")
    killed.finish(package_digest(killed._aside / "package"))
    killed.leave()
    again = parcel(tmp_path / "out")
    (again.begin("another").folder / "b").write_text("other")
    again.finish(package_digest(again._aside / "package"))
    again.discard()
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "b"]
    with pytest.raises(WrongUse, match="in use"):
        parcel(tmp_path / "out").check()


@pytest.mark.parametrize("how", ["touched", "not private"])
def test_a_package_without_a_receipt_is_not_believed_where_somebody_may_have_made_it(
    tmp_path: Path, how: str
) -> None:
    killed = parcel(tmp_path / "out")
    (killed.begin("plan").folder / "a").write_text("whole")
    killed.finish(package_digest(killed._aside / "package"))
    killed.leave()
    if how == "touched":
        (tmp_path / "out" / "a").write_text("mine")
    else:
        killed._aside.chmod(0o777)
    with pytest.raises(WrongUse, match="in use"):
        parcel(tmp_path / "out").begin("plan")
