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
