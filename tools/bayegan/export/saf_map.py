"""The file that brings every true name back: which file of the package is which file of the archive."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bayegan.export.open_item import OpenItem
from bayegan.export.saf_names import safe_names
from bayegan.export.sink import Sink
from bayegan.export.spill import Spill, poured
from bayegan.model.listing import PAYLOAD
from bayegan.model.names import from_xml_name

FILE_NAME = "filename-map.csv"
WAITING = "=map"
"""What the lines of a large item are kept as until all is written: a name that no document has there."""
_HEADER = ("item_folder", "item", "path", "name", "sha512", "encoded")
_NOT_FOR_A_CELL = re.compile("^[-=+@]|[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class MappedFile:
    """One file: `path` in the sealed bag, from `data/` on, and `name` in the item folder of the package."""

    item_folder: str
    item: str
    path: str
    name: str
    sha512: str


class MappedFiles:
    """The files of an item that are given, under names that are safe; each is made when it is asked for."""

    def __init__(self, item: OpenItem, folder: str) -> None:
        self._item = item
        self._folder = folder
        self._names = safe_names(path.removeprefix(PAYLOAD) for path in item.payload)

    def __iter__(self) -> Iterator[MappedFile]:
        of = self._item
        for name, safe in self._names.items():
            path = PAYLOAD + name
            yield MappedFile(self._folder, of.identifier, path, safe, of.bag.digests[path].hex())

    def __len__(self) -> int:
        return len(self._names)


def write_map(files: Iterable[MappedFile]) -> Iterator[str]:
    """Yield the lines of a map in CSV (RFC 4180), header first.

    Where `item` or `path` holds a control character or a byte that is not UTF-8, or begins like a formula of
    a spreadsheet (CWE-1236), both are percent-encoded there and at `%`, and `encoded` says `yes`.
    """
    yield _line(_HEADER)
    yield from _lines(files)


def map_lines(files: Iterable[MappedFile]) -> Iterator[bytes]:
    """Yield the lines of files, without the header, in UTF-8."""
    return (line.encode("utf-8") for line in _lines(files))


def write_whole_map(lines: Iterable[Spill], sink: Sink) -> None:
    """Write the map of a package; `lines` are those of its items. Raises CouldNot."""
    with sink.stream(FILE_NAME) as out:
        out.write(_line(_HEADER).encode("ascii"))
        for one in lines:
            for piece in poured(one, sink):
                out.write(piece)


def _lines(files: Iterable[MappedFile]) -> Iterator[str]:
    for file in files:
        item, path, encoded = _cells(file.item, file.path)
        yield _line((file.item_folder, item, path, file.name, file.sha512, encoded))


def read_map(text: str) -> tuple[MappedFile, ...]:
    """Return the files of a map that `write_map` wrote, under their true names."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return tuple(
        MappedFile(
            row["item_folder"],
            from_xml_name(row["item"], row["encoded"] == "yes"),
            from_xml_name(row["path"], row["encoded"] == "yes"),
            row["name"],
            row["sha512"],
        )
        for row in rows
    )


def _cells(item: str, path: str) -> tuple[str, str, str]:
    if not (_NOT_FOR_A_CELL.search(item) or _NOT_FOR_A_CELL.search(path)):
        return item, path, "no"
    return _encoded(item), _encoded(path), "yes"


def _encoded(text: str) -> str:
    return re.sub("%|" + _NOT_FOR_A_CELL.pattern, _percent, text)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogateescape"))


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
