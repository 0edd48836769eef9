"""What stops a fixity check before its end: a budget of time and of octets."""

from collections.abc import Callable

from bayegan.model.audit import Budget

OUT_OF_TIME = "out of time"
OVER_BUDGET = "over the budget of octets"
BUDGET_REASONS = (OUT_OF_TIME, OVER_BUDGET)


class Brakes:
    """Asked before each piece of work; once they have said no, `reason` says why, and they never say yes again.

    The first file is always allowed, so that every run gets on.
    """

    def __init__(self, budget: Budget, timer: Callable[[], float]) -> None:
        self._budget = budget
        self._timer = timer
        self._started = timer()
        self._octets = 0
        self._has_begun = False
        self.reason = ""

    @property
    def may_stop(self) -> bool:
        """Whether there is a bound at all."""
        return self._budget.is_bounded

    def allow(self, octets: int) -> bool:
        """Say whether so many octets may still be read, and count them if so."""
        if self.reason:
            return False
        if self._has_begun:
            seconds, most = self._budget.seconds, self._budget.octets
            if seconds is not None and self._timer() - self._started >= seconds:
                self.reason = OUT_OF_TIME
            elif most is not None and self._octets + octets > most:
                self.reason = OVER_BUDGET
        if self.reason:
            return False
        self._has_begun = True
        self._octets += octets
        return True

    def correct(self, octets: int) -> None:
        """Count octets that were read besides those that were allowed."""
        self._octets += octets


FREE = Brakes(Budget(), lambda: 0.0)
"""Brakes that never stop anything."""
