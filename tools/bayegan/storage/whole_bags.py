"""Many sealed bags looked through at once by worker processes, a whole bag at a time."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from bayegan.model.holdings import SealedFacts
from bayegan.model.packed import PackedDigests
from bayegan.model.reading import Doubt, ReadingBounds
from bayegan.storage.crew import Bounds, spread
from bayegan.storage.whole_bag import SUSPICION, Sent, Whole

_WORK = "bayegan.storage.whole_bag:answers"
_TASK_FILES = 400
_TASK_OCTETS = 4 << 20
_TASK_SENT = 24 << 10
"""Octets of a task on its way. Two of them and their answers fit the pipes: nobody waits."""


def whole_bags(
    holdings: Path, sealed: Iterable[SealedFacts], workers: int, bounds: ReadingBounds | None = None
) -> Iterator[Whole | Doubt | None]:
    """Yield for each version whether it is wholly intact, in order: its files and octets, else to look closer.

    Tag files are judged by what was `sealed`, payload by the manifest while that vouches for it. None is the
    answer to all that is not healthy, to a version too large for one worker, and to any doubt; where a reading went
    wrong, the answer names the file. Memory does not grow with the number of versions. With one worker everything
    is done in this process.
    """
    root = os.fsencode(holdings)
    if bounds is None:
        answered = spread(_WORK, _tasks(sealed, root), workers, _sent)
    else:
        held = Bounds(_files_of, bounds.files, bounds.rate)
        answered = spread(_WORK, _small_tasks(sealed, root, bounds.share(workers)), workers, _sent, bounds=held)
    for _, said in answered:
        for one in said:
            yield Doubt(os.fsdecode(one[1]), one[2]) if one is not None and one[0] == SUSPICION else one


def _files_of(task: "_Task") -> int:
    return sum(one[2] for one in task if one is not None)


_Task = list[tuple[bytes, PackedDigests, int] | None]
"""Of each version where it lies, the digests of its tag files, and how many files it lists."""


def _small_tasks(sealed: Iterable[SealedFacts], root: bytes, most: int) -> Iterator[_Task]:
    """Yield versions in tasks of at most so many files, but for one that has more alone."""
    for one in _tasks(sealed, root):
        task: _Task = []
        files = 0
        for version in one:
            listed = version[2] if version is not None else 0
            if task and files + listed > most:
                yield task
                task, files = [], 0
            task.append(version)
            files += listed
        yield task


def _tasks(sealed: Iterable[SealedFacts], root: bytes) -> Iterator[_Task]:
    """Yield versions in tasks of about the same work."""
    task: _Task = []
    files = octets = sent = 0
    for one in sealed:
        if task and (files > _TASK_FILES or octets > _TASK_OCTETS or sent > _TASK_SENT or len(task) == _TASK_FILES):
            yield task
            task, files, octets, sent = [], 0, 0, 0
        digests = _small(one)
        if digests is None:
            task.append(None)
            continue
        bag = b"%b/%b/%b" % (root, one.place.encode("ascii"), one.version.encode("ascii"))
        files += one.files + len(digests)
        octets += one.octets
        sent += len(bag) + len(digests.octets) + sum(map(len, digests.paths))
        task.append((bag, digests, one.listed))
    if task:
        yield task


def _small(sealed: SealedFacts) -> PackedDigests | None:
    """Return what the ledger says of a version that one worker may look through by itself, else None."""
    digests = sealed.tag_digests
    if not isinstance(digests, PackedDigests) or sys.getfilesystemencoding() != "utf-8":
        return None
    return digests if sealed.is_small else None


def _sent(task: _Task) -> Sequence[Sent]:
    """Return a task as a worker gets it; paths that several bags share are sent once."""
    return [None if one is None else (one[0], _encoded(one[1].paths), one[1].octets) for one in task]


@lru_cache(maxsize=1024)
def _encoded(paths: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(map(os.fsencode, paths))
