"""The checks of a table for AtoM: what its importer will do with it, before it does."""

import os
import re
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bayegan.export.atom_values import (
    CULTURES,
    EVENTS,
    HEADER,
    KNOWN_LEVELS,
    LONGEST_ROW,
    NONE,
    OTHERS,
    PARTIAL,
    TRANSLATED,
)
from bayegan.export.csv_cells import rows_of
from bayegan.export.sealed import read_back
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import Kind
from bayegan.storage.scan import kinds_below

TABLE = "information-objects.csv"
_PIECE = 1 << 16
_OBJECTS = "digital-objects/"
_NEEDED = ("legacyId", "parentId", "title", "levelOfDescription", "culture")
_CULTURE = re.compile(r"[a-z]{2}(_[A-Z]{2,5}){0,2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")
_STATUS = ("Draft", "Published")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORMS = {
    "culture": (_CULTURE, "atom-culture"),
    "language": (_LANGUAGE, "atom-language"),
    "languageOfDescription": (_LANGUAGE, "atom-language"),
    "script": (_SCRIPT, "atom-script"),
    "scriptOfDescription": (_SCRIPT, "atom-script"),
}


class _Line(NamedTuple):
    """A record of the table: its number, with the header as 1, and its cells by column."""

    number: int
    cells: Mapping[str, str]


def lint(package: Path) -> Iterator[Finding]:
    """Yield everything that AtoM's importer would refuse, lose or read otherwise in the package.

    Raises CouldNot where it cannot be read.
    """
    files = frozenset(path for path, kind in kinds_below(os.fspath(package)).items() if kind is Kind.FILE)
    if TABLE not in files:
        yield finding("atom-table-missing", path=TABLE, found="no such file")
        return
    if (at := _first_wrong_octet(package / TABLE)) is not None:
        yield finding("atom-not-utf8", path=TABLE, found=f"the octet at {at}")
        return
    yield from _judge_rows(package / TABLE)
    lines = _Lines(package / TABLE)
    for line in lines:
        yield from _judge_line(line)
    yield from _judge_order(lines)
    yield from _judge_objects(lines, files)


