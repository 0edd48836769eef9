"""What of one item may leave the archive, and what is withheld of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record import Record


class Kept(StrEnum):
    """What was withheld."""

    ITEM = "item"
    ENTRY = "entry"
    """Something that the record tells: an act, a claim, a part, the accession."""
    PERSON = "person"
    ORGANISATION = "organisation"
    NAME = "name"
    FILE = "file"
    TEXT = "text"
    """Words of the record in which a restricted string stood."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """One thing that was withheld, for the archivist alone.

    `where` is the JSON pointer into the record, or the payload path of a file; `digest` is the SHA-512 of a file
    that was left out, or of what was replaced in UTF-8.
    """

    kept: Kept
    where: str
    why: str
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Disclosed:
    """An item as an audience may see it. `closed` are the payload files left out, each with the reason.

    `record` is without notes on single files: `notes_given` makes them of those of the sealed record, one by one.
    `masks_notes` says that restricted strings of the export stand in them, and are replaced.
    """

    record: Record
    closed: Mapping[str, str]
    withheld: tuple[Withheld, ...]
    masks_notes: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is withheld: then the sealed bag itself may leave."""
        return not self.withheld
