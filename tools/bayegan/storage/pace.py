"""The pace of this process: how many octets a second it may read. Worker processes load this module.

Whoever reads calls `spend` after each piece, which waits where reading was too fast. Without a rate it costs
nothing but the call.
"""

from __future__ import annotations

import time
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_AHEAD_SECONDS = 0.25
"""What was not read while there was nothing to do may be made up for, but for so long only."""


class Pace:
    """Octets a second, and until when what was read so far takes at that rate."""

    def __init__(self) -> None:
        self._rate = 0.0
        self._until = 0.0

    def set(self, octets_per_second: float) -> None:
        """Read at most so many octets a second from now on; 0: as fast as can be."""
        self._rate = octets_per_second
        self._until = time.monotonic()

    def spend(self, octets: int) -> None:
        """Wait until so many octets may have been read."""
        if not self._rate:
            return
        now = time.monotonic()
        self._until = max(self._until, now - _AHEAD_SECONDS) + octets / self._rate
        if self._until > now:
            time.sleep(self._until - now)


PACE = Pace()
"""The one of this process."""


@contextmanager
def paced(octets_per_second: float) -> Iterator[None]:
    """Read at most so many octets a second in this process while the block runs; 0: as fast as can be."""
    PACE.set(octets_per_second)
    try:
        yield
    finally:
        PACE.set(0.0)
