"""Export as DataCite metadata: accepted by the official schema, true to the record; every rule can be broken."""

import io
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from test_saf_export import AWKWARD

from bayegan.errors import WrongUse
from bayegan.export.datacite import DataciteExporter
from bayegan.export.datacite_dates import date_range, is_date, year_of
from bayegan.export.datacite_identifiers import doi, made_doi, persistent
from bayegan.export.datacite_lint import lint
from bayegan.metadata.datacite_xml import Entry, read_datacite, write_datacite
from bayegan.model.disclosure.disclosed import Disclosed, Kept, Withheld
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.record import (
    Access,
    AccessLevel,
    Capture,
    Date,
    DateKind,
    Event,
    FileNote,
    Name,
    Organisation,
    Part,
    Person,
    Place,
    Record,
    Reference,
    Rights,
    Role,
    Term,
    Text,
)
from bayegan.model.rules.datacite import DATACITE_RULES
from exported import packed
from sealed import LETTER, premis_of, record, sealed_item
from shared import SHARED, need_shared

OF_THE_EXPORTER = {"datacite-not-public"}


def full() -> Record:
    """A record that has something for every property that we fill."""
    return Record(
        identifier="letter-1",
        titles=(Text("نامه‌ای از خانه", "fa"), Text("A letter from home", "en")),
        access=Access(AccessLevel.PUBLIC, embargo="2030-01-01"),
        descriptions=(Text("نامهٔ یک خانواده <دو برگ> & more.\nA second line.", "fa"),),
        types=(Text("Still Image"), Text("Text")),
        genres=(Text("letter", "en"),),
        languages=("fa", "en"),
        people=(
            Person((Name("نویسندهٔ نمونه", "fa"), Name("A. Writer", "en")), (Role.AUTHOR,)),
            Person((Name("T. Ranslator", "en"),), (Role.TRANSLATOR, Role.EDITOR)),
            Person((Name("S. Ubject"),), (Role.SUBJECT,)),
        ),
        organisations=(Organisation((Name("The Press", "en"),), (Role.PUBLISHER,)),),
        places=(Place((Name("تهران", "fa"),), within=(Name("ایران", "fa"),)),),
        dates=(
            Date(DateKind.CREATED, edtf="1988-07~", text="مرداد ۱۳۶۷"),
            Date(DateKind.ISSUED, edtf="1990-02-03"),
            Date(DateKind.EVENT, edtf="1988-21/1989"),
            Date(DateKind.DATE, text="in the summer"),
        ),
        subjects=(Text("letters", "en"),),
        events=(Event(Text("A summer", "en"), dates=(Date(DateKind.EVENT, edtf="../1989-01-02"),)),),
        parts=(Part(Text("A page", "en"), authors=(Text("P. Author"),)),),
        references=(
            Reference(Text("A book"), address="https://doi.org/10.1234/book"),
            Reference(Text("A note without address")),
        ),
        capture=Capture(
            address="https://example.org/a b", site=Text("A site"), date=Date(DateKind.DATE, edtf="2004-05-06")
        ),
        rights=Rights(
            statements=(Text("All rights reserved", "en"),),
            holders=(Text("The family", "en"),),
            licences=(Text("https://creativecommons.org/licenses/by/4.0/"),),
        ),
        terms=(
            Term("identifier", "urn:isbn:9780123456786"),
            Term("isPartOf", "urn:example:fonds-1"),
            Term("valid", "2001-XX"),
            Term("provenance", "Kept by the family."),
            Term("extent", "2 leaves"),
        ),
        files=(FileNote(f"data/{LETTER}", ()),),
    )


def sealed(tmp_path: Path, of: Record, files: Mapping[str, bytes] | None = None) -> ExportItem:
    files = {LETTER: b"letter"} if files is None else files
    return sealed_item(tmp_path / "archive", files, of, premis_of(files, of.identifier))


def export(
    tmp_path: Path, *items: ExportItem, options: Mapping[str, str] | None = None
) -> tuple[tuple[Finding, ...], Path]:
    return packed(DataciteExporter(options or {}), items, tmp_path / "out")[1].findings, tmp_path / "out"


def entries(path: Path) -> tuple[Entry, ...]:
    found, problems = read_datacite(path.read_bytes(), path.name)
    assert problems == ()
    assert found is not None
    return found


