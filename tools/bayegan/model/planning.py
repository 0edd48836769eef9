"""From a submission and what lies in its documents folder to a plan: which files become which bags.

Everything here is decided on values; nothing is opened. All that is wrong is found in one pass.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bayegan.model.amends import HELD, Amends
from bayegan.model.checksum_lists import ListedChecksum, is_checksum_list
from bayegan.model.document_names import entry_findings
from bayegan.model.donor_bag import Origin
from bayegan.model.findings import Finding, Severity, finding
from bayegan.model.folder_rows import gather_folders
from bayegan.model.forms import metadata_path
from bayegan.model.listing import PAYLOAD, Entry, Kind
from bayegan.model.names import escapes, is_utf8, spelled
from bayegan.model.quoted import Quoted
from bayegan.model.record import Record
from bayegan.model.submission import Position, StatedChecksum, Submission, SubmittedFile, SubmittedItem

NEVER_DOCUMENTS = frozenset((".DS_Store", "Thumbs.db"))
OBJECTS = "objects/"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A document on its way: `source` relative to the documents folder, `payload` relative to the bag.

    The source of what an earlier version of the item holds begins with `/`, and goes on from the item's folder.
    """

    source: str
    payload: str
    size: int
    checksums: tuple[StatedChecksum, ...]
    at: Position

    @property
    def is_held(self) -> bool:
        """Whether an earlier version of the item holds it."""
        return self.source.startswith(HELD)


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One bag to be made. `kept` are tag files that go into it as they are; `origin` is the bag that it was.

    `proved` says of metadata files among them what they were held against.
    `amends` is the version before it. `quoted` is as in SubmittedItem.
    """

    record: Record
    files: tuple[PlannedFile, ...]
    at: Position
    kept: tuple[PlannedFile, ...] = ()
    origin: Origin | None = None
    proved: tuple[str, ...] = ()
    amends: Amends | None = None
    quoted: tuple[Quoted, ...] | None = None

    @property
    def identifier(self) -> str:
        """The identifier of the item."""
        return self.record.identifier

    @property
    def version(self) -> str:
        """The version of the item that it becomes."""
        return self.record.version


@dataclass(frozen=True, slots=True)
class Plan:
    """What a submission comes to. It is carried out only where no finding is an error."""

    submission: Submission
    items: tuple[PlannedItem, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Deposit:
    """A documents folder as listed, with the donor's checksum lists found in it.

    `manifest` is the path of the submission manifest where it lies in the folder itself.
    """

    entries: tuple[Entry, ...]
    lists: Mapping[str, tuple[ListedChecksum, ...]]
    manifest: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A submission as it came in, with what was found wrong while it was read."""

    submission: Submission
    deposit: Deposit
    findings: tuple[Finding, ...]


def make_plan(
    submission: Submission, deposit: Deposit, *, allow_unnamed: bool = False, is_whole: bool = True
) -> Plan:
    """Hold `submission` against `deposit`; return the plan with every finding.

    Where every name of the manifest begins with `objects/`, as in an Archivematica transfer, only that
    folder holds documents. With `allow_unnamed`, files that the manifest does not name are warnings. Where
    part of the manifest could not be read (`is_whole` is False), nothing is said of unnamed files.
    """
    entries = _documents(submission, deposit)
    files = {entry.path: entry for entry in entries if entry.kind is Kind.FILE}
    stated, list_findings = _stated_by_lists(deposit, files)
    metadata = {one.file.filename for item in submission.items for one in item.metadata}
    documents = {path: entry for path, entry in files.items() if path not in metadata}
    items, folder_findings = gather_folders(submission, documents)
    findings = [*list_findings, *folder_findings, *entry_findings(entries), *_item_findings(items, files)]
    findings += _size_findings(items, files)
    if is_whole:
        findings += _unnamed(items, files, allow_unnamed)
    planned = tuple(_planned(item, files, stated) for item in items)
    return Plan(submission, planned, tuple(findings))


def _documents(submission: Submission, deposit: Deposit) -> tuple[Entry, ...]:
    named = [file.filename for item in submission.items for file in _named_by(item)]
    named += [item.folder for item in submission.items if item.folder is not None]
    transfer = bool(named) and all(name.startswith(OBJECTS) for name in named)
    mentioned = set(named)
    return tuple(
        entry
        for entry in deposit.entries
        if (entry.path.startswith(OBJECTS) or not transfer)
        and entry.path != deposit.manifest
        and (entry.path in mentioned or not _is_no_document(entry))
    )


def _is_no_document(entry: Entry) -> bool:
    """A link or a pipe is looked at whatever its name: only a plain file can be a checksum list."""
    name = entry.path.rsplit("/", 1)[-1]
    return entry.kind is Kind.FILE and (name in NEVER_DOCUMENTS or is_checksum_list(name))


