"""A worker process: reads files and answers with their digests. Started by `workers`, and by nothing else.

A task on stdin is `(algorithms, [path, ...])`, an answer on stdout `[(digests, size) or reason, ...]` in the same
order; each is a marshalled value after its length in four octets. Paths are octets, as they are on disk.
"""

import marshal
import os
import signal
import struct
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from bayegan.model.reading import VANISHED
from bayegan.storage.digests import digest_path

LENGTH = struct.Struct(">I")


def send(stream: BinaryIO, value: Any) -> None:
    """Write one value, flushed."""
    content = marshal.dumps(value)
    stream.write(LENGTH.pack(len(content)) + content)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Return the next value; raises EOFError where the other side has gone."""
    header = stream.read(LENGTH.size)
    if len(header) < LENGTH.size:
        raise EOFError
    length = LENGTH.unpack(header)[0]
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return marshal.loads(content)  # noqa: S302  our own process is at the other end of the pipe


def main() -> None:
    """Answer tasks until stdin ends, or nobody listens. Ctrl-C is for whoever started us: it ends us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            algorithms, paths = receive(sys.stdin.buffer)
            send(sys.stdout.buffer, [answer(path, algorithms) for path in paths])
    except (EOFError, BrokenPipeError):
        os._exit(0)


def answer(path: "bytes | str", algorithms: Sequence[str]) -> tuple[list[bytes], int] | str:
    """Return the digests and the size of a file, or why it could not be read."""
    try:
        return digest_path(path, algorithms)
    except FileNotFoundError:
        return VANISHED
    except OSError as error:
        return error.strerror or str(error)
