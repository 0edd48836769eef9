"""The Solar Hijri calendar (AP, anno Persico) in its form of 1304 (1925), for the years 1300 to 1500.

Six months of 31 days, five of 30, and Esfand of 29, or 30 in a leap year. The four years before the calendar was
made law are counted as if it had been in force; a source of those days more often used the signs of the zodiac,
whose months had other lengths, or the lunar calendar.
"""

from datetime import date, timedelta

from bayegan.model.calendars.nowruz import DAY_OF_MARCH, FIRST_YEAR, LAST_YEAR
from bayegan.model.calendars.span import Span

_DAYS_BEFORE = (0, 31, 62, 93, 124, 155, 186, 216, 246, 276, 306, 336)


def nowruz(year: int) -> date:
    """Return 1 Farvardin of a year from 1300 to 1501. Raises ValueError for another."""
    if not FIRST_YEAR <= year <= LAST_YEAR + 1:
        raise ValueError(f"the year {year} is not from {FIRST_YEAR} to {LAST_YEAR}")
    return date(year + 621, 3, DAY_OF_MARCH[year - FIRST_YEAR])


def month_length(year: int, month: int) -> int:
    """Return how many days a month has. Raises ValueError where there is no such year or month."""
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is not from {FIRST_YEAR} to {LAST_YEAR}")
    if month < 12:
        return 31 if month <= 6 else 30
    return (nowruz(year + 1) - nowruz(year)).days - 336


def to_gregorian(year: int, month: int, day: int) -> date:
    """Return the Gregorian day. Raises ValueError where the calendar has no such day."""
    if not 1 <= day <= month_length(year, month):
        raise ValueError(f"the month {month} of {year} has no day {day}")
    return nowruz(year) + timedelta(days=_DAYS_BEFORE[month - 1] + day - 1)


def from_gregorian(day: date) -> tuple[int, int, int]:
    """Return year, month and day. Raises ValueError for a day before 1300 or after 1500."""
    year = day.year - 621
    if FIRST_YEAR <= year <= LAST_YEAR + 1 and day < nowruz(year):
        year -= 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{day} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    since = (day - nowruz(year)).days
    month = since // 31 + 1 if since < 186 else (since - 186) // 30 + 7
    return year, month, since - _DAYS_BEFORE[month - 1] + 1


def span(year: int, first_month: int = 1, last_month: int = 12) -> Span:
    """Return the first and the last day of a year, or of some months of it. Raises ValueError as above."""
    end = month_length(year, last_month)
    return Span(to_gregorian(year, first_month, 1), to_gregorian(year, last_month, end))
