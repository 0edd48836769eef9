"""All text that can be had of a file is searched, however long it is and whatever it is written in."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from archives_made import Pipe
from bayegan.export.document_texts import NotSearchable
from bayegan.export.file_texts import MOST_OCTETS, texts
from bayegan.export.leak_search import search_file
from bayegan.export.text_windows import Windows, parted
from bayegan.model.disclosure.mask import Mask

NAME = "زهره نام‌کاشته"
MASK = Mask([NAME, "Zohreh Plantedname"])
LINE = "A line that says nothing of her, سطری که از او چیزی نمی‌گوید.\n"
LONG = LINE * 12_000
"""More than a megabyte: some pieces."""


def windows(pieces: list[bytes], reach: int) -> list[bytes]:
    """What comes of a text that is taken piece by piece."""
    taking = Windows(reach, 4 * reach)
    return [one for piece in pieces for one in taking.take(piece)] + list(taking.end())


def found(tmp_path: Path, content: bytes) -> tuple[bool, str | None]:
    """Whether a restricted string is found in a file, and why a part of it was not searched."""
    (tmp_path / "file").write_bytes(content)
    search = search_file(tmp_path / "file", MASK)
    return bool(search.found), search.not_searched


@settings(max_examples=200)
@given(
    st.lists(st.text("ab \n", max_size=60).map(str.encode), max_size=20),
    st.integers(1, 20),
    st.integers(0, 400),
    st.integers(1, 20),
)
def test_what_is_within_reach_stands_whole_in_a_piece(
    pieces: list[bytes], reach: int, start: int, size: int
) -> None:
    whole = b"".join(pieces)
    seen = list(windows(pieces, reach))
    part = whole[start : start + min(size, reach)]
    assert any(part in one for one in seen)
    assert all(len(one) <= 6 * reach + max(map(len, pieces), default=0) for one in seen)


@settings(max_examples=200)
@given(st.lists(st.text("ab", min_size=1, max_size=8), max_size=200), st.integers(8, 20), st.integers(1, 50))
def test_a_piece_begins_and_ends_with_whole_words(words: list[str], reach: int, at_once: int) -> None:
    whole = " ".join(words).encode()
    pieces = [whole[start : start + at_once] for start in range(0, len(whole), at_once)]
    for one in windows(pieces, reach):
        assert set(one.decode().split()) <= set(words)


@pytest.mark.parametrize("place", [0.0, 0.1249, 0.125, 0.2499, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256"], ids=str)
def test_a_name_is_found_wherever_in_a_long_text_it_stands(tmp_path: Path, place: float, encoding: str) -> None:
    plain = LONG.replace("ی", "ي")
    at = plain.index("\n", min(int(len(plain) * place), len(plain) - 1)) + 1
    for name in ("زهره نام‌كاشته", "Zohreh\nPlantedname"):
        content = (plain[:at] + name + "\n" + plain[at:]).encode(encoding)
        assert found(tmp_path, content) == (True, None)


def test_a_name_is_found_across_every_cut(tmp_path: Path) -> None:
    """In a text without any blank but the one of the name, at places close to one another."""
    for at in range(500_000, 560_000, 997):
        content = b"x" * at + b"/Zohreh Plantedname/" + b"x" * (700_000 - at)
        assert found(tmp_path, content) == (True, None), at


def test_part_of_a_word_is_not_taken_for_a_word_where_a_text_is_cut(tmp_path: Path) -> None:
    assert found(tmp_path, ("Zohreh Plantednames " * 100_000).encode()) == (False, None)
    assert found(tmp_path, ("زهره نام‌کاشتگان\n" * 100_000).encode()) == (False, None)


@pytest.mark.parametrize(
    "said",
    [
        "Zohreh &#80;lantedname",
        "<b>Zoh</b>reh <i class='x'>Plantedname</i>",
        "&lt;b&gt;Zoh&lt;/b&gt;reh Plantedname",
        '"Zohreh \\u0050lantedname"',
        "Zohreh%20%50lantedname",
        "&#1586;&#1607;&#1585;&#1607; &#1606;&#1575;&#1605;&#8204;&#1705;&#1575;&#1588;&#1578;&#1607;",
    ],
)
@pytest.mark.parametrize("before", [0, 530_000])
def test_a_name_is_found_however_it_is_escaped(tmp_path: Path, said: str, before: int) -> None:
    assert found(tmp_path, b"y " * (before // 2) + said.encode() + b"\n") == (True, None)


def test_a_name_is_found_in_utf_8_of_which_some_octets_are_damaged(tmp_path: Path) -> None:
    assert found(tmp_path, NAME.encode() + b"\n\xff\n") == (True, None)
    assert found(tmp_path, b"\xff\n" + LONG.encode() + NAME.encode()) == (True, None)


def test_what_is_no_text_is_said_to_be_none_and_what_stands_before_it_is_searched(tmp_path: Path) -> None:
    assert found(tmp_path, b"\0\1\2") == (False, "it is no text")
    assert found(tmp_path, NAME.encode() + b"\n" + LONG.encode() + b"\0") == (True, "it is no text")


def test_plain_text_of_any_size_is_searched(tmp_path: Path) -> None:
    """A premis.xml of a hundred thousand files is larger than what is held in memory of other files."""
    with (tmp_path / "file").open("wb") as out:
        for _ in range(MOST_OCTETS // 1_000_000 + 2):
            out.write(b"A line of an inventory.\n" * 41_667)
        out.write(NAME.encode())
    assert (tmp_path / "file").stat().st_size > MOST_OCTETS
    assert search_file(tmp_path / "file", MASK).found


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.bin", b"\0")
        archive.writestr("a.txt", content)
        archive.writestr("b.txt", b"last")
    return out.getvalue()


def tarred(content: bytes, mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, octets in (("folder/a.txt", content), ("folder/b.txt", b"last")):
            entry = tarfile.TarInfo(name)
            entry.size = len(octets)
            archive.addfile(entry, io.BytesIO(octets))
    return out.getvalue()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "zip": zipped,
    "tar": tarred,
    "tgz": lambda content: tarred(content, "w:gz"),
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "a zip in a tgz": lambda content: tarred(zipped(content), "w:gz"),
}


@pytest.mark.parametrize("form", PACKED)
@pytest.mark.parametrize("text", ["", LONG], ids=["small", "long"])
def test_a_name_is_found_in_what_is_packed(tmp_path: Path, form: str, text: str) -> None:
    assert found(tmp_path, PACKED[form]((text + NAME).encode()))[0]
    assert not found(tmp_path, PACKED[form](text.encode()))[0]


@pytest.mark.parametrize("form", ["zip", "tgz", "gz"])
def test_a_name_is_found_in_plain_text_of_any_size_that_is_packed(tmp_path: Path, form: str) -> None:
    large = b"A line of an inventory.\n" * (MOST_OCTETS // 24 + 100)
    assert found(tmp_path, PACKED[form](large + NAME.encode()))[0]


@pytest.mark.parametrize("form", ["zip", "tar", "tgz", "gz", "bz2", "xz"])
def test_what_is_packed_and_damaged_is_named_as_not_searched(tmp_path: Path, form: str) -> None:
    content = PACKED[form](LONG.encode())
    middle = len(content) // 2
    assert found(tmp_path, content[:middle])[1] is not None
    if form != "tar":  # which has no digest of what is in it
        damaged = content[:middle] + bytes(255 - octet for octet in content[middle : middle + 9])
        assert found(tmp_path, damaged + content[middle + 9 :])[1] is not None


def test_a_member_that_cannot_be_searched_is_named_and_the_others_are_searched(tmp_path: Path) -> None:
    assert found(tmp_path, zipped(NAME.encode())) == (True, "first.bin in it: it is no text")
    with pytest.raises(NotSearchable, match=r"first\.bin in it"):
        list(texts(io.BytesIO(zipped(b"")), 1000))


@pytest.mark.parametrize(
    "said",
    [
        '{"t": "first line\\nZohreh Plantedname was"}',
        '{"t": "id\\tZohreh\\r\\nPlantedname"}',
        '{"t": "Zohreh\\u003cbr\\u003ePlantedname, Zohreh\\u0026nbsp;Plantedname"}',
        "<d>Zohreh&amp;nbsp;Plantedname</d>",
        "<d>&amp;#90;ohreh Plantedname</d>",
        "<w:p><w:t>name</w:t></w:p><w:p><w:t>Zoh</w:t></w:r><w:r><w:t>reh</w:t><w:tab/><w:t>Plantedname</w:t></w:p>",
        "<td>name</td><td><b>Z</b>ohreh Plantedname</td>",
        "Zohreh\u200bPlantedname",
    ],
)
def test_a_name_is_found_in_pages_and_in_what_programs_write(tmp_path: Path, said: str) -> None:
    assert found(tmp_path, said.encode()) == (True, None)


GAPS = {
    "picture": b'<img src="data:image/png;base64,' + b"iVBORw0KGgo" * 30_000 + b'">',
    "blanks": b" \r\n" * 100_000,
    "line": b"-" * 300_000,
    "drawn": "─".encode() * 100_000,
}


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("before", range(0, 900_000, 150_000))
def test_a_name_is_found_on_both_sides_of_what_says_nothing(tmp_path: Path, gap: str, before: int) -> None:
    said = b"Zohreh " + GAPS[gap] + b" Plantedname"
    assert found(tmp_path, b"line\n" * (before // 5) + said + b" end" * 200_000) == (True, None)


def test_a_name_is_found_in_a_long_tag_and_beside_what_only_begins_as_one(tmp_path: Path) -> None:
    in_a_tag, beside, at_its_end = (
        b"<img alt='%s Zohreh Plantedname %s'>",
        b"a Zohreh < Plantedname %s %s <b>",
        b"a < b %s %s Zohreh<br>Plantedname",
    )
    for said in (in_a_tag, beside, at_its_end):
        for long in (10, 40_000, 400_000):
            assert found(tmp_path, said % (b"text " * long, b"more " * long)) == (True, None), (said, long)


@settings(max_examples=300)
@given(st.lists(st.text("ab <>\n", max_size=30).map(str.encode), max_size=20), st.integers(1, 20))
def test_long_tags_are_put_aside_and_nothing_is_lost(pieces: list[bytes], reach: int) -> None:
    whole = b"".join(pieces)
    given_apart = list(parted(pieces, reach))
    text, tags = (b"".join(one for is_tag, one in given_apart if is_tag is kind) for kind in (False, True))
    for start in range(len(whole)):
        part = whole[start : start + reach]
        assert b"<" in part or b">" in part or part in text or part in tags
    assert tags or text == whole


def test_what_stands_behind_what_is_packed_is_not_passed_over(tmp_path: Path) -> None:
    for packed in (bz2.compress(b"text"), lzma.compress(b"text"), gzip.compress(b"text"), tarred(b"text")):
        assert found(tmp_path, packed) == (False, None)
        assert found(tmp_path, packed + bytes(1024))[1] is None or packed.startswith(b"\xfd")
        assert found(tmp_path, packed + NAME.encode())[1] is not None
    assert found(tmp_path, bz2.compress(b"text ") + bz2.compress(NAME.encode())) == (True, None)
    assert (
        found(tmp_path, tarred(b"text") + tarred(NAME.encode()))[1] == "something follows the end of the tar file"
    )


def test_what_an_archive_says_beside_its_members_is_searched(tmp_path: Path) -> None:
    out = io.BytesIO()
    with gzip.GzipFile(filename=f"{NAME}.txt".encode().decode("latin-1"), fileobj=out, mode="wb") as packed:
        packed.write(b"text")
    assert found(tmp_path, out.getvalue()) == (True, None)
    for place in ("archive", "entry"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            entry = zipfile.ZipInfo("a.txt")
            entry.comment = NAME.encode() if place == "entry" else b""
            archive.writestr(entry, b"text")
            archive.comment = NAME.encode() if place == "archive" else b""
        assert found(tmp_path, out.getvalue()) == (True, None)
    link, owner = {"linkname": NAME, "type": tarfile.SYMTYPE}, {"uname": "zohreh plantedname"}
    for said in (link, owner, {"pax_headers": {"comment": NAME}}):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            member = tarfile.TarInfo("a")
            for key, value in said.items():
                setattr(member, key, value)
            archive.addfile(member)
        assert found(tmp_path, out.getvalue()) == (True, None), said


def a_zip(**fields: bytes) -> bytes:
    """A zip file of two members, the second with those fields."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"first")
        entry = zipfile.ZipInfo("b.txt")
        for key, value in fields.items():
            setattr(entry, key, value)
        archive.writestr(entry, b"last")
    return out.getvalue()


