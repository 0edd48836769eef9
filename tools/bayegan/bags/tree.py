"""Finding the bags in a tree of folders."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bayegan.bags import declaration
from bayegan.bags.manifest import is_payload_manifest
from bayegan.bags.sources import archive_ending


@dataclass(frozen=True, slots=True)
class ClosedFolder:
    """A folder that cannot be listed, and why."""

    path: Path
    reason: str


def is_bag_folder(folder: Path) -> bool:
    """Say whether a folder is to be judged as a bag: it has a declaration, or a manifest if it lost that.

    Raises OSError where it cannot be listed.
    """
    return any(name == declaration.NAME or is_payload_manifest(name) for name in os.listdir(folder))


def bags_below(root: Path) -> Iterator[Path | ClosedFolder]:
    """Yield every bag below `root`, folders and archives by their endings, in the order of their names.

    Links are not followed, and nothing is looked for inside a bag. Any depth is walked without recursion.
    """
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
            below = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
            archives = [one for one in entries if archive_ending(one.name) and one.is_file(follow_symlinks=False)]
        except OSError as error:
            yield ClosedFolder(folder, error.strerror or str(error))
            continue
        if any(entry.name == declaration.NAME or is_payload_manifest(entry.name) for entry in entries):
            yield folder
            continue
        yield from (Path(entry.path) for entry in archives)
        waiting.extend(Path(entry.path) for entry in reversed(below))
