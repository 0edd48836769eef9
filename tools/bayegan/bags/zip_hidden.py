"""Octets of a zip file that neither a member nor the directory accounts for (PKWARE APPNOTE 6.3.10, 4.3.6)."""

import struct
from collections.abc import Callable

from bayegan.bags.zip_directory import BZIP2, DEFLATED, Entry
from bayegan.model.listing import Kind

ReadAt = Callable[[int, int], bytes]
"""Reads so many octets of a file from a place on, as `os.pread` does; what it raises is raised here."""

HEADER = 30
_DESCRIBED_BEHIND = 0x8
_SIGNATURE = b"PK\7\10"
_SPLIT = (b"PK00", _SIGNATURE)
"""The marks of an archive that is split, which Info-ZIP leaves where none was (APPNOTE 8.5.3 and 8.5.4)."""
_LONGEST = 24
"""Octets of a data descriptor of 64 bits with a signature (APPNOTE 4.3.9)."""
_FULL32 = 0xFFFFFFFF
_NOTHING_PACKED = {DEFLATED: 2, BZIP2: 14}
"""Octets that packing nothing takes: programs that pack everything pack folders, too."""


def before_the_first(read: ReadAt, first: int) -> int:
    """Return how many octets lie before the first member, or the directory, at octet `first`."""
    return first - (4 if first and read(4, 0) in _SPLIT else 0)


def behind(read: ReadAt, entry: Entry, end: int) -> tuple[int, int] | None:
    """Return where octets begin that lie behind a member and belong to nothing, and how many; None where none do.

    `end` is where the next member begins, or the directory. The member's own header is believed as to its extra
    field, which programs use for padding, and the descriptor behind it as far as it says what the directory says.
    Where there is no such header, or the member reaches over `end`, there is nothing to say here.
    """
    free = end - (entry.at + HEADER + len(entry.name) + entry.packed)
    if free <= 0:
        return None
    header = read(HEADER, entry.at)
    if len(header) < HEADER or header[:4] != b"PK\3\4":
        return None
    flags, name, extra = (struct.unpack_from("<H", header, at)[0] for at in (6, 26, 28))
    left = end - (entry.at + HEADER + name + extra + entry.packed)
    if left > 0 and (flags | entry.flags) & _DESCRIBED_BEHIND:
        left -= _described(read(min(left, _LONGEST), end - left), entry)
    return (end - left, left) if left > 0 else None


def _described(octets: bytes, entry: Entry) -> int:
    """Return how long the data descriptor is that `octets` begin with, 0 where there is none that fits."""
    crc, packed, size = entry.crc, entry.packed, entry.size
    forms = [struct.pack("<L2Q", crc, packed, size), struct.pack("<3L", crc, packed & _FULL32, size & _FULL32)]
    return max(
        (len(one) for form in forms for one in (_SIGNATURE + form, form) if octets.startswith(one)), default=0
    )


def in_a_folder(entry: Entry) -> int:
    """Return how many octets a folder has that it cannot have."""
    if entry.kind is not Kind.EMPTY_FOLDER or entry.packed == _NOTHING_PACKED.get(entry.method, 0):
        return 0
    return entry.packed
