"""Copying files: each is read once, digested while it passes, and held against a change meanwhile.

Workers load this module and little else of the package: it imports little.
"""

import errno
import fcntl
import hashlib
import os
import stat
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress

from bayegan.storage.digests import CHUNK

_SMALL = 1 << 16
_LARGE = 16 << 20
"""From this size on, digesting and writing go on beside the reading."""
_ROOM = 2 << 20
_ROOMS = 4
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC

Task = tuple[Sequence[str], Sequence[tuple[bytes, bytes]]]
"""Algorithms, and the source and the target of each file."""
Copied = tuple[list[bytes], int]
"""The digests of a copy, in the order of the algorithms, and its size."""
Refused = tuple[str, int, str]
"""Why a file was not copied: what is to blame (SOURCE, TARGET or CHANGED), the number of the error, its words."""

Answer = Copied | Refused

SOURCE, TARGET, CHANGED = "source", "target", "changed"


class _Refusal(Exception):
    def __init__(self, blame: str, error: OSError | None = None) -> None:
        number, words = (error.errno, error.strerror) if error else (0, "")
        super().__init__(blame, number or 0, words or str(error))


def answers(task: Task) -> list[Answer]:
    """Copy the files of a task, one after the other, until one is refused: the work of a worker."""
    algorithms, files = task
    done: list[Answer] = []
    for source, target in files:
        try:
            done.append(copy_path(source, target, algorithms))
        except _Refusal as refusal:
            done.append(refusal.args)
            break
    return done


def remove_copies(task: Task) -> None:
    """Remove what a worker that ended in the middle of a task may have written."""
    for _, target in task[1]:
        with suppress(FileNotFoundError):
            os.unlink(target)  # noqa: PTH108  workers import little


def copy_path(source: bytes, target: bytes, algorithms: Sequence[str]) -> Copied:
    """Copy a file to a new one. The time of last change is kept. Raises _Refusal, never OSError."""
    try:
        reading = os.open(source, _READ)
    except OSError as error:
        raise _Refusal(SOURCE, error) from error
    try:
        before = os.fstat(reading)
        if not stat.S_ISREG(before.st_mode):
            raise _Refusal(SOURCE, OSError(errno.EINVAL, "it is no plain file"))
        writing = _opened(target)
        try:
            hashes = [hashlib.new(one, usedforsecurity=False) for one in algorithms]
            size = (_pass if before.st_size < _LARGE else _pass_beside)(reading, writing, hashes, before.st_size)
            after = os.fstat(reading)
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != before.st_size:
                raise _Refusal(CHANGED)
            os.utime(writing, ns=(before.st_atime_ns, before.st_mtime_ns))
        except OSError as error:
            raise _Refusal(TARGET, error) from error
        finally:
            os.close(writing)
    finally:
        os.close(reading)
    return [one.digest() for one in hashes], size


def _opened(target: bytes) -> int:
    try:
        return os.open(target, _NEW, 0o666)
    except OSError as error:
        raise _Refusal(TARGET, error) from error


def _read(reading: int, want: int) -> bytes:
    try:
        return os.read(reading, want)
    except OSError as error:
        raise _Refusal(SOURCE, error) from error


def _pass(reading: int, writing: int, hashes: "Sequence[hashlib._Hash]", expected: int) -> int:
    """Read to the end, digest and write; return the octets that passed.

    Nothing is read of a file that has grown already: it could go on for ever. A small file takes one reading: with
    an octet more asked for than there should be, a short answer is the end.
    """
    size, want = 0, expected + 1 if expected < _SMALL else CHUNK
    while size <= expected and (chunk := _read(reading, want)):
        for one in hashes:
            one.update(chunk)
        _write_all(writing, chunk)
        size += len(chunk)
        if size == expected < want:
            break
    return size


def _write_all(descriptor: int, chunk: bytes) -> None:
    done = os.write(descriptor, chunk)
    if done < len(chunk):
        write_all(descriptor, chunk[done:])


def write_new(path: str, content: bytes, times: tuple[int, int] | None = None) -> None:
    """Write a small new file whole; raises FileExistsError where it is there already, OSError as the disk does.

    `times` are those of last access and change, in nanoseconds, where they are to be kept.
    """
    descriptor = os.open(path, _NEW, 0o666)
    try:
        _write_all(descriptor, content)
        if times is not None:
            os.utime(descriptor, ns=times)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, chunk: bytes | memoryview) -> None:
    """Write all of `chunk`, however often that takes; raises OSError."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _pass_beside(reading: int, writing: int, hashes: "Sequence[hashlib._Hash]", expected: int) -> int:
    """As `_pass`, with a thread for each digest and one for the writing, which go on while the next is read.

    What is written goes straight to the disk where that can be: memory for what nobody reads again costs more than
    all the rest, and the flush that has to follow finds little left to do.
    """
    import mmap  # noqa: PLC0415  small files need none of these
    from concurrent.futures import Future, ThreadPoolExecutor  # noqa: PLC0415

    _set_direct(writing, True)
    lanes: list[Callable[[memoryview], object]] = [one.update for one in hashes]
    lanes.append(lambda chunk: _write_direct(writing, chunk))
    crew = [ThreadPoolExecutor(1) for _ in lanes]
    rooms: deque[tuple[memoryview, list[Future[object]]]] = deque(
        (memoryview(mmap.mmap(-1, _ROOM)), []) for _ in range(_ROOMS)
    )
    size = 0
    try:
        while size <= expected:
            room, going = rooms.popleft()
            for one in going:
                one.result()
            if not (chunk := _filled(reading, room)):
                break
            rooms.append((room, [thread.submit(lane, chunk) for thread, lane in zip(crew, lanes, strict=True)]))
            size += len(chunk)
        for _, going in rooms:
            for one in going:
                one.result()
    finally:
        for thread in crew:
            thread.shutdown()
    return size


def _filled(reading: int, room: memoryview) -> memoryview:
    """Read until `room` is full or the file ends; return what was read."""
    done = 0
    try:
        while done < len(room) and (more := os.readv(reading, [room[done:]])):
            done += more
    except OSError as error:
        raise _Refusal(SOURCE, error) from error
    return room[:done]


def _write_direct(descriptor: int, chunk: memoryview) -> None:
    """Write all of `chunk`. What cannot go straight to the disk, as an odd end of a file, goes the usual way."""
    try:
        done = os.write(descriptor, chunk)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        _set_direct(descriptor, False)
        done = 0
    if done < len(chunk):
        _set_direct(descriptor, False)
        write_all(descriptor, chunk[done:])


def _set_direct(descriptor: int, is_direct: bool) -> None:
    """Have what is written go straight to the disk, or no longer; where the file system cannot, nothing changes."""
    flag = getattr(os, "O_DIRECT", 0)
    flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
    with suppress(OSError):
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | flag if is_direct else flags & ~flag)
