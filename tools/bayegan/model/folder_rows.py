"""Rows of a table that describe a whole folder, as in the metadata.csv of an Archivematica transfer."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from bayegan.model.dublin_core import crosswalk
from bayegan.model.findings import Finding, finding
from bayegan.model.identifiers import minted
from bayegan.model.listing import PAYLOAD, Entry
from bayegan.model.record import FileNote, Record, Term
from bayegan.model.submission import Submission, SubmittedFile, SubmittedItem


def gather_folders(
    submission: Submission, files: Mapping[str, Entry]
) -> tuple[tuple[SubmittedItem, ...], tuple[Finding, ...]]:
    """Return the items, those of folder rows with the files below them; rows of such files become notes.

    A file belongs to the deepest folder row above it. A row of its own describes it within that item, unless
    the row names another item. A second row for the same file, and a row that states another access level than
    its folder's, are findings.
    """
    rows = _Rows(submission, files)
    if not rows.folders:
        return submission.items, ()
    below: dict[str, list[str]] = defaultdict(list)
    for path in sorted(files):
        if path not in rows.apart and (folder := rows.holder(path)):
            below[folder].append(path)
    items = tuple(_gathered(submission.items, rows, below))
    return items, tuple(rows.findings())


def _gathered(
    items: Iterable[SubmittedItem], rows: "_Rows", below: Mapping[str, Sequence[str]]
) -> Iterator[SubmittedItem]:
    for item in items:
        folder = rows.folder_of(item)
        if folder is not None:
            yield _folder_item(item, folder, below.get(folder, ()), rows.noted)
        elif item.files[0].filename not in rows.noted:
            yield item


class _Rows:
    """The rows of a table, told apart: folders, notes on files below them, and the rest."""

    def __init__(self, submission: Submission, files: Mapping[str, Entry]) -> None:
        self._files = files
        self._parents = _parents(files)
        self.folders = {folder: item for item in submission.items if (folder := self.folder_of(item))}
        self.noted: dict[str, SubmittedItem] = {}
        self.apart: set[str] = set()
        self._twice: list[tuple[SubmittedItem, SubmittedItem]] = []
        for item in submission.items if self.folders else ():
            if self.folder_of(item) is None:
                self._take(item, submission)

    def _take(self, item: SubmittedItem, submission: Submission) -> None:
        name = item.files[0].filename
        if not (_is_minted(item, submission) and self.holder(name)):
            self.apart.update(file.filename for file in item.files)
        elif name in self.noted:
            self._twice.append((self.noted[name], item))
        else:
            self.noted[name] = item

    def folder_of(self, item: SubmittedItem) -> str | None:
        """Return the folder, with its final `/`, that the item's only name means; None where that is a file."""
        if item.folder is not None:
            return item.folder.rstrip("/") + "/"
        if len(item.files) != 1 or item.files[0].filename in self._files:
            return None
        folder = item.files[0].filename + "/"
        return folder if folder in self._parents else None

    def holder(self, path: str) -> str | None:
        """Return the deepest folder row that holds `path`."""
        return next((folder for folder in _above(path) if folder in self.folders), None)

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with rows of files below folder rows."""
        for first, second in self._twice:
            yield _about("document-named-twice", second, found=f"also at row {first.at.row}")
        for name, item in self.noted.items():
            folder = self.folders[self.holder(name) or ""]
            level, wider = item.record.access.level.value, folder.record.access.level.value
            if item.states_access and level != wider:
                found = f"{level}, in a folder that is {wider}"
                yield _about("submission-access-conflict", item, found=found, pointer="access")


def _parents(files: Iterable[str]) -> Set[str]:
    return {folder for path in files for folder in _above(path)}


def _above(path: str) -> Iterator[str]:
    """Yield the folders above `path`, deepest first, each with its final `/`."""
    end = path.rfind("/")
    while end > 0:
        yield path[: end + 1]
        end = path.rfind("/", 0, end)


def _is_minted(item: SubmittedItem, submission: Submission) -> bool:
    return item.at.row is not None and item.record.identifier == minted(submission.digest, item.at.row)


def _about(code: str, item: SubmittedItem, *, found: str, pointer: str | None = None) -> Finding:
    return finding(code, path=item.files[0].filename, row=item.at.row, pointer=pointer, found=found)


def _folder_item(
    item: SubmittedItem, folder: str, below: Sequence[str], noted: Mapping[str, SubmittedItem]
) -> SubmittedItem:
    files = tuple(noted[path].files[0] if path in noted else SubmittedFile(path, item.at) for path in below)
    notes = tuple(_as_note(noted[file.filename].record, file.filename) for file in files if file.filename in noted)
    record = dataclasses.replace(item.record, files=item.record.files + notes)
    metadata = item.metadata + tuple(one for path in below if path in noted for one in noted[path].metadata)
    return dataclasses.replace(item, record=record, files=files, folder=folder, metadata=metadata)


def _as_note(record: Record, filename: str) -> FileNote:
    said = [one for one in crosswalk(record) if one.term not in ("identifier", "accessRights")]
    terms = tuple(Term(one.term, one.value, one.lang) for one in said)
    return FileNote(PAYLOAD + filename, terms, record.extras)
