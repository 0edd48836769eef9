"""Tables: everything that is known of items, safe to open, and nothing lost on the way back."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bayegan.export.csv_cells import read_lines
from bayegan.export.csv_record import read_records
from bayegan.export.csv_tables import CsvExporter, lint_table, read_statements, read_wide
from bayegan.export.open_item import open_item
from bayegan.model.collection import Collection, Level
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.record import Access, AccessLevel, Extra, Term, Text
from bayegan.model.rules import RULES
from described import described_item
from exported import packed
from sealed import LETTER, record

FONDS = Collection("F", Level.FONDS, (Text("A fonds", "en"), Text("فوند", "fa")), Access(AccessLevel.PUBLIC))
AWKWARD = (LETTER, "=1+1.txt", "100%.txt", "tab\tthere.txt", "line\nfeed.txt", "x" * 251 + ".txt")


def export(tmp_path: Path, items: Sequence[ExportItem], name: str = "out", **options: str) -> tuple[Finding, ...]:
    return packed(CsvExporter(options), items, tmp_path / name)[1].findings


@pytest.fixture
def items(tmp_path: Path) -> list[ExportItem]:
    odd = replace(
        record("=2+2"),
        titles=(Text('-1 °C, "said" || and\nso on\\', "en"), Text("@نامه", "fa")),
        extras=(Extra("a column", ""), Extra("'quoted", "'=1")),
        terms=(Term("isPartOf", "F"), Term("provenance", "+989", "fa")),
    )
    files = dict.fromkeys(AWKWARD, b"x")
    first = described_item(tmp_path / "archive", files)
    second = described_item(tmp_path / "archive", {"a.txt": b"a"}, odd)
    return [first, replace(second, part_of=("F",), collections=(FONDS,))]


def read(tmp_path: Path) -> dict[str, list[list[str]]]:
    return {path.stem: read_lines(path.read_bytes()) for path in (tmp_path / "out").iterdir()}


def test_the_records_come_back_from_the_tables(tmp_path: Path, items: list[ExportItem]) -> None:
    assert export(tmp_path, items) == ()
    opened = [open_item(item)[0] for item in items]
    assert list(read_records(read(tmp_path))) == [
        replace(one.record, files=tuple(one.notes())) for one in opened if one
    ]


def test_the_statements_come_back_from_their_table_and_from_the_wide_one(
    tmp_path: Path, items: list[ExportItem]
) -> None:
    opened = {item.identifier: open_item(item)[0] for item in items}
    said = {name: one.statements for name, one in opened.items() if one is not None}
    assert export(tmp_path, items) == ()
    assert read_statements((tmp_path / "out/statements.csv").read_bytes()) == said
    assert export(tmp_path, items, "wide", tables="wide") == ()
    wide = read_wide((tmp_path / "wide/items.csv").read_bytes())
    assert {name: set(one) for name, one in wide.items()} == {name: set(one) for name, one in said.items()}
    assert {name: len(one) for name, one in wide.items()} == {name: len(one) for name, one in said.items()}


def test_every_document_is_named_with_its_digest(tmp_path: Path, items: list[ExportItem]) -> None:
    assert export(tmp_path, items) == ()
    header, *rows = read(tmp_path)["documents"]
    assert header[:5] == ["id", "path", "path_encoding", "octets", "sha512"]
    assert len(rows) == len(AWKWARD) + 1
    assert {row[1] for row in rows if row[2] == "percent"} == {"data/tab%09there.txt", "data/line%0Afeed.txt"}
    assert {row[5] for row in rows} == {"x-fmt/111"}


def test_collections_have_a_table(tmp_path: Path, items: list[ExportItem]) -> None:
    assert export(tmp_path, items) == ()
    assert read(tmp_path)["collections"][1:] == [
        ["F", "fonds", "", "public", "A fonds", "en"],
        ["F", "fonds", "", "public", "فوند", "fa"],
    ]


@pytest.mark.parametrize("tables", ["entities", "wide"])
def test_no_cell_is_a_formula(tables: str, tmp_path: Path, items: list[ExportItem]) -> None:
    assert export(tmp_path, items, tables=tables) == ()
    for path in (tmp_path / "out").iterdir():
        text = path.read_bytes()
        assert not [start for start in (b"=", b"+", b"@") if b"," + start in text or b'"' + start in text]


def test_a_byte_order_mark_for_those_who_need_one(tmp_path: Path, items: list[ExportItem]) -> None:
    assert export(tmp_path, items, bom="yes") == ()
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in (tmp_path / "out").iterdir())
    assert read(tmp_path)["items"][0][0] == "id"


def test_an_export_of_nothing_is_a_table_of_items_without_rows(tmp_path: Path) -> None:
    assert export(tmp_path, []) == ()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["items.csv"]


def test_the_same_items_give_the_same_octets(tmp_path: Path, items: list[ExportItem]) -> None:
    said = [packed(CsvExporter({}), items, tmp_path / name)[1].files for name in ("one", "two")]
    assert said[0] == said[1]


def test_a_long_text_is_a_cell_like_any_other(tmp_path: Path) -> None:
    long = replace(record(), descriptions=(Text("ن" * 200_000, "fa"),))
    assert export(tmp_path, [described_item(tmp_path / "archive", {}, long)]) == ()
    assert read(tmp_path)["descriptions"][1][2] == "ن" * 200_000


WRONG = {
    "csv-not-readable": b"a,b\r\n\xff,1\r\n",
    "csv-cells": b"a,b\r\n1\r\n",
    "csv-formula": b"a,b\r\n1,=2\r\n",
}


@pytest.mark.parametrize("code", WRONG)
def test_a_table_that_is_wrong_is_found(code: str) -> None:
    assert [one.code for one in lint_table(io.BytesIO(WRONG[code]), "t.csv")] == [code]


def test_every_rule_of_tables_is_shown() -> None:
    assert set(WRONG) == {code for code in RULES if code.startswith("csv-")}
