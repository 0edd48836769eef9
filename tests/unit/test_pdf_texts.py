"""A PDF is read wherever it says something, and what cannot be read in it is named."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from bayegan.export.leak_search import search_file
from bayegan.export.line_orders import orders, turned_by_pieces
from bayegan.model.disclosure.mask import Mask
from browser import PROGRAM, need_browser

NAME = "Zohreh Plantedname"
PERSIAN = "زهره نام‌کاشته"
YEAR = "سال ۱۳۶۷"
MASK = Mask([NAME, PERSIAN, YEAR])
PLAIN = b"BT /F1 12 Tf 72 700 Td (A page) Tj ET"
NAMED = b"BT /F1 12 Tf 72 700 Td (Zohreh Plantedname) Tj ET"
NO_LETTERS = "it is a PDF with a font of which nobody knows the letters"


def found(tmp_path: Path, content: bytes) -> tuple[bool, str | None]:
    (tmp_path / "file").write_bytes(content)
    search = search_file(tmp_path / "file", MASK)
    return bool(search.found), search.not_searched


def dictionary(**entries: Any) -> DictionaryObject:
    """A dictionary; a plain string is a name."""
    named = {key: NameObject(f"/{value}") if type(value) is str else value for key, value in entries.items()}
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in named.items()})


def stream(content: bytes, **entries: Any) -> DecodedStreamObject:
    held = DecodedStreamObject()
    held.set_data(content)
    held.update(dictionary(**entries))
    return held


def text(said: str) -> TextStringObject:
    return TextStringObject(said)


class Made:
    """A PDF of one page that is being made."""

    def __init__(self, content: bytes = PLAIN) -> None:
        self.writer = PdfWriter()
        self.page = self.writer.add_blank_page(612, 792)
        self.root = self.writer._root_object
        font = self.add(dictionary(Type="Font", Subtype="Type1", BaseFont="Helvetica"))
        self.page[NameObject("/Resources")] = dictionary(Font=dictionary(F1=font))
        self.page[NameObject("/Contents")] = self.add(stream(content))

    def add(self, thing: Any) -> Any:
        return self.writer._add_object(thing)

    def note(self, **entries: Any) -> None:
        place = ArrayObject([FloatObject(0)] * 4)
        self.page[NameObject("/Annots")] = ArrayObject([self.add(dictionary(Type="Annot", Rect=place, **entries))])

    @property
    def octets(self) -> bytes:
        out = io.BytesIO()
        self.writer.write(out)
        return out.getvalue()


def xmp(made: Made) -> None:
    made.root[NameObject("/Metadata")] = made.add(stream(f"<x><li>{NAME}</li></x>".encode(), Type="Metadata"))


def xmp_in_utf_16(made: Made) -> None:
    content = f"\ufeff<x><li>{PERSIAN}</li></x>".encode("utf-16-be")
    made.root[NameObject("/Metadata")] = made.add(stream(content, Type="Metadata"))


def alternative_text(made: Made) -> None:
    element = made.add(dictionary(Type="StructElem", S="Figure", Alt=text(f"Photograph of {NAME}")))
    made.root[NameObject("/StructTreeRoot")] = made.add(dictionary(Type="StructTreeRoot", K=ArrayObject([element])))


def actual_text(made: Made) -> None:
    content = b"/Span <</ActualText (Zohreh Plantedname)>> BDC " + PLAIN + b" EMC"
    made.page[NameObject("/Contents")] = made.add(stream(content))


def actual_text_within_a_word(made: Made) -> None:
    content = b"BT /F1 12 Tf (Zohreh Plan) Tj /S <</ActualText (ted)>> BDC (#) Tj EMC (name) Tj ET"
    made.page[NameObject("/Contents")] = made.add(stream(content))


def stamp(made: Made) -> None:
    drawn = stream(NAMED, Type="XObject", Subtype="Form", Resources=made.page["/Resources"])
    made.note(Subtype="Stamp", AP=dictionary(N=made.add(drawn)))


def file_in_a_note(made: Made) -> None:
    held = made.add(stream(NAME.encode()))
    entry = dictionary(Type="Filespec", F=text("a.txt"), EF=dictionary(F=held))
    made.note(Subtype="FileAttachment", FS=made.add(entry))


def description_of_an_attachment(made: Made) -> None:
    made.writer.add_attachment("a.txt", b"text")
    names: Any = made.root["/Names"]
    names["/EmbeddedFiles"]["/Names"][1].get_object()[NameObject("/Desc")] = text(NAME)


def form_in_xml(made: Made) -> None:
    parts = ArrayObject([text("datasets"), made.add(stream(f"<data><n>{NAME}</n></data>".encode()))])
    made.root[NameObject("/AcroForm")] = dictionary(Fields=ArrayObject(), XFA=parts)


def field_outside_the_form(made: Made) -> None:
    made.note(Subtype="Widget", FT="Tx", T=text("f"), V=text(PERSIAN))


def script(made: Made) -> None:
    said = "app.alert('Zohreh\\u0020\\u0050lantedname')"
    made.root[NameObject("/OpenAction")] = dictionary(S="JavaScript", JS=text(said))


def label_of_a_page(made: Made) -> None:
    numbers = ArrayObject([NumberObject(0), dictionary(P=text(NAME))])
    made.root[NameObject("/PageLabels")] = dictionary(Nums=numbers)


def destination(made: Made) -> None:
    made.writer.add_named_destination(NAME, 0)


def layer(made: Made) -> None:
    one = made.add(dictionary(Type="OCG", Name=text(NAME)))
    made.root[NameObject("/OCProperties")] = dictionary(OCGs=ArrayObject([one]))


def notes_of_a_program(made: Made) -> None:
    made.root[NameObject("/PieceInfo")] = dictionary(Program=dictionary(Private=text(NAME)))


def what_nothing_refers_to(made: Made) -> None:
    made.add(stream(NAMED))
    made.add(text(NAME))


def drawing_that_nothing_refers_to(made: Made) -> None:
    made.add(stream(NAMED))


def hyphen(made: Made) -> None:
    content = b"BT /F1 12 Tf 72 700 Td (Zohreh Planted-) Tj 0 -14 Td (name) Tj ET"
    made.page[NameObject("/Contents")] = made.add(stream(content))


PLACES: list[Callable[[Made], None]] = [
    *(xmp, xmp_in_utf_16, alternative_text, actual_text, actual_text_within_a_word, stamp, file_in_a_note),
    *(description_of_an_attachment, form_in_xml, field_outside_the_form, script, label_of_a_page, destination),
    *(layer, notes_of_a_program, what_nothing_refers_to, drawing_that_nothing_refers_to, hyphen),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_name_is_found_wherever_a_pdf_holds_it(tmp_path: Path, place: Callable[[Made], None]) -> None:
    made = Made()
    assert found(tmp_path, made.octets) == (False, None)
    place(made)
    assert found(tmp_path, made.octets) == (True, None)
    made.writer.encrypt("", "owner", algorithm="AES-128")
    assert found(tmp_path, made.octets)[0]


def test_a_name_in_an_earlier_revision_is_found(tmp_path: Path) -> None:
    writer = PdfWriter(io.BytesIO(Made(NAMED).octets), incremental=True)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream(PLAIN))
    out = io.BytesIO()
    writer.write(out)
    assert NAME not in PdfReader(out).pages[0].extract_text()
    assert found(tmp_path, out.getvalue()) == (True, None)


def test_what_stands_before_and_behind_a_pdf_is_read(tmp_path: Path) -> None:
    plain, named = Made().octets, Made(NAMED).octets
    assert found(tmp_path, plain + NAME.encode()) == (True, None)
    assert found(tmp_path, plain + b"\0" * 20 + b"\n") == (False, None)
    assert found(tmp_path, plain + b"\1\2\0\3")[1] == "a part of it: it is no text"
    assert found(tmp_path, NAME.encode() + b"\n" + plain) == (True, None)
    in_hex = Made(NAMED.replace(b"(Zohreh Plantedname)", b"<%s>" % NAME.encode().hex().encode())).octets
    assert found(tmp_path, b"\n" * 900 + in_hex) == (True, None)
    assert found(tmp_path, b"A text on %PDF-1.7, with " + NAME.encode()) == (True, None)
    assert found(tmp_path, b"A text\n" + named) == (True, None)


def of_font(**entries: Any) -> bytes:
    made = Made(b"BT /F1 12 Tf 72 700 Td <003d0052> Tj ET")
    resources: Any = made.page["/Resources"]
    resources["/Font"][NameObject("/F1")] = made.add(dictionary(Type="Font", **entries))
    return made.octets


def test_a_font_of_which_nobody_knows_the_letters_is_named(tmp_path: Path) -> None:
    composite = {"Subtype": "Type0", "BaseFont": "A", "Encoding": "Identity-H", "DescendantFonts": ArrayObject()}
    glyphs = dictionary(Differences=ArrayObject([NumberObject(0), *map(NameObject, ("/g1",) * 99)]))
    assert found(tmp_path, of_font(**composite)) == (False, NO_LETTERS)
    assert found(tmp_path, of_font(Subtype="Type3", Encoding=glyphs)) == (False, NO_LETTERS)
    known = b"1 beginbfrange <003d> <0052> <0041> endbfrange"
    assert found(tmp_path, of_font(**composite, ToUnicode=stream(known))) == (False, None)
    other = b"1 beginbfchar <003d> <0041> endbfchar"
    assert found(tmp_path, of_font(**composite, ToUnicode=stream(other))) == (False, NO_LETTERS)
    gibberish = b"1 beginbfrange <003d> <0052> [<e001> <e002>] endbfrange"
    assert found(tmp_path, of_font(**composite, ToUnicode=stream(gibberish))) == (False, NO_LETTERS)
    for encoding in ("WinAnsiEncoding", "MacRomanEncoding"):
        assert found(tmp_path, of_font(Subtype="TrueType", BaseFont="A", Encoding=encoding)) == (False, None)


def test_a_drawing_whose_fonts_are_gone_is_named(tmp_path: Path) -> None:
    made = Made()
    made.add(stream(b"BT /F9 12 Tf (text) Tj ET"))
    why = "it is a PDF with a page or drawing that is not shown, whose fonts are not known"
    assert found(tmp_path, made.octets) == (False, why)


def test_a_damaged_pdf_is_named_and_nothing_is_said_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = Made()
    xmp(made)
    stamp(made)
    whole = made.octets
    for number in re.finditer(rb"\d+", whole):
        for other in (b"99999999999", b"-1", b"/Kids"):
            found(tmp_path, whole[: number.start()] + other + whole[number.end() :])
    assert caplog.records == []


def test_lines_from_right_to_left_are_turned() -> None:
    for drawn in ("گفت نام‌کاشته  زهره ۷۶۳۱ سال در", "گفت کاشته  نام  زهره\n۷۶۳۱ سال در", "هتشاک‌مان هرهز\n۱۳۶۷ لاس"):
        turned = list(orders(drawn))
        assert all(any(Mask([one]).found(reading) for reading in turned) for one in (PERSIAN, YEAR))
    assert any(Mask([PERSIAN]).found(reading) for reading in orders("زهره که گفت\nبود کاشته نام"))
    assert list(orders("A line\nof words")) == ["A line\nof words"]
    assert list(turned_by_pieces(["کاشته", " ", "نام ", "زهر", "\n", "and"])) == ["زهرنام  کاشته\nand"] * 2


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    folder = tmp_path_factory.mktemp("printed")

    def print_page(body: str) -> bytes:
        (folder / "page.html").write_text(f"<!DOCTYPE html><meta charset='utf-8'>{body}", encoding="utf-8")
        assert PROGRAM is not None
        options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}")
        to = f"--print-to-pdf={folder / 'page.pdf'}"
        command = [PROGRAM, *options, to, (folder / "page.html").as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return (folder / "page.pdf").read_bytes()

    return print_page


@need_browser
@pytest.mark.parametrize("said", [PERSIAN, YEAR, NAME])
def test_a_name_is_found_in_what_a_browser_prints(
    tmp_path: Path, printed: Callable[[str], bytes], said: str
) -> None:
    words = "در این سند از چند تن در آن سال سخن گفته شد؛ " * 4
    body = "<body dir='rtl'><p>{words}شهادت {said} که گفت.</p><p>{words}{words}</p>"
    assert found(tmp_path, printed(body.format(words=words, said=said))) == (True, None)
    assert found(tmp_path, printed(body.format(words=words, said="او"))) == (False, None)


@need_browser
def test_a_name_is_found_where_its_letters_come_from_several_fonts(
    tmp_path: Path, printed: Callable[[str], bytes]
) -> None:
    """Letters in bold are drawn from fonts of a few letters each where the browser makes them bold itself."""
    body = f"<body dir='rtl'><h1>گزارش {PERSIAN} نخست</h1><ul><li>دو <b>زهره</b> <i>نام‌کاشته</i></li></ul>"
    assert found(tmp_path, printed(body)) == (True, None)
    assert found(tmp_path, printed(body.replace(PERSIAN, ""))) == (True, None)


@need_browser
def test_a_page_in_english_that_a_browser_prints_is_searched(
    tmp_path: Path, printed: Callable[[str], bytes]
) -> None:
    body = "<h1>An office affair &ndash; first</h1><p>“quoted”, naïve, told by {}.</p>"
    assert found(tmp_path, printed(body.format("Zohreh Planted&shy;name"))) == (True, None)
    assert found(tmp_path, printed(body.format("them"))) == (False, None)
