"""Cells of tables that a spreadsheet may open, and what they were (RFC 4180; CWE-1236)."""

import csv
import io
import sys
from collections.abc import Generator, Iterable, Sequence
from typing import BinaryIO

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""What a cell that a spreadsheet reckons with begins with; and the apostrophe, so that every cell can be undone."""
_MARK = "'"


def safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before it where it must."""
    return _MARK + text if text.startswith(FORMULA) else text


def undone(cell: str) -> str:
    """Return the text of a cell that `safe` made."""
    return cell.removeprefix(_MARK)


def lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as lines of CSV (RFC 4180) in UTF-8, every cell safe."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([safe(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8")


def read_lines(content: bytes) -> list[list[str]]:
    """Return the rows of a table that `lines` made, with their texts; a byte-order mark is passed over."""
    return [[undone(cell) for cell in row] for row in rows_of(io.BytesIO(content))]


def rows_of(source: BinaryIO, *, strict: bool = False) -> Generator[list[str], None, None]:
    """Yield the rows of a table as they stand, cells of any length.

    Raises UnicodeDecodeError, csv.Error, and OSError as `source` does.
    """
    before = csv.field_size_limit(sys.maxsize)
    text = io.TextIOWrapper(source, "utf-8-sig", newline="")
    try:
        yield from csv.reader(text, strict=strict)
    finally:
        text.detach()
        csv.field_size_limit(before)
