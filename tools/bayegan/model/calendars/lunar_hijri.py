"""The lunar Hijri calendar (AH), as far as it can be computed: days from one before to one after.

A month of the lunar calendar begins when the new crescent is seen, and so not on the same day everywhere. The
tabular calendar (thirty-year cycle with leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29; epoch Friday 16 July
622, Julian) comes within a day of it as a rule; and its day begins at sunset of the day before. So a date here is
never one day.
"""

from datetime import date, timedelta

from bayegan.model.calendars.span import Span

FIRST_YEAR, LAST_YEAR = 1200, 1600
"""Years that are read: 1785 to 2174."""

_BEFORE_THE_FIRST_DAY = date(622, 7, 18)
"""The proleptic Gregorian day before 1 Muharram 1, which is 16 July 622 in the Julian calendar."""
_GIVE_OR_TAKE = timedelta(days=1)


def month_length(year: int, month: int) -> int:
    """Return how many days a month has at most. Raises ValueError where there is no such year or month."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is not from {FIRST_YEAR} to {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    return 30


def tabular(year: int, month: int, day: int) -> date:
    """Return the day of the tabular calendar, whose months have 30 and 29 days in turn."""
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + day
    return _BEFORE_THE_FIRST_DAY + timedelta(days=days)


def days(year: int, month: int, day: int) -> Span:
    """Return the three days of which one is meant. Raises ValueError where there are none."""
    if not 1 <= day <= month_length(year, month):
        raise ValueError(f"the month {month} of {year} has no day {day}")
    middle = tabular(year, month, day)
    return Span(middle - _GIVE_OR_TAKE, middle + _GIVE_OR_TAKE)


def span(year: int, first_month: int = 1, last_month: int = 12) -> Span:
    """Return the days of a year or of some of its months, with one more at either end. Raises ValueError too."""
    month_length(year, first_month)
    month_length(year, last_month)
    after = (year + 1, 1) if last_month == 12 else (year, last_month + 1)
    return Span(tabular(year, first_month, 1) - _GIVE_OR_TAKE, tabular(*after, 1))
