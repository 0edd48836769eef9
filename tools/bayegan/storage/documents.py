"""The source documents of a submission: read, never written, moved or renamed."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from bayegan.errors import CouldNot, SourceChanged, WrongUse
from bayegan.model.copying import ToCopy
from bayegan.model.listing import Entry, Kind
from bayegan.storage.copying import CHANGED, TARGET, Answer, Task, remove_copies
from bayegan.storage.crew import beside, is_ready, spread
from bayegan.storage.digests import digest_file, open_to_read
from bayegan.storage.scan import scan

_WORK = "bayegan.storage.copying:answers"
LISTING = "bayegan.storage.scan:answer"
_TASK_FILES = 128
_TASK_OCTETS = 4 << 20
_TASK_NAMES = 8 << 10
"""Characters of all names in a task. With two tasks on their way, tasks and answers fit the pipes: nobody waits."""
_PIECE = 1 << 18


class DocumentsFolder:
    """A folder of documents. Nothing is followed out of it, and nothing in it is changed.

    Many files are copied by so many worker processes.
    """

    def __init__(self, root: Path, workers: int = 1) -> None:
        if not root.is_dir():
            raise WrongUse(str(root), "there is no such folder", "Name the documents folder with --documents.")
        self.root = root
        self._workers = workers

    def listing(self) -> tuple[Entry, ...]:
        """Return every entry below the folder; raises CouldNot where a folder cannot be listed."""
        return tuple(scan(self.root))

    @contextmanager
    def listing_beside(self) -> Iterator[Callable[[], tuple[Entry, ...]]]:
        """Make the listing while the block runs, where a worker is ready for it; what is given returns it."""
        if not is_ready(LISTING):
            yield self.listing
            return
        with beside(LISTING, os.fsencode(self.root)) as answer:
            yield lambda: tuple([Entry(path, Kind(kind), size, reason) for path, kind, size, reason in answer()])

    def content(self, path: str) -> bytes:
        """Return the whole content of a small file, a checksum list; raises CouldNot."""
        try:
            with open_to_read(self.root / path) as source:
                return source.read()
        except OSError as error:
            raise _could_not(path, error) from error

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the octets of one document in pieces; raises CouldNot where it cannot be read."""
        try:
            with open_to_read(self.root / path) as source:
                while piece := source.read(_PIECE):
                    yield piece
        except OSError as error:
            raise _could_not(path, error) from error

    def digests(self, path: str, algorithms: Sequence[str]) -> Mapping[str, str]:
        """Return the digests of one document; raises CouldNot where it cannot be read."""
        try:
            return digest_file(self.root / path, algorithms)
        except OSError as error:
            raise _could_not(path, error) from error

    def digests_of(self, wanted: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield path and digests of each file, in the order given; raises as `digests` does."""
        for path, algorithms in wanted:
            yield path, self.digests(path, algorithms)

    def openers(self, paths: Sequence[str]) -> Mapping[str, Callable[[], BinaryIO]]:
        """Return for each file what opens it to read; that raises OSError where it cannot."""
        return {path: partial(open_to_read, self.root / path) for path in paths}

    def copies(self, wanted: Iterable[ToCopy]) -> Iterator[tuple[str, Mapping[str, str], int]]:
        """Copy each document to a new file; yield path, digests and size of what was written, in the order given.

        Each is read once, and its time of last change is kept. Raises SourceChanged where a document changed
        meanwhile, CouldNot where it cannot be read or the copy cannot be written.
        """
        for task, done in self.in_tasks(_WORK, wanted, lambda task: task):
            yield from copied(task, done)

    def in_tasks(
        self, work: str, wanted: Iterable[ToCopy], sent: Callable[[Task], object]
    ) -> Iterator[tuple[list[ToCopy], Any]]:
        """Have `work`, which copies, done on some files at a time; yield each task with the answer, in order.

        It is given what `sent` makes of a task of copying. What it leaves undone is removed, and done anew.
        """
        of = self._sent
        yield from spread(work, _tasks(wanted), self._workers, lambda task: sent(of(task)), undo=self._undo)

    def _sent(self, task: Sequence[ToCopy]) -> Task:
        root = os.fsencode(self.root) + b"/"
        return tuple(task[0].algorithms), [(root + os.fsencode(one.path), os.fsencode(one.to)) for one in task]

    def _undo(self, task: Sequence[ToCopy]) -> None:
        remove_copies(self._sent(task))


def copied(task: Iterable[ToCopy], done: Iterable[Answer]) -> Iterator[tuple[str, Mapping[str, str], int]]:
    """Yield path, digests and size of each file of a task; raises as `copies` does."""
    for one, answer in zip(task, done, strict=False):
        if len(answer) == 3:
            raise _refused(one, *answer)
        digests, size = answer
        yield one.path, dict(zip(one.algorithms, map(bytes.hex, digests), strict=True)), size


def demand_copied(task: Sequence[ToCopy], done: Sequence[Answer]) -> None:
    """Raise as `copies` does where a file of a task was not copied: it is the last of the answers.

    Raises ValueError where it is not said what became of every file.
    """
    if done and len(done[-1]) == 3:
        raise _refused(task[len(done) - 1], *done[-1])
    if len(done) != len(task):
        raise ValueError(f"{len(done)} answers for {len(task)} files that were to be copied")


def _tasks(wanted: Iterable[ToCopy]) -> Iterator[list[ToCopy]]:
    """Yield files in tasks of about the same work, each for one set of algorithms."""
    task: list[ToCopy] = []
    octets = names = 0
    for one in wanted:
        length = len(one.path) + len(one.to)
        full = len(task) == _TASK_FILES or octets + one.size > _TASK_OCTETS or names + length > _TASK_NAMES
        if task and (full or one.algorithms != task[0].algorithms):
            yield task
            task, octets, names = [], 0, 0
        task.append(one)
        octets += one.size
        names += length
    if task:
        yield task


def _refused(file: ToCopy, blame: str, number: int, words: str) -> CouldNot:
    if blame == CHANGED:
        return SourceChanged(file.path, "it changed while it was being read", "Wait until nothing writes to it.")
    if blame == TARGET:
        return CouldNot(file.to, f"it cannot be written ({words})", "Check the disk.")
    return _could_not(file.path, OSError(number, words))


def _could_not(path: str, error: OSError) -> CouldNot:
    if error.errno == errno.ENOENT:
        return SourceChanged(path, "it vanished while it was being ingested", "Put it back and try again.")
    return CouldNot(path, f"it cannot be read ({error.strerror})", "Check its permissions and the disk.")
