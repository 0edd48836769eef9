"""Where an item goes and what it is tied to: the files `collections`, `handle` and `relationships`."""

import re
from collections.abc import Collection, Iterator

from bayegan.export.saf_text import java_lines, java_trimmed
from bayegan.model.findings import Finding, finding

_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_HANDLE = re.compile(r"[0-9A-Za-z.]+/[^\s/](?:\S*[^\s/])?")
_RESOLVER = re.compile(r"(?:https?://hdl\.handle\.net/|hdl:)", re.IGNORECASE)
_KEY = re.compile(r"(?:relation\.)?[A-Za-z][A-Za-z0-9_-]*")
_FOLDER = re.compile(r"(?:folderName|rowName):(.*)")
_BY_VALUE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+){1,2}:.+")


def judge_collections(text: str, path: str) -> Iterator[Finding]:
    """Yield what is wrong in a `collections` file: one handle or UUID on each line, the owning one first."""
    lines = list(java_lines(text))
    if not lines:
        yield finding("saf-collections-empty", path=path, found="an empty file")
    for row, line in enumerate(lines, 1):
        if not java_trimmed(line):
            yield finding("saf-collections-blank-line", path=path, row=row, found="a blank line")
        elif not is_handle_or_uuid(line):
            yield finding("saf-collections-form", path=path, row=row, found=line)


def stated_handle(text: str) -> str | None:
    """Return the handle that DSpace reads from a `handle` file, its first line, or None."""
    return next(java_lines(text), None)


def judge_handle(text: str, path: str) -> Iterator[Finding]:
    """Yield what is wrong in a `handle` file: one line, with nothing but a handle."""
    lines = list(java_lines(text))
    if len(lines) != 1 or not _HANDLE.fullmatch(lines[0]):
        yield finding("saf-handle-form", path=path, found=text if lines else "an empty file")


def judge_relationships(text: str, folders: Collection[str], path: str) -> Iterator[Finding]:
    """Yield what is wrong in a `relationships` file of a package that has these item `folders`."""
    for row, raw in enumerate(java_lines(text), 1):
        line = java_trimmed(raw)
        key, _, identifier = (part.strip() for part in re.sub(r"\s", " ", line).partition(" "))
        folder = _FOLDER.fullmatch(identifier)
        if folder is not None and folder[1] not in folders:
            yield finding("saf-relationships-folder", path=path, row=row, found=folder[1])
        elif line and not (_KEY.fullmatch(key) and (folder or _is_identifier(identifier))):
            yield finding("saf-relationships-form", path=path, row=row, found=line)


def is_handle_or_uuid(text: str) -> bool:
    """Say whether a text is a handle, such as 123456789/1, or a UUID."""
    return bool(_UUID.fullmatch(text) or _HANDLE.fullmatch(text))


def handle_in(value: str) -> str | None:
    """Return the handle that an identifier is, bare or as an address of the Handle System, or None."""
    bare = _RESOLVER.sub("", value.strip())
    return bare if _HANDLE.fullmatch(bare) else None


def _is_identifier(text: str) -> bool:
    return is_handle_or_uuid(text) or bool(_BY_VALUE.fullmatch(text))
