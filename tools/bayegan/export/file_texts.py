"""All text that can be had of a file, for a search: plain text, markup, PDF, and what is packed in archives."""

import bz2
import gzip
import html
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

MOST_OCTETS = 64 << 20
"""A file that is larger is not searched; an archive may be larger, each of its members not."""
_TOO_LARGE = f"it has more than {MOST_OCTETS >> 20} MiB"
_DEEPEST = 4
_HEAD = 512
_USTAR = slice(257, 262)
_PACKED: tuple[tuple[bytes, Callable[[Any, Any], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OLD = ("cp1256", "cp1252")
"""What text that is not Unicode is read as, each in turn: Windows code pages, Arabic (and Persian) and Latin."""


class NotSearchable(Exception):
    """A file, or a part of it, that no text can be had of; the message says why."""


def texts(source: BinaryIO, depth: int = 0) -> Iterator[str]:
    """Yield every reading of the text in a file; raises NotSearchable at the end where a part has none.

    Markup is read as it stands, with its characters unescaped, and without its tags; JSON with its escapes undone;
    archives and office documents by their members, names included. Raises OSError as `source` does.
    """
    head = source.read(_HEAD)
    source.seek(0)
    packed = next((opener for mark, opener in _PACKED if head.startswith(mark)), None)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _members(_zip_members(source), depth)
    elif head[_USTAR] == b"ustar":
        yield from _members(_tar_members(source), depth)
    elif packed is not None:
        yield from _unpacked(packed(source, "rb"), depth)
    elif head.startswith(b"%PDF-"):
        yield from _pdf(_bounded(source.read(MOST_OCTETS + 1)))
    else:
        yield from _plain(_bounded(source.read(MOST_OCTETS + 1)))


def _unpacked(source: BinaryIO, depth: int) -> Iterator[str]:
    try:
        with source:
            if source.peek(_HEAD)[_USTAR] == b"ustar":  # type: ignore[attr-defined]
                yield from _members(_tar_members(source), _deeper(depth))
            else:
                yield from texts(io.BytesIO(_bounded(source.read(MOST_OCTETS + 1))), _deeper(depth))
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise NotSearchable("it is packed and cannot be unpacked") from error


def _plain(content: bytes) -> Iterator[str]:
    for text in _decoded(content):
        yield text
        if "\\u" in text:
            yield _SURROGATES.sub(_joined, _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
        if "&" in text:
            yield html.unescape(text)
        if "<" in text:
            bare = html.unescape(text) if "&" in text else text
            yield _TAG.sub("", bare)
            yield _TAG.sub(" ", bare)
            yield html.unescape(_TAG.sub("", text))


def _joined(pair: "re.Match[str]") -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _decoded(content: bytes) -> Iterator[str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                yield content.decode(encoding)
            except UnicodeDecodeError as error:
                raise NotSearchable(f"it begins as {encoding} and is not") from error
            return
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


def _members(members: Iterator[tuple[str, bytes | None]], depth: int) -> Iterator[str]:
    refused = ""
    inner = _deeper(depth)
    for name, content in members:
        yield name
        try:
            if content is None:
                raise NotSearchable(_TOO_LARGE)
            yield from texts(io.BytesIO(content), inner)
        except NotSearchable as reason:
            refused = refused or f"{name} in it: {reason}"
    if refused:
        raise NotSearchable(refused)


def _deeper(depth: int) -> int:
    if depth == _DEEPEST:
        raise NotSearchable(f"it is packed more than {_DEEPEST} times")
    return depth + 1


def _zip_members(source: BinaryIO) -> Iterator[tuple[str, bytes | None]]:
    try:
        with zipfile.ZipFile(source) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as member:
                    content = member.read(MOST_OCTETS + 1)
                yield entry.filename, content if len(content) <= MOST_OCTETS else None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error) as error:
        raise NotSearchable(f"it is a zip file that cannot be read ({type(error).__name__})") from error


def _tar_members(source: BinaryIO) -> Iterator[tuple[str, bytes | None]]:
    try:
        with tarfile.open(fileobj=source, mode="r|") as archive:
            for entry in archive:
                member = archive.extractfile(entry) if entry.isfile() and entry.size <= MOST_OCTETS else None
                content = b"" if not entry.isfile() else None
                yield entry.name, content if member is None else member.read()
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise NotSearchable(f"it is a tar file that cannot be read ({type(error).__name__})") from error


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_OCTETS:
        raise NotSearchable(_TOO_LARGE)
    return content
