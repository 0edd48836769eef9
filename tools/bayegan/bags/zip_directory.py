"""The central directory of a zip file (PKWARE APPNOTE 6.3.10), kept small: arrays, not an object for each member.

Not `zipfile` of the standard library: it keeps some 550 octets a member, and in releases in use it does not see
members that overlap (CVE-2024-0450).
"""

import stat
import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from bayegan.bags.bounds import Broken
from bayegan.model.listing import Kind

_END = struct.Struct("<4s4H2LH")
_END64_AT = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_FIRST = 12
"""Octets of the end record of 64 bits that the size that it states does not count (APPNOTE 4.3.14.1)."""
_ENTRY = struct.Struct("<4s6H3L5H2L")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_MOST = (1 << 63) - 1
_LONGEST_COMMENT = 0xFFFF
_CHUNK = 1 << 20

STORED, DEFLATED, BZIP2 = 0, 8, 12
METHODS = (STORED, DEFLATED, BZIP2)
ENCRYPTED, UTF8 = 0x1, 0x800
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the central directory; `unicode_name` is that of Info-ZIP's Unicode Path field, if any. `said` is
    what it says beside: its extra fields, its comment.
    """

    name: bytes
    unicode_name: bytes | None
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    at: int
    kind: Kind
    said: tuple[bytes, bytes]


class Member(NamedTuple):
    """What the directory says of a member: where its header lies, its sizes in octets, the CRC-32 of its name, how
    it is packed; and where the next member or the directory begins.
    """

    at: int
    packed: int
    size: int
    name: int
    method: int
    end: int


@dataclass(slots=True)
class Members:
    """What is needed to read members again, by their number: `names` holds the CRC-32 of each name."""

    at: "array[int]" = field(default_factory=lambda: array("Q"))
    packed: "array[int]" = field(default_factory=lambda: array("Q"))
    size: "array[int]" = field(default_factory=lambda: array("Q"))
    crc: "array[int]" = field(default_factory=lambda: array("L"))
    names: "array[int]" = field(default_factory=lambda: array("L"))
    method: "array[int]" = field(default_factory=lambda: array("H"))

    def add(self, entry: Entry) -> None:
        """Keep an entry; its number is how many there were before."""
        self.at.append(entry.at)
        self.packed.append(entry.packed)
        self.size.append(entry.size)
        self.crc.append(entry.crc)
        self.names.append(zlib.crc32(entry.name))
        self.method.append(entry.method)

    def member(self, number: int, end: int) -> Member:
        """Return one that was added, and that ends before octet `end`."""
        return Member(
            self.at[number], self.packed[number], self.size[number], self.names[number], self.method[number], end
        )

    def ends(self, last: int) -> "array[int]":
        """Return for each member where the one that lies behind it begins, for the last of them `last`."""
        ends = array("Q", self.at)
        behind = last
        for number in sorted(range(len(ends)), key=self.at.__getitem__, reverse=True):
            ends[number], behind = behind, self.at[number]
        return ends


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the central directory lies, and how many members it says it has.

    `unaccounted` is how many octets lie between its end record of 64 bits and what points to that.
    """

    at: int
    size: int
    members: int
    unaccounted: int = 0


def find_directory(source: BinaryIO, size: int) -> Directory:
    """Find the central directory of a zip file of `size` octets; raises Broken where there is none."""
    tail_at = max(0, size - _LONGEST_COMMENT - _END.size)
    source.seek(tail_at)
    tail = source.read(size - tail_at)
    place = tail.rfind(b"PK\5\6")
    while place >= 0:
        if place + _END.size <= len(tail):
            end = _END.unpack_from(tail, place)
            if tail_at + place + _END.size + end[7] == size:
                return _directory(source, tail_at + place, end)
        place = tail.rfind(b"PK\5\6", 0, place)
    raise Broken("there is no zip directory: it is cut off, or no zip file", size)


def _directory(source: BinaryIO, end_at: int, end: tuple[bytes, int, int, int, int, int, int, int]) -> Directory:
    _, disk, first, here, members, size, at, _ = end
    last, unaccounted = end_at, 0
    if _FULL16 in (disk, first, here, members) or _FULL32 in (size, at):
        last, unaccounted, (disk, first, here, members, size, at) = _directory64(source, end_at)
    if disk or first or here != members:
        raise Broken("it is one part of several", end_at)
    if at + size != last:
        raise Broken("the zip directory does not lie where it should", end_at)
    return Directory(at, size, members, unaccounted)


