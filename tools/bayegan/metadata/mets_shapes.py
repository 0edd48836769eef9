"""METS documents of one shape differ in some values only: all but the first two are read without being parsed.

A text is split into values (sizes, digests, times, names) and what stands between them, its shape. When a shape is
seen again it is parsed, with a mark in the place of each value. Where every mark comes back once, as the whole of
an attribute, any other text of that shape is well formed too and says the same with values of its own: these hold
no markup, no reference and no control. Where one does not, as in a comment, and where the text is not declared to
be UTF-8 as ours is, the parser has to be asked each time.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from bayegan.metadata.mets_node import MetsNode
from bayegan.metadata.mets_template import Files, Read, Template

LARGEST = 1 << 15
"""Octets above which no document is asked for its shape."""
MOST = 64
"""Shapes that are known at a time."""
_START = "<?xml version='1.0' encoding='UTF-8'?>"
_VALUE = re.compile(
    "( (?:SIZE|CHECKSUM|CREATED|CREATEDATE|OBJID|LABEL|MIMETYPE|OWNERID|xlink:href"
    '|sip:FILEFORMATNAME|sip:FILEFORMATVERSION|sip:FORMATREGISTRYKEY)=")([^"<>&\x00-\x1f\ufffe\uffff]*)(?=")'
)
_MARK = "\ue000"

_Shape = tuple[str, ...]
_Kept = TypeVar("_Kept")


class Known(NamedTuple):
    """A document of a known shape: its root without its files, these, and the template with its values.

    Two documents of the same template differ in nothing but the values that it leaves open.
    """

    root: MetsNode
    files: Files
    template: Template
    values: Sequence[str]


class Shapes:
    """Reads documents of known shapes. One of each is given to `read`, which returns None where it refuses it."""

    def __init__(self, read: Callable[[bytes], Read | None]) -> None:
        self._read = read
        self._seen: dict[_Shape, Sequence[str]] = {}
        self._known: dict[_Shape, Template | None] = {}

    def read(self, content: bytes) -> Known | None:
        """Return what `read` would, or None where it has to be asked."""
        if len(content) > LARGEST:
            return None
        try:
            parts = _VALUE.split(content.decode("utf-8"))
        except UnicodeDecodeError:
            return None
        shape = (*parts[::3], *parts[1::3])
        values = parts[2::3]
        if shape in self._known:
            template = self._known.pop(shape)
        elif shape in self._seen:
            template = self._learned(parts, self._seen[shape])
        else:
            _keep(self._seen, shape, values)
            return None
        template = template.fitting(values) if template else None
        _keep(self._known, shape, template)
        return Known(*template.filled(values), template, values) if template else None

    def _learned(self, parts: Sequence[str], before: Sequence[str]) -> Template | None:
        """Return what is common to all documents of a shape, of which one had other values before; None where that
        cannot be told.
        """
        marked = list(parts)
        marks = marked[2::3] = [f"{_MARK}{number}" for number in range(len(parts) // 3)]
        text = "".join(marked)
        read = self._read(text.encode("utf-8")) if text.startswith(_START) else None
        if read is None:
            return None
        numbers = {mark: number for number, mark in enumerate(marks)}
        if sorted(Template(read, numbers, {}).numbers()) != list(range(len(marks))):
            return None
        return Template(read, numbers, dict(enumerate(before)))


def _keep(known: dict[_Shape, _Kept], shape: _Shape, what: _Kept) -> None:
    """Keep something of a shape, and of too many shapes forget that which was kept first."""
    if len(known) >= MOST:
        del known[next(iter(known))]
    known[shape] = what
