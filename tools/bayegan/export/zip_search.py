"""A zip file as a search reads it: each member by its entry in the directory, and all that is said beside them.

Not `zipfile` of the standard library: it takes another directory than ours where a file can be read in two ways,
and passes over octets behind the end of what a member unpacks to (PKWARE APPNOTE 6.3.10).
"""

import os
import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, cast

from bayegan.bags.bounds import Broken
from bayegan.bags.zip_directory import Directory, Entry, Member, Members, entries, find_directory
from bayegan.bags.zip_hidden import HEADER, ReadAt, before_the_first, behind, in_a_folder
from bayegan.bags.zip_member import Lies, parts
from bayegan.export.document_texts import NotSearchable
from bayegan.model.listing import Kind

_FLAGS_AT, _SIZES_AT, _LENGTHS_AT = 6, 14, 26
_FOLLOWS = 0x8
"""A flag: CRC-32 and sizes are not in the header of a member, they follow its content."""
_UNKNOWN = 0xFFFFFFFF
_END = 22
_ENDS_64 = 56, 20
"""Octets of the end record, and of the end record of 64 bits and what points to it, as all programs write them."""
_LONGEST_TAIL = 1 << 17
_MARKS = re.compile(rb"PK(?:\x01\x02|\x03\x04|\x05\x06|\x06\x06|\x06\x07)")
"""How headers, entries and end records begin."""


def zip_members(source: BinaryIO) -> Iterator[tuple[bytes, BinaryIO]]:
    """Yield the name of each member with its content, and without any what fields and comments say.

    Reading a content raises NotSearchable where it is not what the directory says: all of it, and nothing more.
    Raises NotSearchable at the end where octets belong to no member, as those of one that was taken out of the
    directory alone, or where the file can be read in two ways; and OSError as `source` does.
    """

    def read(size: int, at: int) -> bytes:
        source.seek(at)
        return source.read(size)

    wrong: list[str] = []
    try:
        size = source.seek(0, os.SEEK_END)
        directory = find_directory(source, size)
        members = Members()
        for entry in entries(source, directory):
            members.add(entry)
        if (last := max(members.at, default=0)) > directory.at:
            raise Broken("there is no header of a member", last)
        hidden = directory.unaccounted + before_the_first(read, min(members.at, default=directory.at))
        ends = members.ends(directory.at)
        for number, entry in enumerate(entries(source, directory)):
            end = ends[number]
            hidden += in_a_folder(entry) + (behind(read, entry, end) or (0, 0))[1]
            for said in dict.fromkeys((*entry.said, _fields(read, entry, end, wrong))):
                if said:
                    _demand_unambiguous(said, wrong)
                    yield said, BytesIO()
            _demand_unambiguous(entry.name, wrong)
            yield entry.name, cast(BinaryIO, _Content(source, entry, members.member(number, end)))
        comment = _comment(read, directory, size, wrong)
        _demand_unambiguous(comment, wrong)
        yield comment, BytesIO()
    except Broken as error:
        raise NotSearchable(f"it is a zip file that cannot be read ({error})") from error
    if hidden:
        wrong.insert(0, f"{hidden:,} octets of the zip file belong to no member")
    if wrong:
        raise NotSearchable(wrong[0])


def _fields(read: ReadAt, entry: Entry, end: int, wrong: list[str]) -> bytes:
    """Return the extra fields in a member's own header, which need not be those in the directory."""
    if entry.at + HEADER > end:
        return b""  # its content cannot be read, which is said there
    header = read(HEADER, entry.at)
    if len(header) < HEADER:
        return b""
    said = zip(struct.unpack_from("<3L", header, _SIZES_AT), (entry.crc, entry.packed, entry.size), strict=True)
    others = {_UNKNOWN, 0} if header[_FLAGS_AT] & _FOLLOWS else {_UNKNOWN}
    if any(one != known & _UNKNOWN and one not in others for one, known in said):
        wrong.append(f"the header of a member, at octet {entry.at:,}, has other sizes than the zip directory")
    name, extra = struct.unpack_from("<2H", header, _LENGTHS_AT)
    return read(extra, entry.at + HEADER + name)


def _comment(read: ReadAt, directory: Directory, size: int, wrong: list[str]) -> bytes:
    """Return the comment of the file, with whatever stands behind the directory that is no end record."""
    at = directory.at + directory.size
    if size - at > _LONGEST_TAIL:
        wrong.append(f"{size - at:,} octets stand behind the directory of the zip file")
    tail = read(_LONGEST_TAIL, at)
    record, pointer = _ENDS_64
    if tail.startswith(b"PK\6\6"):
        if not tail.startswith(b"PK\6\7", record) or not tail.startswith(b"PK\5\6", record + pointer):
            wrong.append("the end record of the zip file holds more than it has to")
            return tail[record:]
        tail = tail[record + pointer :]
    return tail[_END:]


def _demand_unambiguous(said: bytes, wrong: list[str]) -> None:
    if _MARKS.search(said):
        wrong.append("a name, field or comment in the zip file holds what looks like a directory of its own")


class _Content:
    """The octets of a member, to be read from its beginning to its end."""

    def __init__(self, source: BinaryIO, entry: Entry, member: Member) -> None:
        self._parts = _checked(source, entry, member)
        self._rest = b""
        self._wrong: NotSearchable | None = None

    def read(self, size: int) -> bytes:
        """Return so many octets, fewer at the end, and what there is before it raises NotSearchable; or OSError."""
        held, left = [self._rest], size - len(self._rest)
        try:
            while left > 0 and (part := next(self._parts, b"")):
                held.append(part)
                left -= len(part)
        except NotSearchable as wrong:
            self._wrong = wrong
        whole = b"".join(held)
        if not whole and self._wrong is not None:
            raise self._wrong
        self._rest = whole[size:]
        return whole[:size]


def _checked(source: BinaryIO, entry: Entry, member: Member) -> Iterator[bytes]:
    if entry.kind is Kind.ENCRYPTED:
        raise NotSearchable("it is encrypted")
    crc = 0
    try:
        for part in parts(source, member):
            crc = zlib.crc32(part, crc)
            yield part
    except (Broken, Lies) as error:
        raise NotSearchable(f"it cannot be read ({error})") from error
    if crc != entry.crc:
        raise NotSearchable(f"it cannot be read (its CRC-32 is {crc:08x}, the directory says {entry.crc:08x})")
