"""The fixity check: every file of every item re-read, all that is wrong in one report."""

import dataclasses
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.findings import Finding, finding
from bayegan.model.fixity import MANIFEST, PREMIS, FixityRun, VersionFixity, report_document
from bayegan.model.holdings import HeldVersion, SealedFacts, sealed_facts, take_facts
from bayegan.model.ledger import LedgerEvent, verify
from bayegan.model.names import shown
from bayegan.model.outcome import Outcome
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.model.progress import Progress
from bayegan.model.reading import Read, ToRead
from bayegan.model.version_check import VersionCheck, gone, intact, listed_files, unlisted
from bayegan.ports import Holdings, Ledger, Reports, Scene, SealedBags

_OFFLINE = "offline: archive/ is absent or empty"
_DIGEST = ("sha512",)


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
    read_many: Callable[[Iterable[ToRead]], Iterator[Read]]
    whole_bags: Callable[[Iterable[SealedFacts]], Iterator[tuple[int, int] | None]]
    """Says of each version how many files and octets it has where all are intact, None where to look closer."""

    def run(self, items: Collection[str] = ()) -> Generator[Progress, None, FixityRun]:
        """Check the named items, or all; return the run with its report written, unless nothing is to be.

        A tag file is judged by the ledger; a payload file by the manifest while the ledger vouches for it, else
        by premis.xml. What cannot be read is an outcome of its own and never stops the run.
        """
        started = self.scene.clock()
        facts: dict[tuple[str, str], SealedFacts] = {}
        reading = verify(self.ledger.lines(), partial(take_facts, facts))
        offline = self._offline_because() if facts else None
        wanted = {key: one for key, one in facts.items() if not items or one.identifier in items}
        versions: list[VersionFixity] = []
        progress = Progress("checking fixity", 0, sum(map(listed_files, wanted.values())), 0)
        judged = map(partial(_offline, reason=offline), wanted.values()) if offline else self.looked_at(wanted)
        for one in judged:
            versions.append(one)
            listed = listed_files(wanted[one.place, one.version])
            done, octets = progress.done + listed, progress.octets + one.octets
            progress = Progress(progress.phase, done, progress.total, octets)
            yield progress
        versions.sort(key=attrgetter("place", "version"))
        strays, unlisted = ((), ()) if items or offline else self._strays(facts)
        ended = self.scene.clock()
        run = FixityRun(started, ended, reading.head, tuple(versions), strays, reading.findings, unlisted)
        return self._record(run)

    def _offline_because(self) -> str | None:
        try:
            return _OFFLINE if self.holdings.is_offline() else None
        except CouldNot as error:
            return f"offline: archive/ {error.problem}"

    def looked_at(self, wanted: Mapping[tuple[str, str], SealedFacts]) -> Iterator[VersionFixity]:
        """Yield what became of each version: first of those that are whole, then of all others, file by file."""
        order = sorted(wanted)
        closer: list[tuple[str, str]] = []
        for key, whole in zip(order, self.whole_bags(wanted[key] for key in order), strict=True):
            if whole is None:
                closer.append(key)
            else:
                yield intact(wanted[key], *whole)
        yield from self._judged(wanted, closer)

    def _judged(
        self, wanted: Mapping[tuple[str, str], SealedFacts], order: Iterable[tuple[str, str]]
    ) -> Iterator[VersionFixity]:
        """Yield what became of each version, in order; the files of several are on their way at once."""
        going: deque[VersionCheck | VersionFixity] = deque()

        def files() -> Iterator[ToRead]:
            for key in order:
                one = self._begun(wanted[key])
                going.append(one)
                if isinstance(one, VersionCheck):
                    for path, _ in one.to_read:
                        yield ToRead(f"{one.root}/{path}", one.entries[path].size, _DIGEST)

        for read in self.read_many(files()):
            while not isinstance(first := going[0], VersionCheck) or first.is_complete:
                yield _done(going.popleft())
            first.take(read)
        yield from map(_done, going)

    def _begun(self, facts: SealedFacts) -> "VersionCheck | VersionFixity":
        """List a version and decide what is expected of each of its files."""
        bag = self.holdings.bag(facts.identifier, facts.version)
        try:
            listing = self.holdings.listing(bag)
        except CouldNot as error:
            return unlisted(facts, Outcome.UNREADABLE, error.problem)
        if listing is None:
            return gone(facts, "no folder")
        check = VersionCheck(facts, str(bag), {entry.path: entry for entry in listing})
        if "" in check.entries:
            return gone(facts, f"a {check.entries[''].kind.value} in its place, which is not followed")
        for path, digest in sorted(facts.tag_digests.items()):
            check.expect(path, digest)
        self._expect_payload(check, bag)
        return check

    def _expect_payload(self, check: VersionCheck, bag: Path) -> None:
        """Take in the payload as the manifest lists it while the ledger vouches for it, else as premis.xml does."""
        for name, witness in ((MANIFEST, self.sealed_bags.manifest), (PREMIS, self.sealed_bags.premis)):
            if check.entries.get(name) is None:
                continue
            try:
                digest, files = witness(bag)
            except CouldNot:
                continue
            if digest == check.facts.tag_digests.get(name):
                for path, expected in sorted(files.items()):
                    check.expect(path, expected)
                return
        check.expect_unjudged()

    def _strays(
        self, facts: Mapping[tuple[str, str], SealedFacts]
    ) -> tuple[tuple[Finding, ...], tuple[tuple[str, str], ...]]:
        """Return what belongs to no version that the ledger knows, and the folders that could not be listed.

        An ingest may have gone on since `facts` were read: for what they do not know the ledger is read again, and
        what an ingest has put in place and not yet registered is not checked.
        """
        survey = self.holdings.survey()
        unknown = [held for held in survey.versions if (held.place, held.version) not in facts]
        if unknown:
            now = sealed_facts(self.ledger.events())
            unknown = [held for held in unknown if (held.place, held.version) not in now]
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


def _offline(facts: SealedFacts, reason: str) -> VersionFixity:
    return unlisted(facts, Outcome.NOT_CHECKED, reason)


def _done(one: VersionCheck | VersionFixity) -> VersionFixity:
    return one.judged() if isinstance(one, VersionCheck) else one


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
