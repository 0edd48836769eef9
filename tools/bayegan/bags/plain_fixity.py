"""Whether the files of a payload are what plain manifests say, read by worker processes, many at a time."""

import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bayegan.bags.file_table import FileTable
from bayegan.bags.fixity import Judged, judged
from bayegan.bags.manifest import Manifest
from bayegan.bags.plain_manifest import Lines, NotPlain, PlainListing, blocks_of, line_pattern, lines_of
from bayegan.bags.source import Reading
from bayegan.errors import CouldNot
from bayegan.storage.compare import Deviation, Task
from bayegan.storage.crew import spread
from bayegan.storage.digests import open_to_read

_WORK = "bayegan.storage.compare:compare"
_TASK_OCTETS = 4 << 20
_TASK_FILES = 256
_FEW_OCTETS = 16 << 20
_FEW_FILES = 500


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of some files: how many, the octets that were read, and those that are not intact.

    `mended` were intact at the second reading only, each with what was wrong at the first.
    """

    files: int
    octets: int
    deviant: Sequence[Judged]
    mended: Sequence[tuple[str, str]]


def compared(root: Path, manifests: Sequence[Manifest], files: FileTable, workers: int) -> Iterator[Compared]:
    """Read every file that is there and that a manifest lists, and hold it against all that list it.

    The first manifest leads: its lines are read once more, the digests of the others were kept. Raises CouldNot
    where it is not what it was when it was read before.
    """
    octets, number = files.payload
    many = octets > _FEW_OCTETS or number > _FEW_FILES
    tasks = _Tasks(root, manifests, files)
    for task, (read, deviations, mended) in spread(_WORK, tasks.all(), workers if many else 1):
        paths = [(os.fsdecode(task[2][number]), problem) for number, problem in mended]
        yield Compared(len(task[2]), read, [tasks.judged(task, one) for one in deviations], paths)


class _Tasks:
    """The work of comparing, cut into pieces of about the same size."""

    def __init__(self, root: Path, manifests: Sequence[Manifest], files: FileTable) -> None:
        self._root = root
        self._manifests = manifests
        self._listings = [one.plain for one in manifests if one.plain is not None]
        self._algorithms = tuple(one.algorithm.hashlib_name for one in self._listings)
        self._files = files

    def all(self) -> Iterator[Task]:
        """Yield the work: the files of the leading manifest in its order, then those that only others list."""
        for lines in self._lines():
            numbers, digests, paths = lines.numbers, lines.digests, lines.paths
            if min(numbers) < 0:
                there = [at for at, number in enumerate(numbers) if number >= 0]
                digests, paths = [digests[at] for at in there], [paths[at] for at in there]
                numbers = [numbers[at] for at in there]
            yield from self._cut(numbers, digests, paths)
        yield from self._of_others_alone()

    def _cut(self, numbers: Sequence[int], digests: Sequence[bytes], paths: Sequence[bytes]) -> Iterator[Task]:
        start = octets = 0
        for at, size in enumerate(map(self._files.size_of, numbers)):
            if at > start and (octets + size > _TASK_OCTETS or at - start == _TASK_FILES):
                yield self._task(numbers[start:at], digests[start:at], paths[start:at])
                start, octets = at, 0
            octets += size
        if start < len(paths):
            yield self._task(numbers[start:], digests[start:], paths[start:])

    def _task(self, numbers: Sequence[int], digests: Sequence[bytes], paths: Sequence[bytes]) -> Task:
        columns = [digests, *([_kept(one, number) for number in numbers] for one in self._listings[1:])]
        return os.fsencode(self._root), self._algorithms, paths, columns

    def _of_others_alone(self) -> Iterator[Task]:
        """Yield the work for files that the leading manifest does not list."""
        if len(self._listings) == 1:
            return
        some: list[bytes] = []
        for path in self._files.unmarked(self._listings[0].marks):
            some.append(os.fsencode(path))
            if len(some) == _TASK_FILES:
                yield from self._listed_elsewhere(some)
                some = []
        yield from self._listed_elsewhere(some)

    def _listed_elsewhere(self, paths: Sequence[bytes]) -> Iterator[Task]:
        numbers = self._files.numbers(paths)
        those = [at for at, number in enumerate(numbers) if any(one.marks[number] for one in self._listings)]
        yield from self._cut([numbers[at] for at in those], [b""] * len(those), [paths[at] for at in those])

    def _lines(self) -> Iterator[Lines]:
        if (kept := self._listings[0].kept) is not None:
            yield from kept
            return
        pattern = line_pattern(self._listings[0].algorithm)
        yield from (lines_of(block, pattern, self._files) for block in self._blocks())

    def _blocks(self) -> Iterator[bytes]:
        name, known = self._manifests[0].name, self._listings[0].crcs
        try:
            with open_to_read(self._root / name) as source:
                for block, crc in zip(blocks_of(source), known, strict=True):
                    if zlib.crc32(block) != crc:
                        raise ValueError
                    yield block
        except (OSError, ValueError, NotPlain) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            problem = reason or "it changed while the bag was checked"
            raise CouldNot(name, problem, "Check the bag again when nothing writes to it.") from error

    def judged(self, task: Task, deviation: Deviation) -> Judged:
        """Return what became of a file that is not as one of the manifests says."""
        number, problem, found, size = deviation
        path = os.fsdecode(task[2][number])
        digests = {} if problem else dict(zip(self._algorithms, (one.hex() for one in found), strict=True))
        manifests = [
            replace(one, entries={path: bytes.fromhex(column[number].decode())})
            for one, column in zip(self._manifests, task[3], strict=True)
            if column[number]
        ]
        return judged(Reading(path, size, digests, problem), manifests, self._files[path])


def _kept(listing: PlainListing, number: int) -> bytes:
    """Return the digest of a file in hexadecimal digits, empty where the manifest does not list it."""
    if listing.digests is None or not listing.marks[number]:
        return b""
    size = listing.algorithm.size
    return listing.digests[number * size : (number + 1) * size].hex().encode()
