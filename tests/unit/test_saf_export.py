"""Export for DSpace: a package that its importer takes, and a way back to every name and octet."""

import csv
import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from bayegan.export.saf import SafExporter
from bayegan.export.saf_lint import lint
from bayegan.export.saf_map import FILE_NAME, read_map
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.record import AccessLevel, Record, Text
from exported import packed
from sealed import LETTER, record, sealed_item

AWKWARD = (
    LETTER,
    "برگ‌ها/برگ ۲.txt",
    "two words.txt",
    "100%.txt",
    "%6E.txt",
    "#1.txt",
    "ن" * 125 + ".text",
    "x" * 251 + ".txt",
    unicodedata.normalize("NFD", "résumé.txt"),
    unicodedata.normalize("NFC", "résumé.txt"),
    "\u202etxt.exe",
    "Scan.TXT",
    "scan.txt",
    "line\nfeed.txt",
    "tab\tthere.txt",
    " leading",
    "trailing ",
    "-r -s 1 -f other.txt",
    "dublin_core.xml",
    "metadata_notes.xml",
    "contents",
    "collections",
    "handle",
    "relationships",
    "license.txt",
    "pages/contents",
    "=formula.txt",
)


def export(items: Sequence[ExportItem], destination: Path) -> tuple[Finding, ...]:
    return packed(SafExporter({}), items, destination)[1].findings


def of_one(tmp_path: Path, files: Mapping[str, bytes], of: Record | None = None) -> Path:
    assert export([sealed_item(tmp_path / "archive", files, of)], tmp_path / "out") == ()
    return tmp_path / "out" / "item_000001"


def values(file: Path) -> list[tuple[str | None, str | None, str | None, str | None]]:
    root = etree.parse(file).getroot()
    return [(one.get("element"), one.get("qualifier"), one.get("language"), one.text) for one in root]


def test_every_name_comes_back_with_its_octets(tmp_path: Path) -> None:
    files = {name: f"{number}: {name}\n".encode() for number, name in enumerate(AWKWARD)}
    folder = of_one(tmp_path, files)
    found = read_map((tmp_path / "out" / FILE_NAME).read_text(encoding="utf-8"))
    back = {one.path: (tmp_path / "out" / one.item_folder / one.name).read_bytes() for one in found}
    assert back == {f"data/{name}": content for name, content in files.items()}
    assert all(one.sha512 == hashlib.sha512(back[one.path]).hexdigest() for one in found)
    assert {one.item for one in found} == {"letter-1"}
    assert all(path.name.isascii() for path in folder.iterdir())


