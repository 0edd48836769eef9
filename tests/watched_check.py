"""The command line, with a fixity check that can be killed for certain while it is at work.

usage: watched_check.py GIVEN LINES WORDS...

Files that are given to be read are counted in GIVEN, line by line, so that what a kill costs can be told. When
the journal got so many LINES that tell of work, the next one is not written: the check waits there to be killed.
"""

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bayegan.cli.main import run
from bayegan.storage import whole_bags, workers
from bayegan.storage.audit_files import AuditFiles

given = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
lines = int(sys.argv[2])


def count(files: int) -> None:
    os.write(given, b"%d\n" % files)


def counting(sent: Callable[[Any], Any], about: Callable[[Any], tuple[object, int]]) -> Callable[[Any], Any]:
    """Count the files of every task once, also where this process takes it over from a worker that was killed."""
    seen = set()

    def counted(task: Any) -> Any:
        name, files = about(task)
        if name not in seen:
            seen.add(name)
            count(files)
        return sent(task)

    return counted


def about_bags(task: Sequence[Any]) -> tuple[object, int]:
    return next((one[0] for one in task if one), None), sum(one[2] for one in task if one)


def about_files(task: Sequence[Any]) -> tuple[object, int]:
    return task[0].path, len(task)


def read_here(file: Any) -> Any:
    count(1)
    return really_read(file)


def add(journal: AuditFiles, line: Mapping[str, Any], *, flush: bool = False) -> None:
    global lines  # noqa: PLW0603  one check, and one journal
    if "more" in line:
        if lines == 0:
            signal.pause()
        lines -= 1
    really_add(journal, line, flush=flush)


really_read, really_add = workers._read, AuditFiles.add
workers._read = read_here
workers._sent = counting(workers._sent, about_files)  # type: ignore[assignment]
whole_bags._sent = counting(whole_bags._sent, about_bags)  # type: ignore[assignment]
AuditFiles.add = add  # type: ignore[method-assign]
sys.argv = ["bayegan", *sys.argv[3:]]
run()
