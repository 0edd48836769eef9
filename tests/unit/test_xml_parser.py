"""The one XML parser: what it refuses, and that refusing is cheap."""

import pickle
import subprocess
import sys
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest

from bayegan.metadata import parser
from bayegan.metadata.parser import XmlRefused, iterate, parse_xml, root_tag, text_of
from shared import REPOSITORY

VECTORS = REPOSITORY / "tests" / "vectors" / "xml"
DOCTYPES = sorted((VECTORS / "xml-doctype").glob("*.xml"))


@pytest.mark.parametrize("file", DOCTYPES, ids=lambda file: file.name)
def test_a_doctype_is_refused_by_name_in_memory_and_in_a_stream(file: Path):
    root, (found,) = parse_xml(file.read_bytes(), "dc.xml")
    assert root is None
    assert found.code == "xml-doctype"
    assert "DOCTYPE" in found.found
    for read in (lambda source: list(iterate(source, "dc.xml", "{*}*")), lambda source: root_tag(source, "dc.xml")):
        with file.open("rb") as source, pytest.raises(XmlRefused) as refused:
            read(source)
        assert [one.code for one in refused.value.findings] == ["xml-doctype"]
        assert "CANARY" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"<!DOCTYPE a><a/>", 1),
        (b'<?xml version="1.0"?>\n\n<!DOCTYPE a>\n<a/>', 3),
        (b"<!-- one\ntwo --><?pi\n?><!DOCTYPE a><a/>", 3),
        ("<?xml version='1.0' encoding='UTF-16'?>\n<!DOCTYPE a><a/>".encode("utf-16"), 2),
    ],
)
def test_the_line_of_the_doctype_is_said(content: bytes, line: int):
    _, (found,) = parse_xml(content, "a.xml")
    assert found.found == f"a DOCTYPE in line {line}"


@pytest.mark.parametrize(
    "content",
    [
        b"<a>&lt;!DOCTYPE a></a>",
        b"<a><![CDATA[<!DOCTYPE a>]]></a>",
        b"<!-- <!DOCTYPE a> --><a/>",
        b'<a b="DOCTYPE"/>',
        "<?xml version='1.0' encoding='UTF-16'?><a>نامه</a>".encode("utf-16"),
    ],
)
def test_the_word_alone_is_no_doctype(content: bytes):
    root, findings = parse_xml(content, "a.xml")
    assert findings == ()
    assert root is not None
    assert list(iterate(BytesIO(content), "a.xml", "b")) == []
    assert root_tag(BytesIO(content), "a.xml") == "a"


@pytest.mark.parametrize("name", ["billion-laughs.xml", "billion-laughs-in-attribute.xml"])
def test_entity_expansion_costs_neither_time_nor_memory(name: str):
    code = (
        "import re, sys, time\n"
        "from bayegan.metadata.prove import prove_xml\n"
        "content = open(sys.argv[1], 'rb').read()\n"
        "start = time.monotonic()\n"
        "assert [one.code for one in prove_xml(content, 'dc.xml')] == ['xml-doctype']\n"
        "peak = re.search(r'VmHWM:\\s*(\\d+) kB', open('/proc/self/status').read())[1]\n"
        "print(time.monotonic() - start, peak)\n"
    )
    arguments = [sys.executable, "-c", code, str(VECTORS / "xml-doctype" / name)]
    said = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.split()
    assert float(said[0]) < 2
    assert int(said[1]) < 200 * 1024


def test_what_is_not_well_formed_is_refused_with_line_and_column():
    root, (found,) = parse_xml(b"<a>\n  <b></c>\n</a>", "a.xml")
    assert root is None
    assert (found.code, found.path) == ("xml-not-well-formed", "a.xml")
    assert found.found.startswith("line 2, column 10: ")


def test_each_document_is_judged_for_itself():
    first = parse_xml(b"<a></b>", "a.xml")[1]
    assert parse_xml(b"<a/>", "a.xml")[1] == ()
    assert parse_xml(b"<a></b>", "a.xml")[1] == first


