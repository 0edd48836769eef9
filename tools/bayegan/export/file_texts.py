"""All text that can be had of a file, for a search: plain text, markup, PDF, mail, and what is packed."""

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any, BinaryIO, cast

from bayegan.export.archive_members import members_of_tar, members_of_zip
from bayegan.export.document_texts import NotSearchable
from bayegan.export.mail_texts import Watch, is_mail, of_mail
from bayegan.export.pdf_texts import is_pdf, of_pdf
from bayegan.export.text_beginnings import encrypted_part, unreadable
from bayegan.export.text_charsets import declared, decoded, in_utf_8
from bayegan.export.text_readings import meanings
from bayegan.export.text_windows import Windows, parted
from bayegan.export.text_wrappings import (
    enclosed,
    is_rewritten,
    is_surely_base64,
    looks_like_base64,
    of_base64,
    rewritten,
)
from bayegan.export.text_zlib import ZlibStream, is_zlib
from bayegan.export.workbook_cells import rows_of_workbook

MOST_OCTETS = 64 << 20
"""What is packed within something packed, or is a PDF or mail, and is larger is not searched; plain text is."""
_PIECE = 1 << 18
_TOO_LARGE = f"it has more than {MOST_OCTETS >> 20} MiB"
_DEEPEST = 4
_USTAR = slice(257, 262)
_PACKED: tuple[tuple[bytes, Callable[[Any, Any], Any], Callable[[], Any] | None], ...] = (
    (b"\x1f\x8b", gzip.open, None),
    (b"BZh", bz2.open, bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", lzma.open, lzma.LZMADecompressor),
)
"""How what is packed begins, what opens it, and what unpacks it where that says nothing of what follows."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN = (tarfile.TarError, RuntimeError, EOFError, ValueError, zlib.error, lzma.LZMAError)
"""What is raised where something packed is damaged, encrypted, or packed in a way that is not known."""
_WORKBOOK = b"xl/"
_HAS_NAME, _HAS_MORE = 8, 4
"""Flags of gzip (RFC 1952, 2.3.1): it holds the name of the file that was packed, further fields before that."""


def texts(source: BinaryIO, reach: int, depth: int = 0) -> Iterator[str]:
    """Yield every reading of the text in a file; raises NotSearchable at the end where a part has none.

    A long text comes in pieces: whatever in it has at most `reach` octets stands whole in one, tags, blanks and
    drawn lines not counted. It is read in all its meanings (`text_readings`); archives and office documents by
    their members, with names and comments; mail by its parts. Raises OSError as `source` does.
    """
    first = source.read(_PIECE)
    if not _is_plain(first):
        source.seek(0)
    packed = next((one for one in _PACKED if first.startswith(one[0])), None)
    inner = partial(texts, reach=reach, depth=depth + 1)
    if first.startswith(_ZIP):
        yield from rows_of_workbook(source) if _WORKBOOK in first else ()
        yield from _members(members_of_zip(source), reach, depth)
    elif first[_USTAR] == b"ustar":
        yield from _members(members_of_tar(source), reach, depth)
    elif packed is not None:
        yield from _unpacked(source, packed[1], packed[2], reach, depth)
    elif is_zlib(first):
        yield from _inner(cast(BinaryIO, ZlibStream(source)), reach, _deeper(depth))
    elif looks_like_base64(first):
        yield from _of_base64(_bounded(source.read(MOST_OCTETS + 1)), reach, depth)
    elif is_pdf(first):
        yield from of_pdf(_bounded(source.read(MOST_OCTETS + 1)), inner if depth < _DEEPEST else _none)
    elif is_mail(first):
        yield from _mail(_pieces(source), reach, depth)
    else:
        yield from _text(first, _pieces(source), reach, depth)


def _is_plain(first: bytes) -> bool:
    if is_zlib(first) or looks_like_base64(first) or first[_USTAR] == b"ustar":
        return False
    packed = (*(mark for mark, _, _ in _PACKED), *_ZIP)
    return not (first.startswith(packed) or is_pdf(first) or is_mail(first))


def _none(_: BinaryIO) -> Iterator[str]:
    raise NotSearchable(f"it is packed more than {_DEEPEST} times")


def _text(first: bytes, following: Iterator[bytes], reach: int, depth: int) -> Iterator[str]:
    """Yield the readings of a text; what looks like mail only far from its beginning is not searched as such."""
    watch = Watch()
    yield from _plain(chain((first,), watch.over(following)), reach, depth)
    if watch.saw_part:
        raise NotSearchable("parts of it are encoded as in mail, far from its beginning")


def _mail(pieces: Iterator[bytes], reach: int, depth: int) -> Iterator[str]:
    """Yield the readings of mail as it lies, of any size where nothing is encoded, then of what is encoded."""
    held = bytearray()
    wrong: list[Exception] = []
    pieces = _until_wrong(pieces, wrong)
    for piece in pieces:
        held += piece
        if len(held) > MOST_OCTETS:
            break
    watch = Watch()
    yield from _plain(watch.over(chain((bytes(held),), pieces)), reach, depth)
    if len(held) <= MOST_OCTETS:
        inner = partial(texts, reach=reach, depth=depth + 1)
        yield from of_mail(bytes(held), inner if depth < _DEEPEST else _none)
    elif watch.saw:
        raise NotSearchable(f"{_TOO_LARGE}, and parts of it may be encoded as in mail")
    if wrong:
        raise wrong[0]


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


def _unpacked(
    source: BinaryIO, opener: Callable[[Any, Any], Any], unpacker: Callable[[], Any] | None, reach: int, depth: int
) -> Iterator[str]:
    try:
        yield _name_in_gzip(source)
        if unpacker is not None and _is_followed(source, unpacker):
            raise NotSearchable("what is packed in it is damaged, or something follows it")
        with opener(source, "rb") as content:
            if content.peek(_PIECE)[_USTAR] == b"ustar":
                yield from _members(members_of_tar(content), reach, _deeper(depth))
            else:
                yield from _inner(content, reach, _deeper(depth))
    except (EOFError, zlib.error, lzma.LZMAError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # it is the disk that cannot be read
        raise NotSearchable("it is packed and cannot be unpacked") from error


def _name_in_gzip(source: BinaryIO) -> str:
    """Return the name that a file had before it was packed, with all that its first octets may say."""
    head = source.read(_PIECE)
    source.seek(0)
    if not head.startswith(_PACKED[0][0]) or len(head) < 12 or not head[3] & _HAS_NAME:
        return ""
    start = 12 + int.from_bytes(head[10:12], "little") if head[3] & _HAS_MORE else 10
    name = head[start:].partition(b"\0")[0]
    return f"{name.decode('utf-8', 'replace')}\n{name.decode('cp1256', 'replace')}"


def _is_followed(source: BinaryIO, unpacker: Callable[[], Any]) -> bool:
    """Say whether more follows what is packed: the library reads over it. What is packed twice follows itself."""
    rest = b""
    is_followed = False
    while not is_followed and (rest := rest or source.read(_PIECE)):
        one = unpacker()
        try:
            while rest and not one.eof:
                one.decompress(rest)
                rest = one.unused_data if one.eof else source.read(_PIECE)
        except (OSError, EOFError, lzma.LZMAError):
            is_followed = bool(rest.strip(b"\0"))
            rest = b""
    source.seek(0)
    return is_followed


def _inner(source: BinaryIO, reach: int, depth: int) -> Iterator[str]:
    """Yield the texts of what is packed: it cannot be read twice, and is held where it is not plain text.

    What it cannot be read for further on is raised when that which was read is searched.
    """
    first = source.read(_PIECE)
    if _is_plain(first):
        yield from _text(first, _pieces(source), reach, depth)
        return
    wrong: list[Exception] = []
    if is_mail(first):
        yield from _mail(chain((first,), _pieces(source)), reach, depth)
        return
    held = bytearray(first)
    for piece in _until_wrong(_pieces(source), wrong):
        held += piece
        if len(held) > MOST_OCTETS:
            raise NotSearchable(_TOO_LARGE)
    yield from texts(io.BytesIO(held), reach, depth)
    if wrong:
        raise wrong[0]


def _of_base64(content: bytes, reach: int, depth: int) -> Iterator[str]:
    """Yield the texts of a file that looks like base64: as it stands, and what it holds."""
    yield from _plain(iter((content,)), reach, depth)
    held = of_base64(content)
    if held is None:
        return
    try:
        yield from texts(io.BytesIO(held), reach, _deeper(depth))
    except NotSearchable as reason:
        if is_surely_base64(content):
            raise NotSearchable(f"it is base64, and in it: {reason}") from reason


def _plain(pieces: Iterator[bytes], reach: int, depth: int = 0) -> Iterator[str]:
    """Yield the readings of a text: those of what stands in its long tags among them.

    What it cannot be read for is raised when that which can be read is searched.
    """
    first = next(pieces, b"")
    reader = _Reader(first, reach, depth)
    text, tags = Windows(reach), Windows(reach)
    wrong: list[Exception] = []
    for is_tag, octets in parted(_until_wrong(in_utf_8(chain((first,), pieces)), wrong), reach):
        for window in (tags if is_tag else text).take(octets):
            yield from reader.read(window)
    for window in filter(None, chain(text.end(), tags.end())):
        yield from reader.read(window)
    if wrong:
        raise wrong[0]
    if reader.refused:
        raise NotSearchable(reader.refused)


class _Reader:
    """Reads the pieces of a text, and what is written in it as other text; keeps why a part could not be read."""

    def __init__(self, first: bytes, reach: int, depth: int) -> None:
        self.refused = unreadable(first)
        self._charset = declared(first)
        self._is_rewritten = is_rewritten(first)
        self._reach, self._depth = reach, depth

    def read(self, window: bytes) -> Iterator[str]:
        """Yield the readings of a piece; raises NotSearchable where it is no text."""
        try:
            for octets in chain((window,), rewritten(window) if self._is_rewritten else ()):
                for text in decoded(octets, self._charset):
                    yield from meanings(text)
        except NotSearchable as reason:
            raise NotSearchable(self.refused or str(reason)) from reason
        self.refused = self.refused or encrypted_part(window)
        try:
            for content in enclosed(window):
                yield from texts(io.BytesIO(content), self._reach, _deeper(self._depth))
        except NotSearchable as reason:
            self.refused = self.refused or f"something in it: {reason}"


def _until_wrong(pieces: Iterator[bytes], wrong: list[Exception]) -> Iterator[bytes]:
    try:
        yield from pieces
    except (NotSearchable, *_BROKEN, OSError) as error:
        wrong.append(error)


def _members(members: Iterator[tuple[str, BinaryIO]], reach: int, depth: int) -> Iterator[str]:
    refused = ""
    inner = _deeper(depth)
    for name, member in members:
        yield name
        try:
            yield from _inner(member, reach, inner)
        except NotSearchable as reason:
            refused = refused or f"{_first(name)} in it: {reason}"
        except (*_BROKEN, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # it is the disk that cannot be read
            refused = refused or f"{_first(name)} in it: it cannot be read ({type(error).__name__})"
    if refused:
        raise NotSearchable(refused)


def _first(said: str) -> str:
    """Return the name that is said first of a member; what follows are other readings, owners, targets."""
    return said.partition("\n")[0]


def _deeper(depth: int) -> int:
    if depth == _DEEPEST:
        raise NotSearchable(f"it is packed more than {_DEEPEST} times")
    return depth + 1


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_OCTETS:
        raise NotSearchable(_TOO_LARGE)
    return content
