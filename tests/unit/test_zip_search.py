"""What a zip file hides from one reader and shows another: found by the search, or the file is not searched."""

import bz2
import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from archives_made import Pipe
from bayegan.bags.check import check_bag
from bayegan.bags.scope import Scope
from bayegan.bags.sources import source_of
from bayegan.export.document_texts import NotSearchable
from bayegan.export.file_texts import texts
from bayegan.model.progress import ended

NAME = "Zohreh Plantedname"
SECRET = NAME.encode()
PLAIN = b"hello world\n"
REACH = 1000
ALL_ONES = 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF


def searched(content: bytes, on_disk: Path | None = None) -> tuple[bool, str | None]:
    """Say whether the name is found, and why the file is not searched, None where it is."""
    found = False
    if on_disk is not None:
        on_disk.write_bytes(content)
    with io.BytesIO(content) if on_disk is None else on_disk.open("rb") as source:
        try:
            for text in texts(source, REACH):
                found = found or NAME in text
        except NotSearchable as reason:
            return found, str(reason)
    return found, None


def member(data: bytes, holds: bytes, *, method: int = 0, extra: bytes = b"", sizes: bytes | None = None) -> bytes:
    """A member with its own header: `data` as it is packed, of what unpacks to `holds`."""
    said = struct.pack("<3L", zlib.crc32(holds), len(data), len(holds)) if sizes is None else sizes
    head = struct.pack("<4s5H", b"PK\3\4", 20, 0, method, 0, 33) + said
    return head + struct.pack("<2H", 5, len(extra)) + b"a.txt" + extra + data


def entry(
    packed: int, holds: bytes, *, method: int = 0, at: int = 0, comment: bytes = b"", extra: bytes = b""
) -> bytes:
    """The entry of a member in the directory."""
    sizes = struct.pack("<3L", zlib.crc32(holds), packed, len(holds))
    lengths = struct.pack("<5H2L", 5, len(extra), len(comment), 0, 0, 0, at)
    return struct.pack("<4s6H", b"PK\1\2", 20, 20, 0, method, 0, 33) + sizes + lengths + b"a.txt" + extra + comment


def end(members: int, size: int, at: int, comment: bytes = b"") -> bytes:
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, members, members, size, at, len(comment)) + comment


def end_64(members: int, size: int, at: int, stated: int = 44) -> bytes:
    return struct.pack("<4sQ2H2L4Q", b"PK\6\6", stated, 45, 45, 0, 0, members, members, size, at)


def pointer_64(at: int) -> bytes:
    return struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)


def whole(one: bytes, of: bytes, comment: bytes = b"") -> bytes:
    return one + of + end(1, len(of), len(one), comment)


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


SOUND = member(PLAIN, PLAIN), entry(len(PLAIN), PLAIN)


def test_a_sound_zip_is_searched() -> None:
    assert searched(whole(*SOUND)) == (False, None)
    assert searched(whole(member(SECRET, SECRET), entry(len(SECRET), SECRET))) == (True, None)
    packed = deflated(SECRET)
    content = whole(member(packed, SECRET, method=8), entry(len(packed), SECRET, method=8))
    assert searched(content) == (True, None)
    assert zipfile.ZipFile(io.BytesIO(content)).read("a.txt") == SECRET


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("is_wide", [False, True], ids=["", "64 bits"])
@pytest.mark.parametrize("is_pipe", [False, True], ids=["", "into a pipe"])
@pytest.mark.parametrize("others", [2, 70_000])
def test_zips_as_programs_make_them_are_searched(method: int, is_wide: bool, is_pipe: bool, others: int) -> None:
    """From 65,536 members on the end record has 64 bits."""
    out = Pipe() if is_pipe else io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.mkdir("folder")
        archive.writestr("folder/یک.txt", PLAIN * 100)
        for number in range(others):
            archive.writestr(f"{number}", b"")
        with archive.open("last.txt", "w", force_zip64=is_wide) as member_of:
            member_of.write(SECRET)
    content = bytes(out.octets) if isinstance(out, Pipe) else out.getvalue()
    assert searched(content) == (True, None)


@pytest.mark.skipif(shutil.which("zip") is None, reason="Info-ZIP's zip is not installed")
def test_a_zip_of_info_zip_is_searched(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "یک.txt").write_bytes(SECRET)
    for words in (["-r", "a.zip", "folder"], ["-r", "-fd", "a.zip", "folder"], ["-0", "-r", "a.zip", "folder"]):
        (tmp_path / "a.zip").unlink(missing_ok=True)
        subprocess.run(["zip", "-q", *words], cwd=tmp_path, check=True)
        assert searched((tmp_path / "a.zip").read_bytes()) == (True, None)


def other_directory_in_the_comment() -> bytes:
    return whole(member(SECRET, SECRET), entry(len(SECRET), SECRET), end(0, 0, 0) + b"x")


def other_directory_in_the_comment_of_an_entry() -> bytes:
    one = member(SECRET, SECRET)
    place = len(one) + len(entry(0, b""))
    return whole(one, entry(len(SECRET), SECRET, comment=end_64(0, 0, place) + pointer_64(place)))


def other_directory_behind_the_first() -> bytes:
    one, of = SOUND
    place = len(one) + len(of)
    more = SECRET + of + end_64(1, len(of), place + 56 + len(SECRET))
    last = struct.pack("<4s2H", b"PK\5\6", 0, 0) + struct.pack("<2H2LH", *ALL_ONES, 0)
    return one + of + end_64(1, len(of), len(one), 44 + len(more)) + more + pointer_64(place) + last


