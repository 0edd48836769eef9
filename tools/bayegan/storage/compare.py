"""Files held against the digests that they should have: the work of a worker process. It imports little."""

from __future__ import annotations

import hashlib
import os

from bayegan.model.vanished import VANISHED
from bayegan.storage.digests import digest_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

Task = tuple[bytes, "Sequence[str]", "Sequence[bytes]", "Sequence[Sequence[bytes]]"]
"""The folder, algorithms by hashlib's names, paths below the folder, and for each algorithm the digests in hex.

Where a digest is empty, the file is not held against it."""

Deviation = tuple[int, str, list[bytes], int]
"""Which path of the task, the problem with reading it, or else its true digests by each algorithm; octets."""

Mended = tuple[int, str]
"""Which path of the task, and what was wrong at the first reading; at the second it was as it should be."""
DIFFERS = "its digest differs"

_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC
_FIRST = 1 << 16
_CHUNK = 1 << 20


def compare(task: Task) -> tuple[int, list[Deviation], list[Mended]]:
    """Read every file of a task; return the octets read, what is not as it should be, and what was so at first.

    No link is followed below the folder, in any part of a path. A file that differs, or cannot be read, is read a
    second time, by other means, before that is said of it.
    """
    root, algorithms, paths, expected = task
    octets = 0
    deviations: list[Deviation] = []
    mended: list[Mended] = []
    try:
        folders = _Folders(root)
    except OSError as error:
        reason = error.strerror or str(error)
        return 0, [(number, reason, [], 0) for number in range(len(paths))], []
    folder, within = b"", folders.root
    try:
        for number, path in enumerate(paths):
            head, _, name = path.rpartition(b"/")
            try:
                if head != folder:
                    within, folder = folders.open(head), head
                size, found = _digests(name, within, algorithms)
                same = found == [column[number] for column in expected] or _agree(found, expected, number)
                problem = DIFFERS
            except OSError as error:
                size, same, problem = 0, False, error.strerror or str(error)
                within, folder = folders.root, b""
            if not same:
                deviation = _looked_at_again(folders, number, path, algorithms)
                size = deviation[3]
                if deviation[1] or not _agree([one.hex().encode() for one in deviation[2]], expected, number):
                    deviations.append(deviation)
                else:
                    mended.append((number, problem))
            octets += size
    finally:
        folders.close()
    return octets, deviations, mended


def _agree(found: Sequence[bytes], expected: Sequence[Sequence[bytes]], number: int) -> bool:
    """Say whether digests in hex are those expected, whatever the case; an empty one expects nothing."""
    wanted = (column[number].lower() for column in expected)
    return all(want in (b"", one) for one, want in zip(found, wanted, strict=True))


def _digests(name: bytes, within: int, algorithms: Sequence[str]) -> tuple[int, list[bytes]]:
    """Read a file to its end; return how long it is, and its digests in hex."""
    descriptor = os.open(name, _FILE, dir_fd=within)
    try:
        first = os.read(descriptor, _FIRST)
        hashes = [hashlib.new(algorithm, first, usedforsecurity=False) for algorithm in algorithms]
        size = len(first)
        while size >= _FIRST and (chunk := os.read(descriptor, _CHUNK)):
            for one in hashes:
                one.update(chunk)
            size += len(chunk)
        return size, [one.hexdigest().encode() for one in hashes]
    finally:
        os.close(descriptor)


def _looked_at_again(folders: _Folders, number: int, path: bytes, algorithms: Sequence[str]) -> Deviation:
    head, _, name = path.rpartition(b"/")
    try:
        digests, size = digest_path(name, algorithms, folders.open(head))
    except FileNotFoundError:
        return number, VANISHED, [], 0
    except OSError as error:
        return number, error.strerror or str(error), [], 0
    return number, "", digests, size


class _Folders:
    """Folders below a root, opened part by part so that no link is followed; the last one is kept open."""

    def __init__(self, root: bytes) -> None:
        self.root = os.open(root, _FOLDER)
        self._path = b""
        self._last = self.root

    def open(self, path: bytes) -> int:
        """Return a descriptor of the folder at `path`, for opening what is in it. Raises OSError."""
        if path != self._path:
            self._leave()
            self._last, self._path = self._opened(path), path
        return self._last

    def _opened(self, path: bytes) -> int:
        descriptor = self.root
        for part in path.split(b"/"):
            try:
                inner = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)
            finally:
                if descriptor != self.root:
                    os.close(descriptor)
            descriptor = inner
        return descriptor

    def _leave(self) -> None:
        if self._last != self.root:
            os.close(self._last)
        self._last, self._path = self.root, b""

    def close(self) -> None:
        """Close what is open."""
        self._leave()
        os.close(self.root)
