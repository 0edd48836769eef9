"""What stands in a zip file beside the content of its members (PKWARE APPNOTE 6.3.10, 4.3)."""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from bayegan.bags.bounds import Broken
from bayegan.bags.zip_directory import Entry, Members, entries, find_directory
from bayegan.bags.zip_hidden import HEADER, ReadAt, before_the_first, behind, in_a_folder
from bayegan.export.document_texts import NotSearchable

_LENGTHS_AT = 26


def margins(source: BinaryIO) -> Iterator[bytes]:
    """Yield what the header before each member says: a name and fields, which need not be those of the directory.

    Raises NotSearchable at the end where there are octets that belong to no member, as those of one that was
    removed from the directory alone; and where the file is no zip file as it should be. Raises OSError as `source`
    does.
    """

    def read(size: int, at: int) -> bytes:
        here = source.tell()
        source.seek(at)
        octets = source.read(size)
        source.seek(here)
        return octets

    try:
        directory = find_directory(source, source.seek(0, os.SEEK_END))
        members = Members()
        for entry in entries(source, directory):
            members.add(entry)
        hidden = directory.unaccounted + before_the_first(read, min(members.at, default=directory.at))
        ends = members.ends(directory.at)
        for entry, end in zip(entries(source, directory), ends, strict=True):
            yield _header(read, entry)
            hidden += in_a_folder(entry) + (behind(read, entry, end) or (0, 0))[1]
    except Broken as error:
        raise NotSearchable(f"it is a zip file that cannot be read ({error})") from error
    if hidden:
        raise NotSearchable(f"{hidden:,} octets of the zip file belong to no member")


def _header(read: ReadAt, entry: Entry) -> bytes:
    octets = read(HEADER, entry.at)
    if len(octets) < HEADER:
        return b""
    return read(sum(struct.unpack_from("<2H", octets, _LENGTHS_AT)), entry.at + HEADER)
