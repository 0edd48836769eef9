"""The fixity check: every file of every item re-read, all that is wrong in one report."""

import dataclasses
import os
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.findings import Finding, finding
from bayegan.model.fixity import (
    MANIFEST,
    PREMIS,
    FixityRun,
    VersionFixity,
    report_document,
    version_findings,
)
from bayegan.model.holdings import HeldVersion, SealedFacts, sealed_facts
from bayegan.model.ledger import LedgerEvent, verify
from bayegan.model.listing import PAYLOAD, Entry, Kind
from bayegan.model.names import shown
from bayegan.model.outcome import FileOutcome, Outcome, judge
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.model.progress import Progress
from bayegan.ports import Holdings, Ledger, Reports, Scene, SealedBags

_OFFLINE = "offline: archive/ is absent or empty"
_NO_WITNESS = "neither the manifest nor premis.xml is as the ledger knows it"


@dataclass(frozen=True, slots=True)
class CheckFixity:
    """The use case with its ports. Without `reports` nothing is written."""

    holdings: Holdings
    sealed_bags: SealedBags
    ledger: Ledger
    scene: Scene
    archive: str
    reports: Reports | None
    is_ingesting: Callable[[], bool]

    def run(self, items: Collection[str] = ()) -> Generator[Progress, None, FixityRun]:
        """Check the named items, or all; return the run with its report written, unless nothing is to be.

        A tag file is judged by the ledger; a payload file by the manifest while the ledger vouches for it, else
        by premis.xml. What cannot be read is an outcome of its own and never stops the run.
        """
        started = self.scene.clock()
        reading = verify(self.ledger.lines())
        facts = sealed_facts(self.ledger.events())
        offline = self._offline_because() if facts else None
        wanted = {key: one for key, one in facts.items() if not items or one.identifier in items}
        versions: list[VersionFixity] = []
        progress = Progress("checking fixity", 0, sum(map(_listed, wanted.values())), 0)
        for key in sorted(wanted):
            one = _offline(wanted[key], offline) if offline else self._version(wanted[key])
            versions.append(one)
            done, octets = progress.done + _listed(wanted[key]), progress.octets + one.octets
            progress = Progress(progress.phase, done, progress.total, octets)
            yield progress
        strays, unlisted = ((), ()) if items or offline else self._strays()
        ended = self.scene.clock()
        run = FixityRun(started, ended, reading.head, tuple(versions), strays, reading.findings, unlisted)
        return self._record(run)

    def _offline_because(self) -> str | None:
        try:
            return _OFFLINE if self.holdings.is_offline() else None
        except CouldNot as error:
            return f"offline: archive/ {error.problem}"

    def _version(self, facts: SealedFacts) -> VersionFixity:
        bag = self.holdings.bag(facts.identifier, facts.version)
        try:
            listing = self.holdings.listing(bag)
        except CouldNot as error:
            return _unlisted(facts, Outcome.UNREADABLE, error.problem)
        if listing is None:
            return _gone(facts, "no folder")
        entries = {entry.path: entry for entry in listing}
        if "" in entries:
            return _gone(facts, f"a {entries[''].kind.value} in its place, which is not followed")
        checked = [*self._tag_files(facts, bag, entries)]
        checked += self._payload(facts, bag, entries, checked)
        listed = {one.path for one in checked}
        checked += [_unexpected(entry) for entry in entries.values() if _is_extra(entry, listed)]
        octets = sum(entry.size for entry in entries.values() if entry.path in listed)
        return _fixity(facts, checked, octets)

    def _tag_files(self, facts: SealedFacts, bag: Path, entries: Mapping[str, Entry]) -> Iterator[FileOutcome]:
        for path, expected in sorted(facts.tag_digests.items()):
            yield self._file(bag, path, expected, entries)

    def _payload(
        self, facts: SealedFacts, bag: Path, entries: Mapping[str, Entry], tags: Collection[FileOutcome]
    ) -> Iterator[FileOutcome]:
        intact = {one.path for one in tags if one.outcome is Outcome.INTACT}
        if MANIFEST in intact:
            expected = self.sealed_bags.manifest(bag)
        elif PREMIS in intact:
            expected = {file.path: dict(file.digests)["sha512"] for file in self.sealed_bags.files(bag)}
        else:
            yield from _unjudged(facts, entries)
            return
        for path, digest in sorted(expected.items()):
            yield self._file(bag, path, digest, entries)

    def _file(self, bag: Path, path: str, expected: str, entries: Mapping[str, Entry]) -> FileOutcome:
        entry = entries.get(path)
        if entry is None:
            closed = next((entries[one] for one in _folders(path) if one in entries), None)
            if closed is not None and closed.kind is Kind.CLOSED_FOLDER:
                return FileOutcome(path, Outcome.UNREADABLE, reason=f"its folder is closed ({closed.reason})")
            return FileOutcome(path, Outcome.MISSING)
        if entry.kind is not Kind.FILE:
            return FileOutcome(path, Outcome.ALTERED, expected="a plain file", found=f"a {entry.kind.value}")
        try:
            return judge(path, expected, self.sealed_bags.digest(bag / path))
        except OSError as error:
            reason = f"it cannot be read ({error.strerror or os.strerror(error.errno or 0)})"
            return FileOutcome(path, Outcome.UNREADABLE, reason=reason)

    def _strays(self) -> tuple[tuple[Finding, ...], tuple[tuple[str, str], ...]]:
        """Return what belongs to no version that the ledger knows, and the folders that could not be listed.

        The ledger is read again after the survey, since an ingest may have gone on meanwhile; what one has put in
        place and not yet registered is not checked.
        """
        survey = self.holdings.survey()
        facts = sealed_facts(self.ledger.events())
        unknown = [held for held in survey.versions if (held.place, held.version) not in facts]
        strays = [finding("fixity-unexpected", path=path, found="unexpected") for path in survey.strays]
        if unknown and self.is_ingesting():
            waiting = tuple((f"archive/{held.place}", "an ingest is at work") for held in unknown)
            return tuple(strays), survey.closed + waiting
        return (*strays, *map(_unregistered, unknown)), survey.closed

    def _record(self, run: FixityRun) -> FixityRun:
        """Write report and events; where the disk refuses, the run is returned all the same, and says so."""
        if self.reports is None:
            return run
        agent = self.scene.agent.label
        try:
            path, digest = self.reports.write(report_document(run, self.archive, agent), run.ended)
            self.ledger.append([*_events(run, path, digest, agent)])
        except CouldNot as error:
            return dataclasses.replace(run, not_recorded=f"{error.thing}: {error.problem}")
        return dataclasses.replace(run, report=path)


