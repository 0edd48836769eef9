"""What a whole fixity check came to."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from bayegan.model.audit import Budget, Scope, Session
from bayegan.model.findings import Finding, has_errors
from bayegan.model.fixity import VersionFixity
from bayegan.model.history import Whole
from bayegan.model.ledger import Head
from bayegan.model.outcome import FileOutcome, Outcome
from bayegan.model.seqs import seqs_text

LINES_DAMAGED = "no sound line of the ledger seals it, and there are damaged ones"
INGESTING = "an ingest is at work"
"""Why a version that no line of the ledger seals is not judged."""


@dataclass(frozen=True, slots=True)
class Left:
    """Versions, or parts of them, that were not checked for one reason: how much, and which lines sealed them."""

    reason: str
    versions: int
    files: int
    octets: int
    ranges: str

    def document(self) -> dict[str, object]:
        """Return it as a report holds it."""
        return {
            "reason": self.reason,
            "versions": self.versions,
            "files": self.files,
            "octets": self.octets,
            "ranges": self.ranges,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """How the archive stands after a check, as JSON documents hold it: each an object of numbers."""

    due: Mapping[str, int]
    overdue: Mapping[str, int]
    coverage: Mapping[str, object]
    holdings: Mapping[str, object]


@dataclass(frozen=True)
class FixityRun:
    """A whole fixity check, of one session or of several. `postponed` are reasons that may wait for the next."""

    started: datetime
    ended: datetime
    head: Head
    versions: tuple[VersionFixity, ...]
    strays: tuple[Finding, ...] = ()
    ledger: tuple[Finding, ...] = ()
    unlisted: tuple[tuple[str, str], ...] = ()
    report: str | None = None
    checkpoint: str | None = None
    """The path of the checkpoint that was signed after it."""
    not_recorded: str | None = None
    scope: Scope = field(default_factory=Scope)
    budget: Budget = field(default_factory=Budget)
    sessions: tuple[Session, ...] = ()
    selected: Mapping[str, int | str] = field(default_factory=dict)
    payload: Mapping[int, int] = field(default_factory=dict)
    """Octets of the payload as sealed, by seq."""
    since: Mapping[int, str] = field(default_factory=dict)
    """When the reading of a version began, by seq, where it was not in the last session."""
    carried: Mapping[str, int] | None = None
    offline: tuple[tuple[str, str], ...] = ()
    mounts: tuple[str, ...] = ()
    file_system: str | None = None
    whole_before: Mapping[int, Whole | None] = field(default_factory=dict)
    standing: Standing | None = None
    remarks: tuple[Finding, ...] = ()
    postponed: frozenset[str] = frozenset()
    late: int = 0
    """How many versions the budget left unread that are overdue."""
    faults: tuple[tuple[str, str], ...] = ()
    """What went wrong with the journal."""

    @cached_property
    def items(self) -> frozenset[str]:
        """The items that were selected; one may have several versions."""
        return frozenset(one.item for one in self.versions)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Files by outcome; `listed` is the sum of the first five."""
        total: Counter[Outcome] = Counter()
        intact = 0
        for version in self.versions:
            if version.not_intact:
                total.update(version.counts)
            else:
                intact += version.counts.get(Outcome.INTACT, 0)
        total[Outcome.INTACT] += intact
        total[Outcome.UNEXPECTED] += len(self.strays)
        listed = sum(count for outcome, count in total.items() if outcome is not Outcome.UNEXPECTED)
        return {"listed": listed} | {outcome.value: total[outcome] for outcome in Outcome}

    @cached_property
    def octets(self) -> int:
        """Octets that were read, over all sessions."""
        return sum(session.octets for session in self.sessions)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: of the ledger, of every version, of what belongs to none, and remarks on the check."""
        of_versions = tuple(one for version in self.versions for one in self._since_when(version))
        return self.ledger + of_versions + self.strays + self.remarks

    def _since_when(self, version: VersionFixity) -> tuple[Finding, ...]:
        """Return the findings of a version, each saying when it was last found whole, and by which check."""
        whole = self.whole_before.get(version.seq)
        if whole is None or not has_errors(version.findings):
            return version.findings
        said = f"; last found whole {whole.time}, {f'by {whole.report}' if whole.report else 'when it was sealed'}"
        return tuple(
            dataclasses.replace(one, found=one.found + said) if one.is_error else one for one in version.findings
        )

    @cached_property
    def left(self) -> tuple[Left, ...]:
        """What was not checked, by reason."""
        found: dict[str, list[tuple[VersionFixity, int]]] = {}
        for version in self.versions:
            for reason, files in _left_in(version) if version.not_intact else ():
                found.setdefault(reason, []).append((version, files))
        return tuple(
            Left(
                reason,
                len(those),
                sum(files for _, files in those),
                sum(max(self.payload.get(one.seq, 0) - one.octets, 0) for one, _ in those),
                seqs_text(one.seq for one, _ in those),
            )
            for reason, those in sorted(found.items())
        )

    @cached_property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """What could not be checked, each with the reason: files by their paths in the archive, then whole
        versions.

        What a later run will come to in time is not among it.
        """
        of_files = (
            (f"archive/{version.place}/{version.version}/{file.path}", file.reason)
            for version in self.versions
            for file in version.not_intact
            if file.outcome is Outcome.UNREADABLE or (file.outcome is Outcome.NOT_CHECKED and file.path)
        )
        whole = {file.reason for one in self.versions for file in one.not_intact if _is_left_whole(file)}
        of_versions = (
            (f"{one.files:,} files of {one.versions:,} versions", one.reason)
            for one in self.left
            if one.reason in whole and one.reason not in self.postponed
        )
        return (*of_files, *of_versions, *self.unlisted)

    @cached_property
    def mended(self) -> tuple[tuple[str, str], ...]:
        """Files that were intact at the second reading only: a fault was met, though nothing is lost."""
        return tuple(
            (f"archive/{one.place}/{one.version}/{path}".removesuffix("/"), f"the first reading failed: {problem}")
            for one in self.versions
            for path, problem in one.mended
        )

    @cached_property
    def covered(self) -> list[tuple[str, str]]:
        """Return which versions were read whole, as ranges, by when their reading began."""
        now = self.sessions[-1].begun if self.sessions else ""
        groups: dict[str, list[int]] = {}
        for one in self.versions:
            if one.is_covered and one.seq > 0:
                groups.setdefault(self.since.get(one.seq, now), []).append(one.seq)
        return [(since, seqs_text(seqs)) for since, seqs in sorted(groups.items())]


def _left_in(version: VersionFixity) -> Iterator[tuple[str, int]]:
    """Yield for each reason how many files of a version were not checked."""
    left = version.counts.get(Outcome.NOT_CHECKED, 0)
    if not left:
        return
    reasons = Counter(one.reason for one in version.not_intact if one.outcome is Outcome.NOT_CHECKED and one.path)
    yield from reasons.items()
    if whole := left - reasons.total():
        yield next(one.reason for one in version.not_intact if _is_left_whole(one)), whole


def _is_left_whole(file: FileOutcome) -> bool:
    return file.outcome is Outcome.NOT_CHECKED and not file.path
