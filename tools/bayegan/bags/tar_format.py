"""The tar format: POSIX.1-2001 (ustar and pax), GNU and V7, read from beginning to end.

Not `tarfile` of the standard library: it keeps every member in memory, and releases in use loop or slow down
without bound on hostile headers (CVE-2024-6232, CVE-2025-8194). Nothing here is ever unpacked to a path.
"""

import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from bayegan.bags.bounds import Broken
from bayegan.bags.unpacking import DAMAGED
from bayegan.model.listing import Kind

_BLOCK = 512
_CHUNK = 1 << 20
_LONGEST_HEADER = 1 << 20
_WITHOUT_DATA = b"123456"
_KINDS = {
    b"\0": Kind.FILE,
    b"0": Kind.FILE,
    b"7": Kind.FILE,
    b"1": Kind.HARD_LINK,
    b"2": Kind.LINK,
    b"3": Kind.DEVICE,
    b"4": Kind.DEVICE,
    b"5": Kind.EMPTY_FOLDER,
    b"6": Kind.PIPE,
}


@dataclass(frozen=True, slots=True)
class TarMember:
    """A member: `name` as it stands there, undecodable octets as surrogate escapes; `type` is its type flag."""

    name: str
    kind: Kind
    size: int
    type: str


_MOST_HEADERS = 64
_SPARSE = frozenset(
    b"GNU.sparse." + key
    for key in (b"major", b"minor", b"name", b"realsize", b"size", b"numblocks", b"map", b"offset", b"numbytes")
)


class TarStream:
    """Octets of a tar file in their order. `meter` is told how many have passed; it may raise."""

    def __init__(self, raw: BinaryIO, meter: Callable[[int], None], size: int | None) -> None:
        """`size` is that of a plain tar file, in which data can be passed over; None where it is compressed."""
        self._buffered = io.BufferedReader(raw, 1 << 18)  # type: ignore[type-var]
        self._meter = meter
        self._size = size
        self.at = 0

    def some(self, most: int) -> bytes:
        """Return between 1 and `most` octets, none at the end; raises Broken where they cannot be unpacked."""
        try:
            octets = self._buffered.read1(min(most, _CHUNK))
        except DAMAGED as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise Broken(f"it cannot be unpacked ({error})", self.at) from error
        self.at += len(octets)
        self._meter(self.at)
        return octets

    def parts(self, size: int) -> Iterator[bytes]:
        """Yield exactly `size` octets in parts; raises Broken where there are fewer."""
        while size:
            part = self.some(size)
            if not part:
                raise Broken("it ends within a member", self.at)
            size -= len(part)
            yield part

    def exactly(self, size: int) -> bytes:
        """Return exactly `size` octets."""
        return b"".join(self.parts(size))

    def skip(self, size: int) -> None:
        """Pass over `size` octets."""
        if self._size is None or size <= _BLOCK:
            for _ in self.parts(size):
                pass
            return
        if self.at + size > self._size:
            raise Broken("it ends within a member", self._size)
        self._meter(self.at + size)
        self._buffered.seek(size, os.SEEK_CUR)
        self.at += size


