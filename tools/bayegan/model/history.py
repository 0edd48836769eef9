"""What the ledger says of when each sealed version was read, and what was found."""

import dataclasses
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from bayegan.model.holdings import SealedFacts, place_of, take_facts
from bayegan.model.preservation import EventType
from bayegan.model.reading_times import EffectiveTimes
from bayegan.model.seqs import Ranges, holds, overlaps, ranges_of, read_ranges, without

_CHECK = EventType.FIXITY_CHECK.value
_UNREAD = frozenset(("unreadable", "not-checked"))
Key = tuple[str, str]
"""Place and version."""


@dataclass(frozen=True, slots=True)
class Run:
    """The event of a recorded check. `number` counts the events of the ledger from 1."""

    number: int
    seq: int
    time: str
    outcome: str
    report: str | None
    detail: Mapping[str, object]
    covered: Sequence[tuple[str, Ranges]]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An event that says that a version was not intact, or not wholly readable, in the last run before it."""

    run: int
    time: str
    files: Mapping[str, str]

    @property
    def trigger(self) -> str:
        """How a policy calls it."""
        return "not-read" if self.files and _UNREAD.issuperset(self.files.values()) else "not-intact"


@dataclass(frozen=True, slots=True)
class Whole:
    """When a version was last found whole, and by which report; None where that was its sealing."""

    time: str
    report: str | None

    def document(self) -> dict[str, object]:
        """Return it as JSON documents hold it."""
        return {"time": self.time, "report": self.report}


@dataclass(slots=True)
class History:
    """The fold over the ledger: `take` is given every event in order, then `readings` answers.

    Only events that tell what they covered count as a check. The time of a reading is when the session began in
    which it was done, and never later than the event's effective time.
    """

    facts: dict[Key, SealedFacts] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    troubles: dict[Key, list[Trouble]] = field(default_factory=dict)
    formats: dict[str, tuple[int, int]] = field(default_factory=dict)
    formats_told: int = 0
    head_asked: int = 0
    """A number of lines: `head_found` becomes the digest that the line after them states of the last of them."""
    head_found: str = ""
    times: EffectiveTimes = field(default_factory=EffectiveTimes)
    _odd: dict[Key, int] = field(default_factory=dict)
    """The numbers of events whose stated place in the ledger is another."""

    def take(self, event: Mapping[str, object]) -> None:
        """Take the next event."""
        self.times.take(event.get("time"))
        sealed = take_facts(self.facts, event)
        if sealed is not None:
            if sealed.seq != self.times.count:
                self._odd[sealed.place, sealed.version] = self.times.count
            self._take_formats(event)
        elif event.get("type") == _CHECK:
            self._take_check(event)
        if self.head_asked and event.get("seq") == self.head_asked + 1:
            self.head_found = str(event.get("prev"))

    def _take_formats(self, event: Mapping[str, object]) -> None:
        detail = event["detail"]
        formats = detail.get("formats") if isinstance(detail, dict) else None
        for puid, amount in formats.items() if isinstance(formats, dict) else ():
            if isinstance(amount, list) and len(amount) == 2 and all(type(one) is int for one in amount):
                files, octets = self.formats.get(puid, (0, 0))
                self.formats[puid] = (files + amount[0], octets + amount[1])
                self.formats_told += amount[0]

    def _take_check(self, event: Mapping[str, object]) -> None:
        item, version, found = event.get("item"), event.get("version"), event.get("detail")
        detail = found if isinstance(found, dict) else {}
        seq, time = event.get("seq"), str(event.get("time"))
        if item is None:
            report, outcome = detail.get("report"), str(event.get("outcome"))
            place = seq if type(seq) is int else 0
            told = report if isinstance(report, str) else None
            covered = tuple(_covered(detail.get("covered")))
            self.runs.append(Run(self.times.count, place, time, outcome, told, detail, covered))
        elif isinstance(item, str) and isinstance(version, str):
            files = detail.get("not_intact")
            words = {str(path): str(one) for path, one in files.items()} if isinstance(files, dict) else {}
            trouble = Trouble(len(self.runs) - 1, time, words)
            self.troubles.setdefault((place_of(item), version), []).append(trouble)

    def foresee(self, run: Run, troubled: Mapping[Key, Mapping[str, str]]) -> None:
        """Take a run that is about to be written, with the versions in trouble and their files."""
        self.times.take(run.time)
        self.runs.append(dataclasses.replace(run, number=self.times.count))
        for key, files in troubled.items():
            self.troubles.setdefault(key, []).append(Trouble(len(self.runs) - 1, run.time, files))

    def readings(self) -> "Readings":
        """Return what it comes to; call this after the last event."""
        return Readings(self)

    def sealed_at(self, facts: SealedFacts) -> str:
        """Return the effective time of a version's sealing."""
        number = self._odd.get((facts.place, facts.version), facts.seq) if self._odd else facts.seq
        return self.times.of(number)

    def in_order(self) -> list[SealedFacts]:
        """Return the versions by their places; those of one item in the order in which they were sealed."""
        return sorted(self.facts.values(), key=attrgetter("place"))

    @property
    def mounts(self) -> tuple[str, ...]:
        """The folders that were disks of their own when the last check looked."""
        return _texts(self._last("mounts"))

    @property
    def file_system(self) -> str | None:
        """What the last check said of the file system that holds the archive."""
        found = self._last("file_system")
        return found if isinstance(found, str) else None

    def _last(self, key: str) -> object:
        return next((run.detail[key] for run in reversed(self.runs) if key in run.detail), None)


