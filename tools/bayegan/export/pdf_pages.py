"""What a page, or a drawing, of a PDF shows: by its fonts, and by what it says of itself (ActualText)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from bayegan.export.line_orders import is_from_the_right, orders, turned_by_pieces
from bayegan.export.pdf_fonts import Font

_DEEPEST = 16
_SHOWING = (b"Tj", b"TJ", b"'", b'"')


class Shown(NamedTuple):
    """What is shown: its readings, whether there are letters, and whether all that is shown has such."""

    readings: list[str]
    is_text: bool
    is_readable: bool


def shown(page: Any, document: Any) -> Shown:
    """Return what a page shows. Raises what the library does where it is damaged."""
    from pypdf.generic import ContentStream  # noqa: PLC0415  slow to import

    walk = _Walk(document)
    pieces: list[str] = []
    content = None
    if page.get("/Contents") is not None:
        content = ContentStream(page["/Contents"].get_object(), document, "bytes")
        walk.through(content.operations, page.get("/Resources"), 0)
    text = page.extract_text(visitor_text=lambda piece, *_: pieces.append(piece))
    readings = [*orders(text), *turned_by_pieces(pieces)]
    if walk.actual:
        readings += ["".join(walk.actual), "\n".join(walk.actual), "".join(reversed(walk.actual))]
        readings += orders(_with_actual_text(page, content))
    return Shown(readings, bool(text.strip()), walk.is_readable)


class _Walk:
    """Goes through the operations of a page: which codes of which fonts it shows, and the actual text in it."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._fonts: dict[int, Font] = {}
        self._kept: list[Any] = []
        self.actual: list[str] = []
        self.is_readable = True

    def through(self, operations: Any, resources: Any, depth: int) -> None:
        resources = {} if resources is None else resources.get_object()
        fonts = (resources.get("/Font") or {}) if isinstance(resources, dict) else {}
        saved: list[Any] = []
        font, spans = None, _Spans(resources)
        for operands, operator in operations:
            text = spans.take(operands, operator)
            if text is not None:
                self.actual.append(text)
            if operator == b"q":
                saved.append(font)
            elif operator == b"Q" and saved:
                font = saved.pop()
            elif operator == b"Tf" and operands:
                font = fonts.get(operands[0])
            elif operator in _SHOWING and not spans.said:
                self._show(font, operands)
            elif operator == b"Do" and operands and depth < _DEEPEST:
                self._draw((resources.get("/XObject") or {}).get(operands[0]), resources, depth)

    def _draw(self, drawing: Any, resources: Any, depth: int) -> None:
        from pypdf.generic import ContentStream  # noqa: PLC0415  slow to import

        drawn = None if drawing is None else drawing.get_object()
        if drawn is not None and drawn.get("/Subtype") == "/Form":
            operations = ContentStream(drawn, self._document, "bytes").operations
            self.through(operations, drawn.get("/Resources", resources), depth + 1)

    def _show(self, font: Any, operands: Any) -> None:
        octets = b"".join(_strings(operands))
        if font is None or not octets:
            self.is_readable = self.is_readable and not octets.strip()
            return
        held = font.get_object()
        if id(held) not in self._fonts:
            self._kept.append(held)
            self._fonts[id(held)] = Font(held)
        self.is_readable = self.is_readable and self._fonts[id(held)].reads(octets)


class _Spans:
    """Tells of operations whether they stand where the actual text is said."""

    def __init__(self, resources: Any) -> None:
        self._properties = (resources.get("/Properties") or {}) if isinstance(resources, dict) else {}
        self._open: list[str | None] = []

    @property
    def said(self) -> str:
        """What is said of what is drawn here; empty where nothing is."""
        return next((text for text in self._open if text), "")

    def take(self, operands: Any, operator: bytes) -> str | None:
        """Return the actual text that begins to be shown, if any."""
        text = None
        if operator == b"BDC":
            held = operands[1] if len(operands) > 1 else None
            held = self._properties.get(held) if isinstance(held, str) else held
            said = None if held is None else held.get_object().get("/ActualText")
            text = None if said is None else _text(said)
        if operator in (b"BDC", b"BMC"):
            self._open.append(text)
        elif operator == b"EMC" and self._open:
            self._open.pop()
        return text


def _text(said: Any) -> str:
    octets = bytes(said) if isinstance(said, bytes) else getattr(said, "original_bytes", b"")
    if octets.startswith(b"\xfe\xff"):
        return octets[2:].decode("utf-16-be", "replace")
    return str(said) if isinstance(said, str) else octets.decode("latin-1")


def _strings(operands: Any) -> Iterator[bytes]:
    for one in operands:
        if isinstance(one, list):
            yield from _strings(one)
        elif isinstance(one, bytes):
            yield bytes(one)
        elif isinstance(one, str):
            yield getattr(one, "original_bytes", b"")


def _with_actual_text(page: Any, content: Any) -> str:
    """Return the text of a page with the actual text in place of what is drawn for it.

    Text from right to left is left as it is drawn: it would stand in the wrong order.
    """
    from pypdf.generic import NameObject, TextStringObject  # noqa: PLC0415  slow to import

    spans = _Spans(page.get("/Resources"))
    operations = []
    for operands, operator in content.operations:
        text = spans.take(operands, operator)
        if text is not None and not is_from_the_right(text):
            operations.append(([TextStringObject(text)], b"Tj"))
        if operator not in _SHOWING or not spans.said or is_from_the_right(spans.said):
            operations.append((operands, operator))
    content.operations = operations
    before = page.raw_get("/Contents")
    page[NameObject("/Contents")] = content
    try:
        return str(page.extract_text())
    finally:
        page[NameObject("/Contents")] = before