class TarReading:
    """The members of a tar file, one after the other."""

    def __init__(self, stream: TarStream) -> None:
        self._stream = stream
        self._left = 0
        self._padding = 0
        self._globals: dict[bytes, bytes] = {}

    def members(self) -> Iterator[TarMember]:
        """Yield every member; its octets can be had by `data` before the next is asked for.

        Raises Broken where what follows is no tar, or the mark of its end is missing.
        """
        extended: dict[bytes, bytes] = {}
        stretch = 0
        while (header := self._header()) is not None:
            kind, size = header[156:157], _number(header[124:136], self._stream.at)
            if kind in b"xXgLK":
                stretch += 1
                if stretch > _MOST_HEADERS:
                    raise Broken("more headers than a member can need follow one another", self._stream.at)
                extended.update(self._extension(kind, size))
                continue
            member = _member(header, kind, size, {**self._globals, **extended}, self._stream.at)
            stretch = 0
            extended = {}
            self._left = 0 if kind in _WITHOUT_DATA else member.size
            self._padding = -self._left % _BLOCK
            yield member
            self.pass_over()

    def pass_over(self) -> None:
        """Pass over what is left of the member that was yielded last; raises Broken where it is cut off."""
        self._stream.skip(self._left + self._padding)
        self._left = self._padding = 0

    def data(self) -> Iterator[bytes]:
        """Yield the octets of the member that was yielded last."""
        while self._left:
            part = self._stream.some(self._left)
            if not part:
                raise Broken("it ends within a member", self._stream.at)
            self._left -= len(part)
            yield part

    def _header(self) -> bytes | None:
        """Return the next header, None at the mark of the end."""
        at = self._stream.at
        header = b""
        while len(header) < _BLOCK:
            part = self._stream.some(_BLOCK - len(header))
            if not part:
                missing = "within a header" if header else "without the mark of its end"
                raise Broken(f"it ends {missing}", self._stream.at)
            header += part
        if not header.strip(b"\0"):
            return None
        stated = _number(header[148:156], at)
        zeroed = header[:148] + b" " * 8 + header[156:]
        if stated not in (sum(zeroed), sum(one - 256 if one > 127 else one for one in zeroed)):
            raise Broken("there is no tar header", at)
        return header

    def _extension(self, kind: bytes, size: int) -> Mapping[bytes, bytes]:
        if size > _LONGEST_HEADER:
            raise Broken("a header is longer than 1 MiB", self._stream.at)
        at = self._stream.at
        content = self._stream.exactly(size)
        self._stream.skip(-size % _BLOCK)
        if kind == b"L":
            return {b"path": content.split(b"\0")[0]}
        if kind == b"K":
            return {}
        records = {key: value for key, value in _records(content, at).items() if _is_used(key)}
        if kind == b"g":
            self._globals.update(records)
            return {}
        return records


def _is_used(key: bytes) -> bool:
    """Only what can change a member is kept of a pax header: a hostile one may hold any number of keys."""
    return key in (b"path", b"size") or key in _SPARSE


def _member(header: bytes, kind: bytes, size: int, extended: Mapping[bytes, bytes], at: int) -> TarMember:
    name = extended.get(b"path") or _name(header)
    if b"size" in extended:
        if not extended[b"size"].isdigit() or len(extended[b"size"]) > 20:
            raise Broken("a size is no number", at)
        size = int(extended[b"size"])
    what = _KINDS.get(kind, Kind.UNKNOWN)
    if what is Kind.FILE and not _SPARSE.isdisjoint(extended):
        what = Kind.UNKNOWN
    if kind == b"\0" and name.endswith(b"/"):
        what = Kind.EMPTY_FOLDER
    return TarMember(name.decode("utf-8", "surrogateescape"), what, size, kind.decode("latin-1"))


def _name(header: bytes) -> bytes:
    name = header[:100].split(b"\0")[0]
    prefix = header[345:500].split(b"\0")[0] if header[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def _number(digits: bytes, at: int) -> int:
    """Return a number as headers have it: octal, or base 256 in GNU's way."""
    if digits[0] == 0x80:
        return int.from_bytes(digits[1:], "big")
    text = digits.split(b"\0")[0].strip(b" ")
    if text.startswith((b"-", b"+")) or b"_" in text:
        raise Broken("a number in a header is none", at)
    try:
        return int(text or b"0", 8)
    except ValueError as error:
        raise Broken("a number in a header is none", at) from error


def _records(content: bytes, at: int) -> dict[bytes, bytes]:
    """Return the records of a pax header: “length key=value”, each with a line feed."""
    records: dict[bytes, bytes] = {}
    start = 0
    while start < len(content) and content[start : start + 1] != b"\0":
        length, space, _ = content[start : start + 24].partition(b" ")
        if not space or not length.isdigit() or int(length) <= len(length) + 1:
            raise Broken("a pax header is damaged", at)
        record = content[start + len(length) + 1 : start + int(length)]
        key, equals, value = record.partition(b"=")
        if not equals or start + int(length) > len(content) or not value.endswith(b"\n"):
            raise Broken("a pax header is damaged", at)
        records[key] = value[:-1]
        start += int(length)
    return records
