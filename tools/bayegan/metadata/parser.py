"""The one XML parser: no entities, no document types, no network, no oversized documents.

No other module makes a parser. Whatever schema, entity or address a document names, nothing but the document
itself is read.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

from lxml import etree

from bayegan.errors import CouldNot
from bayegan.model.findings import Finding, finding

PIECE = 1 << 16
"""Octets that are read of a stream at a time."""

_SETTINGS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "dtd_validation": False,
    "remove_blank_text": False,
}
_DOCTYPE = re.compile(rb"\s*+(?:(?:<\?.*?\?>|<!--.*?-->)\s*+)*+<!DOCTYPE", re.DOTALL)
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_TECHNICAL = re.compile(r",? (?:use|try) XML_PARSE_HUGE(?: option)?|, line \d+, column \d+$")
_UTF_8_MARK = b"\xef\xbb\xbf"


class XmlRefused(CouldNot):
    """A document that cannot be read as what it should be; `findings` say why."""

    def __init__(self, path: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(path, f"cannot be read: {findings[0].found}", findings[0].advice)
        self.findings = findings

    def __reduce__(self) -> tuple[type["XmlRefused"], tuple[Any, ...]]:
        return XmlRefused, (self.thing, self.findings)


def parse_xml(content: bytes, path: str) -> tuple[etree._Element | None, tuple[Finding, ...]]:
    """Return the root element of `content`, or None and the finding that says why there is none.

    Refuses a DOCTYPE before anything of it is read (`xml-doctype`), what is not well formed
    (`xml-not-well-formed`) and what is too deep or has too long texts (`xml-limit`). `path` is only named.
    """
    if line := _doctype_line(content):
        return None, (_doctype(path, line),)
    try:
        root = etree.fromstring(content, etree.XMLParser(**_SETTINGS))
    except etree.XMLSyntaxError as error:
        return None, (_broken(error, path),)
    if _has_doctype(root):
        return None, (_doctype(path),)
    return root, ()


def ended(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield every element below `root`, and itself, named in `tags`, each after what is in it."""
    return (element for _, element in etree.iterwalk(root, events=("end",), tag=tags))


def parse_shipped(content: bytes, name: str, resolver: etree.Resolver) -> etree._Element:
    """Return the root element of one of our own schemas; what it imports comes from `resolver` only."""
    parser = etree.XMLParser(**_SETTINGS)
    parser.resolvers.add(resolver)
    return etree.fromstring(content, parser, base_url=name)


def iterate(source: BinaryIO, path: str, *tags: str) -> Iterator[etree._Element]:
    """Yield every element of `source` named in `tags` when it is complete, then forget it: memory stays flat.

    A tag is `{namespace}name`, or `{namespace}*` for any. An element, and what stands before it, is emptied
    when the next one is asked for. Raises XmlRefused where `parse_xml` would give a finding, at the latest at
    the end; OSError as `source` does.
    """
    head, more = source.read(PIECE), source.read(PIECE)
    if not more:
        yield from _each_of(head, path, tags)
        return
    parser = etree.XMLPullParser(events=("end",), tag=tags, **_SETTINGS)
    for piece in _whole_lines(chain((head, more), _read(source)), path):
        _feed(parser, piece, path)
        for element in _ended(parser):
            _refuse_doctype(element, path)
            yield element
    _close(parser, path)