class _Lines:
    """The records of a table that have as many cells as its header, read anew each time they are asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[_Line]:
        with read_back(self._path) as source, closing(rows_of(source)) as rows:
            header = next(rows, [])
            for number, row in enumerate(rows, 2):
                if len(row) == len(header) and "".join(row).strip():
                    yield _Line(number, dict(zip(header, row, strict=True)))


def _judge_rows(path: Path) -> Iterator[Finding]:
    with read_back(path) as source, closing(rows_of(source)) as rows:
        header = next(rows, [])
        yield from _judge_header(header)
        for number, row in enumerate(rows, 2):
            if not "".join(row).strip():
                yield finding("atom-row-empty", path=TABLE, row=number, found="no value")
            elif len(row) != len(header):
                found = f"{len(row)} cells"
                yield finding("atom-cells", path=TABLE, row=number, expected=f"{len(header)} cells", found=found)


def _first_wrong_octet(path: Path) -> int | None:
    """Return where a file stops being UTF-8, from 1, None where it does not."""
    decoder = getincrementaldecoder("utf-8")()
    done = 0
    with read_back(path) as source:
        while True:
            piece = source.read(_PIECE)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return done - held + error.start + 1
            done += len(piece)
            if not piece:
                return None


def _judge_header(header: Sequence[str]) -> Iterator[Finding]:
    known = {*HEADER, *OTHERS}
    for name, count in Counter(header).items():
        if name not in known:
            yield finding("atom-column-unknown", path=TABLE, row=1, pointer=name, found=name)
        elif count > 1:
            yield finding("atom-column-twice", path=TABLE, row=1, pointer=name, found=f"{count} times")
    for name in _NEEDED:
        if name not in header:
            yield finding("atom-column-missing", path=TABLE, row=1, expected=name, found="no such column")


def _judge_line(line: _Line) -> Iterator[Finding]:
    cells = line.cells
    if sum(len(one.encode("utf-8")) + 3 for one in cells.values()) > LONGEST_ROW:
        yield finding("atom-row-long", path=TABLE, row=line.number, found=cells.get("legacyId", ""))
    for name, text in cells.items():
        if '\\"' in text or (text.endswith("\\") and _is_quoted(text)):
            yield finding("atom-backslash", path=TABLE, row=line.number, pointer=name, found=text[-80:])
        if text == "0" and name != "legacyId":
            yield finding("atom-zero", path=TABLE, row=line.number, pointer=name, found=text)
        if text.startswith(_FORMULA):
            yield finding("atom-cell-formula", path=TABLE, row=line.number, pointer=name, found=text[:80])
        if name in _FORMS:
            yield from _judge_form(line, name, text)
    yield from _judge_events(line)
    labels = [cells.get(name, "") for name in ("alternativeIdentifiers", "alternativeIdentifierLabels")]
    if len({_count(one) for one in labels}) > 1:
        yield finding("atom-labels", path=TABLE, row=line.number, found=" and ".join(map(str, map(_count, labels))))


def _is_quoted(text: str) -> bool:
    return any(one in text for one in ',"\r\n')


def _count(cell: str) -> int:
    return len(cell.split("|")) if cell else 0


def _judge_form(line: _Line, name: str, text: str) -> Iterator[Finding]:
    form, code = _FORMS[name]
    values = [text] if name == "culture" else text.split("|") if text else []
    for one in values:
        if not form.fullmatch(one):
            yield finding(code, path=TABLE, row=line.number, pointer=name, found=one or "nothing")


def _judge_events(line: _Line) -> Iterator[Finding]:
    filled = {name: line.cells[name].split("|") for name in EVENTS if line.cells.get(name)}
    counts = {name: len([one for one in values if one.strip()]) for name, values in filled.items()}
    if len(set(counts.values())) > 1:
        found = ", ".join(f"{name}: {count}" for name, count in counts.items())
        yield finding("atom-events", path=TABLE, row=line.number, found=found)
    for name in ("eventStartDates", "eventEndDates"):
        for one in filled.get(name, ()):
            if one != NONE and not _is_date(one):
                yield finding("atom-date", path=TABLE, row=line.number, pointer=name, found=one)


def _is_date(text: str) -> bool:
    """Say whether a text is YYYY-MM-DD, with 00 for what is not said."""
    if not PARTIAL.fullmatch(text):
        return False
    month, day = int(text[5:7]), int(text[8:])
    return month <= 12 and day <= 31 and (month > 0 or day == 0)


def _judge_order(lines: Iterable[_Line]) -> Iterator[Finding]:
    """Judge what stands before what: parents before children, the rows of a description together."""
    seen: dict[str, tuple[str, ...]] = {}
    in_one = {one: (one,) for one in CULTURES}
    before = ""
    for line in lines:
        identifier, culture = line.cells.get("legacyId", "").strip(), line.cells.get("culture", "")
        if identifier in ("", "0"):
            yield finding("atom-legacy-id", path=TABLE, row=line.number, found=identifier or "nothing")
        elif identifier not in seen:
            yield from _judge_first(line, seen, lines)
        elif identifier != before or culture in seen[identifier]:
            yield finding("atom-legacy-id-twice", path=TABLE, row=line.number, found=identifier)
        else:
            yield from _judge_translation(line)
        known = seen.get(identifier)
        seen[identifier] = (*known, culture) if known else in_one.get(culture, (culture,))
        before = identifier


def _judge_first(line: _Line, seen: Mapping[str, object], lines: Iterable[_Line]) -> Iterator[Finding]:
    """Judge the first row of a description."""
    cells, number = line.cells, line.number
    parent = cells.get("parentId", "").strip()
    if parent and cells.get("qubitParentSlug"):
        yield finding("atom-parent-twice", path=TABLE, row=number, found=f"{parent} and {cells['qubitParentSlug']}")
    elif parent and parent not in seen:
        is_there = any(one.cells.get("legacyId") == parent for one in lines)
        code = "atom-parent-order" if is_there else "atom-parent-unknown"
        yield finding(code, path=TABLE, row=number, pointer="parentId", found=parent)
    if not cells.get("title", "").strip():
        yield finding("atom-title", path=TABLE, row=number, found=cells.get("legacyId", ""))
    if cells.get("levelOfDescription") not in KNOWN_LEVELS:
        found = cells.get("levelOfDescription") or "nothing"
        yield finding("atom-level", path=TABLE, row=number, pointer="levelOfDescription", found=found)
    status = cells.get("publicationStatus")
    if status and (status not in _STATUS or cells.get("culture") != "en"):
        found = f"{status} in a row in {cells.get('culture')}"
        yield finding("atom-publication-status", path=TABLE, row=number, pointer="publicationStatus", found=found)


def _judge_translation(line: _Line) -> Iterator[Finding]:
    for name, text in line.cells.items():
        if text and name not in TRANSLATED:
            yield finding("atom-translation", path=TABLE, row=line.number, pointer=name, found=text[:80])


def _judge_objects(lines: Iterable[_Line], files: frozenset[str]) -> Iterator[Finding]:
    unused = {one for one in files if one.startswith(_OBJECTS)}
    for line in lines:
        path = line.cells.get("digitalObjectPath", "")
        if not path:
            continue
        if line.cells.get("digitalObjectURI"):
            yield finding("atom-object-overridden", path=TABLE, row=line.number, found=path)
        place = _in_package(path)
        if place not in files:
            yield finding("atom-object-missing", path=TABLE, row=line.number, expected=place, found="no such file")
        elif place not in unused:
            yield finding("atom-object-twice", path=TABLE, row=line.number, found=path)
        unused.discard(place)
    for path in sorted(unused):
        yield finding("atom-object-unused", path=path, found="named in no row")


def _in_package(path: str) -> str:
    """Return where a digital object lies in the package: on the server its folder may have another name."""
    return _OBJECTS + "/".join(path.split("/")[-2:])
