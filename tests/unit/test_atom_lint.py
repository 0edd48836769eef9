"""The linter of tables for AtoM: every rule has a table that breaks it and no other rule."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bayegan.export.atom_lint import TABLE, lint
from bayegan.export.atom_values import HEADER
from bayegan.model.rules import RULES

OF_THE_EXPORTER = {"atom-access-not-carried", "atom-value-changed"}
"""What the linter cannot see in a package."""
Table = list[dict[str, str]]


def good() -> Table:
    fonds = {"legacyId": "F", "title": "Fonds", "levelOfDescription": "Fonds", "publicationStatus": "Draft"}
    return [
        {**fonds, "language": "en|fa", "script": "Latn|Arab", "culture": "en"},
        {"legacyId": "F", "title": "فوند", "culture": "fa"},
        {
            "legacyId": "I",
            "parentId": "F",
            "title": 'An "item", with a comma',
            "levelOfDescription": "Item",
            "digitalObjectPath": "/srv/objects/1/a.txt",
            "eventDates": "1988|NULL",
            "eventStartDates": "1988-00-00|NULL",
            "eventActors": "A|B",
            "alternativeIdentifiers": "x|y",
            "alternativeIdentifierLabels": "l|m",
            "culture": "en",
        },
    ]


def written(package: Path, table: Table, header: tuple[str, ...] = HEADER) -> Path:
    (package / "digital-objects/1").mkdir(parents=True)
    (package / "digital-objects/1/a.txt").write_text("a")
    with open(package / TABLE, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, header, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(table)
    return package


def setting(row: int, **cells: str) -> Callable[[Path], None]:
    def make(package: Path) -> None:
        table = good()
        table[row] |= cells
        written(package, table)

    return make


def heading(*header: str) -> Callable[[Path], None]:
    return lambda package: (written(package, good(), header), None)[1]


def text_changed(old: bytes, new: bytes) -> Callable[[Path], None]:
    def make(package: Path) -> None:
        table = written(package, good()) / TABLE
        table.write_bytes(table.read_bytes().replace(old, new))

    return make


def twice_in_the_header(package: Path) -> None:
    table = written(package, good()) / TABLE
    rows = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8"))))
    with open(table, "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([*row, row[HEADER.index("title")]] for row in rows)


def moved(package: Path) -> None:
    table = good()
    written(package, [table[2], table[0], table[1]])


def a_file_more(package: Path) -> None:
    written(package, good())
    (package / "digital-objects/1/b.txt").write_text("b")


def named_twice(package: Path) -> None:
    table = good()
    written(package, [*table, {**table[2], "legacyId": "J"}])


def an_object_that_is_not_there(package: Path) -> None:
    table = good()
    part = {"legacyId": "J", "parentId": "I", "title": "J", "levelOfDescription": "Part", "culture": "en"}
    written(package, [*table, {**part, "digitalObjectPath": "digital-objects/1/none.txt"}])


BREAKS: dict[str, Callable[[Path], None]] = {
    "atom-table-missing": lambda package: package.mkdir(),
    "atom-not-utf8": text_changed(b"Fonds,", b"F\xf6nds,"),
    "atom-column-unknown": heading(*HEADER, "shelfmark"),
    "atom-column-twice": twice_in_the_header,
    "atom-column-missing": heading(*(one for one in HEADER if one != "parentId")),
    "atom-cells": text_changed("فوند,".encode(), "فوند,,".encode()),
    "atom-row-empty": text_changed(b"\r\nI,", b"\r\n" + b"," * (len(HEADER) - 1) + b"\r\nI,"),
    "atom-row-long": setting(2, scopeAndContent="ن" * 30_000),
    "atom-backslash": setting(2, title='ends in a backslash, "quoted", \\'),
    "atom-zero": setting(2, identifier="0"),
    "atom-cell-formula": setting(2, title="=1+1"),
    "atom-legacy-id": setting(2, legacyId="0"),
    "atom-legacy-id-twice": setting(2, legacyId="F"),
    "atom-parent-unknown": setting(2, parentId="G"),
    "atom-parent-order": moved,
    "atom-parent-twice": setting(2, qubitParentSlug="fonds"),
    "atom-culture": setting(2, culture="English"),
    "atom-language": setting(2, language="Persian"),
    "atom-script": setting(2, script="arabic"),
    "atom-events": setting(2, eventActors="A"),
    "atom-date": setting(2, eventStartDates="1988-00-07|NULL"),
    "atom-labels": setting(2, alternativeIdentifierLabels="l"),
    "atom-title": setting(2, title=""),
    "atom-level": setting(2, levelOfDescription="Drawer"),
    "atom-publication-status": setting(2, publicationStatus="Open"),
    "atom-translation": setting(1, identifier="F"),
    "atom-object-missing": an_object_that_is_not_there,
    "atom-object-twice": named_twice,
    "atom-object-unused": a_file_more,
    "atom-object-overridden": setting(2, digitalObjectURI="https://example.org/a.txt"),
}


def test_every_rule_has_a_table_that_breaks_it() -> None:
    assert set(BREAKS) | OF_THE_EXPORTER == {code for code in RULES if code.startswith("atom-")}


def test_a_good_table_raises_nothing(tmp_path: Path) -> None:
    assert list(lint(written(tmp_path / "package", good()))) == []


@pytest.mark.parametrize("code", BREAKS)
def test_a_table_raises_the_code_it_is_named_for_and_no_other(code: str, tmp_path: Path) -> None:
    BREAKS[code](tmp_path / "package")
    assert {one.code for one in lint(tmp_path / "package")} == {code}


def test_a_finding_names_the_row_and_the_column(tmp_path: Path) -> None:
    setting(2, script="arabic")(tmp_path / "package")
    (found,) = lint(tmp_path / "package")
    assert (found.path, found.row, found.pointer) == (TABLE, 4, "script")
