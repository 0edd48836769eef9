"""The one XML writer: escapes, indents, and gives the same octets for the same values.

What can be long is streamed with `document`; what is small is built as a tree and written with `write_tree`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from lxml import etree

XML_LANG = "xml:lang"
"""The prefix `xml` is bound by definition and needs no declaration (Namespaces in XML 1.0, 3)."""

Attributes = Mapping[str, str | None]


class Writer:
    """An XML document that is being written. Texts come back from a parser exactly as they were given.

    A carriage return becomes a character reference, since line ends are normalised in reading (XML 1.0,
    2.11). An attribute that is None is left out. Raises ValueError for a character that XML 1.0 cannot hold
    (2.2): texts with such characters are refused long before they come here.
    """

    def __init__(self, file: Any) -> None:
        self._file = file
        self._indent = "\n  "

    @contextmanager
    def element(self, tag: str, attributes: Attributes | None = None) -> Iterator[None]:
        """Write an element that holds the elements which are written inside the `with`."""
        outer = self._indent
        self._file.write(outer)
        with self._file.element(tag, _given(attributes)):
            self._indent = outer + "  "
            yield
            self._indent = outer
            self._file.write(outer)

    def text(self, tag: str, value: str, attributes: Attributes | None = None) -> None:
        """Write an element that holds a text."""
        self._file.write(self._indent)
        with self._file.element(tag, _given(attributes)):
            self._file.write(value)

    def text_if(self, tag: str, value: str | None) -> None:
        """Write an element that holds a text, or nothing where there is none."""
        if value is not None:
            self.text(tag, value)


@contextmanager
def document(
    out: BinaryIO, root: str, namespaces: Mapping[str | None, str], attributes: Attributes | None = None
) -> Iterator[Writer]:
    """Write a whole document in UTF-8, with its XML declaration and a line feed at the end.

    What is written inside the `with` becomes the content of the element `root`; `namespaces` are declared on
    it, by prefix. Raises OSError as `out` does.
    """
    with etree.xmlfile(out, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element(root, _given(attributes), nsmap=namespaces):
            yield Writer(file)
            file.write("\n")
    out.write(b"\n")


def write_tree(root: etree._Element, out: BinaryIO) -> None:
    """Write a whole document in UTF-8 as `document` does. Raises OSError as `out` does."""
    etree.indent(root, "  ")
    out.write(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    out.write(b"\n")


def _given(attributes: Attributes | None) -> dict[str, str] | None:
    if not attributes:
        return None
    return {name: value for name, value in attributes.items() if value is not None}
