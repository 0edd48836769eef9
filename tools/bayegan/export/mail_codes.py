"""The encodings of mail: base64, quoted-printable, uuencode, encoded words (RFC 2047) and charsets."""

import binascii
import re
from collections.abc import Iterator

from bayegan.export.document_texts import NotSearchable

_WORD = re.compile(r"=\?([\w.:+-]+)(?:\*[\w-]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?)")
_UU_BLOCK = re.compile(rb"(?ms)^begin(?P<b64>-base64)? [0-7]{3,4} [^\n]*\n(?P<lines>.*?)^(?:end|====)\s*$")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_UUENCODE = ("x-uuencode", "uuencode", "x-uue", "uue")
_OTHER_NAMES = {"iso-8859-8-i": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "x-sjis": "shift_jis", "x-gbk": "gbk"}


def decoded(octets: bytes, encoding: str) -> bytes:
    """Return the octets that were encoded; raises NotSearchable where they are damaged or the encoding unknown."""
    try:
        if encoding == "base64":
            return _of_base64(octets)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(octets)
        if encoding in _UUENCODE and (blocks := list(in_uuencode(octets))):
            return b"\n".join(blocks)
    except binascii.Error as error:
        raise NotSearchable("its encoding is damaged") from error
    known = encoding in _UUENCODE
    raise NotSearchable("its encoding is damaged" if known else "it is encoded in a way that is not known")


def _of_base64(octets: bytes) -> bytes:
    """Decode all of it: what was encoded in pieces has padding in its midst."""
    if _NOT_BASE64.search(b"".join(octets.split())):
        raise NotSearchable("its encoding is damaged")
    pieces = re.findall(rb"[^=]+=*", b"".join(octets.split()))
    return b"".join(binascii.a2b_base64(one.rstrip(b"=") + b"=" * (-len(one.rstrip(b"=")) % 4)) for one in pieces)


def in_uuencode(octets: bytes) -> Iterator[bytes]:
    """Yield what stands uuencoded in a text; raises NotSearchable where that is damaged."""
    for block in _UU_BLOCK.finditer(octets) if b"begin" in octets else ():
        try:
            if block["b64"]:
                yield _of_base64(block["lines"])
            else:
                yield b"".join(_uu_line(line) for line in block["lines"].splitlines() if line.strip())
        except binascii.Error as error:
            raise NotSearchable("a part in uuencode is damaged") from error


def _uu_line(line: bytes) -> bytes:
    """Decode a line, also one that has more at its end than it says, as some programs wrote them."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        count = (((line[0] - 32) & 63) * 4 + 5) // 3
        return binascii.a2b_uu(line[:count])


def in_utf_8(octets: bytes, charset: str) -> bytes | None:
    """Return a text recoded, damaged octets replaced; None where nobody knows the charset."""
    name = charset.strip().strip("\"'").lower()
    try:
        return octets.decode(_OTHER_NAMES.get(name, name), "replace").encode("utf-8", "replace")
    except (LookupError, UnicodeError, ValueError):
        return None


def words_decoded(head: str) -> tuple[str, bool]:
    """Return a head with its encoded words decoded, and whether all of them could be.

    A letter may be cut in two between words, against the rule; such words are read together, too.
    """
    joined = _BETWEEN_WORDS.sub(r"\1", head)
    said: list[str] = []
    wholes: dict[str, bytes] = {}
    is_whole = True
    at = 0
    for word in _WORD.finditer(joined):
        said.append(joined[at : word.start()])
        at = word.end()
        try:
            octets = _of_word(word[2].lower(), word[3])
        except (binascii.Error, NotSearchable, UnicodeError):
            octets, is_whole = b"", False
        text = in_utf_8(octets, word[1])
        is_whole = is_whole and (text is not None or octets.isascii())
        said.append((octets if text is None else text).decode("utf-8", "replace"))
        wholes[word[1]] = wholes.get(word[1], b"") + octets
    cut = [(in_utf_8(octets, charset) or octets).decode("utf-8", "replace") for charset, octets in wholes.items()]
    return "\n".join(("".join((*said, joined[at:])), *cut)), is_whole


def _of_word(kind: str, text: str) -> bytes:
    octets = text.encode("utf-8", "surrogateescape")
    return _of_base64(octets) if kind == "b" else binascii.a2b_qp(octets, header=True)