def _item_findings(items: Sequence[SubmittedItem], files: Mapping[str, Entry]) -> Iterator[Finding]:
    first: dict[str, Position] = {}
    by_normal_form = {unicodedata.normalize("NFC", path): path for path in files}
    for item in items:
        if not item.files:
            yield finding(
                "document-item-empty",
                item=item.record.identifier,
                path=item.folder,
                row=item.at.row,
                pointer=item.at.pointer,
            )
        yield from _same_form(item)
        for file in _named_by(item):
            if escapes(file.filename) and file.filename not in files:
                yield _about("document-path-escapes", item, file, found=file.filename)
            elif file.filename in first:
                found = f"also at {_where(first[file.filename])}"
                yield _about("document-named-twice", item, file, found=found)
            elif file.filename not in files:
                yield _absent(item, file, by_normal_form)
            first.setdefault(file.filename, file.at)


def _named_by(item: SubmittedItem) -> tuple[SubmittedFile, ...]:
    return (*item.files, *(one.file for one in item.metadata))


def _same_form(item: SubmittedItem) -> Iterator[Finding]:
    seen: set[str] = set()
    for one in item.metadata:
        if one.form in seen:
            yield _about("form-twice", item, one.file, found=f"a second file of the form “{one.form}”")
        seen.add(one.form)


def _absent(item: SubmittedItem, file: SubmittedFile, by_normal_form: Mapping[str, str]) -> Finding:
    twin = by_normal_form.get(unicodedata.normalize("NFC", file.filename))
    if twin is None:
        return _about("document-absent", item, file, found="no such file")
    found = f"a file whose name differs in Unicode normalisation: {spelled((file.filename, twin))}"
    return _about("document-absent", item, file, found=found)


def _unnamed(items: Sequence[SubmittedItem], files: Mapping[str, Entry], allowed: bool) -> Iterator[Finding]:
    named = {file.filename for item in items for file in _named_by(item)}
    severity = Severity.WARNING if allowed else Severity.ERROR
    for path in files:
        if path not in named and is_utf8(path):
            yield finding("document-unnamed", path=path, found="no mention in the manifest", severity=severity)


def _size_findings(items: Sequence[SubmittedItem], files: Mapping[str, Entry]) -> Iterator[Finding]:
    for item in items:
        for file in item.files:
            entry = files.get(file.filename)
            if file.size is not None and entry is not None and file.size != entry.size:
                expected, found = f"{file.size:,} octets", f"{entry.size:,} octets"
                yield _about("document-size-differs", item, file, expected=expected, found=found)


def _stated_by_lists(
    deposit: Deposit, files: Mapping[str, Entry]
) -> tuple[dict[str, list[StatedChecksum]], list[Finding]]:
    """Return the digests that donors' lists state, by document.

    The names of a list are relative to its own folder, or to the documents folder.
    """
    stated: dict[str, list[StatedChecksum]] = {}
    findings: list[Finding] = []
    everything = {entry.path for entry in deposit.entries}
    for path, lines in deposit.lists.items():
        beside = path.rsplit("/", 1)[0] + "/" if "/" in path else ""
        matched = 0
        for line in lines:
            target = next((one for one in _candidates(beside, line.name) if one in everything), None)
            if target is None:
                findings.append(finding("checksum-list-absent", path=path, row=line.row, found=line.name))
            elif target in files:
                stated.setdefault(target, []).append(line.checksum)
                matched += 1
        if lines and not matched:
            findings.append(finding("checksum-list-unmatched", path=path, found=f"0 of {len(lines)} lines matched"))
    return stated, findings


def _candidates(beside: str, name: str) -> tuple[str, ...]:
    return (beside + name, name, name.removeprefix("../"))


def _planned(
    item: SubmittedItem, files: Mapping[str, Entry], stated: Mapping[str, Sequence[StatedChecksum]]
) -> PlannedItem:
    def planned(file: SubmittedFile, to: str) -> PlannedFile:
        checksums = (*file.checksums, *stated.get(file.filename, ()))
        return PlannedFile(file.filename, to, files[file.filename].size, checksums, file.at)

    payload = tuple(planned(file, PAYLOAD + file.filename) for file in item.files if file.filename in files)
    metadata = {one.form: one.file for one in item.metadata if one.file.filename in files}
    kept = tuple(planned(file, metadata_path(form)) for form, file in metadata.items())
    return PlannedItem(item.record, payload, item.at, kept, quoted=item.quoted)


def checksum_findings(item: PlannedItem, file: PlannedFile, digests: Mapping[str, str]) -> Iterator[Finding]:
    """Hold the digests of a document, by algorithm, against all that its donor stated."""
    for stated in file.checksums:
        found = digests[stated.algorithm]
        if found != stated.value:
            yield finding(
                "document-checksum-differs",
                item=item.identifier,
                path=file.source,
                expected=f"{stated.algorithm} {stated.value} ({stated.stated_in})",
                found=f"{stated.algorithm} {found}",
                row=file.at.row,
                pointer=file.at.pointer,
            )


def _about(
    code: str, item: SubmittedItem, file: SubmittedFile, *, found: str, expected: str | None = None
) -> Finding:
    return finding(
        code,
        item=item.record.identifier,
        path=file.filename,
        found=found,
        expected=expected,
        row=file.at.row,
        pointer=file.at.pointer,
    )


def _where(at: Position) -> str:
    return f"row {at.row}" if at.row is not None else f"{at.pointer}"
