"""Work for worker processes that kills the one that meets it first, in the middle of writing."""

import os
import signal
from pathlib import Path


def write(task: tuple[str, str]) -> str:
    """Write a new file, whole where we live."""
    target, mark = task
    with open(target, "x") as out:
        out.write("wh")
        out.flush()
        if target.endswith("/7") and Path(mark).exists():
            Path(mark).unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        out.write("ole")
    return "written"


def write_again(task: tuple[str, str]) -> str:
    """Write as `write` does, over what is there."""
    Path(task[0]).unlink(missing_ok=True)
    return write(task)


def twice(task: str) -> str:
    """Return more than was given."""
    return task + task


def said(task: str, common: bytes) -> str:
    """Return what was given and what tasks have in common; who is to die does so once."""
    mark, _, words = task.partition(" ")
    if Path(mark).exists():
        Path(mark).unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{words} of {len(common)} {common[:3].decode()}"
