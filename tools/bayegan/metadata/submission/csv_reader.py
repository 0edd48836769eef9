"""Submissions as a table: one row per file, Dublin Core terms as columns."""

from collections.abc import Iterator, Sequence

from bayegan.metadata.submission.characters import character_problem
from bayegan.metadata.submission.folders import folder_findings, split
from bayegan.metadata.submission.identifiers import identifier_findings
from bayegan.metadata.submission.source import Contents, Source
from bayegan.metadata.submission.table_columns import Use, column_findings, columns_of
from bayegan.metadata.submission.table_record import record_of
from bayegan.metadata.submission.table_row import (
    Row,
    access_of,
    file_of,
    metadata_of,
    row_findings,
    rows_of,
    unnamed_findings,
)
from bayegan.metadata.submission.table_rows import RawRow, raw_rows, separator_findings
from bayegan.metadata.submission.table_text import separator_of, text_of
from bayegan.model.findings import Finding, finding
from bayegan.model.identifiers import minted
from bayegan.model.submission import Position, SubmittedFile, SubmittedItem


def read_csv(source: Source) -> Contents:
    """Read a table with a header; places are a row, the line where it begins, and the name of a column.

    Rows with the same value in the column `item` are one item, in the order of their first appearance; a row
    without one is an item. Rows all of whose cells are empty say nothing. Values are kept exactly.
    """
    text, unreadable = text_of(source)
    separator, undeclared = separator_of(source)
    if unreadable or undeclared:
        return Contents(findings=(*unreadable, *undeclared))
    read = list(raw_rows(text, separator))
    malformed = [one for one in read if isinstance(one, Finding)]
    raw = [one for one in read if isinstance(one, RawRow)]
    if not read or isinstance(read[0], Finding):
        return Contents(findings=tuple(malformed or [finding("submission-empty-file", found="no row")]))
    if other := tuple(separator_findings(raw[0], separator)):
        return Contents(findings=other)
    if len(read) == 1:
        malformed = [finding("submission-no-rows", row=raw[0].number, found="a header only")]
    contents = _read_table(raw[0], raw[1:], source, may_hold_odd=character_problem(text) is not None)
    return Contents(contents.items, (*malformed, *contents.findings))


def _read_table(header: RawRow, below: Sequence[RawRow], source: Source, *, may_hold_odd: bool) -> Contents:
    columns = columns_of(header)
    rows, findings = rows_of(below, columns)
    findings = [*column_findings(header, columns), *findings, *unnamed_findings(rows)]
    has_filenames = any(column.use is Use.FILENAME for column in columns)
    items: list[SubmittedItem] = []
    for identifier, group in _items(rows, source):
        files = [file for row in group if (file := file_of(row, source.name))]
        wrong = [*_item_findings(identifier, group, files, may_hold_odd)]
        findings += wrong
        if not wrong and has_filenames:
            item, warnings = _item(identifier, group, files, source)
            items.append(item)
            findings += warnings
    return Contents(tuple(items), tuple(findings))


def _items(rows: Sequence[Row], source: Source) -> Iterator[tuple[str, list[Row]]]:
    groups: dict[str | int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.first(Use.ITEM) or row.number, []).append(row)
    for key, group in groups.items():
        yield key if isinstance(key, str) else minted(source.digest, key), group


def _item_findings(
    identifier: str, rows: Sequence[Row], files: Sequence[SubmittedFile], may_hold_odd: bool
) -> Iterator[Finding]:
    for column, value in rows[0].of(Use.ITEM):
        yield from identifier_findings(value, Position(rows[0].number, column.header))
    for row in rows:
        yield from row_findings(row, may_hold_odd)
    if not any(column.detail == "title" for column, _ in rows[0].of(Use.TERM)):
        filename = rows[0].first(Use.FILENAME)
        yield finding(
            "submission-title",
            item=identifier,
            path=filename,
            row=rows[0].number,
            pointer="title",
            found="no title in the item's first row",
        )
    levels = {row.number: level for row in _with(Use.ACCESS, rows) if (level := access_of(row))}
    if len(set(levels.values())) > 1:
        found = ", ".join(f"{level} in row {number}" for number, level in levels.items())
        yield finding(
            "submission-access-conflict", item=identifier, row=list(levels)[-1], pointer="access", found=found
        )
    yield from folder_findings(files, identifier)


def _with(use: Use, rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows, none where the table has no column of that use."""
    return rows if use in rows[0].columns else ()


def _item(
    identifier: str, rows: Sequence[Row], named: Sequence[SubmittedFile], source: Source
) -> tuple[SubmittedItem, list[Finding]]:
    levels = [level for row in _with(Use.ACCESS, rows) if (level := access_of(row))]
    record, warnings = record_of(identifier, rows, levels[0] if levels else source.default_access)
    files, folder = split(named)
    # A cell that was filled down names its file once.
    metadata = {
        (one.form, one.file.filename): one
        for row in reversed(_with(Use.METADATA, rows))
        for one in metadata_of(row)
    }
    return SubmittedItem(
        record, files, rows[0].at, folder, bool(levels), tuple(reversed(metadata.values()))
    ), warnings
