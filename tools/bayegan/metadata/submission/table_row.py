"""One row of a table, cell by cell: the file that it names, and what it says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bayegan.metadata.json_schema import problems
from bayegan.metadata.submission.characters import character_problem
from bayegan.metadata.submission.checksums import stated_checksum
from bayegan.metadata.submission.table_columns import Column, Use
from bayegan.metadata.submission.table_rows import RawRow
from bayegan.model.findings import Finding, finding
from bayegan.model.record import AccessLevel
from bayegan.model.submission import Position, StatedChecksum, SubmittedFile, SubmittedMetadata

_FILENAME = "submission-1.0#/$defs/file/properties/filename"
_SIZE = re.compile("[0-9]{1,18}")
_OF_FORM = frozenset((Use.SIZE, Use.CHECKSUM, Use.ACCESS, Use.METADATA))


class Row(NamedTuple):
    """A row as written, as wide as the header. `number` is the line where it begins.

    `columns` are those of the table by their use: what it has no column for is not looked for in every row.
    """

    number: int
    cells: Sequence[str]
    columns: Mapping[Use, Sequence[Column]]

    def of(self, use: Use) -> Sequence[tuple[Column, str]]:
        """Return the cells of columns of one use that say something, in order."""
        if use not in self.columns:
            return ()
        cells = self.cells
        return [(one, cell) for one in self.columns[use] if (cell := cells[one.place - 1]).strip()]

    def first(self, use: Use) -> str | None:
        """Return the first cell of columns of one use that says something, or None."""
        for one in self.columns.get(use, ()):
            if (cell := self.cells[one.place - 1]).strip():
                return cell
        return None

    def has_forms(self) -> bool:
        """Say whether a cell can have a form of its own: most tables have none, and may have a million rows."""
        return not _OF_FORM.isdisjoint(self.columns)

    @property
    def at(self) -> Position:
        """Where the row stands."""
        return Position(row=self.number)


def rows_of(raw: Sequence[RawRow], columns: Sequence[Column]) -> tuple[list[Row], list[Finding]]:
    """Return the rows that are as wide as the header; the others cannot be read and are findings."""
    by_use = {use: tuple(column for column in columns if column.use is use) for use in {one.use for one in columns}}
    rows: list[Row] = []
    findings: list[Finding] = []
    for one in raw:
        if len(one.cells) == len(columns):
            rows.append(Row(one.number, one.cells, by_use))
        else:
            expected, found = f"{len(columns)} cells", f"{len(one.cells)} cells"
            findings.append(finding("submission-row-width", row=one.number, expected=expected, found=found))
    return rows, findings


def file_of(row: Row, name: str) -> SubmittedFile | None:
    """Return the file that a row names, or None where it names none.

    `name` is that of the manifest. A size or checksum that cannot be read is left out; `row_findings` tells.
    """
    filename = row.first(Use.FILENAME)
    if filename is None:
        return None
    if not row.has_forms():
        return SubmittedFile(filename, row.at)
    size = _size(row.first(Use.SIZE) or "")
    checksums = [one for column, value in row.of(Use.CHECKSUM) if (one := _checksum(column, value, row, name))]
    return SubmittedFile(filename, row.at, size, tuple(dict.fromkeys(checksums)))


def metadata_of(row: Row) -> tuple[SubmittedMetadata, ...]:
    """Return the metadata files that a row names, each with the form that its column names."""
    return tuple(
        SubmittedMetadata(column.detail or "", SubmittedFile(value, Position(row.number, column.header)))
        for column, value in row.of(Use.METADATA)
    )


def _size(text: str) -> int | None:
    return int(text.strip()) if _SIZE.fullmatch(text.strip()) else None


def _checksum(column: Column, value: str, row: Row, name: str) -> StatedChecksum | None:
    return stated_checksum(value, f"{name}, row {row.number}", column.detail)


def access_of(row: Row) -> AccessLevel | None:
    """Return the access level that a row states, or None."""
    cell = row.first(Use.ACCESS)
    if cell is None:
        return None
    said = cell.strip().lower()
    return AccessLevel(said) if said in tuple(AccessLevel) else None


def row_findings(row: Row, may_hold_odd: bool) -> Iterator[Finding]:
    """Yield what is wrong with single cells.

    `may_hold_odd` says whether any cell of the table may hold a character that a record cannot.
    """
    if Use.FILENAME in row.columns:
        yield from _filename_findings(row)
    if row.has_forms():
        yield from _form_findings(row)
    if may_hold_odd:
        yield from _text_findings(row)


def _form_findings(row: Row) -> Iterator[Finding]:
    for column, value in row.of(Use.SIZE):
        if _size(value) is None:
            yield _about("submission-size", row, column, value)
    for column, value in row.of(Use.CHECKSUM):
        if _checksum(column, value, row, "") is None:
            expected = f"{column.detail} in hexadecimal" if column.detail else None
            yield _about("submission-checksum", row, column, value, expected)
    for column, value in row.of(Use.ACCESS):
        if access_of(row) is None:
            yield _about("submission-access", row, column, value)
    for column, value in row.of(Use.METADATA):
        for problem in problems(_FILENAME, value):
            yield _about("submission-filename", row, column, value, problem.expected)


def _filename_findings(row: Row) -> Iterator[Finding]:
    named = row.of(Use.FILENAME)
    if not named:
        item = row.first(Use.ITEM)
        yield finding("submission-filename", item=item, row=row.number, pointer="filename", found="an empty cell")
    for column, value in named:
        for problem in problems(_FILENAME, value):
            yield _about("submission-filename", row, column, value, problem.expected)


def unnamed_findings(rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield a finding for each column that holds something and has no name, at the first row where it does."""
    told: set[Column] = set()
    for row in rows if rows and Use.UNNAMED in rows[0].columns else ():
        for column, value in row.of(Use.UNNAMED):
            if column not in told:
                told.add(column)
                yield _about("submission-column-unnamed", row, column, value)


def _text_findings(row: Row) -> Iterator[Finding]:
    for column, value in sorted((*row.of(Use.TERM), *row.of(Use.EXTRA)), key=lambda one: one[0].place):
        if problem := character_problem(value):
            yield finding(
                "submission-character",
                item=row.first(Use.ITEM),
                path=row.first(Use.FILENAME),
                row=row.number,
                pointer=column.pointer,
                found=problem,
            )


def _about(code: str, row: Row, column: Column, value: str, expected: str | None = None) -> Finding:
    return finding(
        code,
        item=row.first(Use.ITEM),
        path=row.first(Use.FILENAME),
        row=row.number,
        pointer=column.pointer,
        expected=expected,
        found=f"“{value[:80]}”",
    )
