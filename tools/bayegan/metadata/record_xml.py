"""metadata/record.xml: the record of an item, without loss in both directions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import count
from typing import BinaryIO, NamedTuple

from lxml import etree

from bayegan.metadata.parser import iterate, parse_xml, thinned
from bayegan.metadata.prove import RECORD, proved_root
from bayegan.metadata.record_form import NAMESPACE, Write, children, element_of, reader
from bayegan.metadata.shipped import xsd
from bayegan.metadata.writer import Out, document
from bayegan.model.record import FileNote, Record

_PATH = "metadata/record.xml"
_NOTE = f"{{{NAMESPACE}}}file"
_read_note = reader(FileNote)


def write_record(record: Record, out: Out, notes: Iterable[FileNote] = ()) -> None:
    """Write `record` as a document of record-1.0.xsd, with `notes` on single files after those that it has.

    Notes are taken one by one. Raises OSError as `out` does.
    """
    with document(out, RECORD.root, {None: NAMESPACE}) as writer:
        _of_a_record()(writer, record)
        for note in notes:
            _of_a_note()(writer, note)


@cache
def _of_a_record() -> Write:
    return children(Record)


@cache
def _of_a_note() -> Write:
    return element_of(FileNote, "file")


def read_record(content: bytes) -> Record:
    """Return the record in a record.xml, equal to what was written. Raises XmlRefused where it is not valid."""
    return record_of(proved_root(content, _PATH, RECORD))


def record_of(root: etree._Element) -> Record:
    """Return the record whose element, valid by its schema, is `root`."""
    record: Record = reader(Record)(root)
    return record


class Thin(NamedTuple):
    """A record with some of its notes on single files, and their numbers among all."""

    record: Record
    numbers: tuple[int, ...]


def thin(record: Record, keeps: Callable[[FileNote], bool]) -> Thin:
    """Return a record with those notes on single files that it `keeps`."""
    kept = [(number, note) for number, note in enumerate(record.files) if keeps(note)]
    notes = tuple(note for _, note in kept)
    return Thin(replace(record, files=notes) if record.files else record, tuple(number for number, _ in kept))


def read_thin_record(opened: Callable[[], BinaryIO], keeps: Callable[[FileNote], bool]) -> Thin:
    """Return a record with those notes on single files that it `keeps`: there may be a hundred thousand of others.

    Raises XmlRefused where the whole is not valid, OSError as the source does.
    """
    notes: list[FileNote] = []
    numbers: list[int] = []
    counted = count()

    def take(element: etree._Element) -> None:
        note: FileNote = _read_note(element)
        number = next(counted)
        if keeps(note):
            notes.append(note)
            numbers.append(number)

    try:
        with opened() as source:
            root = thinned(source, xsd(RECORD.schema), RECORD.root, _NOTE, take)
    except (ValueError, TypeError, KeyError):  # a note that is not valid; who reads all of it says so
        root = None
    if root is None:
        with opened() as source:
            return thin(read_record(source.read()), keeps)
    return Thin(replace(record_of(root), files=tuple(notes)), tuple(numbers))


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
