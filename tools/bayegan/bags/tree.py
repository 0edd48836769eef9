"""Finding the bags in a tree of folders."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bayegan.bags import declaration
from bayegan.bags.archive_form import archive_ending
from bayegan.bags.manifest import is_payload_manifest


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
    archive, is yielded as closed. Any depth is walked without recursion.
    """
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
            below = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
            archives = [one for one in entries if archive_ending(one.name) and one.is_file(follow_symlinks=False)]
            links = [one for one in entries if one.is_symlink() and (archive_ending(one.name) or one.is_dir())]
        except OSError as error:
            yield ClosedFolder(folder, error.strerror or str(error))
            continue
        if any(entry.name == declaration.NAME or is_payload_manifest(entry.name) for entry in entries):
            yield folder
            continue
        yield from (Path(entry.path) for entry in archives)
        yield from (ClosedFolder(Path(entry.path), "it is a link, which is not followed") for entry in links)
        waiting.extend(Path(entry.path) for entry in reversed(below))
