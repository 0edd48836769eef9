"""Octets of a zip file that belong to nothing: named with place and number; what programs pad with is no alarm."""

import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archives_made import Pipe, bag_files, below, raw_members, raw_zip, zip_of
from bags_made import BagReport, make_bag
from bayegan.bags.check import check_bag
from bayegan.bags.scope import Level, Scope
from bayegan.bags.sources import source_of
from bayegan.model.progress import ended

METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2]
PLANTED = b"a letter that nobody lists"


def checked(tmp_path: Path, octets: bytes, scope: Scope | None = None) -> BagReport:
    (tmp_path / "bag.zip").write_bytes(octets)
    return ended(check_bag(source_of(tmp_path / "bag.zip"), scope or Scope()))


def hidden(report: BagReport) -> list[tuple[str | None, str]]:
    return [(one.path, str(one.found)) for one in report.findings if one.code == "bag-archive-hidden"]


@contextmanager
def planting(out: io.BytesIO, method: int) -> Iterator[tuple[zipfile.ZipFile, Callable[[], int]]]:
    """A zip file that is being written, and what plants octets where it stands; that returns the place."""
    with zipfile.ZipFile(out, "w", method) as archive:

        def plant() -> int:
            at: int = archive.start_dir  # type: ignore[attr-defined]
            out.seek(at)
            out.write(PLANTED)
            archive.start_dir = out.tell()  # type: ignore[attr-defined]
            return at

        yield archive, plant


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("victim", ["first", "middle", "last"])
def test_octets_behind_a_member_are_named_with_their_place(tmp_path: Path, method: int, victim: str) -> None:
    files = below("bag", bag_files(tmp_path / "bag"))
    names = list(files)
    before = {"first": names[0], "middle": names[len(names) // 2], "last": names[-1]}[victim]
    out = io.BytesIO()
    with planting(out, method) as (archive, plant):
        for name, content in files.items():
            archive.writestr(name, content)
            if name == before:
                at = plant()
    report = checked(tmp_path, out.getvalue())
    assert hidden(report) == [(before, f"26 octets behind this member, at octet {at:,}")]
    assert out.getvalue()[at : at + 26] == PLANTED
    assert report.is_valid
    assert hidden(checked(tmp_path, out.getvalue(), Scope(Level.STRUCTURE))) == hidden(report)


def test_a_program_before_the_first_member_is_named(tmp_path: Path) -> None:
    out = io.BytesIO()
    out.write(b"#!/bin/sh\n" * 100)
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in below("bag", bag_files(tmp_path / "bag")).items():
            archive.writestr(name, content)
    assert hidden(checked(tmp_path, out.getvalue())) == [(None, "1,000 octets before the first member")]


@pytest.mark.parametrize("mark", [b"PK00", b"PK\7\10"])
@pytest.mark.parametrize("name", ["bag.zip", "bag.tar"])
def test_the_mark_of_a_zip_that_stayed_one_file_is_no_alarm(tmp_path: Path, mark: bytes, name: str) -> None:
    out = io.BytesIO()
    out.write(mark)
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in below("bag", bag_files(tmp_path / "bag")).items():
            archive.writestr(path, content)
    (tmp_path / name).write_bytes(out.getvalue())
    report = ended(check_bag(source_of(tmp_path / name)))
    assert hidden(report) == []
    assert report.is_valid
    out.seek(0)
    out.write(b"PK99")
    assert hidden(checked(tmp_path, out.getvalue())) == [(None, "4 octets before the first member")]


def test_a_zip_file_of_nothing_but_octets_is_named(tmp_path: Path) -> None:
    out = io.BytesIO()
    out.write(PLANTED)
    zipfile.ZipFile(out, "w").close()
    assert hidden(checked(tmp_path, out.getvalue())) == [(None, "26 octets before the first member")]


def test_octets_behind_a_descriptor_are_named(tmp_path: Path) -> None:
    """A member that says that a descriptor follows, and what follows is more, or is something else."""
    content = b"text"
    descriptor = struct.pack("<4s3L", b"PK\7\10", zlib.crc32(content), 4, 4)
    behind = {b"bag/a": descriptor, b"bag/b": descriptor + PLANTED, b"bag/c": PLANTED[:16], b"bag/d": b""}
    members = [{"name": name, "data": content, "flags": 8, "behind": one} for name, one in behind.items()]
    found = dict(hidden(checked(tmp_path, raw_zip(members))))  # type: ignore[arg-type]
    assert {path: found[path].split(" behind")[0] for path in found} == {"bag/b": "26 octets", "bag/c": "16 octets"}


@pytest.mark.parametrize("form", ["<3L", "<L2Q"])
@pytest.mark.parametrize("signature", [b"", b"PK\7\10"])
@pytest.mark.parametrize("content", [b"text", b""])
def test_every_form_of_descriptor_is_accounted_for(
    tmp_path: Path, form: str, signature: bytes, content: bytes
) -> None:
    said = signature + struct.pack(form, zlib.crc32(content), len(content), len(content))
    members = [{"name": name, "data": content, "flags": 8, "behind": said} for name in (b"bag/a", b"bag/b")]
    assert hidden(checked(tmp_path, raw_zip(members))) == []  # type: ignore[arg-type]


def test_a_descriptor_that_its_member_does_not_announce_is_named(tmp_path: Path) -> None:
    said = struct.pack("<4s3L", b"PK\7\10", zlib.crc32(b"text"), 4, 4)
    members: list[dict[str, object]] = [{"name": b"bag/a", "data": b"text", "behind": said}]
    assert [path for path, _ in hidden(checked(tmp_path, raw_zip(members)))] == ["bag/a"]


def test_padding_in_a_header_is_accounted_for(tmp_path: Path) -> None:
    """What aligns members (zipalign) stands in the extra field of their headers, however short."""
    padded = [
        one | {"flags": 0x800, "local_extra": bytes(number)}
        for number, one in enumerate(raw_members(bag_files(tmp_path / "bag")))
    ]
    assert hidden(checked(tmp_path, raw_zip(padded))) == []


def test_octets_in_a_folder_are_named(tmp_path: Path) -> None:
    folder: dict[str, object] = {"name": b"bag/data/f/", "data": PLANTED, "flags": 0x800}
    found = hidden(checked(tmp_path, raw_zip([*raw_members(bag_files(tmp_path / "bag")), folder])))
    assert [(path, text.split(",")[0]) for path, text in found] == [("bag/data/f/", "26 octets in a folder")]


def test_octets_behind_a_directory_of_64_bits_are_named(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(66_000):
            archive.writestr(zipfile.ZipInfo(f"bag/extra/{number}/"), b"")
    octets = out.getvalue()
    assert hidden(checked(tmp_path, octets)) == []
    at = octets.rindex(b"PK\6\7")
    assert hidden(checked(tmp_path, octets[:at] + PLANTED + octets[at:])) == [
        (None, "26 octets behind the zip directory")
    ]


# Other people's zip files: no alarm


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("is_zip64", [False, True])
@pytest.mark.parametrize("streams", [False, True])
def test_what_python_writes_is_no_alarm(tmp_path: Path, method: int, is_zip64: bool, streams: bool) -> None:
    out = Pipe() if streams else io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:  # type: ignore[call-overload]
        archive.mkdir("bag")
        archive.writestr("bag/data/", b"")
        for name, content in below("bag", bag_files(tmp_path / "bag")).items():
            with archive.open(name, "w", force_zip64=is_zip64) as member:
                member.write(content)
    octets = bytes(out.octets) if isinstance(out, Pipe) else out.getvalue()
    report = checked(tmp_path, octets)
    assert hidden(report) == []
    assert report.is_valid


INFO_ZIP = {
    "plain": "zip -qr bag.zip bag",
    "stored": "zip -qr0 bag.zip bag",
    "bzip2": "zip -qr -Z bzip2 bag.zip bag",
    "64 bits": "zip -qr -fz bag.zip bag",
    "streamed": "zip -qr - bag | cat > bag.zip",
    "streamed and stored": "zip -qr0 - bag | cat > bag.zip",
    "with descriptors": "zip -qr -fd bag.zip bag",
    "without extra fields": "zip -qrX bag.zip bag",
    "with a comment": "echo a comment | zip -qrz bag.zip bag",
    "to be split, and not": "zip -qr -s 64k bag.zip bag",
    "changed": "zip -qr bag.zip bag && zip -qd bag.zip bag/bag-info.txt && zip -q bag.zip bag/bag-info.txt",
}


@pytest.mark.skipif(shutil.which("zip") is None, reason="needs Info-ZIP")
@pytest.mark.parametrize("how", INFO_ZIP)
def test_what_info_zip_writes_is_no_alarm(tmp_path: Path, how: str) -> None:
    make_bag(tmp_path / "bag")
    (tmp_path / "bag" / "data" / "empty folder").mkdir()
    subprocess.run(["bash", "-euo", "pipefail", "-c", INFO_ZIP[how]], cwd=tmp_path, check=True, capture_output=True)
    report = ended(check_bag(source_of(tmp_path / "bag.zip")))
    assert hidden(report) == []
    assert report.is_valid


@pytest.mark.skipif(shutil.which("zip") is None, reason="needs Info-ZIP")
def test_an_archive_that_info_zip_made_to_unpack_itself_is_named(tmp_path: Path) -> None:
    octets = b"#!/usr/bin/unzipsfx\n" + zip_of(below("bag", bag_files(tmp_path / "bag")))
    (tmp_path / "bag.zip").write_bytes(octets)
    subprocess.run(["zip", "-qA", "bag.zip"], cwd=tmp_path, check=True)
    assert hidden(checked(tmp_path, (tmp_path / "bag.zip").read_bytes())) == [
        (None, "20 octets before the first member")
    ]
