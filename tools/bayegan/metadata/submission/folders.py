"""Folders that form an item by themselves, as in an Archivematica transfer."""

from collections.abc import Iterator, Sequence

from bayegan.model.findings import Finding, finding
from bayegan.model.names import shown
from bayegan.model.submission import SubmittedFile


def is_folder(file: SubmittedFile) -> bool:
    """Say whether the name is that of a folder: it ends with a slash."""
    return file.filename.endswith("/")


def split(files: Sequence[SubmittedFile]) -> tuple[tuple[SubmittedFile, ...], str | None]:
    """Return the files of an item, and the folder that it is, without its final slash, or None."""
    plain = tuple(file for file in files if not is_folder(file))
    folder = next((file.filename.rstrip("/") for file in files if is_folder(file)), None)
    return plain, folder


def folder_findings(files: Sequence[SubmittedFile], item: str) -> Iterator[Finding]:
    """Yield what is wrong with the folders among the `files` of an item."""
    for file in files:
        if not is_folder(file):
            continue
        if len(files) > 1:
            found = f"{len(files) - 1} more in the item"
            yield _about("submission-folder-shared", file, item, found)
        if file.size is not None or file.checksums:
            yield _about("submission-folder-facts", file, item, "a size or a checksum")


def _about(code: str, file: SubmittedFile, item: str, found: str) -> Finding:
    pointer = None if file.at.pointer is None else shown(file.at.pointer)
    return finding(code, item=item, path=file.filename, row=file.at.row, pointer=pointer, found=found)
