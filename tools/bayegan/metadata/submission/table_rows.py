"""The rows of a table, each with the physical line where it begins."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bayegan.model.findings import Finding, finding

LONGEST_CELL = 1 << 24
"""Characters in one cell: room for the full text of a long document."""

_CLEARER = (
    ("unexpected end of data", "a quote that is never closed"),
    ("expected after", "something after a closing quote"),
    ("larger than field limit", f"a cell of more than {LONGEST_CELL:,} characters: is a quote not closed?"),
)
_OTHER_SEPARATORS = (";", "\t", ",", "|")


class RawRow(NamedTuple):
    """A row as written. `number` is the line where it begins, from 1."""

    number: int
    cells: Sequence[str]


def raw_rows(text: str, separator: str) -> Iterator[RawRow | Finding]:
    """Yield the rows of a table that hold anything, and a finding for each that is not CSV (RFC 4180).

    A row that is not CSV does not keep the next lines from being read.
    """
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield finding("submission-csv", row=number, found=_spelled(str(error)))
            continue
        if "".join(cells).strip():
            yield RawRow(number, cells)


def _spelled(problem: str) -> str:
    return next((clearer for said, clearer in _CLEARER if said in problem), problem)


def separator_findings(header: RawRow, separator: str) -> Iterator[Finding]:
    """Yield a finding where the header is one column with another separator in it."""
    if len(header.cells) > 1:
        return
    for other in _OTHER_SEPARATORS:
        if other != separator and other in header.cells[0]:
            spelled = "tab" if other == "\t" else f"'{other}'"
            found = f"one column, with {'a tab' if other == chr(9) else f'“{other}”'} in its name"
            advice = f"If that separates the cells, declare it: --separator {spelled}."
            yield finding("submission-separator", row=header.number, found=found, advice=advice)
            return