@pytest.mark.parametrize(
    "made",
    [
        other_directory_in_the_comment,
        other_directory_in_the_comment_of_an_entry,
        other_directory_behind_the_first,
    ],
)
def test_a_zip_that_can_be_read_in_two_ways_is_not_searched(made) -> None:  # type: ignore[no-untyped-def]
    """One reader sees a member, and another none, or other ones."""
    found, why = searched(made())
    assert found
    assert why is not None


@pytest.mark.parametrize(
    ("packed", "holds", "method"),
    [
        (deflated(PLAIN) + SECRET, PLAIN, 8),
        (deflated(PLAIN + SECRET), PLAIN, 8),
        (PLAIN + SECRET, PLAIN, 0),
        (bz2.compress(PLAIN) + SECRET, PLAIN, 12),
        (bz2.compress(PLAIN) + bz2.compress(SECRET), PLAIN, 12),
    ],
    ids=["behind deflate", "more than stated", "behind what is stored", "behind bzip2", "a second stream"],
)
def test_octets_that_a_member_does_not_give_are_not_searched(packed: bytes, holds: bytes, method: int) -> None:
    content = whole(member(packed, holds, method=method), entry(len(packed), holds, method=method))
    assert searched(content)[1] is not None


def zip_of_plain(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("inner.txt", content)
    return out.getvalue()


@pytest.mark.parametrize("holds", [PLAIN, zip_of_plain(PLAIN)], ids=["text", "a zip"])
@pytest.mark.parametrize("is_behind", [False, True], ids=["another CRC-32", "behind it"])
def test_what_is_wrong_at_the_end_of_a_member_is_told_of_whatever_it_holds(holds: bytes, is_behind: bool) -> None:
    """What is packed in it is read at once, and found to be wrong when all of it was."""
    packed = deflated(holds) + (SECRET if is_behind else b"")
    stated = holds if is_behind else holds[:-1] + b"?"
    assert searched(whole(member(packed, stated, method=8), entry(len(packed), stated, method=8)))[1] is not None


@pytest.mark.parametrize("holds", [SECRET, zip_of_plain(SECRET)], ids=["text", "a zip"])
def test_what_stands_before_the_damage_is_searched(holds: bytes) -> None:
    packed = deflated(holds) + b"more"
    found, why = searched(whole(member(packed, holds, method=8), entry(len(packed), holds, method=8)))
    assert found
    assert why is not None


@pytest.mark.parametrize("field", ["extra", "comment"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1256"])
@pytest.mark.parametrize("shift", [0, 1])
def test_fields_and_comments_are_searched_in_every_reading(field: str, encoding: str, shift: int) -> None:
    one, _ = SOUND
    said = b"\x4e\x55" + b"\0" * shift + NAME.encode(encoding)
    of = entry(len(PLAIN), PLAIN, **{field: said})  # type: ignore[arg-type]
    assert searched(whole(one, of)) == (True, None)
    if field == "extra":
        assert searched(whole(member(PLAIN, PLAIN, extra=said), entry(len(PLAIN), PLAIN))) == (True, None)
    else:
        assert searched(whole(*SOUND, comment=said)) == (True, None)


def test_a_header_that_says_something_else_than_the_directory_is_not_searched() -> None:
    """Who reads by headers unpacks what lies there as stored for who reads by the directory."""
    packed = deflated(SECRET)
    assert searched(whole(member(packed, SECRET, method=8), entry(len(packed), packed)))[1] is not None
    assert searched(whole(member(PLAIN, PLAIN, sizes=SECRET[:12]), entry(len(PLAIN), PLAIN)))[1] is not None


@pytest.mark.parametrize("on_disk", [False, True])
@pytest.mark.parametrize("number", [1 << 40, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
@pytest.mark.parametrize("of", ["place", "packed", "size", "directory", "pointer"])
def test_numbers_larger_than_any_file_are_damage(tmp_path: Path, on_disk: bool, number: int, of: str) -> None:
    """They would be places to read at: the disk is not to blame, and no mistake of ours either."""
    one, _ = SOUND
    wide = struct.pack("<2HQ", 1, 8, number)
    last = struct.pack("<4s2H", b"PK\5\6", 0, 0) + struct.pack("<2H2LH", *ALL_ONES, 0)
    if of in ("directory", "pointer"):
        place = len(one) + len(SOUND[1])
        record = end_64(1, len(SOUND[1]), number if of == "directory" else len(one))
        content = one + SOUND[1] + record + pointer_64(number if of == "pointer" else place) + last
    else:
        head = bytearray(entry(len(PLAIN), PLAIN, extra=wide))
        at = {"packed": 20, "size": 24, "place": 42}[of]
        head[at : at + 4] = b"\xff" * 4
        content = whole(one, bytes(head))
    assert searched(content, tmp_path / "a.zip" if on_disk else None)[1] is not None


def test_octets_behind_a_stream_in_a_member_are_told_of_where_a_bag_is_checked(tmp_path: Path) -> None:
    declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    packed = deflated(declaration) + SECRET
    with zipfile.ZipFile(tmp_path / "bag.zip", "w") as archive:
        archive.writestr("bag/bagit.txt", packed)
        archive.writestr("bag/data/a.txt", PLAIN)
    content = bytearray((tmp_path / "bag.zip").read_bytes())
    crc, size = struct.pack("<L", zlib.crc32(declaration)), struct.pack("<L", len(declaration))
    for mark, method_at, crc_at in ((b"PK\3\4", 8, 14), (b"PK\1\2", 10, 16)):
        at = content.find(mark)
        content[at + method_at : at + method_at + 2] = b"\x08\0"
        content[at + crc_at : at + crc_at + 4] = crc
        content[at + crc_at + 8 : at + crc_at + 12] = size
    (tmp_path / "bag.zip").write_bytes(content)
    report = ended(check_bag(source_of(tmp_path / "bag.zip"), Scope()))
    assert "bag-archive-member-lies" in {one.code for one in report.findings}
