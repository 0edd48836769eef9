"""A worker process: reads files and answers with their digests. Started by `workers`, and by nothing else.

A task on stdin is `(algorithms, [path, ...])`, an answer on stdout `[(digests, size) or reason, ...]` in the same
order; each is a marshalled value after its length in four octets. Paths are octets, as they are on disk.
"""

import marshal
import struct
import sys
from typing import Any, BinaryIO

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
    content = stream.read(LENGTH.unpack(header)[0])
    return marshal.loads(content)  # noqa: S302  our own process is at the other end of the pipe


def main() -> None:
    """Answer tasks until stdin ends."""
    while True:
        try:
            algorithms, paths = receive(sys.stdin.buffer)
        except EOFError:
            return
        send(sys.stdout.buffer, [_answer(path, algorithms) for path in paths])


def _answer(path: bytes, algorithms: list[str]) -> tuple[list[bytes], int] | str:
    try:
        return digest_path(path, algorithms)
    except OSError as error:
        return error.strerror or str(error)
