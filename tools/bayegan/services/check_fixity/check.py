"""The fixity check: files of sealed versions re-read, all that is wrong in one report.

It may be about all versions, what is due, a sample or some items, within a budget. One that is recorded keeps a
journal, so that the next of the same scope goes on where it was interrupted.
"""

import dataclasses
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from bayegan.errors import CouldNot
from bayegan.model.audit import Age, Budget, Ending, FixityPolicy, Kind, Part, Scope, Session, age
from bayegan.model.audit_journal import Journal, event_line, event_of
from bayegan.model.brakes import Brakes
from bayegan.model.due import amount, overdue_versions
from bayegan.model.findings import Finding, finding
from bayegan.model.fixity import VersionFixity
from bayegan.model.fixity_report import events, report_document, trouble_of
from bayegan.model.fixity_run import INGESTING, LINES_DAMAGED, FixityRun
from bayegan.model.history import Run
from bayegan.model.holdings import HeldVersion, SealedFacts, sealed_facts
from bayegan.model.ledger import utc
from bayegan.model.outcome import Outcome
from bayegan.model.progress import Progress
from bayegan.model.seqs import read_ranges, seqs_text
from bayegan.model.standing import standing
from bayegan.model.version_check import unlisted
from bayegan.ports import Holdings, Journals, Ledger, Reports, Scene
from bayegan.services.check_fixity.diary import Diary
from bayegan.services.check_fixity.looking import Closer, LookAtVersions
from bayegan.services.check_fixity.whereabouts import Whereabouts
from bayegan.services.check_fixity.work import (
    Told,
    Work,
    journal_at_hand,
    new_work,
    part_lines,
    read_ledger,
    work_left,
)

_GIVEN_UP = "the check was interrupted, and another one was asked for"
Looking = Callable[[Callable[[SealedFacts], str | None]], LookAtVersions]
"""Returns what looks at versions, given what says of one that is not found why it is offline."""


