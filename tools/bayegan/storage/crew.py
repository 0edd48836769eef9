"""Work spread over worker processes, answered in the order in which it was given.

A worker is a fresh interpreter that loads nothing but the modules of its work. Those that are started ahead, before
this process holds much, are copies of it where that is safe: see `worker_process`.
"""

import fcntl
import os
import select
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import chain, islice
from typing import Any

from bayegan.storage.worker import packed, receive, write
from bayegan.storage.worker_process import WorkerProcess, copied, fresh

_ON_THEIR_WAY = 2
_FEWEST = 4 << 10
"""Octets that any pipe holds."""
_AHEAD = 8
"""Tasks a worker may be in front of the oldest that is not answered: what is kept in memory is bounded by it."""
_NAP = 1.0
"""Seconds for which nobody looks up."""
_ROOM = 1 << 20
"""Octets of answers that a pipe holds, where the system allows it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bounds work that may be killed, or must not take the whole disk.

    No task is given while those that are not yet answered weigh more than `most`. `rate` is how many octets a
    second all workers together may read, 0 as many as they can; only work that keeps a pace heeds it.
    """

    weight: Callable[[Any], int]
    most: int
    rate: float = 0.0


_READY: "list[_Worker]" = []


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


def spread(
    work: str,
    tasks: Iterable[Any],
    workers: int,
    sent: Callable[[Any], Any] = lambda task: task,
    undo: Callable[[Any], object] = id,
    bounds: "Bounds | None" = None,
    common: bytes | None = None,
) -> Generator[tuple[Any, Any], None, None]:
    """Have `work` (`module:function`, of one argument) done on every task; yield task and answer, in order.

    What `sent` makes of a task is given to the work; that and the answer are what `marshal` takes. A worker has a
    task in hand and the next one waiting in its pipe; one that is too large for that waits here until a worker has
    none. Who gives a large answer waits until it is taken. A task is taken from `tasks` when somebody is there to
    do it, so memory does not grow with their number.
    A single task is done in this process. So is what a worker left undone that was killed or met an exception,
    after `undo` of the task: nothing is lost, and an exception is raised here. `bounds` keep the work small and
    slow. What all tasks have in `common` is sent to each worker once, and is the second argument of the work.
    """
    rate = bounds.rate / workers if bounds else 0.0
    waiting = iter(tasks)
    first = list(islice(waiting, 2)) if workers > 1 else []
    if len(first) <= 1:
        function = _function(work, common)
        yield from ((task, function(sent(task))) for task in chain(first, waiting))
        return
    with ExitStack() as stack:
        crew = [stack.enter_context(_worker(work, rate)) for _ in range(workers)]
        if common is not None:
            for one in crew:
                one.tell(common)
        spreading = _Spreading(crew, work, sent, undo, bounds, common)
        yield from spreading.run(chain(first, waiting))


@contextmanager
def beside(work: str, task: Any) -> Iterator[Callable[[], Any]]:
    """Have `work` done on one task by a worker while the block runs; what is given waits for the answer.

    What the worker left undone is done in this process, as `spread` has it.
    """
    with _worker(work) as worker:
        worker.give(0, task, packed((work, task)))

        def answer() -> Any:
            answered = worker.answer()
            return _function(work)(task) if answered is None else answered[0]

        yield answer


@contextmanager
def ready(modules: Sequence[str], workers: int) -> Iterator[None]:
    """Start so many workers before there is work for them, and have them load `modules`. In the block `spread` and
    `beside` take them for work that is in one of these. They end with it.
    """
    with ExitStack() as stack:
        started = [stack.enter_context(_Worker(modules, copied(modules, _READY.clear))) for _ in range(workers)]
        _READY.extend(started)
        try:
            yield
        finally:
            for one in set(started).intersection(_READY):
                _READY.remove(one)
                one.kill()


def is_ready(work: str) -> bool:
    """Say whether a worker was started ahead for such work, and is free."""
    return any(_module(work) in one.modules for one in _READY)


@contextmanager
def _worker(work: str, rate: float = 0.0) -> "Iterator[_Worker]":
    """Yield a worker: one that is ready, and is so again after the block, or a new one that ends with it.

    One that has to keep a pace is always new.
    """
    worker = next((one for one in _READY if not rate and _module(work) in one.modules), None)
    if worker is None:
        modules = [_module(work)]
        with _Worker(modules, fresh(modules, rate)) as worker:
            yield worker
        return
    _READY.remove(worker)
    try:
        yield worker
    except BaseException:
        worker.kill()
        raise
    if worker.is_idle:
        _READY.append(worker)


