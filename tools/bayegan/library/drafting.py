"""Drafting a submission from a folder of documents."""

from collections.abc import Generator
from pathlib import Path

from bayegan.metadata.draft_csv import draft_csv
from bayegan.model.progress import Progress
from bayegan.services.draft import Draft, draft
from bayegan.storage.documents import DocumentsFolder
from bayegan.storage.flush import write_durably
from bayegan.storage.formats import SiegfriedIdentifier


def write_new_file(path: Path, content: bytes) -> None:
    """Write a new file whole or not at all; raises OSError."""
    write_durably(path, content)


def draft_submission(folder: Path, output: Path | None) -> Generator[Progress, None, tuple[Draft, bytes]]:
    """Return a draft for `folder` and its CSV; `output`, where it lies in the folder, is no document.

    Raises WrongUse where there is no such folder, CouldNot where a document cannot be read.
    """
    documents = DocumentsFolder(folder)
    own = None
    if output is not None and output.resolve().is_relative_to(folder.resolve()):
        own = output.resolve().relative_to(folder.resolve()).as_posix()
    proposed = yield from draft(documents, folder, SiegfriedIdentifier(), own)
    return proposed, draft_csv(proposed.rows)
