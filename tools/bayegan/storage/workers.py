"""Many files read at once, by worker processes, in the order in which they are asked for.

A worker is a fresh interpreter that loads nothing but what reads and digests: it starts in some hundredths of a
second, takes about 10 MB, and cannot inherit a lock or a thread. A few files are read in this process.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import chain, cycle
from pathlib import Path

from bayegan.model.reading import Read, ToRead
from bayegan.storage.worker import answer, receive, send

_TASK_FILES = 256
_TASK_OCTETS = 4 << 20
_TASK_NAMES = 24 << 10
"""Octets of all names in a task. With two tasks on their way, tasks and answers fit the pipes: nobody waits."""
_FEW_OCTETS = 16 << 20
_FEW_FILES = 500
_ON_THEIR_WAY = 2
_ROOT = str(Path(__file__).resolve().parent.parent.parent)
_PROGRAM = f"import sys; sys.path.insert(0, {_ROOT!r}); from bayegan.storage.worker import main; main()"


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


def read_many(files: Iterable[ToRead], workers: int) -> Iterator[Read]:
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
            yield from _spread(_tasks(chain(first, waiting)), workers)
            return
        if workers <= 1:
            yield _read(first.pop())
    yield from map(_read, first)


def _read(file: ToRead) -> Read:
    return _as_read(file, answer(file.path, file.algorithms))


def _as_read(file: ToRead, said: tuple[list[bytes], int] | str) -> Read:
    return Read(file.path, problem=said) if isinstance(said, str) else Read(file.path, said[0], said[1])


def _tasks(files: Iterable[ToRead]) -> Iterator[list[ToRead]]:
    """Yield files in tasks of about the same work, each for one set of algorithms."""
    task: list[ToRead] = []
    octets = names = 0
    for file in files:
        length = len(file.path) if file.path.isascii() else len(os.fsencode(file.path))
        full = len(task) == _TASK_FILES or octets + file.size > _TASK_OCTETS or names + length > _TASK_NAMES
        if task and (full or file.algorithms != task[0].algorithms):
            yield task
            task, octets, names = [], 0, 0
        task.append(file)
        octets += file.size
        names += length
    if task:
        yield task


def _spread(tasks: Iterator[list[ToRead]], workers: int) -> Iterator[Read]:
    with ExitStack() as stack:
        crew = [stack.enter_context(_Worker()) for _ in range(workers)]
        turns = cycle(crew)
        going: deque[tuple[_Worker, list[ToRead]]] = deque()
        for task in tasks:
            worker = next(turns)
            if len(going) == workers * _ON_THEIR_WAY:
                yield from _answered(*going.popleft())
            worker.give(task)
            going.append((worker, task))
        while going:
            yield from _answered(*going.popleft())


def _answered(worker: "_Worker", task: Sequence[ToRead]) -> Iterator[Read]:
    """Yield what became of a task; what a worker that was killed left undone is read in this process."""
    said = worker.answer()
    if said is None:
        yield from map(_read, task)
        return
    yield from map(_as_read, task, said)


class _Worker:
    """One worker process. It ends when its stdin is closed, and is killed where the work is broken off."""

    def __enter__(self) -> "_Worker":
        command = [sys.executable, "-I", "-S", "-c", _PROGRAM]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        self._process.wait()

    def give(self, task: Sequence[ToRead]) -> None:
        """Send a task; that nobody takes it any more shows when the answer is asked for."""
        paths = [os.fsencode(file.path) for file in task]
        with suppress(BrokenPipeError):
            send(self._process.stdin, (list(task[0].algorithms), paths))  # type: ignore[arg-type]

    def answer(self) -> list[tuple[list[bytes], int] | str] | None:
        """Return the answer to the oldest task, None where the process is gone."""
        try:
            said: list[tuple[list[bytes], int] | str] = receive(self._process.stdout)  # type: ignore[arg-type]
        except EOFError:
            return None
        return said