def texts(found: tuple[Entry, ...], path: str) -> list[tuple[str | None, dict[str, str]]]:
    return [(one.text, dict(one.attributes)) for one in found if one.path == path]


def schema_problems(*files: Path) -> str:
    command = [sys.executable, str(SHARED / "official" / "check.py"), "datacite", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@need_shared
def test_the_official_schema_accepts_full_and_bare_records(tmp_path: Path) -> None:
    bare = Record("bare", (Text("x"),), Access(AccessLevel.PUBLIC))
    items = [sealed(tmp_path, full()), sealed(tmp_path, bare, {}), sealed(tmp_path, record("نامه ۱/2"))]
    found, out = export(tmp_path, *items)
    assert not [one for one in found if one.is_error]
    files = [*out.iterdir()]
    assert len(files) == 3
    assert schema_problems(*files) == ""


@need_shared
def test_the_official_schema_is_asked(tmp_path: Path) -> None:
    _, out = export(tmp_path, sealed(tmp_path, full()))
    (file,) = out.iterdir()
    file.write_text(file.read_text("utf-8").replace('"Created"', '"Made"'), "utf-8")
    assert "Made" in schema_problems(file)


def test_the_properties_of_a_full_record(tmp_path: Path) -> None:
    _, out = export(tmp_path, sealed(tmp_path, full()))
    found = entries(out / "letter-1.xml")
    fa, en = {"xml:lang": "fa"}, {"xml:lang": "en"}
    assert texts(found, "identifier") == [("(:tba)", {"identifierType": "DOI"})]
    assert texts(found, "titles/title") == [
        ("نامه‌ای از خانه", fa),
        ("A letter from home", {"titleType": "AlternativeTitle", **en}),
    ]
    assert [one.parts[0].text for one in found if one.path == "creators/creator"] == ["نویسندهٔ نمونه"]
    assert texts(found, "publisher") == [("The Press", en)]
    assert texts(found, "publicationYear") == [("1990", {})]
    assert texts(found, "resourceType") == [("letter", {"resourceTypeGeneral": "Image"})]
    contributors = [one for one in found if one.path == "contributors/contributor"]
    assert [(one.attribute("contributorType"), one.parts[0].text) for one in contributors] == [
        ("HostingInstitution", "(:unav)"),
        ("Translator", "T. Ranslator"),
        ("Editor", "T. Ranslator"),
        ("RightsHolder", "The family"),
    ]
    assert texts(found, "dates/date") == [
        ("2030-01-01", {"dateType": "Available", "dateInformation": "end of embargo"}),
        ("1988-07", {"dateType": "Created", "dateInformation": "EDTF: 1988-07~; مرداد ۱۳۶۷"}),
        ("1990-02-03", {"dateType": "Issued"}),
        ("1988-03-01/1989-12-31", {"dateType": "Coverage", "dateInformation": "EDTF: 1988-21/1989"}),
        ("/1989-01-02", {"dateType": "Coverage", "dateInformation": "EDTF: ../1989-01-02"}),
        ("2004-05-06", {"dateType": "Collected"}),
        ("2001", {"dateType": "Valid", "dateInformation": "EDTF: 2001-XX"}),
    ]
    assert texts(found, "language") == [("fa", {})]
    assert texts(found, "alternateIdentifiers/alternateIdentifier") == [
        ("letter-1", {"alternateIdentifierType": "Identifier in the archive"}),
        ("urn:isbn:9780123456786", {"alternateIdentifierType": "ISBN"}),
    ]
    assert texts(found, "relatedIdentifiers/relatedIdentifier") == [
        ("urn:example:fonds-1", {"relatedIdentifierType": "URN", "relationType": "IsPartOf"})
    ]
    related = [one for one in found if one.path == "relatedItems/relatedItem"]
    assert [(one.attribute("relationType"), [part.text for part in one.parts]) for one in related] == [
        ("HasPart", [None, "A page"]),
        ("References", ["10.1234/book", "A book"]),
        ("References", ["A note without address"]),
        ("IsDerivedFrom", ["https://example.org/a b"]),
        ("IsPartOf", ["A site"]),
    ]
    assert [text for text, _ in texts(found, "sizes/size")] == ["1 file", "6 bytes", "2 leaves"]
    assert texts(found, "formats/format") == [("text/plain", {})]
    assert texts(found, "version") == [("v1", {})]
    assert ("https://creativecommons.org/licenses/by/4.0/") in [
        attributes.get("rightsURI") for _, attributes in texts(found, "rightsList/rights")
    ]
    assert texts(found, "descriptions/description")[0][0] == full().descriptions[0].value
    assert [one.parts[0].text for one in found if one.path == "geoLocations/geoLocation"] == ["تهران، ایران"]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    _, out = export(tmp_path, sealed(tmp_path, full()))
    content = (out / "letter-1.xml").read_bytes()
    again = io.BytesIO()
    write_datacite(entries(out / "letter-1.xml"), again)
    assert again.getvalue() == content


def test_the_same_item_gives_the_same_octets(tmp_path: Path) -> None:
    item = sealed(tmp_path, full())
    one, two = (packed(DataciteExporter({}), [item], tmp_path / name)[1].files for name in ("one", "two"))
    assert one == two


def test_what_lacks_is_told_with_the_field_to_fill(tmp_path: Path) -> None:
    bare = Record("bare", (Text("x"),), Access(AccessLevel.PUBLIC))
    found, _ = export(tmp_path, sealed(tmp_path, bare))
    told = {one.code: one.advice for one in found}
    assert set(told) == {"datacite-doi-missing", "datacite-creator-unknown"}
    assert "role author" in told["datacite-creator-unknown"]
    assert not any(one.is_error for one in found)


@pytest.mark.parametrize("name", AWKWARD)
def test_a_package_of_any_name_is_good(tmp_path: Path, name: str) -> None:
    identifier = name.replace("\n", " ").replace("\t", " ")
    item = sealed(tmp_path, record(identifier), {name: b"x"})
    found, out = export(tmp_path, item, options={"prefix": "10.5072"})
    assert found == ()
    (file,) = out.iterdir()
    assert identifier in [text for text, _ in texts(entries(file), "alternateIdentifiers/alternateIdentifier")]


def test_the_doi_of_the_record_comes_first(tmp_path: Path) -> None:
    of = replace(record(), terms=(Term("identifier", "https://doi.org/10.5072/abc"),))
    found, out = export(tmp_path, sealed(tmp_path, of), options={"prefix": "10.1234"})
    assert found == ()
    assert texts(entries(out / "letter-1.xml"), "identifier")[0][0] == "10.5072/abc"


def test_a_prefix_makes_dois(tmp_path: Path) -> None:
    found, out = export(tmp_path, sealed(tmp_path, record("BT-1")), options={"prefix": "10.1234"})
    assert found == ()
    assert texts(entries(out / "BT-1.xml"), "identifier")[0][0] == "10.1234/bt-1"
    with pytest.raises(WrongUse):
        DataciteExporter({"prefix": "doi"})


def test_identifiers_that_differ_in_case_do_not_get_one_doi(tmp_path: Path) -> None:
    items = [sealed(tmp_path, record(name)) for name in ("BT-1", "bt-1")]
    found, _ = export(tmp_path, *items, options={"prefix": "10.1234"})
    assert [one.code for one in found] == ["datacite-doi-twice"]


def test_an_item_that_is_not_public_is_said_aloud(tmp_path: Path) -> None:
    of = record(access=AccessLevel.RESTRICTED)
    found, _ = export(tmp_path, sealed(tmp_path, of), options={"prefix": "10.1234"})
    assert [(one.code, one.found) for one in found] == [("datacite-not-public", "restricted")]


def test_what_is_withheld_is_not_told(tmp_path: Path) -> None:
    item = sealed(tmp_path, full(), {LETTER: b"letter", "closed.png": b"x"})
    told = replace(full(), people=(), files=())
    withheld = (Withheld(Kept.FILE, "data/closed.png", "restricted"),)
    item = replace(item, disclosed=Disclosed(told, {"data/closed.png": "restricted"}, withheld))
    _, out = export(tmp_path, item)
    found = entries(out / "letter-1.xml")
    assert [text for text, _ in texts(found, "sizes/size")] == ["1 file", "6 bytes", "2 leaves"]
    assert "Writer" not in (out / "letter-1.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1988", "1988"),
        ("1988-07-28", "1988-07-28"),
        ("1988?", "1988"),
        ("1988-02~", "1988-02"),
        ("198X", "1980-01-01/1989-12-31"),
        ("1988-07-XX", "1988-07"),
        ("1988/1989", "1988-01-01/1989-12-31"),
        ("1988-07-28/..", "1988-07-28/"),
        ("[1988,1990]", "1988-01-01/1990-12-31"),
        ("1988-07-28T10:00:00Z", "1988-07-28T10:00:00Z"),
        ("..", None),
        ("Y17000", None),
    ],
)
def test_a_date_in_edtf_becomes_one_that_datacite_takes(edtf: str, expected: str | None) -> None:
    found = date_range(edtf)
    assert found is None or is_date(found)
    assert found == expected


