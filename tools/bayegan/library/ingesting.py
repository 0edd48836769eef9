"""Ingest: a submission or a bag goes in, sealed bags come out."""

import dataclasses
import os
from collections.abc import Generator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bayegan.bags.archive_form import archive_ending
from bayegan.bags.bounds import Bounds
from bayegan.errors import WrongUse
from bayegan.library.archive import Archive
from bayegan.library.bag_building import FORMATS, MODULES
from bayegan.library.desk import receive
from bayegan.library.own_schemas import own_schemas, prove_metadata, public_metadata
from bayegan.library.sealed_bags import BagReader
from bayegan.library.workshop import ItemWorkshop
from bayegan.model.declared import Declared
from bayegan.model.donor_bag import BagTerms
from bayegan.model.findings import Finding, has_errors
from bayegan.model.planning import Plan
from bayegan.model.policy import digests_of
from bayegan.model.progress import Progress
from bayegan.ports import Keep, Originals
from bayegan.registers.submissions import SubmissionRegister
from bayegan.services.accept import accept
from bayegan.services.ingest import Ingest, IngestResult
from bayegan.services.recover import Recover
from bayegan.services.sealed_before import SealedBefore
from bayegan.storage.crew import ready
from bayegan.storage.folders import ensure_folder
from bayegan.storage.holdings import Holdings
from bayegan.storage.layout import INGEST_LOCK
from bayegan.storage.lock import locked
from bayegan.storage.staging import Staging

_LONG = 1 << 16
"""Octets of a manifest that takes a while to read."""


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """What is to be ingested, and how: `source` is a manifest or a bag, `bag` says on what terms a bag is taken,
    and `bounds` what one in an archive file may ask for. `digests` are the algorithms of the new bags; without any,
    those of the policy. So many `workers` copy and build; with one, all is done in this process.

    With `dry_run` everything is checked and nothing is written.
    """

    source: Path
    documents: Path | None = None
    declared: Declared = dataclasses.field(default_factory=Declared)
    allow_unnamed: bool = False
    identify: bool | None = None
    dry_run: bool = False
    bag: BagTerms = dataclasses.field(default_factory=BagTerms)
    bounds: Bounds = dataclasses.field(default_factory=Bounds)
    digests: tuple[str, ...] = ()
    workers: int = 1


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """What an ingest came to; `plan` is None where the manifest could not be read."""

    plan: Plan | None
    result: IngestResult


@dataclass(frozen=True, slots=True)
class _Accepted:
    """What came in, as a plan: where its files are, and how it is written down as received."""

    plan: Plan | None
    documents: Originals
    keep: Keep
    findings: tuple[Finding, ...]


def ingest(archive: Archive, request: IngestRequest) -> Generator[Progress, None, IngestOutcome]:
    """Ingest a submission or a bag, one ingest at a time in an archive.

    A refused one changes nothing: its findings are in the result. Raises Locked where another ingest
    is at work, CouldNot where the disk refuses or a source changes, WrongUse for paths that are not there and for
    a digest algorithm that new bags cannot have.
    """
    archive = _with_digests(archive, request)
    if request.dry_run:
        return (yield from _ingest(archive, request, ()))
    archive.demand_writing()
    ensure_folder(archive.layout.locks)
    with (
        locked(archive.layout.locks / INGEST_LOCK, f"the archive {archive.layout.root}"),
        _workers(archive, request),
    ):
        return (yield from _ingest(archive, request, recovered(archive)))


def _workers(archive: Archive, request: IngestRequest) -> AbstractContextManager[None]:
    """Start workers where a long manifest is to be read first, which takes longer than they take to start."""
    source = request.source
    is_long = source.is_file() and not _is_bag(source) and source.stat().st_size >= _LONG
    if request.workers == 1 or not is_long:
        return nullcontext()
    formats = FORMATS if _identifies(archive, request) else ()
    return ready((*MODULES, *formats), request.workers)


def _identifies(archive: Archive, request: IngestRequest) -> bool:
    return archive.policy.identify_formats if request.identify is None else request.identify


def _with_digests(archive: Archive, request: IngestRequest) -> Archive:
    if not request.digests:
        return archive
    policy = dataclasses.replace(archive.policy, digests=digests_of(request.digests))
    return dataclasses.replace(archive, policy=policy)


