"""Serialised bags: the same report as the folder, and each hostile thing named by its own code."""

import io
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import bagit
import pytest
import zstandard
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archives_made import ENDINGS, PACKED, archive_of, bag_files, below, raw_members, raw_zip, tar_of, zip_of
from bags_made import BagReport, codes, errors, make_bag, manifest, put, report_of
from bayegan.bags.archive_form import archive_ending
from bayegan.bags.bounds import Bounds
from bayegan.bags.check import check_bag
from bayegan.bags.scope import Level, Scope
from bayegan.bags.sources import source_of
from bayegan.errors import CouldNot, WrongUse
from bayegan.export.bag import BagExporter
from bayegan.export.exporter import made_with
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.outcome import Outcome
from bayegan.model.progress import ended
from bayegan.model.rules import RULES
from bayegan.model.rules.bag_archives import BAG_ARCHIVE_RULES
from exported import packed
from sealed import LETTER, record, sealed_item

ODD = {
    "data/نامه ۱.txt": "متن\n".encode(),
    "data/a\nb": b"1",
    "data/100% sure": b"2",
    "data/" + "ن" * 125 + ".text": b"3",
    "data/deep/" * 1 + "x/y/z.bin": bytes(range(256)) * 9000,
    "data/empty": b"",
}


def checked(archive: Path, bounds: Bounds | None = None, scope: Scope | None = None) -> BagReport:
    return ended(check_bag(source_of(archive, bounds), scope or Scope()))


def written(tmp_path: Path, octets: bytes, name: str = "bag.zip") -> Path:
    put(tmp_path, name, octets)
    return tmp_path / name


def named(report: BagReport, code: str) -> list[str | None]:
    return [one.path for one in report.findings if one.code == code]


# Sound archives


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_archive_gets_the_report_of_its_folder(tmp_path: Path, ending: str) -> None:
    files = bag_files(tmp_path / "bag", ODD)
    archive = written(tmp_path, archive_of(ending, below("bag", files)), "bag" + ending)
    there, here = report_of(tmp_path / "bag"), checked(archive)
    assert here.is_valid
    assert here.findings == there.findings
    assert (here.outcomes, here.octets) == (there.outcomes, there.octets)
    assert here.facts.files == there.facts.files
    assert here.facts.serialization


@pytest.mark.parametrize("ending", ENDINGS)
def test_damage_and_absence_in_an_archive_are_both_named(tmp_path: Path, ending: str) -> None:
    files = bag_files(tmp_path / "bag", ODD)
    files["data/empty"] = b"not empty"
    del files["data/a\nb"]
    archive = written(tmp_path, archive_of(ending, below("bag", files)), "bag" + ending)
    assert errors(checked(archive)) == ["bag-altered", "bag-missing", "bag-oxum-mismatch"]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_the_methods_of_zip(tmp_path: Path, method: int) -> None:
    members = below("bag", bag_files(tmp_path / "bag", ODD))
    assert checked(written(tmp_path, zip_of(members, method))).is_valid


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("top", ["bag", "./bag"])
def test_the_formats_of_tar(tmp_path: Path, form: int, top: str) -> None:
    files = {**ODD, "data/caf\udce9": b"not UTF-8"} if form != tarfile.USTAR_FORMAT else {"data/x": b"1"}
    members = below(top, bag_files(tmp_path / "bag", files))
    assert checked(written(tmp_path, tar_of(members, form=form), "bag.tar")).is_valid


def test_a_zip_of_64_bits(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in below("bag", bag_files(tmp_path / "bag")).items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)
        for number in range(66_000):
            archive.writestr(zipfile.ZipInfo(f"bag/extra/{number}/"), b"")
    assert checked(written(tmp_path, out.getvalue())).is_valid


def test_a_zip_with_fields_of_64_bits_in_its_directory(tmp_path: Path) -> None:
    octets = raw_zip(
        [
            {
                "name": b"bag/data/x",
                "data": b"1234",
                "extra": struct.pack("<2HQ", 1, 8, 4),
                "size": 0xFFFFFFFF,
            }
        ]
    )
    report = checked(written(tmp_path, octets))
    assert report.facts.files == {"data/x": 4}