def _events(run: FixityRun, path: str, digest: str, agent: str) -> Iterator[LedgerEvent]:
    """Yield the event of a run, and one for each item that is not intact."""
    whole = not run.findings and not run.unread
    outcome = EventOutcome.SUCCESS if whole else EventOutcome.FAILURE
    detail: dict[str, object] = {"files": run.counts, "report": path}
    yield LedgerEvent(EventType.FIXITY_CHECK, outcome, run.ended, agent, digests={path: digest}, detail=detail)
    yield from (_item_event(one, run, agent) for one in run.versions if not one.is_intact)


def _listed(facts: SealedFacts) -> int:
    return facts.files + len(facts.tag_digests)


def _fixity(facts: SealedFacts, checked: Collection[FileOutcome], octets: int) -> VersionFixity:
    bad = tuple(one for one in checked if one.outcome is not Outcome.INTACT)
    return VersionFixity(
        facts.identifier,
        facts.version,
        facts.place,
        Counter(one.outcome for one in checked),
        octets,
        bad,
        version_findings(facts.identifier, facts.place, facts.version, bad),
    )


def _unlisted(facts: SealedFacts, outcome: Outcome, reason: str) -> VersionFixity:
    whole = FileOutcome("", outcome, reason=reason)
    counts = {outcome: _listed(facts)}
    return VersionFixity(facts.identifier, facts.version, facts.place, counts, 0, (whole,))


def _offline(facts: SealedFacts, reason: str) -> VersionFixity:
    return _unlisted(facts, Outcome.NOT_CHECKED, reason)


def _gone(facts: SealedFacts, found: str) -> VersionFixity:
    gone = finding(
        "archive-item-missing",
        item=facts.identifier,
        path=f"archive/{facts.place}/{facts.version}",
        found=f"{found}; {_listed(facts)} files are missing",
    )
    return dataclasses.replace(_unlisted(facts, Outcome.MISSING, "the whole folder is gone"), findings=(gone,))


def _unjudged(facts: SealedFacts, entries: Mapping[str, Entry]) -> Iterator[FileOutcome]:
    """Payload for which no witness is left: what is there is not checked, what the count lacks is missing."""
    there = [path for path in entries if path.startswith(PAYLOAD)]
    for path in there[: facts.files]:
        yield FileOutcome(path, Outcome.NOT_CHECKED, reason=_NO_WITNESS)
    for number in range(len(there), facts.files):
        yield FileOutcome(f"{PAYLOAD}? (file {number + 1} of {facts.files})", Outcome.MISSING)


def _is_extra(entry: Entry, listed: Collection[str]) -> bool:
    """A folder that lost its only file or is closed is no file that nobody lists."""
    return entry.path not in listed and entry.kind not in (Kind.EMPTY_FOLDER, Kind.CLOSED_FOLDER)


def _folders(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _unexpected(entry: Entry) -> FileOutcome:
    return FileOutcome(entry.path, Outcome.UNEXPECTED, found=f"a {entry.kind.value} of {entry.size:,} octets")


def _unregistered(held: HeldVersion) -> Finding:
    path = f"archive/{held.place}/{held.version}"
    return finding("archive-item-unregistered", path=path, found="no event for this version")


def _item_event(version: VersionFixity, run: FixityRun, agent: str) -> LedgerEvent:
    files = {shown(file.path): file.outcome.value for file in version.not_intact[:1000]}
    return LedgerEvent(
        EventType.FIXITY_CHECK,
        EventOutcome.FAILURE,
        run.ended,
        agent,
        item=version.item,
        version=version.version,
        detail={"not_intact": files},
    )
