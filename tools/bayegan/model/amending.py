"""From a sealed version, a submission and its documents to the plan of the next version. Nothing is opened."""

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bayegan.model.amends import HELD, Amends
from bayegan.model.document_names import entry_findings
from bayegan.model.findings import Finding, finding
from bayegan.model.identifiers import minted
from bayegan.model.listing import PAYLOAD, Entry, Kind
from bayegan.model.planning import Plan, PlannedFile, PlannedItem, Received
from bayegan.model.preservation import Event, Format
from bayegan.model.record import Amendment, FileNote, Record, Text
from bayegan.model.submission import (
    Position,
    StatedAmendment,
    StatedChecksum,
    Submission,
    SubmittedFile,
    SubmittedItem,
)

_DIGEST = "sha512"


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of a sealed version: its size in octets, the SHA-512 that vouches for it, and what states that."""

    size: int
    digest: str
    stated_in: str
    format: Format | None = None


@dataclass(frozen=True, slots=True)
class SealedVersion:
    """The version that is amended. `files` are its payload, `kept` the tag files that go over as they are."""

    version: str
    record: Record
    files: Mapping[str, HeldFile]
    kept: Mapping[str, HeldFile]
    events: tuple[Event, ...]
    organisation: str | None

    @property
    def next(self) -> int:
        """The number of the next version."""
        return int(self.version[1:]) + 1


@dataclass(frozen=True, slots=True)
class Correction:
    """A submission with one item, as it amends the item named `identifier`."""

    identifier: str
    submission: Submission
    item: SubmittedItem
    stated: StatedAmendment

    def amendment(self, version: int) -> Amendment:
        """Return what the record says of it; who and why have been asked for before."""
        stated = self.stated
        return Amendment(version, stated.by or Text(""), stated.reason or Text(""), stated.date, stated.source)


def correction(
    identifier: str, submission: Submission, by: str | None, reason: str | None
) -> tuple[Correction | None, tuple[Finding, ...]]:
    """Return a submission as the correction of an item, or what speaks against that.

    `by` and `reason` fill in what the submission does not say.
    """
    stated = submission.amendment or StatedAmendment()
    stated = dataclasses.replace(
        stated,
        by=stated.by or (None if by is None else Text(by)),
        reason=stated.reason or (None if reason is None else Text(reason)),
    )
    wrong = [*_unexplained(identifier, stated)]
    if len(submission.items) != 1:
        found = f"{len(submission.items):,} items"
        return None, (*wrong, finding("amendment-one-item", item=identifier, found=found))
    (item,) = submission.items
    if item.record.identifier not in (identifier, minted(submission.digest, item.at.row or 1)):
        wrong.append(_about("amendment-identifier", item, expected=identifier, found=item.record.identifier))
    return Correction(identifier, submission, item, stated), tuple(wrong)


def _unexplained(identifier: str, stated: StatedAmendment) -> Iterator[Finding]:
    for field, text in (("by", stated.by), ("reason", stated.reason)):
        if text is None or not text.value.strip():
            found = f"no “{field}”"
            yield finding("amendment-unexplained", item=identifier, pointer=f"/amendment/{field}", found=found)


def of_documents(received: Received, sealed: SealedVersion, same: Collection[str]) -> Received:
    """Return what of a submission is about documents, the names of files that go over from `sealed` left out.

    Those are the names that only the sealed version has, and `same`: documents that are as it has them.
    """
    there = {entry.path for entry in received.deposit.entries} - set(same)

    def is_document(file: SubmittedFile) -> bool:
        return file.filename in there or PAYLOAD + file.filename not in sealed.files

    items = tuple(
        dataclasses.replace(item, files=tuple(filter(is_document, item.files)))
        for item in received.submission.items
    )
    entries = tuple(entry for entry in received.deposit.entries if entry.path not in same)
    return dataclasses.replace(
        received,
        submission=dataclasses.replace(received.submission, items=items),
        deposit=dataclasses.replace(received.deposit, entries=entries),
    )


def amended(plan: Plan, asked: Correction, sealed: SealedVersion) -> Plan:
    """Return the plan of the next version: of the documents in `plan`, and of all that `sealed` holds.

    What would change nothing is a finding.
    """
    (item,) = plan.items
    documents = {file.payload: file for file in item.files}
    left_out = tuple(PAYLOAD + name for name in asked.stated.left_out)
    held = tuple(
        _held(sealed, path, one, asked.item)
        for path, one in sealed.files.items()
        if path not in documents and path not in left_out
    )
    files = tuple(sorted((*held, *item.files), key=lambda file: file.payload.encode("utf-8", "surrogateescape")))
    amends = Amends(
        sealed.version,
        sealed.events,
        {path: one.format for path, one in sealed.files.items()},
        tuple(path for path in documents if path not in sealed.files),
        tuple(path for path in documents if path in sealed.files),
        tuple(path for path in left_out if path in sealed.files),
    )
    record = _record(asked, sealed, {file.payload for file in held})
    kept = {path: _held(sealed, path, one, asked.item) for path, one in sealed.kept.items()}
    kept |= {file.payload: file for file in item.kept}
    planned = dataclasses.replace(item, record=record, files=files, kept=tuple(kept.values()), amends=amends)
    organisation = plan.submission.source_organization or sealed.organisation
    submission = dataclasses.replace(plan.submission, source_organization=organisation)
    findings = (one for one in plan.findings if one.code != "document-item-empty")
    return Plan(submission, (planned,), (*findings, *_findings(planned, asked, sealed)))


def _held(sealed: SealedVersion, path: str, file: HeldFile, item: SubmittedItem) -> PlannedFile:
    """Return a file of the sealed version on its way; it must match what the submission states of it, too."""
    said = next((one for one in item.files if PAYLOAD + one.filename == path), None)
    vouched = StatedChecksum(_DIGEST, file.digest, f"{file.stated_in} of {sealed.version}")
    checksums = (vouched, *(said.checksums if said else ()))
    return PlannedFile(f"{HELD}{sealed.version}/{path}", path, file.size, checksums, said.at if said else item.at)


def _record(asked: Correction, sealed: SealedVersion, held: Collection[str]) -> Record:
    """Return the new description: access that is not stated, and notes on files that are not named, stay."""
    named = {PAYLOAD + file.filename for file in asked.item.files}
    notes = tuple(one for one in sealed.record.files if one.path in held and one.path not in named)
    said: tuple[FileNote, ...] = asked.item.record.files
    return dataclasses.replace(
        asked.item.record,
        identifier=asked.identifier,
        access=asked.item.record.access if asked.item.states_access else sealed.record.access,
        files=tuple(sorted((*said, *notes), key=lambda one: one.path)),
        amendments=(*sealed.record.amendments, asked.amendment(sealed.next)),
    )


def _findings(planned: PlannedItem, asked: Correction, sealed: SealedVersion) -> Iterator[Finding]:
    item = asked.item
    if not planned.files:
        yield _about("document-item-empty", item)
    if item.record.amendments not in ((), sealed.record.amendments):
        found = f"{len(item.record.amendments)} amendments that differ from those of {sealed.version}"
        yield _about("amendment-history", item, found=found)
    yield from _left_out(asked, sealed)
    yield from _sizes(planned, asked)
    yield from _in_the_way(planned)
    yield from _names(planned)
    if not (planned.amends and planned.amends.changes_files) and is_same_record(planned.record, sealed.record):
        yield _about("amendment-nothing-changed", item, found=f"all as in {sealed.version}")


def is_same_record(one: Record, other: Record) -> bool:
    """Say whether two records of an item say the same, their amendments apart."""
    bare = [
        dataclasses.replace(record, amendments=(), files=tuple(sorted(record.files, key=lambda note: note.path)))
        for record in (one, other)
    ]
    return bare[0] == bare[1]


def _left_out(asked: Correction, sealed: SealedVersion) -> Iterator[Finding]:
    named = {file.filename for file in asked.item.files}
    for index, name in enumerate(asked.stated.left_out):
        at = Position(pointer=f"/amendment/left_out/{index}")
        if PAYLOAD + name not in sealed.files:
            found = f"no such file in {sealed.version}"
        elif name in named:
            found = "also named among the files of the item"
        else:
            continue
        yield finding("amendment-left-out", item=asked.identifier, path=name, pointer=at.pointer, found=found)


def _sizes(planned: PlannedItem, asked: Correction) -> Iterator[Finding]:
    stated = {PAYLOAD + one.filename: one for one in asked.item.files}
    for file in planned.files:
        said = stated.get(file.payload) if file.is_held else None
        if said is not None and said.size is not None and said.size != file.size:
            yield finding(
                "document-size-differs",
                item=asked.identifier,
                path=said.filename,
                row=said.at.row,
                pointer=said.at.pointer,
                expected=f"{said.size:,} octets",
                found=f"{file.size:,} octets",
            )


def _in_the_way(planned: PlannedItem) -> Iterator[Finding]:
    """Yield the files whose names are folders of other files."""
    paths = {file.payload for file in planned.files}
    for file in planned.files:
        parts = file.payload.split("/")
        above = ("/".join(parts[:depth]) for depth in range(2, len(parts)))
        for folder in above:
            if folder in paths:
                found = f"a file, and a folder of {file.payload}"
                yield finding("amendment-file-in-the-way", item=planned.identifier, path=folder, found=found)


def _names(planned: PlannedItem) -> Iterator[Finding]:
    """Yield what of the new names cannot be kept apart from those that are held."""
    if all(file.is_held for file in planned.files):
        return
    together = set(_twins(planned.files))
    known = set(_twins([file for file in planned.files if not file.is_held]))
    known |= set(_twins([file for file in planned.files if file.is_held]))
    yield from (one for one in sorted(together - known, key=lambda one: (one.code, one.path or "")))


def _twins(files: Sequence[PlannedFile]) -> Iterator[Finding]:
    return entry_findings([Entry(file.payload.removeprefix(PAYLOAD), Kind.FILE, file.size) for file in files])


def _about(code: str, item: SubmittedItem, *, found: str = "", expected: str | None = None) -> Finding:
    identifier = item.record.identifier
    return finding(code, item=identifier, row=item.at.row, pointer=item.at.pointer, found=found, expected=expected)