def test_a_nested_archive_is_payload(tmp_path: Path) -> None:
    inner = zip_of({"../evil.txt": b"x"})
    members = below("bag", bag_files(tmp_path / "bag", {"data/inner.zip": inner}))
    assert checked(written(tmp_path, zip_of(members))).is_valid


def test_an_archive_is_not_unpacked_and_not_changed(tmp_path: Path) -> None:
    archive = written(tmp_path / "in", zip_of(below("bag", bag_files(tmp_path / "bag"))))
    before = archive.stat()
    checked(archive)
    assert (archive.stat().st_mtime_ns, os.listdir(tmp_path / "in")) == (before.st_mtime_ns, ["bag.zip"])


@pytest.mark.parametrize("name", ["bag.tar.gz", "BAG.ZIP", "x.tgz", "a.b.TAR.ZST", "x.tar.xz", "x.tar.bz2"])
def test_endings(name: str) -> None:
    assert archive_ending(name)
    assert not archive_ending(name + "x")


def test_what_is_no_archive_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        source_of(tmp_path / "gone.zip")
    with pytest.raises(WrongUse):
        source_of(written(tmp_path, b"", "song.mp3"))


def test_a_zstandard_archive_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bayegan.bags.unpacking.zstandard", None)
    with pytest.raises(CouldNot, match=r"pip install 'bayegan\[zstd\]'"):
        checked(written(tmp_path, b"", "bag.tar.zst"))


# Names in zip files


def test_names_that_a_zip_does_not_mark_as_utf8(tmp_path: Path) -> None:
    members = raw_members(bag_files(tmp_path / "bag"))
    report = checked(written(tmp_path, raw_zip(members)))
    assert report.is_valid
    assert codes(report) == {"bag-archive-name-encoding"}
    assert "utf-8" in report.findings[0].found


@pytest.mark.parametrize(
    ("page", "name"), [("cp437", "data/Müller.txt"), ("cp1256", "data/نامه.txt"), ("cp720", "data/تقرير.txt")]
)
def test_names_of_a_code_page_are_read_so_that_the_manifest_fits(tmp_path: Path, page: str, name: str) -> None:
    files = bag_files(tmp_path / "bag", {name: b"1", "data/plain": b"2"})
    members = [{"name": f"bag/{path}".encode(page), "data": content} for path, content in files.items()]
    report = checked(written(tmp_path, raw_zip(members)))
    assert report.is_valid
    assert [(one.code, page in one.found) for one in report.findings] == [("bag-archive-name-encoding", True)]


def test_a_unicode_path_field_is_believed(tmp_path: Path) -> None:
    files = bag_files(tmp_path / "bag", {"data/نامه": b"1"})
    members = raw_members(files)
    for member, path in zip(members, files, strict=True):
        if not path.isascii():
            member["name"] = member["local_name"] = b"bag/data/????"
            value = b"\1" + struct.pack("<L", zlib.crc32(b"bag/data/????")) + f"bag/{path}".encode()
            member["extra"] = struct.pack("<2H", 0x7075, len(value)) + value
    report = checked(written(tmp_path, raw_zip(members)))
    assert report.is_valid
    assert report.findings == ()


# Hostile and broken archives: each by its own code


def link(name: str, kind: bytes, to: str = "/etc/passwd") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    return info


def bomb() -> bytes:
    zeros = bytes(110 << 20)
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(zeros) + packer.flush()
    one = {"name": b"bag/data/zeros", "data": b"", "packed": packed, "method": 8}
    return raw_zip([{**one, "size": len(zeros), "crc": zlib.crc32(zeros)}])