def _directory64(source: BinaryIO, end_at: int) -> tuple[int, int, tuple[int, int, int, int, int, int]]:
    locator_at = end_at - _END64_AT.size
    if locator_at >= 0:
        source.seek(locator_at)
        mark, _, at, _ = _END64_AT.unpack(source.read(_END64_AT.size))
        if mark == b"PK\6\7" and at + _END64.size <= locator_at:
            source.seek(at)
            found = _END64.unpack(source.read(_END64.size))
            left = locator_at - at - _END64_FIRST - found[1]
            if found[0] == b"PK\6\6" and left >= 0:
                return at, left, found[4:]
    raise Broken("there is no zip directory of 64 bits", end_at)


def entries(source: BinaryIO, directory: Directory) -> Iterator[Entry]:
    """Yield every entry of the central directory; raises Broken where it is damaged."""
    octets = _Window(source, directory)
    number = 0
    while octets.left:
        at = octets.at
        head = _ENTRY.unpack(octets.take(_ENTRY.size))
        if head[0] != b"PK\1\2":
            raise Broken("an entry of the zip directory is damaged", at)
        name = octets.take(head[10])
        extra = octets.take(head[11])
        yield _entry(head, name, extra, octets.take(head[12]), at)
        number += 1
    if number != directory.members:
        raise Broken(f"the zip directory has {number:,} members and says {directory.members:,}", directory.at)


class _Window:
    """The octets of the directory, a chunk at a time."""

    def __init__(self, source: BinaryIO, directory: Directory) -> None:
        self._source = source
        self._next = directory.at
        self._unread = directory.size
        self._buffer = b""
        self._place = 0
        self.at = directory.at

    @property
    def left(self) -> int:
        """How many octets are left."""
        return self._unread + len(self._buffer) - self._place

    def take(self, size: int) -> bytes:
        """Return the next `size` octets; raises Broken where there are fewer."""
        while len(self._buffer) - self._place < size:
            self._source.seek(self._next)  # who takes an entry may read elsewhere before the next one
            more = self._source.read(min(_CHUNK, self._unread))
            if not more:
                raise Broken("the zip directory ends too early", self.at)
            self._unread -= len(more)
            self._next += len(more)
            self._buffer = self._buffer[self._place :] + more
            self._place = 0
        taken = self._buffer[self._place : self._place + size]
        self._place += size
        self.at += size
        return taken


def _entry(head: tuple[int, ...], name: bytes, extra: bytes, comment: bytes, where: int) -> Entry:
    flags, method, crc, packed, size = head[3], head[4], head[7], head[8], head[9]
    at = head[16]
    unicode_name = None
    for kind, value in _fields(extra):
        if kind == 1:
            size, packed, at = _wide(value, size, packed, at, where)
        elif kind == 0x7075 and value[:1] == b"\1" and value[1:5] == zlib.crc32(name).to_bytes(4, "little"):
            unicode_name = value[5:]
    if _FULL32 in (size, packed, at):
        raise Broken("a size of 64 bits is missing", where)
    of = _kind(name, flags, method, head[1] >> 8 == _UNIX, head[15])
    return Entry(name, unicode_name, flags, method, crc, packed, size, at, of, (extra, comment))


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while len(extra) - at >= 4:
        kind, length = struct.unpack_from("<2H", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _wide(value: bytes, size: int, packed: int, at: int, where: int) -> tuple[int, int, int]:
    """Return the three numbers with those of 64 bits in the place of those that are all ones."""
    numbers = [size, packed, at]
    for place, number in enumerate(numbers):
        if number == _FULL32:
            if len(value) < 8:
                raise Broken("a size of 64 bits is missing", where)
            numbers[place] = int.from_bytes(value[:8], "little")
            value = value[8:]
    if max(numbers) > _MOST:
        raise Broken("a size or place is larger than any file", where)
    return numbers[0], numbers[1], numbers[2]


def _kind(name: bytes, flags: int, method: int, made_on_unix: bool, attributes: int) -> Kind:
    mode = attributes >> 16 if made_on_unix else 0
    if stat.S_ISLNK(mode):
        return Kind.LINK
    if name.endswith(b"/") or stat.S_ISDIR(mode):
        return Kind.EMPTY_FOLDER
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Kind.PIPE if stat.S_ISFIFO(mode) else Kind.SOCKET if stat.S_ISSOCK(mode) else Kind.DEVICE
    if flags & ENCRYPTED:
        return Kind.ENCRYPTED
    return Kind.FILE if method in METHODS else Kind.PACKED