@pytest.mark.parametrize("text", ["", "/", "1988-13", "1988-02-31", "88", "1988~", "1988/1989/1990", "July"])
def test_no_other_text_is_a_date(text: str) -> None:
    assert not is_date(text)


def test_a_year_is_one_that_the_date_cannot_leave() -> None:
    assert [year_of(one) for one in ("1988-07", "1988~", "198X", "1988/1989", None, "..")] == [
        "1988",
        "1988",
        None,
        None,
        None,
        None,
    ]


def test_identifiers_are_known_by_their_form() -> None:
    assert doi("https://doi.org/10.5072/A(1)") == "10.5072/A(1)"
    assert doi("10.5072") is None
    assert persistent("hdl:123/456") == ("Handle", "123/456")
    assert persistent("ark:/12345/x1") == ("ARK", "ark:/12345/x1")
    assert persistent("ISBN 978-0-12-345678-6") == ("ISBN", "978-0-12-345678-6")
    assert persistent("a book") is None


def test_a_made_doi_has_a_plain_suffix() -> None:
    made = {name: made_doi("10.5072", name) for name in ("A_1.b", "نامه ۱", "نامه ۲", "a/b", "-a")}
    assert made["A_1.b"] == "10.5072/a_1.b"
    assert len(set(made.values())) == len(made)
    assert all(doi(one) == one and one.isascii() for one in made.values())


