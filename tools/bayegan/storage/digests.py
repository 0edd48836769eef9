"""Digests of files: each byte is read once, however many algorithms are asked for.

Workers load this module and nothing else of the package: it imports little.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat

from bayegan.storage.pace import PACE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

CHUNK = 1 << 20
"""Octets read at a time from a large file."""
_FIRST = 1 << 16
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def open_to_read(path: str | os.PathLike[str], buffering: int = 0) -> BinaryIO:
    """Open a plain file for reading, unbuffered if not asked otherwise.

    Never through a link (O_NOFOLLOW), never waiting on a pipe. Raises OSError as `open` does: ELOOP for a link,
    EISDIR and EINVAL for what is no plain file, since a device has no end.
    """
    descriptor = os.open(path, _FLAGS)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            number = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
            raise OSError(number, "it is no plain file", os.fspath(path))
        return open(descriptor, "rb", buffering=buffering)
    except OSError:
        os.close(descriptor)
        raise


def read_whole(path: str | os.PathLike[str]) -> tuple[bytes, os.stat_result]:
    """Return the octets of a plain file, and its status; never read through a link.

    Raises OSError, EINVAL where it is no plain file.
    """
    descriptor = os.open(path, _FLAGS)
    try:
        status = _status(descriptor)
        return _octets(descriptor, status.st_size), status
    finally:
        os.close(descriptor)


def read_small(path: str | os.PathLike[str], most: int) -> tuple[bytes | None, os.stat_result]:
    """Return what `read_whole` does of a file of at most so many octets; None for those of a larger one."""
    descriptor = os.open(path, _FLAGS)
    try:
        status = _status(descriptor)
        return (_octets(descriptor, status.st_size) if status.st_size <= most else None), status
    finally:
        os.close(descriptor)


def _status(descriptor: int) -> os.stat_result:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is no plain file")
    return status


def _octets(descriptor: int, size: int) -> bytes:
    content = os.read(descriptor, size + 1)
    if len(content) == size:
        return content
    parts = [content]
    while part := os.read(descriptor, CHUNK):
        parts.append(part)
    return b"".join(parts)


def digest_file(path: str | os.PathLike[str], algorithms: Sequence[str]) -> dict[str, str]:
    """Return the lower-case hex digests of the file at `path`, by algorithm in hashlib's spelling.

    Raises OSError where the file cannot be read.
    """
    digests, _ = digest_path(path, algorithms)
    return {algorithm: digest.hex() for algorithm, digest in zip(algorithms, digests, strict=True)}


def digest_path(
    path: str | os.PathLike[str] | bytes, algorithms: Sequence[str], within: int | None = None
) -> tuple[list[bytes], int]:
    """Return the digests of the file at `path`, in the order of `algorithms`, and its size in octets.

    No file object is made. An answer that is shorter than what was asked for, where the status says that the file
    ends, is its end: a small file takes one reading. `within` is the descriptor of the folder that `path` is
    relative to. Raises OSError.
    """
    descriptor = os.open(path, _FLAGS, dir_fd=within)
    try:
        expected = _status(descriptor).st_size
        hashes = [_new(algorithm) for algorithm in algorithms]
        size, want = 0, min(expected + 1, _FIRST)
        while chunk := os.read(descriptor, want):
            PACE.spend(len(chunk))
            for one in hashes:
                one.update(chunk)
            size += len(chunk)
            if size == expected and len(chunk) < want:
                break
            want = CHUNK if len(chunk) == want else _FIRST
        return [one.digest() for one in hashes], size
    finally:
        os.close(descriptor)


def digest_stream(
    source: BinaryIO, algorithms: Sequence[str], also: Callable[[bytes], object] | None = None
) -> tuple[dict[str, str], int]:
    """Read `source` to its end once; return its digests and its size in octets.

    `also` is given every chunk as it passes (a writer, a counter).
    """
    hashes = [_new(algorithm) for algorithm in algorithms]
    size, want = 0, _FIRST
    while chunk := source.read(want):
        for one in hashes:
            one.update(chunk)
        if also is not None:
            also(chunk)
        size += len(chunk)
        want = CHUNK if len(chunk) == want else _FIRST
    return {algorithm: one.hexdigest() for algorithm, one in zip(algorithms, hashes, strict=True)}, size


def _new(algorithm: str) -> hashlib._Hash:
    return hashlib.new(algorithm, usedforsecurity=False)
