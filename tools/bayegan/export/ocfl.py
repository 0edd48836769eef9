"""An OCFL storage root: each item an object, each version of it a bag."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import ClassVar

from bayegan.export.derived_bag import write_derived
from bayegan.export.exporter import Written
from bayegan.export.ocfl_inventory import Inventory, Version, write_inventory
from bayegan.export.ocfl_layout import (
    CONFIG,
    LAYOUT,
    OBJECT,
    PREFIX,
    ROOT,
    layout_config,
    layout_file,
    object_id,
    storage_path,
)
from bayegan.export.ocfl_lint import lint_hierarchy
from bayegan.export.ocfl_object_lint import lint_written
from bayegan.export.ocfl_plain_object import is_plain
from bayegan.export.open_item import OpenItem, open_item
from bayegan.export.sink import Sink
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.listing import PAYLOAD
from bayegan.model.names import is_utf8
from bayegan.model.record.item import FIRST_VERSION

_NO_ADDRESS = "ocfl-w008"


class OcflExporter:
    """Writes an OCFL 1.1 storage root, in the layout 0003; the logical paths of an object are those of the bag."""

    name: ClassVar[str] = "ocfl"
    title: ClassVar[str] = "Oxford Common File Layout 1.1"
    explains: ClassVar[str] = (
        "A storage root for any OCFL client, or for storage of one's own. Each item is an object whose content is "
        "the bag. With --audience archive an object has every version of its item, and what several versions or "
        "files share is kept once; otherwise it has the latest version alone."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {"prefix": (), "address": ()}
    takes_earlier: ClassVar[bool] = True

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take `prefix`, which begins the identifier of an object, and `address`, a URI of whoever sealed."""
        self._prefix = options.get("prefix", PREFIX)
        self._address = options.get("address")

    def place(self, item: ExportItem, _: int) -> str:
        """Return the object root."""
        return storage_path(object_id(item.identifier, self._prefix))

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> object:
        """Write the object of an item and check it; what was copied was compared, and is not read again."""
        place = self.place(item.bag.item, number)
        self._write_object(item, place, sink)
        if not has_errors(sink.findings) and not is_plain(sink, place):
            found = lint_written(sink, place, is_listed=not item.is_whole)
            sink.findings.extend(one for one in found if one.code != _NO_ADDRESS)
        return None

    def _write_object(self, item: OpenItem, place: str, sink: Sink) -> None:
        inventory = Inventory(object_id(item.identifier, self._prefix))
        sink.put(f"{place}/{OBJECT}", f"{OBJECT[2:]}\n".encode("ascii"))
        for version in chain(_earlier(item, sink), (item,)):
            known = len(sink.findings)
            if not _can_be_told(version, sink):
                if version is not item:
                    sink.findings[known:] = _told_of(version.bag.item, sink.findings[known:])
                return
            inventory.versions.append(Version(version.sealed, _message(version, item), self._user(version)))
            folder = f"{place}/{inventory.head}"
            (_write_whole if version.is_whole else _write_derived)(version, inventory, place, sink)
            write_inventory(inventory, [folder, *([place] if version is item else [])], sink)
            if version is not item:
                sink.findings.extend(version.bag.check_rest())
                sink.findings[known:] = _told_of(version.bag.item, sink.findings[known:])

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Declare the storage root and its layout."""
        sink.put(ROOT, f"{ROOT[2:]}\n".encode("ascii"))
        sink.put(LAYOUT, layout_file())
        sink.put(CONFIG, layout_config())
        if self._address is None:
            sink.findings.append(finding(_NO_ADDRESS, found=f"no address in {len(items)} objects"))

    def lint(self, folder: Path) -> Iterator[Finding]:
        """Yield what is wrong with the root; every object was checked when it was written."""
        yield from lint_hierarchy(folder)

    def _user(self, item: OpenItem) -> dict[str, str]:
        name = dict(item.info()).get("Source-Organization", "unknown")
        return {"name": name} | ({} if self._address is None else {"address": self._address})


def _earlier(item: OpenItem, sink: Sink) -> Iterator[OpenItem]:
    for _, one in item.bag.item.earlier:
        opened, found = open_item(one)
        sink.findings.extend(_told_of(one, found))
        if opened is not None:
            yield opened


def _told_of(version: ExportItem, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the bag of an earlier version, with the version in their paths."""
    return [replace(one, path=f"{version.version}/{one.path}") for one in findings]


def _message(item: OpenItem, latest: OpenItem) -> str:
    said = [
        f"{item.version} of the item, as sealed" if item.is_whole else f"Derived from {item.version} of the item"
    ]
    if item.version != FIRST_VERSION:  # no record says why the first one was made
        said += [one.reason.value for one in latest.record.amendments if f"v{one.version}" == item.version]
    return ": ".join(said)


def _can_be_told(item: OpenItem, sink: Sink) -> bool:
    """Say whether JSON can hold every name; findings say which not, and which empty folders are left out."""
    for path in item.bag.digests:
        if not is_utf8(path):
            sink.findings.append(
                finding("ocfl-name-not-utf8", item=item.identifier, path=path, found="other octets")
            )
    for path in item.bag.empty:
        sink.findings.append(finding("ocfl-empty-folder", item=item.identifier, path=path, found="an empty folder"))
    return not has_errors(sink.findings)


def _write_whole(item: OpenItem, inventory: Inventory, place: str, sink: Sink) -> None:
    """Copy what of a sealed bag no earlier file of the object holds already."""
    version = inventory.versions[-1]
    for path in item.bag.files:
        digest = item.bag.digests.get(path) or hashlib.sha512(item.bag.read(path)).digest()
        version.add(digest, path)
        if digest not in inventory.manifest:
            content = f"{inventory.head}/content/{path}"
            sink.copy(item, path, f"{place}/{content}")
            inventory.manifest[digest] = [content]


def _write_derived(item: OpenItem, inventory: Inventory, place: str, sink: Sink) -> None:
    """Derive a bag of what is given, and take it into the inventory."""
    root = f"{inventory.head}/content"
    inner = sink.part()
    write_derived(item, f"{place}/{root}", inner)
    if not item.payload:
        (sink.folder / place / root / PAYLOAD).rmdir()
        sink.findings.append(
            finding("ocfl-empty-folder", item=item.identifier, path=PAYLOAD, found="an empty folder")
        )
    version = inventory.versions[-1]
    for path, (digest, _) in inner.files.items():
        content = path.removeprefix(f"{place}/")
        inventory.manifest.setdefault(digest, []).append(content)
        version.add(digest, content.removeprefix(f"{root}/"))
    sink.take(inner)
