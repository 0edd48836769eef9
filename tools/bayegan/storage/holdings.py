"""The bags of an archive on disk: listed, and put in their place."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.holdings import HeldVersion, Survey
from bayegan.model.listing import Entry, Kind
from bayegan.model.offline import Place
from bayegan.model.record.item import FIRST_VERSION
from bayegan.storage.flush import flush_file_system
from bayegan.storage.folders import ensure_folder
from bayegan.storage.layout import Layout
from bayegan.storage.scan import scan

_VERSION = re.compile(r"v[1-9][0-9]*")


class Holdings:
    """The archive/ folder. Sealed versions are only read, and no link is followed on the way to them."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def is_offline(self) -> bool:
        """Say whether archive/ is absent or holds nothing at all, as an unmounted disk looks. Raises CouldNot."""
        try:
            return not _names(self._layout.holdings)
        except FileNotFoundError:
            return True
        except OSError as error:
            raise _closed(self._layout.holdings, error) from error

    def places(self, shards: Iterable[str]) -> tuple[Place, dict[str, Place]]:
        """Return how archive/ and each of these shards look now."""
        root = self._layout.holdings
        here = _place(self._layout.root, "archive")
        return here, {name: _place(root, name) for name in shards}

    def file_system(self) -> str | None:
        """Return what the system calls the file system that holds archive/; None where it does not say."""
        try:
            number = os.statvfs(self._layout.holdings).f_fsid
        except OSError:
            return None
        return f"{number:x}" if number else None

    def survey(self) -> Survey:
        """Return every version of every item, what belongs to none, and the folders that cannot be listed."""
        surveying = _Surveying(self._layout.holdings)
        for shard in surveying.folders(""):
            for item in surveying.folders(f"/{shard}"):
                surveying.item(f"{shard}/{item}")
        return Survey(tuple(surveying.versions), tuple(surveying.strays), tuple(surveying.closed))

    def versions_of(self, identifier: str) -> tuple[str, ...]:
        """Return the versions of an item, oldest first; none where the item is not there. Raises CouldNot."""
        folder = self._layout.item(identifier)
        try:
            names = [name for name, is_folder in _names(folder) if is_folder and _VERSION.fullmatch(name)]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _closed(folder, error) from error
        return tuple(sorted(names, key=lambda name: int(name[1:])))

    def bag(self, identifier: str, version: str) -> Path:
        """Return where a version of an item lies."""
        return self._layout.bag(identifier, version)

    def listing(self, bag: Path) -> tuple[Entry, ...] | None:
        """Return every entry of a bag; None where it is not there; the link alone where one stands in its place.

        Raises CouldNot where it cannot be looked at.
        """
        for place in (bag.parent.parent, bag.parent, bag):
            try:
                mode = place.lstat().st_mode
            except FileNotFoundError:
                return None
            except OSError as error:
                raise _closed(place, error) from error
            if not stat.S_ISDIR(mode):
                return (Entry("", Kind.LINK if stat.S_ISLNK(mode) else Kind.FILE),)
        return tuple(scan(bag))

    def flush(self) -> None:
        """Flush the file system that holds the archive."""
        flush_file_system(self._layout.root)

    def place(self, staged: Sequence[tuple[str, str, Path]]) -> None:
        """Rename staged versions, by identifier and version, into place; each appears whole or not at all.

        A staged folder holds the version, flushed before. It becomes the item's folder where that is not there yet;
        a later version is put beside the earlier ones. The renames are flushed here.
        """
        for identifier, version, folder in staged:
            source, target = folder, self._layout.item(identifier)
            ensure_folder(target.parent)
            if version != FIRST_VERSION and target.is_dir():
                source, target = folder / version, target / version
            try:
                source.rename(target)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
                problem = "its folder is there already"
                raise CouldNot(os.fspath(target), problem, "Run `bayegan fixity check`.") from error
            if source != folder:
                folder.rmdir()
        self.flush()


@dataclass(slots=True)
class _Surveying:
    holdings: Path
    versions: list[HeldVersion] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    closed: list[tuple[str, str]] = field(default_factory=list)

    def folders(self, place: str) -> list[str]:
        """Return the folders at a place in the holdings; whatever else lies there is a stray."""
        try:
            found = _names(f"{self.holdings}{place}")
        except FileNotFoundError:
            return []
        except OSError as error:
            self.closed.append((f"archive{place}", f"cannot be listed ({error.strerror or error})"))
            return []
        self.strays.extend(f"archive{place}/{name}" for name, is_folder in found if not is_folder)
        return [name for name, is_folder in found if is_folder]

    def item(self, place: str) -> None:
        names = self.folders(f"/{place}")
        for name in sorted(names, key=lambda one: (len(one), one)):
            if _VERSION.fullmatch(name):
                self.versions.append(HeldVersion(place, name, self.holdings))
            else:
                inside = scan(self.holdings / place / name)
                self.strays.extend(f"archive/{place}/{name}/{entry.path}" for entry in inside)


def _place(above: Path, name: str) -> Place:
    folder = above / name
    own_disk = False
    try:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode):
            return Place(there=True, empty=False, own_disk=False)
        own_disk = status.st_dev != above.lstat().st_dev
        with os.scandir(folder) as found:
            return Place(there=True, empty=next(found, None) is None, own_disk=own_disk)
    except FileNotFoundError:
        return Place(there=False, empty=True, own_disk=False)
    except OSError as error:
        problem = f"cannot be listed ({error.strerror or error})"
        return Place(there=True, empty=False, own_disk=own_disk, problem=problem)


def _names(folder: Path | str) -> list[tuple[str, bool]]:
    """Return the names in a folder in byte order, each with whether it is a folder itself and no link to one."""
    with os.scandir(folder) as found:
        names = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in found]
    if len(names) > 1:
        names.sort(key=lambda one: os.fsencode(one[0]))
    return names


def _closed(folder: Path, error: OSError) -> CouldNot:
    return CouldNot(
        os.fspath(folder), f"cannot be listed ({error.strerror})", "Check the disk and its permissions."
    )
