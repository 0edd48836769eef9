"""Amendments: a correction goes in, the next version of a sealed item comes out."""

import dataclasses
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from bayegan.errors import WrongUse
from bayegan.library.archive import Archive
from bayegan.library.desk import receive
from bayegan.library.fixity import looking
from bayegan.library.ingesting import IngestOutcome, IngestRequest, recovered, sealing, written_as
from bayegan.library.known_items import known_versions
from bayegan.library.own_schemas import own_schemas, prove_metadata
from bayegan.library.sealed_bags import BagReader
from bayegan.model.declared import Declared
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.holdings import SealedFacts, place_of
from bayegan.model.progress import Progress
from bayegan.model.submission import StatedAmendment
from bayegan.services.accept import accept
from bayegan.services.accept_amendment import AcceptAmendment, Accepted
from bayegan.services.ingest import IngestResult
from bayegan.storage.amended_files import AmendedFiles
from bayegan.storage.folders import ensure_folder
from bayegan.storage.holdings import Holdings
from bayegan.storage.layout import INGEST_LOCK
from bayegan.storage.lock import locked


@dataclass(frozen=True, slots=True)
class AmendRequest:
    """What amends the item `identifier`, and how: `source` is a submission with one item.

    `by` and `reason` fill in who corrects, and why, where the submission does not say it. With `links` files that
    stay as they are become hard links. So many `workers` copy and check; with one, all is done in this process.
    With `dry_run` everything is checked and nothing is written.
    """

    identifier: str
    source: Path
    by: str | None = None
    reason: str | None = None
    documents: Path | None = None
    declared: Declared = dataclasses.field(default_factory=Declared)
    allow_unnamed: bool = False
    identify: bool | None = None
    links: bool = False
    dry_run: bool = False
    workers: int = 1


def amend(archive: Archive, request: AmendRequest) -> Generator[Progress, None, IngestOutcome]:
    """Seal the next version of an item; while it is at work nothing else is ingested.

    A refused amendment changes nothing: its findings are in the result. Raises Locked where an ingest is at work,
    CouldNot where the disk refuses or a file changes, WrongUse for an item or paths that are not there.
    """
    if request.dry_run:
        return (yield from _amend(archive, request, ()))
    archive.demand_writing()
    ensure_folder(archive.layout.locks)
    with locked(archive.layout.locks / INGEST_LOCK, f"the archive {archive.layout.root}"):
        return (yield from _amend(archive, request, recovered(archive)))


def _amend(
    archive: Archive, request: AmendRequest, before: tuple[Finding, ...]
) -> Generator[Progress, None, IngestOutcome]:
    versions = known_versions(archive, request.identifier)
    if not versions:
        return IngestOutcome(None, IngestResult((), (), (*before, _unregistered(request.identifier))))
    own = own_schemas(archive)
    handed_in = receive(
        request.source,
        request.documents,
        request.declared,
        archive.policy.default_access,
        request.workers,
        own,
        amends=True,
    )
    if handed_in.received is None:
        return IngestOutcome(None, IngestResult((), (), before + handed_in.findings))
    _demand_one_word(request, handed_in.received.submission.amendment)
    item = archive.layout.item(request.identifier)
    documents = AmendedFiles(handed_in.documents, item, request.workers, links=request.links)
    use_case = _use_case(archive, request, documents, versions)
    accepted: Accepted = yield from use_case.run(handed_in.received, allow_unnamed=request.allow_unnamed)
    if accepted.plan is not None:
        plan = prove_metadata(accepted.plan, handed_in.documents, own)
        accepted = dataclasses.replace(accepted, plan=plan, findings=plan.findings)
    findings = before + accepted.findings
    skipped = (request.identifier,) if accepted.is_sealed else ()
    if accepted.plan is None or has_errors(findings) or request.dry_run:
        return IngestOutcome(accepted.plan, IngestResult((), skipped, findings))
    how = IngestRequest(request.source, identify=request.identify, workers=request.workers)
    keep = written_as(request.source.name, handed_in.content)
    result = yield from sealing(archive, documents, how).run(accepted.plan, (), keep)
    return IngestOutcome(accepted.plan, dataclasses.replace(result, findings=findings + result.findings))


def _use_case(
    archive: Archive, request: AmendRequest, documents: AmendedFiles, versions: dict[int, SealedFacts]
) -> AcceptAmendment:
    return AcceptAmendment(
        request.identifier,
        versions,
        request.by,
        request.reason,
        documents,
        Holdings(archive.layout),
        BagReader(),
        looking(archive, request.workers).looked_at,
        accept,
    )


def _unregistered(identifier: str) -> Finding:
    found, path = "the ledger knows no version of it", f"archive/{place_of(identifier)}"
    return finding("archive-item-unregistered", item=identifier, path=path, found=found)


def _demand_one_word(request: AmendRequest, stated: StatedAmendment | None) -> None:
    """Raise WrongUse where an option says once more what the submission says."""
    if stated is None:
        return
    for option, given, said in (("--by", request.by, stated.by), ("--reason", request.reason, stated.reason)):
        if given is not None and said is not None:
            advice = "Leave the option out, or take it from the submission."
            raise WrongUse(option, "the submission says it already", advice)
