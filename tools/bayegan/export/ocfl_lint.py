"""The rules of OCFL 1.1 for a storage root."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from bayegan.export.ocfl_layout import EXTENSION, LAYOUT, REGISTERED, storage_path
from bayegan.export.ocfl_object_lint import INVENTORY, lint_object
from bayegan.export.sealed import could_not
from bayegan.model.findings import Finding, finding
from bayegan.storage.digests import open_to_read

_DECLARED = "0=ocfl_"
_KNOWN = ("1.0", "1.1")
_LAYOUT_SUFFIX = "-storage-layout"


def lint(root: Path) -> Iterator[Finding]:
    """Yield what breaks a rule in a storage root and in its objects; every file is read. Raises CouldNot."""
    yield from lint_hierarchy(root)
    is_ours = EXTENSION in _octets(root / LAYOUT).decode("utf-8", "replace") if (root / LAYOUT).is_file() else False
    for place in objects(root):
        yield from lint_object(root / place, place)
        if is_ours:
            yield from _judge_place(root, place)


def lint_hierarchy(root: Path) -> Iterator[Finding]:
    """Yield what breaks a rule in a storage root, without looking into its objects. Raises CouldNot."""
    spec, found = _declared(root)
    yield from found
    yield from _judge_layout(root)
    yield from _judge_extensions(root)
    depths: set[bool] = set()
    for place, declared, problem in _walk(root):
        if problem is not None:
            yield problem
            continue
        depths.add("/" in place)
        if spec is not None and declared.rpartition("_")[2] > spec:
            yield finding("ocfl-e081", path=place, expected=f"OCFL {spec} or earlier", found=declared)
    if len(depths) > 1:
        yield finding("ocfl-w015", path=".", found="objects at the top and further down")


def objects(root: Path) -> Iterator[str]:
    """Yield the path of every object below a storage root. Raises CouldNot."""
    return (place for place, _, problem in _walk(root) if problem is None)


def _declared(root: Path) -> tuple[str | None, list[Finding]]:
    names = sorted(name for name in _names(root)[0] if name.startswith("0="))
    if not names:
        return None, [finding("ocfl-e069", path=".", found="none")]
    if len(names) > 1:
        return None, [finding("ocfl-e076", path=".", found=", ".join(names))]
    version = names[0].removeprefix(_DECLARED)
    if version not in _KNOWN:
        return None, [finding("ocfl-e079", path=names[0], found=names[0])]
    if _octets(root / names[0]) != f"{names[0][2:]}\n".encode():
        return version, [finding("ocfl-e080", path=names[0], found="another text")]
    return version, []


def _judge_layout(root: Path) -> Iterator[Finding]:
    if LAYOUT not in _names(root)[0]:
        return
    try:
        layout = json.loads(_octets(root / LAYOUT).decode("utf-8"))
    except ValueError as error:
        yield finding("ocfl-e070", path=LAYOUT, found=str(error))
        return
    if not isinstance(layout, dict) or not {"extension", "description"} <= set(layout):
        yield finding("ocfl-e070", path=LAYOUT, found="another form")
    elif layout["extension"] not in REGISTERED or not str(layout["extension"]).endswith(
        (_LAYOUT_SUFFIX, "-clean-path-layout")
    ):
        yield finding("ocfl-e071", path=LAYOUT, found=repr(layout["extension"]))


def _judge_extensions(root: Path) -> Iterator[Finding]:
    if "extensions" not in _names(root)[1]:
        return
    files, folders, links = _names(root / "extensions")
    for name in sorted(files + links):
        yield finding("ocfl-e112", path=f"extensions/{name}", found="a file")
    for name in sorted(set(folders) - REGISTERED):
        yield finding("ocfl-w016", path=f"extensions/{name}", found=name)


def _judge_place(root: Path, place: str) -> Iterator[Finding]:
    if INVENTORY not in _names(root / place)[0]:
        return
    try:
        identifier = json.loads(_octets(root / place / INVENTORY))["id"]
        expected = storage_path(identifier)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    if expected != place:
        yield finding("ocfl-e083", path=place, expected=expected, found=place)


def _walk(root: Path) -> Iterator[tuple[str, str, Finding | None]]:
    """Yield every object root below `root` with a declaration in it, and what is wrong on the way there."""
    _, folders, links = _names(root)
    waiting = [name for name in sorted(folders, reverse=True) if name != "extensions"]
    for link in links:
        yield link, "", finding("ocfl-e090", path=link, found="no plain file")
    while waiting:
        place = waiting.pop()
        files, folders, links = _names(f"{root}/{place}")
        declared = next((name for name in files if name.startswith("0=")), None)
        if declared is not None:
            yield place, declared, None
            continue
        for name in sorted(links):
            yield place, "", finding("ocfl-e090", path=f"{place}/{name}", found="no plain file")
        if files:
            yield place, "", finding("ocfl-e072", path=f"{place}/{min(files)}", found=f"{len(files)} of them")
        elif not folders and not links:
            yield place, "", finding("ocfl-e073", path=place, found="an empty folder")
        waiting += [f"{place}/{name}" for name in sorted(folders, reverse=True)]


def _names(folder: Path | str) -> tuple[list[str], list[str], list[str]]:
    """Return the files, the folders, and what is neither, directly in a folder."""
    files: list[str] = []
    folders: list[str] = []
    others: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                else:
                    (files if entry.is_file(follow_symlinks=False) else others).append(entry.name)
    except OSError as error:
        raise could_not(Path(folder), "listed", error) from error
    return files, folders, others


def _octets(path: Path) -> bytes:
    try:
        with open_to_read(path) as source:
            return source.read()
    except OSError as error:
        raise could_not(path, "read", error) from error
