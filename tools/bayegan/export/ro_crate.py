"""RO-Crate: a folder for each item, its documents and what is known of them in JSON-LD."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from bayegan.export.exporter import Written
from bayegan.export.open_item import OpenItem
from bayegan.export.ro_crate_entities import CONTEXT, SHA512, Crate, Entity, file_entities
from bayegan.export.ro_crate_ids import METADATA, places, reference
from bayegan.export.ro_crate_lint import lint
from bayegan.export.sink import Sink
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import PAYLOAD
from bayegan.model.names import is_utf8

_LINES = 500


class RoCrateExporter:
    """Writes an attached RO-Crate 1.3 package for each item; its root is the payload."""

    name: ClassVar[str] = "ro-crate"
    title: ClassVar[str] = "RO-Crate 1.3"
    explains: ClassVar[str] = (
        "For research repositories: a folder for each item with its documents under their own names, and "
        "ro-crate-metadata.json, which describes item, people, places, events and files in schema.org's terms. "
        "Claims, PREMIS and manifests stay behind."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take no options."""

    def place(self, item: ExportItem, _: int) -> str:
        """Return the root of the crate."""
        return item.folder

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> object:
        """Write the crate of an item."""
        place = self.place(item.bag.item, number)
        lies = places(path.removeprefix(PAYLOAD) for path in item.payload)
        crate = Crate(item)
        sink.findings.extend(_told(item, lies, crate))
        for path in item.payload:
            sink.copy(item, path, f"{place}/{lies[path.removeprefix(PAYLOAD)]}")
        with sink.stream(f"{place}/{METADATA}") as out:
            for piece in _pieces(crate, item, lies):
                out.write(piece.encode("utf-8"))
        return None

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write nothing: each crate stands for itself."""

    def lint(self, folder: Path) -> Iterator[Finding]:
        """Yield what RO-Crate 1.3 does not allow."""
        yield from lint(folder)


def _told(item: OpenItem, lies: Mapping[str, str], crate: Crate) -> Iterator[Finding]:
    if not crate.has_license:
        yield finding("rocrate-license-missing", item=item.identifier, found="no licence in the record")
    for path, place in lies.items():
        if path != place:
            yield finding("rocrate-name-taken", item=item.identifier, path=path, found=f"it is now {place}")
        if not is_utf8(path):
            yield finding("rocrate-name-not-utf8", item=item.identifier, path=path, found="other octets")


def _pieces(crate: Crate, item: OpenItem, lies: Mapping[str, str]) -> Iterator[str]:
    """Yield the metadata document: an entity on each line, and the files of the root one by one."""
    context = _text([CONTEXT, {"sha512": SHA512}])
    yield f'{{"@context": {context},\n "@graph": [\n'
    parts = crate.root.pop("hasPart", [])
    known = parts if isinstance(parts, list) else [parts]
    ids = (*(one["@id"] for one in known), *(reference(place) for place in lies.values()))
    comma = ""
    for entity in crate.entities:
        yield comma + (_text(entity) if entity is not crate.root else f"{_text(entity)[:-1]}{''.join(_of(ids))}}}")
        comma = ",\n"
    yield from _lines(file_entities(item, lies))
    yield "\n]}\n"


def _of(ids: Sequence[str]) -> Iterator[str]:
    """Yield the property hasPart, in the compact form: a list only of several."""
    if not ids:
        return
    yield ', "hasPart": ' + ("" if len(ids) == 1 else "[")
    yield ",\n  ".join(_text({"@id": one}) for one in ids)
    yield "" if len(ids) == 1 else "]"


def _lines(entities: Iterable[Entity]) -> Iterator[str]:
    held: list[str] = []
    for entity in entities:
        held.append(",\n" + _text(entity))
        if len(held) >= _LINES:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
