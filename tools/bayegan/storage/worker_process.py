"""The process of a worker: a fresh interpreter, or a copy of this process where that is safe and quicker."""

import fcntl
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NoReturn

from bayegan.storage import worker

_FRUGAL = {"GOMAXPROCS": "1", "GOGC": "400"}
"""For a library in Go: there are as many workers as processors, and each has one to itself."""
_ROOT = str(Path(__file__).resolve().parent.parent.parent)
_PROGRAM = "import sys; sys.path.insert(0, {!r}); sys.path += {!r}; from bayegan.storage.worker import main; main()"
_THREADS = "/proc/self/task"
_OPEN = "/dev/fd"
_STANDARD = 3
"""How many descriptors, from 0 on, are stdin, stdout and stderr, open or not."""
_FAILED = 1


class WorkerProcess:
    """A worker that runs: `tasks` is the other end of its stdin, `answers` that of its stdout.

    It ends when `tasks` is closed. Raises OSError where it cannot be started.
    """

    def __init__(self, start: Callable[[int, int], int]) -> None:
        with ExitStack() as ours, ExitStack() as theirs:
            reading, self.tasks = _pipe()
            theirs.callback(os.close, reading)
            ours.callback(os.close, self.tasks)
            self.answers, writing = _pipe()
            theirs.callback(os.close, writing)
            ours.callback(os.close, self.answers)
            self._pid = start(reading, writing)
            ours.pop_all()

    def kill(self) -> None:
        """End it at once, and wait until it has ended."""
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._wait()

    def leave(self) -> None:
        """Have it end when it has nothing left to do, and wait until it has ended."""
        for descriptor in (self.tasks, self.answers):
            with suppress(OSError):
                os.close(descriptor)
        self._wait()

    def _wait(self) -> None:
        if self._pid:
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
            self._pid = 0


def fresh(modules: Sequence[str], rate: float = 0.0) -> WorkerProcess:
    """Start a fresh interpreter that loads nothing but `modules`, and finds them where this process does.

    It takes about 10 MB where they need little, and inherits no lock and no thread.
    """
    program = _PROGRAM.format(_ROOT, list(filter(os.path.isabs, sys.path)))
    command = [sys.executable, "-I", "-S", "-c", program, str(rate), *modules]

    def start(reading: int, writing: int) -> int:
        become: list[tuple[int, int] | tuple[int, int, int]] = [
            (os.POSIX_SPAWN_DUP2, reading, 0),
            (os.POSIX_SPAWN_DUP2, writing, 1),
        ]
        become += [(os.POSIX_SPAWN_CLOSE, one) for one in _others() if _is_inherited(one)]
        environment = {**_FRUGAL, **os.environ}
        return os.posix_spawn(sys.executable, command, environment, file_actions=become, setpgroup=0)

    return WorkerProcess(start)


def copied(modules: Sequence[str], forget: Callable[[], object]) -> WorkerProcess:
    """Start a copy of this process, which has most of `modules` loaded: it takes no time. `forget` is called in it.

    Only where this process has a single thread, of Python or of any library, so that nobody holds a lock that
    would never be let go; and where the system says so. Else as `fresh`. A copy keeps none of our open files.
    """
    if not _is_single():
        return fresh(modules)

    def start(reading: int, writing: int) -> int:
        us = os.getpid()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until it is in a group of its own
        try:
            pid = os.fork()
            if pid == 0:
                _work(modules, forget, reading, writing)
            return pid
        except BaseException:
            if os.getpid() != us:
                os._exit(_FAILED)
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    return WorkerProcess(start)


def _is_single() -> bool:
    try:
        return len(os.listdir(_THREADS)) == 1
    except OSError:  # only Linux says it
        return False


def _pipe() -> tuple[int, int]:
    """Return a pipe whose ends are none of the standard descriptors, though one of these may be closed."""
    ends = os.pipe()
    if min(ends) >= _STANDARD:
        return ends
    try:
        first, second = (fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, _STANDARD) for one in ends)
    finally:
        os.close(ends[0])
        os.close(ends[1])
    return first, second


def _others() -> Iterator[int]:
    """Yield the open descriptors but the standard ones."""
    return (one for one in map(int, os.listdir(_OPEN)) if one >= _STANDARD)


def _is_inherited(descriptor: int) -> bool:
    try:
        return os.get_inheritable(descriptor)
    except OSError:  # it is closed
        return False


def _work(modules: Sequence[str], forget: Callable[[], object], reading: int, writing: int) -> NoReturn:
    """Be a worker, in a process that was this one. Nothing of what called us goes on, and no file of it is open."""
    try:
        gc.freeze()  # nobody is to close, as garbage, a file that is closed here and whose number another has then
        os.setpgid(0, 0)
        os.dup2(reading, 0)
        os.dup2(writing, 1)
        if not _is_inherited(2):  # stderr was closed when we were started: it may be any file of ours
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        for descriptor in _others():
            with suppress(OSError):
                os.close(descriptor)
        forget()
        for name, value in _FRUGAL.items():
            os.environ.setdefault(name, value)
        worker.work(modules)
    finally:
        os._exit(_FAILED)