def _each_of(content: bytes, path: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Iterate over a small document: a parser that is fed piece by piece stays in memory, with it, for a while."""
    root, found = parse_xml(content, path)
    if root is None:
        raise XmlRefused(path, found)
    yield from _emptied(ended(root, *tags))


def refused_by(schema: etree.XMLSchema, source: BinaryIO, path: str, *tags: str) -> Iterator[tuple[int, str]]:
    """Yield the line and libxml2's message of everything that `schema` refuses in `source`, memory flat.

    `source` is one that `iterate` has read to its end before; elements named in `tags` are forgotten when
    they are complete.
    """
    parser = etree.XMLPullParser(events=("end",), tag=tags, schema=schema, **_SETTINGS)
    known = 0
    for line, piece in _pieces(source, path):
        parser.feed(piece)
        log = parser.feed_error_log
        for entry in list(log)[known:]:
            yield line, entry.message
        known = len(log)
        for _ in _ended(parser):
            pass


def thinned(
    source: BinaryIO, schema: etree.XMLSchema, outer: str, tag: str, take: Callable[[etree._Element], object]
) -> etree._Element | None:
    """Return the root of `source` without the elements `tag` directly in it; `take` is given each, one by one.

    None where `parse_xml` would give a finding or `schema` refuses something; `take` may then have been given what
    is not valid. Raises OSError as `source` does.
    """
    parser: Any = etree.XMLPullParser(events=("end",), tag=(tag, outer), schema=schema, **_SETTINGS)
    last: etree._Element | None = None
    is_ended = False  # lxml raises nothing where the root is not, while it holds a schema and entities stay
    head = source.read(PIECE)
    if _doctype_line(head):
        return None
    try:
        while head:
            parser.feed(head)
            for _, element in parser.read_events():
                above = element.getparent()
                is_ended = is_ended or above is None
                if above is None or above.getparent() is not None or element.tag != tag:
                    continue
                take(element)
                element.clear()
                if last is not None:
                    above.remove(last)
                last = element
            if len(parser.feed_error_log):
                return None
            head = source.read(PIECE)
        root: etree._Element = parser.close()
    except etree.XMLSyntaxError:
        return None
    if last is not None:
        root.remove(last)
    return None if len(parser.feed_error_log) or _has_doctype(root) or not is_ended else root


def root_tag(source: BinaryIO, path: str) -> str:
    """Return the `{namespace}name` of the root element, reading little further than its start.

    Raises XmlRefused where `parse_xml` would give a finding; OSError as `source` does.
    """
    parser: Any = etree.XMLPullParser(events=("start",), **_SETTINGS)
    for _, piece in _pieces(source, path):
        _feed(parser, piece, path)
        for _, element in parser.read_events():
            _refuse_doctype(element, path)
            return str(element.tag)
    _close(parser, path)
    return ""


def text_of(element: etree._Element) -> str:
    """Return the text of an element that holds text only, whatever comments stand in it."""
    text = element.text or ""
    return text if len(element) == 0 else text + "".join(one.tail or "" for one in element)


def _pieces(source: BinaryIO, path: str) -> Iterator[tuple[int, bytes]]:
    """Yield the octets of `source` in pieces that end with a line, each with its line number."""
    line, head = 1, source.read(PIECE)
    if found := _doctype_line(head):
        raise XmlRefused(path, (_doctype(path, found),))
    while head:
        for piece in head.splitlines(keepends=True):
            yield line, piece
            line += piece.endswith(b"\n")
        head = source.read(PIECE)


def _read(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


def _whole_lines(pieces: Iterator[bytes], path: str) -> Iterator[bytes]:
    """Yield octets in large pieces that end with a line, as far as there are lines."""
    head = next(pieces)
    if found := _doctype_line(head):
        raise XmlRefused(path, (_doctype(path, found),))
    rest = b""
    for piece in chain((head,), pieces):
        end = piece.rfind(b"\n") + 1 or len(piece)
        yield rest + piece[:end]
        rest = piece[end:]
    if rest:
        yield rest


def _feed(parser: etree.XMLPullParser, piece: bytes, path: str) -> None:
    try:
        parser.feed(piece)
    except etree.XMLSyntaxError as error:
        raise XmlRefused(path, (_broken(error, path),)) from error


def _close(parser: etree.XMLPullParser, path: str) -> None:
    try:
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise XmlRefused(path, (_broken(error, path),)) from error
    _refuse_doctype(root, path)


def _ended(parser: Any) -> Iterator[etree._Element]:
    """Yield each element whose end was read, and empty it, with all that stands before it, afterwards."""
    return _emptied(element for _, element in parser.read_events())


def _emptied(elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    for element in elements:
        yield element
        parent = element.getparent()
        element.clear()
        while parent is not None and parent[0] is not element:
            del parent[0]


def _doctype_line(content: bytes) -> int | None:
    """Return the line of the DOCTYPE before the root element, or None. UTF-16 and UTF-32 are looked into."""
    start = content.removeprefix(_UTF_8_MARK)
    if wide := _WIDE.get(content[:2]):
        text = content.decode(wide, "replace").lstrip("\ufeff").replace("\0", "")
        start = text.encode("utf-8")
    found = _DOCTYPE.match(start)
    return start.count(b"\n", 0, found.end()) + 1 if found else None


def _has_doctype(element: etree._Element) -> bool:
    return element.getroottree().docinfo.internalDTD is not None


def _refuse_doctype(element: etree._Element, path: str) -> None:
    if _has_doctype(element):
        raise XmlRefused(path, (_doctype(path),))


def _doctype(path: str, line: int | None = None) -> Finding:
    where = "before the root element" if line is None else f"in line {line}"
    return finding("xml-doctype", path=path, found=f"a DOCTYPE {where}")


def _broken(error: Any, path: str) -> Finding:
    line, column = error.position
    is_limit = error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    code = "xml-limit" if is_limit else "xml-not-well-formed"
    said = _TECHNICAL.sub("", error.msg or "no XML")
    return finding(code, path=path, found=f"line {line}, column {column}: {said}")
