"""Reading a submission manifest of any form: the one door, and the list of readers."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bayegan.metadata.submission.csv_reader import read_csv
from bayegan.metadata.submission.source import Contents, Source
from bayegan.metadata.vocabularies import Vocabularies
from bayegan.model.declared import Declared
from bayegan.model.findings import Finding, finding
from bayegan.model.record import AccessLevel
from bayegan.model.submission import Submission


def _json(source: Source) -> Contents:
    from bayegan.metadata.submission.json_reader import read_json  # noqa: PLC0415  loaded where it is used

    return read_json(source)


def _jsonl(source: Source) -> Contents:
    from bayegan.metadata.submission.jsonl_reader import read_jsonl  # noqa: PLC0415  loaded where it is used

    return read_jsonl(source)


_READERS: Mapping[str, Callable[[Source], Contents]] = {
    ".json": _json,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
}

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Reading:
    """A manifest as read: `submission` holds the items that could be read, and is None where there are none.

    Nothing may be ingested from a reading with errors; what its submission lacks is told by `findings`.
    """

    submission: Submission | None
    findings: tuple[Finding, ...]


def read_submission(
    name: str,
    content: bytes,
    declared: Declared,
    default_access: AccessLevel,
    vocabularies: Vocabularies | None = None,
    *,
    amends: bool = False,
) -> Reading:
    """Read the manifest `name`, in the form that the end of its name tells, and find all that is wrong.

    With `amends` it is to amend a sealed item.

    Each finding has its row (in a table the physical line where the row begins, in JSON Lines the line), its
    column or its JSON Pointer, as far as it can have one. Without `vocabularies`, records may name concepts of the
    shipped ones. Never raises for what `content` holds.
    """
    reader = _READERS.get(PurePosixPath(name).suffix.lower())
    if reader is None:
        return Reading(None, (finding("submission-form", found=f"“{name}”"),))
    if not content.removeprefix(_BOM).strip():
        return Reading(None, (finding("submission-empty-file", found=f"{len(content)} octets"),))
    digest = hashlib.sha256(content).hexdigest()
    source = Source(name, content, digest, declared, default_access, vocabularies or Vocabularies(), amends)
    contents = reader(source)
    if not contents.items:
        return Reading(None, contents.findings)
    organisation, amendment = contents.source_organization, contents.amendment
    submission = Submission(name, source.digest, contents.items, organisation, declared, amendment)
    return Reading(submission, contents.findings)
