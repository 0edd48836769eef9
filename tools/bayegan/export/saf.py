"""DSpace's Simple Archive Format: item folders that its batch import takes."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, ClassVar, NamedTuple, cast

from bayegan.export.bag_archives import ARCHIVES
from bayegan.export.exporter import Written
from bayegan.export.open_item import OpenItem
from bayegan.export.saf_contents import written
from bayegan.export.saf_fields import crosswalk
from bayegan.export.saf_lint import judge_handles, judge_ties, lint, lint_folder, lint_top
from bayegan.export.saf_local import ELEMENTS, local_values
from bayegan.export.saf_map import WAITING, MappedFile, MappedFiles, map_lines, write_whole_map
from bayegan.export.saf_names import PREMIS_NAME, RECORD_NAME
from bayegan.export.saf_options import CHOICES, saf_options
from bayegan.export.saf_placement import handle_in, stated_handle
from bayegan.export.sink import Sink
from bayegan.export.spill import Spill, spilled
from bayegan.metadata.saf_xml import DcValue, write_dublin_core, write_registry
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.fixity import PREMIS, RECORD
from bayegan.model.hierarchy import Hierarchy
from bayegan.model.listing import PAYLOAD
from bayegan.model.record import Access, AccessLevel
from bayegan.storage.digests import digest_stream, open_to_read
from bayegan.storage.scan import scan

ZIP = "simple-archive.zip"
TOP = "simple-archive"
_MANY = 2000
"""Files from which on an item folder is checked when its record and its manifest are in memory no more."""
_RELATIONS = (
    "isPartOf",
    "hasPart",
    "replaces",
    "isReplacedBy",
    "isVersionOf",
    "hasVersion",
    "requires",
    "references",
)
"""Terms that tie an item to another. DSpace needs a relationship type of the same name for each."""
_OF_WEB_PAGES = (".html", ".htm")


class _Said(NamedTuple):
    """What of an item stands for all together: its lines of the map, its ties, when it was sealed, and its handle.

    `handle` and `is_entity` are what its folder says on disk, and `wrong` is what is wrong in it; one of very many
    files is yet to be checked.
    """

    lines: Spill
    ties: tuple[tuple[str, str], ...]
    sealed: datetime
    handle: str | None = None
    is_entity: bool = False
    wrong: tuple[Finding, ...] | None = None


class SafExporter:
    """Writes a Simple Archive Format package for DSpace 7 to 10, with a map of every file name."""

    name: ClassVar[str] = "saf"
    title: ClassVar[str] = "DSpace Simple Archive Format"
    explains: ClassVar[str] = (
        "For the batch import of DSpace 7 to 10: one folder for each item with its documents and its Dublin "
        "Core. Record, PREMIS and access level stay behind unless asked for. Names that the import may spoil are "
        "made safe, and filename-map.csv brings every true name back. collections: a handle, a UUID, or a CSV "
        "table from our collections to DSpace's; permissions: the group that may read what is not public; entity: "
        "the entity type of items; local: the prefix of a schema for what Dublin Core lacks."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = CHOICES

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take the options; raises WrongUse for one that DSpace could not use."""
        self._chosen = saf_options(options)

    @property
    def read(self) -> Mapping[str, str]:
        """The digest of the table of collections: an export with another one is another export."""
        table = repr(sorted(self._chosen.collections.items())).encode("utf-8", "surrogateescape")
        return {"collections table": hashlib.sha512(table).hexdigest()} if self._chosen.collections else {}

    def place(self, _: ExportItem, number: int) -> str:
        """Return the item's folder: item_000001 and so on, in the order of the export."""
        return f"item_{number:06d}"

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> _Said:
        """Write the folder of an item, and check it; return what stands for all together."""
        folder, before = self.place(item.bag.item, number), len(sink.findings)
        files = MappedFiles(item, folder)
        sink.findings.extend(self._opened_there(item))
        sink.make_folder(folder)
        self._write_metadata(item, folder, sink)
        with sink.stream(f"{folder}/contents") as out:
            for line in self._lines(item, files):
                out.write(line.encode("utf-8"))
            for line in self._write_record(item, folder, sink) if self._chosen.with_record else ():
                out.write(line.encode("utf-8"))
        for file in files:
            sink.copy(item, file.path, f"{folder}/{file.name}")
        self._write_places(item, folder, sink)
        said = _Said(Spill(b"", None), self._ties(item), item.sealed)
        if not self._chosen.is_zip and len(files) <= _MANY and not has_errors(sink.findings[before:]):
            said = self._checked(said, folder, sink)
        return said._replace(lines=spilled(map_lines(files), f"{folder}/{WAITING}", sink))

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write the map of every file name, what ties items to one another, and the zip file where one is asked."""
        said = {self.place_of(item): cast(_Said, item.said) for item in items}
        write_whole_map((one.lines for one in said.values()), sink)
        if not self._chosen.is_zip:
            for folder, one in said.items():
                said[folder] = checked = self._checked(one, folder, sink) if one.wrong is None else one
                sink.findings += checked.wrong or ()
            sink.findings += judge_handles((folder, one.handle) for folder, one in said.items() if one.handle)
        folders = {item.identifier: self.place_of(item) for item in items}
        for folder, one in said.items():
            lines = [f"relation.{term} folderName:{folders[to]}\n" for term, to in one.ties if to in folders]
            if lines:
                ties = "".join(dict.fromkeys(lines))
                sink.put(f"{folder}/relationships", ties.encode("ascii"))
                sink.findings += () if self._chosen.is_zip else judge_ties(ties, folder, said, one.is_entity)
        if self._chosen.local is not None:
            schema = self._chosen.local
            _write(sink, f"{schema}-types.xml", lambda out: write_registry(out, schema, ELEMENTS))
        if self._chosen.is_zip and said:
            _zip(sink, max(one.sealed for one in said.values()))

    def lint(self, folder: Path) -> Iterator[Finding]:
        """Yield what DSpace's importer would refuse, lose or open; item folders were checked as they were written.

        A zip file is unpacked, and all of it checked.
        """
        yield from lint(folder, self._local) if self._chosen.is_zip else lint_top(folder)

    @property
    def _local(self) -> tuple[str, ...]:
        return () if self._chosen.local is None else (self._chosen.local,)

    def _checked(self, said: _Said, name: str, sink: Sink) -> _Said:
        """Check an item folder that was written, and take in what it says."""
        folder, findings = lint_folder(sink.folder, name, self._local)
        handle = stated_handle(folder.texts.get("handle", ""))
        return said._replace(handle=handle, is_entity=folder.is_entity, wrong=tuple(findings))

    @staticmethod
    def place_of(item: Written) -> str:
        """Return the folder of an item that was written."""
        return f"item_{item.number:06d}"

    def _opened_there(self, item: OpenItem) -> Iterator[Finding]:
        """Yield what DSpace will open to whomever the collection is open to."""
        access = item.record.access
        if _is_closed(access, item):
            yield finding("saf-access-not-carried", item=item.identifier, found=_said(access))
        elif self._chosen.group is None:
            given = frozenset(item.payload)
            for note in item.notes():
                if note.access is not None and note.path in given and _is_closed(note.access, item):
                    found = _said(note.access)
                    yield finding("saf-access-not-carried", item=item.identifier, path=note.path, found=found)

    def _write_metadata(self, item: OpenItem, folder: str, sink: Sink) -> None:
        schemas = dict(crosswalk(item.statements))
        if self._chosen.entity is not None:
            schemas["dspace"] = (DcValue("entity", "type", None, self._chosen.entity),)
        if self._chosen.local is not None:
            schemas[self._chosen.local] = local_values(item)
        for schema, values in schemas.items():
            name = "dublin_core.xml" if schema == "dc" else f"metadata_{schema}.xml"
            out = BytesIO()
            write_dublin_core(out, schema, values)
            sink.put(f"{folder}/{name}", out.getvalue())

    def _lines(self, item: OpenItem, files: MappedFiles) -> Iterator[str]:
        """Yield the lines of `contents`: a web page is primary among the files that it is shown with."""
        titles = item.titles()
        closed = {note.path for note in item.notes() if note.access and _is_closed(note.access, item)}
        is_all_closed = _is_closed(item.record.access, item)
        pages = [file.path for file in files if file.path.lower().endswith(_OF_WEB_PAGES)]
        primary = pages[0] if len(pages) == 1 and len(files) > 1 else None
        for file in files:
            readers = self._chosen.group if is_all_closed or file.path in closed else None
            yield written(file.name, _description(file, titles), readers=readers, is_primary=file.path == primary)

    def _write_record(self, item: OpenItem, folder: str, sink: Sink) -> Iterator[str]:
        """Write the record and PREMIS beside the documents, in the bundle METADATA, which DSpace does not show."""
        closed = _is_closed(item.record.access, item)
        for name, path in ((RECORD_NAME, RECORD), (PREMIS_NAME, PREMIS)):
            if path not in item.bag.digests:
                continue
            if item.is_whole:
                sink.copy(item, path, f"{folder}/{name}")
            elif path == RECORD:
                _write(sink, f"{folder}/{name}", item.write_record)
            else:
                _write(sink, f"{folder}/{name}", item.write_preservation)
            yield written(name, "", bundle="METADATA", readers=self._chosen.group if closed else None)

    def _write_places(self, item: OpenItem, folder: str, sink: Sink) -> None:
        """Write where the item goes, and the handle that it has already."""
        if self._chosen.names_collections:
            places = self._collections(item)
            if places:
                sink.put(f"{folder}/collections", "".join(f"{one}\n" for one in places).encode("utf-8"))
            else:
                found = ", ".join(item.part_of) or "an item in no collection"
                sink.findings.append(finding("saf-collection-unmapped", item=item.identifier, found=found))
        if self._chosen.takes_handle:
            stated = (handle_in(one.value) for one in item.statements if one.term == "identifier")
            handle = next((one for one in stated if one is not None), None)
            if handle is not None:
                sink.put(f"{folder}/handle", f"{handle}\n".encode())

    def _collections(self, item: OpenItem) -> tuple[str, ...]:
        """Return DSpace's collections of an item: for each of ours the nearest that is in the table, upwards."""
        if self._chosen.owner is not None:
            return (self._chosen.owner,)
        hierarchy, found = Hierarchy(item.collections), dict[str, None]()
        for identifier in item.part_of:
            path = (self._chosen.collections.get(one.identifier) for one in reversed(hierarchy.path(identifier)))
            found |= dict.fromkeys(one for one in (next((one for one in path if one), None),) if one)
        return tuple(found)

    def _ties(self, item: OpenItem) -> tuple[tuple[str, str], ...]:
        """Return what the item says of other items, as term and identifier. Only entities have relationships."""
        if self._chosen.entity is None:
            return ()
        return tuple(
            (one.term, one.value)
            for one in item.statements
            if one.term in _RELATIONS and one.value != item.identifier
        )


