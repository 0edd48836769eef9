"""What of an item waits for the end of an export: in memory where it is little, else in a file of the package."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bayegan.export.sealed import read_back
from bayegan.export.sink import Sink

_LITTLE = 1 << 18
_PIECE = 1 << 16


class Spill(NamedTuple):
    """Octets that wait: `content` where they are few, else those of the file at `path`."""

    content: bytes
    path: str | None


def spilled(pieces: Iterable[bytes], path: str, sink: Sink) -> Spill:
    """Keep octets until `poured`; the file at `path`, if one is needed, lies at the place of the item.

    Raises CouldNot.
    """
    held = bytearray()
    waiting = iter(pieces)
    for piece in waiting:
        held += piece
        if len(held) > _LITTLE:
            break
    else:
        return Spill(bytes(held), None)
    with sink.stream(path) as out:
        out.write(bytes(held))
        for piece in waiting:
            out.write(piece)
    return Spill(b"", path)


def poured(spill: Spill, sink: Sink) -> Iterator[bytes]:
    """Yield the octets that waited; their file goes. Raises CouldNot."""
    if spill.path is None:
        yield spill.content
        return
    with read_back(sink.folder / spill.path) as source:
        while piece := source.read(_PIECE):
            yield piece
    sink.remove(spill.path)