Files = dict[str, bytes]
HOSTILE: dict[str, tuple[str, Callable[[Files], bytes], str]] = {
    "a zip cut off": ("bag.zip", lambda f: zip_of(below("bag", f))[:-30], "bag-archive-damaged"),
    "no zip at all": ("bag.zip", lambda _: b"nothing of the kind", "bag-archive-damaged"),
    "an empty zip file": ("bag.zip", lambda _: b"", "bag-archive-damaged"),
    "a tar cut off": ("bag.tar", lambda f: tar_of(below("bag", f))[:2000], "bag-archive-damaged"),
    "a tar without its end": (
        "bag.tar",
        lambda _: tar_of(below("bag", {"data/x": b"1"}))[:1024],
        "bag-archive-damaged",
    ),
    "octets behind a tar": ("bag.tar", lambda f: tar_of(below("bag", f)) + b"secret", "bag-archive-trailing"),
    "a zip that is a bomb": ("bag.zip", lambda _: bomb(), "bag-archive-ratio"),
    "a tgz that is a bomb": (
        "bag.tgz",
        lambda _: PACKED[".tgz"](tar_of({"bag/data/zeros": bytes(110 << 20)})),
        "bag-archive-ratio",
    ),
    "a zst that is a bomb": (
        "bag.tar.zst",
        lambda _: PACKED[".tar.zst"](tar_of({"bag/data/zeros": bytes(110 << 20)})),
        "bag-archive-ratio",
    ),
    "a zip that says that it is a tar": ("bag.tar", lambda f: zip_of(below("bag", f)), "bag-archive-ending"),
    "octets between the members of a zip": (
        "bag.zip",
        lambda f: raw_zip([one | {"flags": 0x800, "behind": b"secret"} for one in raw_members(f)]),
        "bag-archive-hidden",
    ),
    "a bag without its folder": ("bag.zip", zip_of, "bag-archive-no-folder"),
    "an archive of nothing": ("bag.zip", lambda _: zip_of({}), "bag-archive-no-folder"),
    "two bags": ("a.tar", lambda f: tar_of(below("a", f) | below("b", f)), "bag-archive-several-bags"),
    "a file beside the bag": (
        "bag.zip",
        lambda f: zip_of(below("bag", f) | {"__MACOSX/._x": b"x"}),
        "bag-archive-outside",
    ),
    "another name": ("other.tar", lambda f: tar_of(below("bag", f)), "bag-archive-name"),
    "dots in a zip": ("bag.zip", lambda f: zip_of(below("bag", f) | {"../evil": b"x"}), "bag-archive-unsafe-path"),
    "dots within": ("bag.tar", lambda f: tar_of(below("bag", f) | {"bag/../../e": b""}), "bag-archive-unsafe-path"),
    "an absolute path": ("bag.tar", lambda f: tar_of(below("bag", f) | {"/evil": b"x"}), "bag-archive-unsafe-path"),
    "a drive": ("bag.zip", lambda f: zip_of(below("bag", f) | {"C:/evil": b"x"}), "bag-archive-unsafe-path"),
    "dots and backslashes": (
        "bag.tar",
        lambda f: tar_of(below("bag", f) | {"bag\\..\\..\\evil": b"x"}),
        "bag-archive-unsafe-path",
    ),
    "backslashes": (
        "bag.zip",
        lambda f: raw_zip([{**one, "name": one["name"].replace(b"/", b"\\")} for one in raw_members(f)]),  # type: ignore[attr-defined]
        "bag-archive-backslash",
    ),
    "a name twice in a tar": (
        "bag.tar",
        lambda f: tar_of(below("bag", f) | {"bag/./data/report.txt": b"other"}),
        "bag-archive-duplicate",
    ),
    "a name twice in a zip": (
        "bag.zip",
        lambda f: raw_zip([*raw_members(f), {"name": b"bag/data/report.txt", "data": b"other"}]),
        "bag-archive-duplicate",
    ),
    "a file that is a folder": (
        "bag.tar",
        lambda f: tar_of(below("bag", f) | {"bag/data/report.txt/x": b"x"}),
        "bag-archive-duplicate",
    ),
    "a symbolic link in a tar": (
        "bag.tar",
        lambda f: tar_of(below("bag", f), link("bag/data/l", tarfile.SYMTYPE)),
        "bag-link",
    ),
    "a hard link in a tar": (
        "bag.tar",
        lambda f: tar_of(below("bag", f), link("bag/data/l", tarfile.LNKTYPE, "bag/bagit.txt")),
        "bag-link",
    ),
    "a link in a zip": (
        "bag.zip",
        lambda f: raw_zip(
            [*raw_members(f), {"name": b"bag/data/l", "data": b"/etc/passwd", "mode": stat.S_IFLNK | 0o777}]
        ),
        "bag-link",
    ),
    "a device": (
        "bag.tar",
        lambda f: tar_of(below("bag", f), link("bag/data/null", tarfile.CHRTYPE)),
        "bag-special-file",
    ),
    "a pipe": (
        "bag.tar",
        lambda f: tar_of(below("bag", f), link("bag/data/pipe", tarfile.FIFOTYPE)),
        "bag-special-file",
    ),
    "a sparse file": (
        "bag.tar",
        lambda f: tar_of(below("bag", f), link("bag/data/s", b"S")),
        "bag-archive-member-type",
    ),
    "a locked member": (
        "bag.zip",
        lambda f: raw_zip([*raw_members(f), {"name": b"bag/data/secret", "data": b"??", "flags": 1}]),
        "bag-archive-encrypted",
    ),
    "an unknown method": (
        "bag.zip",
        lambda f: raw_zip([*raw_members(f), {"name": b"bag/data/odd", "data": b"??", "method": 97}]),
        "bag-archive-method",
    ),
    "members that overlap": (
        "bag.zip",
        lambda f: raw_zip([*raw_members(f), {"name": b"bag/data/again", "data": b"BagIt", "at": 0}]),
        "bag-archive-overlap",
    ),
    "a size that lies": (
        "bag.zip",
        lambda f: raw_zip([one | {"size": 3} if b"report" in one["name"] else one for one in raw_members(f)]),  # type: ignore[operator]
        "bag-archive-member-lies",
    ),
    "another name in the header": (
        "bag.zip",
        lambda f: raw_zip(
            [one | {"local_name": b"bag/data/evil"} if b"report" in one["name"] else one for one in raw_members(f)]  # type: ignore[operator]
        ),
        "bag-archive-member-lies",
    ),
    "a wrong CRC": (
        "bag.zip",
        lambda f: raw_zip([one | {"crc": 1} if b"report" in one["name"] else one for one in raw_members(f)]),  # type: ignore[operator]
        "bag-archive-crc",
    ),
    "a name deeper than any folder": (
        "bag.tar",
        lambda f: tar_of(below("bag", f | {"data/" + "a/" * 100_000 + "f": b"x"})),
        "bag-archive-long-name",
    ),
    "names without their flag": ("bag.zip", lambda f: raw_zip(raw_members(f)), "bag-archive-name-encoding"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_each_hostile_thing_is_named_by_its_code(tmp_path: Path, case: str) -> None:
    name, make, code = HOSTILE[case]
    report = checked(written(tmp_path, make(bag_files(tmp_path / "bag")), name))
    assert code in codes(report), report.findings
    assert report.is_valid == (RULES[code].severity == "warning")


def test_every_code_of_archives_has_its_case() -> None:
    elsewhere = {"bag-archive-members", "bag-archive-octets", "bag-archive-tag-file", "bag-none-found"}
    assert {code for _, _, code in HOSTILE.values()} | elsewhere >= set(BAG_ARCHIVE_RULES)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        (Bounds(members=5), "bag-archive-members"),
        (Bounds(octets=1000), "bag-archive-octets"),
        (Bounds(lists=500), "bag-archive-tag-file"),
        (Bounds(tag_file=50), "bag-archive-tag-file"),
    ],
)
def test_bounds_are_kept_and_can_be_raised(tmp_path: Path, ending: str, bounds: Bounds, code: str) -> None:
    archive = written(tmp_path, archive_of(ending, below("bag", bag_files(tmp_path / "bag"))), "bag" + ending)
    report = checked(archive, bounds)
    assert codes(report) == {code}
    assert report.octets == 0
    assert checked(archive).is_valid


