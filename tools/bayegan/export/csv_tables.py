"""Tables of everything that is known of items, for spreadsheets, statistics and search."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, ClassVar, cast

from bayegan.export.csv_cells import FORMULA, lines, read_lines, rows_of, undone
from bayegan.export.csv_record import note_rows, record_rows, tables
from bayegan.export.exporter import Written
from bayegan.export.open_item import OpenItem
from bayegan.export.sealed import read_back
from bayegan.export.sink import Sink
from bayegan.export.spill import Spill, poured, spilled
from bayegan.model.collection import Collection
from bayegan.model.dissemination import ExportItem
from bayegan.model.dublin_core import TERMS, Statement
from bayegan.model.findings import Finding, finding
from bayegan.model.hierarchy import Hierarchy
from bayegan.model.listing import Kind
from bayegan.model.names import xml_name
from bayegan.storage.scan import scan

STATEMENTS, DOCUMENTS, COLLECTIONS, WIDE = "statements", "documents", "collections", "items"
_MARK = b"\xef\xbb\xbf"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    STATEMENTS: ("id", "number", "term", "value", "lang"),
    DOCUMENTS: ("id", "path", "path_encoding", "octets", "sha512", "puid", "mime", "format", "format_version"),
    COLLECTIONS: ("id", "level", "within", "access", "title", "title_lang"),
}
_OF_WIDE = ("id", "version", "sealed", "collections", "documents")
_BETWEEN = "||"
_AT_ONCE = 500


class CsvExporter:
    """Writes what is known of items as CSV in UTF-8: a table for each thing that records tell of, or one in all."""

    name: ClassVar[str] = "csv"
    title: ClassVar[str] = "Tables (CSV)"
    explains: ClassVar[str] = (
        "Everything that is known of the items, without their documents: a table of items, and one for people, "
        "places, dates, acts, claims and whatever else the records tell of, with Dublin Core, documents and "
        "collections; or one table of Dublin Core with a row for each item (--set tables=wide). No cell is a "
        "formula: an apostrophe stands before one that would be. --set bom=yes lets old spreadsheets see UTF-8."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {"tables": ("entities", "wide"), "bom": ("no", "yes")}

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take the options."""
        self._is_wide = options.get("tables") == "wide"
        self._mark = _MARK if options.get("bom") == "yes" else b""

    def place(self, _: ExportItem, number: int) -> str:
        """Return where the rows of a large item wait."""
        return f"={number:06d}"

    def write_item(
        self, item: OpenItem, number: int, sink: Sink
    ) -> "tuple[dict[str, object], tuple[Collection, ...]]":
        """Write nothing yet but what is large; return the rows of the item by table."""
        if self._is_wide:
            return {WIDE: _wide(item)}, item.collections
        rows: dict[str, list[list[str]]] = {}
        for table, row in (*record_rows(item.record), *_statement_rows(item)):
            rows.setdefault(table, []).append(row)
        said: dict[str, object] = {table: Spill(lines(several), None) for table, several in rows.items()}
        for of_files in (note_rows(item.identifier, item.notes()), _document_rows(item)):
            if (first := next(of_files, None)) is not None:
                table = first[0]
                pieces = _pieces(row for _, row in chain([first], of_files))
                said[table] = spilled(pieces, f"{self.place(item.bag.item, number)}/{table}", sink)
        return said, item.collections

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write the tables; those that would have no row are left out, but for that of items."""
        said = [cast(tuple[dict[str, object], tuple[Collection, ...]], one.said) for one in items]
        above = Hierarchy({one.identifier: one for _, several in said for one in several}.values())
        if self._is_wide:
            self._write_wide([cast(dict[str, str], rows[WIDE]) for rows, _ in said], sink)
        else:
            self._write_tables([cast(dict[str, Spill], rows) for rows, _ in said], sink)
            for one in items:
                with suppress(FileNotFoundError):
                    (sink.folder / f"={one.number:06d}").rmdir()
        if above:
            content = lines([_COLUMNS[COLLECTIONS], *_collection_rows(above)])
            sink.put(f"{COLLECTIONS}.csv", self._mark + content)

    def lint(self, folder: Path) -> Iterator[Finding]:
        """Yield what keeps a file from being a table, and every cell that a spreadsheet would reckon with."""
        for entry in scan(folder):
            if entry.kind is Kind.FILE:
                with read_back(folder / entry.path) as source:
                    yield from lint_table(source, entry.path)

    def _write_wide(self, rows: Sequence[Mapping[str, str]], sink: Sink) -> None:
        order = {term: number for number, term in enumerate(TERMS)}
        found = {column for row in rows for column in row} - set(_OF_WIDE)
        terms = sorted(found, key=lambda one: (order[one.partition("[")[0]], one))
        header = (*_OF_WIDE, *terms)
        table = [header, *([row.get(column, "") for column in header] for row in rows)]
        sink.put(f"{WIDE}.csv", self._mark + lines(table))

    def _write_tables(self, several: Sequence[Mapping[str, Spill]], sink: Sink) -> None:
        filled = {table for one in several for table in one} | {WIDE}
        with ExitStack() as open_files:
            for table, columns in {**tables(), **_COLUMNS}.items():
                if table in filled:
                    out = open_files.enter_context(sink.stream(f"{table}.csv"))
                    out.write(self._mark + lines([columns]))
                    for one in several:
                        for piece in poured(one[table], sink) if table in one else ():
                            out.write(piece)


def lint_table(source: BinaryIO, path: str) -> Iterator[Finding]:
    """Yield what is wrong with a table. Raises OSError as `source` does."""
    found: list[Finding] = []
    count = 0
    try:
        for number, row in enumerate(rows_of(source, strict=True), 1):
            count = count if number > 1 else len(row)
            if len(row) != count:
                said = f"{len(row)} cells"
                found.append(finding("csv-cells", path=path, row=number, expected=f"{count} cells", found=said))
            for cell in row:
                if cell.startswith(FORMULA) and undone(cell) == cell:
                    found.append(finding("csv-formula", path=path, row=number, found=cell[:80]))
    except (UnicodeDecodeError, csv.Error) as error:
        found = [finding("csv-not-readable", path=path, found=str(error))]
    yield from found


def read_statements(content: bytes) -> dict[str, tuple[Statement, ...]]:
    """Return what statements.csv says of each item, in order."""
    found: dict[str, list[Statement]] = {}
    for identifier, _, term, value, lang in read_lines(content)[1:]:
        found.setdefault(identifier, []).append(Statement(term, value, lang or None))
    return {identifier: tuple(several) for identifier, several in found.items()}


def read_wide(content: bytes) -> dict[str, tuple[Statement, ...]]:
    """Return what the one table says of each item, column by column."""
    header, *rows = read_lines(content)
    return {
        row[0]: tuple(
            Statement(column.partition("[")[0], value, column.partition("[")[2].removesuffix("]") or None)
            for column, cell in zip(header[len(_OF_WIDE) :], row[len(_OF_WIDE) :], strict=True)
            for value in _parted(cell)
        )
        for row in rows
    }


def _pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield rows as lines, some at a time."""
    waiting = iter(rows)
    while some := [*islice(waiting, _AT_ONCE)]:
        yield lines(some)


