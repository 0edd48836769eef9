"""All text that can be had of a file, for a search: plain text, markup, PDF, and what is packed in archives."""

import bz2
import codecs
import gzip
import html
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, BinaryIO, cast

from bayegan.export.text_windows import windows

MOST_OCTETS = 64 << 20
"""What is packed within something packed, or is a PDF, and is larger, is not searched. Plain text may be larger."""
_PIECE = 1 << 18
_TOO_LARGE = f"it has more than {MOST_OCTETS >> 20} MiB"
_DEEPEST = 4
_HEAD = 512
_USTAR = slice(257, 262)
_PACKED: tuple[tuple[bytes, Callable[[Any, Any], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = b"%PDF-"
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, RuntimeError, EOFError, ValueError, zlib.error, lzma.LZMAError)
"""What is raised where something packed is damaged, encrypted, or packed in a way that is not known."""
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OLD = ("cp1256", "cp1252", "utf-8")
"""What text that is not UTF-8 is read as, each in turn: Windows code pages, Arabic (and Persian) and Latin, and
UTF-8 in which some octets are damaged."""


class NotSearchable(Exception):
    """A file, or a part of it, that no text can be had of; the message says why."""


def texts(source: BinaryIO, reach: int, depth: int = 0) -> Iterator[str]:
    """Yield every reading of the text in a file; raises NotSearchable at the end where a part has none.

    A long text comes in pieces: whatever in it has at most `reach` octets stands whole in one. Markup is read as it
    stands, with its characters unescaped, and without its tags; JSON with its escapes undone; archives and office
    documents by their members, names included. Raises OSError as `source` does.
    """
    head = source.read(_HEAD)
    source.seek(0)
    packed = next((opener for mark, opener in _PACKED if head.startswith(mark)), None)
    if head.startswith(_ZIP):
        yield from _members(_zip_members(source), reach, depth)
    elif head[_USTAR] == b"ustar":
        yield from _members(_tar_members(source), reach, depth)
    elif packed is not None:
        yield from _unpacked(packed(source, "rb"), reach, depth)
    elif head.startswith(_PDF):
        yield from _pdf(_bounded(source.read(MOST_OCTETS + 1)))
    else:
        yield from _plain(_pieces(source), reach)


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


def _unpacked(source: BinaryIO, reach: int, depth: int) -> Iterator[str]:
    try:
        with source:
            if source.peek(_HEAD)[_USTAR] == b"ustar":  # type: ignore[attr-defined]
                yield from _members(_tar_members(source), reach, _deeper(depth))
            else:
                yield from _inner(source, reach, _deeper(depth))
    except (EOFError, zlib.error, lzma.LZMAError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # it is the disk that cannot be read
        raise NotSearchable("it is packed and cannot be unpacked") from error


def _inner(source: BinaryIO, reach: int, depth: int) -> Iterator[str]:
    """Yield the texts of what is packed: it cannot be read twice, and is held where it is not plain text."""
    first = source.read(_PIECE)
    is_plain = not first.startswith((*(mark for mark, _ in _PACKED), _PDF, *_ZIP)) and first[_USTAR] != b"ustar"
    if is_plain:
        yield from _plain(chain((first,), _pieces(source)), reach)
    else:
        yield from texts(io.BytesIO(_bounded(first + source.read(MOST_OCTETS + 1 - len(first)))), reach, depth)


def _plain(pieces: Iterator[bytes], reach: int) -> Iterator[str]:
    for window in windows(_in_utf_8(pieces), reach):
        for text in _decoded(window):
            yield from _readings(text)


def _readings(text: str) -> Iterator[str]:
    yield text
    if "\\u" in text:
        yield _SURROGATES.sub(_joined, _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    bare = text
    if "&" in text:
        yield (bare := html.unescape(text))
    if "<" in bare:
        yield _TAG.sub("", bare)
        yield _TAG.sub(" ", bare)
        if bare is not text:
            yield html.unescape(_TAG.sub("", text))


def _joined(pair: "re.Match[str]") -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _in_utf_8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a text in UTF-8 as it is, and one that begins with the mark of another Unicode encoding recoded."""
    first = next(pieces, b"")
    encoding = next((encoding for mark, encoding in _MARKS if first.startswith(mark)), None)
    if encoding is None:
        yield first
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in chain((first,), pieces):
            yield decoder.decode(piece).replace("\0", " ").encode("utf-8", "surrogatepass")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise NotSearchable(f"it begins as {encoding} and is not") from error


def _decoded(content: bytes) -> Iterator[str]:
    """Yield what a piece of text reads as; a part of a text is damaged, or old, and not all of it for that."""
    if b"\0" in content:
        raise NotSearchable("it is no text")
    try:
        yield content.decode("utf-8")
    except UnicodeDecodeError:
        for encoding in _OLD:
            yield content.decode(encoding, "replace")


def _pdf(content: bytes) -> Iterator[str]:
    import pypdf  # noqa: PLC0415  slow to import, and few files are PDF
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        document = pypdf.PdfReader(io.BytesIO(content))
        if document.is_encrypted and not document.decrypt(""):
            raise NotSearchable("it is a PDF that is encrypted")
        said = [str(value) for value in (document.metadata or {}).values()]
        pages = [page.extract_text() for page in document.pages]
    except NotSearchable:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise NotSearchable(f"it is a PDF whose text cannot be had ({type(error).__name__})") from error
    yield "\n".join(said)
    yield "\n".join(pages)
    yield " ".join(" ".join(pages).split())
    if not all(page.strip() for page in pages):
        raise NotSearchable("it is a PDF with pages that have no text: pictures of text, perhaps")


def _members(members: Iterator[tuple[str, BinaryIO]], reach: int, depth: int) -> Iterator[str]:
    refused = ""
    inner = _deeper(depth)
    for name, member in members:
        yield name
        try:
            yield from _inner(member, reach, inner)
        except NotSearchable as reason:
            refused = refused or f"{name} in it: {reason}"
        except _BROKEN as error:
            refused = refused or f"{name} in it: it cannot be read ({type(error).__name__})"
    if refused:
        raise NotSearchable(refused)


def _deeper(depth: int) -> int:
    if depth == _DEEPEST:
        raise NotSearchable(f"it is packed more than {_DEEPEST} times")
    return depth + 1


def _zip_members(source: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    try:
        with zipfile.ZipFile(source) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as member:
                    yield entry.filename, cast(BinaryIO, member)
    except _BROKEN as error:
        raise NotSearchable(f"it is a zip file that cannot be read ({type(error).__name__})") from error


def _tar_members(source: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    try:
        with tarfile.open(fileobj=source, mode="r|") as archive:
            for entry in archive:
                member = archive.extractfile(entry) if entry.isfile() else None
                yield entry.name, io.BytesIO() if member is None else cast(BinaryIO, member)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise NotSearchable(f"it is a tar file that cannot be read ({type(error).__name__})") from error


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_OCTETS:
        raise NotSearchable(_TOO_LARGE)
    return content
