"""A submission as it comes in: the manifest read, its documents listed, nothing written."""

from dataclasses import dataclass
from pathlib import Path

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.own_schemas import OwnSchemas
from bayegan.metadata.submission.reading import Reading, read_submission
from bayegan.model.checksum_lists import ListedChecksum, is_checksum_list, read_checksum_list
from bayegan.model.declared import Declared
from bayegan.model.findings import Finding
from bayegan.model.listing import Entry, Kind
from bayegan.model.planning import Deposit, Received
from bayegan.model.record import AccessLevel
from bayegan.storage.documents import DocumentsFolder
from bayegan.storage.plain_file import read_plain_file


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What lies on the desk. `received` is None where the manifest could not be read at all."""

    content: bytes
    documents: DocumentsFolder
    received: Received | None
    findings: tuple[Finding, ...]


def receive(
    manifest: Path,
    documents: Path | None,
    declared: Declared,
    default_access: AccessLevel,
    workers: int = 1,
    own: OwnSchemas | None = None,
    *,
    amends: bool = False,
) -> HandedIn:
    """Read a manifest and list the documents beside it, or those in `documents`, to be read by so many workers.

    `own` are the vocabularies and forms of the archive, where one is at hand. With `amends` the manifest is to
    amend an item; if it names no files then, no folder is looked at but one that is given.
    Raises WrongUse where either is not there, CouldNot where it cannot be read.
    """
    content = _content(manifest)
    vocabularies, before = (None, ()) if own is None else (own.vocabularies, own.findings)
    folder = DocumentsFolder(documents or _beside(manifest), workers)
    with folder.listing_beside() as listed:
        reading = read_submission(manifest.name, content, declared, default_access, vocabularies, amends=amends)
        entries = listed() if documents or not amends or _names_files(reading) else ()
    lists, list_findings = _checksum_lists(folder, entries)
    deposit = Deposit(entries, lists, _within(manifest, folder.root))
    findings = (*before, *reading.findings, *list_findings)
    received = None if reading.submission is None else Received(reading.submission, deposit, findings)
    return HandedIn(content, folder, received, findings)


def _names_files(reading: Reading) -> bool:
    items = reading.submission.items if reading.submission else ()
    return any(item.files or item.folder is not None for item in items)


def _content(manifest: Path) -> bytes:
    try:
        return read_plain_file(manifest)
    except FileNotFoundError:
        raise WrongUse(str(manifest), "there is no such file", "Name a submission manifest.") from None
    except OSError as error:
        raise CouldNot(str(manifest), f"cannot be read ({error.strerror})", "Check its permissions.") from error


def _beside(manifest: Path) -> Path:
    """Return where the documents of a manifest lie: in its folder, or, in a transfer, beside metadata/."""
    folder = manifest.absolute().parent
    if folder.name == "metadata" and (folder.parent / "objects").is_dir():
        return folder.parent
    return folder


def _within(manifest: Path, folder: Path) -> str | None:
    real, root = manifest.resolve(), folder.resolve()
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else None


def _checksum_lists(
    folder: DocumentsFolder, entries: tuple[Entry, ...]
) -> tuple[dict[str, tuple[ListedChecksum, ...]], list[Finding]]:
    lists: dict[str, tuple[ListedChecksum, ...]] = {}
    findings: list[Finding] = []
    for entry in entries:
        if entry.kind is Kind.FILE and is_checksum_list(entry.path):
            lists[entry.path], wrong = read_checksum_list(entry.path, folder.content(entry.path))
            findings.extend(wrong)
    return lists, findings
