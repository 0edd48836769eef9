"""Text of PDF documents."""

import io
import re
from collections.abc import Iterator
from typing import Any

from bayegan.export.document_texts import Inner, NotSearchable

_MARK = b"%PDF-"
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_FARTHEST = 1024
"""So far into a file readers look for the beginning of a PDF."""


def is_pdf(head: bytes) -> bool:
    """Say whether a file begins as a PDF, perhaps after other octets."""
    start = head[: _FARTHEST + len(_MARK)].find(_MARK)
    return start == 0 or (start > 0 and _OBJECT.search(head, start) is not None)


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
