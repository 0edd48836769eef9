"""Finding the bags in a tree of folders."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bayegan.bags import declaration
from bayegan.bags.archive_form import archive_ending
from bayegan.bags.manifest import is_payload_manifest
from bayegan.storage.plain_file import special_kind


@dataclass(frozen=True, slots=True)
class ClosedFolder:
    """A folder, or what may be a bag, that is not looked into, and why."""

    path: Path
    reason: str


def is_bag_folder(folder: Path) -> bool:
    """Say whether a folder is to be judged as a bag: it has a declaration, or a manifest if it lost that.

    Raises OSError where it cannot be listed.
    """
    return any(name == declaration.NAME or is_payload_manifest(name) for name in os.listdir(folder))


def bags_below(root: Path) -> Iterator[Path | ClosedFolder]:
    """Yield every bag below `root`, folders and archives by their endings, in the order of their names.

    Nothing is looked for inside a bag. Links are not followed: one that leads to a folder, or has the ending of an
    archive, is yielded as closed, and so is a pipe, socket or device with such an ending. Any depth is walked
    without recursion.
    """
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
            below = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
            archives = [one for one in entries if archive_ending(one.name) and one.is_file(follow_symlinks=False)]
            closed = [ClosedFolder(Path(one.path), reason) for one in entries if (reason := _closed(one))]
        except OSError as error:
            yield ClosedFolder(folder, error.strerror or str(error))
            continue
        if any(entry.name == declaration.NAME or is_payload_manifest(entry.name) for entry in entries):
            yield folder
            continue
        yield from (Path(entry.path) for entry in archives)
        yield from closed
        waiting.extend(Path(entry.path) for entry in reversed(below))


def _closed(entry: os.DirEntry[str]) -> str:
    """Return why what may be a bag is not looked into, empty where nothing is in the way; raises OSError."""
    if entry.is_symlink():
        return "it is a link, which is not followed" if archive_ending(entry.name) or entry.is_dir() else ""
    if entry.is_file() or entry.is_dir() or not archive_ending(entry.name):
        return ""
    what = special_kind(entry.stat(follow_symlinks=False).st_mode)
    return f"it is {what or 'no plain file'}, which is not read"
