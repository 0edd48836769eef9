"""Files to be read for their digests, and what reading them came to."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file to be read: `size` is what it is expected to have, and only spreads the work."""

    path: str
    size: int
    algorithms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a file came to: its digests in the order of the algorithms, or the `problem`."""

    path: str
    digests: Sequence[bytes] = ()
    size: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A first reading that went wrong: the path in the bag, empty for the bag itself, and what was wrong."""

    path: str
    problem: str


@dataclass(frozen=True, slots=True)
class ReadingBounds:
    """What bounds reading that may be killed, or must not take the whole disk.

    About so many `files` may have been given to workers and not be answered. `rate` is how many octets a second all
    processes together may read, 0 as many as they can.
    """

    files: int
    rate: float = 0.0

    def share(self, workers: int) -> int:
        """Return how many files a task may have, so that every worker has one at hand and one on its way."""
        return max(16, self.files // (2 * workers))