def _room(descriptor: int) -> int:
    """Return the octets that an empty pipe is sure to take: somebody who has many pipes is given small ones."""
    try:
        return max(fcntl.fcntl(descriptor, fcntl.F_GETPIPE_SZ) // 2, _FEWEST)
    except (AttributeError, OSError):  # only Linux says it
        return _FEWEST


def _module(work: str) -> str:
    return work.partition(":")[0]


def _function(work: str, common: bytes | None = None) -> Callable[[Any], Any]:
    """Return what does a task in this process."""
    function: Callable[..., Any] = getattr(import_module(_module(work)), work.partition(":")[2])
    return function if common is None else lambda task: function(task, common)


def _with_answers(descriptors: Sequence[int]) -> list[int]:
    """Return those that there is something to read of, waiting for the first.

    Ctrl-C that comes just before this process falls asleep does not wake it: it is seen when it next looks up.
    """
    while not (found := select.select(descriptors, [], [], _NAP)[0]):
        pass
    return found


class _Spreading:
    """Tasks on their way, and answers that came before their turn."""

    def __init__(
        self,
        crew: "list[_Worker]",
        work: str,
        sent: Callable[[Any], Any],
        undo: Callable[[Any], object],
        bounds: "Bounds | None",
        common: bytes | None,
    ) -> None:
        self._bounds = bounds
        self._common = common
        self._unanswered = 0
        self._crew = crew
        self._work = work
        self._sent = sent
        self._undo = undo
        self._large: tuple[Any, bytes] | None = None
        """A task that waits for a worker which has nothing to do, as it is and as it is sent."""
        self._answered: dict[int, tuple[Any, Any]] = {}
        self._given = 0
        self._yielded = 0

    def run(self, tasks: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield every task with its answer, in order."""
        more = True
        while True:
            while more and (free := self._free()) is not None:
                more = self._give(free, tasks)
            if (done := self._answered.pop(self._yielded, None)) is not None:
                self._yielded += 1
                self._unanswered -= self._weight(done[0])
                yield done
            elif not more and self._yielded == self._given:
                return
            else:
                self._take()

    def _free(self) -> "_Worker | None":
        if self._given - self._yielded >= _AHEAD * len(self._crew):
            return None
        if self._bounds and self._unanswered > self._bounds.most:
            return None
        least = min(self._crew, key=lambda one: len(one.going))
        return least if len(least.going) < (1 if self._large else _ON_THEIR_WAY) else None

    def _give(self, worker: "_Worker", tasks: Iterator[Any]) -> bool:
        """Give the next task; say whether there may be more."""
        if (taken := self._large or self._next(tasks)) is None:
            return False
        task, message = taken
        if worker.going and len(message) > worker.room:
            self._large = taken
            return True
        self._large = None
        worker.give(self._given, task, message)
        self._given += 1
        self._unanswered += self._weight(task)
        return True

    def _next(self, tasks: Iterator[Any]) -> tuple[Any, bytes] | None:
        for task in tasks:
            sent = self._sent(task)
            return task, packed((self._work, sent) if self._common is None else (self._work, sent, True))
        return None

    def _weight(self, task: Any) -> int:
        return self._bounds.weight(task) if self._bounds else 0

    def _take(self) -> None:
        """Take the answers of the workers that have one, waiting for the first."""
        busy = {one.answers: one for one in self._crew if one.going}
        for answers in _with_answers(list(busy)):
            worker = busy[answers]
            number, task = worker.going[0]
            answer = worker.answer()
            self._answered[number] = (task, self._redone(task) if answer is None else answer[0])

    def _redone(self, task: Any) -> Any:
        self._undo(task)
        return _function(self._work, self._common)(self._sent(task))


class _Worker:
    """One worker process. It ends when its stdin is closed, and is killed where the work is broken off.

    A task of no more octets than `room` is taken by its pipe while the one before it is worked on.
    """

    def __init__(self, modules: Sequence[str], process: WorkerProcess) -> None:
        self.modules = modules
        self._is_gone = False
        self.going: deque[tuple[int, Any]] = deque()
        self._process = process
        self.answers = process.answers
        self.room = _room(process.tasks)
        with suppress(OSError):  # the less it has to wait until somebody takes its answers, the better
            fcntl.fcntl(self.answers, fcntl.F_SETPIPE_SZ, _ROOM)

    def __enter__(self) -> "_Worker":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self.kill()
        self._process.leave()

    def kill(self) -> None:
        """End it at once, and wait until it has ended."""
        self._process.kill()

    @property
    def is_idle(self) -> bool:
        """Whether all that it was given is answered, by itself."""
        return not self.going and not self._is_gone

    def tell(self, common: bytes) -> None:
        """Send what the tasks to come have in common."""
        with suppress(BrokenPipeError):
            write(self._process.tasks, packed(("", common)))

    def give(self, number: int, task: Any, message: bytes) -> None:
        """Send a task; that nobody takes it any more shows when the answer is asked for."""
        self.going.append((number, task))
        with suppress(BrokenPipeError):
            write(self._process.tasks, message)

    def answer(self) -> Any:
        """Return the answer to the oldest task in a list of one, None where the process is gone."""
        self.going.popleft()
        _with_answers([self.answers])
        try:
            return receive(self.answers)
        except EOFError:
            self._is_gone = True
            return None
