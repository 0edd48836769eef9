"""Fixity: re-reading what was sealed, and the ledger that vouches for it."""

from collections.abc import Generator
from functools import partial

from bayegan.errors import WrongUse
from bayegan.library.archive import Archive
from bayegan.library.sealed_bags import BagReader
from bayegan.model.fixity import FixityRun
from bayegan.model.holdings import sealed_facts
from bayegan.model.progress import Progress
from bayegan.registers.fixity_reports import FixityReports
from bayegan.services.check_fixity import CheckFixity
from bayegan.storage.crew import cores
from bayegan.storage.holdings import Holdings
from bayegan.storage.layout import INGEST_LOCK
from bayegan.storage.lock import is_locked
from bayegan.storage.whole_bags import whole_bags
from bayegan.storage.workers import read_many


def check_fixity(
    archive: Archive, identifiers: tuple[str, ...] = (), *, record: bool = True, jobs: int | None = None
) -> Generator[Progress, None, FixityRun]:
    """Check the named items, or all; with `record` a report and ledger events are written.

    `jobs` processes read at once; None is one for each core.

    Raises WrongUse for an item that the ledger does not know, CouldNot where the ledger cannot be read.
    """
    ledger = archive.ledger()
    if record:
        archive.demand_writing()
    known = {facts.identifier for facts in sealed_facts(ledger.events()).values()} if identifiers else set()
    for identifier in identifiers:
        if identifier not in known:
            raise WrongUse(identifier, "the ledger knows no such item", "`bayegan list` shows the identifiers.")
    reports = FixityReports(archive.layout.fixity) if record else None
    return (yield from fixity_use_case(archive, reports, jobs or cores()).run(identifiers))


def fixity_use_case(archive: Archive, reports: FixityReports | None, workers: int) -> CheckFixity:
    """Return the use case; so many processes read at once."""
    lock = archive.layout.locks / INGEST_LOCK
    return CheckFixity(
        Holdings(archive.layout),
        BagReader(),
        archive.ledger(),
        archive.scene,
        archive.policy.archive_id,
        reports,
        is_ingesting=lambda: is_locked(lock),
        read_many=partial(read_many, workers=workers),
        whole_bags=partial(whole_bags, archive.layout.holdings, workers=workers),
    )