def _wide(item: OpenItem) -> dict[str, str]:
    cells: dict[str, list[str]] = {}
    for one in item.statements:
        cells.setdefault(f"{one.term}[{one.lang}]" if one.lang else one.term, []).append(one.value)
    fixed = (
        item.identifier,
        item.version,
        f"{item.sealed:%Y-%m-%d}",
        _joined(item.part_of),
        str(len(item.payload)),
    )
    return {**dict(zip(_OF_WIDE, fixed, strict=True)), **{name: _joined(values) for name, values in cells.items()}}


def _joined(values: Iterable[str]) -> str:
    """Return several values in a cell: bars and backslashes in them have a backslash before them."""
    return _BETWEEN.join(one.replace("\\", "\\\\").replace("|", "\\|") for one in values)


def _parted(cell: str) -> Iterator[str]:
    """Yield the values of a cell that `_joined` made; an empty cell has none."""
    if not cell:
        return
    value, at = "", 0
    while at < len(cell):
        if cell[at] == "\\":
            value, at = value + cell[at + 1], at + 2
        elif cell.startswith(_BETWEEN, at):
            yield value
            value, at = "", at + len(_BETWEEN)
        else:
            value, at = value + cell[at], at + 1
    yield value


def _statement_rows(item: OpenItem) -> Iterator[tuple[str, list[str]]]:
    for number, one in enumerate(item.statements, 1):
        yield STATEMENTS, [item.identifier, str(number), one.term, one.value, one.lang or ""]


def _document_rows(item: OpenItem) -> Iterator[tuple[str, list[str]]]:
    for one in item.files:
        path, is_encoded = xml_name(one.path)
        known = one.format
        said = ("", "", "", "") if known is None else (known.puid, known.mime, known.name, known.version)
        digest = dict(one.digests)["sha512"]
        encoding = "percent" if is_encoded else ""
        yield DOCUMENTS, [item.identifier, path, encoding, str(one.size), digest, *(cell or "" for cell in said)]


def _collection_rows(hierarchy: Hierarchy) -> Iterator[list[str]]:
    for _, one in hierarchy.tree():
        for title in one.titles:
            level, access = one.level.value, one.access.level.value
            yield [one.identifier, level, one.within or "", access, title.value, title.lang or ""]
