"""A bag in a zip file: listed from its directory, read member by member in the order in which they lie there."""

import io
import os
import zlib
from array import array
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from bayegan.bags.archive_listing import HIDDEN, Listing
from bayegan.bags.archive_names import split
from bayegan.bags.bounds import Bounds, Broken, OutOfBounds
from bayegan.bags.manifest import is_payload_manifest, is_tag_manifest
from bayegan.bags.source import Contents, Reading, Through, Wanted, digests_of
from bayegan.bags.tag_bounds import TagBounds
from bayegan.bags.zip_directory import Directory, Entry, Members, entries, find_directory
from bayegan.bags.zip_hidden import HEADER, ReadAt, before_the_first, behind, in_a_folder
from bayegan.bags.zip_member import Lies, parts
from bayegan.bags.zip_names import decoded, is_open, name_of, reading_for
from bayegan.errors import CouldNot
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import Kind
from bayegan.model.names import escapes
from bayegan.model.progress import Progress
from bayegan.storage.digests import open_to_read

_STEP = 1000
_BUFFER = 1 << 17


class ZipSource:
    """A bag in a zip file."""

    serialization: str | None = "application/zip"

    def __init__(self, path: Path, stem: str, bounds: Bounds) -> None:
        self._path = path
        self._stem = stem
        self._bounds = bounds
        self._listing = Listing()
        self._tag_bounds = TagBounds(bounds)
        self._members = Members()
        self._ends: array[int] = array("Q")

    def contents(self) -> Generator[Progress, None, Contents]:
        """List the bag from the directory of the zip file.

        Raises CouldNot where it cannot be opened or read.
        """
        cut = ""
        try:
            with self._open() as source:
                yield from self._list(source)
        except Broken as error:
            cut = f"the archive could not be read to its end: {error}"
            self._listing.tell("bag-archive-damaged", found=f"{self._path.name}: {error}")
        except OutOfBounds as error:
            self._listing.findings.append(error.finding)
            return Contents(findings=self._listing.findings, cut="the archive asks for more than its bounds")
        except OSError as error:
            problem = f"cannot be read ({error.strerror or error})"
            raise CouldNot(os.fspath(self._path), problem, "Check its permissions and the disk.") from error
        return self._listing.contents(self._path.name, self._stem, cut)

    def _open(self) -> BinaryIO:
        return io.BufferedReader(cast(io.FileIO, open_to_read(self._path)), _BUFFER)

    def _list(self, source: BinaryIO) -> Iterator[Progress]:
        """Go through the directory twice: for its numbers and what its names mean, then for the members."""
        size = os.fstat(source.fileno()).st_size
        directory = find_directory(source, size)
        names = _OpenNames()
        octets = 0
        for place, entry in enumerate(entries(source, directory)):
            octets += entry.size
            if wrong := self._bounds.exceeded(size, place + 1, octets):
                raise OutOfBounds(wrong)
            self._members.add(entry)
            names.look_at(entry, place)
        self._ends = self._members.ends(directory.at)
        reading = self._reading(source, names)
        read = partial(os.pread, source.fileno())
        self._around(read, directory)
        for place, entry in enumerate(entries(source, directory)):
            self._take(entry, place, reading, read)
            if (place + 1) % _STEP == 0:
                yield Progress("listing", place + 1, directory.members, 0)

    def _around(self, read: ReadAt, directory: Directory) -> None:
        """Tell of octets before the first member and behind the directory that nothing accounts for."""
        if number := before_the_first(read, min(self._members.at, default=directory.at)):
            self._listing.tell(HIDDEN, found=f"{number:,} octets before the first member")
        if directory.unaccounted:
            self._listing.tell(HIDDEN, found=f"{directory.unaccounted:,} octets behind the zip directory")

    def _take(self, entry: Entry, place: int, reading: str, read: ReadAt) -> None:
        name, kind = name_of(entry, reading), entry.kind
        if number := in_a_folder(entry):
            self._listing.tell(HIDDEN, path=name, found=f"{number:,} octets in a folder, at octet {entry.at:,}")
        if hidden := behind(read, entry, self._ends[place]):
            found = f"{hidden[1]:,} octets behind this member, at octet {hidden[0]:,}"
            self._listing.tell(HIDDEN, path=name, found=found)
        if entry.at + HEADER + len(entry.name) + entry.packed > self._ends[place]:
            self._listing.tell("bag-archive-overlap", path=name, found=f"the member at octet {entry.at:,}")
        if "\\" in name:
            self._listing.tell("bag-archive-backslash", path=name, found=name)
            if not escapes(name):
                name = name.replace("\\", "/")
                kind = Kind.EMPTY_FOLDER if name.endswith("/") else kind
        note = f"method {entry.method}" if kind is Kind.PACKED else ""
        if self._listing.add(name, kind, entry.size, place, note):
            self._tag_bounds.demand_room(split(name)[1], entry.size)

    def _reading(self, source: BinaryIO, names: "_OpenNames") -> str:
        """Return how names without a mark of their own are read, and say so."""
        if not names.octets:
            return "utf-8"
        reading = reading_for(names.octets, lambda: self._manifests(source, names.manifests))
        self._listing.tell(
            "bag-archive-name-encoding",
            path=decoded(names.octets[0], reading),
            found=f"{len(names.octets):,} names without the UTF-8 flag, read as {reading}",
        )
        return reading

    def _manifests(self, source: BinaryIO, places: Iterable[int]) -> Iterator[bytes]:
        for place in places:
            if self._members.size[place] <= self._bounds.lists:
                try:
                    yield b"".join(self._parts(source, place))
                except (Broken, Lies):
                    continue

    def tag_file(self, path: str, algorithms: Sequence[str]) -> tuple[Reading, bytes]:
        """Read a tag file whole."""
        content = bytearray()
        try:
            with self._open() as source:
                reading = self._read(source, path, algorithms, content)
                self._tag_bounds.demand_few_lines(path, content)
        except OSError as error:
            return Reading(path, problem=error.strerror or str(error)), b""
        except OutOfBounds as error:
            return _bad(path, error.finding), b""
        return reading, bytes(content)

    def readings(self, wanted: Wanted, through: Through | None = None) -> Iterator[Reading]:
        """Read files for their digests in the order in which they lie in the archive."""
        order = sorted(wanted, key=lambda one: self._members.at[self._listing.places[one[0]]])
        if not order:
            return
        done = 0
        try:
            with self._open() as source:
                for path, algorithms in order:
                    reading = self._read(source, path, algorithms, through=through)
                    done += 1
                    yield reading
        except OSError as error:
            for path, _ in order[done:]:
                yield Reading(path, problem=error.strerror or str(error))

    def _read(
        self,
        source: BinaryIO,
        path: str,
        algorithms: Sequence[str],
        content: bytearray | None = None,
        through: Through | None = None,
    ) -> Reading:
        place = self._listing.places[path]
        check = _Check(content)
        passing = check.through(self._parts(source, place))
        try:
            digests, size = digests_of(through(path, passing) if through else passing, algorithms)
        except Lies as error:
            return _bad(path, finding("bag-archive-member-lies", path=path, found=str(error)))
        except Broken as error:
            return _bad(path, finding("bag-archive-damaged", path=path, found=f"{self._path.name}: {error}"))
        stated = self._members.crc[place]
        if check.crc == stated:
            return Reading(path, size, digests)
        found = finding("bag-archive-crc", path=path, expected=f"{stated:08x}", found=f"{check.crc:08x}")
        return Reading(path, size, digests, findings=(found,))

    def _parts(self, source: BinaryIO, place: int) -> Iterator[bytes]:
        """Yield the octets of a member; raises as `zip_member.parts`."""
        return parts(source, self._members.member(place, self._ends[place]))


@dataclass(slots=True)
class _OpenNames:
    """Names whose reading is open, and where the manifests lie that may tell."""

    octets: list[bytes] = field(default_factory=list)
    manifests: list[int] = field(default_factory=list)

    def look_at(self, entry: Entry, place: int) -> None:
        """Keep what is of interest."""
        if is_open(entry):
            self.octets.append(entry.name)
        name = split(entry.name.decode("utf-8", "replace"))[1]
        if entry.kind is Kind.FILE and (is_payload_manifest(name) or is_tag_manifest(name)):
            self.manifests.append(place)


class _Check:
    """The CRC-32 of octets that pass, and where asked for the octets."""

    def __init__(self, content: bytearray | None) -> None:
        self._content = content
        self.crc = 0

    def through(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        for part in parts:
            self.crc = zlib.crc32(part, self.crc)
            if self._content is not None:
                self._content += part
            yield part


def _bad(path: str, wrong: Finding) -> Reading:
    return Reading(path, problem=wrong.found, findings=(wrong,))