def test_a_bound_of_archives_that_is_raised_is_not_that_of_folders(tmp_path: Path) -> None:
    files = bag_files(tmp_path / "bag", info="Note: " + "n" * (5 << 20) + "\n")
    archive = written(tmp_path, archive_of(".tar", below("bag", files)), "bag.tar")
    assert errors(checked(archive)) == ["bag-archive-tag-file"]
    assert checked(archive, Bounds(tag_file=6 << 20)).is_valid
    assert errors(report_of(tmp_path / "bag")) == ["bag-tag-file-large"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_manifests_have_no_more_lines_than_there_may_be_members(tmp_path: Path, ending: str) -> None:
    """A line of two octets takes hundreds of them in memory, so octets alone are no bound."""
    files = bag_files(tmp_path / "bag") | {"manifest-odd.txt": b"x\n" * 81}
    archive = written(tmp_path, archive_of(ending, below("bag", files)), "bag" + ending)
    assert "bag-archive-members" in codes(checked(archive, Bounds(members=80)))
    assert "bag-archive-members" not in codes(checked(archive, Bounds(members=100)))


def test_a_damaged_archive_says_where_and_does_not_call_files_missing(tmp_path: Path) -> None:
    files = bag_files(tmp_path / "bag", {f"data/{n}": b"x" * 5000 for n in range(20)})
    tags = {path: content for path, content in files.items() if not path.startswith("data/")}
    whole = tar_of(below("bag", tags | files))
    report = checked(written(tmp_path, whole[: len(whole) // 2], "bag.tar"))
    assert codes(report) == {"bag-archive-damaged"}
    assert "bag.tar: it ends within" in report.findings[0].found
    assert report.outcomes[Outcome.MISSING] == 0
    assert report.outcomes[Outcome.INTACT] > 3
    assert report.outcomes[Outcome.NOT_CHECKED] > 3


@pytest.mark.parametrize("ending", [ending for ending in PACKED if ending != ".tar"])
@pytest.mark.parametrize("octets", [1, 2, 3, 4])
def test_a_compressed_tar_that_lacks_its_last_octets_is_damaged(tmp_path: Path, ending: str, octets: int) -> None:
    whole = archive_of(ending, below("bag", bag_files(tmp_path / "bag")))
    assert "bag-archive-damaged" in errors(checked(written(tmp_path, whole[:-octets], "bag" + ending)))


def skippable(octets: bytes) -> bytes:
    """A frame of Zstandard that programs pass over (RFC 8878, 3.1.2)."""
    return struct.pack("<2L", 0x184D2A53, len(octets)) + octets


def test_frames_of_zstandard_behind_one_another_are_one(tmp_path: Path) -> None:
    whole = tar_of(below("bag", bag_files(tmp_path / "bag", ODD)))
    packer = zstandard.ZstdCompressor(write_checksum=True, write_content_size=False)
    frames = [packer.compress(whole[:7000]), zstandard.compress(b""), packer.compress(whole[7000:])]
    octets = skippable(b"1") + frames[0] + skippable(bytes(3000)) + frames[1] + frames[2] + skippable(b"")
    assert checked(written(tmp_path, octets, "bag.tar.zst")).is_valid
    for end in (len(octets) - 1, len(octets) - 8 - 1):
        assert "bag-archive-damaged" in errors(checked(written(tmp_path, octets[:end], "bag.tar.zst")))
    wrong = octets[:-9] + bytes([octets[-9] ^ 1]) + octets[-8:]
    assert "checksum" in checked(written(tmp_path, wrong, "bag.tar.zst")).findings[0].found


@pytest.mark.parametrize("ending", [".zip", ".tar"])
@pytest.mark.parametrize("deep", ["data/" + "d/" * 300, "data/" + "long/" * 900])
def test_what_lies_too_deep_is_told_once_and_is_not_called_missing(tmp_path: Path, ending: str, deep: str) -> None:
    files = bag_files(tmp_path / "bag", {"data/a": b"1", "data/gone": b"2"}, info="")
    files["manifest-sha512.txt"] += manifest("sha512", {f"{deep}x": b"3", f"{deep}e/y": b"4"})
    files["tagmanifest-sha512.txt"] = manifest("sha512", {"manifest-sha512.txt": files["manifest-sha512.txt"]})
    del files["data/gone"]
    folders = {f"{deep[:end]}/": b"" for end in range(len(deep)) if deep[end] == "/"}
    members = below("bag", files | folders | {f"{deep}x": b"3", f"{deep}e/y": b"4"})
    report = checked(written(tmp_path, archive_of(ending, members), "bag" + ending))
    assert errors(report) == ["bag-archive-long-name", "bag-missing"]
    assert named(report, "bag-missing") == ["data/gone"]
    assert {one.path for one in report.not_checked} == {f"{deep}x", f"{deep}e/y"}
    assert all("too long or too deep" in one.reason for one in report.not_checked)


def test_of_too_many_names_that_do_not_fit_none_is_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bayegan.bags.archive_listing._UNFIT_KEPT", 10_000)
    deep = {f"data/{number}/" + "d/" * 300 + "x": b"" for number in range(40)}
    report = checked(written(tmp_path, tar_of(below("bag", bag_files(tmp_path / "bag", ODD) | deep)), "bag.tar"))
    assert len(named(report, "bag-archive-long-name")) == 40
    assert "bag-missing" not in codes(report)


@pytest.mark.parametrize("ending", ENDINGS)
def test_empty_folders_of_an_archive_are_those_of_its_folder(tmp_path: Path, ending: str) -> None:
    files = bag_files(tmp_path / "bag")
    folders = dict.fromkeys(("data/", "data/sub/", "data/empty/", "data/deep/er/", "tags/"), b"")
    for path in folders:
        (tmp_path / "bag" / path).mkdir(parents=True, exist_ok=True)
    archive = written(tmp_path, archive_of(ending, below("bag", folders | files)), "bag" + ending)
    loose = written(tmp_path, archive_of(ending, folders | files), "loose" + ending)
    paths = (archive, loose, tmp_path / "bag")
    here, outside, there = (ended(source_of(path).contents()).empty for path in paths)
    assert here == outside == there == {"data/empty", "data/deep/er", "tags"}


def test_a_damaged_member_of_a_zip_is_named_and_the_others_are_verified(tmp_path: Path) -> None:
    octets = zip_of(below("bag", bag_files(tmp_path / "bag", {"data/a": os.urandom(9000), "data/b": b"1" * 9000})))
    at = octets.index(b"bag/data/b") + 15
    report = checked(written(tmp_path, octets[:at] + b"\xff\xff\xff\xff" + octets[at + 4 :]))
    assert {one.path for one in report.findings if one.is_error} == {"data/b"}
    assert report.outcomes[Outcome.INTACT] == report.files_listed - 1


def test_manifests_that_are_encrypted_are_there_and_are_named(tmp_path: Path) -> None:
    members = raw_members(bag_files(tmp_path / "bag"))
    locked = [one | {"flags": 0x801 if b"manifest" in bytes(one["name"]) else 0x800} for one in members]  # type: ignore[call-overload]
    report = checked(written(tmp_path, raw_zip(locked)))
    said = {one.code: one.found for one in report.findings}
    assert not {"bag-no-manifest", "bag-missing"} & set(said)
    assert said["bag-no-usable-manifest"] == "manifest-sha512.txt is a member that is encrypted, which is not read"
    assert said["bag-no-tag-manifest"] == "tagmanifest-sha512.txt is a member that is encrypted, which is not read"


def test_the_second_of_two_members_is_never_read(tmp_path: Path) -> None:
    files = bag_files(tmp_path / "bag", {"data/x": b"good"})
    for name, octets in (
        ("bag.zip", raw_zip([*raw_members(files), {"name": b"bag/data/x", "data": b"evil"}])),
        ("bag.tar", tar_of(below("bag", files) | {"bag//data/x": b"evil"})),
    ):
        report = checked(written(tmp_path, octets, name))
        assert errors(report) == ["bag-archive-duplicate"]
        assert report.outcomes[Outcome.INTACT] == report.files_listed


def test_an_archive_that_changes_between_its_readings(tmp_path: Path) -> None:
    files = bag_files(tmp_path / "bag")
    archive = written(tmp_path, tar_of(below("bag", files)), "bag.tar")
    checking = check_bag(source_of(archive))
    while next(checking).phase != "tag files":
        pass
    written(tmp_path, tar_of({"bag/else": b"x"}), "bag.tar")
    report = ended(checking)
    assert report.outcomes[Outcome.UNREADABLE] == 3
    assert "archive has changed" in report.not_checked[0].reason


# Any octets


def bare(data: st.DataObject) -> tuple[str, bytes]:
    ending = data.draw(st.sampled_from(ENDINGS))
    if data.draw(st.booleans()):
        return ending, data.draw(st.binary(max_size=2000))
    inner = data.draw(st.binary(max_size=2000))
    return ending, inner if ending == ".zip" else PACKED[ending](inner)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_no_octets_crash_the_checker(tmp_path: Path, data: st.DataObject) -> None:
    ending, octets = bare(data)
    report = checked(written(tmp_path, octets, "bag" + ending))
    assert any(one.is_error for one in report.findings)


WHOLE = {
    ending: archive_of(
        ending,
        below(
            "bag",
            {
                "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
                "manifest-md5.txt": b"c4ca4238a0b923820dcc509a6f75849b  data/a\n",
                "data/a": b"1",
                "data/نامه": b"2",
            },
        ),
    )
    for ending in ENDINGS
}


@given(st.sampled_from(ENDINGS), st.lists(st.tuples(st.integers(0, 20000), st.integers(0, 255)), max_size=6))
@example(".zip", [])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_no_damage_to_an_archive_crashes_the_checker(
    tmp_path: Path, ending: str, damage: list[tuple[int, int]]
) -> None:
    octets = bytearray(WHOLE[ending])
    for at, value in damage:
        octets[at % len(octets)] = value
    checked(written(tmp_path, bytes(octets), "bag" + ending))


# Levels


def test_each_level_finds_what_it_looks_for_and_says_what_it_left_out(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {f"data/{n:02d}": b"x" for n in range(20)})
    put(bag, "data/00", b"y")
    put(bag, "data/extra", b"y")
    found = {}
    for level in (Level.STRUCTURE, Level.OXUM, Level.COMPLETENESS, Level.FULL):
        report = checked(bag, scope=Scope(level))
        found[level] = errors(report)
        assert report.not_checked == ()
        assert sum(report.outcomes.values()) - report.outcomes[Outcome.UNEXPECTED] == report.files_listed == 23
        assert report.checked.left_out == (0 if level is Level.FULL else 20)
        assert f"of {report.files_listed} listed files" in report.checked.said()
        assert ("Not checked, as asked:" in report.checked.said()) == (level is not Level.FULL)
    assert found == {
        Level.STRUCTURE: [],
        Level.OXUM: ["bag-oxum-mismatch"],
        Level.COMPLETENESS: ["bag-oxum-mismatch", "bag-unexpected"],
        Level.FULL: ["bag-altered", "bag-oxum-mismatch", "bag-unexpected"],
    }


def test_a_level_below_full_is_never_called_valid(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag")
    assert checked(bag).is_valid
    assert not checked(bag, scope=Scope(Level.COMPLETENESS)).is_valid


def test_a_damaged_manifest_is_found_at_every_level(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag")
    with open(bag / "manifest-sha512.txt", "r+b") as manifest:
        manifest.write(b"0000")
    for level in Level:
        assert "bag-altered" in errors(checked(bag, scope=Scope(level, 50.0, "s")))


@pytest.mark.parametrize(("percent", "number"), [(5.0, 5), (0.1, 1), (33.3, 34), (100.0, 100)])
def test_a_sample_is_so_many_files_and_the_same_for_the_same_seed(percent: float, number: int) -> None:
    paths = [f"data/{n}" for n in range(100)]
    one = Scope(Level.SAMPLE, percent, "seed").chosen(paths)
    assert len(one) == number
    assert set(one) == set(Scope(Level.SAMPLE, percent, "seed").chosen(paths[::-1]))
    assert number == 100 or set(one) != set(Scope(Level.SAMPLE, percent, "other").chosen(paths))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_sample_of_an_archive_is_the_sample_of_its_folder(tmp_path: Path, ending: str) -> None:
    files = bag_files(tmp_path / "bag", {f"data/{n:02d}": b"x" for n in range(40)})
    files["data/07"] = b"y"
    put(tmp_path / "bag", "data/07", b"y")
    archive = written(tmp_path, archive_of(ending, below("bag", files)), "bag" + ending)
    for seed in "abcdef":
        scope = Scope(Level.SAMPLE, 30.0, seed)
        here, there = checked(archive, scope=scope), checked(tmp_path / "bag", scope=scope)
        assert (here.findings, here.checked) == (there.findings, there.checked)
        assert here.checked.digests_verified == 12 + 3
        assert f"seed {seed}" in here.checked.said()


# Writing


FORMS = ("zip", "tar", "tgz")
PAYLOAD = {LETTER: "سلام\n".encode(), "a\nb/c.txt": b"", "100%.bin": os.urandom(1 << 20), "ن" * 125: b"long"}


def exported(items: Sequence[ExportItem], to: Path, form: str) -> tuple[Finding, ...]:
    return packed(made_with(BagExporter, {"as": form}), items, to)[1].findings


@pytest.mark.parametrize("form", FORMS)
def test_a_written_archive_has_the_same_octets_every_time(tmp_path: Path, form: str) -> None:
    octets = []
    for where in ("one", "two"):
        item = sealed_item(tmp_path / where / "archive", PAYLOAD)
        for path in item.bag.rglob("*"):
            os.utime(path, (len(octets) * 1e6, 1e9))
        assert not [one for one in exported([item], tmp_path / where / "out", form) if one.is_error]
        octets.append((tmp_path / where / "out" / f"letter-1.{form}").read_bytes())
    assert octets[0] == octets[1]


@pytest.mark.parametrize("form", FORMS)
def test_a_written_archive_gets_the_report_of_the_bag(tmp_path: Path, form: str) -> None:
    item = sealed_item(tmp_path / "archive", PAYLOAD)
    exported([item], tmp_path / "out", form)
    here, there = checked(tmp_path / "out" / f"letter-1.{form}"), report_of(item.bag)
    assert here.is_valid
    assert here.findings == there.findings
    assert here.facts.files == there.facts.files


@pytest.mark.parametrize("form", FORMS)
def test_other_tools_unpack_a_written_archive_and_bagit_accepts_it(tmp_path: Path, form: str) -> None:
    payload = {path: octets for path, octets in PAYLOAD.items() if "%" not in path}  # which bagit does not decode
    item = sealed_item(tmp_path / "archive", payload)
    exported([item], tmp_path / "out", form)
    archive = tmp_path / "out" / f"letter-1.{form}"
    if form == "zip":
        with zipfile.ZipFile(archive) as opened:
            assert opened.testzip() is None
            opened.extractall(tmp_path / "unpacked")  # noqa: S202
    else:
        with tarfile.open(archive) as tar:
            assert {(one.uid, one.gid, one.uname, one.gname) for one in tar} == {(0, 0, "", "")}
            assert {one.mode for one in tar} == {0o644, 0o755}
            assert {one.mtime for one in tar} == {1795305600}  # 2026-11-22, the Bagging-Date
            tar.extractall(tmp_path / "unpacked", filter="data")
    assert os.listdir(tmp_path / "unpacked") == ["letter-1"]
    bagit.Bag(os.fspath(tmp_path / "unpacked" / "letter-1")).validate()


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_payload_keeps_its_folder(tmp_path: Path, form: str) -> None:
    item = sealed_item(tmp_path / "archive", {})
    assert exported([item], tmp_path / "out", form) == ()
    assert checked(tmp_path / "out" / f"letter-1.{form}").is_valid


@pytest.mark.parametrize("form", FORMS)
def test_an_altered_file_is_found_while_an_archive_is_written(tmp_path: Path, form: str) -> None:
    item = sealed_item(tmp_path / "archive", PAYLOAD)
    put(item.bag, "data/100%.bin", b"other")
    assert "export-source-altered" in {one.code for one in exported([item], tmp_path / "out", form)}


@pytest.mark.parametrize("name", ["back\\slash", "caf\udce9"])
def test_a_name_that_zip_cannot_hold_is_refused_and_tar_holds_it(tmp_path: Path, name: str) -> None:
    item = sealed_item(tmp_path / "archive", {name: b"1"})
    assert [one.code for one in exported([item], tmp_path / "zip", "zip")] == ["export-name-not-for-zip"]
    assert os.listdir(tmp_path / "zip") == []
    assert not [one for one in exported([item], tmp_path / "tar", "tar") if one.is_error]


def test_each_item_is_an_archive_of_its_own(tmp_path: Path) -> None:
    items = [sealed_item(tmp_path / "archive", {"a": b"1"}, record(name)) for name in ("a", "نامه")]
    exported(items, tmp_path / "out", "zip")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{item.folder}.zip" for item in items}


@pytest.mark.parametrize("form", FORMS)
def test_a_full_disk_stops_the_writing_and_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def full(*_: object) -> BinaryIO:
        return Path("/dev/full").open("wb")

    monkeypatch.setattr("bayegan.export.bag_archives.open", full, raising=False)
    with pytest.raises(CouldNot, match="No space left"):
        exported([sealed_item(tmp_path / "archive", PAYLOAD)], tmp_path / "out", form)


def test_an_option_that_is_not_there_is_wrong_use() -> None:
    with pytest.raises(WrongUse, match="folder, zip, tar, tgz"):
        made_with(BagExporter, {"as": "rar"})
    with pytest.raises(WrongUse, match="bag has no such option"):
        made_with(BagExporter, {"colour": "red"})
