"""Making sure that what was written stays written when the power fails."""

import ctypes
import errno
import os
from functools import cache
from pathlib import Path


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


def write_durably(path: Path, content: bytes) -> None:
    """Write a new small file whole or not at all: aside, flushed, renamed, its folder flushed.

    Raises FileExistsError where `path` is there already: nothing is overwritten.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(path))
    replace_durably(path, content)


def replace_durably(path: Path, content: bytes) -> None:
    """Put `content` in the place of a small file, or make it; at every moment the old or the new is whole."""
    aside = path.with_name(f".{path.name}.part")
    try:
        with open(aside, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        aside.rename(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)
