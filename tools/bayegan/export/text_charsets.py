"""What octets read as: UTF-8, what their file says that it is written in, and the code pages of old texts."""

import codecs
import re
from collections.abc import Iterator
from itertools import chain

from bayegan.export.document_texts import NotSearchable

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OLD = ("cp1256", "cp1252", "iso-8859-6", "cp720", "utf-8")
"""What text that is not UTF-8 is read as, each in turn: code pages, Arabic (and Persian) and Latin, and UTF-8 in
which some octets are damaged."""
_TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
"""Octets that are other letters in windows-1254 and ISO-8859-9 than in windows-1252."""
_ASCII = bytes(range(0x80))
_NOT_IN_TEXT = re.compile(rb"[\x01-\x08\x0e-\x19\x7f]")
"""Controls that old text has not: what is packed or encrypted has them everywhere. Of the others, tabs and ends of
lines and pages, VT stands in exports of Word, SUB at the end of files of DOS, ESC in ISO 2022, FS to US in MARC."""
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z][\w.:-]{1,39})", re.IGNORECASE)
_HEAD = 4096
_NO_CHARSETS = ("idna", "punycode", "mbcs", "oem", "undefined", "unicode_escape", "raw_unicode_escape")
_OF_SEVEN_BITS = ("utf-7", "hz", "iso2022")


def in_utf_8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a text in UTF-8 as it is, and one that begins with the mark of another Unicode encoding recoded.

    Raises NotSearchable where it is not in that encoding.
    """
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


def declared(first: bytes) -> str | None:
    """Return the charset that the beginning of a file names, where Python knows it and it is not UTF-8 anyway."""
    head = first[:_HEAD]
    said = head.lower()
    found = _DECLARED.search(head) if b"charset" in said or b"encoding" in said else None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else "utf-8"
        b"a".decode(name)
    except (LookupError, ValueError):
        return None
    return None if name in ("utf-8", "ascii", *_NO_CHARSETS) or name.startswith(("utf-16", "utf-32")) else name


def decoded(content: bytes, charset: str | None) -> Iterator[str]:
    """Yield what a piece of text reads as; a part of a text is damaged, or old, and not all of it for that.

    Raises NotSearchable where a NUL stands in it, and at the end where it is not UTF-8 and has controls that no
    text has.
    """
    if b"\0" in content:
        raise NotSearchable("it is no text")
    try:
        yield content.decode("utf-8")
    except UnicodeDecodeError:
        yield from _old(content, charset)
        if _NOT_IN_TEXT.search(content):
            raise NotSearchable("it is no text") from None
        return
    if charset is not None and charset.startswith(_OF_SEVEN_BITS) and content.isascii():
        yield content.decode(charset, "replace")


def _old(content: bytes, charset: str | None) -> Iterator[str]:
    if charset is not None and charset not in _OLD:
        yield content.decode(charset, "replace")
    for encoding in _OLD:
        yield content.decode(encoding, "replace")
    is_latin = 5 * len(content.translate(None, _ASCII)) < len(content)
    if is_latin and charset not in ("cp1254", "iso8859-9") and _TURKISH.search(content):
        yield content.decode("cp1254", "replace")
