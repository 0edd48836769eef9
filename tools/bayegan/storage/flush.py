"""Making sure that what was written stays written when the power fails."""

import ctypes
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from bayegan.storage.beside import done_beside

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def flush_file_system(folder: Path) -> None:
    """Flush everything written so far to the file system that holds `folder` (syncfs).

    Where the system has no syncfs, all file systems are flushed (sync). Raises OSError where the disk says
    that something could not be written.
    """
    syncfs = _syncfs()
    if syncfs is None:
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if syncfs(descriptor) != 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), os.fspath(folder))
    finally:
        os.close(descriptor)


@contextmanager
def flushed_beside(folder: Path) -> Iterator[None]:
    """Flush as `flush_file_system` does while the block runs; raises OSError at its end.

    The flush that has to follow what was written finds little left to do.
    """
    with done_beside(partial(flush_file_system, folder)) as flushed:
        yield
        flushed()


@cache
def _syncfs() -> "ctypes._NamedFuncPointer | None":
    library = ctypes.CDLL(None, use_errno=True)
    return getattr(library, "syncfs", None)


def flush_folder(folder: Path) -> None:
    """Flush the entries of one folder, so that a rename into it is kept."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, content: bytes | bytearray) -> None:
    """Write a new small file whole or not at all: aside, flushed, renamed, its folder flushed.

    Raises FileExistsError where `path` is there already: nothing is overwritten.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(path))
    replace_durably(path, content)


def replace_durably(path: Path, content: bytes | bytearray) -> None:
    """Put `content` in the place of a small file, or make it; at every moment the old or the new is whole."""
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.unlink(missing_ok=True)
        with open(os.open(aside, _NEW, 0o644), "wb") as out:
            if path.exists():
                _keep_owner(path, out.fileno())
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        aside.rename(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def _keep_owner(path: Path, descriptor: int) -> None:
    """Give the new file the mode of the old one, and its owner where that is another."""
    old, new = path.stat(), os.fstat(descriptor)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        os.fchown(descriptor, old.st_uid, old.st_gid)
