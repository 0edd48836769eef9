"""Listing a folder without following anything out of it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.listing import Entry, Kind


def scan(root: Path) -> Iterator[Entry]:
    """Yield every file, link, special file and empty folder below `root`, in byte order of their paths.

    Links are yielded and never followed. Raises CouldNot, naming the folder, where one cannot be listed.
    """
    yield from _below(os.fspath(root), "")


def _below(folder: str, prefix: str) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        raise CouldNot(folder, f"cannot be listed ({error.strerror})", "Check its permissions.") from error
    if prefix and not entries:
        yield Entry(prefix[:-1], Kind.EMPTY_FOLDER)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, f"{prefix}{entry.name}/")
        else:
            yield _entry(entry, prefix)


def _entry(entry: os.DirEntry[str], prefix: str) -> Entry:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        raise CouldNot(entry.path, f"cannot be looked at ({error.strerror})", "Try again.") from error
    return Entry(f"{prefix}{entry.name}", _kind(status.st_mode), status.st_size, status.st_mtime_ns)


def _kind(mode: int) -> Kind:
    if stat.S_ISREG(mode):
        return Kind.FILE
    if stat.S_ISLNK(mode):
        return Kind.LINK
    if stat.S_ISFIFO(mode):
        return Kind.PIPE
    if stat.S_ISSOCK(mode):
        return Kind.SOCKET
    return Kind.DEVICE
