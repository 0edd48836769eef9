"""An item as an exporter sees it: what the audience is given of it, read from the sealed bag."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial

from bayegan.export.sealed import TAG_MANIFEST, SealedBag, read_sealed
from bayegan.metadata.dc_xml import read_dc
from bayegan.metadata.parser import XmlRefused
from bayegan.metadata.premis_xml import read_events, read_files
from bayegan.metadata.record_xml import read_record
from bayegan.model.dissemination import ExportItem
from bayegan.model.dublin_core import Statement, crosswalk
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.fixity import DC, PREMIS, RECORD
from bayegan.model.listing import PAYLOAD
from bayegan.model.preservation import FileObject, PreservationRecord
from bayegan.model.record import Record
from bayegan.storage.digests import open_to_read


class OpenItem:
    """A sealed item, opened for an audience. What it gives is read when it is first asked for.

    `part_of` are the collections that it belongs to, and `collections` these and all that they lie in, each after
    what it lies in, as the audience may see them.

    Where something is withheld (`is_whole` is False) everything here is what is left: `record`, `statements` and
    `preservation` are made anew, and `payload` and `files` lack what is left out. An exporter then writes those,
    and never copies a tag file of the sealed bag.
    """

    def __init__(self, item: ExportItem, bag: SealedBag) -> None:
        self.identifier = item.identifier
        self.folder = item.folder
        self.version = item.version
        self.sealed: datetime = item.sealed
        self.bag = bag
        self.part_of = item.part_of
        self.collections = item.collections
        self._disclosed = item.disclosed

    @property
    def is_whole(self) -> bool:
        """Whether the audience is given all of it, and so may be given the sealed bag itself."""
        return self._disclosed is None

    @cached_property
    def record(self) -> Record:
        """The record. Raises XmlRefused where it cannot be read."""
        return read_record(self._read(RECORD)) if self._disclosed is None else self._disclosed.record

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The description in DCMI terms. Raises XmlRefused where it cannot be read."""
        return read_dc(self._read(DC)) if self._disclosed is None else crosswalk(self._disclosed.record)

    @cached_property
    def payload(self) -> tuple[str, ...]:
        """The payload files that are given, in the order of the manifest."""
        closed = self._disclosed.closed if self._disclosed else ()
        return tuple(path for path in self.bag.digests if path.startswith(PAYLOAD) and path not in closed)

    @cached_property
    def files(self) -> tuple[FileObject, ...]:
        """The payload files that are given, with sizes, digests and formats. Raises XmlRefused, CouldNot."""
        given = frozenset(self.payload)
        return tuple(one for one in self.each_file() if one.path in given)

    def each_file(self) -> Iterator[FileObject]:
        """Yield every file that premis.xml tells of, with memory flat, what is not given too.

        Raises XmlRefused, CouldNot.
        """
        with open_to_read(self.bag.item.bag / PREMIS) as source:
            yield from read_files(source)

    @cached_property
    def preservation(self) -> PreservationRecord:
        """What premis.xml says of what is given. Raises XmlRefused, CouldNot.

        Where something is withheld, what events say in words is left out: they name files.
        """
        access = self.record.access
        events = read_events(partial(open_to_read, self.bag.item.bag / PREMIS))
        if not self.is_whole:
            events = tuple(replace(one, detail=one.type.value, note=None) for one in events)
        reason = access.reason.value if access.reason else None
        return PreservationRecord(self.identifier, self.files, events, access.level.value, reason)

    def info(self) -> Sequence[tuple[str, str]]:
        """Return the tags of bag-info.txt, as sealed. Raises CouldNot."""
        from bayegan.bags.declaration import Declaration  # noqa: PLC0415  few exporters ask
        from bayegan.bags.tag_file import NAME, read_bag_info  # noqa: PLC0415

        return read_bag_info(self._read(NAME), Declaration())[0]

    def tag_manifest_digest(self) -> str:
        """Return the SHA-512 of the sealed bag's tag manifest. Raises CouldNot."""
        return hashlib.sha512(self._read(TAG_MANIFEST)).hexdigest()

    def _read(self, path: str) -> bytes:
        return self.bag.read(path)[0]


def open_item(item: ExportItem) -> tuple[OpenItem | None, tuple[Finding, ...]]:
    """Open a sealed item; None where it is not whole as sealed or its Dublin Core cannot be read.

    Findings say what is missing, altered, not listed or not readable. The record is read when it is asked for:
    that of an item of a hundred thousand files takes more memory than all else. Raises CouldNot where the bag
    cannot be listed or a file of it cannot be read.
    """
    bag, found = read_sealed(item)
    findings = [*found]
    if has_errors(findings):
        return None, tuple(findings)
    for path in (DC, RECORD, PREMIS):
        if path in bag.digests:
            findings += bag.check(path)
    if has_errors(findings):
        return None, tuple(findings)
    opened = OpenItem(item, bag)
    try:
        opened.statements  # noqa: B018  read here, so that no exporter meets what cannot be read
    except XmlRefused as refused:
        code = "export-source-description"
        return None, (*findings, finding(code, item=item.identifier, path="metadata", found=refused.problem))
    return opened, tuple(findings)
