"""Building one item in staging: its documents copied, described, proved, closed."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bayegan.errors import SourceChanged
from bayegan.model.copying import Brought, Carried, ToCopy
from bayegan.model.findings import Finding, has_errors
from bayegan.model.payload import Payload
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
from bayegan.ports import BagMaker, Carrier, Describing, FormatIdentifier, Originals, SealedBags

FEW_FILES = 200
"""Files up to which an item has no need of a carrier."""
_DIGEST = "sha512"
_STEP_FILES = 100
_STEP_OCTETS = 16 << 20


@dataclass(frozen=True, slots=True)
class BuildItem:
    """The use case with its ports. `submission` is what the items come from, `agent` the software that seals.

    A `carrier` brings many files at once, where there is one.
    """

    documents: Originals
    maker: BagMaker
    sealed_bags: SealedBags
    identifier: FormatIdentifier | None
    submission: Submission
    policy: Policy
    agent: Agent
    carrier: Carrier | None = None

    def build(
        self, item: PlannedItem, folder: Path, now: datetime
    ) -> Generator[Brought, None, BuiltItem | tuple[Finding, ...]]:
        """Build an item in `folder`, under the name of its version, or return what is wrong with it. What is in its
        bag so far is yielded now and then.

        Nothing is flushed. Raises CouldNot where the disk refuses, SourceChanged where a document is not what it
        was when the plan was made.
        """
        bag = folder / item.version
        self.maker.open_bag(bag, (file.payload for file in (*item.files, *item.kept)))
        tag = submission_tag(self.submission.digest)
        if item.origin is not None and item.origin.taken_over:
            copied = yield from _taken(item, self._copied(item, bag, (*item.files, *item.kept)))
            payload = Payload.of(copied[file.source] for file in item.files)
            kept = {file.payload: copied[file.source].digests for file in item.kept}
            closed = self.maker.adopt(bag, {path: dict(digests)[_DIGEST] for path, digests in kept.items()})
            tag = self.sealed_bags.info(bag).get(SUBMISSION_TAG, tag)
        else:
            payload, closed = yield from self._described(item, bag, now)
        if has_errors(closed.findings):
            return closed.findings
        sealed = SealedItem(item.identifier, item.version, payload.files, payload.octets)
        detail = opinion_detail(closed.opinion) | origin_detail(item.origin, self.submission.digest)
        detail |= amends_detail(item.amends.version if item.amends else None) | formats_detail(payload)
        event = ingestion_event(sealed, closed.tag_digests, tag, self.agent, now, detail)
        return BuiltItem(folder, sealed, event)

    def _described(
        self, item: PlannedItem, bag: Path, now: datetime
    ) -> Generator[Brought, None, tuple[Payload, ClosedBag]]:
        """Copy the files of an item, describe and close its bag; return what they come to, and the bag."""
        identifier = self.identifier.agent if self.identifier else None
        access = item.record.access
        digests = self.policy.digests
        with self.maker.describing(bag, item.record, len(item.files)) as describing:
            kept, files, payload = yield from self._brought(item, bag, describing)
            preservation = PreservationRecord(
                item.identifier,
                files,
                events_until_sealing(item, self.submission, payload, self.agent, identifier, now, digests),
                access.level.value,
                access.reason.value if access.reason else None,
            )
            described = describing.end(preservation)
            info = bag_info(item, self.submission, self.policy, self.agent, now)
            closed = describing.close({**described.digests, **kept}, info)
        return payload, replace(closed, findings=described.findings + closed.findings)

    def _brought(
        self, item: PlannedItem, bag: Path, describing: Describing
    ) -> Generator[Brought, None, tuple[dict[str, Mapping[str, str]], tuple[FileObject, ...], Payload]]:
        """Copy all files of an item; return the digests of the tag files among them, the others, and what these
        come to. Where a carrier brought them, they are described already and not kept.
        """
        is_carried = self.carrier is not None and len(item.files) > FEW_FILES
        planned = item.kept if is_carried else (*item.files, *item.kept)
        copied = yield from _taken(item, self._with_formats(self._copied(item, bag, planned), bag))
        kept: dict[str, Mapping[str, str]] = {one.payload: dict(copied[one.source].digests) for one in item.kept}
        if self.carrier is not None and is_carried:
            return kept, (), (yield from self._carried(self.carrier, item, bag, describing))
        files = tuple(copied[file.source] for file in item.files)
        return kept, files, Payload.of(files)

    def _carried(
        self, carrier: Carrier, item: PlannedItem, bag: Path, describing: Describing
    ) -> Generator[Brought, None, Payload]:
        """Have the files of an item brought and described; return what they come to."""
        payload = Payload([], [])
        octets = 0
        for carried in carrier.carried(self._to_copy(item.files, bag), bag, item.identifier):
            done = len(payload.sizes)
            self._check(item, item.files[done : done + len(carried.sizes)], carried)
            payload.sizes.extend(carried.sizes)
            payload.formats.extend(carried.formats)
            describing.add(carried.described)
            octets += carried.described.octets
            yield Brought(len(payload.sizes), octets)
        return payload

    def _check(self, item: PlannedItem, planned: Sequence[PlannedFile], carried: Carried) -> None:
        """Hold what was carried against the plan; raises as `_demand_planned`."""
        for file, size, digests in zip(planned, carried.sizes, carried.digests, strict=True):
            if size != file.size or file.checksums:
                self._demand_planned(
                    item, file, dict(zip(carried.algorithms, map(bytes.hex, digests), strict=True)), size
                )

    def _copied(
        self, item: PlannedItem, bag: Path, planned: Sequence[PlannedFile]
    ) -> Iterator[tuple[str, FileObject]]:
        """Copy files of an item, in the order that suits their source; yield what they became, by source."""
        files = {file.source: file for file in planned}
        for source, digests, size in self.documents.copies(self._to_copy(files.values(), bag)):
            file = files[source]
            known = item.amends.formats.get(file.payload) if item.amends and file.is_held else None
            self._demand_planned(item, file, digests, size)
            of = tuple([(one, digests[one]) for one in self.policy.digests])
            yield source, FileObject(file.payload, size, of, known)

    def _to_copy(self, files: Iterable[PlannedFile], bag: Path) -> Iterator[ToCopy]:
        names = self.policy.digests
        return (ToCopy(one.source, f"{bag}/{one.payload}", _algorithms(one, names), one.size) for one in files)

    def _demand_planned(self, item: PlannedItem, file: PlannedFile, digests: Mapping[str, str], size: int) -> None:
        """Hold what a file became against the plan. Raises SourceChanged where it is something else."""
        if size != file.size or any(checksum_findings(item, file, digests)):
            problem = "it is not what it was when the submission was accepted"
            raise SourceChanged(file.source, problem, "Wait until nothing writes to it, and ingest again.")

    def _with_formats(
        self, copied: Iterator[tuple[str, FileObject]], bag: Path
    ) -> Iterator[tuple[str, FileObject]]:
        """Identify what was copied while the rest is still being copied."""
        if self.identifier is None:
            yield from copied
            return
        paths = ((one, f"{bag}/{one[1].path}") for one in copied)
        for (source, file), known in self.identifier.identify_each(paths):
            yield source, FileObject(file.path, file.size, file.digests, known)


def _taken(
    item: PlannedItem, copied: Iterable[tuple[str, FileObject]]
) -> Generator[Brought, None, dict[str, FileObject]]:
    """Return what files became, by source; how much of the payload was brought so far is yielded now and then."""
    payload = {file.source for file in item.files}
    taken: dict[str, FileObject] = {}
    files = octets = told = 0
    for source, file in copied:
        taken[source] = file
        if source in payload:
            files += 1
            octets += file.size
            if octets - told >= _STEP_OCTETS or files % _STEP_FILES == 0:
                told = octets
                yield Brought(files, octets)
    return taken


def _algorithms(file: PlannedFile, digests: Sequence[str]) -> Sequence[str]:
    if not file.checksums:
        return digests
    return (*digests, *sorted({one.algorithm for one in file.checksums}.difference(digests)))
