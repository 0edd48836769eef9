"""Proving metadata files: each kind of problem by its code, all of them, and the official schemas as judges."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from bayegan.errors import CouldNot
from bayegan.metadata import prove
from bayegan.metadata.dc_xml import read_dc, write_dc
from bayegan.metadata.parser import XmlRefused
from bayegan.metadata.premis_xml import read_files, write_premis
from bayegan.metadata.prove import prove_file, prove_xml
from bayegan.metadata.record_xml import read_record, write_record
from bayegan.model.dublin_core import TERMS, Statement
from bayegan.model.preservation import Agent, Event, EventOutcome, EventType, FileObject, Format, PreservationRecord
from bayegan.model.record import Access, AccessLevel, Date, DateKind, FileNote, Record, Text
from shared import REPOSITORY, SHARED, need_shared

VECTORS = REPOSITORY / "tests" / "vectors" / "xml"
NOW = datetime(2026, 3, 21, 8, 30, tzinfo=UTC)
SOFTWARE = Agent("Bayegan", "software", "0.1.0")
RECORD = Record("letter-1", (Text("نامه", "fa"),), Access(AccessLevel.RESTRICTED, reason=Text("names the living")))
FILE = FileObject(
    "data/a.pdf", 12, (("sha512", "ab" * 64),), Format("Acrobat PDF 1.4", "1.4", "fmt/18", "application/pdf")
)
PRESERVATION = PreservationRecord(
    "letter-1",
    (FILE, replace(FILE, path="data/نامه.txt", format=None), replace(FILE, path="data/two\nlines 100%", size=0)),
    (
        Event(EventType.INGESTION, NOW, EventOutcome.SUCCESS, "copied and digested", SOFTWARE),
        Event(EventType.VALIDATION, NOW, EventOutcome.WARNING, "held against the schemas", SOFTWARE, "one warning"),
        Event(
            EventType.FORMAT_IDENTIFICATION,
            NOW,
            EventOutcome.SUCCESS,
            "by signature",
            Agent("Siegfried", "software"),
        ),
    ),
    "restricted",
    "names the living",
)


def written(write, value) -> bytes:
    out = BytesIO()
    write(value, out)
    return out.getvalue()


@pytest.mark.parametrize(
    "file", sorted(VECTORS.glob("*/*.xml")), ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_a_bad_file_raises_its_code_and_no_other(file: Path):
    findings = prove_xml(file.read_bytes(), file.name)
    assert {one.code for one in findings} == {file.parent.name}
    assert {one.path for one in findings} == {file.name}
    assert "CANARY" not in str(findings)


def test_every_code_of_xml_has_bad_files():
    own = {"xml-doctype", "xml-not-well-formed", "xml-limit", "xml-unknown-root", "xml-schema", "date-not-edtf"}
    assert {folder.name for folder in VECTORS.iterdir()} == own


@pytest.mark.parametrize(
    ("write", "value"), [(write_record, RECORD), (write_premis, PRESERVATION)], ids=["record", "premis"]
)
def test_what_we_write_is_proved(write, value):
    assert prove_xml(written(write, value), "x.xml") == ()


def test_a_problem_names_line_element_value_and_what_is_allowed():
    content = written(write_record, RECORD).replace(b'"restricted"', b'"secret"')
    (found,) = prove_xml(content, "metadata/record.xml")
    assert (found.code, found.path) == ("xml-schema", "metadata/record.xml")
    assert found.found == "line 5: element access, attribute level: “secret”"
    assert found.expected == "one of public, restricted, confidential"
    assert found.rule.endswith("record-1.0.xsd")


def test_all_problems_are_told_in_one_pass_even_beside_a_misplaced_element():
    content = b"""<record xmlns="urn:bayegan:record:1.0">
  <identifier>a&#9;b</identifier>
  <title xml:lang="fa_IR">  </title>
  <access level="secret"/>
  <colour>red</colour>
  <person><name kind="nickname">X</name><shoe/><role>bystander</role></person>
  <shape/>
  <date kind="event"><edtf>1988-02-30</edtf></date>
  <file path="a.pdf"><term name="author">X</term></file>
