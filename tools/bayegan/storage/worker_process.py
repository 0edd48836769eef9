"""The process of a worker: a fresh interpreter, or a copy of this process where that is safe and quicker."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from typing import NoReturn

from bayegan.storage import worker

_FRUGAL = {"GOMAXPROCS": "1", "GOGC": "400"}
"""For a library in Go: there are as many workers as processors, and each has one to itself."""
_ROOT = str(Path(__file__).resolve().parent.parent.parent)
_PROGRAM = "import sys; sys.path.insert(0, {!r}); sys.path += {!r}; from bayegan.storage.worker import main; main()"
_THREADS = "/proc/self/task"
_OPEN = "/proc/self/fd"
_FAILED = 1


class WorkerProcess:
    """A worker that runs: `tasks` is the other end of its stdin, `answers` that of its stdout.

    It ends when `tasks` is closed. Raises OSError where it cannot be started.
    """

    def __init__(self, start: Callable[[int, int], int]) -> None:
        reading, self.tasks = os.pipe()
        self.answers, writing = os.pipe()
        try:
            self._pid = start(reading, writing)
        except BaseException:
            os.close(self.tasks)
            os.close(self.answers)
            raise
        finally:
            os.close(reading)
            os.close(writing)

    def kill(self) -> None:
        """End it at once, and wait until it has ended."""
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, SIGKILL)
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
        become = [(os.POSIX_SPAWN_DUP2, reading, 0), (os.POSIX_SPAWN_DUP2, writing, 1)]
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
        pid = os.fork()
        if pid == 0:
            _work(modules, forget, reading, writing)
        return pid

    return WorkerProcess(start)


def _is_single() -> bool:
    try:
        return len(os.listdir(_THREADS)) == 1
    except OSError:  # only Linux says it
        return False


def _work(modules: Sequence[str], forget: Callable[[], object], reading: int, writing: int) -> NoReturn:
    """Be a worker, in a process that was this one. Nothing of what called us goes on, and no file of it is open."""
    try:
        gc.freeze()  # nobody is to close, as garbage, a file that is closed here and whose number another has then
        os.setpgid(0, 0)
        os.dup2(reading, 0)
        os.dup2(writing, 1)
        for descriptor in map(int, os.listdir(_OPEN)):
            if descriptor > 2:
                with suppress(OSError):
                    os.close(descriptor)
        forget()
        for name, value in _FRUGAL.items():
            os.environ.setdefault(name, value)
        worker.work(modules)
    finally:
        os._exit(_FAILED)