@dataclass(frozen=True, slots=True)
class CheckFixity:
    """The use case with its ports. Without `reports` nothing is written, no journal either."""

    looking: Looking
    holdings: Holdings
    ledger: Ledger
    scene: Scene
    archive: str
    organisation: str
    policy: FixityPolicy
    reports: Reports | None
    journals: Journals | None
    is_ingesting: Callable[[], bool]
    timer: Callable[[], float]
    """Seconds by a clock that nobody sets."""

    def run(self, scope: Scope | None = None, budget: Budget | None = None) -> Generator[Progress, None, FixityRun]:
        """Check what is in the scope, or all; return the run with its report written, unless nothing is to be.

        A tag file is judged by the ledger; a payload file by the manifest while the ledger vouches for it, else
        by premis.xml. What cannot be read is an outcome of its own and never stops the run. What an earlier check
        left unrecorded is recorded first. Raises CouldNot where the ledger cannot be read, or that earlier check
        cannot be recorded.
        """
        scope, budget = scope or Scope(), budget or Budget()
        brakes = Brakes(budget, self.timer)
        times = age(self.scene.clock(), self.policy)
        work, remarks = self._work(scope, budget, times)
        where = Whereabouts(self.holdings, work.told.history)
        diary = Diary(self.journals, self.scene.clock, self.timer, work.known.parts)
        diary.open(None if work.sessions else self._first_lines(work))
        try:
            versions = yield from self._look(work, diary, brakes, where)
        except BaseException:
            diary.stop()
            raise
        diary.end(Ending.BUDGET if brakes.reason else Ending.FINISHED)
        run = self._run(work, [*work.sessions, diary.session], versions, where, diary.parts)
        run = dataclasses.replace(run, remarks=(*remarks, *self._remarks(work, times)))
        return self._recorded(self._judged_as_due(run, work, times, brakes), work, diary)

    def _work(self, scope: Scope, budget: Budget, times: Age) -> tuple[Work, list[Finding]]:
        """Return what is to be done, going on with what was interrupted, and what is to be said of that."""
        if self.journals is None:
            return self._new_work(scope, budget, times, read_ledger(self.ledger)), []
        stamp = times.at.replace("-", "").replace(":", "")
        found, told = journal_at_hand(self.journals, self.archive, self.ledger, stamp)
        journal = found.journal
        if journal is None:
            return self._new_work(scope, budget, times, told), found.remarks
        is_lately = journal.opening.started > times.due_before
        if journal.closing is None and is_lately and journal.opening.scope.asks_as(scope):
            return work_left(journal, told, budget), found.remarks
        if journal.closing is None:
            said = self._given_up(journal, told)
        else:
            said = self._recorded_late(journal.closing, told)
        return self._new_work(scope, budget, times, read_ledger(self.ledger)), [*found.remarks, said]

    def _new_work(self, scope: Scope, budget: Budget, times: Age, told: Told) -> Work:
        seeded = dataclasses.replace(scope, seed=told.reading.head.digest)
        before, now = told.history.file_system, self.holdings.file_system()
        parts = self.journals.parts() if self.journals else ()
        moved = None not in (before, now) and before != now
        return new_work(seeded, budget, told, times, self.policy, parts, moved=moved)

    def _first_lines(self, work: Work) -> list[Mapping[str, Any]]:
        return [work.opening(self.archive).line(), *part_lines(work.carried.values(), carried=True)]

    def _look(
        self, work: Work, diary: Diary, brakes: Brakes, where: Whereabouts
    ) -> Generator[Progress, None, list[VersionFixity]]:
        """Look at what is to be done, showing how far it has come, and return what became of each version."""
        progress = Progress("checking fixity", 0, sum(one.listed for one in work.rest), 0)
        if reason := where.all_offline():
            return [unlisted(one, Outcome.NOT_CHECKED, reason) for one in work.rest]
        versions: list[VersionFixity] = []
        for one in self.looking(where.away).looking(work.rest, brakes, work.known):
            if isinstance(one, Part):
                diary.part(one)
            elif isinstance(one, Closer):
                diary.closer(one)
            else:
                diary.judged(one)
                versions.append(one)
                progress = progress.further(one.listed, one.octets)
                yield progress
        return versions

    def _run(
        self,
        work: Work,
        sessions: Sequence[Session],
        versions: Iterable[VersionFixity],
        where: Whereabouts,
        parts: Mapping[int, Part],
    ) -> FixityRun:
        """Return the run, with the versions that were judged before, as far as it is known until it is reported."""
        every = sorted([*(one for one, _ in work.before), *versions], key=attrgetter("place", "version"))
        since = {one.seq: sessions[at].begun for one, at in work.before if at >= 0}
        for one in every:
            if one.seq in parts and one.skipped:
                since[one.seq] = min(since.get(one.seq, sessions[-1].begun), parts[one.seq].since)
        is_survey = work.scope.kind is not Kind.ITEMS and "archive" not in where.offline
        strays, unlisted_folders = self._strays(work.told) if is_survey else ((), ())
        mounts = where.mounts()
        closed = {path: problem for path, problem in where.closed.items() if path not in where.offline}
        payload = {one.seq: one.octets for one in work.selected}
        chosen = amount(work.selected)
        troubled = {one.seq for one in every if one.is_troubled}
        readings = work.told.readings
        return FixityRun(
            started=datetime.fromisoformat(work.started),
            ended=self.scene.clock(),
            head=work.told.reading.head,
            versions=tuple(every),
            strays=strays,
            ledger=work.told.reading.findings,
            unlisted=tuple(sorted({**closed, **dict(unlisted_folders)}.items())),
            scope=work.scope,
            budget=work.budget,
            sessions=tuple(sessions),
            selected={**chosen, "ranges": seqs_text(one.seq for one in work.selected)},
            payload=payload,
            since=since,
            carried=_carried(work, every),
            offline=tuple(sorted(where.offline.items())),
            mounts=mounts,
            file_system=self.holdings.file_system(),
            whole_before={one.seq: readings.whole(one) for one in work.selected if one.seq in troubled},
        )

    def _strays(self, told: Told) -> tuple[tuple[Finding, ...], tuple[tuple[str, str], ...]]:
        """Return what belongs to no version that the ledger knows, and what could not be listed or judged.

        An ingest may have gone on since the ledger was read: for what it did not know then it is read again, and
        what an ingest has put in place and not yet registered is not checked. Nor is what no line seals where
        lines of the ledger are damaged: it may have been one of those.
        """
        facts = told.history.facts
        survey = self.holdings.survey()
        unknown = [held for held in survey.versions if (held.place, held.version) not in facts]
        if unknown:
            lines = told.reading.head.lines
            later = {key for key, one in sealed_facts(self.ledger.events()).items() if one.seq > lines}
            unknown = [held for held in unknown if (held.place, held.version) not in later]
        strays = [finding("fixity-unexpected", path=path, found="unexpected") for path in survey.strays]
        if unknown and (told.reading.findings or self.is_ingesting()):
            reason = LINES_DAMAGED if told.reading.findings else INGESTING
            waiting = tuple((f"archive/{held.place}/{held.version}", reason) for held in unknown)
            return tuple(strays), survey.closed + waiting
        return (*strays, *map(_unregistered, unknown)), survey.closed

    def _remarks(self, work: Work, times: Age) -> list[Finding]:
        """Return what is to be said of the clock, and of sessions before this one."""
        said: list[Finding] = []
        if times.at < work.told.history.times.last:
            found = f"now {times.at}, the last ledger line {work.told.history.times.last}"
            said.append(finding("fixity-clock", path="manifests/ledger", found=found))
        if work.sessions:
            last = work.sessions[-1].ended
            found = f"begun {work.started}, last at work {last}; {len(work.before):,} versions were done already"
            said.append(finding("fixity-went-on", found=found))
        return said

    def _judged_as_due(self, run: FixityRun, work: Work, times: Age, brakes: Brakes) -> FixityRun:
        """Say what a run of what is due did not come to; unless some of it is overdue, it may wait."""
        if work.scope.kind is not Kind.DUE or not brakes.reason:
            return run
        left = next((one for one in run.left if one.reason == brakes.reason), None)
        if left is None:
            return run
        seqs = {seq for first, last in read_ranges(left.ranges) or () for seq in range(first, last + 1)}
        told = work.told
        overdue = [one.facts for one in overdue_versions(told.history, told.readings, times)]
        late = sum(one.seq in seqs for one in overdue)
        if late:
            return dataclasses.replace(run, late=late)
        found = f"{left.files:,} files of {left.versions:,} versions ({left.reason})"
        remarks = (*run.remarks, finding("fixity-postponed", found=found))
        return dataclasses.replace(run, remarks=remarks, postponed=frozenset((left.reason,)))

    def _recorded(self, run: FixityRun, work: Work, diary: Diary) -> FixityRun:
        """Write report and events; where the disk refuses, the run is returned all the same, and says so.

        What is about to be written stands in the journal first: whoever is interrupted here is helped by the next.
        """
        if self.reports is None:
            return run
        run = self._with_standing(dataclasses.replace(run, faults=tuple(diary.faults)), work)
        agent = self.scene.agent.label
        report = report_document(run, self.archive, self.organisation, agent, self.policy)
        left = {one.seq for one in run.versions if not one.is_covered}
        parts = [part for seq, part in diary.parts.items() if seq in left]
        try:
            path, digest = self.reports.named(report, run.ended)
            told = list(events(run, path, digest, agent))
            diary.close(
                {"closing": {"report": report, "events": [*map(event_line, told)], "parts": part_lines(parts)}}
            )
            self.reports.write(report, run.ended)
            self.ledger.append(told)
        except CouldNot as error:
            diary.stop()
            faults = tuple(diary.faults)
            return dataclasses.replace(run, faults=faults, not_recorded=f"{error.thing}: {error.problem}")
        diary.remove(parts)
        return dataclasses.replace(run, report=path, faults=tuple(diary.faults))

    def _with_standing(self, run: FixityRun, work: Work) -> FixityRun:
        """Return the run with how the archive stands once it is recorded."""
        history = work.told.history
        covered = [(since, read_ranges(text) or ()) for since, text in run.covered]
        troubled = {(one.place, one.version): trouble_of(one) for one in run.versions if one.is_troubled}
        history.foresee(Run(0, 0, utc(run.ended), "", None, {}, covered), troubled)
        stands = standing(history, history.readings(), age(run.ended, self.policy), self.policy)
        return dataclasses.replace(run, standing=stands)

    def _recorded_late(self, closing: Mapping[str, Any], told: Told) -> Finding:
        """Record a check that had come to its end, and was interrupted before that stood in the ledger."""
        reports, journals = self.reports, self.journals
        if reports is None or journals is None:
            raise ValueError("a check that is not recorded has no journal")
        report = closing["report"]
        ended = datetime.fromisoformat(report["ended"])
        path, _ = reports.named(report, ended)
        if all(run.report != path for run in told.history.runs):
            reports.write(report, ended)
            self.ledger.append([event_of(line) for line in closing["events"]])
        journals.end(closing["parts"])
        return finding("fixity-went-on", path=path, found="a check that had ended, and is recorded now")

    def _given_up(self, journal: Journal, told: Told) -> Finding:
        """Report a check that nobody will go on with, with what it read. Raises CouldNot."""
        work = work_left(journal, told, journal.opening.budget)
        if not work.sessions:
            begun = Session(work.started, work.started)
            work = dataclasses.replace(work, sessions=(begun,))
        sessions = [*work.sessions[:-1], dataclasses.replace(work.sessions[-1], ending=Ending.GIVEN_UP)]
        diary = Diary(self.journals, self.scene.clock, self.timer, work.known.parts)
        diary.go_on()
        left = [unlisted(one, Outcome.NOT_CHECKED, _GIVEN_UP) for one in work.rest]
        where = Whereabouts(self.holdings, told.history)
        where.all_offline()
        run = self._run(work, sessions, left, where, diary.parts)
        run = self._recorded(run, work, diary)
        if run.not_recorded:
            raise CouldNot("the check that was interrupted", run.not_recorded, "Check the disk.")
        read = run.counts["listed"] - run.counts["not-checked"]
        found = f"begun {work.started}, last at work {journal.last_written}; it had read {read:,} files"
        return finding("fixity-given-up", path=run.report, found=found)


def _carried(work: Work, versions: Iterable[VersionFixity]) -> Mapping[str, int] | None:
    """Return how much an earlier check had read of large versions that this one went on with."""
    those = [work.carried[one.seq] for one in versions if one.skipped and one.seq in work.carried]
    if not those:
        return None
    files = sum(last - first + 1 for part in those for first, last in part.ranges)
    return {"versions": len(those), "files": files, "octets": sum(part.octets for part in those)}


def _unregistered(held: HeldVersion) -> Finding:
    path = f"archive/{held.place}/{held.version}"
    return finding("archive-item-unregistered", path=path, found="no event for this version")
