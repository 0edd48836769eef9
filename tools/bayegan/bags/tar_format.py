"""The tar format: POSIX.1-2001 (ustar and pax), GNU and V7, read from beginning to end.

Not `tarfile` of the standard library: it keeps every member in memory, and releases in use loop or slow down
without bound on hostile headers (CVE-2024-6232, CVE-2025-8194). Nothing here is ever unpacked to a path.
"""

import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from bayegan.bags.bounds import Broken
from bayegan.bags.tar_header import TarMember, is_header, is_used, member_of, number, records_of
from bayegan.bags.unpacking import DAMAGED
from bayegan.model.listing import Kind

_BLOCK = 512
_CHUNK = 1 << 20
_LONGEST_HEADER = 1 << 20
_WITHOUT_DATA = b"12346"
_MOST_HEADERS = 64
_SPARSE, _DUMP = b"S", b"D"
"""GNU's types of a sparse file, and of a folder whose data are the names that an incremental archive has of it."""
_MAP_GOES_ON, _MAP_STILL_GOES_ON = 482, 504
"""Which octet of the header of a sparse file, and of a block behind it, says that its map goes on in a block."""


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
        self._ahead = b""
        self._globals: dict[bytes, bytes] = {}

    def members(self) -> Iterator[TarMember]:
        """Yield every member; its octets can be had by `data` before the next is asked for.

        Raises Broken where what follows is no tar, or the mark of its end is missing.
        """
        extended: dict[bytes, bytes] = {}
        stretch = 0
        while (header := self._header()) is not None:
            kind, size = header[156:157], number(header[124:136], self._stream.at)
            if kind in b"xXgLK":
                stretch += 1
                if stretch > _MOST_HEADERS:
                    raise Broken("more headers than a member can need follow one another", self._stream.at)
                extended.update(self._extension(kind, size))
                continue
            member = member_of(header, kind, size, {**self._globals, **extended}, self._stream.at)
            stretch = 0
            extended = {}
            if kind == _SPARSE:
                self._pass_map(header)
            self._left = 0 if kind in _WITHOUT_DATA else member.size
            self._padding = -self._left % _BLOCK
            if self._left and member.kind is Kind.EMPTY_FOLDER and kind != _DUMP:
                member = self._looked_into(member)
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

    def _pass_map(self, header: bytes) -> None:
        """Pass over what the map of a sparse file has behind its header."""
        goes_on = header[_MAP_GOES_ON]
        while goes_on:
            goes_on = self._stream.exactly(_BLOCK)[_MAP_STILL_GOES_ON]

    def _looked_into(self, folder: TarMember) -> TarMember:
        """Return a folder that is said to have octets with what is to be told of them, and pass over them.

        By the standard they are no octets but room that it may take (pax, ustar Interchange Format): where a header
        or the end follows right behind it, that is so.
        """
        at = self._stream.at
        self._ahead = self._block()
        if not self._ahead.strip(b"\0") or _begins(self._ahead, at):
            self._left = self._padding = 0
            found = f"a folder of {folder.size:,} octets, at octet {at:,}, where another member or the end lies"
            return replace(folder, hidden=found)
        self._ahead = b""
        self._left, self._padding = 0, self._left + self._padding - _BLOCK
        return replace(folder, hidden=f"{folder.size:,} octets in a folder, at octet {at:,}")

    def _header(self) -> bytes | None:
        """Return the next header, None at the mark of the end."""
        at = self._stream.at
        header, self._ahead = self._ahead or self._block(), b""
        if not header.strip(b"\0"):
            return None
        if not is_header(header, at):
            raise Broken("there is no tar header", at)
        return header

    def _block(self) -> bytes:
        """Return the next block; raises Broken where there is none."""
        block = b""
        while len(block) < _BLOCK:
            part = self._stream.some(_BLOCK - len(block))
            if not part:
                missing = "within a header" if block else "without the mark of its end"
                raise Broken(f"it ends {missing}", self._stream.at)
            block += part
        return block

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
        records = {key: value for key, value in records_of(content, at).items() if is_used(key)}
        if kind == b"g":
            self._globals.update(records)
            return {}
        return records


def _begins(block: bytes, at: int) -> bool:
    """Say whether a member begins with this block."""
    try:
        return is_header(block, at)
    except Broken:
        return False