def test_no_cell_of_the_map_is_a_formula(tmp_path: Path) -> None:
    of_one(tmp_path, dict.fromkeys(AWKWARD, b"x"), record("=1+1"))
    with open(tmp_path / "out" / FILE_NAME, encoding="utf-8", newline="") as table:
        assert not [cell for row in csv.reader(table) for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_package_of_awkward_names_passes_the_linter(tmp_path: Path) -> None:
    of_one(tmp_path, dict.fromkeys(AWKWARD, b"x"))
    assert lint(tmp_path / "out") == ()


def test_items_are_numbered_in_their_order(tmp_path: Path) -> None:
    items = [sealed_item(tmp_path / "archive", {"a.txt": b"a"}, record(name)) for name in ("z", "نامه ۱", "m")]
    assert export(items, tmp_path / "out") == ()
    rows = read_map((tmp_path / "out" / FILE_NAME).read_text(encoding="utf-8"))
    assert [(row.item_folder, row.item) for row in rows] == [
        ("item_000001", "z"),
        ("item_000002", "نامه ۱"),
        ("item_000003", "m"),
    ]


def test_the_description_goes_to_fields_of_dspace(tmp_path: Path) -> None:
    folder = of_one(tmp_path, {LETTER: b"x"})
    assert values(folder / "dublin_core.xml") == [
        ("identifier", "other", None, "letter-1"),
        ("title", "none", "fa", "نامه‌ای از خانه"),
        ("title", "alternative", "en", "A letter from home"),
        ("description", "none", "fa", "نامهٔ یک خانواده، دو برگ."),
        ("language", "iso", None, "fa"),
        ("contributor", "author", "fa", "نویسندهٔ نمونه"),
        ("date", "created", None, "1988-07~"),
    ]
    assert values(folder / "metadata_dcterms.xml") == [
        ("accessRights", "none", None, "public"),
        ("provenance", "none", "en", "Kept by the family until 2004."),
    ]


def test_contents_names_each_file_with_its_title_and_true_name(tmp_path: Path) -> None:
    folder = of_one(tmp_path, {"letter.txt": b"x", "pages/2.txt": b"y", LETTER: b"z"})
    rows = [line.split("\t") for line in (folder / "contents").read_text(encoding="utf-8").splitlines()]
    named = {options[-1]: name for name, *options in rows}
    assert all(options[0] == "bundle:ORIGINAL" for _, *options in rows)
    assert named["bundle:ORIGINAL"] == "letter.txt"
    assert named["description:pages/2.txt"].startswith("2-")
    assert named[f"description:برگ نخست ({LETTER})"].endswith(".txt")


def test_an_item_without_files_is_metadata_only(tmp_path: Path) -> None:
    folder = of_one(tmp_path, {})
    assert (folder / "contents").read_text() == ""


def test_an_item_that_is_not_public_is_said_aloud(tmp_path: Path) -> None:
    item = sealed_item(tmp_path / "archive", {"a.txt": b"a"}, record(access=AccessLevel.CONFIDENTIAL))
    (found,) = export([item], tmp_path / "out")
    assert (found.code, found.item, found.found) == ("saf-access-not-carried", "letter-1", "confidential")
    assert not found.is_error


def test_white_space_that_dspace_cuts_is_said_aloud(tmp_path: Path) -> None:
    of = replace(record(), subjects=(Text("letters\n"),))
    (found,) = export([sealed_item(tmp_path / "archive", {"a.txt": b"a"}, of)], tmp_path / "out")
    assert (found.code, found.is_error) == ("saf-value-trimmed", False)


def test_an_altered_source_is_found_while_it_is_copied(tmp_path: Path) -> None:
    item = sealed_item(tmp_path / "archive", {LETTER: b"as sealed"})
    (item.bag / "data" / LETTER).write_bytes(b"as forged")
    (found,) = export([item], tmp_path / "out")
    assert (found.code, found.path) == ("export-source-altered", f"data/{LETTER}")


def test_an_altered_description_is_not_exported(tmp_path: Path) -> None:
    item = sealed_item(tmp_path / "archive", {LETTER: b"x"})
    dc = item.bag / "metadata" / "dc.xml"
    dc.write_bytes(dc.read_bytes().replace(b"letter-1", b"letter-2"))
    assert [one.code for one in export([item], tmp_path / "out")] == ["export-source-altered"]


@pytest.mark.parametrize("name", ["metadata/dc.xml", "metadata/record.xml"])
def test_a_description_that_was_sealed_unreadable_is_found(tmp_path: Path, name: str) -> None:
    item = sealed_item(tmp_path / "archive", {LETTER: b"x"}, tag_files={name: b"<unfinished"})
    (found,) = export([item], tmp_path / "out")
    assert (found.code, found.is_error) == ("export-source-description", True)


def test_a_missing_file_stops_its_item_and_not_the_next(tmp_path: Path) -> None:
    items = [sealed_item(tmp_path / "archive", {LETTER: b"x"}, record(name)) for name in ("a", "b")]
    (items[0].bag / "data" / LETTER).unlink()
    (items[1].bag / "data" / LETTER).write_bytes(b"y")
    found = export(items, tmp_path / "out")
    assert [(one.code, one.item) for one in found] == [
        ("export-source-missing", "a"),
        ("export-source-altered", "b"),
    ]


def test_an_export_of_nothing_is_a_package_that_is_refused(tmp_path: Path) -> None:
    assert [one.code for one in export([], tmp_path / "out")] == ["saf-package-empty"]


def test_the_same_items_give_the_same_octets(tmp_path: Path) -> None:
    item = sealed_item(tmp_path / "archive", dict.fromkeys(AWKWARD, b"x"))
    for name in ("one", "two"):
        export([item], tmp_path / name)
    trees = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two")
    ]
    assert trees[0] == trees[1]
