"""The cells of a workbook (OOXML, ECMA-376 part 1, 18) row by row: its texts stand elsewhere, each once."""

import html
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from bayegan.export.document_texts import NotSearchable
from bayegan.export.zip_search import zip_members

_MOST_OCTETS = 64 << 20
_SHARED = "sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:\w+:)?si(?:\s[^<>]*)?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_RUN = re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<")
_CELL = re.compile(r"<(?:\w+:)?(?:(row)|c(?:\s([^<>]*))?)(?<!/)>|<(?:\w+:)?(v|t)(?:\s[^<>]*)?>([^<]*)<")


class _TooLarge(NotSearchable):
    """More than is held in memory."""


def rows_of_workbook(source: BinaryIO) -> Iterator[str]:
    """Yield each sheet of a workbook as text, a line for each row, with semicolons between its cells.

    Raises NotSearchable where its texts or a sheet have more than 64 MiB; what cannot be read is passed over here,
    and is told of when the members of the file are read.
    """
    shared: list[str] = []
    sheets: list[str] = []
    try:
        for said, content in zip_members(source):
            name = said.decode("utf-8", "replace")
            if name.lower().endswith(_SHARED.lower()):
                shared = [_words(entry[1] or "") for entry in _ENTRY.finditer(_text(content))]
            elif _SHEET.fullmatch(name):
                sheets.append(name)
    except _TooLarge:
        raise
    except NotSearchable:
        return
    yield from _sheets(source, shared) if sheets else ()


def _sheets(source: BinaryIO, shared: list[str]) -> Iterator[str]:
    for said, content in zip_members(source):
        if _SHEET.fullmatch(said.decode("utf-8", "replace")):
            try:
                text = _text(content)
            except _TooLarge:
                raise
            except NotSearchable:
                continue
            yield "; ".join(_cells(text, shared))


def _cells(sheet: str, shared: list[str]) -> Iterator[str]:
    kind = ""
    for cell in _CELL.finditer(sheet):
        if cell[1]:
            yield "\n"
        elif cell[3] is None:
            kind = cell[2] or ""
        elif cell[3] == "v" and 't="s"' in kind:
            number = int(cell[4]) if cell[4].isdecimal() else len(shared)
            yield shared[number] if number < len(shared) else ""
        else:
            yield html.unescape(cell[4])


def _words(entry: str) -> str:
    return html.unescape("".join(_RUN.findall(entry)))


def _text(content: BinaryIO) -> str:
    held = io.BytesIO()
    while piece := content.read(1 << 18):
        held.write(piece)
        if held.tell() > _MOST_OCTETS:
            raise _TooLarge(f"a sheet of it, or its texts, have more than {_MOST_OCTETS >> 20} MiB")
    return held.getvalue().decode("utf-8", "replace")
