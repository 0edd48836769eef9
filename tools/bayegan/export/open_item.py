"""An item as an exporter sees it: what the audience is given of it, read from the sealed bag."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from io import BytesIO
from typing import BinaryIO

from bayegan.bags.tag_file import NAME as BAG_INFO
from bayegan.export.sealed import SMALL, SealedBag, read_sealed
from bayegan.metadata.dc_xml import read_dc
from bayegan.metadata.premis_xml import read_events, read_files, read_formats, write_premis
from bayegan.metadata.record_xml import read_notes, read_record, read_thin_record, write_record
from bayegan.metadata.writer import Out
from bayegan.model.disclosure.disclose import notes_given
from bayegan.model.disclosure.mask import NO_MASK, Mask
from bayegan.model.dissemination import ExportItem
from bayegan.model.dublin_core import Statement, crosswalk
from bayegan.model.findings import Finding, has_errors
from bayegan.model.fixity import DC, PREMIS, RECORD, TAG_MANIFEST
from bayegan.model.listing import PAYLOAD
from bayegan.model.preservation import FileObject, Format, PreservationRecord
from bayegan.model.record import FileNote, Record
from bayegan.storage.digests import open_to_read


class OpenItem:
    """A sealed item, opened for an audience. What it gives is read when it is first asked for.

    `part_of` are the collections that it belongs to, and `collections` these and all that they lie in, each after
    what it lies in, as the audience may see them.

    Where something is withheld (`is_whole` is False) everything here is what is left: `record`, `statements` and
    `preservation` are made anew, and `payload` and `files` lack what is left out. An exporter then writes those,
    and never copies a tag file of the sealed bag.
    """

    def __init__(self, item: ExportItem, bag: SealedBag, mask: Mask) -> None:
        self.identifier = item.identifier
        self.folder = item.folder
        self.version = item.version
        self.sealed: datetime = item.sealed
        self.bag = bag
        self.part_of = item.part_of
        self.collections = item.collections
        self._disclosed = item.disclosed
        self._mask = mask

    @property
    def is_whole(self) -> bool:
        """Whether the audience is given all of it, and so may be given the sealed bag itself."""
        return self._disclosed is None

    @cached_property
    def record(self) -> Record:
        """The record without what it says of single files: see `notes`. Raises XmlRefused, CouldNot."""
        if self._disclosed is not None:
            return self._disclosed.record
        if self._whole is None:
            return read_thin_record(partial(self._opened, RECORD), lambda _: False).record
        return replace(self._whole, files=()) if self._whole.files else self._whole

    @cached_property
    def _whole(self) -> Record | None:
        """All of the record as sealed where it is small; None where it is large."""
        return read_record(self._read(RECORD)) if self.bag.size(RECORD) <= SMALL else None

    def write_record(self, out: Out) -> None:
        """Write a record.xml of what is given, with memory flat.

        Raises XmlRefused, CouldNot, OSError as `out` does.
        """
        write_record(self.record, out, self.notes())

    def notes(self) -> Iterator[FileNote]:
        """Yield what the record says of each single file, with memory flat. Raises XmlRefused, CouldNot."""
        sealed = self._sealed_notes()
        return sealed if self._disclosed is None else notes_given(self._disclosed, sealed, self._mask)

    def _sealed_notes(self) -> Iterator[FileNote]:
        if self._whole is not None:
            yield from self._whole.files
            return
        with self._opened(RECORD) as source:
            yield from read_notes(source)

    def titles(self) -> Mapping[str, str]:
        """Return the title of each file that has one, the last one stated. Raises XmlRefused, CouldNot."""
        titles: dict[str, str] = {}
        for note in self.notes():
            for term in note.terms:
                if term.term == "title":
                    titles[note.path] = term.value
        return titles

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The description in DCMI terms. Raises XmlRefused where it cannot be read."""
        return read_dc(self._read(DC)) if self._disclosed is None else crosswalk(self._disclosed.record)

    @cached_property
    def payload(self) -> tuple[str, ...]:
        """The payload files that are given, in the order of the manifest."""
        closed = self._disclosed.closed if self._disclosed else ()
        return tuple(path for path in self.bag.digests if path.startswith(PAYLOAD) and path not in closed)

    @property
    def files(self) -> Iterator[FileObject]:
        """The payload files that are given, with sizes, digests and formats. Raises XmlRefused, CouldNot.

        There may be a hundred thousand, so that they are read anew each time, one by one.
        """
        closed = self._disclosed.closed if self._disclosed else ()
        with self._opened(PREMIS) as source:
            yield from (
                one for one in read_files(source) if one.path in self.bag.digests and one.path not in closed
            )

    def formats(self) -> Iterator[tuple[str, Format | None]]:
        """Yield path and format of every file that premis.xml tells of, with memory flat, what is not given too.

        Raises XmlRefused, CouldNot.
        """
        with self._opened(PREMIS) as source:
            yield from read_formats(source)

    def write_preservation(self, out: Out) -> None:
        """Write a premis.xml of what is given. Raises XmlRefused, CouldNot, OSError as `out` does.

        Where something is withheld, what events say in words is left out: they name files.
        """
        access = self.record.access
        with self._opened(PREMIS) as source:
            events = read_events(source)
        if not self.is_whole:
            events = tuple(replace(one, detail=one.type.value, note=None) for one in events)
        reason = access.reason.value if access.reason else None
        known = PreservationRecord(self.identifier, (), events, access.level.value, reason)
        write_premis(known, out, self.files)

    def info(self) -> Sequence[tuple[str, str]]:
        """Return the tags of bag-info.txt, as sealed. Raises CouldNot."""
        from bayegan.bags.declaration import Declaration  # noqa: PLC0415  few exporters ask
        from bayegan.bags.tag_file import read_bag_info  # noqa: PLC0415

        return read_bag_info(self._read(BAG_INFO), Declaration())[0]

    def tag_manifest_digest(self) -> str:
        """Return the SHA-512 of the sealed bag's tag manifest. Raises CouldNot."""
        return hashlib.sha512(self._read(TAG_MANIFEST)).hexdigest()

    def _read(self, path: str) -> bytes:
        return self.bag.read(path)

    def _opened(self, path: str) -> BinaryIO:
        kept = self.bag.kept.get(path)
        return open_to_read(self.bag.item.bag / path) if kept is None else BytesIO(kept.content)


def open_item(item: ExportItem, mask: Mask = NO_MASK) -> tuple[OpenItem | None, tuple[Finding, ...]]:
    """Open a sealed item; `mask` finds the restricted strings of the export.

    None where it is not whole as sealed. Findings say what is missing, altered or not listed. Its descriptions are
    read when they are asked for: the record of an item of a hundred thousand files takes more memory than all else.
    What is read of an item is compared first. `bag.check_rest` looks at the tag files that nobody read.
    Raises CouldNot where the bag cannot be listed or a file of it cannot be read.
    """
    bag, found = read_sealed(item)
    findings = [*found]
    for path in () if has_errors(findings) else (DC, RECORD, PREMIS, BAG_INFO):
        if path in bag.digests:
            findings += bag.check(path)
    if has_errors(findings):
        is_told_how_sealed = all(one.path != TAG_MANIFEST for one in findings)
        return None, (*findings, *(bag.check_rest() if is_told_how_sealed else ()))
    return OpenItem(item, bag, mask), tuple(findings)
