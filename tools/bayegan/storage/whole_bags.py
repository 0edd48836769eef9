"""Many sealed bags looked through at once by worker processes, a whole bag at a time."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from bayegan.model.holdings import SealedFacts
from bayegan.model.packed import PackedDigests
from bayegan.storage.crew import spread
from bayegan.storage.whole_bag import MOST_FILES, MOST_OCTETS, Answer, Sent

_WORK = "bayegan.storage.whole_bag:answers"
_TASK_FILES = 400
_TASK_OCTETS = 4 << 20
_TASK_SENT = 24 << 10
"""Octets of a task on its way. Two of them and their answers fit the pipes: nobody waits."""


def whole_bags(holdings: Path, sealed: Iterable[SealedFacts], workers: int) -> Iterator[Answer]:
    """Yield for each version whether it is wholly intact, in order: its files and octets, None to look closer.

    Tag files are judged by what was `sealed`, payload by the manifest while that vouches for it. None is the
    answer to all that is not healthy, to a version too large for one worker, and to any doubt. Memory does not
    grow with the number of versions. With one worker everything is done in this process.
    """
    root = os.fsencode(holdings)
    for _, said in spread(_WORK, _tasks(sealed, root), workers, _sent):
        yield from said


_Task = list[tuple[bytes, PackedDigests] | None]


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
        task.append((bag, digests))
    if task:
        yield task


def _small(sealed: SealedFacts) -> PackedDigests | None:
    """Return what the ledger says of a version that one worker may look through by itself, else None."""
    digests = sealed.tag_digests
    if not isinstance(digests, PackedDigests) or sys.getfilesystemencoding() != "utf-8":
        return None
    if sealed.files + len(digests) > MOST_FILES or sealed.octets > MOST_OCTETS:
        return None
    return digests


def _sent(task: _Task) -> Sequence[Sent]:
    """Return a task as a worker gets it; paths that several bags share are sent once."""
    return [None if one is None else (one[0], _encoded(one[1].paths), one[1].octets) for one in task]


@lru_cache(maxsize=1024)
def _encoded(paths: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(map(os.fsencode, paths))
