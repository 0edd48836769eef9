"""A stream of zlib (RFC 1950) as a file, and an object of Git as what is in it."""

import re
import zlib
from typing import BinaryIO

from bayegan.export.document_texts import NotSearchable

_PIECE = 1 << 18
_ENOUGH = 1 << 12
_DEFLATE, _WINDOWS, _DICTIONARY = 8, 7, 0x20
_GIT = re.compile(rb"(?:blob|tree|commit|tag) \d+\0")


def is_zlib(first: bytes) -> bool:
    """Say whether a file that begins so is a stream of zlib: its head is one, and it can be unpacked.

    Text may begin with the two octets of a head (`x^2`), and does not go on as such.
    """
    if len(first) < 8 or first[0] & 15 != _DEFLATE or first[0] >> 4 > _WINDOWS or first[1] & _DICTIONARY:
        return False
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(first, _ENOUGH)
    except zlib.error:
        return False
    return unpacker.eof or len(unpacked) == _ENOUGH


class ZlibStream:
    """What is packed in a stream of zlib, to be read from its beginning; without the head of an object of Git."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._unpacker = zlib.decompressobj()
        self._is_first = True

    def read(self, size: int) -> bytes:
        """Return so many octets, fewer at the end, and what there is before damage.

        Raises NotSearchable at damage, and where something follows the stream; OSError as the source does.
        """
        held = bytearray()
        try:
            while len(held) < size and not self._unpacker.eof:
                packed = self._unpacker.unconsumed_tail or self._source.read(_PIECE)
                if not packed:
                    raise EOFError
                held += self._unpacker.decompress(packed, size - len(held))
        except (zlib.error, EOFError) as error:
            if not held:
                raise NotSearchable("it is packed and cannot be unpacked") from error
        if not held and (self._unpacker.unused_data or self._source.read(1)):
            raise NotSearchable("what is packed in it is damaged, or something follows it")
        head = _GIT.match(held) if self._is_first else None
        self._is_first = False
        return bytes(held[head.end() :] if head else held)
