"""Payload manifests whose lines all have the usual form, read in a memory that does not grow with them.

The usual form is a digest, spaces or tabs, a path below data/ in UTF-8 with nothing in it that has to be looked at
twice, and LF. A path may be percent-encoded as BagIt 1.0 has it. Whatever else a manifest may hold is read line by
line by `manifest`.
"""

import hashlib
import os
import re
import unicodedata
import zlib
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from bayegan.bags import percent
from bayegan.bags.algorithms import Algorithm
from bayegan.bags.file_table import FileTable

_BLOCK = 32 << 10
_KEPT = 128
"""Parts of a manifest that are kept between listing the bag and judging its files."""
_LONGEST_LINE = 1 << 20
_ODD = (b"\r", b"\0", b"\\")
_ODD_PARTS = re.compile(rb"/\.{0,2}[/\n]")


class NotPlain(Exception):
    """A manifest, or a bag, that has to be read line by line."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a manifest: the numbers of the files, -1 where there is none, digests as written, and the paths
    that are meant.
    """

    numbers: Sequence[int]
    digests: Sequence[bytes]
    paths: Sequence[bytes]


@dataclass(slots=True)
class PlainListing:
    """What a manifest lists: `marks` is 1 at the number of every file that is there; all else is `absent`.

    `crcs` has the CRC-32 of each part of the manifest; `kept` has what was read of the parts while they are few.
    """

    algorithm: Algorithm
    marks: bytearray
    absent: list[bytes] = field(default_factory=list)
    crcs: "array[int]" = field(default_factory=lambda: array("L"))
    kept: list[Lines] | None = field(default_factory=list)
    digests: bytearray | None = None
    """By number, where they are to be kept because another manifest leads."""


def blocks_of(source: BinaryIO) -> Iterator[bytes]:
    """Yield the octets of a manifest in parts that end with a line; raises NotPlain for a line without end."""
    rest = b""
    while part := source.read(_BLOCK):
        whole, end, rest_of_part = part.rpartition(b"\n")
        if end:
            yield rest + whole + end
            rest = rest_of_part
        else:
            rest += part
            if len(rest) > _LONGEST_LINE:
                raise NotPlain
    if rest:
        raise NotPlain


def passing(blocks: Iterator[bytes], hashes: Collection["hashlib._Hash"]) -> Iterator[bytes]:
    """Yield `blocks`, each taken in by all of `hashes` on its way."""
    for block in blocks:
        for one in hashes:
            one.update(block)
        yield block


def read_plainly(
    blocks: Iterator[bytes], algorithm: Algorithm, files: FileTable, *, strict: bool, keep_digests: bool
) -> PlainListing:
    """Read a manifest and mark the files that it lists; raises NotPlain where it has to be read line by line.

    That is so, too, where it lists a file twice or by a name that the disk spells otherwise, and for a `%` where
    the rules are not those of BagIt 1.0 (`strict`).
    """
    count = files.payload[1]
    found = PlainListing(algorithm, bytearray(count))
    size = algorithm.size
    if keep_digests:
        found.digests = bytearray(count * size)
    pattern = line_pattern(algorithm)
    marks = found.marks
    for block in blocks:
        if not strict and b"%" in block:
            raise NotPlain
        lines = lines_of(block, pattern, files)
        numbers, digests, paths = lines.numbers, lines.digests, lines.paths
        found.crcs.append(zlib.crc32(block))
        if found.kept is not None:
            found.kept = [*found.kept, lines] if len(found.crcs) <= _KEPT else None
        for number in numbers:
            if number >= 0:
                if marks[number]:
                    raise NotPlain
                marks[number] = 1
        if min(numbers) < 0:
            found.absent.extend(path for path, number in zip(paths, numbers, strict=True) if number < 0)
        if found.digests is not None:
            for number, digest in zip(numbers, digests, strict=True):
                if number >= 0:
                    found.digests[number * size : (number + 1) * size] = bytes.fromhex(digest.decode())
    if len(set(found.absent)) < len(found.absent) or _is_spelled_otherwise(found, files):
        raise NotPlain
    return found


def line_pattern(algorithm: Algorithm) -> re.Pattern[bytes]:
    """Return what a line of the usual form is."""
    return re.compile(rb"(?m)^([0-9A-Fa-f]{%d})[ \t]+(data/[^\n]+)$" % (2 * algorithm.size))


def lines_of(block: bytes, pattern: re.Pattern[bytes], files: FileTable) -> Lines:
    """Return the lines of a block; raises NotPlain."""
    found = pattern.findall(block)
    if len(found) != block.count(b"\n") or any(odd in block for odd in _ODD) or _ODD_PARTS.search(block):
        raise NotPlain
    if not block.isascii():
        try:
            block.decode()
        except UnicodeDecodeError as error:
            raise NotPlain from error
    digests, paths = zip(*found, strict=True)
    if b"%" in block:
        paths = tuple(map(_meant, paths))
    return Lines(files.numbers(paths), digests, paths)


def _meant(path: bytes) -> bytes:
    """Return the path that a written one stands for (RFC 8493, 2.1.3); raises NotPlain for a bare `%`."""
    if b"%" not in path:
        return path
    written = os.fsdecode(path)
    if percent.has_bare_percent(written):
        raise NotPlain
    return os.fsencode(percent.decoded(written))


def _is_spelled_otherwise(found: PlainListing, files: FileTable) -> bool:
    """Say whether a file that is not there may be one that is, in another Unicode normalisation."""
    wanted = {unicodedata.normalize("NFC", os.fsdecode(path)) for path in found.absent if not path.isascii()}
    if not wanted:
        return False
    offered = (path for path in files.unmarked(found.marks) if not path.isascii())
    return any(unicodedata.normalize("NFC", path) in wanted for path in offered)
