"""Export for AtoM: a table that its importer takes, in English and Persian, parents before children."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bayegan.export.atom import AtomExporter
from bayegan.export.atom_lint import TABLE, lint
from bayegan.export.atom_values import HEADER
from bayegan.export.saf_map import FILE_NAME, read_map
from bayegan.model.collection import Collection, Level
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.record import (
    Access,
    AccessLevel,
    Date,
    DateKind,
    FileNote,
    Name,
    Person,
    Place,
    Record,
    Role,
    Term,
    Text,
)
from exported import packed
from sealed import LETTER, record, sealed_item
from unit.test_saf_export import AWKWARD

PUBLIC = Access(AccessLevel.PUBLIC)
FONDS = Collection(
    "F",
    Level.FONDS,
    (Text("کاغذهای یک خانواده", "fa"), Text("Papers of a family", "en")),
    PUBLIC,
    dates=(Date(DateKind.CREATED, edtf="1979/1990-05", text="1979 to May 1990"),),
    extents=(Text("3 boxes", "en"), Text("۳ جعبه", "fa")),
    people=(Person((Name("مادر", "fa"), Name("Mother", "en"))),),
    descriptions=(Text("Letters | papers", "en"),),
)
SERIES = Collection("S", Level.SERIES, (Text("نامه‌ها", "fa"),), PUBLIC, within="F")


def export(tmp_path: Path, items: Sequence[ExportItem], **options: str) -> tuple[Finding, ...]:
    return packed(AtomExporter(options), items, tmp_path / "out")[1].findings


def rows(tmp_path: Path) -> list[dict[str, str]]:
    with open(tmp_path / "out" / TABLE, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def placed(item: ExportItem) -> ExportItem:
    return replace(item, part_of=("S",), collections=(FONDS, SERIES))


def item_of(tmp_path: Path, of: Record | None = None, files: Mapping[str, bytes] | None = None) -> ExportItem:
    return sealed_item(tmp_path / "archive", {"a.txt": b"a"} if files is None else files, of)


def filled(row: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in row.items() if text}


def test_collections_come_first_and_have_a_row_in_each_culture(tmp_path: Path) -> None:
    assert export(tmp_path, [placed(item_of(tmp_path))]) == ()
    table = rows(tmp_path)
    assert tuple(table[0]) == HEADER
    assert [(row["legacyId"], row["culture"], row["parentId"], row["levelOfDescription"]) for row in table] == [
        ("F", "en", "", "Fonds"),
        ("F", "fa", "", ""),
        ("S", "fa", "F", "Series"),
        ("letter-1", "en", "S", "Item"),
        ("letter-1", "fa", "", ""),
    ]
    assert filled(table[0]) == {
        "legacyId": "F",
        "identifier": "F",
        "title": "Papers of a family",
        "levelOfDescription": "Fonds",
        "extentAndMedium": "3 boxes",
        "scopeAndContent": "Letters ¦ papers",
        "languageOfDescription": "en",
        "publicationStatus": "Published",
        "eventDates": "1979 to May 1990",
        "eventTypes": "Creation",
        "eventStartDates": "1979-00-00",
        "eventEndDates": "1990-05-00",
        "eventActors": "Mother",
        "culture": "en",
    }
    assert filled(table[1]) == {
        "legacyId": "F",
        "title": "کاغذهای یک خانواده",
        "extentAndMedium": "۳ جعبه",
        "culture": "fa",
    }


def test_an_item_is_described_in_both_languages(tmp_path: Path) -> None:
    assert export(tmp_path, [item_of(tmp_path)]) == ()
    first, second = rows(tmp_path)
    assert filled(first) == {
        "legacyId": "letter-1",
        "identifier": "letter-1",
        "title": "A letter from home",
        "levelOfDescription": "Item",
        "extentAndMedium": "1 file",
        "archivalHistory": "Kept by the family until 2004.",
        "language": "fa",
        "digitalObjectPath": "digital-objects/000001/a.txt",
        "languageOfDescription": "en",
        "publicationStatus": "Published",
        "eventDates": "مرداد ۱۳۶۷",
        "eventTypes": "Creation",
        "eventStartDates": "1988-07-00",
        "eventEndDates": "1988-07-00",
        "eventActors": "نویسندهٔ نمونه",
        "culture": "en",
    }
    assert filled(second)["scopeAndContent"] == "نامهٔ یک خانواده، دو برگ."


def test_a_description_in_persian_alone_has_one_row(tmp_path: Path) -> None:
    of = Record("p", (Text("نامه", "fa"),), PUBLIC, descriptions=(Text("دو برگ", "fa"),))
    assert export(tmp_path, [item_of(tmp_path, of)]) == ()
    (row,) = rows(tmp_path)
    assert (row["culture"], row["title"], row["publicationStatus"]) == ("fa", "نامه", "")
    assert row["extentAndMedium"] == "۱ فایل"


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("1988", "1988-00-00", "1988-00-00"),
        ("1988-07~", "1988-07-00", "1988-07-00"),
        ("1988-07-28", "1988-07-28", "1988-07-28"),
        ("1988/1990-01", "1988-00-00", "1990-01-00"),
        ("1988-XX-XX", "1988-01-01", "1988-12-31"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("1988/..", "1988-01-01", ""),
        ("[1990-04-17,1990-04-27]", "1990-04-17", "1990-04-27"),
    ],
)
def test_a_date_has_the_days_that_it_can_mean(edtf: str, start: str, end: str, tmp_path: Path) -> None:
    of = Record("d", (Text("T"),), PUBLIC, dates=(Date(DateKind.CREATED, edtf=edtf),))
    assert export(tmp_path, [item_of(tmp_path, of)]) == ()
    (row,) = rows(tmp_path)
    assert (row["eventStartDates"], row["eventEndDates"]) == (start, end)


def test_lists_are_parted_by_bars_and_events_read_across(tmp_path: Path) -> None:
    people = (
        Person((Name("A"),), (Role.AUTHOR, Role.SUBJECT)),
        Person((Name("B | C"),), (Role.AUTHOR,)),
        Person((Name("P"),), (Role.PUBLISHER,)),
        Person((Name("V"),), (Role.VICTIM,)),
    )
    of = Record(
        "e",
        (Text("T"), Text("U")),
        PUBLIC,
        people=people,
        places=(Place((Name("Tehran", "en"), Name("تهران", "fa"))),),
        subjects=(Text("letters"), Text("prison")),
        dates=(Date(DateKind.CREATED, text="one spring"),),
        terms=(Term("identifier", "old 7"), Term("identifier", "old 8"), Term("isPartOf", "Kayhan")),
    )
    (found,) = export(tmp_path, [item_of(tmp_path, of)])
    assert (found.code, found.is_error) == ("atom-value-changed", False)
    (row,) = rows(tmp_path)
    assert row["eventTypes"] == "Creation|Creation|Publication"
    assert row["eventDates"] == "one spring|NULL|NULL"
    assert row["eventActors"] == "A|B ¦ C|P"
    assert row["eventStartDates"] == ""
    assert row["nameAccessPoints"] == "A|V"
    assert row["placeAccessPoints"] == "Tehran"
    assert row["subjectAccessPoints"] == "letters|prison"
    assert (row["alternativeIdentifiers"], row["alternativeIdentifierLabels"]) == (
        "old 7|old 8",
        "identifier|identifier",
    )
    assert row["relatedUnitsOfDescription"] == "Kayhan"
    assert row["generalNote"] == "U"


def test_of_several_files_each_is_a_part_of_the_item(tmp_path: Path) -> None:
    files = {LETTER: b"x", "2.txt": b"y"}
    assert export(tmp_path, [item_of(tmp_path, files=files)], objects="/srv/atom/incoming/") == ()
    parts = [row for row in rows(tmp_path) if row["levelOfDescription"] == "Part"]
    assert {(row["parentId"], row["title"]) for row in parts} == {("letter-1", "برگ نخست"), ("letter-1", "2.txt")}
    assert all(row["digitalObjectPath"].startswith("/srv/atom/incoming/000001/") for row in parts)


def test_every_name_comes_back_with_its_octets(tmp_path: Path) -> None:
    files = {name: f"{number}: {name}\n".encode() for number, name in enumerate(AWKWARD)}
    found = export(tmp_path, [item_of(tmp_path, files=files)])
    assert {one.code for one in found} <= {"atom-cell-formula"}
    mapped = read_map((tmp_path / "out" / FILE_NAME).read_text(encoding="utf-8"))
    back = {one.path: (tmp_path / "out" / one.item_folder / one.name).read_bytes() for one in mapped}
    assert back == {f"data/{name}": content for name, content in files.items()}
    assert all(one.sha512 == hashlib.sha512(back[one.path]).hexdigest() for one in mapped)
    paths = {row["digitalObjectPath"] for row in rows(tmp_path)} - {""}
    assert paths == {f"{one.item_folder}/{one.name}" for one in mapped}


def test_a_value_that_php_would_misread_is_changed_and_said(tmp_path: Path) -> None:
    of = Record("b", (Text('C:\\"x", \\'),), PUBLIC)
    assert {one.code for one in export(tmp_path, [item_of(tmp_path, of)])} == {"atom-value-changed"}
    assert rows(tmp_path)[0]["title"] == 'C:\\ "x", \\ '


def test_what_is_not_public_is_a_draft(tmp_path: Path) -> None:
    closed = record("closed", AccessLevel.RESTRICTED)
    noted = replace(record("noted"), files=(FileNote("data/b.txt", access=Access(AccessLevel.RESTRICTED)),))
    items = [item_of(tmp_path, closed), item_of(tmp_path, noted, {"a.txt": b"a", "b.txt": b"b"})]
    (found,) = export(tmp_path, items)
    assert (found.code, found.item) == ("atom-access-not-carried", "closed")
    status = {row["legacyId"]: row["publicationStatus"] for row in rows(tmp_path) if row["publicationStatus"]}
    assert status == {"closed": "Draft", "noted": "Published", "noted [1]": "Published", "noted [2]": "Draft"}


def test_all_may_come_in_as_drafts(tmp_path: Path) -> None:
    export(tmp_path, [placed(item_of(tmp_path))], publication="draft")
    assert {row["publicationStatus"] for row in rows(tmp_path)} == {"Draft", ""}


def test_cells_are_as_they_are_though_a_spreadsheet_would_reckon(tmp_path: Path) -> None:
    of = Record("=1+1", (Text("-5 °C"),), PUBLIC)
    found = export(tmp_path, [item_of(tmp_path, of, {})])
    assert {(one.code, one.is_error) for one in found} == {("atom-cell-formula", False)}
    assert (rows(tmp_path)[0]["legacyId"], rows(tmp_path)[0]["title"]) == ("=1+1", "-5 °C")


def test_an_export_of_nothing_is_a_table_without_rows(tmp_path: Path) -> None:
    assert export(tmp_path, []) == ()
    assert rows(tmp_path) == []


def test_the_same_items_give_the_same_octets(tmp_path: Path) -> None:
    items = [placed(item_of(tmp_path, files=dict.fromkeys(AWKWARD, b"x")))]
    digests = [packed(AtomExporter({}), items, tmp_path / name)[1].files for name in ("one", "two")]
    assert digests[0] == digests[1]


def test_the_package_is_judged_anew_when_it_is_read_again(tmp_path: Path) -> None:
    export(tmp_path, [placed(item_of(tmp_path))])
    assert list(lint(tmp_path / "out")) == []
