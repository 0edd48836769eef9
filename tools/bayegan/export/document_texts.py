"""Text of documents that are not searched as they lie: PDF, and mail as it is sent or saved (MIME, RFC 2045)."""

import io
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from typing import Any, BinaryIO

PDF = b"%PDF-"
_MAIL = re.compile(rb"(?im)^content-transfer-encoding:[ \t]*(?:base64|quoted-printable)[ \t]*\r?$")
_ENCODED = ("base64", "quoted-printable")
_LETTER = re.compile(rb"(?m)^From [^\n]*\n")
"""What parts the letters of a mailbox (RFC 4155)."""

Inner = Callable[[BinaryIO], Iterator[str]]
"""Yields the texts of what is packed in a document."""


class NotSearchable(Exception):
    """A file, or a part of it, that no text can be had of; the message says why."""


def is_mail(head: bytes) -> bool:
    """Say whether a file is mail, or a page saved as such, of which a part is encoded."""
    return b"content-transfer-encoding" in head.lower() and _MAIL.search(head) is not None


def of_mail(content: bytes, inner: Inner) -> Iterator[str]:
    """Yield the heads of mail, and the texts of its parts that are encoded; the others are read as they lie.

    Raises NotSearchable at the end where a part has no text, and where there is no such part.
    """
    refused = "parts of it are encoded as in mail, and it cannot be read as mail"
    for letter in filter(bytes.strip, _LETTER.split(content)):
        try:
            for part in message_from_bytes(letter, policy=policy.default).walk():
                yield "\n".join(f"{name}: {value}" for name, value in part.items())
                if str(part.get("content-transfer-encoding", "")).strip().lower() in _ENCODED:
                    refused = refused if refused.startswith("a part") else ""
                    yield from inner(io.BytesIO(_octets(part)))
        except NotSearchable as reason:
            refused = refused or f"a part of it: {reason}"
        except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError, KeyError) as error:
            refused = refused or f"it is mail that cannot be read ({type(error).__name__})"
    if refused:
        raise NotSearchable(refused)


def _octets(part: "EmailMessage | Message[str, str]") -> bytes:
    payload = part.get_payload(decode=True)
    if part.defects or not isinstance(payload, bytes):
        raise NotSearchable("its encoding is damaged")
    charset = part.get_content_charset()
    if charset and part.get_content_maintype() == "text":
        return payload.decode(charset, "replace").encode("utf-8")
    return payload


def of_pdf(content: bytes, inner: Inner) -> Iterator[str]:
    """Yield the text of a PDF: what is said of it, its pages, notes, fields and bookmarks, and what is attached.

    Raises NotSearchable where it cannot be read, and where a page has no text.
    """
    import pypdf  # noqa: PLC0415  slow to import, and few files are PDF
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        document = pypdf.PdfReader(io.BytesIO(content))
        if document.is_encrypted and not document.decrypt(""):
            raise NotSearchable("it is a PDF that is encrypted")
        said = [str(value) for value in (document.metadata or {}).values()]
        said += _titles(document.outline)
        said += [str(one) for field in (document.get_fields() or {}).values() for one in field.values()]
        said += [text for page in document.pages for text in _notes(page)]
        pages = [page.extract_text() for page in document.pages]
        attached = [(name, octets) for name, several in document.attachments.items() for octets in several]
    except NotSearchable:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        IndexError,
        NotImplementedError,
    ) as error:
        raise NotSearchable(f"it is a PDF whose text cannot be had ({type(error).__name__})") from error
    yield "\n".join(said)
    yield "\n".join(pages)
    yield " ".join(" ".join(pages).split())
    for name, octets in attached:
        yield name
        yield from inner(io.BytesIO(octets))
    if not all(page.strip() for page in pages):
        raise NotSearchable("it is a PDF with pages that have no text: pictures of text, perhaps")


def _titles(outline: Any) -> list[str]:
    """Return the titles of bookmarks: a list in the outline holds those below the one before it."""
    if isinstance(outline, list):
        return [title for one in outline for title in _titles(one)]
    return [str(outline.title)]


def _notes(page: Any) -> Iterator[str]:
    """Yield what the annotations of a page say, and who they say it was."""
    for note in page.annotations or ():
        held = note.get_object()
        yield from (str(held[key]) for key in ("/Contents", "/T", "/Subj", "/RC") if key in held)
        action = held.get("/A")
        if action is not None:
            yield from (str(value) for value in action.get_object().values())
