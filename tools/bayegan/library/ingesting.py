"""Ingest: a submission goes in, sealed bags come out."""

import dataclasses
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from bayegan.library.archive import Archive
from bayegan.library.bag_making import SealingBench
from bayegan.library.desk import receive
from bayegan.library.sealed_bags import BagReader
from bayegan.model.findings import Finding, has_errors
from bayegan.model.planning import Plan
from bayegan.model.progress import Progress
from bayegan.model.submission import Declared
from bayegan.registers.submissions import SubmissionRegister
from bayegan.services.accept import accept
from bayegan.services.ingest import Ingest, IngestResult
from bayegan.services.recover import Recover
from bayegan.storage.documents import DocumentsFolder
from bayegan.storage.folders import ensure_folder
from bayegan.storage.formats import SiegfriedIdentifier
from bayegan.storage.holdings import Holdings
from bayegan.storage.layout import INGEST_LOCK
from bayegan.storage.lock import locked
from bayegan.storage.staging import Staging


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """What is to be ingested, and how. With `dry_run` everything is checked and nothing is written."""

    manifest: Path
    documents: Path | None = None
    declared: Declared = dataclasses.field(default_factory=Declared)
    allow_unnamed: bool = False
    identify: bool | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """What an ingest came to; `plan` is None where the manifest could not be read."""

    plan: Plan | None
    result: IngestResult


def ingest(archive: Archive, request: IngestRequest) -> Generator[Progress, None, IngestOutcome]:
    """Ingest a submission, one ingest at a time in an archive.

    A refused submission changes nothing: its findings are in the result. Raises Locked where another ingest
    is at work, CouldNot where the disk refuses or a source changes, WrongUse for paths that are not there.
    """
    if request.dry_run:
        return (yield from _ingest(archive, request, ()))
    archive.demand_writing()
    ensure_folder(archive.layout.locks)
    with locked(archive.layout.locks / INGEST_LOCK, f"the archive {archive.layout.root}"):
        recovered = _recover(archive)
        return (yield from _ingest(archive, request, recovered))


def _ingest(
    archive: Archive, request: IngestRequest, before: tuple[Finding, ...]
) -> Generator[Progress, None, IngestOutcome]:
    handed_in = receive(request.manifest, request.documents, request.declared, archive.policy.default_access)
    if handed_in.received is None:
        return IngestOutcome(None, IngestResult((), (), before + handed_in.findings))
    plan = yield from accept(handed_in.received, handed_in.documents, allow_unnamed=request.allow_unnamed)
    findings = before + plan.findings
    use_case = _use_case(archive, handed_in.documents, request)
    if has_errors(findings) or request.dry_run:
        skipped, clashes = use_case.already_sealed(plan)
        return IngestOutcome(plan, IngestResult((), tuple(sorted(skipped)), findings + clashes))
    result = yield from use_case.run(plan, handed_in.content)
    return IngestOutcome(plan, dataclasses.replace(result, findings=findings + result.findings))


def _use_case(archive: Archive, documents: DocumentsFolder, request: IngestRequest) -> Ingest:
    layout = archive.layout
    identify = archive.policy.identify_formats if request.identify is None else request.identify
    return Ingest(
        documents=documents,
        staging=Staging(layout),
        holdings=Holdings(layout),
        sealed_bags=BagReader(),
        maker=SealingBench(),
        identifier=SiegfriedIdentifier() if identify else None,
        submissions=SubmissionRegister(layout.submissions),
        ledger=archive.ledger(),
        policy=archive.policy,
        scene=archive.scene,
    )


def _recover(archive: Archive) -> tuple[Finding, ...]:
    layout = archive.layout
    submissions = SubmissionRegister(layout.submissions)
    staging, holdings, ledger = Staging(layout), Holdings(layout), archive.ledger()
    return Recover(staging, holdings, BagReader(), submissions, ledger, archive.scene).run()
