"""A bag in a tar file, plain or compressed: read from beginning to end, twice at most, and never unpacked."""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bayegan.bags.archive_listing import HIDDEN, Listing
from bayegan.bags.archive_names import split
from bayegan.bags.bounds import Bounds, Broken, OutOfBounds
from bayegan.bags.source import Contents, Reading, Through, Wanted, digests_of
from bayegan.bags.tag_bounds import TagBounds, is_of_bagit
from bayegan.bags.tar_format import TarReading, TarStream
from bayegan.bags.tar_header import TarMember
from bayegan.errors import CouldNot
from bayegan.model.listing import Kind
from bayegan.model.progress import Progress
from bayegan.storage.digests import open_to_read

Unpacking = Callable[[BinaryIO], BinaryIO]

_STEP = 1000
_OCTETS_A_STEP = 1 << 27
_OTHER_TAG_FILES = 1 << 20
"""Octets of tag files that are kept for profiles, beside those that BagIt describes."""


class TarSource:
    """A bag in a tar file. Tag files are kept from the first reading; digests are computed in the second."""

    def __init__(self, path: Path, stem: str, serialization: str, unpacking: Unpacking | None, bounds: Bounds):
        self.serialization: str | None = serialization
        self._path = path
        self._stem = stem
        self._unpacking = unpacking
        self._bounds = bounds
        self._listing = Listing()
        self._held: dict[str, bytes] = {}
        self._tag_bounds = TagBounds(bounds)
        self._room = _OTHER_TAG_FILES

    def contents(self) -> Generator[Progress, None, Contents]:
        """List the bag; where the archive is damaged, what lies before the damage.

        Raises CouldNot where it cannot be opened or read.
        """
        cut = ""
        try:
            with self._open() as stream:
                yield from self._list(TarReading(stream), stream)
        except Broken as error:
            cut = f"the archive could not be read to its end: {error}"
            self._listing.tell("bag-archive-damaged", found=f"{self._path.name}: {error}")
        except OutOfBounds as error:
            self._listing.findings.append(error.finding)
            self._held.clear()
            return Contents(findings=self._listing.findings, cut="the archive asks for more than its bounds")
        except OSError as error:
            raise _could_not(self._path, error) from error
        contents = self._listing.contents(self._path.name, self._stem, cut)
        within = ((self._listing.inside(name), octets) for name, octets in self._held.items())
        self._held = {path: octets for path, octets in within if path is not None}
        return contents

    def tag_file(self, path: str, algorithms: Sequence[str]) -> tuple[Reading, bytes]:
        """Return a tag file that was kept when the archive was listed; it is kept no longer."""
        content = self._held.pop(path, None)
        if content is None:
            return Reading(path, problem="it was not kept when the archive was listed"), b""
        digests, size = digests_of([content], algorithms)
        return Reading(path, size, digests), content

    def readings(self, wanted: Wanted, through: Through | None = None) -> Iterator[Reading]:
        """Read files for their digests in the order in which they lie in the archive."""
        left = dict(wanted)
        problem = "it is not there any more: the archive has changed"
        try:
            if left:
                with self._open() as stream:
                    yield from self._read(TarReading(stream), left, through)
        except (Broken, OutOfBounds) as error:
            problem = f"the archive has changed: {error}"
        except OSError as error:
            problem = error.strerror or str(error)
        for path in left:
            yield Reading(path, problem=problem)

    def _read(
        self, reading: TarReading, left: dict[str, Sequence[str]], through: Through | None
    ) -> Iterator[Reading]:
        for place, member in enumerate(reading.members()):
            path = self._listing.inside(member.name) if member.kind is Kind.FILE else None
            if path is None or path not in left or self._listing.places[path] != place:
                continue
            parts = reading.data()
            digests, size = digests_of(through(path, parts) if through else parts, left[path])
            del left[path]
            yield Reading(path, size, digests)
            if not left:
                return

    def _list(self, reading: TarReading, stream: TarStream) -> Iterator[Progress]:
        since = 0
        for place, member in enumerate(reading.members()):
            if wrong := self._bounds.exceeded(0, place + 1, 0):
                raise OutOfBounds(wrong)
            self._take(member, place, reading)
            if (place + 1) % _STEP == 0 or stream.at - since >= _OCTETS_A_STEP:
                since = stream.at
                yield Progress("listing", place + 1, None, stream.at)
        trailing = 0
        while rest := stream.some(1 << 20):
            trailing += len(rest.strip(b"\0"))
        if trailing:
            found = f"{self._path.name} has {trailing:,} octets or more there"
            self._listing.tell("bag-archive-trailing", found=found)

    def _take(self, member: TarMember, place: int, reading: TarReading) -> None:
        """List a member once it is known to be whole; keep its octets if it is one of BagIt's tag files.

        Other tag files beside bagit.txt are kept while they are small: a profile may have rules for them.
        """
        content = None
        within = split(member.name)[1]
        if member.kind is Kind.FILE and is_of_bagit(within):
            self._tag_bounds.demand_room(within, member.size)
            content = b"".join(reading.data())
            self._tag_bounds.demand_few_lines(within, content)
        elif member.kind is Kind.FILE and "/" not in within and member.size <= self._room:
            self._room -= member.size
            content = b"".join(reading.data())
        reading.pass_over()
        if member.hidden:
            self._listing.tell(HIDDEN, path=member.name, found=member.hidden)
        note = f"{'a sparse file, ' * (member.kind is Kind.SPARSE)}type {member.type!a}"
        if self._listing.add(member.name, member.kind, member.size, place, note) and content is not None:
            self._held[member.name] = content

    @contextmanager
    def _open(self) -> Iterator[TarStream]:
        with open_to_read(self._path) as source:
            size = os.fstat(source.fileno()).st_size

            def meter(octets: int) -> None:
                if found := self._bounds.exceeded(size, 0, octets):
                    raise OutOfBounds(found)

            if self._unpacking is None:
                yield TarStream(source, meter, size)
            else:
                yield TarStream(self._unpacking(source), meter, None)


def _could_not(path: Path, error: OSError) -> CouldNot:
    problem = f"cannot be read ({error.strerror or error})"
    return CouldNot(os.fspath(path), problem, "Check its permissions and the disk.")
