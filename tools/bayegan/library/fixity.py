"""Fixity: re-reading what was sealed, and the ledger that vouches for it."""

import dataclasses
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.library.checkpoints import Attested, attest, held_against
from bayegan.library.sealed_bags import BagReader
from bayegan.model.amounts import OCTETS, PERCENT, RATE, SECONDS, octets, percent, rate, seconds
from bayegan.model.audit import Budget, FixityPolicy, Kind, Scope, age
from bayegan.model.audit_journal import read_journal
from bayegan.model.findings import Finding
from bayegan.model.fixity_run import FixityRun
from bayegan.model.fixity_status import FixityStatus
from bayegan.model.fixity_status import fixity_status as status_of
from bayegan.model.history import History
from bayegan.model.holdings import SealedFacts, sealed_facts
from bayegan.model.ledger import verify
from bayegan.model.progress import Progress
from bayegan.model.reading import ReadingBounds
from bayegan.registers.fixity_reports import FixityReports
from bayegan.services.check_fixity.check import CheckFixity
from bayegan.services.check_fixity.looking import LookAtVersions
from bayegan.services.check_fixity.work import journal_at_hand
from bayegan.storage.audit_files import AuditFiles
from bayegan.storage.crew import cores
from bayegan.storage.folders import ensure_folder
from bayegan.storage.holdings import Holdings
from bayegan.storage.layout import AUDIT_LOCK, INGEST_LOCK
from bayegan.storage.lock import is_locked, locked
from bayegan.storage.pace import paced
from bayegan.storage.whole_bags import whole_bags
from bayegan.storage.workers import read_many

_Value = TypeVar("_Value")
_ON_THEIR_WAY = 400
"""Files given to workers and not answered; with one more task of up to 500 files, and what waits to be written
down, no more than 1,000 are read anew after a kill."""
_RATE_OF_ONE = 100_000_000
"""Octets a second that one process can read; where no more are allowed, it reads alone and keeps the pace."""


def check_fixity(
    archive: Archive,
    identifiers: tuple[str, ...] = (),
    *,
    scope: Scope | None = None,
    budget: Budget | None = None,
    record: bool = True,
    jobs: int | None = None,
    timer: Callable[[], float] = time.monotonic,
) -> Generator[Progress, None, FixityRun]:
    """Check the named items, or what is in the `scope`; with `record` a report and ledger events are written.

    `jobs` processes read at once; None is one for each core. A recorded check goes on with one of the same scope
    that was interrupted. Without a budget, a check of what is due has that of the policy.

    Raises WrongUse for an item that the ledger does not know, Locked where another recorded check is at work,
    CouldNot where the ledger cannot be read, or knows no such item and is damaged.
    """
    if record:
        archive.demand_writing()
    _demand_known(archive, identifiers)
    scope = scope or (Scope(Kind.ITEMS, items=identifiers) if identifiers else Scope())
    if budget is None:
        budget = archive.policy.fixity.budget if scope.kind is Kind.DUE else Budget()
    workers = _workers(budget, jobs or cores())
    bounds = ReadingBounds(_ON_THEIR_WAY, budget.rate or 0) if record or budget != Budget() else None
    use_case = _use_case(archive, workers, bounds, timer, record=record)
    with _alone(archive) if record else nullcontext(), paced((budget.rate or 0) / workers):
        run = yield from use_case.run(scope, budget)
    return _attested(run, held_against(archive) if run.report is None else attest(archive))


def _attested(run: FixityRun, attested: Attested) -> FixityRun:
    """Return the run with what was signed of the ledger with the check in it, or what kept that from being done.

    Where nothing was recorded, the ledger was only held against what was signed before.
    """
    return dataclasses.replace(
        run,
        checkpoint=attested.made.path if attested.made is not None else None,
        remarks=run.remarks + attested.findings,
        faults=run.faults + tuple(("the checkpoint of the ledger", refused) for refused in attested.refused),
    )


def _demand_known(archive: Archive, identifiers: tuple[str, ...]) -> None:
    facts = sealed_facts(archive.ledger().events()).values() if identifiers else ()
    known = {one.identifier for one in facts}
    for identifier in identifiers:
        if identifier in known:
            continue
        if verify(archive.ledger().lines()).findings:
            problem = "no sound line of the ledger is about it, and there are damaged ones"
            raise CouldNot(
                identifier, problem, "Run `bayegan ledger verify`, and restore manifests/ledger from a copy."
            )
        raise WrongUse(identifier, "the ledger knows no such item", "`bayegan list` shows the identifiers.")


@dataclass(frozen=True, slots=True)
class KeptJournal:
    """Whether there is the journal of an interrupted check that can be gone on with, and what is to be said."""

    is_kept: bool
    findings: tuple[Finding, ...]


