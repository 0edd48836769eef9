"""DataCite metadata in XML: an entry for each property, written, and read back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO

from lxml import etree

from bayegan.metadata.parser import parse_xml
from bayegan.metadata.writer import XML_LANG, Writer, document
from bayegan.model.findings import Finding

NAMESPACE = "http://datacite.org/schema/kernel-4"
_SCHEMA = f"{NAMESPACE} https://schema.datacite.org/meta/kernel-4.7/metadata.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LOCATION = f"{{{_XSI}}}schemaLocation"


@dataclass(frozen=True, slots=True)
class Entry:
    """A property of a resource: `path` is its element, below its list where it stands in one (`titles/title`).

    It has a text, or `parts`, which are entries of their own; `attributes` are names and values, `xml:lang` too.
    """

    path: str
    text: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    parts: "tuple[Entry, ...]" = ()

    def attribute(self, name: str) -> str | None:
        """Return the value of an attribute, None where it has none."""
        return dict(self.attributes).get(name)


def write_datacite(entries: Iterable[Entry], out: BinaryIO) -> None:
    """Write a resource; those of one list stand one after the other. Raises OSError as `out` does."""
    namespaces = {None: NAMESPACE, "xsi": _XSI}
    with document(out, f"{{{NAMESPACE}}}resource", namespaces, {_LOCATION: _SCHEMA}) as writer:
        _write(entries, writer)


def _write(entries: Iterable[Entry], writer: Writer) -> None:
    for parent, several in groupby(entries, key=lambda one: one.path.rpartition("/")[0]):
        if parent:
            with writer.element(_tag(parent)):
                for one in several:
                    _write_one(one, writer)
        else:
            for one in several:
                _write_one(one, writer)


def _write_one(one: Entry, writer: Writer) -> None:
    tag = _tag(one.path.rpartition("/")[2])
    if one.parts:
        with writer.element(tag, dict(one.attributes)):
            _write(one.parts, writer)
    else:
        writer.text(tag, one.text or "", dict(one.attributes))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def read_datacite(content: bytes, path: str) -> tuple[tuple[Entry, ...] | None, tuple[Finding, ...]]:
    """Read a resource as it stands; None where it is no XML, has a DOCTYPE, or another root element."""
    root, findings = parse_xml(content, path)
    if root is None or root.tag != _tag("resource"):
        return None, findings
    return tuple(_entries(root, "")), ()


def _entries(parent: etree._Element, prefix: str) -> Iterator[Entry]:
    for child in parent.iterchildren("*"):
        name = _name(child)
        if not prefix and len(child) and not child.attrib:
            yield from _entries(child, f"{name}/")
        else:
            yield Entry(f"{prefix}{name}", _text(child), _attributes(child), tuple(_parts(child)))


def _parts(parent: etree._Element) -> Iterator[Entry]:
    for child in parent.iterchildren("*"):
        if len(child) and not child.attrib and _name(child) in ("titles", "creators", "contributors"):
            yield from _entries(child, f"{_name(child)}/")
        else:
            yield Entry(_name(child), _text(child), _attributes(child), tuple(_parts(child)))


def _text(element: etree._Element) -> str | None:
    return None if len(element) else (element.text or "")


def _attributes(element: etree._Element) -> tuple[tuple[str, str], ...]:
    return tuple((XML_LANG if name == _LANG else str(name), str(value)) for name, value in element.attrib.items())


def _name(element: etree._Element) -> str:
    return str(element.tag).removeprefix(f"{{{NAMESPACE}}}")
