"""Sealing a plan: every item becomes a bag in its place and a line in the ledger, whole or not at all."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bayegan.errors import CouldNot, SourceChanged
from bayegan.model.donor_bag import bag_digest
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.holdings import place_of, sealed_facts
from bayegan.model.ledger import LedgerEvent
from bayegan.model.planning import Plan, PlannedFile, PlannedItem, checksum_findings
from bayegan.model.policy import Policy
from bayegan.model.preservation import FileObject, Format, PreservationRecord
from bayegan.model.progress import Progress
from bayegan.model.sealing import (
    FIRST_VERSION,
    SUBMISSION_TAG,
    ClosedBag,
    SealedItem,
    bag_info,
    events_until_sealing,
    ingestion_event,
    opinion_detail,
    origin_detail,
    submission_tag,
)
from bayegan.ports import (
    BagMaker,
    FormatIdentifier,
    Holdings,
    Keep,
    Ledger,
    Originals,
    Scene,
    SealedBags,
    Staging,
    Submissions,
)

ITEMS_A_BATCH = 500
_DIGEST = "sha512"


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of a plan. `submission` is the name that it was frozen under, None where it was refused."""

    sealed: tuple[SealedItem, ...]
    skipped: tuple[str, ...]
    findings: tuple[Finding, ...]
    submission: str | None = None


@dataclass(frozen=True, slots=True)
class _Built:
    folder: Path
    sealed: SealedItem
    event: LedgerEvent


@dataclass(frozen=True, slots=True)
class Ingest:
    """The use case with its ports."""

    documents: Originals
    staging: Staging
    holdings: Holdings
    sealed_bags: SealedBags
    maker: BagMaker
    identifier: FormatIdentifier | None
    submissions: Submissions
    ledger: Ledger
    policy: Policy
    scene: Scene

    def already_sealed(self, plan: Plan) -> tuple[frozenset[str], tuple[Finding, ...]]:
        """Return which items this very submission has sealed before, and what speaks against the others."""
        same: set[str] = set()
        findings: list[Finding] = []
        known = self._known()
        for item in plan.items:
            versions = self.holdings.versions_of(item.identifier)
            if not versions:
                findings.extend([_gone(item)] if item.identifier in known else [])
                continue
            bag = self.holdings.bag(item.identifier, versions[0])
            info = self.sealed_bags.info(bag)
            if not self._is_sealed_by(bag, info, item, plan.submission.digest):
                findings.append(_in_use(item, info.get(SUBMISSION_TAG, "no submission")))
            elif info.get("Payload-Oxum") != (oxum := _oxum(item)):
                findings.append(_changed(item, info.get("Payload-Oxum", "none"), oxum))
            else:
                same.add(item.identifier)
        return frozenset(same), tuple(findings)

    def _known(self) -> frozenset[str]:
        """Return the identifiers that the ledger knows; raises CouldNot where their bags look unmounted."""
        known = frozenset(one.identifier for one in sealed_facts(self.ledger.events()).values())
        if known and self.holdings.is_offline():
            problem = f"it is absent or empty, though the ledger knows {len(known):,} items"
            raise CouldNot("archive/", problem, "Mount the disk that holds it, then ingest again.")
        return known

    def _is_sealed_by(self, bag: Path, info: Mapping[str, str], item: PlannedItem, digest: str) -> bool:
        """A bag that is taken over keeps the tag of its first submission, so it is compared itself.

        For the same reason the tag alone proves nothing: where that submission was not accepted here, the
        documents themselves are compared with what is held.
        """
        if item.origin is not None and item.origin.taken_over:
            return bag_digest(self.sealed_bags.tag_digests(bag)) == digest
        if info.get(SUBMISSION_TAG) != submission_tag(digest):
            return False
        return bool(self.submissions.planned(digest, item.identifier)) or self._holds_the_same(bag, item)

    def _holds_the_same(self, bag: Path, item: PlannedItem) -> bool:
        payload = {file.source: file.payload for file in item.files}
        found = self.documents.digests_of((source, (_DIGEST,)) for source in payload)
        return {payload[source]: digests[_DIGEST] for source, digests in found} == self.sealed_bags.manifest(bag)[1]

    def run(self, plan: Plan, keep: Keep) -> Generator[Progress, None, IngestResult]:
        """Seal every item of an accepted plan that is not sealed yet, in batches.

        `keep` writes down what was received. Raises CouldNot where the disk refuses or a source changes;
        earlier batches stay sealed, and nothing else is left in place.
        """
        skipped, findings = self.already_sealed(plan)
        if has_errors(findings):
            return IngestResult((), tuple(sorted(skipped)), findings)
        self.ledger.head()
        now = self.scene.clock()
        name = self.submissions.freeze(plan, keep, now, self.scene.agent.label)
        items = [item for item in plan.items if item.identifier not in skipped]
        total = sum(len(item.files) for item in items)
        sealed: list[SealedItem] = []
        progress = Progress("sealing", 0, total, 0)
        for batch in _batches(items):
            refused, progress = yield from self._seal(batch, plan, sealed, progress)
            if refused:
                return IngestResult(tuple(sealed), tuple(sorted(skipped)), refused, name)
        self.staging.clear()
        return IngestResult(tuple(sealed), tuple(sorted(skipped)), findings, name)

    def _seal(
        self, batch: Sequence[PlannedItem], plan: Plan, sealed: list[SealedItem], progress: Progress
    ) -> Generator[Progress, None, tuple[tuple[Finding, ...], Progress]]:
        built: list[_Built] = []
        is_placing = False
        try:
            run = self.staging.begin()
            for number, item in enumerate(batch):
                one = self._build(item, plan, run / f"{number:04d}")
                if not isinstance(one, _Built):
                    return one, progress
                built.append(one)
                progress = _further(progress, one.sealed)
                yield progress
            self.holdings.flush()
            is_placing = True
            self.holdings.place([(one.sealed.identifier, one.folder) for one in built])
            self.ledger.append([one.event for one in built])
            is_placing = False
        finally:
            # What fails while bags are being put in place stays as it is: the next run reads the signs.
            if not is_placing:
                self.staging.clear()
        sealed.extend(one.sealed for one in built)
        return (), progress

    def _build(self, item: PlannedItem, plan: Plan, folder: Path) -> "_Built | tuple[Finding, ...]":
        bag = folder / FIRST_VERSION
        self.maker.open_bag(bag, (file.payload for file in (*item.files, *item.kept)))
        copied = self._copied(item, bag)
        files = tuple(copied[file.source] for file in item.files)
        kept = {file.payload: dict(copied[file.source].digests) for file in item.kept}
        now = self.scene.clock()
        tag = submission_tag(plan.submission.digest)
        if item.origin is not None and item.origin.taken_over:
            closed = self.maker.adopt(bag, {path: digests[_DIGEST] for path, digests in kept.items()})
            tag = self.sealed_bags.info(bag).get(SUBMISSION_TAG, tag)
        else:
            closed = self._described(item, plan, bag, self._with_formats(bag, files), kept, now)
        if has_errors(closed.findings):
            return closed.findings
        sealed = SealedItem(item.identifier, FIRST_VERSION, len(files), sum(file.size for file in files))
        detail = opinion_detail(closed.opinion) | origin_detail(item.origin, plan.submission.digest)
        event = ingestion_event(sealed, closed.tag_digests, tag, self.scene.agent, now, detail)
        return _Built(folder, sealed, event)

    def _described(
        self,
        item: PlannedItem,
        plan: Plan,
        bag: Path,
        files: tuple[FileObject, ...],
        kept: Mapping[str, Mapping[str, str]],
        now: datetime,
    ) -> ClosedBag:
        agent = self.identifier.agent if self.identifier else None
        access = item.record.access
        preservation = PreservationRecord(
            item.identifier,
            files,
            events_until_sealing(item, plan.submission, files, self.scene.agent, agent, now, self.policy.digests),
            access.level.value,
            access.reason.value if access.reason else None,
        )
        wrong = self.maker.describe(bag, item.record, preservation)
        info = bag_info(item, plan.submission, self.policy, self.scene.agent, now)
        closed = self.maker.close(bag, files, kept, info)
        return replace(closed, findings=wrong + closed.findings)

    def _copied(self, item: PlannedItem, bag: Path) -> Mapping[str, FileObject]:
        """Copy all files of an item, in the order that suits their source; return what they became, by source."""
        files = {file.source: file for file in (*item.files, *item.kept)}
        wanted = ((one.source, bag / one.payload, _algorithms(one, self.policy.digests)) for one in files.values())
        copied: dict[str, FileObject] = {}
        for source, digests, size in self.documents.copies(wanted):
            file = files[source]
            if size != file.size or any(checksum_findings(item, file, digests)):
                problem = "it is not what it was when the submission was accepted"
                raise SourceChanged(source, problem, "Wait until nothing writes to it, and ingest again.")
            copied[source] = FileObject(
                file.payload, size, tuple((one, digests[one]) for one in self.policy.digests)
            )
        return copied

    def _with_formats(self, bag: Path, files: Sequence[FileObject]) -> tuple[FileObject, ...]:
        if self.identifier is None:
            return tuple(files)
        formats = self.identifier.identify([bag / file.path for file in files])
        return tuple(_with_format(file, one) for file, one in zip(files, formats, strict=True))


