"""Text of mail as it is sent or saved (RFC 5322, MIME), and of mailboxes (RFC 4155)."""

import io
import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.message import Message

from bayegan.export.document_texts import Inner, NotSearchable
from bayegan.export.mail_codes import decoded, in_utf_8, in_uuencode, words_decoded

_BLOCK = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:[0-9]+[ \t]*\r?\n)?(?:From [^\n]*\n)?((?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+)"
)
"""How mail begins: its fields, after the line that parts the letters of a mailbox, or a number (emlx)."""
_FIELD = re.compile(
    rb"(?im)^(?:(?:resent-)?(?:from|to|cc|bcc|sender|reply-to|date|message-id|subject)|received|return-path|references"
    rb"|delivered-to|in-reply-to|mime-version|content-(?:type|transfer-encoding|disposition|description)|x-mozilla-status)"
    rb"[ \t]*:"
)
_LONGEST_HEAD = 1 << 16
_LETTER = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n(?=[!-9;-~]+:)")
"""What parts the letters of a mailbox."""
_CODED = re.compile(rb"(?im)^content-transfer-encoding[ \t]*:((?:[^\n]|\n[ \t])*)")
_MAYBE = re.compile(
    rb"(?im)=\?[\w.*:-]+\?[bq]\?|^content-transfer-encoding[ \t]*:(?!\s*(?:[78]bit|binary)\s)"
    rb"|charset[ \t]*=(?![ \t]*\"?(?:utf-8|us-ascii)\b)|\*[0-9]?\*?=|^begin(?:-base64)? [0-7]{3,4} "
)
_COMMENT = re.compile(r"\([^()]*\)")
_AS_IT_LIES = ("", "7bit", "8bit", "binary")
_READ_ALREADY = ("utf-8", "utf8", "us-ascii", "ascii")
_HEADS_ALONE = "text/rfc822-headers"
_LONGEST_MARK = 512


def is_mail(head: bytes) -> bool:
    """Say whether a file is mail, a mailbox, or holds a part that is encoded as in mail."""
    block = _BLOCK.match(head[:_LONGEST_HEAD])
    return (block is not None and _FIELD.search(block[1]) is not None) or _coded_parts(head) > 0


class Watch:
    """Looks over what is read by others for what mail encodes; `saw` says whether there may be such."""

    def __init__(self) -> None:
        self.saw = self.saw_part = False

    def over(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces as they come."""
        before = b""
        for piece in pieces:
            both = before + piece
            self.saw = self.saw or _MAYBE.search(both) is not None
            self.saw_part = self.saw_part or _coded_parts(both) > 0
            before = piece[-_LONGEST_MARK:]
            yield piece


def of_mail(content: bytes, inner: Inner) -> Iterator[str]:
    """Yield the heads of mail, and the texts of its parts that do not lie there in UTF-8.

    Raises NotSearchable at the end where a part has no text, and where something is encoded and in no part.
    """
    refused: list[str] = []
    read = 0
    for letter in filter(bytes.strip, _LETTER.split(content)):
        try:
            for part in message_from_bytes(letter, policy=policy.compat32).walk():
                yield from _head(part, refused)
                read += _named(str(part.get("content-transfer-encoding", ""))) not in _AS_IT_LIES
                if part.get_content_type() == _HEADS_ALONE:
                    read += _coded_parts(_octets(part))
                yield from _body(part, inner, refused)
        except Exception as error:  # the library raises many things where mail is damaged
            refused.append(f"it is mail that cannot be read ({type(error).__name__})")
    if read < _coded_parts(content):
        refused.append("parts of it are encoded as in mail, and it cannot be read as mail")
    if refused:
        raise NotSearchable(refused[0])


def _coded_parts(content: bytes) -> int:
    """Return how many fields say that a part is encoded."""
    if b"content-transfer-encoding" not in content.lower():
        return 0
    named = (_named(one[1].decode("latin-1")) for one in _CODED.finditer(content))
    return sum(name not in _AS_IT_LIES for name in named)


def _named(value: str) -> str:
    """Return an encoding as it is named in its field, which may be folded, quoted, and have comments."""
    return _COMMENT.sub(" ", value).strip().strip("\"';").strip().lower()


def _encoding(part: "Message[str, str]") -> str:
    """Return how a part is encoded; one that is made of parts is not, whatever it says."""
    is_apart = part.get_content_maintype() == "multipart" and part.is_multipart()
    return "" if is_apart else _named(str(part.get("content-transfer-encoding", "")))


def _head(part: "Message[str, str]", refused: list[str]) -> Iterator[str]:
    """Yield the fields of a part: as they stand, with encoded words decoded, and the names of attachments."""
    fields = [f"{name}: {value}" for name, value in part.raw_items()]
    said = "\n".join(fields)
    charset = part.get_param("charset")
    octets = said.encode("utf-8", "surrogateescape")
    if not octets.isascii() and isinstance(charset, str):
        said += "\n" + (in_utf_8(octets, charset) or b"").decode("utf-8")
    if "=?" in said:
        words, is_whole = words_decoded(said)
        said += "\n" + words
        if not is_whole:
            refused.append("a word in its head is encoded and cannot be read")
    for header in ("content-disposition", "content-type"):
        for _, value in part.get_params([], header=header) or []:
            said += "\n" + (_of_tuple(value) if isinstance(value, tuple) else str(value))
    yield said.encode("utf-8", "replace").decode("utf-8")


def _of_tuple(value: "tuple[str | None, str | None, str]") -> str:
    """Return a parameter that names its charset (RFC 2231)."""
    charset, _, said = value
    octets = said.encode("utf-8", "surrogateescape") if charset is None else said.encode("latin-1", "replace")
    return (in_utf_8(octets, charset or "utf-8") or octets).decode("utf-8", "replace")


def _body(part: "Message[str, str]", inner: Inner, refused: list[str]) -> Iterator[str]:
    """Yield the texts of a part that is encoded, or whose charset is another; others are read as they lie."""
    encoding = _encoding(part)
    try:
        octets = _octets(part) if encoding not in _AS_IT_LIES or not part.is_multipart() else b""
        charset = str(part.get_content_charset() or "") if part.get_content_maintype() == "text" else ""
        if encoding not in _AS_IT_LIES:
            octets = decoded(octets, encoding)
        elif not charset or charset in _READ_ALREADY:
            charset = ""
        read = in_utf_8(octets, charset) if charset else octets
        if read is None and not octets.isascii():
            refused.append("a part of it: its charset is not known")
        if encoding not in _AS_IT_LIES or charset or part.get_content_type() == _HEADS_ALONE:
            yield from inner(io.BytesIO(octets if read is None else read))
        if read is not None and read != octets and "\ufffd".encode() in read:
            yield octets.decode("utf-8", "replace")
        for packed in in_uuencode(octets):
            yield from inner(io.BytesIO(packed))
    except NotSearchable as reason:
        refused.append(f"a part of it: {reason}")


def _octets(part: "Message[str, str]") -> bytes:
    """Return the octets of a part as they lie in its letter, also of mail that is forwarded and encoded."""
    held = part
    del held["content-transfer-encoding"]
    while held.is_multipart():
        inner = held.get_payload()
        if not isinstance(inner, list) or len(inner) != 1 or not isinstance(inner[0], Message):
            raise NotSearchable("its encoding is damaged")
        held = inner[0]
        del held["content-transfer-encoding"]
    octets = held.get_payload(decode=True)
    if not isinstance(octets, bytes):
        raise NotSearchable("its encoding is damaged")
    return octets
