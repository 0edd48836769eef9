"""Rows of a table that describe a whole folder, as in the metadata.csv of an Archivematica transfer."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bayegan.model.dublin_core import crosswalk
from bayegan.model.identifiers import minted
from bayegan.model.listing import PAYLOAD, Entry
from bayegan.model.record import FileNote, Record, Term
from bayegan.model.submission import Submission, SubmittedFile, SubmittedItem


def gather_folders(submission: Submission, files: Mapping[str, Entry]) -> Iterator[SubmittedItem]:
    """Yield the items, those of folder rows with the files below them; rows of such files become notes.

    A file belongs to the deepest folder row above it. A row of its own describes it within that item, unless
    the row names another item.
    """
    folders = {_folder_of(item, files): item for item in submission.items}
    folders.pop(None, None)
    if not folders:
        yield from submission.items
        return
    noted: dict[str, SubmittedItem] = {}
    apart: set[str] = set()
    for item in submission.items:
        if _folder_of(item, files) is None:
            if _is_minted(item, submission) and _holder(item.files[0].filename, folders):
                noted[item.files[0].filename] = item
            else:
                apart.update(file.filename for file in item.files)
    for item in submission.items:
        folder = _folder_of(item, files)
        if folder is not None:
            below = [path for path in files if _holder(path, folders) == folder and path not in apart]
            yield _folder_item(item, folder, below, noted)
        elif item.files[0].filename not in noted:
            yield item


def _folder_of(item: SubmittedItem, files: Mapping[str, Entry]) -> str | None:
    """Return the folder, with its final `/`, that the item's only name means; None where that is a file."""
    if item.folder is not None:
        return item.folder.rstrip("/") + "/"
    if len(item.files) != 1 or item.files[0].filename in files:
        return None
    folder = item.files[0].filename + "/"
    return folder if any(path.startswith(folder) for path in files) else None


def _holder(path: str, folders: Iterable[str | None]) -> str | None:
    """Return the deepest of `folders` that holds `path`."""
    holding = [folder for folder in folders if folder is not None and path.startswith(folder)]
    return max(holding, key=len, default=None)


def _is_minted(item: SubmittedItem, submission: Submission) -> bool:
    return item.at.row is not None and item.record.identifier == minted(submission.digest, item.at.row)


def _folder_item(
    item: SubmittedItem, folder: str, below: Sequence[str], noted: Mapping[str, SubmittedItem]
) -> SubmittedItem:
    files = tuple(noted[path].files[0] if path in noted else SubmittedFile(path, item.at) for path in sorted(below))
    notes = tuple(_as_note(noted[file.filename].record, file.filename) for file in files if file.filename in noted)
    record = dataclasses.replace(item.record, files=item.record.files + notes)
    return dataclasses.replace(item, record=record, files=files, folder=folder)


def _as_note(record: Record, filename: str) -> FileNote:
    said = [one for one in crosswalk(record) if one.term not in ("identifier", "accessRights")]
    terms = tuple(Term(one.term, one.value, one.lang) for one in said)
    return FileNote(PAYLOAD + filename, terms, record.extras)
