"""DSpace's Simple Archive Format: item folders that its batch import takes."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import ClassVar, cast

from bayegan.export.exporter import Written
from bayegan.export.open_item import OpenItem
from bayegan.export.saf_contents import written
from bayegan.export.saf_fields import crosswalk
from bayegan.export.saf_lint import lint
from bayegan.export.saf_map import FILE_NAME, MappedFile, write_map
from bayegan.export.saf_names import safe_names
from bayegan.export.sink import Sink
from bayegan.metadata.saf_xml import write_dublin_core
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import PAYLOAD
from bayegan.model.record import AccessLevel, Record

_FILE_OF_SCHEMA = {"dc": "dublin_core.xml", "dcterms": "metadata_dcterms.xml"}


class SafExporter:
    """Writes a Simple Archive Format package for DSpace 7 to 10, with a map of every file name."""

    name: ClassVar[str] = "saf"
    title: ClassVar[str] = "DSpace Simple Archive Format"
    explains: ClassVar[str] = (
        "For the batch import of DSpace 7 to 10: one folder for each item with its documents and its Dublin "
        "Core. Record, PREMIS and access level stay behind. Names that the import may spoil are made safe, and "
        "filename-map.csv brings every true name back."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take no options."""

    def place(self, _: ExportItem, number: int) -> str:
        """Return the item's folder: item_000001 and so on, in the order of the export."""
        return f"item_{number:06d}"

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> tuple[MappedFile, ...]:
        """Write the folder of an item; return what the map says of its files."""
        folder = self.place(item.bag.item, number)
        if item.record.access.level is not AccessLevel.PUBLIC:
            level = item.record.access.level.value
            sink.findings.append(finding("saf-access-not-carried", item=item.identifier, found=level))
        files = _mapped(item, folder)
        sink.make_folder(folder)
        for schema, values in crosswalk(item.statements).items():
            out = BytesIO()
            write_dublin_core(out, schema, values)
            sink.put(f"{folder}/{_FILE_OF_SCHEMA[schema]}", out.getvalue())
        titles = _titles(item.record)
        lines = "".join(written(file.name, _description(file, titles)) for file in files)
        sink.put(f"{folder}/contents", lines.encode("utf-8"))
        for file in files:
            sink.copy(item, file.path, f"{folder}/{file.name}")
        return files

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write the map of every file name."""
        mapped = [file for item in items for file in cast(tuple[MappedFile, ...], item.said)]
        sink.put(FILE_NAME, "".join(write_map(mapped)).encode("utf-8"))

    def lint(self, folder: Path) -> Iterator[Finding]:
        """Yield what DSpace's importer would refuse, lose or open."""
        yield from lint(folder)


def _titles(record: Record) -> dict[str, str]:
    """Return the title of each file that the record gives one."""
    return {note.path: term.value for note in record.files for term in note.terms if term.term == "title"}


def _mapped(item: OpenItem, folder: str) -> tuple[MappedFile, ...]:
    names = safe_names(path.removeprefix(PAYLOAD) for path in item.payload)
    return tuple(
        MappedFile(folder, item.identifier, PAYLOAD + path, name, item.bag.digests[PAYLOAD + path].hex())
        for path, name in names.items()
    )


def _description(file: MappedFile, titles: Mapping[str, str]) -> str:
    """Return the title of a file and its true path, whichever of them its name does not say already."""
    path = file.path.removeprefix(PAYLOAD)
    true_name = "" if path == file.name else path
    title = titles.get(file.path, "")
    return f"{title} ({true_name})" if title and true_name else title or true_name
