"""METS documents whose shape is known are read as the parser reads them, whatever they hold."""

import io
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_mets import METS

from bayegan.metadata import mets_reader
from bayegan.metadata.mets1_xml import write_mets1
from bayegan.metadata.mets_node import MetsNode
from bayegan.metadata.mets_reader import read_mets
from bayegan.metadata.mets_shapes import LARGEST, MOST, Shapes
from bayegan.metadata.parser import XmlRefused, parse_xml

Heard = tuple[MetsNode | None, list[tuple[MetsNode, MetsNode]]] | str

PARSES = mets_reader._read_whole
SPOILING = (
    ' SIZE="7"',
    '"',
    "'",
    "<",
    ">",
    "&",
    "&amp;",
    "&#10;",
    "<!--",
    "-->",
    '<!-- SIZE="7" -->',
    '<?a SIZE="7"?>',
    '<![CDATA[ SIZE="7" ]]>',
    "\0",
    "\r",
    "\n",
    "\t",
    "\ufffe",
    "\ue0000",
    "\ue0001",
    ' xmlns="urn:a"',
    ' xmlns:sip="urn:a"',
    "<file/>",
    "</file>",
    ' xlink:href="a"',
    "\U0001f56f",
    "نامه",
    "\x85",
    "\u2028",
)


def plain() -> str:
    out = io.BytesIO()
    write_mets1(METS, out)
    return out.getvalue().decode("utf-8").replace("&quot;", "").replace("&amp;", "").replace("&lt;", "")


def heard(content: bytes) -> Heard:
    files: list[tuple[MetsNode, MetsNode]] = []
    try:
        root = read_mets(partial(io.BytesIO, content), len(content), "METS.xml", lambda *file: files.append(file))
    except XmlRefused as refused:
        return str(refused.findings)
    return root, files


def parsed(content: bytes) -> Heard:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mets_reader, "_SHAPES", Shapes(lambda _: None))
        return heard(content)


def test_a_shape_is_parsed_once_with_marks_and_then_no_more() -> None:
    asked: list[bytes] = []

    def read(content: bytes) -> object:
        asked.append(content)
        return PARSES(content)

    shapes = Shapes(read)  # type: ignore[arg-type]
    texts = [plain().replace('SIZE="3"', f'SIZE="{size}"').encode("utf-8") for size in range(5)]
    answers = [shapes.read(text) for text in texts]
    assert [answer is None for answer in answers] == [True, False, False, False, False]
    assert [answer and answer[:2] for answer in answers[1:]] == [PARSES(text) for text in texts[1:]]
    assert len(asked) == 1
    assert asked[0] not in texts


@given(st.text(), st.text(), st.text())
def test_a_known_shape_is_read_as_it_is_parsed(title: str, mime: str, size: str) -> None:
    shapes = Shapes(PARSES)
    for values in (("a", "b", "c"), ("d", "e", "f"), (title, mime, size), (title, mime, size)):
        text = plain().replace("A letter  more", values[0]).replace("text/plain", values[1])
        content = text.replace('SIZE="3"', f'SIZE="{values[2]}"').encode("utf-8", "surrogatepass")
        known = shapes.read(content)
        assert known is None or known[:2] == PARSES(content)


@given(st.data())
def test_a_text_that_was_spoiled_is_read_as_it_is_parsed(data: st.DataObject) -> None:
    text = plain()
    at = data.draw(st.integers(0, len(text)))
    some = data.draw(st.sampled_from(SPOILING) | st.text(max_size=3))
    content = (text[:at] + some + text[at + data.draw(st.integers(0, 3)) :]).encode("utf-8", "surrogatepass")
    expected = parsed(content)
    assert [heard(content) for _ in range(3)] == [expected] * 3


