"""Text that is written as other text in a file: folded and encoded lines, chunks of HTTP, base64, uuencode."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from bayegan.export.document_texts import NotSearchable

_CHUNK = re.compile(rb"\r\n[0-9A-Fa-f]{1,8}(?:;[^\r\n]{0,99})?\r\n")
"""What stands between two chunks of an answer of a server (RFC 9112, 7.1)."""
_ANSWERS = re.compile(rb"WARC/|HTTP/1")
_LINED = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|#[^\n]*\n)*(?:BEGIN:V|dn:|version:\s*\d)", re.IGNORECASE)
"""How cards, calendars and LDIF begin: a line that begins with a blank goes on with the one before (RFC 6350, RFC
2849)."""
_QUOTED = re.compile(rb"[;=]quoted-printable", re.IGNORECASE)
_LDIF = re.compile(rb"^([A-Za-z][\w;.-]*:): ?([A-Za-z0-9+/]{2,}={0,2})(?=[ \t]*\r?$)", re.MULTILINE)
_DATA = re.compile(
    rb"data:(?:(?:text/|message/|image/svg|application/(?:xhtml|xml|json|ld|rdf|rtf|javascript|pdf|zip|msword"
    rb"|vnd\.(?:openxml|oasis)))[^;,\"'\s<>]{0,99})?(?:;[\w=.\"-]{1,99}){0,9};base64,([A-Za-z0-9+/=%_\s-]+)"
)
"""Addresses that hold a text themselves (RFC 2397), and not a picture, sound or font."""
_UUENCODED = re.compile(
    rb"^begin [0-7]{3,4} [^\r\n]{1,255}\r?\n((?:[ -`]{2,90}\r?\n)+)(?:[` ]?\r?\n)?(end)?", re.MULTILINE
)
_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s*[A-Za-z0-9+/]{16,}={0,2}\s*(?:\r?\n|$)")
_ENCODED = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_CLASSES = tuple(map(re.compile, (rb"[A-Z]", rb"[a-z]", rb"[0-9]")))
_SURE = 200
"""Letters of base64 that are no text in any other way."""


def is_rewritten(first: bytes) -> bool:
    """Say whether a file that begins so may hold what `rewritten` reads in another way."""
    return _ANSWERS.match(first) is not None or _LINED.match(first) is not None


def rewritten(octets: bytes) -> Iterator[bytes]:
    """Yield a text with chunks of HTTP put together; and with its lines unfolded, and those decoded that are
    quoted-printable or base64, as in cards and LDIF. Nothing where there is none of it.
    """
    if (whole := _CHUNK.sub(b"", octets)) != octets:
        yield whole
    plain = quopri.decodestring(octets) if _QUOTED.search(octets) else octets
    plain = plain.replace(b"\r\n", b"\n").replace(b"\n ", b"")
    plain = _LDIF.sub(_of_ldif, plain)
    if plain != octets:
        yield plain


def _of_ldif(line: "re.Match[bytes]") -> bytes:
    try:
        said = base64.b64decode(line[2], validate=True)
        said.decode("utf-8")
    except ValueError:
        return line[0]
    return line[0] if b"\0" in said else line[1] + b" " + said


def enclosed(octets: bytes) -> Iterator[bytes]:
    """Yield the files that stand in a text: in addresses (data:), and uuencoded.

    Raises NotSearchable where one is damaged, or so long that it does not stand whole in a piece.
    """
    if b";base64," in octets:
        for address in _DATA.finditer(octets):
            letters = b"".join(unquote_to_bytes(address[1]).split()).rstrip(b"=").translate(_URL_SAFE)
            yield base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
    if b"\nbegin " in octets or octets.startswith(b"begin "):
        for part in _UUENCODED.finditer(octets):
            try:
                content = b"".join(map(binascii.a2b_uu, part[1].splitlines()))
            except binascii.Error:
                content = b""
            if not content or not part[2]:
                raise NotSearchable("a part of it is uuencoded, and damaged or long")
            yield content


_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def looks_like_base64(first: bytes) -> bool:
    """Say whether a file may be base64 and nothing else, by how it begins."""
    if not _LINES.match(first):
        return False
    lines = first.removeprefix(b"\xef\xbb\xbf").split()
    most = len(lines[0])
    is_even = most % 4 == 0 and all(len(line) == most for line in lines[:-1]) and len(lines[-1]) <= most
    return is_even and all(map(_ENCODED.fullmatch, lines))


def of_base64(content: bytes) -> bytes | None:
    """Return what a file holds that is base64 and nothing else; None where it is something else.

    Raises NotSearchable where it surely is base64, and cannot be decoded.
    """
    letters = b"".join(content.removeprefix(b"\xef\xbb\xbf").split())
    try:
        return base64.b64decode(letters, validate=True)
    except ValueError:
        if is_surely_base64(content):
            raise NotSearchable("it is base64, and damaged") from None
        return None


def is_surely_base64(content: bytes) -> bool:
    """Say whether a file that looks like base64 is nothing else: long, of long lines, of letters of each kind."""
    first = content.split(maxsplit=1)[0]
    return len(content) >= _SURE and len(first) >= 60 and all(one.search(first) for one in _CLASSES)
