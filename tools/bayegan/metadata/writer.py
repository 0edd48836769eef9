"""The one XML writer: streams, escapes, indents, and gives the same octets for the same values."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

XML_LANG = "xml:lang"
"""The prefix `xml` is bound by definition and needs no declaration (Namespaces in XML 1.0, 3)."""

Attributes = Mapping[str, str | None]


class Out(Protocol):
    """What a document is written to."""

    def write(self, piece: bytes, /) -> object:
        """Write all of `piece`; raises OSError."""


_PARTS_HELD = 4096
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_VALUE = {**_TEXT, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_IN_TEXT = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_VALUE = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')


def escaped(text: str) -> str:
    """Return `text` as it stands in an element. Raises ValueError for what XML 1.0 cannot hold (2.2, Char)."""
    return _IN_TEXT.sub(_reference, text) if _IN_TEXT.search(text) else text


def _reference(match: "re.Match[str]") -> str:
    if match[0] not in _TEXT:
        raise ValueError(f"this is not XML compatible: U+{ord(match[0]):04X}")
    return _TEXT[match[0]]


def escaped_value(text: str) -> str:
    """Return `text` as it stands in an attribute. Raises ValueError as `escaped` does."""
    return _IN_VALUE.sub(_value_reference, text) if _IN_VALUE.search(text) else text


def _value_reference(match: "re.Match[str]") -> str:
    if match[0] not in _VALUE:
        raise ValueError(f"this is not XML compatible: U+{ord(match[0]):04X}")
    return _VALUE[match[0]]


class Writer:
    """An XML document that is being written. Texts come back from a parser exactly as they were given.

    A carriage return becomes a character reference, since line ends are normalised in reading (XML 1.0,
    2.11). An attribute that is None is left out. Raises ValueError for a character that XML 1.0 cannot hold
    (2.2): texts with such characters are refused long before they come here. A tag is `{namespace}name`, of a
    namespace that the document declares, or a name.
    """

    def __init__(self, out: Out, namespaces: Mapping[str | None, str]) -> None:
        self._out = out
        self._parts: list[str] = []
        self._indent = "\n  "
        self._prefixes = {uri: f"{prefix}:" if prefix else "" for prefix, uri in namespaces.items()}
        self._names: dict[str, str] = {}

    @contextmanager
    def element(self, tag: str, attributes: Attributes | None = None) -> Iterator[None]:
        """Write an element that holds the elements which are written inside the `with`."""
        self.begin(tag, attributes)
        yield
        self.finish(tag)

    def begin(self, tag: str, attributes: Attributes | None = None) -> None:
        """Write the start of an element that holds what is written until `finish`."""
        self._write(f"{self._indent}<{self._name(tag)}{self._given(attributes)}>")
        self._indent += "  "

    def finish(self, tag: str) -> None:
        """Write the end of the element that was begun last."""
        self._indent = self._indent[:-2]
        self._write(f"{self._indent}</{self._name(tag)}>")

    def text(self, tag: str, value: str, attributes: Attributes | None = None) -> None:
        """Write an element that holds a text."""
        name = self._names.get(tag) or self._name(tag)
        given = self._given(attributes) if attributes else ""
        self._write(f"{self._indent}<{name}{given}>{escaped(value)}</{name}>")

    def text_if(self, tag: str, value: str | None) -> None:
        """Write an element that holds a text, or nothing where there is none."""
        if value is not None:
            self.text(tag, value)

    def empty(self, tag: str, attributes: Attributes) -> None:
        """Write an element without content."""
        self._write(f"{self._indent}<{self._name(tag)}{self._given(attributes)}/>")

    def markup(self, written: str) -> None:
        """Write elements that are markup already, each on a line that begins with its line feed."""
        self._write(written)

    def start(self, tag: str, namespaces: Mapping[str | None, str], attributes: Attributes | None) -> None:
        """Write the XML declaration and the start of the root element."""
        bound = "".join(
            f' xmlns{":" if prefix else ""}{prefix or ""}="{escaped_value(uri)}"'
            for prefix, uri in namespaces.items()
        )
        declaration = "<?xml version='1.0' encoding='UTF-8'?>"
        self._write(f"{declaration}\n<{self._name(tag)}{bound}{self._given(attributes)}>")

    def end(self, tag: str) -> None:
        """Write the end of the root element, and all that is held."""
        self._parts.append(f"\n</{self._name(tag)}>\n")
        self.flush()

    def _write(self, part: str) -> None:
        self._parts.append(part)
        if len(self._parts) >= _PARTS_HELD:
            self.flush()

    def flush(self) -> None:
        """Write all that is held. Raises OSError."""
        self._out.write("".join(self._parts).encode("utf-8"))
        self._parts.clear()

    def _name(self, tag: str) -> str:
        if tag not in self._names:
            uri, brace, name = tag.removeprefix("{").rpartition("}")
            self._names[tag] = self._prefixes[uri] + name if brace else tag
        return self._names[tag]

    def _given(self, attributes: Attributes | None) -> str:
        if not attributes:
            return ""
        names = self._names
        given = [(name, value) for name, value in attributes.items() if value is not None]
        if _IN_VALUE.search(" ".join([value for _, value in given])):  # all of them at once: it is seldom so
            given = [(name, escaped_value(value)) for name, value in given]
        return "".join([f' {names.get(name) or self._name(name)}="{value}"' for name, value in given])


@contextmanager
def document(
    out: Out, root: str, namespaces: Mapping[str | None, str], attributes: Attributes | None = None
) -> Iterator[Writer]:
    """Write a whole document in UTF-8, with its XML declaration and a line feed at the end.

    What is written inside the `with` becomes the content of the element `root`; `namespaces` are declared on
    it, by prefix. Raises OSError as `out` does.
    """
    writer = Writer(out, namespaces)
    writer.start(root, namespaces, attributes)
    yield writer
    writer.end(root)
