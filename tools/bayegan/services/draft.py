"""Drafting a submission from a folder: a row a document, for the archivist to complete."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from bayegan.model.checksum_lists import is_checksum_list
from bayegan.model.document_names import entry_findings
from bayegan.model.drafting import DraftRow, title_from_name
from bayegan.model.findings import Finding
from bayegan.model.listing import Kind
from bayegan.model.names import is_utf8
from bayegan.model.planning import NEVER_DOCUMENTS
from bayegan.model.progress import Progress
from bayegan.ports import Documents, FormatIdentifier

_ALGORITHM = "sha256"


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed table, and what stands in the way of ingesting the folder."""

    rows: tuple[DraftRow, ...]
    findings: tuple[Finding, ...]


def draft(
    documents: Documents, root: Path, identifier: FormatIdentifier, leave_out: str | None
) -> Generator[Progress, None, Draft]:
    """Read every document below `root` once and propose a row for it.

    Checksum lists, .DS_Store, Thumbs.db and `leave_out`, the draft itself, are no documents. Raises CouldNot
    where a document cannot be read.
    """
    entries = [entry for entry in documents.listing() if entry.path != leave_out and not _is_none(entry.path)]
    files = [entry for entry in entries if entry.kind is Kind.FILE and is_utf8(entry.path)]
    formats = identifier.identify([root / entry.path for entry in files])
    rows: list[DraftRow] = []
    octets = 0
    for done, (entry, one) in enumerate(zip(files, formats, strict=True), start=1):
        digest = documents.digests(entry.path, [_ALGORITHM])[_ALGORITHM]
        named = " ".join(filter(None, (one.name, one.version))) or (one.mime or "")
        shown_format = f"{named} ({one.puid})" if one.puid else named
        title = title_from_name(entry.path)
        rows.append(DraftRow(entry.path, title, shown_format, entry.size, f"{_ALGORITHM}:{digest}"))
        octets += entry.size
        yield Progress("reading documents", done, len(files), octets)
    return Draft(tuple(rows), tuple(entry_findings(entries)))


def _is_none(path: str) -> bool:
    return path.rsplit("/", 1)[-1] in NEVER_DOCUMENTS or is_checksum_list(path)
