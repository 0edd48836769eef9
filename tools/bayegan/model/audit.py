"""What a fixity check is asked for: which versions, and at what cost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

from bayegan.model.ledger import utc


class Kind(StrEnum):
    """Which versions a check is about."""

    ALL = "all"
    DUE = "due"
    SAMPLE = "sample"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a check is about. `percent` is that of a sample, as asked for; of kind DUE, of what is not due.

    `seed` decides what is in a sample: the digest of the last ledger line when the check began, which nobody can
    choose or foresee, and which anyone can look up.
    """

    kind: Kind = Kind.ALL
    percent: str | None = None
    items: tuple[str, ...] = ()
    seed: str | None = None

    def asks_as(self, other: "Scope") -> bool:
        """Say whether both were asked for in the same words."""
        mine, theirs = sorted(set(self.items)), sorted(set(other.items))
        return (self.kind, self.percent, mine) == (other.kind, other.percent, theirs)


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may use at most: seconds, octets read, octets a second. None: no bound."""

    seconds: int | None = None
    octets: int | None = None
    rate: int | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether the run may have to end before all is read."""
        return self.seconds is not None or self.octets is not None

    def document(self) -> dict[str, int | None]:
        """Return it as JSON documents hold it."""
        return {"seconds": self.seconds, "octets": self.octets, "octets_per_second": self.rate}


class Ending(StrEnum):
    """How a session of a check ended."""

    FINISHED = "finished"
    BUDGET = "budget"
    STOPPED = "stopped"
    GIVEN_UP = "given-up"


@dataclass(slots=True)
class Session:
    """One run of a check that may take several: when it was at work, and how much it read and judged."""

    begun: str
    ended: str
    ending: Ending = Ending.STOPPED
    files: int = 0
    octets: int = 0
    milliseconds: int = 0

    def document(self) -> dict[str, object]:
        """Return it as a report holds it."""
        return {
            "begun": self.begun,
            "ended": self.ended,
            "ending": self.ending.value,
            "files": self.files,
            "octets": self.octets,
            "milliseconds": self.milliseconds,
        }


@dataclass(frozen=True, slots=True)
class Part:
    """How far a large version has been read: files by their number among all that are expected of it.

    `witness` is the file that the payload was expected by: numbers mean the same while it is the same. `since` is
    when the reading began. Only files that were intact are in it.
    """

    seq: int
    witness: str
    ranges: Sequence[tuple[int, int]]
    octets: int
    since: str


def bound_of(percent: str) -> int:
    """Return the number of 64 bits below which a sample of so many percent begins."""
    return int(Fraction(percent) * 2**64 / 100)


def is_drawn(seed: str, seq: int, bound: int) -> bool:
    """Say whether the version that line `seq` sealed is in the sample."""
    return int.from_bytes(sha256(f"{seed} {seq}".encode()).digest()[:8], "big") < bound


@dataclass(frozen=True, slots=True)
class FixityPolicy:
    """The table [fixity] of bayegan.toml.

    A version is due `interval_days` after it was last read whole, and overdue after `overdue_days`. `every` is how
    many seconds lie between two runs of what is due, `budget` what such a run may use, `sample` the percentage of
    what is not due that it reads besides, `triggers` what else makes a version due at once.
    """

    interval_days: int = 90
    overdue_days: int = 180
    every: int = 86_400
    budget: Budget = field(default_factory=Budget)
    sample: str = "1"
    triggers: tuple[str, ...] = ("not-intact", "not-read")


TRIGGERS = ("not-intact", "not-read", "moved")
"""What may make a version due at once: damage found, something that could not be read, another file system."""


@dataclass(frozen=True, slots=True)
class Age:
    """From when to when something counts as read lately: three times as the ledger writes them."""

    at: str
    due_before: str
    overdue_before: str


def age(now: datetime, policy: FixityPolicy) -> Age:
    """Return the bounds of what is due and overdue at a time."""
    return Age(utc(now), _days_before(now, policy.interval_days), _days_before(now, policy.overdue_days))


def _days_before(now: datetime, days: int) -> str:
    try:
        return utc(now - timedelta(days=days))
    except OverflowError:
        return "0001-01-01T00:00:00Z"
