"""How far a long piece of work has come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One step: `done` of `total` files (None: not known yet), and the octets read so far in this phase."""

    phase: str
    done: int
    total: int | None
    octets: int

    def further(self, done: int, octets: int) -> "Progress":
        """Return the progress after so much more."""
        return Progress(self.phase, self.done + done, self.total, self.octets + octets)
