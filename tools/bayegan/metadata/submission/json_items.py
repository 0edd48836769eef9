"""From items in JSON to items of a submission; the same for JSON and for JSON Lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bayegan.metadata.descriptions import description_findings
from bayegan.metadata.json_form import from_json
from bayegan.metadata.json_schema import Problem, problems
from bayegan.metadata.record_json import record_from_json
from bayegan.metadata.submission.checksums import stated_checksum
from bayegan.metadata.submission.folders import folder_findings, split
from bayegan.metadata.submission.identifiers import identifier_findings
from bayegan.metadata.submission.json_problems import problem_findings
from bayegan.metadata.submission.source import Contents, Source
from bayegan.model.derived_dates import with_derived_dates
from bayegan.model.described import objects_of
from bayegan.model.findings import Finding, finding
from bayegan.model.identifiers import minted
from bayegan.model.quoted import Quoted
from bayegan.model.record import Access, Passage, Record, Text
from bayegan.model.submission import Position, SubmittedFile, SubmittedItem, SubmittedMetadata

_KEEPS_FILES_UNKNOWN = re.compile("(/(id|files|metadata)(/.*)?)?$", re.DOTALL)
_OF_THE_NAME = frozenset(("submission-duplicate-item", "submission-identifier"))
_PASSAGE = "submission-1.0#/$defs/passage"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value where an item is expected: `number` is its index plus one, or its line.

    `problems` are what the schema refuses, with pointers that begin at the value.
    """

    value: Any
    at: Position
    number: int
    problems: Sequence[Problem]


def read_entries(entries: Sequence[Entry], source: Source) -> Contents:
    """Return the items that could be read, and all that is wrong with any of them."""
    findings: list[Finding] = []
    items: list[SubmittedItem] = []
    first: dict[str, Position] = {}
    for entry in entries:
        wrong = [*_entry_findings(entry), *_again(entry, first)]
        refused = {one.pointer for one in entry.problems}
        item_said = _given_identifier(entry)
        described = description_findings(
            entry.value, source.vocabularies, entry.at, item=item_said, refused=refused
        )
        if not wrong:
            item = _item(entry, source)
            wrong = [*folder_findings(_files(entry, source), item.record.identifier), *_note_on_folder(item)]
            items += [] if wrong else [item]
        elif not _OF_THE_NAME & {one.code for one in wrong} and (quoting := _quoting(entry, source)):
            items.append(quoting)
        findings += [*wrong, *described]
    return Contents(tuple(items), tuple(findings))


def _entry_findings(entry: Entry) -> Iterator[Finding]:
    """Yield what keeps an item from being read."""
    identifier = _given_identifier(entry)
    yield from problem_findings(entry.problems, entry.value, entry.at, identifier)
    if identifier is not None:
        yield from identifier_findings(identifier, _within(entry.at, "/id"))


def _given_identifier(entry: Entry) -> str | None:
    given = entry.value.get("id") if isinstance(entry.value, dict) else None
    return given if isinstance(given, str) else None


def _again(entry: Entry, first: dict[str, Position]) -> Iterator[Finding]:
    identifier = _given_identifier(entry)
    if identifier is None:
        return
    at = _within(entry.at, "/id")
    earlier = first.setdefault(identifier, at)
    if earlier is not at:
        found = f"“{identifier}” at {_spelled(earlier)} and again at {_spelled(at)}"
        yield finding("submission-duplicate-item", item=identifier, row=at.row, pointer=at.pointer, found=found)


def _within(at: Position, place: str) -> Position:
    return Position(at.row, f"{at.pointer or ''}{place}")


def _spelled(at: Position) -> str:
    return f"{at.pointer}" if at.row is None else f"line {at.row}"


def _item(entry: Entry, source: Source) -> SubmittedItem:
    identifier = _given_identifier(entry) or minted(source.digest, entry.number)
    record = with_derived_dates(record_from_json(entry.value, identifier, source.default_access))
    files, folder = split(_files(entry, source))
    return SubmittedItem(record, files, entry.at, folder, "access" in entry.value, _metadata(entry))


def _quoting(entry: Entry, source: Source) -> SubmittedItem | None:
    """Return of an item that the schema refuses its files and the passages that can be held against them.

    None where it has no such passage, or where its name or its files are refused too.
    """
    if not isinstance(entry.value, dict) or any(_KEEPS_FILES_UNKNOWN.match(one.pointer) for one in entry.problems):
        return None
    passages = [(met.pointer, met.fields) for met in objects_of(entry.value) if met.cls is Passage]
    quoted = tuple(Quoted(pointer, one) for pointer, said in passages if (one := _passage(said)) is not None)
    if not quoted:
        return None
    identifier = _given_identifier(entry) or minted(source.digest, entry.number)
    record = Record(identifier, (Text(identifier),), Access(source.default_access))
    files, folder = split(_files(entry, source))
    return SubmittedItem(record, files, entry.at, folder, quoted=quoted)


def _passage(said: Mapping[str, Any]) -> Passage | None:
    return None if problems(_PASSAGE, said) else from_json(Passage)(said)


def _note_on_folder(item: SubmittedItem) -> Iterator[Finding]:
    if item.folder is not None and item.record.files:
        found, pointer = "a title, terms or extras", f"{item.at.pointer or ''}/files/0"
        yield finding(
            "submission-folder-facts",
            item=item.record.identifier,
            path=item.folder,
            row=item.at.row,
            pointer=pointer,
            found=found,
        )


def _files(entry: Entry, source: Source) -> tuple[SubmittedFile, ...]:
    files = entry.value.get("files", ())
    return tuple(_file(file, _within(entry.at, f"/files/{index}"), source) for index, file in enumerate(files))


def _metadata(entry: Entry) -> tuple[SubmittedMetadata, ...]:
    return tuple(
        SubmittedMetadata(one["form"], SubmittedFile(one["filename"], _within(entry.at, f"/metadata/{index}")))
        for index, one in enumerate(entry.value.get("metadata", ()))
    )


def _file(file: Mapping[str, Any], at: Position, source: Source) -> SubmittedFile:
    written = [*([file["checksum"]] if "checksum" in file else []), *file.get("checksums", ())]
    stated_in = f"{source.name}, {_spelled(at)}"
    checksums = [one for text in written if (one := stated_checksum(text, stated_in))]
    size = int(file["size"]) if "size" in file else None
    return SubmittedFile(file["filename"], at, size, tuple(dict.fromkeys(checksums)))
