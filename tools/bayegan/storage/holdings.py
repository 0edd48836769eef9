"""The bags of an archive on disk: listed, and put in their place."""

import errno
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.listing import Entry
from bayegan.storage.flush import flush_file_system
from bayegan.storage.folders import ensure_folder
from bayegan.storage.layout import Layout
from bayegan.storage.scan import scan

_VERSION = re.compile(r"v[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A version folder as it lies under archive/: `place` is `<shard>/<folder>`."""

    place: str
    version: str
    bag: Path


class Holdings:
    """The archive/ folder. Sealed versions are only read."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def is_offline(self) -> bool:
        """Say whether archive/ is absent or holds nothing at all, as an unmounted disk looks."""
        folder = self._layout.holdings
        return not folder.is_dir() or not _entries(folder)

    def versions(self) -> Iterator[HeldVersion]:
        """Yield every version of every item, in order of their places; raises CouldNot."""
        for shard in _folders(self._layout.holdings):
            for item in _folders(shard):
                for version in sorted(_folders(item), key=lambda one: (len(one.name), one.name)):
                    if _VERSION.fullmatch(version.name):
                        yield HeldVersion(f"{shard.name}/{item.name}", version.name, version)

    def strays(self) -> Iterator[str]:
        """Yield the paths, relative to the archive, of what belongs to no version of any item."""
        top = self._layout.holdings
        for entry in _others(top):
            yield f"archive/{entry}"
        for shard in _folders(top):
            yield from (f"archive/{shard.name}/{name}" for name in _others(shard))
            for item in _folders(shard):
                place = f"archive/{shard.name}/{item.name}"
                yield from (f"{place}/{name}" for name in _others(item))
                for folder in _folders(item):
                    if not _VERSION.fullmatch(folder.name):
                        yield from (f"{place}/{folder.name}/{entry.path}" for entry in scan(folder))

    def versions_of(self, identifier: str) -> tuple[str, ...]:
        """Return the versions of an item, oldest first; none where the item is not held."""
        names = [one.name for one in _folders(self._layout.item(identifier)) if _VERSION.fullmatch(one.name)]
        return tuple(sorted(names, key=lambda name: int(name[1:])))

    def bag(self, identifier: str, version: str) -> Path:
        """Return where a version of an item lies."""
        return self._layout.bag(identifier, version)

    def listing(self, bag: Path) -> tuple[Entry, ...]:
        """Return every entry of a bag; raises CouldNot where a folder of it cannot be listed."""
        return tuple(scan(bag))

    def flush(self) -> None:
        """Flush the file system that holds the archive."""
        flush_file_system(self._layout.root)

    def place(self, staged: Sequence[tuple[str, Path]]) -> None:
        """Rename staged first versions, by identifier, into place; each appears whole or not at all.

        The staged folder holds `v1`, flushed before; the renames are flushed here.
        """
        for identifier, folder in staged:
            target = self._layout.item(identifier)
            ensure_folder(target.parent)
            try:
                folder.rename(target)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
                problem = "its folder is there already"
                raise CouldNot(os.fspath(target), problem, "Run `bayegan fixity check`.") from error
        self.flush()


def _folders(parent: Path) -> list[Path]:
    return [Path(entry.path) for entry in _entries(parent) if entry.is_dir(follow_symlinks=False)]


def _others(parent: Path) -> list[str]:
    return [entry.name for entry in _entries(parent) if not entry.is_dir(follow_symlinks=False)]


def _entries(parent: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(parent) as found:
            return sorted(found, key=lambda entry: os.fsencode(entry.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CouldNot(os.fspath(parent), f"cannot be listed ({error.strerror})", "Check the disk.") from error