def replaced(old: str, new: str) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        file = package / "letter-1.xml"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return change


def copied(package: Path) -> None:
    (package / "letter-2.xml").write_bytes((package / "letter-1.xml").read_bytes())


BROKEN: dict[str, Callable[[Path], None]] = {
    "datacite-package-empty": lambda package: (package / "letter-1.xml").unlink(),
    "datacite-xml": replaced("<resource", "<!DOCTYPE resource><resource"),
    "datacite-mandatory": replaced("<publicationYear>1990</publicationYear>", ""),
    "datacite-repeated": replaced("<language>", "<language>en</language><language>"),
    "datacite-property-unknown": replaced("<language>fa</language>", "<tongue>fa</tongue>"),
    "datacite-attribute-missing": replaced(' contributorType="Editor"', ""),
    "datacite-value-unknown": replaced('"Editor"', '"Redactor"'),
    "datacite-empty": replaced(">letters<", "> <"),
    "datacite-doi-form": replaced("10.1234/letter-1", "https://doi.org/10.1234/letter-1"),
    "datacite-doi-missing": replaced("10.1234/letter-1", "(:tba)"),
    "datacite-doi-twice": copied,
    "datacite-creator-unknown": replaced(">نویسندهٔ نمونه<", ">(:unav)<"),
    "datacite-year-form": replaced(">1990<", ">90<"),
    "datacite-date-form": replaced(">1988-07<", ">1988-07~<"),
    "datacite-language-form": replaced(">fa</language>", ">Persian (Iran)</language>"),
}


def test_every_rule_is_broken_here() -> None:
    assert set(BROKEN) | OF_THE_EXPORTER == set(DATACITE_RULES)


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_is_told_and_no_other(tmp_path: Path, code: str) -> None:
    found, out = export(tmp_path, sealed(tmp_path, full()), options={"prefix": "10.1234"})
    assert found == ()
    BROKEN[code](out)
    assert {one.code for one in lint(out)} == {code}