def _is_closed(access: Access, item: OpenItem) -> bool:
    """Say whether somebody closed this; an embargo counts where it was to last when the item was sealed."""
    is_embargoed = access.embargo is not None and access.embargo > f"{item.sealed:%Y-%m-%d}"
    return access.level is not AccessLevel.PUBLIC or is_embargoed


def _said(access: Access) -> str:
    return access.level.value if access.embargo is None else f"{access.level.value}, embargo until {access.embargo}"


def _description(file: MappedFile, titles: Mapping[str, str]) -> str:
    """Return the title of a file and its true path, whichever of them its name does not say already."""
    path = file.path.removeprefix(PAYLOAD)
    true_name = "" if path == file.name else path
    title = titles.get(file.path, "")
    return f"{title} ({true_name})" if title and true_name else title or true_name


def _write(sink: Sink, path: str, write: Callable[[BinaryIO], object]) -> None:
    with sink.stream(path) as out:
        write(out)


def _zip(sink: Sink, time: datetime) -> None:
    """Put every item folder into one zip file, below one folder, as DSpace unpacks it; the folders go."""
    paths = [entry.path for entry in scan(sink.folder) if "/" in entry.path]
    with sink.stream(ZIP) as out:
        archive = ARCHIVES["zip"](out, time)
        archive.folder(TOP)
        folder = ""
        for path in paths:
            if path.partition("/")[0] != folder:
                folder = path.partition("/")[0]
                archive.folder(f"{TOP}/{folder}")
            file = sink.folder / path
            with open_to_read(file) as source, archive.file(f"{TOP}/{path}", file.stat().st_size) as write:
                digest_stream(source, (), write)
        archive.end()
    for path in paths:
        sink.remove(path)
    for folder in {path.partition("/")[0] for path in paths}:
        (sink.folder / folder).rmdir()
