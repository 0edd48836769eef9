"""Progress of long work on stderr: a bar on a terminal, silence in a pipe."""

import sys
from collections.abc import Generator
from typing import TypeVar

from bayegan.model.progress import Progress

_Value = TypeVar("_Value")


def follow(work: Generator[Progress, None, _Value]) -> _Value:
    """Run `work` to its end, showing how far it has come, and return its value.

    What draws is loaded when there is something to draw: it has a thread, and workers are started before it.
    """
    try:
        step = next(work)
        if sys.stderr.isatty():
            from bayegan.cli.bar import shown  # noqa: PLC0415

            return shown(step, work)
        while True:
            next(work)
    except StopIteration as end:
        value: _Value = end.value
        return value
