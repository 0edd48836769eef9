"""Octets unpacked as they are read: gzip, bzip2, xz, Zstandard, and the deflate of zip members."""

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol, cast

from bayegan.errors import CouldNot

try:
    import zstandard
except ImportError:  # an extra: pip install 'bayegan[zstd]'
    zstandard = None  # type: ignore[assignment]

_CHUNK = 1 << 16
_PIECE = 1 << 10
_MEMORY = 256 << 20
"""Octets that unpacking may keep in memory: the window of xz and Zstandard."""

DAMAGED: tuple[type[Exception], ...] = (EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)
"""What the unpacking of damaged octets raises."""
if zstandard is not None:
    DAMAGED = (*DAMAGED, zstandard.ZstdError)


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Zlib:
    """zlib with the manners of bz2 and lzma: what it was given and has not used yet it keeps."""

    def __init__(self, bits: int) -> None:
        self._one = zlib.decompressobj(bits)

    @property
    def eof(self) -> bool:
        return self._one.eof

    @property
    def unused_data(self) -> bytes:
        return self._one.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._one.decompress(self._one.unconsumed_tail + data, max_length)


class _Zstd:
    """A frame of Zstandard with the manners of bz2 and lzma.

    The package unpacks at once all that it is given. Four octets can be a block of 128 KiB (RFC 8878, 3.1.1.2), so
    it is given a thousand at a time, which come to 32 MiB at most.
    """

    def __init__(self) -> None:
        self._one = zstandard.ZstdDecompressor(max_window_size=_MEMORY >> 1).decompressobj()
        self._packed = memoryview(b"")
        self._out = memoryview(b"")

    @property
    def eof(self) -> bool:
        return self._one.eof and not self._out

    @property
    def unused_data(self) -> bytes:
        return self._one.unused_data + bytes(self._packed)

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        if data:
            self._packed = memoryview(bytes(self._packed) + data)
        while self._packed and not self._out and not self._one.eof:
            some, self._packed = self._packed[:_PIECE], self._packed[_PIECE:]
            self._out = memoryview(self._one.decompress(some))
        out, self._out = self._out[:max_length], self._out[max_length:]
        return bytes(out)


class Unpacked(io.RawIOBase):
    """The octets that `source` unpacks to. Streams behind one another are one, as their formats have it.

    Reading raises EOFError where the source ends too early, and one of DAMAGED where it is corrupt.
    """

    def __init__(self, source: BinaryIO, new: Callable[[], _Unpacker], several: bool) -> None:
        self._source = source
        self._new = new
        self._several = several
        self._one = new()

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    @property
    def unused(self) -> int:
        """How many octets were read of `source` that lie behind the end of what was unpacked."""
        return len(self._one.unused_data)

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Read some octets; 0 at the end."""
        data = b""
        while True:
            if self._one.eof:
                data = self._next() if self._several else b""
                if not data:
                    return 0
                self._one = self._new()
            out = self._one.decompress(data, len(buffer))
            if out:
                buffer[: len(out)] = out
                return len(out)
            if not self._one.eof:
                data = self._source.read(_CHUNK)
                if not data:
                    raise EOFError("it ends before its end is marked")

    def _next(self) -> bytes:
        """Return the beginning of the next stream, zeros between them passed over."""
        data = self._one.unused_data.lstrip(b"\0")
        while not data:
            data = self._source.read(_CHUNK)
            if not data:
                return b""
            data = data.lstrip(b"\0")
        return data


def unpacked_gzip(source: BinaryIO) -> BinaryIO:
    """Unpack gzip (RFC 1952)."""
    return cast(BinaryIO, Unpacked(source, lambda: _Zlib(31), several=True))


def unpacked_bzip2(source: BinaryIO) -> BinaryIO:
    """Unpack bzip2."""
    return cast(BinaryIO, Unpacked(source, bz2.BZ2Decompressor, several=True))


def unpacked_xz(source: BinaryIO) -> BinaryIO:
    """Unpack xz; one that wants more than 256 MiB of memory is refused as damaged."""
    return cast(
        BinaryIO, Unpacked(source, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY), several=True)
    )


def unpacked_zstd(source: BinaryIO) -> BinaryIO:
    """Unpack Zstandard (RFC 8878); one that wants a window of more than 128 MiB is refused as damaged.

    Raises CouldNot where the package for it is not installed.
    """
    if zstandard is None:
        raise CouldNot(
            "Zstandard", "the package that unpacks it is not installed", "Run: pip install 'bayegan[zstd]'"
        )
    return cast(BinaryIO, Unpacked(source, _Zstd, several=True))


def unpacked_deflate(source: BinaryIO) -> BinaryIO:
    """Unpack one stream of raw deflate (RFC 1951)."""
    return cast(BinaryIO, Unpacked(source, lambda: _Zlib(-15), several=False))


def unpacked_bzip2_once(source: BinaryIO) -> BinaryIO:
    """Unpack one stream of bzip2."""
    return cast(BinaryIO, Unpacked(source, bz2.BZ2Decompressor, several=False))
