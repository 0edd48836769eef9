"""Proposing a submission: what a table can say of a folder before an archivist has described it."""

import re
from dataclasses import dataclass

from bayegan.model.names import shown

COLUMNS = (
    "filename", "item", "title", "creator", "date", "language", "description", "subject", "access",
    "format", "size", "checksum",
)  # fmt: skip
"""The columns of a draft: what ingest understands, most of them empty for the archivist to fill in."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What a draft says of one document."""

    filename: str
    title: str
    format: str
    size: int
    checksum: str

    def cells(self) -> tuple[str, ...]:
        """Return the cells of this row, in the order of COLUMNS."""
        known = {
            "filename": self.filename,
            "title": self.title,
            "format": self.format,
            "size": str(self.size),
            "checksum": self.checksum,
        }
        return tuple(known.get(column, "") for column in COLUMNS)


def title_from_name(path: str) -> str:
    """Guess a title from a file name: no folders, no ending, `_` and `-` as spaces, a capital to begin with."""
    name = path.rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] if "." in name.strip(".") else name
    words = re.sub(r"[\s_\-.]+", " ", shown(stem)).strip() or shown(name)
    return words[:1].upper() + words[1:]
