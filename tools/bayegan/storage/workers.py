"""Many files read at once, by worker processes, in the order in which they are asked for."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from bayegan.model.reading import Read, ReadingBounds, ToRead
from bayegan.model.vanished import VANISHED
from bayegan.storage.crew import Bounds, spread
from bayegan.storage.digests import digest_path

_TASK_FILES = 256
_TASK_OCTETS = 4 << 20
_TASK_NAMES = 24 << 10
"""Octets of all names in a task. With two tasks on their way, tasks and answers fit the pipes: nobody waits."""
_FEW_OCTETS = 16 << 20
_FEW_FILES = 500
_WORK = "bayegan.storage.workers:answers"

_Answer = tuple[list[bytes], int] | str


def read_many(files: Iterable[ToRead], workers: int, bounds: ReadingBounds | None = None) -> Iterator[Read]:
    """Read `files` by so many worker processes and yield what became of each, in order.

    With one worker, or where there is little to read, no process is started. Memory does not grow with the number
    of files. What a worker that is killed left undone is read in this process: nothing is lost.
    """
    waiting = iter(files)
    first, octets = [], 0
    for file in waiting:
        first.append(file)
        octets += file.size
        if workers > 1 and (len(first) > _FEW_FILES or octets > _FEW_OCTETS):
            yield from _spread(chain(first, waiting), workers, bounds)
            return
        if workers <= 1:
            yield _read(first.pop())
    yield from map(_read, first)


def answers(task: tuple[Sequence[str], Sequence[bytes]]) -> list[_Answer]:
    """Return the digests and the size of each file, or why it could not be read: the work of a worker."""
    algorithms, paths = task
    return [_answer(path, algorithms) for path in paths]


def _answer(path: bytes | str, algorithms: Sequence[str]) -> _Answer:
    try:
        return digest_path(path, algorithms)
    except FileNotFoundError:
        return VANISHED
    except OSError as error:
        return error.strerror or str(error)


def _read(file: ToRead) -> Read:
    return _as_read(file, _answer(file.path, file.algorithms))


def _as_read(file: ToRead, said: _Answer) -> Read:
    return Read(file.path, problem=said) if isinstance(said, str) else Read(file.path, said[0], said[1])


def _tasks(files: Iterable[ToRead], most: int) -> Iterator[list[ToRead]]:
    """Yield files in tasks of about the same work, each for one set of algorithms."""
    task: list[ToRead] = []
    octets = names = 0
    for file in files:
        length = len(file.path) if file.path.isascii() else len(os.fsencode(file.path))
        full = len(task) == most or octets + file.size > _TASK_OCTETS or names + length > _TASK_NAMES
        if task and (full or file.algorithms != task[0].algorithms):
            yield task
            task, octets, names = [], 0, 0
        task.append(file)
        octets += file.size
        names += length
    if task:
        yield task


def _spread(files_to_read: Iterator[ToRead], workers: int, bounds: ReadingBounds | None) -> Iterator[Read]:
    share = min(_TASK_FILES, bounds.share(workers)) if bounds else _TASK_FILES
    held = Bounds(len, bounds.files, bounds.rate) if bounds else None
    for files, said in spread(_WORK, _tasks(files_to_read, share), workers, _sent, bounds=held):
        yield from map(_as_read, files, said)


def _sent(files: Sequence[ToRead]) -> tuple[tuple[str, ...], list[bytes]]:
    """Return a task as a worker gets it."""
    return files[0].algorithms, [os.fsencode(file.path) for file in files]
