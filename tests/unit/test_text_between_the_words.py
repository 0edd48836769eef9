"""A name is found whatever markup, fields, cells and keys stand between its words or its letters."""

import io
import json
import zipfile

import pytest

from bayegan.export.leak_search import Search, _searched
from bayegan.export.text_markup import unmarked
from bayegan.model.disclosure.mask import Mask

MASK = Mask(["Zohreh Quincewright", "زهره نام‌کاشته"])


def searched(content: str | bytes) -> Search:
    return _searched(io.BytesIO(content.encode() if isinstance(content, str) else content), MASK)


@pytest.mark.parametrize(
    "said",
    [
        "<a><first><![CDATA[Zohreh]]></first> <last><![CDATA[Quincewright]]></last></a>",
        "<a>Zohreh <![CDATA[Quincewright]]></a>",
        "<a><![CDATA[Zoh]]>reh Quincewright</a>",
        "<a><![CDATA[<b>Zoh</b>]]>reh <![CDATA[Quincewright]]></a>",
        "<a><![CDATA[زهره]]> <![CDATA[نام‌کاشته]]></a>",
        "Zohreh <!-- <b>bold</b> --> Quincewright",
        "Zoh<!-- a > b -->reh Quincewright",
        "Zoh<!--[if IE]><br><![endif]-->reh <b>Quince</b>wright <!-- open",
        "<!-- said: <i>Zohreh</i> Quincewright -->",
        "<p>Zohreh <img alt='a > b'> Quincewright</p>",
        '<p>Zoh<img alt="it\'s a > b < c">reh Quincewright</p>',
        "<p>Zohreh <script>var a=1;</script> Quincewright</p>",
        "<p>Zoh<b>reh</b> <script>if (a < b) c()</script> Quincewright</p>",
        "<p>Zohreh<style>.a{color:red}</style> Quincewright</p>",
        "<p>Zohreh<sup>12</sup> Quincewright</p>",
        "<p>Zohreh <del>Mary</del> <ins>Quincewright</ins></p>",
        "<n><first>Zoh<hi>reh</hi></first><last>Quincewright</last></n>",
        "<t:persName><t:forename>Zoh<t:hi>reh</t:hi></t:forename>\n<t:surname>Quincewright</t:surname></t:persName>",
    ],
)
def test_markup_hides_no_name(said: str) -> None:
    search = searched(f"<x>before {said} after</x>")
    assert search.found
    assert search.not_searched is None


@pytest.mark.parametrize(
    "said",
    [
        '<String ID="s1" HPOS="1" CONTENT="Zohreh"/><SP WIDTH="5"/><String ID="s2" CONTENT="Quincewright"/>',
        '<String CONTENT="Zohreh"/><SP/><String CONTENT="Quince" SUBS_TYPE="HypPart1" SUBS_CONTENT="Quincewright"/>'
        '<HYP CONTENT="-"/><String CONTENT="wright" SUBS_TYPE="HypPart2" SUBS_CONTENT="Quincewright"/>',
        "5\t1\t1\t1\t1\t1\t100\t50\t60\t20\t96.1\tZohreh\n5\t1\t1\t1\t1\t2\t170\t50\t60\t20\t95\tQuincewright\n",
        '<person first="Zohreh" last="Quincewright"/>',
        "<person last='Quincewright' id='7' first='Zohreh'/>",
        json.dumps([{"first": "Zohreh", "id": 7, "last": "Quincewright"}], indent=1),
        json.dumps({"surname": "نام‌کاشته", "given": "زهره"}, ensure_ascii=False),
        json.dumps({"n": json.dumps({"first": "Zohreh", "last": "Quincewright"})}),
        "Family name: Quincewright\nFirst name(s): Zohreh\n",
        "first = Zohreh\r\nlast = Quincewright\r\n",
        "7,Quincewright,Zohreh,Tehran",
    ],
)
def test_cells_and_keys_hide_no_name(said: str) -> None:
    assert searched(said).found
    assert not searched(said.replace("Quincewright", "Smith").replace("نام", "کتاب")).found


