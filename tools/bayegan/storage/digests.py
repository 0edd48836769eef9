"""Digests of files: each byte is read once, however many algorithms are asked for."""

import hashlib
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from bayegan.errors import WrongUse

CHUNK = 1 << 20
"""Octets read at a time."""


def open_to_read(path: Path) -> BinaryIO:
    """Open a file unbuffered for reading, never through a link (O_NOFOLLOW), never waiting on a pipe.

    Raises OSError as `open` does; ELOOP for a link.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    return open(descriptor, "rb", buffering=0)


def read_plain_file(path: Path) -> bytes:
    """Return the whole content of a small file given by a person; a link to one is followed.

    Raises OSError, and WrongUse where it is no plain file: a pipe would never end.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise WrongUse(str(path), "it is no plain file", "Name a file.")
    return path.read_bytes()


def digest_file(path: Path, algorithms: Sequence[str]) -> dict[str, str]:
    """Return the lower-case hex digests of the file at `path`, by algorithm in hashlib's spelling.

    Raises OSError where the file cannot be read.
    """
    with open_to_read(path) as source:
        return digest_stream(source, algorithms)[0]


def digest_stream(
    source: BinaryIO, algorithms: Sequence[str], also: Callable[[memoryview], object] | None = None
) -> tuple[dict[str, str], int]:
    """Read `source` to its end once; return its digests and its size in octets.

    `also` is given every chunk as it passes (a writer, a counter); it must use it before it returns.
    """
    hashes = [hashlib.new(algorithm, usedforsecurity=False) for algorithm in algorithms]
    buffer = bytearray(CHUNK)
    window = memoryview(buffer)
    size = 0
    while count := source.readinto(buffer):  # type: ignore[attr-defined]
        chunk = window[:count]
        for one in hashes:
            one.update(chunk)
        if also is not None:
            also(chunk)
        size += count
    return {algorithm: one.hexdigest() for algorithm, one in zip(algorithms, hashes, strict=True)}, size
