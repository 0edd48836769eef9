"""Holding a record.xml against what no schema can say of it, and against the bag that it lies in."""

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from bayegan.metadata.descriptions import description_findings
from bayegan.metadata.prove import LARGE
from bayegan.metadata.record_form import line_at
from bayegan.metadata.record_json import record_to_json
from bayegan.metadata.record_xml import record_of, record_root
from bayegan.metadata.vocabularies import Vocabularies
from bayegan.model.findings import Finding, Severity, finding
from bayegan.model.listing import PAYLOAD
from bayegan.model.names import escapes
from bayegan.model.passages import passage_findings, texts_of
from bayegan.model.planning import PlannedFile, PlannedItem
from bayegan.model.quoted import quoted_in
from bayegan.model.record import Record
from bayegan.model.submission import Position
from bayegan.storage.documents import DocumentsFolder
from bayegan.storage.plain_file import is_plain_within, read_plain_file

_HERE = Position(pointer="")


def record_findings(path: Path, name: str, vocabularies: Vocabularies | None) -> tuple[Finding, ...]:
    """Return what is wrong with a record.xml, called `name`, that its schema accepts; none of any other file.

    Its keys, figures, intervals, dates and concepts are looked at. Where it lies in metadata/ of a bag, its
    passages are held against the payload. Where no archive is at hand, `vocabularies` is None, and a vocabulary
    that is not known may be one of the archive's own: that is a warning only. Raises CouldNot where a payload
    file cannot be read, OSError where the record cannot.
    """
    if path.stat().st_size > LARGE:
        found = f"more than {LARGE >> 20} MiB, so that keys, figures, concepts and passages were not looked at"
        return (finding("xml-not-all-checked", path=name, found=found, severity=Severity.WARNING),)
    root = record_root(read_plain_file(path), name)
    if root is None:
        return ()
    record = record_of(root)
    known = vocabularies or Vocabularies()
    told = [*description_findings(record_to_json(record), known, _HERE, item=record.identifier)]
    if vocabularies is None:
        told = [_softened(one) for one in told]
    told += _passages(record, path)
    return tuple(_at_line(one, line_at(root, one.pointer or ""), name) for one in told)


def _softened(one: Finding) -> Finding:
    is_unknown = one.code == "record-vocabulary-unknown"
    return dataclasses.replace(one, severity=Severity.WARNING) if is_unknown else one


def _passages(record: Record, path: Path) -> Iterator[Finding]:
    """Yield what is wrong with passages, as far as there is a payload to read."""
    bag = path.absolute().parent.parent
    if path.absolute().parent.name != "metadata" or not (bag / PAYLOAD.rstrip("/")).is_dir():
        return
    item = PlannedItem(record, tuple(_files(record, bag)), _HERE)
    texts, wrong = texts_of(item)
    yield from wrong
    folder = DocumentsFolder(bag)
    for text in texts:
        yield from passage_findings(item, text, folder.pieces(text.source))


def _files(record: Record, bag: Path) -> Iterable[PlannedFile]:
    """Yield the files that passages stand in, as far as they are there and are ordinary."""
    for path in dict.fromkeys(one.passage.path for one in quoted_in(record)):
        if not escapes(path) and is_plain_within(bag, path):
            yield PlannedFile(path, path, 0, (), _HERE)


def _at_line(one: Finding, line: int, name: str) -> Finding:
    beside = "" if one.path is None else f"{one.path}: "
    return dataclasses.replace(one, path=name, pointer=None, found=f"line {line}: {beside}{one.found}")