def _ingest(
    archive: Archive, request: IngestRequest, before: tuple[Finding, ...]
) -> Generator[Progress, None, IngestOutcome]:
    accepted = yield from (_bag if _is_bag(request.source) else _manifest)(archive, request)
    findings, plan = before + accepted.findings, accepted.plan
    if plan is None:
        return IngestOutcome(None, IngestResult((), (), findings))
    skipped, clashes = _sealed_before(archive, accepted.documents).of(plan)
    findings += clashes
    if has_errors(findings) or request.dry_run:
        return IngestOutcome(plan, IngestResult((), tuple(sorted(skipped)), findings))
    use_case = sealing(archive, accepted.documents, request)
    result = yield from use_case.run(plan, skipped, accepted.keep)
    return IngestOutcome(plan, dataclasses.replace(result, findings=findings + result.findings))


def _is_bag(path: Path) -> bool:
    """Say whether `path` is to be read as a bag; anything else is a submission manifest."""
    return path.is_dir() or bool(archive_ending(path.name))


def _manifest(archive: Archive, request: IngestRequest) -> Generator[Progress, None, _Accepted]:
    if request.bag != BagTerms():
        problem = "--id, --access, --accept-findings and --as-donor are about a bag"
        raise WrongUse(str(request.source), problem, "Name a bag, or leave them out.")
    _demand_apart(archive, request)
    own = own_schemas(archive)
    default_access = archive.policy.default_access
    handed_in = receive(request.source, request.documents, request.declared, default_access, request.workers, own)
    keep = written_as(request.source.name, handed_in.content)
    if handed_in.received is None:
        return _Accepted(None, handed_in.documents, keep, handed_in.findings)
    plan = yield from accept(handed_in.received, handed_in.documents, allow_unnamed=request.allow_unnamed)
    plan = prove_metadata(plan, handed_in.documents, own)
    return _Accepted(plan, handed_in.documents, keep, plan.findings)


def _demand_apart(archive: Archive, request: IngestRequest) -> None:
    """Raise WrongUse where the archive lies among the documents: each of its own files would be a finding."""
    folder = request.documents or request.source.parent
    if request.allow_unnamed or not request.source.is_file():
        return
    real = os.path.realpath(folder)
    if Path(os.path.realpath(archive.layout.root)).is_relative_to(real):
        problem = f"the archive {archive.layout.root} lies in it, and would be taken for documents"
        advice = "Keep the two apart: move one of them, or pass --allow-unnamed to leave out what nobody named."
        raise WrongUse(real, problem, advice)


def written_as(name: str, content: bytes) -> Keep:
    """Return what writes a manifest down as it was received."""

    def keep(folder: Path) -> None:
        with open(folder / name, "wb") as out:
            out.write(content)

    return keep


def _bag(archive: Archive, request: IngestRequest) -> Generator[Progress, None, _Accepted]:
    from bayegan.library.bag_desk import check_donor, keeping  # noqa: PLC0415  loaded for bags alone
    from bayegan.services.accept_bag import AcceptBag  # noqa: PLC0415

    if request.documents is not None or request.declared != Declared() or request.allow_unnamed:
        problem = "--documents, --encoding, --separator and --allow-unnamed say how a manifest is read"
        raise WrongUse(str(request.source), problem, "Leave them out for a bag, or name a submission manifest.")
    checked, documents = yield from check_donor(request.source, request.bag, request.bounds)
    if checked.sealed_record is not None and archive.policy.forms:
        understood = public_metadata(checked, documents, own_schemas(archive))
        checked = dataclasses.replace(checked, understood=understood)
    plan = yield from AcceptBag(checked, documents, request.bag, archive.policy.default_access).run()
    return _Accepted(plan, documents, keeping(documents, plan), plan.findings)


def _sealed_before(archive: Archive, documents: Originals) -> SealedBefore:
    layout = archive.layout
    submissions = SubmissionRegister(layout.submissions)
    return SealedBefore(documents, Holdings(layout), BagReader(), submissions, archive.ledger())


def sealing(archive: Archive, documents: Originals, request: IngestRequest) -> Ingest:
    """Return what seals a plan of these documents."""
    layout = archive.layout
    return Ingest(
        workshop=ItemWorkshop(
            documents, archive.policy, archive.scene, _identifies(archive, request), request.workers
        ),
        staging=Staging(layout),
        holdings=Holdings(layout),
        submissions=SubmissionRegister(layout.submissions),
        ledger=archive.ledger(),
        scene=archive.scene,
    )


def recovered(archive: Archive) -> tuple[Finding, ...]:
    """Bring archive and ledger together again after an interruption, under the lock; return what is to be said."""
    layout = archive.layout
    submissions = SubmissionRegister(layout.submissions)
    staging, holdings, ledger = Staging(layout), Holdings(layout), archive.ledger()
    return Recover(staging, holdings, BagReader(), submissions, ledger, archive.scene).run()
