"""The content of one member of a zip file: just what its entry in the directory says (PKWARE APPNOTE 6.3.10)."""

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from bayegan.bags.bounds import Broken
from bayegan.bags.unpacking import DAMAGED, Unpacked, unpacked_bzip2_once, unpacked_deflate
from bayegan.bags.zip_directory import BZIP2, DEFLATED, ENCRYPTED, STORED, Member
from bayegan.bags.zip_hidden import HEADER

_CHUNK = 1 << 20


class Lies(Exception):
    """A member is not what the directory says of it."""


def parts(source: BinaryIO, member: Member) -> Iterator[bytes]:
    """Yield the octets of a member. Its CRC-32 is for whoever takes them to compare.

    Raises Lies where they are not as many as the directory says, or where its own header says something else,
    Broken where they cannot be unpacked, and OSError as `source` does.
    """
    part = _Part(source, member.packed, _content_at(source, member))
    left = member.size
    unpacked = _unpacked(part, member.method)
    while octets := _some(unpacked, min(_CHUNK, left + 1), member.at):
        if len(octets) > left:
            raise Lies(f"more octets than the {member.size:,} that the zip directory says")
        left -= len(octets)
        yield octets
    if left:
        raise Lies(f"{member.size - left:,} octets; the zip directory says {member.size:,}")
    if behind := part.left + (unpacked.unused if isinstance(unpacked, Unpacked) else 0):
        raise Lies(f"{behind:,} octets behind its end that nothing accounts for")


def _some(unpacked: BinaryIO, most: int, at: int) -> bytes:
    try:
        return unpacked.read(most)
    except DAMAGED as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Broken(f"a member cannot be unpacked ({error})", at) from error


def _content_at(source: BinaryIO, member: Member) -> int:
    """Return where the octets of a member begin; its header must be that of the directory's entry."""
    at = member.at
    if at + HEADER > member.end:
        raise Broken("there is no header of a member", at)
    source.seek(at)
    header = source.read(HEADER)
    if len(header) < HEADER or header[:4] != b"PK\3\4":
        raise Broken("there is no header of a member", at)
    flags, method = (int.from_bytes(header[start : start + 2], "little") for start in (6, 8))
    name_size, extra = (int.from_bytes(header[start : start + 2], "little") for start in (26, 28))
    name = source.read(name_size)
    if zlib.crc32(name) != member.name or method != member.method:
        raise Lies(f"another name or method in its own header: {name!a}, {method}")
    if flags & ENCRYPTED:
        raise Lies("a header of its own that says that it is encrypted")
    start = at + HEADER + name_size + extra
    if start + member.packed > member.end:
        raise Lies("octets that belong to the next member, too")
    source.seek(start)
    return start


class _Part(io.RawIOBase):
    """So many octets of an open file, from where it stands."""

    def __init__(self, source: BinaryIO, left: int, at: int) -> None:
        self._source = source
        self._at = at
        self.left = left

    def read(self, size: int = -1, /) -> bytes:
        octets = self._source.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(octets)
        self._at += len(octets)
        if not octets and self.left:
            raise Broken("it ends within a member", self._at)
        return octets


def _unpacked(part: _Part, method: int) -> BinaryIO:
    source = cast(BinaryIO, part)
    if method == DEFLATED:
        return unpacked_deflate(source)
    if method == BZIP2:
        return unpacked_bzip2_once(source)
    if method == STORED:
        return source
    raise Lies(f"method {method}")
