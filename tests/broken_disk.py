"""A disk that refuses: `os.open` and `os.scandir` as they are, but for one file or folder."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def where(path: str | bytes | os.PathLike[str], dir_fd: int | None = None) -> str:
    """Return what a call to open names, with the folder that it is relative to."""
    folder = "" if dir_fd is None else Path(f"/proc/self/fd/{dir_fd}").readlink()
    return os.path.join(folder, os.fsdecode(path))


def watch_opening(monkeypatch: pytest.MonkeyPatch, see: Callable[[str], None]) -> None:
    """Have `see` called with the path of every file, and no folder, that is opened by `os.open`."""
    really = os.open

    def watched(path: str | bytes, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if not flags & os.O_DIRECTORY:
            see(where(path, dir_fd))
        return really(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", watched)


def cannot_be_read(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    """Refuse with EIO to open files whose path ends so."""

    def refuse(path: str) -> None:
        if path.endswith(end):
            raise OSError(errno.EIO, "Input/output error")

    watch_opening(monkeypatch, refuse)


def cannot_be_listed(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    """Refuse with EACCES to list folders whose path ends so."""
    really = os.scandir

    def refusing(path: str | bytes | os.PathLike[str]) -> object:
        if os.fsdecode(path).endswith(end):
            raise PermissionError(errno.EACCES, "Permission denied")
        return really(path)

    monkeypatch.setattr(os, "scandir", refusing)
