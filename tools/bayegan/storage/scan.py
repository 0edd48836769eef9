"""Listing a folder without following anything out of it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.listing import Entry, Kind


def scan(root: Path) -> Iterator[Entry]:
    """Yield every file, link, special file and empty folder below `root`, folder by folder, in byte order.

    Links are yielded and never followed. A folder that cannot be listed is yielded as closed and does not stop the
    rest. Raises CouldNot where `root` itself cannot be listed. Any depth is listed without recursion.
    """
    try:
        waiting = [iter(_entries(root, ""))]
    except OSError as error:
        problem = f"cannot be listed ({error.strerror})"
        raise CouldNot(os.fspath(root), problem, "Check its permissions.") from error
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        elif isinstance(found, Entry):
            yield found
        else:
            try:
                inner = _entries(root, found)
            except OSError as error:
                yield Entry(found[:-1], Kind.CLOSED_FOLDER, reason=error.strerror or str(error))
                continue
            if inner:
                waiting.append(iter(inner))
            else:
                yield Entry(found[:-1], Kind.EMPTY_FOLDER)


class NotPlain(Exception):
    """Something else than plain files, and folders that hold something, was met, or a folder cannot be listed."""


def plain_paths(root: str) -> Iterator[str]:
    """Yield the path of every file below `root`, in no order, where there are only plain files: faster than `scan`.

    Raises NotPlain where that is not so: `scan` says what is there.
    """
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        is_empty = True
        try:
            with os.scandir(f"{root}/{prefix}") as entries:
                for entry in entries:
                    is_empty = False
                    if entry.is_file(follow_symlinks=False):
                        yield prefix + entry.name
                    elif entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{prefix}{entry.name}/")
                    else:
                        raise NotPlain
        except OSError as error:
            raise NotPlain from error
        if is_empty:
            raise NotPlain


def kinds_below(root: str) -> dict[str, Kind]:
    """Return the kind of all that `scan` yields, by path; sizes are not asked for. Raises CouldNot as `scan`."""
    try:
        return dict.fromkeys(sorted(plain_paths(root)), Kind.FILE)
    except NotPlain:
        return {entry.path: entry.kind for entry in scan(Path(root))}


def answer(root: bytes) -> list[tuple[str, str, int, str]]:
    """Return the fields of every entry that `scan` yields: the work of a worker."""
    return [(one.path, one.kind.value, one.size, one.reason) for one in scan(Path(os.fsdecode(root)))]


def _entries(root: Path, prefix: str) -> list[Entry | str]:
    """Return what lies in one folder: its entries, and the paths of its folders with a final `/`."""
    with os.scandir(root / prefix if prefix else root) as found:
        waiting = sorted(found, key=lambda entry: os.fsencode(entry.name), reverse=True)
    entries: list[Entry | str] = []
    while waiting:  # what the system said of an entry goes as soon as it is told: there may be a million
        entry = waiting.pop()
        if entry.is_dir(follow_symlinks=False):
            entries.append(f"{prefix}{entry.name}/")
        else:
            status = entry.stat(follow_symlinks=False)
            entries.append(Entry(prefix + entry.name, kind_of(status.st_mode), status.st_size))
    return entries


def kind_of(mode: int) -> Kind:
    """Return what a mode (`st_mode`) says of an entry that is no folder."""
    if stat.S_ISREG(mode):
        return Kind.FILE
    if stat.S_ISLNK(mode):
        return Kind.LINK
    if stat.S_ISFIFO(mode):
        return Kind.PIPE
    return Kind.SOCKET if stat.S_ISSOCK(mode) else Kind.DEVICE