def field(content: bytes) -> bytes:
    """An extra field of a member (APPNOTE 4.5), of a kind that nobody knows."""
    return b"\x99\x99" + len(content).to_bytes(2, "little") + content


def test_fields_of_a_zip_member_are_searched_and_its_own_header_too(tmp_path: Path) -> None:
    assert found(tmp_path, a_zip(extra=field(b"nobody"))) == (False, None)
    assert found(tmp_path, a_zip(extra=field(NAME.encode()))) == (True, None)
    nobody = b"n" * len(NAME.encode())
    content = a_zip(extra=field(nobody))
    assert content.count(nobody) == 2  # in the member's own header, and then in the directory
    assert found(tmp_path, content.replace(nobody, NAME.encode(), 1)) == (True, None)
    assert found(tmp_path, NAME.encode().join(content.rsplit(nobody, 1))) == (True, None)


def test_octets_of_a_zip_that_belong_to_no_member_are_not_searched(tmp_path: Path) -> None:
    """A member that was taken out of the directory alone is still there for who looks for it."""
    out = io.BytesIO(a_zip())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("c.txt", f"{NAME} " * 9)
        archive.writestr("d.txt", b"d")
        taken = next(one for one in archive.infolist() if one.filename == "c.txt")
        archive.filelist.remove(taken)
        del archive.NameToInfo["c.txt"]
        size = taken.compress_size + 35
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["a.txt", "b.txt", "d.txt"]
    assert found(tmp_path, out.getvalue()) == (False, f"{size} octets of the zip file belong to no member")
    said = f"folder/a.txt in it: {size} octets of the zip file belong to no member"
    assert found(tmp_path, tarred(out.getvalue())) == (False, said)
    assert found(tmp_path, a_zip() + NAME.encode())[1] is not None