</record>"""
    findings = prove_xml(content, "record.xml")
    lines = [int(one.found.split(":")[0].removeprefix("line ")) for one in findings]
    assert lines == [2, 3, 3, 4, 5, 6, 6, 6, 7, 9, 9, 8]
    assert len(set(findings)) == len(findings)
    assert [one.code for one in findings].count("date-not-edtf") == 1


def test_an_order_that_is_wrong_does_not_hide_what_is_wrong_besides():
    body = b"<rights><statement/></rights><subject>s</subject><capture><siteStatus>gone</siteStatus></capture>"
    content = written(write_record, RECORD).replace(b"</record>", body + b"</record>")
    said = [one.found.partition(": ")[2] for one in prove_xml(content, "record.xml")]
    assert sorted(said) == sorted(
        ["element statement: “”", "element subject: it is not allowed here", "element siteStatus: “gone”"]
    )


def test_problems_beyond_ten_thousand_are_said_to_be_there():
    content = written(write_record, RECORD).replace(b"</record>", b"<title/>" * 3 + b"</record>")
    body = b'<extra name="n" kind="x">v</extra>\n' * 10_001
    findings = prove_xml(content.replace(b"<title/>" * 3, body), "record.xml")
    assert len(findings) == 10_001
    assert findings[-1].code == "xml-not-all-checked"


@pytest.mark.parametrize("read", [read_record, read_dc])
@pytest.mark.parametrize(
    "folder", ["xml-doctype", "xml-not-well-formed", "xml-schema", "xml-unknown-root", "xml-limit"]
)
def test_a_reader_refuses_a_bad_file_and_never_trips_over_it(read, folder: str):
    for file in sorted((VECTORS / folder).glob("*.xml")):
        with pytest.raises(XmlRefused) as refused:
            read(file.read_bytes())
        assert refused.value.findings


def test_a_reader_refuses_the_wrong_kind_of_document():
    with pytest.raises(XmlRefused):
        read_dc(written(write_record, RECORD))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<size>12</size>", b"<size>many</size>"),
        (b"<size>12</size>", b""),
        (b"SHA-512", b"CRC"),
        (b"<messageDigest>", b"<messageDigest2>"),
        (b"<objectIdentifierValue>data", b"<objectIdentifierName>data"),
    ],
)
def test_the_reader_of_files_refuses_what_is_no_file_object(old: bytes, new: bytes):
    content = (
        written(write_premis, PRESERVATION)
        .replace(old, new)
        .replace(old.replace(b"<", b"</"), new.replace(b"<", b"</"))
    )
    with pytest.raises(XmlRefused):
        list(read_files(BytesIO(content)))


def test_files_come_back_under_their_true_names():
    assert tuple(read_files(BytesIO(written(write_premis, PRESERVATION)))) == PRESERVATION.files


def test_premis_links_each_event_to_the_item_and_states_each_agent_once():
    text = written(write_premis, PRESERVATION).decode()
    assert text.count("<linkingObjectIdentifier>") == len(PRESERVATION.events) + 1
    assert text.count("<agent>") == 2
    assert text.count("<rightsStatement>") == 1
    assert "<eventDateTime>2026-03-21T08:30:00Z</eventDateTime>" in text
    assert "<messageDigestAlgorithm>SHA-512</messageDigestAlgorithm>" in text
    assert text.count("original name encoding") == 1


def official(kind: str, content: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / f"{kind}.xml"
    file.write_bytes(content)
    arguments = [sys.executable, str(SHARED / "official" / "check.py"), kind, str(file)]
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


@need_shared
def test_dublin_core_with_every_term_is_valid_by_the_official_schema(tmp_path: Path):
    content = written(write_dc, [Statement(term, f" {term}\r\n", "fa-Latn") for term in TERMS])
    assert prove_xml(content, "dc.xml") == ()
    judged = official("dcterms", content, tmp_path)
    assert (judged.returncode, judged.stdout) == (0, "")
    wrong = official("dcterms", content.replace(b"dcterms:title", b"dcterms:author"), tmp_path)
    assert wrong.returncode == 1


@need_shared
def test_premis_is_valid_by_the_official_schema(tmp_path: Path):
    formats = [None, Format(puid="fmt/18"), Format(warning="no match"), Format("a", "1", "x/1", "m", "b", "w")]
    many = replace(
        PRESERVATION,
        files=tuple(replace(FILE, path=f"data/{number}", format=one) for number, one in enumerate(formats)),
        events=tuple(
            Event(kind, NOW, outcome, "detail", SOFTWARE, "note") for kind in EventType for outcome in EventOutcome
        ),
        access_reason=None,
    )
    for record in (PRESERVATION, many, PreservationRecord("x", (), (), "public")):
        content = written(write_premis, record)
        assert prove_xml(content, "premis.xml") == ()
        judged = official("premis", content, tmp_path)
        assert (judged.returncode, judged.stdout) == (0, "")
    assert official("premis", content.replace(b"rightsBasis", b"basis"), tmp_path).returncode == 1


@need_shared
def test_the_generated_hostile_documents_are_refused(tmp_path: Path):
    generator = SHARED / "checks" / "gen_dev_cases.py"
    subprocess.run([sys.executable, str(generator), str(tmp_path)], capture_output=True, check=True)
    cases = [one for one in json.loads((tmp_path / "expected.json").read_text("utf-8")) if one["kind"] == "xml"]
    assert [one["id"][:3] for one in cases] == ["D24", "D25"]
    for case in cases:
        findings = prove_xml((tmp_path / case["path"]).read_bytes(), "dc.xml")
        assert [one.code for one in findings] == ["xml-doctype"]
        assert case["must_name"] in findings[0].found
        assert "CANARY" not in str(findings)


def test_a_file_is_proved_from_disk_under_its_name(tmp_path: Path):
    file = tmp_path / "r.xml"
    file.write_bytes(written(write_record, RECORD))
    assert prove_file(file, "metadata/record.xml") == ()
    file.write_bytes(b"<a>")
    assert [(one.code, one.path) for one in prove_file(file, "metadata/record.xml")] == [
        ("xml-not-well-formed", "metadata/record.xml")
    ]


def test_a_file_that_cannot_be_read_is_a_failure_and_no_finding(tmp_path: Path):
    (tmp_path / "real.xml").write_bytes(written(write_record, RECORD))
    (tmp_path / "link.xml").symlink_to(tmp_path / "real.xml")
    for name in ("missing.xml", "link.xml"):
        with pytest.raises(CouldNot, match=r"metadata/record\.xml: cannot be read"):
            prove_file(tmp_path / name, "metadata/record.xml")
    (tmp_path / "a-folder").mkdir()
    with pytest.raises(CouldNot):
        prove_file(tmp_path / "a-folder", "metadata/record.xml")


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(prove, "LARGE", -1)
    monkeypatch.setattr(prove, "_STREAMED", -1)


@pytest.mark.usefixtures("small_is_large")
@pytest.mark.parametrize(
    "file", sorted(VECTORS.glob("*/*.xml")), ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_a_streamed_file_raises_the_same_codes(file: Path):
    findings = prove_file(file, file.name)
    assert {one.code for one in findings} - {"xml-not-all-checked"} == {file.parent.name}
    held = {one.expected for one in prove_xml(file.read_bytes(), file.name)}
    assert {one.expected for one in findings if one.code != "xml-not-all-checked"} == held


@pytest.mark.usefixtures("small_is_large")
def test_a_streamed_file_names_the_lines_and_what_was_not_looked_at(tmp_path: Path):
    file = tmp_path / "record.xml"
    said = replace(RECORD, dates=(Date(DateKind.EVENT, "1988-02-30"),))
    content = written(write_record, said).replace(b'"restricted"', b'"secret"')
    file.write_bytes(content.replace(b"</record>", b"<colour/>\n<file/></record>"))
    findings = prove_file(file, "record.xml")
    assert [(one.code, one.found.split(":")[0]) for one in findings[:3]] == [
        ("xml-schema", "line 5"),
        ("xml-schema", "line 11"),
        ("date-not-edtf", "line 9"),
    ]
    assert findings[3].code == "xml-not-all-checked"


def test_a_large_file_is_streamed_with_memory_flat(tmp_path: Path):
    file = tmp_path / "premis.xml"
    files = tuple(replace(FILE, path=f"data/{number:06}.pdf") for number in range(20_000))
    with file.open("wb") as out:
        write_premis(replace(PRESERVATION, files=files), out)
    assert file.stat().st_size > prove.LARGE
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from bayegan.metadata.premis_xml import read_files\n"
        "from bayegan.metadata.prove import prove_file, prove_xml\n"
        "prove_xml(b'<premis xmlns=\"http://www.loc.gov/premis/v3\"/>', 'premis.xml')\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "findings = prove_file(Path(sys.argv[1]), 'premis.xml')\n"
        "with open(sys.argv[1], 'rb') as source:\n"
        "    count = sum(1 for _ in read_files(source))\n"
        "print(len(findings), count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    arguments = [sys.executable, "-c", code, str(file)]
    said = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.split()
    assert said[:2] == ["0", "20000"]
    assert int(said[2]) < 12 * 1024


def test_line_numbers_hold_beyond_65535_but_for_one_line():
    notes = tuple(FileNote(f"data/{number}") for number in range(70_000))
    content = written(write_record, replace(RECORD, files=notes)).replace(b"data/69999", b"69999")
    (found,) = prove_xml(content, "record.xml")
    line = 1 + content[: content.index(b'"69999"')].count(b"\n")
    assert line > 65_535
    assert int(found.found.split(":")[0].removeprefix("line ")) - line in (0, 1)


def test_the_slow_parser_of_dates_is_not_loaded():
    code = (
        "import sys\n"
        "from io import BytesIO\n"
        "from bayegan.metadata.prove import prove_xml\n"
        "start = b'<record xmlns=\"urn:bayegan:record:1.0\"><identifier>x</identifier><title>x</title>'\n"
        'record = start + b\'<access level="public"/><date kind="date"><edtf>%s</edtf></date></record>\'\n'
        "print(prove_xml(record % b'1988-07-22', 'x'), 'edtf' in sys.modules)\n"
        "print(prove_xml(record % b'198X', 'x'), 'edtf' in sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == ["() False", "() False"]
