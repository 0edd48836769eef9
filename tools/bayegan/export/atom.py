"""AtoM's CSV of archival descriptions by ISAD(G), with the documents as digital objects."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import ClassVar, NamedTuple, cast

from bayegan.export.atom_lint import TABLE, lint
from bayegan.export.atom_rows import collection_rows, file_row, item_rows
from bayegan.export.atom_values import HEADER, Row
from bayegan.export.exporter import Written
from bayegan.export.open_item import OpenItem
from bayegan.export.saf_map import WAITING, MappedFile, MappedFiles, map_lines, write_whole_map
from bayegan.export.sink import Sink
from bayegan.export.spill import Spill, poured, spilled
from bayegan.model.collection import Collection
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding, finding
from bayegan.model.hierarchy import Hierarchy
from bayegan.model.listing import PAYLOAD
from bayegan.model.record import AccessLevel

OBJECTS = "digital-objects"
_ROWS = "=rows"
"""What the rows of a large item are kept as until all is written: a name that no document has there."""
_AT_ONCE = 500
_PUBLISHED, _DRAFT = "Published", "Draft"


class _Said(NamedTuple):
    """What of an item stands for all together: its rows, the collections above it, and its lines of the map."""

    rows: Spill
    collections: tuple[Collection, ...]
    lines: Spill


class AtomExporter:
    """Writes information-objects.csv for the import of AtoM 2.8, and a folder of digital objects."""

    name: ClassVar[str] = "atom"
    title: ClassVar[str] = "AtoM ISAD(G) CSV"
    explains: ClassVar[str] = (
        "For the CSV import of AtoM 2.8: the collections and items as descriptions by ISAD(G), parents before "
        "children, a row for English and one for Persian, and the documents as digital objects. What is not public "
        "is a draft. The record, PREMIS and the manifests stay behind. objects: the path of the folder of digital "
        "objects on the server of AtoM."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {"publication": ("published", "draft"), "objects": ()}

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take the options."""
        self._published = _DRAFT if options.get("publication") == "draft" else _PUBLISHED
        self._objects = options.get("objects", OBJECTS).rstrip("/")

    def place(self, _: ExportItem, number: int) -> str:
        """Return the folder of an item's documents."""
        return f"{OBJECTS}/{number:06d}"

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> _Said:
        """Copy the documents of an item; return its rows."""
        folder = self.place(item.bag.item, number)
        files = MappedFiles(item, folder)
        for file in files:
            sink.copy(item, file.path, f"{folder}/{file.name}")
        level = item.record.access.level
        if level is not AccessLevel.PUBLIC:
            sink.findings.append(finding("atom-access-not-carried", item=item.identifier, found=level.value))
        rows = spilled(_pieces(self._rows(item, files)), f"{folder}/{_ROWS}", sink)
        sink.findings.extend(_changed(item))
        return _Said(rows, item.collections, spilled(map_lines(files), f"{folder}/{WAITING}", sink))

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write the table, collections first, and the map of every file name."""
        said = [cast(_Said, item.said) for item in items]
        above = Hierarchy({one.identifier: one for each in said for one in each.collections}.values())
        with sink.stream(TABLE) as out:
            out.write(",".join(HEADER).encode("ascii") + b"\r\n")
            for _, one in above.tree():
                status = self._published if one.access.level is AccessLevel.PUBLIC else _DRAFT
                out.write(_lines(collection_rows(one, status)))
            for each in said:
                for piece in poured(each.rows, sink):
                    out.write(piece)
        write_whole_map((each.lines for each in said), sink)

    def lint(self, folder: Path) -> Iterator[Finding]:
        """Yield what AtoM's importer would refuse, lose or read otherwise."""
        yield from lint(folder)

    def _rows(self, item: OpenItem, files: MappedFiles) -> Iterator[Row]:
        """Yield the rows of an item; its only file goes with it, of several each is a part of it."""
        record = item.record
        status = self._published if record.access.level is AccessLevel.PUBLIC else _DRAFT
        first, *others = item_rows(record, item.part_of, len(files), status)
        if len(files) == 1:
            first["digitalObjectPath"] = self._path(next(iter(files)))
        yield from (first, *others)
        titles = item.titles() if len(files) > 1 else {}
        closed = {one.path for one in item.notes() if one.access and one.access.level is not AccessLevel.PUBLIC}
        for number, file in enumerate(files if len(files) > 1 else (), 1):
            title = titles.get(file.path, file.path.removeprefix(PAYLOAD))
            row = file_row(first, number, title, _DRAFT if file.path in closed else status)
            yield row | {"digitalObjectPath": self._path(file)}

    def _path(self, file: MappedFile) -> str:
        return f"{self._objects}{file.item_folder.removeprefix(OBJECTS)}/{file.name}"


def _changed(item: OpenItem) -> Iterator[Finding]:
    """Yield a warning where a value holds what AtoM would part it at."""
    for one in item.statements:
        if "|" in one.value or '\\"' in one.value or one.value.endswith("\\"):
            yield finding("atom-value-changed", item=item.identifier, found=f"{one.term}: {one.value}")


def _pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield rows as lines, some at a time."""
    waiting = iter(rows)
    while some := [*islice(waiting, _AT_ONCE)]:
        yield _lines(some)


def _lines(rows: Iterable[Row]) -> bytes:
    """Return rows as lines of CSV (RFC 4180) in UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, HEADER, restval="")
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8", "backslashreplace")
