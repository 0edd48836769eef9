"""What the payload of a bag comes to, whatever its files are called: there may be a million of them."""

from collections.abc import Iterable
from typing import NamedTuple

from bayegan.model.preservation import FileObject, Format


class Payload(NamedTuple):
    """Sizes in octets and formats of the files, in one order. A format that was not looked for is None."""

    sizes: list[int]
    formats: list[Format | None]

    @classmethod
    def of(cls, files: Iterable[FileObject]) -> "Payload":
        """Return what these files come to."""
        known = [(file.size, file.format) for file in files]
        return cls([size for size, _ in known], [of for _, of in known])

    @property
    def files(self) -> int:
        """How many files there are."""
        return len(self.sizes)

    @property
    def octets(self) -> int:
        """How many octets they have together."""
        return sum(self.sizes)

    @property
    def unknown(self) -> int:
        """Of how many files the format is not known."""
        return sum(one is None or one.puid is None for one in self.formats)
