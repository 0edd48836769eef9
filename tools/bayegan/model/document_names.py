"""What may lie in a documents folder, whatever the manifest says of it."""

from collections.abc import Iterator, Sequence

from bayegan.model.findings import Finding, finding
from bayegan.model.listing import Entry, Kind
from bayegan.model.names import (
    case_twins,
    escapes,
    has_bidi_controls,
    is_utf8,
    lookalike_twins,
    normalisation_twins,
    shown,
    spelled,
    windows_problem,
)


def entry_findings(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield what is wrong with kinds and names: links, special files, names that cannot be kept apart."""
    for entry in entries:
        yield from _kind_findings(entry)
        yield from _name_findings(entry.path)
    paths = [entry.path for entry in entries if is_utf8(entry.path)]
    for group in normalisation_twins(paths):
        yield finding("document-name-twins", path=group[0], found=spelled(group))
    for group in case_twins(paths):
        yield finding("document-name-case", path=group[0], found=spelled(group))
    for group in lookalike_twins(paths):
        yield finding("document-name-lookalike", path=group[0], found=spelled(group))


def _kind_findings(entry: Entry) -> Iterator[Finding]:
    if entry.kind is Kind.LINK:
        yield finding("document-link", path=entry.path, found=entry.kind.value)
    elif entry.kind is Kind.EMPTY_FOLDER:
        yield finding("document-folder-empty", path=entry.path, found=entry.kind.value)
    elif entry.kind is Kind.CLOSED_FOLDER:
        yield finding("document-folder-closed", path=entry.path, found=entry.reason)
    elif entry.kind is not Kind.FILE:
        yield finding("document-special", path=entry.path, found=entry.kind.value)


def _name_findings(path: str) -> Iterator[Finding]:
    if not is_utf8(path):
        yield finding("document-name-not-utf8", path=path, found=shown(path))
        return
    if escapes(path):
        yield finding("document-name-unsafe", path=path, found=shown(path))
    if has_bidi_controls(path):
        yield finding("document-name-bidi", path=path, found=shown(path))
    if problem := windows_problem(path):
        yield finding("document-name-windows", path=path, found=problem)
