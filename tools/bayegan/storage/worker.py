"""A worker process: does work, task by task. Started by `crew`, and by nothing else.

A task on stdin and an answer on stdout are each a marshalled value after its length in four octets. An answer is
a list of one: what the work came to. Starting has to be fast: as little as can be is imported.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_LENGTH = 4


def packed(value: Any) -> bytes:
    """Return one value as it is written."""
    content = marshal.dumps(value)
    return len(content).to_bytes(_LENGTH, "big") + content


def write(descriptor: int, message: bytes) -> None:
    """Write what `packed` made, however often that takes."""
    left = memoryview(message)
    while left:
        left = left[os.write(descriptor, left) :]


def receive(descriptor: int) -> Any:
    """Return the next value; raises EOFError where the other side has gone."""
    length = int.from_bytes(_exactly(descriptor, _LENGTH), "big")
    return marshal.loads(_exactly(descriptor, length))  # noqa: S302  our own process is at the other end of the pipe


def _exactly(descriptor: int, size: int) -> bytes:
    content = os.read(descriptor, size)
    if len(content) == size:
        return content
    parts = [content]
    left = size - len(content)
    while left:
        if not (part := os.read(descriptor, left)):
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def main() -> None:
    """Work as the arguments say: how many octets a second this process may read, and the modules of its work."""
    work(sys.argv[2:], float(sys.argv[1]))


def work(modules: Sequence[str], rate: float = 0.0) -> None:
    """Load the modules that are named, and answer tasks, each with the work that is to be done on it, until stdin
    ends, nobody listens, or the work raises an exception, which ends us.

    What comes for no work is what the tasks after it have in common: where a task says so the work is given both.

    `rate` is how many octets a second this process may read, 0 as many as it can.

    We are a process group of our own, so that Ctrl-C is for whoever started us: it ends us.
    """
    for module in modules:
        __import__(module)
    if rate:
        from bayegan.storage.pace import PACE  # noqa: PLC0415  most work has no pace

        PACE.set(rate)
    works: dict[str, Any] = {}
    common: tuple[Any, ...] = ()
    try:
        while True:
            name, *given = receive(0)
            if name:
                does = works.get(name) or _found(name, works)
                write(1, packed([does(*given) if len(given) == 1 else does(given[0], *common)]))
            else:
                common = tuple(given)
    except Exception:
        os._exit(1)


def _found(name: str, works: dict[str, Any]) -> Any:
    """Return the function `module:function`, and keep it among `works`."""
    module, _, function = name.partition(":")
    __import__(module)
    works[name] = getattr(sys.modules[module], function)
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    return works[name]