def journal_kept(archive: Archive) -> KeptJournal:
    """Look at the journal of an interrupted check, under its lock: one that is not of this ledger is set aside."""
    stamp = f"{archive.scene.clock():%Y%m%dT%H%M%SZ}"
    journals = AuditFiles(archive.layout.audit)
    found, _ = journal_at_hand(journals, archive.policy.archive_id, archive.ledger(), stamp)
    return KeptJournal(found.journal is not None, tuple(found.remarks))


def _workers(budget: Budget, jobs: int) -> int:
    """Return how many processes read: no more than a rate keeps busy."""
    return jobs if budget.rate is None else min(jobs, max(1, budget.rate // _RATE_OF_ONE))


def _alone(archive: Archive) -> AbstractContextManager[None]:
    ensure_folder(archive.layout.locks)
    return locked(archive.layout.locks / AUDIT_LOCK, "the fixity checks of this archive")


def _use_case(
    archive: Archive,
    workers: int,
    bounds: ReadingBounds | None,
    timer: Callable[[], float],
    *,
    record: bool,
) -> CheckFixity:
    layout = archive.layout
    return CheckFixity(
        lambda away: looking(archive, workers, bounds, away),
        Holdings(layout),
        archive.ledger(),
        archive.scene,
        archive.policy.archive_id,
        archive.policy.organisation,
        archive.policy.fixity,
        FixityReports(layout.fixity) if record else None,
        AuditFiles(layout.audit) if record else None,
        is_ingesting=lambda: is_locked(layout.locks / INGEST_LOCK),
        timer=timer,
    )


def looking(
    archive: Archive,
    workers: int,
    bounds: ReadingBounds | None = None,
    away: Callable[[SealedFacts], str | None] = lambda _: None,
) -> LookAtVersions:
    """Return what looks at sealed versions; so many processes read at once, within the bounds."""
    return LookAtVersions(
        Holdings(archive.layout),
        BagReader(),
        read_many=partial(read_many, workers=workers, bounds=bounds),
        whole_bags=partial(whole_bags, archive.layout.holdings, workers=workers, bounds=bounds),
        away=away,
    )


def scope_for(
    policy: FixityPolicy, items: tuple[str, ...], *, due: bool, everything: bool, sample: str | None
) -> Scope:
    """Return the scope that these words ask for, else all; raises WrongUse where they do not fit together."""
    asked = [bool(items), due, everything, sample is not None]
    if sum(asked) > 1:
        problem = "items, --due, --all and --sample each say what is to be checked"
        raise WrongUse("bayegan fixity check", problem, "Give one of them.")
    if items:
        return Scope(Kind.ITEMS, items=items)
    if due:
        return Scope(Kind.DUE, None if not float(policy.sample) else policy.sample)
    return Scope() if sample is None else Scope(Kind.SAMPLE, _read("--sample", sample, percent, PERCENT))


def budget_for(
    policy: FixityPolicy, scope: Scope, time_limit: str | None, max_octets: str | None, max_rate: str | None
) -> Budget:
    """Return the budget that these words ask for; for what is due, the policy says what they do not."""
    usual = policy.budget if scope.kind is Kind.DUE else Budget()
    return Budget(
        usual.seconds if time_limit is None else _read("--time-limit", time_limit, seconds, SECONDS),
        usual.octets if max_octets is None else _read("--max-octets", max_octets, octets, OCTETS),
        usual.rate if max_rate is None else _read("--max-rate", max_rate, rate, RATE),
    )


def _read(option: str, text: str, read: Callable[[str], _Value | None], expected: str) -> _Value:
    found = read(text)
    if found is None:
        raise WrongUse(f"{option} {text}", f"this is not {expected}", "Correct it.")
    return found


def fixity_status(archive: Archive) -> FixityStatus:
    """Return how the archive stands with its fixity checks, by its ledger and policy. Raises CouldNot."""
    times = age(archive.scene.clock(), archive.policy.fixity)
    history = History()
    reading = verify(archive.ledger().lines(), history.take)
    before, now = history.file_system, Holdings(archive.layout).file_system()
    found = AuditFiles(archive.layout.audit).read()
    told = status_of(
        history,
        reading.head,
        archive.policy.fixity,
        times,
        {"archive": archive.policy.archive_id, "organisation": archive.policy.organisation},
        None if found is None else read_journal(*found),
        at_work=is_locked(archive.layout.locks / AUDIT_LOCK),
        moved=None not in (before, now) and before != now,
    )
    return dataclasses.replace(told, findings=reading.findings + told.findings)
