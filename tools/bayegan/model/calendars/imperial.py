"""The imperial calendar of Iran: the Solar Hijri one with its years counted from 559 BCE, 1180 more.

In force from 1 Farvardin 2535 (21 March 1976) to 5 Shahrivar 2537 (27 August 1978). Days outside these are refused:
no office wrote them, so that such a date needs a person to look at it.
"""

from datetime import date

from bayegan.model.calendars import solar_hijri
from bayegan.model.calendars.span import Span

AHEAD = 1180
IN_FORCE = Span(date(1976, 3, 21), date(1978, 8, 27))


def to_gregorian(year: int, month: int, day: int) -> date:
    """Return the Gregorian day. Raises ValueError for no such day, or one when the calendar was not in force."""
    found = solar_hijri.to_gregorian(year - AHEAD, month, day)
    if not IN_FORCE.first <= found <= IN_FORCE.last:
        raise ValueError(f"the imperial calendar was not in force on {found}")
    return found


def span(year: int, first_month: int = 1, last_month: int = 12) -> Span:
    """Return the days of a year, or of some of its months, on which the calendar was in force.

    Raises ValueError where there are none; the year 2537 ends with its last day in force.
    """
    first, last = solar_hijri.span(year - AHEAD, first_month, last_month)
    if last < IN_FORCE.first or first > IN_FORCE.last:
        raise ValueError(f"the imperial calendar was not in force from {first} to {last}")
    return Span(max(first, IN_FORCE.first), min(last, IN_FORCE.last))
