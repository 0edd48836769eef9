"""Every object that lies in the octets of a PDF, also of earlier revisions, also where nothing refers to it."""

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from bayegan.export.document_texts import NotSearchable

_START = re.compile(rb"(?<![0-9])([0-9]{1,10})[\s\0]+([0-9]{1,5})[\s\0]+obj(?![A-Za-z])")
_BLANKS = b" \t\r\n\f\0"
_MOST_OBJECTS = 1_000_000
_IN_FONTS_AND_COLOURS = (
    *("/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDToGIDMap", "/CIDSet", "/Thumb"),
    *("/DestOutputProfile", "/SMask", "/Mask"),
)


class Held(NamedTuple):
    """An object: its number and generation, where in the file it begins, and what it is."""

    number: int
    generation: int
    at: int
    thing: Any


class Objects:
    """What lies in a PDF, parsed; `refused` names what could not be, `between` is what is no object."""

    def __init__(self, content: bytes, document: Any) -> None:
        self._content, self._document = content, document
        self.refused: list[str] = []
        self.between: list[bytes] = []
        self.resources: list[Any] = []
        self.attached: set[tuple[int, int]] = set()
        self.not_text: set[tuple[int, int]] = set()
        self.all = list(self._found())
        for one in self.all:
            self._look_into(one.thing)

    def _found(self) -> Iterator[Held]:
        from pypdf.generic import StreamObject, read_object  # noqa: PLC0415  slow to import

        stream = io.BytesIO(self._content)
        end = count = 0
        for start in _START.finditer(self._content):
            count += 1
            if count > _MOST_OBJECTS:
                raise NotSearchable(f"it is a PDF of more than {_MOST_OBJECTS} objects")
            number, generation = int(start[1]), int(start[2])
            at = start.end()
            while self._content[at : at + 1] and self._content[at] in _BLANKS:
                at += 1
            stream.seek(at)
            try:
                thing = self._decrypted(read_object(stream, self._document), number, generation)
                held = [Held(number, generation, start.start(), thing)]
                if isinstance(thing, StreamObject) and thing.get("/Type") == "/ObjStm":
                    held += self._packed(thing, start.start())
            except Exception:  # the library raises many things where a PDF is damaged
                if start.start() >= end:
                    self.refused.append(f"it is a PDF of which object {number} cannot be read")
                continue
            yield from held
            if start.start() > end:
                self.between.append(self._content[end : start.start()])
            end = max(end, stream.tell())
        self.between.append(self._content[end:])

    def _decrypted(self, thing: Any, number: int, generation: int) -> Any:
        encryption = self._document._encryption
        is_table = isinstance(thing, dict) and thing.get("/Type") == "/XRef"
        if encryption is None or is_table:
            return thing
        return encryption.decrypt_object(thing, number, generation, strict=False)

    def _packed(self, thing: Any, at: int) -> Iterator[Held]:
        """Yield the objects of an object stream (ISO 32000-1, 7.5.7)."""
        from pypdf.generic import read_object  # noqa: PLC0415  slow to import

        data, first = thing.get_data(), int(thing["/First"])
        numbers = [int(one) for one in data[:first].split()]
        for number, offset in zip(numbers[::2], numbers[1::2], strict=False):
            rest = io.BytesIO(data[first + offset :].lstrip(_BLANKS))
            yield Held(number, 0, at, read_object(rest, self._document))

    def _look_into(self, thing: Any) -> None:
        """Note what is attached, what has fonts, and what belongs to fonts and pictures and says nothing."""
        if isinstance(thing, dict):
            for key, value in thing.items():
                if key in _IN_FONTS_AND_COLOURS:
                    self.not_text.add(_name(value))
                elif key == "/EF" and isinstance(value, dict):
                    self.attached.update(map(_name, value.values()))
                self._look_into(value)
            if "/Font" in thing:
                self.resources.append(thing)
        elif isinstance(thing, list):
            if len(thing) == 2 and thing[0] == "/ICCBased":
                self.not_text.add(_name(thing[1]))
            for value in thing:
                self._look_into(value)


def _name(reference: Any) -> tuple[int, int]:
    return getattr(reference, "idnum", -1), getattr(reference, "generation", -1)


def said(thing: Any) -> Iterator[str]:
    """Yield the names and the strings in an object, in every way that these may be read."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield str(key)[1:]
            yield from said(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from said(value)
    elif isinstance(thing, (str, bytes)):
        octets = getattr(thing, "original_bytes", b"") if isinstance(thing, str) else bytes(thing)
        yield str(thing).removeprefix("/") if isinstance(thing, str) else octets.decode("latin-1")
        if not octets.isascii() or b"\0" in octets:
            yield from read_as_text(octets)


def read_as_text(octets: bytes) -> Iterator[str]:
    """Yield what octets read as in UTF-8, in UTF-16 where they may be that, and in Windows code pages."""
    yield octets.decode("utf-8", "replace")
    if b"\0" in octets or octets.startswith((b"\xfe\xff", b"\xff\xfe")):
        yield octets.decode("utf-16-be", "replace")
        yield octets.decode("utf-16-le", "replace")
    elif not octets.isascii():
        yield octets.decode("cp1256", "replace")
        yield octets.decode("cp1252", "replace")
