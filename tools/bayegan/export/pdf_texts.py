"""All text of a PDF: what its pages show and showed, and every string and stream that lies in it."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from bayegan.export.document_texts import Inner, NotSearchable
from bayegan.export.pdf_objects import Held, Objects, read_as_text, said
from bayegan.export.pdf_pages import shown
from bayegan.export.text_readings import meanings

_MARK = b"%PDF-"
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_FARTHEST = 1024
"""So far into a file readers look for the beginning of a PDF."""
_END = re.compile(rb"%%EOF")
_SHOWING = re.compile(rb"(?:T[jJ]|['\"])(?![^\s/(<\[])")
_FONT = re.compile(rb"(/[^\s/<>\[\]()%]+)\s+[-+.0-9]+\s+Tf(?![A-Za-z])")
_MOST_DECODED = 64 << 20
_MOST_REVISIONS = 50
_MOST_WAYS = 20
_NO_TEXT_IN = ("/FunctionType", "/ShadingType", "/CMapName", "/Length1")


def is_pdf(head: bytes) -> bool:
    """Say whether a file begins as a PDF, perhaps after other octets."""
    start = head[: _FARTHEST + len(_MARK)].find(_MARK)
    return start == 0 or (start > 0 and _OBJECT.search(head, start) is not None)


def of_pdf(content: bytes, inner: Inner) -> Iterator[str]:
    """Yield the text of a PDF: its pages, those of earlier revisions, every string, every stream that may be text.

    Lines from right to left are given in the orders in which they may be meant. What is attached, and what stands
    before and behind the PDF, is given to `inner`. Raises NotSearchable at the end where it cannot be read, where a
    page has no text or a font no letters, and where more than 64 MiB are packed in it.
    """
    start = content.find(_MARK)
    search = _Search(content[start:], inner)
    yield from search.apart(content[:start])
    try:
        yield from search.all()
    except NotSearchable:
        raise
    except Exception as error:  # the library raises many things where a PDF is damaged
        raise NotSearchable(f"it is a PDF whose text cannot be had ({type(error).__name__})") from error
    if search.refused:
        raise NotSearchable(search.refused[0])


class _Search:
    def __init__(self, content: bytes, inner: Inner) -> None:
        self._content, self._inner = content, inner
        self._read: set[int] = set()
        self._decoded = 0
        self.refused: list[str] = []

    def all(self) -> Iterator[str]:
        document = _opened(self._content)
        if document.is_encrypted and not document.decrypt(""):
            raise NotSearchable("it is a PDF that is encrypted")
        yield from self._pages(document, is_current=True)
        ends = [end.end() for end in _END.finditer(self._content)]
        yield from self._earlier(ends[:-1])
        objects = Objects(self._content, document)
        self.refused += objects.refused
        for one in objects.all:
            yield from meanings("\n".join(said(one.thing)))
        for one in objects.all:
            if hasattr(one.thing, "get_data") and one.at not in self._read:
                yield from self._stream(one, objects, document)
        last = ends[-1] if ends else len(self._content)
        yield from self.apart(self._content[last:])
        for octets in objects.between:
            yield from self._between(octets)

    def _pages(self, document: Any, *, is_current: bool) -> Iterator[str]:
        """Yield what the pages show that were not read before: of earlier revisions those that were changed."""
        texts: list[str] = []
        for page in document.pages:
            places = _places(page, document)
            if places and places <= self._read:
                continue
            one = shown(page, document)
            yield from one.readings
            texts.append(one.readings[0])
            self._read |= places
            if not one.is_readable:
                self.refused.append("it is a PDF with a font of which nobody knows the letters")
            if is_current and not one.is_text:
                self.refused.append("it is a PDF with pages that have no text: pictures of text, perhaps")
        yield "\n".join(texts)

    def _earlier(self, ends: list[int]) -> Iterator[str]:
        """Yield what pages of earlier revisions show; what is not read here is read as a stray stream."""
        for end in ends[:_MOST_REVISIONS]:
            try:
                yield from self._pages(_opened(self._content[:end]), is_current=False)
            except Exception:  # noqa: S112  it may be no revision, but the first half of a file that is linearized
                continue

    def _stream(self, one: Held, objects: Objects, document: Any) -> Iterator[str]:
        thing, name = one.thing, (one.number, one.generation)
        kind = thing.get("/Type")
        is_attached = name in objects.attached or kind == "/EmbeddedFile"
        if not is_attached and (name in objects.not_text or _is_no_text(thing)):
            return
        try:
            data = bytes(thing.get_data())
        except Exception as error:  # the library raises many things where a stream is damaged
            self.refused.append(f"it is a PDF of which a stream cannot be read ({type(error).__name__})")
            return
        self._decoded += len(data)
        if self._decoded > _MOST_DECODED:
            raise NotSearchable(f"it is a PDF in which more than {_MOST_DECODED >> 20} MiB are packed")
        if is_attached:
            yield from self.apart(data)
        elif kind != "/Metadata" and _SHOWING.search(data) and b"BT" in data:
            yield from self._stray(thing, data, objects, document)
        else:
            yield from self._between(data)

    def _stray(self, thing: Any, data: bytes, objects: Objects, document: Any) -> Iterator[str]:
        """Yield what a drawing shows that is on no page, by all fonts that it may mean."""
        from pypdf import PageObject  # noqa: PLC0415  slow to import
        from pypdf.generic import NameObject  # noqa: PLC0415

        fonts = {NameObject.unnumber(name).decode("latin-1") for name in _FONT.findall(data)}
        yield from read_as_text(data)
        ways = [thing] if "/Resources" in thing else _with_fonts(objects.resources, fonts)
        is_read = not fonts
        for way in ways[:_MOST_WAYS]:
            page = PageObject(document)
            page[NameObject("/Resources")] = way["/Resources"] if way is thing else way
            page[NameObject("/Contents")] = thing
            one = shown(page, document)
            yield from one.readings
            is_read = is_read or one.is_readable
        if not is_read or len(ways) > _MOST_WAYS:
            self.refused.append("it is a PDF with a page or drawing that is not shown, whose fonts are not known")

    def _between(self, octets: bytes) -> Iterator[str]:
        """Yield the readings of a stream or of what stands between objects, of which nothing else is known."""
        plain = octets.strip(b"\0 \t\r\n")
        for text in read_as_text(plain):
            yield from meanings(text)
        is_wide = plain.startswith((b"\xfe\xff", b"\xff\xfe"))
        if b"\0" in plain and not is_wide:
            self.refused.append("it is a PDF with a part that is no text")

    def apart(self, octets: bytes) -> Iterator[str]:
        """Yield the texts of what is no part of the PDF itself."""
        if octets.strip(b"\0 \t\r\n"):
            try:
                yield from self._inner(io.BytesIO(octets.strip(b"\0\r\n") if b"%" not in octets[:1] else octets))
            except NotSearchable as reason:
                self.refused.append(f"a part of it: {reason}")


def _opened(content: bytes) -> Any:
    import pypdf  # noqa: PLC0415  slow to import, and few files are PDF

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    return pypdf.PdfReader(io.BytesIO(content))


def _places(page: Any, document: Any) -> set[int]:
    """Return where in the file the content of a page lies."""
    held = page.raw_get("/Contents") if "/Contents" in page else []
    if not isinstance(held, list) and isinstance(held.get_object(), list):
        held = held.get_object()
    parts = held if isinstance(held, list) else [held]
    return {document.xref.get(one.generation, {}).get(one.idnum, -1) for one in parts if hasattr(one, "idnum")}


def _is_no_text(thing: Any) -> bool:
    """Say whether a stream is a picture, a font, a colour or a function by what it says of itself."""
    if thing.get("/Subtype") in ("/Image", "/Type1C", "/CIDFontType0C", "/OpenType"):
        return True
    return thing.get("/Type") in ("/XRef", "/ObjStm") or any(key in thing for key in _NO_TEXT_IN)


def _with_fonts(resources: list[Any], names: set[str]) -> list[Any]:
    """Return the resources, each once, that have fonts of all these names."""
    found: dict[str, Any] = {}
    for one in resources if names else ():
        fonts = one["/Font"].get_object()
        if isinstance(fonts, dict) and names <= set(fonts):
            found.setdefault(str({name: dict.__getitem__(fonts, name) for name in sorted(names)}), one)
    return list(found.values())
