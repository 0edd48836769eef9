"""The columns of a table: what the header says that their cells mean."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bayegan.metadata.submission.characters import character_problem
from bayegan.metadata.submission.table_rows import RawRow
from bayegan.model.dublin_core import canonical_term
from bayegan.model.findings import Finding, finding
from bayegan.model.names import shown

_ALGORITHM = re.compile(r"(?:checksum[ _.-]?)?(md5|sha-?(?:1|224|256|384|512))")
_METADATA = "metadata:"


class Use(StrEnum):
    """What the cells of a column are for."""

    FILENAME = "filename"
    ITEM = "item"
    SIZE = "size"
    ACCESS = "access"
    CHECKSUM = "checksum"
    TERM = "term"
    METADATA = "metadata"
    EXTRA = "extra"
    UNNAMED = "unnamed"


_ONCE = frozenset((Use.FILENAME, Use.ITEM, Use.SIZE, Use.ACCESS))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its `place` from 1, `header` as written, `detail` the DCMI term, algorithm or form of its cells.

    `pointer` is the header, safe to print, as a finding names the column; the place of one without a name.
    """

    place: int
    header: str
    use: Use
    detail: str | None = None
    pointer: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        pointer = f"column {self.place}" if self.use is Use.UNNAMED else shown(self.header)
        object.__setattr__(self, "pointer", pointer)


def columns_of(header: RawRow) -> tuple[Column, ...]:
    """Return what each column means. Letter case and space around a name do not count."""
    return tuple(_column(place, cell) for place, cell in enumerate(header.cells, start=1))


def _column(place: int, header: str) -> Column:
    name = header.strip().lower()
    if not name:
        return Column(place, header, Use.UNNAMED)
    if name in (*_ONCE, Use.CHECKSUM):
        return Column(place, header, Use(name))
    if name.startswith(_METADATA):
        return Column(place, header, Use.METADATA, name.removeprefix(_METADATA).strip())
    if match := _ALGORITHM.fullmatch(name):
        return Column(place, header, Use.CHECKSUM, match[1].replace("-", ""))
    term = canonical_term(name)
    return Column(place, header, Use.EXTRA) if term is None else Column(place, header, Use.TERM, term)


def column_findings(header: RawRow, columns: Sequence[Column]) -> Iterator[Finding]:
    """Yield what is wrong with the header, and a warning for each name that we do not know."""
    uses = Counter(column.use for column in columns)
    if not uses[Use.FILENAME]:
        found = ", ".join(column.header for column in columns)
        yield finding("submission-no-filename-column", row=header.number, found=f"the columns {found}")
    for use in sorted(_ONCE):
        if uses[use] > 1:
            last = [column for column in columns if column.use is use][-1]
            found = f"{uses[use]} columns “{use}”"
            yield finding("submission-column-twice", row=header.number, pointer=last.pointer, found=found)
    for name in dict.fromkeys(column.header for column in columns if column.use is Use.EXTRA):
        pointer, found = shown(name), f"“{name}”"
        yield finding("submission-unknown-column", row=header.number, pointer=pointer, found=found)
        if problem := character_problem(name):
            yield finding("submission-character", row=header.number, pointer=pointer, found=problem)