class Readings:
    """Of each version, when it was last read whole, and by which run."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._groups: list[tuple[str, int]] = [("", -1)]
        seqs = [one.seq for one in history.facts.values()]
        known = set(seqs)
        odd = len(known) < len(seqs) or (bool(seqs) and min(known) < 1)
        self._twice = frozenset(seq for seq, times in Counter(seqs).items() if times > 1 or seq < 1) if odd else ()
        gaps: Ranges = ranges_of(known.difference(self._twice))
        top = gaps[-1][1] if gaps else 0
        self._group_of = array("l", bytes(array("l").itemsize * (top + 1)))
        for index in range(len(history.runs) - 1, -1, -1):
            gaps = self._paint(index, gaps)
            if not gaps:
                break

    def _paint(self, index: int, gaps: Ranges) -> Ranges:
        """Enter what a run covered, and no later one; return what none covered yet."""
        run = self._history.runs[index]
        effective = self._history.times.of(run.number)
        for since, ranges in run.covered:
            self._groups.append((min(since, effective), index))
            number = len(self._groups) - 1
            for first, last in overlaps(gaps, ranges):
                if first == last:
                    self._group_of[first] = number
                else:
                    self._group_of[first : last + 1] = array("l", [number]) * (last + 1 - first)
            gaps = without(gaps, ranges)
        return gaps

    def time(self, facts: SealedFacts) -> str:
        """Return when a version was last read whole, or sealed; empty where that is not known."""
        if facts.seq in self._twice:
            return ""
        group = self._group_of[facts.seq]
        return self._groups[group][0] if group else self._history.sealed_at(facts)

    def times(self, versions: Iterable[SealedFacts]) -> list[str]:
        """Return when each version was last read whole, as `time` does."""
        if self._twice:
            return list(map(self.time, versions))
        group_of, groups, sealed_at = self._group_of, self._groups, self._history.sealed_at
        found = ((one, group_of[one.seq]) for one in versions)
        return [groups[group][0] if group else sealed_at(one) for one, group in found]

    def run(self, facts: SealedFacts) -> int:
        """Return the place among the runs of the one that last read a version whole, -1 where none did."""
        return -1 if facts.seq in self._twice else self._groups[self._group_of[facts.seq]][1]

    def trouble(self, facts: SealedFacts) -> Trouble | None:
        """Return what was wrong with a version when it was last looked at."""
        troubles = self._history.troubles.get((facts.place, facts.version))
        return troubles[-1] if troubles and troubles[-1].run >= self.run(facts) else None

    def troubled(self) -> Iterator[tuple[SealedFacts, Trouble]]:
        """Yield each version that was not intact or not readable when last looked at."""
        for key in self._history.troubles:
            facts = self._history.facts.get(key)
            trouble = self.trouble(facts) if facts else None
            if facts is not None and trouble is not None:
                yield facts, trouble

    def whole(self, facts: SealedFacts) -> Whole | None:
        """Return when a version was last found whole, None where that is not known."""
        if facts.seq in self._twice:
            return None
        runs, bad = self._history.runs, self._bad_runs(facts)
        for index in range(len(runs) - 1, -1, -1):
            for since, ranges in runs[index].covered:
                if index not in bad and holds(ranges, facts.seq):
                    return Whole(min(since, self._history.times.of(runs[index].number)), runs[index].report)
        sealed = self._history.sealed_at(facts)
        return Whole(sealed, None) if sealed else None

    def first_found(self, facts: SealedFacts) -> Trouble:
        """Return the first event of a trouble that has lasted since; for versions that have one."""
        bad = self._bad_runs(facts)
        runs = self._history.runs
        good = [
            index
            for index, run in enumerate(runs)
            if index not in bad and any(holds(ranges, facts.seq) for _, ranges in run.covered)
        ]
        troubles = self._history.troubles[facts.place, facts.version]
        return next((one for one in troubles if not good or one.run > good[-1]), troubles[-1])

    def _bad_runs(self, facts: SealedFacts) -> frozenset[int]:
        return frozenset(one.run for one in self._history.troubles.get((facts.place, facts.version), ()))


def _covered(value: object) -> Iterator[tuple[str, Ranges]]:
    """Yield what an event says it covered: ranges by when the session began. What has no such form says nothing."""
    for since, text in sorted(value.items()) if isinstance(value, dict) else ():
        ranges = read_ranges(text)
        if ranges is not None:
            yield since, ranges


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