def _algorithms(file: PlannedFile, digests: Sequence[str]) -> list[str]:
    return [*digests, *sorted({one.algorithm for one in file.checksums}.difference(digests))]


def _with_format(file: FileObject, identified: Format) -> FileObject:
    return FileObject(file.path, file.size, file.digests, identified)


def _batches(items: Sequence[PlannedItem]) -> Iterator[Sequence[PlannedItem]]:
    for start in range(0, len(items), ITEMS_A_BATCH):
        yield items[start : start + ITEMS_A_BATCH]


def _further(progress: Progress, sealed: SealedItem) -> Progress:
    done, octets = progress.done + sealed.files, progress.octets + sealed.octets
    return Progress(progress.phase, done, progress.total, octets)


def _oxum(item: PlannedItem) -> str:
    return f"{sum(file.size for file in item.files)}.{len(item.files)}"


def _about(
    code: str, item: PlannedItem, *, found: str, expected: str | None = None, path: str | None = None
) -> Finding:
    """Return a finding about an item, with where it stands in the manifest."""
    return finding(
        code,
        item=item.identifier,
        row=item.at.row,
        pointer=item.at.pointer,
        path=path,
        expected=expected,
        found=found,
    )


def _in_use(item: PlannedItem, by: str) -> Finding:
    return _about("archive-item-sealed-by-another", item, found=f"sealed by {by}")


def _gone(item: PlannedItem) -> Finding:
    found = "no folder, though the ledger says that it was sealed"
    return _about("archive-item-missing", item, found=found, path=f"archive/{place_of(item.identifier)}")


def _changed(item: PlannedItem, sealed: str, now: str) -> Finding:
    expected, found = f"{sealed} (octets.files) as sealed", f"{now} in the documents folder"
    return _about("archive-submission-changed", item, expected=expected, found=found)
