"""Where the octets of a bag come from: one interface, and a member for each kind (folder, zip, tar)."""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bayegan.bags.bounds import Bounds
from bayegan.bags.file_table import FileTable
from bayegan.model.findings import Finding
from bayegan.model.listing import PAYLOAD, Kind
from bayegan.model.progress import Progress

Wanted = Iterable[tuple[str, Sequence[str]]]
"""Files to be read, each with the algorithms that are wanted of it, in hashlib's spelling."""

Through = Callable[[str, Iterator[bytes]], Iterator[bytes]]
"""Is given the path of a file and its octets in parts; hands on every part. It must not raise OSError."""


@dataclass(slots=True)
class Contents:
    """All that lies in a bag, nothing followed.

    `files` maps the paths of plain files to their sizes; `refused` holds links and whatever else is not read;
    `closed` holds folders that could not be listed, with the reason; `folders` are those at the top, and `empty`
    those without entries. `findings`
    are those of the container itself. `cut` says why an archive could not be listed to its end, and is empty
    where it could: of what is not in a listing that was cut, nothing is known.
    """

    files: Mapping[str, int] = field(default_factory=dict)
    refused: dict[str, Kind] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    cut: str = ""

    @property
    def outside(self) -> Mapping[str, int]:
        """The files outside the payload."""
        if isinstance(self.files, FileTable):
            return self.files.outside
        return {path: size for path, size in self.files.items() if not path.startswith(PAYLOAD)}

    @property
    def payload(self) -> tuple[int, int]:
        """The octets and the files of the payload."""
        if isinstance(self.files, FileTable):
            return self.files.payload
        sizes = [size for path, size in self.files.items() if path.startswith(PAYLOAD)]
        return sum(sizes), len(sizes)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file came to: digests by hashlib's names and the octets read, or the problem.

    `findings` say what is wrong with the file's member of an archive, where something is.
    """

    path: str
    size: int = 0
    digests: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    findings: tuple[Finding, ...] = ()


class BagSource(Protocol):
    """A bag to be read, in whatever form it came. It is only read; nothing is unpacked to disk."""

    @property
    def serialization(self) -> str | None:
        """The MIME type of an archive file; None for a folder."""

    def contents(self) -> Generator[Progress, None, Contents]:
        """List the bag; called once, before anything is read.

        Raises WrongUse where there is no such thing, and CouldNot where it cannot be opened.
        """

    def tag_file(self, path: str, algorithms: Sequence[str]) -> tuple[Reading, bytes]:
        """Read one of the tag files that BagIt itself describes, whole; never raises OSError."""

    def readings(self, wanted: Wanted) -> Iterator[Reading]:
        """Read files that were listed and yield one reading for each, in any order; never raises OSError."""


class ArchiveSource(BagSource, Protocol):
    """A bag in an archive file, whose octets can be looked at while they pass."""

    def readings(self, wanted: Wanted, through: Through | None = None) -> Iterator[Reading]:
        """Read files as any source does; with `through`, the octets that are digested have passed it."""


ArchiveMaker = Callable[[Path, str, Bounds], ArchiveSource]
"""Makes the source of an archive from its path, its name without the ending, and the bounds it has to keep."""


def digests_of(parts: Iterable[bytes | memoryview], algorithms: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return the digests of octets that come in parts, and how many they were."""
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    size = 0
    for part in parts:
        for one in hashes.values():
            one.update(part)
        size += len(part)
    return {name: one.hexdigest() for name, one in hashes.items()}, size
