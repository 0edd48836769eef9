"""How far a long piece of work has come."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Progress:
    """One step: `done` of `total` files (None: not known yet), and the octets read so far in this phase.

    Where a single one of what is counted may take long, `within` tells the files and octets that are done at the
    moment when it is asked.
    """

    phase: str
    done: int
    total: int | None
    octets: int
    within: Callable[[], tuple[int, int]] | None = None

    def further(self, done: int, octets: int) -> "Progress":
        """Return the progress after so much more."""
        return Progress(self.phase, self.done + done, self.total, self.octets + octets)


def ended(work: Generator[object, None, _Value]) -> _Value:
    """Run `work` to its end, whatever it tells on the way, and return its value."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            value: _Value = end.value
            return value