def test_what_programs_put_behind_members_of_a_zip_is_searched(tmp_path: Path) -> None:
    """Sizes and digests follow a member where they were not known before it."""

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"first")
        archive.writestr("b.txt", NAME)
    assert found(tmp_path, bytes(pipe.octets)) == (True, None)


def test_one_damaged_member_does_not_stop_the_search(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", "x" * 1000)
        archive.writestr("b.txt", NAME)
    damaged = bytearray(out.getvalue())
    start = damaged.find(b"BZh") + 4
    damaged[start : start + 16] = b"Z" * 16
    why = "a.txt in it: it cannot be read (a member cannot be unpacked (Invalid data stream), at octet 0)"
    assert found(tmp_path, bytes(damaged)) == (True, why)


def letter(subject: str, text: str, encoding: str, attached: bytes = b"") -> bytes:
    made = EmailMessage()
    made["Subject"] = subject
    made["From"] = "archive@example.org"
    made.set_content(text, cte=encoding)
    if attached:
        made.add_attachment(attached, maintype="application", subtype="zip", filename="a.zip")
    return made.as_bytes()


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_name_is_found_in_mail(tmp_path: Path, encoding: str) -> None:
    long = "Words before it, so that the line is broken where it is: "
    assert found(tmp_path, letter("x", f"{long} {NAME}\n", encoding)) == (True, None)
    assert found(tmp_path, letter(NAME, "text", encoding)) == (True, None)
    assert found(tmp_path, letter("x", "text", encoding)) == (False, None)
    assert found(tmp_path, letter("x", "text", encoding, zipped(NAME.encode())))[0]
    box = b"From a\n" + letter("x", "text", encoding) + b"\nFrom b\n" + letter("x", NAME, encoding)
    assert found(tmp_path, box) == (True, None)
    assert found(tmp_path, zipped(letter("x", NAME, encoding)))[0]
    said = f"A page about mail.\nContent-Transfer-Encoding: {encoding}\n".encode()
    assert found(tmp_path, said)[1] == "parts of it are encoded as in mail, and it cannot be read as mail"
    assert found(tmp_path, said + NAME.encode())[0]


def test_rich_text_is_not_called_searched(tmp_path: Path) -> None:
    assert found(tmp_path, b"{\\rtf1\\ansi Zohreh Plantedname}") == (
        True,
        "it is rich text (RTF), whose letters are written as numbers",
    )


@pytest.mark.parametrize("place", ["title", "bookmark", "note", "attachment", "page"])
def test_a_name_is_found_wherever_a_pdf_says_it(tmp_path: Path, place: str) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = DecodedStreamObject()
    name = "Zohreh Plantedname"
    stream.set_data(f"BT /F1 12 Tf 10 10 Td ({name if place == 'page' else 'a page'}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    of_font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in of_font.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    match place:
        case "title":
            writer.add_metadata({"/Title": name})
        case "bookmark":
            writer.add_outline_item(title=name, page_number=0)
        case "note":
            writer.add_annotation(0, FreeText(text=name, rect=(0, 0, 99, 99)))
        case "attachment":
            writer.add_attachment("a.txt", name.encode())
    out = io.BytesIO()
    writer.write(out)
    assert found(tmp_path, out.getvalue()) == (True, None)


def test_a_long_restricted_text_is_found_by_its_beginning_and_replaced_whole() -> None:
    long = " ".join(f"word{number}" for number in range(5000))
    mask = Mask([long])
    assert mask.longest <= 4096
    assert mask.found(f"It said: {long}.")
    assert mask.masked(f"It said: {long}.") == "[withheld]"
    assert not mask.found("word0 word1 word2")