def test_words_of_a_name_that_stand_far_apart_are_no_name() -> None:
    page = "<p title='Zohreh'>She.</p><p>A Quincewright, a man.</p><i alt='other'></i>{\"a\": \"Quincewright\"}"
    assert searched(page) == Search((), None)


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>'


@pytest.mark.parametrize(
    "paragraph",
    [
        run("Zohreh ") + "<w:del><w:r><w:delText>Mary </w:delText></w:r></w:del>" + run("Quincewright"),
        run("Zohreh Quince") + "<w:del><w:r><w:delText>rwi</w:delText></w:r></w:del>" + run("wright"),
        "<w:del><w:r><w:delText>Zoh</w:delText></w:r></w:del>" + run("reh Quincewright"),
        run("Zohreh ") + '<w:ins w:id="1">' + run("Mary ") + "</w:ins>" + run("Quincewright"),
        run("Zo") + run("hreh ") + FIELD + run("Quince") + run("wright"),
        run("Zoh") + run("reh") + "<w:r><w:ptab/></w:r>" + run("Quince") + run("wright"),
    ],
)
def test_fields_and_changes_of_a_text_document_hide_no_name(paragraph: str) -> None:
    content = f"<w:document><w:body><w:p>{run('name')}</w:p><w:p>{paragraph}</w:p></w:body></w:document>"
    assert searched(zipped(word__document=content)) == Search(("zohreh quincewright",), None)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Zohreh <office:annotation><dc:creator>x</dc:creator><text:p>look</text:p></office:annotation>Quincewright",
        "Zoh<office:annotation><text:p>look</text:p></office:annotation>reh Quincewright",
        "Zohreh<text:note><text:note-citation>1</text:note-citation><text:p>n</text:p></text:note> Quincewright",
        "<text:span>Zoh</text:span>reh<text:s/>Quin<text:span>cewright</text:span>",
    ],
)
def test_comments_and_notes_of_an_open_document_hide_no_name(paragraph: str) -> None:
    content = f"<office:text><text:p>{paragraph}</text:p></office:text>"
    assert searched(zipped(content=content)) == Search(("zohreh quincewright",), None)


TEXTS = ("<t>Smith</t>", "<r><t>Zoh</t></r><r><t>reh</t></r>", "<t>Last &amp; first</t>", "<t>Quincewright</t>")
SHARED = "<sst><si/>" + "".join(f"<si>{text}</si>" for text in TEXTS) + "</sst>"


def sheet(*numbers: int) -> str:
    cells = "".join(f'<c r="A1" s="1" t="s"><v>{number}</v></c>' for number in numbers)
    return f'<worksheet><sheetData><row r="1"><c r="A0"/><c><v>7</v></c>{cells}</row></sheetData></worksheet>'


@pytest.mark.parametrize("order", [(2, 4), (4, 2)])
def test_a_name_in_cells_of_a_workbook_is_found(order: tuple[int, int]) -> None:
    content = sheet(*order)
    assert searched(zipped(xl__worksheets__sheet1=content, xl__sharedStrings=SHARED)).found
    assert not searched(zipped(xl__worksheets__sheet1=sheet(2, 1, 4), xl__sharedStrings=SHARED)).found
    inline = (
        "<row><c t='inlineStr'><is><t>Zohreh</t></is></c><c t='inlineStr'><is><t>Quincewright</t></is></c></row>"
    )
    assert searched(zipped(xl__worksheets__sheet1=inline)).found


def test_a_damaged_workbook_is_not_called_searched() -> None:
    content = bytearray(zipped(xl__worksheets__sheet1=sheet(2, 4) * 9, xl__sharedStrings=SHARED))
    content[60:70] = b"\xff" * 10
    assert searched(bytes(content)).not_searched is not None


@pytest.mark.parametrize(
    "odd", ["<!-- ", "<![CDATA[", '<a b="', "<w:instrText>", "<script>", "&amp;", "<", "</first> <"]
)
def test_markup_that_never_ends_takes_no_longer_than_its_length(odd: str) -> None:
    text = odd * (200_000 // len(odd))
    assert list(unmarked(text))[-1:] is not None
    assert searched(f"{text} Zohreh Quincewright").found
