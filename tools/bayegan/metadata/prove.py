"""Proving a metadata file: which of our documents it is, and all that its schema refuses in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from bayegan.errors import CouldNot
from bayegan.metadata.dates import date_problem
from bayegan.metadata.parser import XmlRefused, iterate, parse_xml, refused_by, root_tag, text_of
from bayegan.metadata.record_form import NAMESPACE
from bayegan.metadata.schema_problems import (
    cut,
    element_of,
    explained,
    is_undeclared,
    is_unexpected,
    says_nothing,
)
from bayegan.metadata.shipped import xsd
from bayegan.model.findings import Finding, finding
from bayegan.model.record import Record
from bayegan.model.record.shape import classes_below, shape_of
from bayegan.storage.digests import open_to_read

LARGE = 16 << 20
"""Octets above which a file on disk is never held in memory."""

_STREAMED = 4 << 20
"""Octets above which a file is held in memory only where something is wrong with it, to say so well."""

MOST_PROBLEMS = 10_000
"""Problems of one file that are reported."""

_R = f"{{{NAMESPACE}}}"


@dataclass(frozen=True, slots=True)
class Known:
    """A kind of document: its root element, its schema, and the elements that make it large."""

    root: str
    schema: str
    parts: tuple[str, ...]


DC = Known("{urn:bayegan:dc:1.0}metadata", "dc-1.0.xsd", ("{http://purl.org/dc/terms/}*",))
RECORD = Known(
    _R + "record", "record-1.0.xsd", tuple(_R + one.said.tag for one in shape_of(Record) if one.is_object)
)
PREMIS = Known(
    "{http://www.loc.gov/premis/v3}premis",
    "premis-profile-1.0.xsd",
    ("{http://www.loc.gov/premis/v3}object", "{http://www.loc.gov/premis/v3}event"),
)
_DATED = [(cls, one) for cls in classes_below(Record) for one in shape_of(cls) if one.said.pattern == "edtf"]
_DATE_ELEMENTS = frozenset(_R + one.said.tag for _, one in _DATED if not one.said.attribute)
_DATE_ATTRIBUTES = tuple(dict.fromkeys(one.said.tag for _, one in _DATED if one.said.attribute))
_WITH_DATES = _DATE_ELEMENTS | {
    _R + one.said.tag
    for cls in classes_below(Record)
    for one in shape_of(cls)
    if any(one.type is holder and date.said.attribute for holder, date in _DATED)
}
_KNOWN = {one.root: one for one in (DC, RECORD, PREMIS)}


def prove_xml(content: bytes, path: str) -> tuple[Finding, ...]:
    """Return all that is wrong with a dc.xml, record.xml or premis.xml; empty where it is proved.

    The kind is told from the root element and from nothing else: no name, no schemaLocation. Beside the schema
    the EDTF dates of a record are checked. `path` is only named. Beyond line 65,535 a line may be named that is
    off by one, as libxml2 has it.
    """
    root, findings = parse_xml(content, path)
    if root is None:
        return findings
    known = _KNOWN.get(str(root.tag))
    if known is None:
        return (_unknown_root(str(root.tag), path),)
    return limited(_problems(root, known, path), path)


def proved_root(content: bytes, path: str, known: Known) -> etree._Element:
    """Return the root of a document that is valid by the schema of `known`. Raises XmlRefused for any other."""
    root, findings = parse_xml(content, path)
    if root is not None:
        findings = tuple(_schema_problems(root, known, path))
    if root is None or findings:
        raise XmlRefused(path, findings)
    return root


def prove_file(path: Path, name: str) -> tuple[Finding, ...]:
    """Return what `prove_xml` would say of the file at `path`, called `name`; a large file is streamed.

    In one of more than LARGE octets nothing is looked at beside an element that is out of place; that is then said
    too. Never follows a link. Raises CouldNot where the file cannot be read.
    """
    try:
        size = path.stat(follow_symlinks=False).st_size
    except OSError as error:
        raise _unreadable(name, error) from error
    return prove_opened(partial(open_to_read, path), size, name)


def prove_opened(opened: Callable[[], BinaryIO], size: int, name: str) -> tuple[Finding, ...]:
    """Return what `prove_file` would say of `size` octets called `name`, which `opened` opens again and again."""
    try:
        if size > _STREAMED:
            found = _prove_large(opened, name)
            if size > LARGE or not found:
                return found
        with opened() as source:
            content = source.read()
    except OSError as error:
        raise _unreadable(name, error) from error
    return prove_xml(content, name)


def _unreadable(name: str, error: OSError) -> CouldNot:
    return CouldNot(name, f"cannot be read ({error.strerror})", "Check that it is there, and its permissions.")


def _prove_large(opened: Callable[[], BinaryIO], name: str) -> tuple[Finding, ...]:
    try:
        with _buffered(opened) as source:
            tag = root_tag(source, name)
        known = _KNOWN.get(tag)
        if known is None:
            return (_unknown_root(tag, name),)
        with _buffered(opened) as source:
            dates = tuple(islice(_dates_of_parts(source, known, name), MOST_PROBLEMS + 1))
    except XmlRefused as refused:
        return refused.findings
    with _buffered(opened) as source:
        return limited(_streamed_problems(source, known, name, dates), name)


def _buffered(opened: Callable[[], BinaryIO]) -> BufferedReader:
    return BufferedReader(opened(), 1 << 20)  # type: ignore[arg-type]


def _dates_of_parts(source: BinaryIO, known: Known, path: str) -> Iterator[Finding]:
    for part in iterate(source, path, *known.parts):
        yield from _date_problems(part, path)


def _streamed_problems(source: BinaryIO, known: Known, path: str, dates: tuple[Finding, ...]) -> Iterator[Finding]:
    is_skipped = False
    for line, message in refused_by(xsd(known.schema), source, path, *known.parts):
        if not says_nothing(message):
            is_skipped = is_skipped or is_unexpected(message)
            yield _refused(line, message, known.schema, path)
    yield from dates
    if is_skipped:
        found = "beside an element that is out of place, nothing more was looked at"
        yield finding("xml-not-all-checked", path=path, found=found)


def _problems(root: etree._Element, known: Known, path: str) -> Iterator[Finding]:
    yield from _schema_problems(root, known, path)
    if known is RECORD:
        yield from _date_problems(root, path)


def _schema_problems(root: etree._Element, known: Known, path: str) -> Iterator[Finding]:
    return schema_problems(root, xsd(known.schema), known.schema, path)


def schema_problems(root: etree._Element, schema: etree.XMLSchema, name: str, path: str) -> Iterator[Finding]:
    """Yield what the schema called `name` refuses, in the order of the lines and each once."""
    if schema.validate(root):
        return
    told = dict.fromkeys(one for one in _messages(schema, root, set()) if not says_nothing(one[1]))
    lines = sorted(told, key=lambda one: one[0])
    yield from dict.fromkeys(_refused(line, message, name, path) for line, message in lines)


def _messages(
    schema: etree.XMLSchema, element: etree._Element, parents_seen: set[etree._Element]
) -> Iterator[tuple[int, str]]:
    """Yield line and message of all that is refused in `element`.

    After an element that is out of place libxml2 looks at none of those beside it; each of them is looked at
    alone, which finds all but their order.
    """
    schema.validate(element)
    refused: Any = schema.error_log
    log = [(entry.line, entry.message) for entry in refused]
    yield from log
    skipped = {(line, element_of(message)) for line, message in log if is_unexpected(message)}
    if not skipped:
        return
    found = (one.getparent() for one in element.iter() if (one.sourceline, one.tag) in skipped)
    parents = dict.fromkeys(parent for parent in found if parent is not None and parent not in parents_seen)
    parents_seen.update(parents)
    for parent in parents:
        for child in parent.iterchildren("*"):
            is_told = (child.sourceline, child.tag) in skipped
            for line, message in _messages(schema, child, parents_seen):
                if not (is_told and is_undeclared(message)):
                    yield line, message


def _refused(line: int, message: str, schema: str, path: str) -> Finding:
    problem = explained(message)
    found = finding("xml-schema", path=path, expected=problem.expected, found=f"line {line}: {problem.found}")
    return replace(found, rule=f"{found.rule}: {schema}")


def _date_problems(element: etree._Element, path: str) -> Iterator[Finding]:
    for date in element.iter(*_WITH_DATES):
        dates = [said for name in _DATE_ATTRIBUTES if (said := date.get(name)) is not None]
        if date.tag in _DATE_ELEMENTS:
            dates.append(text_of(date))
        for text in dates:
            if problem := date_problem(text):
                found = f"line {date.sourceline}: “{cut(text)}”: {problem}"
                yield finding("date-not-edtf", path=path, found=found)


def _unknown_root(tag: str, path: str) -> Finding:
    known = ", ".join(f"{root} ({one.schema})" for root, one in _KNOWN.items())
    return finding("xml-unknown-root", path=path, expected=f"one of {known}", found=f"the root element {cut(tag)}")


def limited(findings: Iterator[Finding], path: str) -> tuple[Finding, ...]:
    """Return the first problems of a file, at most MOST_PROBLEMS, and say so where there are more."""
    listed = tuple(islice(findings, MOST_PROBLEMS))
    if next(findings, None) is None:
        return listed
    found = f"more than {MOST_PROBLEMS:,} problems; the others are not listed"
    return (*listed, finding("xml-not-all-checked", path=path, found=found))
