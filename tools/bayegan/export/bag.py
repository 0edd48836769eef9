"""The bag itself: each item as it was sealed, byte for byte, or what of it may be given."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from bayegan.bags.bounds import Bounds
from bayegan.bags.check import check_bag
from bayegan.bags.sources import source_of
from bayegan.errors import CouldNot
from bayegan.export.bag_archives import ARCHIVES, unfit_names, write_archive
from bayegan.export.bag_profiles import (
    APTRUST_ACCESS,
    APTRUST_STORAGE,
    AS_SEALED,
    PROFILES,
    departures,
    form_for,
)
from bayegan.export.derived_bag import OURS, BagForm, write_derived
from bayegan.export.exporter import Written
from bayegan.export.open_item import OpenItem
from bayegan.export.sealed import SealedBag, read_sealed
from bayegan.export.sink import Sink, aside
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding, has_errors
from bayegan.model.names import shown
from bayegan.model.progress import ended

FOLDER = "folder"
_OURS = Bounds(members=1 << 62, octets=1 << 62, ratio=1 << 62, lists=1 << 62, tag_file=1 << 62)
"""What we have just written ourselves may be of any size."""


class BagExporter:
    """Writes each item as a BagIt 1.0 bag in a folder, or an archive file, of the item's folder name."""

    name: ClassVar[str] = "bag"
    title: ClassVar[str] = "BagIt bags (RFC 8493)"
    explains: ClassVar[str] = (
        "Each item byte for byte as the bag that was sealed: documents, Dublin Core, record, PREMIS and "
        "manifests. A folder for each item, or with --as a zip, tar or tgz file. For any institution that takes "
        "bags; bagit.py and sha512sum can check it. An item of which something is withheld becomes a bag of its "
        "own that says what it derives from. With profile=aptrust or profile=btr each bag is made for that "
        "profile, and held against it."
    )
    options: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "as": (FOLDER, *ARCHIVES),
        "profile": (AS_SEALED, *PROFILES),
        "access": APTRUST_ACCESS,
        "storage": APTRUST_STORAGE,
    }

    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = dict(options)
        self._form = options.get("as", FOLDER)
        self._profile = options.get("profile", AS_SEALED)

    def place(self, item: ExportItem, _: int) -> str:
        """Return the name of the bag."""
        return item.folder if self._form == FOLDER else f"{item.folder}.{self._form}"

    def write_item(self, item: OpenItem, number: int, sink: Sink) -> object:
        """Copy the bag, or derive one, and check the copy as a bag of its own.

        What its manifests do not list is not taken along.
        """
        place = self.place(item.bag.item, number)
        form = form_for(item, self._options)
        if form is None and not item.is_whole:
            form = OURS
        if self._form == FOLDER:
            _write_folder(item, place, sink, form)
        elif form is None:
            _write_archive(item.bag, place, self._form, sink)
        else:
            self._write_derived_archive(item, place, sink, form)
        if not has_errors(sink.findings):
            sink.findings.extend(_checked(item.identifier, sink.folder / place))
        if not has_errors(sink.findings) and self._profile != AS_SEALED:
            sink.findings.extend(departures(item.identifier, sink.folder / place, self._profile))
        return None

    def _write_derived_archive(self, item: OpenItem, place: str, sink: Sink, form: BagForm) -> None:
        """Derive a bag in a folder that takes its place, and make the archive of it."""
        inner = Sink(aside(sink.folder, place))
        try:
            inner.folder.mkdir()
            write_derived(item, item.folder, inner, form)
            sink.findings.extend(inner.findings)
            derived = replace(item.bag.item, bag=inner.folder / item.folder, vouched={})
            _write_archive(read_sealed(derived)[0], place, self._form, sink)
        finally:
            shutil.rmtree(inner.folder, ignore_errors=True)

    def finish(self, items: Sequence[Written], sink: Sink) -> None:
        """Write nothing: each bag stands for itself."""

    def lint(self, _: Path) -> Iterator[Finding]:
        """Yield nothing: every bag was checked when it was written."""
        yield from ()


def _write_folder(item: OpenItem, place: str, sink: Sink, form: BagForm | None) -> None:
    if form is not None:
        write_derived(item, place, sink, form)
        return
    for path in item.bag.empty:
        sink.make_folder(f"{place}/{path}")
    for path in item.bag.files:
        sink.copy(item, path, f"{place}/{path}")


def _write_archive(bag: SealedBag, place: str, form: str, sink: Sink) -> None:
    unfit = tuple(unfit_names(bag.item.identifier, (*bag.digests, *bag.empty), form))
    sink.findings.extend(unfit)
    if unfit:
        return
    for size, altered in write_archive(bag, sink.folder / place, form):
        sink.findings.extend(altered)
        sink.octets += size
        sink.copied += 1
    sink.note(place)


def _checked(identifier: str, copy: Path) -> Iterator[Finding]:
    """Yield all that is wrong with a bag as written."""
    report = ended(check_bag(source_of(copy, _OURS)))
    if report.not_checked:
        first = report.not_checked[0]
        raise CouldNot(f"{copy.name}/{first.path}", f"cannot be read back ({first.reason})", "Try again.")
    for one in report.findings:
        yield replace(one, item=shown(identifier), path=shown(f"{copy.name}/{one.path or ''}"))
