"""Members of tar files that are rare: sparse files, folders of incremental archives, folders that have octets."""

import tarfile
from pathlib import Path

import pytest

from archives_made import bag_files, below, tar_of
from bags_made import BagReport, codes, errors
from bayegan.bags.check import check_bag
from bayegan.bags.sources import source_of
from bayegan.model.outcome import Outcome
from bayegan.model.progress import ended

BLOCK = 512
END = bytes(2 * BLOCK)
PLANTED = b"a letter that nobody lists"


def header(name: bytes, kind: bytes, size: int, *, goes_on: bool = False) -> bytes:
    """A header of GNU tar; `goes_on` says that the map of a sparse file has a block behind it."""
    block = bytearray(BLOCK)
    block[: len(name)] = name
    block[100:124] = b"0000644\0" + b"0000000\0" * 2
    block[124:148] = b"%011o\0" % size + b"%011o\0" % 0
    block[148:157] = b" " * 8 + kind
    block[257:265] = b"ustar  \0"
    block[482] = goes_on
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def member(name: bytes, kind: bytes, octets: bytes) -> bytes:
    return header(name, kind, len(octets)) + padded(octets)


def padded(octets: bytes) -> bytes:
    return octets + bytes(-len(octets) % BLOCK)


def pax(**records: str) -> bytes:
    lines = b""
    for key, value in records.items():
        body = f" {key.replace('_', '.')}={value}\n".encode()
        length = len(body) + len(str(len(body) + 3))
        lines += str(length).encode() + body
    return member(b"pax", b"x", lines)


def checked(tmp_path: Path, octets: bytes) -> BagReport:
    (tmp_path / "bag.tar").write_bytes(octets)
    return ended(check_bag(source_of(tmp_path / "bag.tar")))


def around(tmp_path: Path, middle: bytes, sparse: str = "data/s") -> bytes:
    """A sound bag with `middle` among its members; where `sparse` is listed, its octets are left out."""
    files = bag_files(tmp_path / "bag", {"data/a": b"1", "data/b": b"2", sparse: b"3"}, info="")
    del files[sparse]
    whole = tar_of(below("bag", files), form=tarfile.GNU_FORMAT).rstrip(b"\0")
    first = 2 * BLOCK
    return whole[:first] + middle + whole[first:] + bytes(-len(whole) % BLOCK) + END


def map_block(*, goes_on: bool) -> bytes:
    return b"00000010000\0" * 42 + bytes([goes_on]) + bytes(7)


SPARSE = {
    "old GNU, its map in the header": header(b"bag/data/s", b"S", 600) + bytes(1024),
    "old GNU, its map in one block more": header(b"bag/data/s", b"S", 600, goes_on=True)
    + map_block(goes_on=False)
    + bytes(1024),
    "old GNU, its map in three blocks more": header(b"bag/data/s", b"S", 600, goes_on=True)
    + map_block(goes_on=True) * 2
    + map_block(goes_on=False)
    + bytes(1024),
    "pax 0.0": pax(GNU_sparse_size="9000", GNU_sparse_numblocks="1") + member(b"bag/data/s", b"0", b"4" * 600),
    "pax 0.1": pax(GNU_sparse_name="bag/data/s", GNU_sparse_map="0,600")
    + member(b"bag/data/GNUSparseFile.7/s", b"0", b"4" * 600),
    "pax 1.0": pax(GNU_sparse_major="1", GNU_sparse_minor="0", GNU_sparse_name="bag/data/s")
    + member(b"bag/data/GNUSparseFile.7/s", b"0", b"1\n0\n600\n".ljust(BLOCK, b"\0") + b"4" * 600),
}


@pytest.mark.parametrize("form", SPARSE)
def test_a_sparse_file_is_named_and_all_else_is_verified(tmp_path: Path, form: str) -> None:
    report = checked(tmp_path, around(tmp_path, SPARSE[form]))
    (wrong,) = [one for one in report.findings if one.is_error]
    assert (wrong.code, wrong.path) == ("bag-archive-member-type", "bag/data/s")
    assert wrong.found.startswith("a sparse file, type '")
    assert [(one.path, one.outcome) for one in report.not_checked] == [("data/s", Outcome.NOT_CHECKED)]
    assert "sparse file" in report.not_checked[0].reason
    assert report.outcomes[Outcome.MISSING] == 0
    assert report.outcomes[Outcome.INTACT] == report.files_listed - 1


def test_a_sparse_file_whose_map_does_not_end_is_damage(tmp_path: Path) -> None:
    octets = header(b"bag/data/s", b"S", 600, goes_on=True) + map_block(goes_on=True) * 3
    assert errors(checked(tmp_path, octets))[0] == "bag-archive-damaged"


def test_folders_of_an_incremental_archive_are_folders(tmp_path: Path) -> None:
    """GNU tar's type D; its data are the names of what is in the folder."""
    folders = member(b"bag/", b"D", b"Ydata\0Ybagit.txt\0\0") + member(b"bag/data/", b"D", b"Ya\0Yb\0\0")
    files = bag_files(tmp_path / "bag")
    report = checked(tmp_path, folders + tar_of(below("bag", files)))
    assert report.is_valid
    assert report.findings == ()


@pytest.mark.parametrize(("kind", "name"), [(b"5", b"bag/data/f/"), (b"5", b"bag/data/f"), (b"\0", b"bag/data/f/")])
@pytest.mark.parametrize("octets", [PLANTED, PLANTED * 40])
def test_octets_in_a_folder_are_named(tmp_path: Path, kind: bytes, name: bytes, octets: bytes) -> None:
    report = checked(tmp_path, member(name, kind, octets) + tar_of(below("bag", bag_files(tmp_path / "bag"))))
    assert report.is_valid
    (said,) = report.findings
    assert (said.code, said.path) == ("bag-archive-hidden", name.decode())
    assert said.found == f"{len(octets):,} octets in a folder, at octet 512"


def test_a_folder_whose_size_is_only_room_hides_no_member(tmp_path: Path) -> None:
    """By POSIX the size of a folder is what it may take; GNU tar passes so many octets over."""
    rest = tar_of(below("bag", bag_files(tmp_path / "bag")))
    report = checked(tmp_path, header(b"bag/data/", b"5", 4096) + rest)
    assert report.is_valid
    assert codes(report) == {"bag-archive-hidden"}
    assert "where another member or the end lies" in report.findings[0].found
