"""Something done by a thread while something else is done here."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_Result = TypeVar("_Result")


@contextmanager
def done_beside(work: Callable[[], _Result]) -> Iterator[Callable[[], _Result]]:
    """Have `work` done by a thread while the block runs; what is given waits for what it returns, or raises.

    The block is not left before the thread has ended. It often waits for others, and when they have answered it
    should not have to wait for the thread too: that has to let it through ten times as soon as is usual.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  loaded for large items alone

    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 10)
    try:
        with ThreadPoolExecutor(1) as thread:
            yield thread.submit(work).result
    finally:
        sys.setswitchinterval(before)
