"""metadata/record.xml: the record of an item, without loss in both directions."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import BinaryIO

from lxml import etree

from bayegan.metadata.parser import iterate, parse_xml, thinned
from bayegan.metadata.prove import RECORD, proved_root
from bayegan.metadata.record_form import NAMESPACE, Write, children, reader
from bayegan.metadata.shipped import xsd
from bayegan.metadata.writer import Out, document
from bayegan.model.record import FileNote, Record

_PATH = "metadata/record.xml"
_NOTE = f"{{{NAMESPACE}}}file"
_read_note = reader(FileNote)


def write_record(record: Record, out: Out) -> None:
    """Write `record` as a document of record-1.0.xsd. Raises OSError as `out` does."""
    with document(out, RECORD.root, {None: NAMESPACE}) as writer:
        _of_a_record()(writer, record)


@cache
def _of_a_record() -> Write:
    return children(Record)


def read_record(content: bytes) -> Record:
    """Return the record in a record.xml, equal to what was written. Raises XmlRefused where it is not valid."""
    return record_of(proved_root(content, _PATH, RECORD))


def record_of(root: etree._Element) -> Record:
    """Return the record whose element, valid by its schema, is `root`."""
    record: Record = reader(Record)(root)
    return record


def read_thin_record(opened: Callable[[], BinaryIO], keeps: Callable[[FileNote], bool]) -> Record:
    """Return a record with those notes on single files that it `keeps`: there may be a hundred thousand of others.

    Raises XmlRefused where the whole is not valid, OSError as the source does.
    """
    notes: list[FileNote] = []

    def take(element: etree._Element) -> None:
        note: FileNote = _read_note(element)
        if keeps(note):
            notes.append(note)

    try:
        with opened() as source:
            root = thinned(source, xsd(RECORD.schema), RECORD.root, _NOTE, take)
    except (ValueError, TypeError, KeyError):  # a note that is not valid; who reads all of it says so
        root = None
    if root is None:
        with opened() as source:
            return replace(whole := read_record(source.read()), files=tuple(filter(keeps, whole.files)))
    return replace(record_of(root), files=tuple(notes))


def read_notes(source: BinaryIO) -> Iterator[FileNote]:
    """Yield the notes on single files of a record that was read before, with memory flat. Raises XmlRefused."""
    for element in iterate(source, _PATH, _NOTE):
        yield _read_note(element)


def record_root(content: bytes, path: str) -> etree._Element | None:
    """Return the element of the record in `content`, None where that is another document or is not valid."""
    root, _ = parse_xml(content, path)
    if root is None or root.tag != RECORD.root or not xsd(RECORD.schema).validate(root):
        return None
    return root
