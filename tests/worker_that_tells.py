"""Work for worker processes that tells what kind of process does it."""

import os
import time
from contextlib import suppress
from pathlib import Path

WORDS = "as loaded"


def about(_: int) -> dict[str, object]:
    """Return what a worker is; the others have time to be given something, too."""
    time.sleep(0.02)
    return {
        "words": WORDS,
        "process": os.getpid(),
        "parent": os.getppid(),
        "group": os.getpgid(0),
        "open": _open_files(),
        "frugal": os.environ["GOMAXPROCS"],
    }


def _open_files() -> list[str]:
    names = []
    for one in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):
            names.append(str(one.readlink()))
    return names


def wait(folder: str) -> None:
    """Tell that we are at work, and be so until we may go."""
    Path(folder, str(os.getpid())).write_text("")
    while not Path(folder, "go").exists():
        time.sleep(0.02)