def test_a_text_that_is_too_long_is_refused_as_that():
    content = b"<a>" + b"x" * 10_100_000 + b"</a>"
    _, (found,) = parse_xml(content, "a.xml")
    assert found.code == "xml-limit"
    assert "HUGE" not in found.found
    with pytest.raises(XmlRefused) as refused:
        list(iterate(BytesIO(content), "a.xml", "b"))
    assert [one.code for one in refused.value.findings] == ["xml-limit"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"a,b\n",
        b"<a><b></a>",
        b"<a><b/>",
        b"<a/><a/>",
        b"<a>\xff</a>",
        b"\x00\x01\x02",
        b"<a>&b;</a>",
    ],
)
def test_memory_and_stream_refuse_alike(content: bytes):
    codes = [one.code for one in parse_xml(content, "a.xml")[1]]
    with pytest.raises(XmlRefused) as refused:
        list(iterate(BytesIO(content), "a.xml", "b"))
    assert [one.code for one in refused.value.findings] == codes == ["xml-not-well-formed"]


def test_the_elements_asked_for_come_whole_and_in_order():
    source = BytesIO(b"<a><x/><b n='1'><c>one</c></b>\n<b n='2'><c>two</c></b><x/></a>")
    assert [(one.get("n"), one.findtext("c")) for one in iterate(source, "a.xml", "b")] == [
        ("1", "one"),
        ("2", "two"),
    ]


NESTED = b"""<a>
 <b n='1'>1<b n='2'/>tail<c/>
</b> <c><b n='3'>3<!-- no --></b></c><?no?><d><b n='4'/></d>
<b n='5'/> </a>"""


@pytest.mark.parametrize("tags", [["b"], ["b", "c"], ["{*}*"], ["none"]])
@pytest.mark.parametrize("piece", [3, 16, 60])
def test_a_small_document_gives_what_a_large_one_does(monkeypatch: pytest.MonkeyPatch, piece: int, tags: list[str]):
    def given() -> list[tuple[str, str | None, str | None, list[str]]]:
        found = iterate(BytesIO(NESTED), "a.xml", *tags)
        return [(one.tag, one.get("n"), one.text, [inner.tag for inner in one.iter("{*}*")]) for one in found]

    whole = given()
    monkeypatch.setattr(parser, "PIECE", piece)
    assert given() == whole


def test_a_line_without_end_is_streamed_too():
    source = BytesIO(b"<a>" + b"<b>x</b>" * 50_000 + b"</a>")
    assert sum(1 for _ in iterate(source, "a.xml", "b")) == 50_000


class Endless:
    """A document of `count` elements that is made as it is read."""

    def __init__(self, count: int) -> None:
        self.parts = iter([b"<a>", *[b"<b><c>" + b"x" * 1000 + b"</c></b>\n"] * count, b"</a>"])

    def read(self, _: int) -> bytes:
        return next(self.parts, b"")


def test_memory_stays_flat_however_long_the_document(tmp_path: Path):
    code = (
        "import resource, sys\n"
        "from bayegan.metadata.parser import iterate\n"
        "with open(sys.argv[1], 'rb') as source:\n"
        "    next(whole := iterate(source, 'a.xml', 'b'))\n"
        "    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    print(sum(1 for _ in whole), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    file = tmp_path / "long.xml"
    with file.open("wb") as out:
        parts = Endless(40_000)
        while part := parts.read(1):
            out.write(part)
    arguments = [sys.executable, "-c", code, str(file)]
    count, grown = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.split()
    assert int(count) == 39_999
    assert int(grown) < 8 * 1024
    assert file.stat().st_size > 40_000_000


def test_python_holds_nothing_back_either():
    tracemalloc.start()
    try:
        for _ in iterate(Endless(20_000), "a.xml", "b"):
            pass
        assert tracemalloc.get_traced_memory()[0] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_refusal_survives_the_way_between_processes():
    refused = XmlRefused("a.xml", parse_xml(b"", "a.xml")[1])
    again = pickle.loads(pickle.dumps(refused))  # noqa: S301 (our own octets)
    assert (str(again), again.findings) == (str(refused), refused.findings)


def test_a_comment_in_a_text_does_not_cut_it():
    root, _ = parse_xml(b"<a>one<!-- two --> three<?four?> five</a>", "a.xml")
    assert text_of(root) == "one three five"
