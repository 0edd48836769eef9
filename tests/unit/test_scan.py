"""The quick listing: it says what the careful one says, or that it cannot."""

import os
from pathlib import Path

import pytest

from bayegan.model.listing import Kind
from bayegan.storage.scan import NotPlain, kinds_below, plain_paths, scan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "a.txt",
        "ب/نامه.txt",
        "deep/er/and/deeper/still.txt",
        "deep-er.txt",
        os.fsdecode(b"not \xff utf-8"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def test_plain_files_are_those_that_a_scan_finds(folder: Path) -> None:
    assert {*plain_paths(str(folder))} == {entry.path for entry in scan(folder) if entry.kind is Kind.FILE}
    assert kinds_below(str(folder)) == {entry.path: entry.kind for entry in scan(folder)}


@pytest.mark.parametrize("odd", ["link", "empty folder", "pipe", "link to a folder", "no folder", "nothing in it"])
def test_anything_else_is_left_to_the_scan(folder: Path, odd: str) -> None:
    place = folder / "deep" / "er" / "odd"
    match odd:
        case "link":
            place.symlink_to(folder / "a.txt")
        case "link to a folder":
            place.symlink_to(folder / "ب")
        case "empty folder":
            place.mkdir()
        case "pipe":
            os.mkfifo(place)
        case "no folder":
            folder = folder / "a.txt"
        case "nothing in it":
            folder = folder / "none"
            folder.mkdir()
    with pytest.raises(NotPlain):
        list(plain_paths(str(folder)))
    if folder.is_dir():
        assert kinds_below(str(folder)) == {entry.path: entry.kind for entry in scan(folder)}
