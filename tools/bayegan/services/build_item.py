"""Building one item in staging: its documents copied, described, proved, closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bayegan.errors import SourceChanged
from bayegan.model.copying import ToCopy
from bayegan.model.findings import Finding, has_errors
from bayegan.model.planning import PlannedFile, PlannedItem, checksum_findings
from bayegan.model.policy import Policy
from bayegan.model.preservation import Agent, FileObject, PreservationRecord
from bayegan.model.sealing import (
    SUBMISSION_TAG,
    BuiltItem,
    ClosedBag,
    SealedItem,
    amends_detail,
    bag_info,
    events_until_sealing,
    formats_detail,
    ingestion_event,
    opinion_detail,
    origin_detail,
    submission_tag,
)
from bayegan.model.submission import Submission
from bayegan.ports import BagMaker, FormatIdentifier, Originals, SealedBags

_DIGEST = "sha512"


@dataclass(frozen=True, slots=True)
class BuildItem:
    """The use case with its ports. `submission` is what the items come from, `agent` the software that seals."""

    documents: Originals
    maker: BagMaker
    sealed_bags: SealedBags
    identifier: FormatIdentifier | None
    submission: Submission
    policy: Policy
    agent: Agent

    def build(self, item: PlannedItem, folder: Path, now: datetime) -> BuiltItem | tuple[Finding, ...]:
        """Build an item in `folder`, under the name of its version, or return what is wrong with it.

        Nothing is flushed. Raises CouldNot where the disk refuses, SourceChanged where a document is not what it
        was when the plan was made.
        """
        bag = folder / item.version
        self.maker.open_bag(bag, (file.payload for file in (*item.files, *item.kept)))
        copied = dict(self._with_formats(item, bag))
        files = tuple(copied[file.source] for file in item.files)
        kept = {file.payload: dict(copied[file.source].digests) for file in item.kept}
        tag = submission_tag(self.submission.digest)
        if item.origin is not None and item.origin.taken_over:
            closed = self.maker.adopt(bag, {path: digests[_DIGEST] for path, digests in kept.items()})
            tag = self.sealed_bags.info(bag).get(SUBMISSION_TAG, tag)
        else:
            closed = self._described(item, bag, files, kept, now)
        if has_errors(closed.findings):
            return closed.findings
        sealed = SealedItem(item.identifier, item.version, len(files), sum(file.size for file in files))
        detail = opinion_detail(closed.opinion) | origin_detail(item.origin, self.submission.digest)
        detail |= amends_detail(item.amends.version if item.amends else None) | formats_detail(files)
        event = ingestion_event(sealed, closed.tag_digests, tag, self.agent, now, detail)
        return BuiltItem(folder, sealed, event)

    def _described(
        self,
        item: PlannedItem,
        bag: Path,
        files: tuple[FileObject, ...],
        kept: Mapping[str, Mapping[str, str]],
        now: datetime,
    ) -> ClosedBag:
        identifier = self.identifier.agent if self.identifier else None
        access = item.record.access
        digests = self.policy.digests
        preservation = PreservationRecord(
            item.identifier,
            files,
            events_until_sealing(item, self.submission, files, self.agent, identifier, now, digests),
            access.level.value,
            access.reason.value if access.reason else None,
        )
        described = self.maker.describe(bag, item.record, preservation)
        info = bag_info(item, self.submission, self.policy, self.agent, now)
        closed = self.maker.close(bag, files, {**described.digests, **kept}, info)
        return replace(closed, findings=described.findings + closed.findings)

    def _copied(self, item: PlannedItem, bag: Path) -> Iterator[tuple[str, FileObject]]:
        """Copy all files of an item, in the order that suits their source; yield what they became, by source."""
        files = {file.source: file for file in (*item.files, *item.kept)}
        names = self.policy.digests
        wanted = (
            ToCopy(one.source, f"{bag}/{one.payload}", _algorithms(one, names), one.size) for one in files.values()
        )
        for source, digests, size in self.documents.copies(wanted):
            file = files[source]
            if size != file.size or any(checksum_findings(item, file, digests)):
                problem = "it is not what it was when the submission was accepted"
                raise SourceChanged(source, problem, "Wait until nothing writes to it, and ingest again.")
            known = item.amends.formats.get(file.payload) if item.amends and file.is_held else None
            yield source, FileObject(file.payload, size, tuple((one, digests[one]) for one in names), known)

    def _with_formats(self, item: PlannedItem, bag: Path) -> Iterator[tuple[str, FileObject]]:
        """Copy, and identify what was copied while the rest is still being copied."""
        copied = self._copied(item, bag)
        if self.identifier is None or (item.origin is not None and item.origin.taken_over):
            yield from copied
            return
        paths = ((one, f"{bag}/{one[1].path}") for one in copied)
        for (source, file), known in self.identifier.identify_each(paths):
            yield source, FileObject(file.path, file.size, file.digests, known)


def _algorithms(file: PlannedFile, digests: Sequence[str]) -> Sequence[str]:
    if not file.checksums:
        return digests
    return (*digests, *sorted({one.algorithm for one in file.checksums}.difference(digests)))
