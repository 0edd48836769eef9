"""Metadata of a Simple Archive Format item, dublin_core.xml and metadata_NAME.xml: written, and read back."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from lxml import etree

from bayegan.metadata.parser import parse_xml
from bayegan.metadata.writer import document
from bayegan.model.findings import Finding

_ROOT = "dublin_core"
_VALUE = "dcvalue"
_COMMENT_OR_CDATA = re.compile(r"<!--.*?-->|<!\[CDATA\[", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DcValue:
    """One value of a field; `qualifier` is `none` where the field has none."""

    element: str
    qualifier: str
    language: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A dcvalue as it stands; its `element` is empty where none is stated, and `line` counts from 1.

    `is_one_text` says whether nothing but text is in it. `others` are attributes without meaning for DSpace.
    """

    value: DcValue
    is_one_text: bool
    others: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class SafDocument:
    """A metadata file as it stands: `schema` is None where it is not stated.

    `strays` are elements below the root that are no dcvalue, and text between elements, each with its line.
    """

    root: str
    schema: str | None
    values: tuple[ReadValue, ...]
    strays: tuple[tuple[int, str], ...]
    has_cdata: bool


def write_dublin_core(out: BinaryIO, schema: str, values: Iterable[DcValue]) -> None:
    """Write a metadata file with the `values` of one schema; each is one text node, character for character.

    Raises OSError as `out` does.
    """
    with document(out, _ROOT, {}, {"schema": schema}) as writer:
        for value in values:
            field = {"element": value.element, "qualifier": value.qualifier, "language": value.language}
            writer.text(_VALUE, value.text, field)


def write_registry(out: BinaryIO, schema: str, elements: Mapping[str, str]) -> None:
    """Write the metadata schema for DSpace's registry-loader: its prefix, and elements with their descriptions.

    Raises OSError as `out` does.
    """
    with document(out, "dspace-dc-types", {}) as writer:
        with writer.element("dc-schema"):
            writer.text("name", schema)
            writer.text("namespace", f"urn:bayegan:dspace:{schema}")
        for element, note in elements.items():
            with writer.element("dc-type"):
                writer.text("schema", schema)
                writer.text("element", element)
                writer.text("scope_note", note)


def read_dublin_core(content: bytes, path: str) -> tuple[SafDocument | None, tuple[Finding, ...]]:
    """Read a metadata file as it stands, right or wrong; None and why where it is no XML or has a DOCTYPE."""
    root, findings = parse_xml(content, path)
    if root is None:
        return None, findings
    found = SafDocument(
        str(root.tag),
        root.get("schema"),
        tuple(_read_value(child) for child in root.iterchildren(_VALUE)),
        tuple(_strays(root)),
        _has_cdata(content, root),
    )
    return found, findings


def _read_value(node: etree._Element) -> ReadValue:
    value = DcValue(
        node.get("element", ""),
        node.get("qualifier") or "none",
        node.get("language"),
        str(node.xpath("string()")) if len(node) else node.text or "",
    )
    others = tuple(str(name) for name in node.attrib if name not in ("element", "qualifier", "language"))
    return ReadValue(value, len(node) == 0, others, _line(node))


def _strays(root: etree._Element) -> Iterator[tuple[int, str]]:
    if root.text and root.text.strip():
        yield _line(root), root.text.strip()
    for child in root:
        if isinstance(child.tag, str) and child.tag != _VALUE:
            yield _line(child), child.tag
        if child.tail and child.tail.strip():
            yield _line(child), child.tail.strip()


def _line(node: Any) -> int:
    return int(node.sourceline or 0)


def _has_cdata(content: bytes, root: etree._Element) -> bool:
    try:
        text = content.decode(root.getroottree().docinfo.encoding or "utf-8", "replace")
    except LookupError:
        text = content.decode("latin-1")
    return any(match[0].startswith("<![") for match in _COMMENT_OR_CDATA.finditer(text))
