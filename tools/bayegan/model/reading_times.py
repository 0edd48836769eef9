"""When events happened, seen from the end of the ledger: nothing happened after what follows it."""

import re
from bisect import bisect_left

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class EffectiveTimes:
    """The effective time of an event is the least of its own and those of all later events.

    So a clock that was ahead for a while, and was set right, makes nothing look newer than it is. Events are
    numbered from 1 as they are taken. Times are texts as the ledger writes them, which sort as they are.
    """

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._times: list[str] = []
        self.count = 0

    def take(self, time: object) -> None:
        """Take the next event; one without a sound time says nothing about the others."""
        self.count += 1
        times = self._times
        if times and times[-1] == time:
            self._numbers[-1] = self.count
        elif isinstance(time, str) and _FORM.fullmatch(time):
            while times and times[-1] > time:
                times.pop()
                self._numbers.pop()
            times.append(time)
            self._numbers.append(self.count)

    def of(self, number: int) -> str:
        """Return the effective time of an event, empty where it cannot be told."""
        place = bisect_left(self._numbers, number)
        return self._times[place] if place < len(self._times) else ""

    @property
    def last(self) -> str:
        """The time of the last event that has one, empty where there is none."""
        return self._times[-1] if self._times else ""
