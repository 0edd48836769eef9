"""What an amended version of an item takes from the version before it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bayegan.model.preservation import Event, Format

HELD = "/"
"""What the source of a file begins with that an earlier version of the item holds. No document's path does."""


@dataclass(frozen=True, slots=True)
class Amends:
    """The version that is amended, its events until sealing, and what becomes of its files, by payload path.

    `formats` are those of the files that go over into the new version as they are.
    """

    version: str
    events: tuple[Event, ...]
    formats: Mapping[str, Format | None]
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def changes_files(self) -> bool:
        """Whether the new version has other files."""
        return bool(self.added or self.replaced or self.left_out)