ODD = {
    "a comment with a value": ("<metsHdr", '<!-- SIZE="1" --><metsHdr'),
    "an instruction with a value": ("<metsHdr", '<?go SIZE="1"?><metsHdr'),
    "a text with a value": ("<name>bayegan", '<name>bayegan SIZE="1"'),
    "a text in CDATA": ("<name>bayegan", '<name><![CDATA[bayegan SIZE="1"]]>'),
    "an attribute in single quotes that holds another": ('TYPE="Mixed"', "TYPE=' SIZE=\"1\"'"),
    "an attribute that is given twice": ('SIZE="3"', 'SIZE="3" SIZE="3"'),
    "a mark as a value": ('TYPE="Mixed"', 'TYPE="\ue0000"'),
    "a mark as a text": ("<name>bayegan", "<name>\ue0000"),
    "a reference": ("<name>bayegan", "<name>&lt;bayegan"),
    "an entity that is not declared": ("<name>bayegan", "<name>&bayegan;"),
    "a prefix that is not declared": ("<metsHdr", '<metsHdr no:SIZE="1"'),
    "a DOCTYPE": ("<mets ", "<!DOCTYPE mets><mets "),
    "a DOCTYPE with entities": ("<mets ", '<!DOCTYPE mets [<!ENTITY a " SIZE="1"">]><mets '),
    "another encoding": ("encoding='UTF-8'", "encoding='ISO-8859-1'"),
    "an encoding in double quotes": ("encoding='UTF-8'", 'encoding="UTF-8"'),
    "another root": ("<mets ", '<mets xmlns:a="urn:a"><mets '),
    "no end": ("</mets>", ""),
    "METS 2": ('xmlns="http://www.loc.gov/METS/"', 'xmlns="http://www.loc.gov/METS/v2"'),
    "a file in a file": ("<FLocat", '<file ID="f-2" SIZE="1"/><FLocat'),
    "a group in a group": ("<file ", '<fileGrp LABEL="g"/><file '),
    "a group with a value": ('<fileGrp ID="g-1"', '<fileGrp ID="g-1" LABEL="g"'),
    "elements that are too deep": ("</structMap>", "<div>" * 260 + "</div>" * 260 + "</structMap>"),
    "a null": ('SIZE="3"', 'SIZE="\0"'),
    "a line end in a value": ('SIZE="3"', 'SIZE="\n3"'),
    "a character that is none": ('SIZE="3"', 'SIZE="\ufffe"'),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_read_as_it_is_parsed(name: str) -> None:
    old, new = ODD[name]
    assert old in plain()
    content = plain().replace(old, new, 1).encode("utf-8")
    other = plain().replace(old, new, 1).replace('LABEL="', 'LABEL="B ', 1).encode("utf-8")
    for _ in range(3):
        assert heard(content) == parsed(content)
        assert heard(other) == parsed(other)


def test_octets_that_are_no_utf_8_and_long_documents_have_no_shape() -> None:
    shapes = Shapes(PARSES)
    long = plain().replace("bayegan", "b" * LARGEST).encode("utf-8")
    for content in (plain().encode("utf-8").replace(b"Mixed", b"\xff"), long):
        assert [shapes.read(content) for _ in range(3)] == [None, None, None]
    assert parse_xml(long, "METS.xml")[1] == ()


def test_so_many_shapes_are_known_and_no_more() -> None:
    shapes = Shapes(PARSES)
    texts = [plain().replace("Mixed", f"Mixed {number}").encode("utf-8") for number in range(MOST + 1)]
    for text in texts:
        assert [shapes.read(text) is None for _ in range(2)] == [True, False]
    assert shapes.read(texts[-1]) is not None
    assert [shapes.read(texts[0]) is None for _ in range(2)] == [True, False]


def test_elements_as_deep_as_a_parser_goes_are_read() -> None:
    below = "<div>" * 250 + '<fptr SIZE="1"/>' + "</div>" * 250
    text = plain().replace("</structMap>", f"{below}</structMap>")
    for size in range(4):
        root, _ = heard(text.replace('SIZE="1"', f'SIZE="{size}"').encode("utf-8"))
        assert isinstance(root, MetsNode)
        node = root.all("structMap")[0]
        while node.below:
            node = node.below[-1]
        assert (node.tag, node.get("SIZE")) == ("fptr", str(size))
