"""What the journal of an unfinished fixity check says. It is derived: without it, work is done again, no more.

Each line is a JSON object: the first says what was to be checked (`audit`), the others what came of it. `session`:
a
session began. `whole`: versions that are intact. `version`: one that is not, or of which there is something to say.
`closer`: versions that the quick way did not call whole. `part`: files of a large version that are intact.
`closing`: the report and the events that are about to be written.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bayegan.model.audit import Budget, Kind, Part, Scope, Session
from bayegan.model.findings import Finding, Severity, as_document
from bayegan.model.fixity import VersionFixity
from bayegan.model.holdings import SealedFacts
from bayegan.model.ledger import Head, LedgerEvent, utc
from bayegan.model.outcome import FileOutcome, Outcome
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.model.seqs import Ranges, holds, merged, ranges_text, read_ranges, seqs_text
from bayegan.model.version_check import intact

_FORM = "1.0"
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opening:
    """The first line: whose archive, where its ledger ended, what was asked for, which versions, when."""

    archive: str
    head: Head
    scope: Scope
    budget: Budget
    selected: Ranges
    started: str

    def line(self) -> dict[str, Any]:
        """Return it as it is written."""
        return {
            "audit": _FORM,
            "archive": self.archive,
            "lines": self.head.lines,
            "sha256": self.head.digest,
            "kind": self.scope.kind.value,
            "percent": self.scope.percent,
            "items": list(self.scope.items),
            "seed": self.scope.seed,
            "budget": [self.budget.seconds, self.budget.octets, self.budget.rate],
            "selected": ranges_text(self.selected),
            "started": self.started,
        }


@dataclass(slots=True)
class Journal:
    """A journal as read: what was judged so far, in which sessions. `damaged` lines said nothing."""

    opening: Opening
    damaged: int = 0
    sessions: list[Session] = field(default_factory=list)
    whole: list[tuple[Ranges, int, int]] = field(default_factory=list)
    """Versions, octets read for them, and the session, by its place, that read them."""
    versions: dict[int, tuple[Line, int]] = field(default_factory=dict)
    closer: set[int] = field(default_factory=set)
    parts: dict[int, Part] = field(default_factory=dict)
    carried: dict[int, Part] = field(default_factory=dict)
    """Parts that come from an earlier check. Those of this one are not among them."""
    closing: Line | None = None

    @property
    def last_written(self) -> str:
        """When the last line that tells a time was written."""
        return max((one.ended for one in self.sessions), default=self.opening.started)

    def judged(self) -> list[tuple[int, int]]:
        """Return which versions are done with."""
        alone = [(seq, seq) for seq in self.versions]
        return merged([*(one for ranges, _, _ in self.whole for one in ranges), *alone])


def read_journal(lines: Iterable[Line], damaged: int) -> Journal | None:
    """Return what the lines say, None where the first opens no journal; others that say nothing are counted."""
    journal: Journal | None = None
    for line in lines:
        if journal is None:
            opening = _opening(line)
            if opening is None:
                return None
            journal = Journal(opening, damaged)
            continue
        try:
            _take(journal, line)
        except (KeyError, TypeError, ValueError, AttributeError):
            journal.damaged += 1
    return journal


def _opening(line: Line) -> Opening | None:
    try:
        if line["audit"] != _FORM:
            return None
        scope = Scope(Kind(line["kind"]), line["percent"], tuple(line["items"]), line["seed"])
        head = Head(int(line["lines"]), str(line["sha256"]))
        started = utc(datetime.fromisoformat(line["started"]))
        budget = Budget(*line["budget"])
        return Opening(str(line["archive"]), head, scope, budget, _ranges(line["selected"]), started)
    except (KeyError, TypeError, ValueError):
        return None


def _ranges(text: object) -> Ranges:
    found = read_ranges(text)
    if found is None:
        raise ValueError(text)
    return found


def _take(journal: Journal, line: Line) -> None:
    """Take in a line; raises ValueError, KeyError or TypeError where it has no known form."""
    if "session" in line:
        begun = utc(datetime.fromisoformat(line["session"]))
        journal.sessions.append(Session(begun, begun))
    elif "whole" in line:
        ranges, octets = _ranges(line["whole"]), int(line["octets"])
        _count(journal, line)
        journal.whole.append((ranges, octets, len(journal.sessions) - 1))
    elif "version" in line:
        version_of(line)
        seq = int(line["version"])
        _count(journal, line)
        journal.versions[seq] = (line, len(journal.sessions) - 1)
    elif "closer" in line:
        for first, last in _ranges(line["closer"]):
            journal.closer.update(range(first, min(last, first + 1_000_000) + 1))
    elif "part" in line:
        part = part_of(line, journal.sessions[-1].begun if journal.sessions else "")
        _count(journal, line)
        journal.parts[part.seq] = joined(journal.parts.get(part.seq), part)
        if line.get("carried"):
            journal.carried[part.seq] = part
    elif "closing" in line:
        journal.closing = line["closing"]
    else:
        raise ValueError(line)


def _count(journal: Journal, line: Line) -> None:
    """Count what a line says was done in the session at work."""
    if "at" not in line:
        return
    files, octets = map(int, line["more"])
    session = journal.sessions[-1]
    session.ended, session.milliseconds = utc(datetime.fromisoformat(line["at"])), int(line["ms"])
    session.files += files
    session.octets += octets


def joined(one: Part | None, other: Part) -> Part:
    """Return two parts of a version as one; of parts by different witnesses the later counts."""
    if one is None or one.witness != other.witness:
        return other
    ranges = merged([*one.ranges, *other.ranges])
    return Part(one.seq, one.witness, ranges, one.octets + other.octets, min(one.since, other.since))


def part_of(line: Line, since: str) -> Part:
    """Return the part that a line tells of; its reading began at `since` unless the line says otherwise."""
    begun = line.get("since") or since
    return Part(int(line["part"]), str(line["witness"]), _ranges(line["numbers"]), int(line["octets"]), str(begun))


def part_line(part: Part) -> dict[str, Any]:
    """Return a part as it is written."""
    line = {"part": part.seq, "witness": part.witness, "numbers": ranges_text(part.ranges), "octets": part.octets}
    return line | ({"since": part.since} if part.since else {})


def whole_line(versions: Sequence[VersionFixity]) -> dict[str, Any]:
    """Return versions that are intact as they are written."""
    return {"whole": seqs_text(one.seq for one in versions), "octets": sum(one.octets for one in versions)}


def version_line(one: VersionFixity) -> dict[str, Any]:
    """Return what became of a version as it is written."""
    return {
        "version": one.seq,
        "of": [one.item, one.version, one.place],
        "counts": {outcome.value: count for outcome, count in one.counts.items()},
        "octets": one.octets,
        "not_intact": [
            [file.path, file.outcome.value, file.expected, file.found, file.reason] for file in one.not_intact
        ],
        "findings": [as_document(found) for found in one.findings],
        "mended": [list(pair) for pair in one.mended],
        "skipped": one.skipped,
    }


def version_of(line: Line) -> VersionFixity:
    """Return what became of a version, as a line tells; raises as `_take` does."""
    item, version, place = line["of"]
    return VersionFixity(
        str(item),
        str(version),
        str(place),
        {Outcome(word): int(count) for word, count in line["counts"].items()},
        int(line["octets"]),
        tuple(FileOutcome(path, Outcome(word), *texts) for path, word, *texts in line["not_intact"]),
        tuple(Finding(**{**one, "severity": Severity(one["severity"])}) for one in line["findings"]),
        int(line["version"]),
        tuple((path, problem) for path, problem in line["mended"]),
        int(line["skipped"]),
    )


def judged_before(journal: Journal, facts: Iterable[SealedFacts]) -> Iterator[tuple[VersionFixity, int]]:
    """Yield what became of the versions that are done with, each with the session, by its place, that judged it.

    The octets of a line that tells of several versions are given to the first of them.
    """
    by_seq = {one.seq: one for one in facts}
    seen: set[int] = set()
    for ranges, octets, session in journal.whole:
        left = octets
        for first, last in ranges:
            for seq in range(first, last + 1):
                if seq in by_seq and seq not in seen and seq not in journal.versions:
                    yield intact(by_seq[seq], by_seq[seq].listed, left), session
                    left = 0
                    seen.add(seq)
    for seq, (line, session) in journal.versions.items():
        if seq in by_seq:
            yield version_of(line), session


def event_line(event: LedgerEvent) -> dict[str, Any]:
    """Return an event as the journal keeps it until it is in the ledger."""
    return {**dataclasses.asdict(event), "time": utc(event.time)}


def event_of(line: Line) -> LedgerEvent:
    """Return an event that the journal kept."""
    values = {**line, "time": datetime.fromisoformat(line["time"])}
    return LedgerEvent(**{**values, "type": EventType(line["type"]), "outcome": EventOutcome(line["outcome"])})


def covers(journal: Journal, seq: int) -> bool:
    """Say whether a version was to be checked."""
    return holds(journal.opening.selected, seq)
