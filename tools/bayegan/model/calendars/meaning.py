"""What one date comes to in the Gregorian calendar, once its calendar is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bayegan.model.calendars import imperial, lunar_hijri, solar_hijri
from bayegan.model.calendars.names import Sense
from bayegan.model.calendars.said import Number, Said
from bayegan.model.calendars.span import Span
from bayegan.model.record import Calendar

ZODIAC_FROM = 1336
"""The year from which Afghanistan counts the months of the zodiac by fixed lengths; before, the sun gave them."""
TWO_DIGITS = range(20, 100)
"""Years of two digits that are read, as 1320 to 1399: a smaller one may be of the next century."""

_SPANS: dict[Calendar, Callable[[int, int, int], Span]] = {
    Calendar.SOLAR_HIJRI: solar_hijri.span,
    Calendar.IMPERIAL: imperial.span,
    Calendar.LUNAR_HIJRI: lunar_hijri.span,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A date in EDTF: one expression, or days from first to last, or one of some days."""

    first: str
    last: str | None = None
    one_of: tuple[str, ...] = ()


def meaning(said: Said, calendar: Calendar, *, is_stated: bool) -> Meaning | None:
    """Return what a date comes to. Raises ValueError for a day that its calendar has not; None where unclear.

    `is_stated` says that the calendar is stated in so many words, and not by the name of a month.
    """
    year = _year(said.year, calendar, is_stated)
    if year is None:
        return None
    if calendar is Calendar.GREGORIAN:
        return _gregorian(said, year)
    if said.month and said.month.sense is Sense.ZODIAC_MONTH and year < ZODIAC_FROM:
        return None
    return _hijri(said, year, calendar)


def _year(year: Number | None, calendar: Calendar, is_stated: bool) -> int | None:
    if year is None or year.digits not in (2, 4):
        return None
    if year.digits == 4:
        return year.value
    is_short = calendar is Calendar.SOLAR_HIJRI and is_stated and year.value in TWO_DIGITS
    return 1300 + year.value if is_short else None


def _gregorian(said: Said, year: int) -> Meaning | None:
    if year < 1000 or (said.is_decade and year % 10):
        return None
    if said.day:
        return _gregorian_day(said, year)
    month = said.month.number if said.month else said.month_number
    if said.weekday is not None or said.day is not None or (month is not None and not 1 <= month <= 12):
        return None
    part = month or (20 + said.season if said.season else None)
    whole = f"{year // 10}X" if said.is_decade else f"{year}"
    return Meaning(f"{whole}-{part:02}" if part else whole)


def _gregorian_day(said: Said, year: int) -> Meaning | None:
    """Read a day; of 8/6/1981 nobody can tell which number is the month, of 23/8/1981 everybody can."""
    month, day = said.month.number if said.month else said.month_number or 0, said.day or 0
    if said.day_may_be_month and month != day:
        if month <= 12 and day <= 12:
            return None
        month, day = (day, month) if month > 12 else (month, day)
    found = date(year, month, day)
    return _one_day(Span(found, found), said.weekday)


def _hijri(said: Said, year: int, calendar: Calendar) -> Meaning | None:
    """Return the meaning in a calendar whose months and years are other days than the Gregorian ones."""
    span = _SPANS[calendar]
    month = said.month.number if said.month else said.month_number
    if month and said.day:
        return _one_day(_days(calendar, year, month, said.day), said.weekday)
    if said.weekday is not None or said.day is not None:
        return None
    if said.is_decade:
        return _decade(year, span)
    if said.season:
        last = said.season * 3
        return None if calendar is Calendar.LUNAR_HIJRI else _reach(span(year, last - 2, last))
    return _reach(span(year, month, month) if month else span(year, 1, 12))


def _decade(year: int, span: Callable[[int, int, int], Span]) -> Meaning | None:
    return None if year % 10 else _reach(Span(span(year, 1, 12).first, span(year + 9, 1, 12).last))


def _days(calendar: Calendar, year: int, month: int, day: int) -> Span:
    if calendar is Calendar.LUNAR_HIJRI:
        return lunar_hijri.days(year, month, day)
    own = solar_hijri if calendar is Calendar.SOLAR_HIJRI else imperial
    found = own.to_gregorian(year, month, day)
    return Span(found, found)


def _one_day(span: Span, weekday: int | None) -> Meaning | None:
    """Return one day of a span; none where the text names a day of the week that is not in it."""
    days = [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
    if weekday is not None and weekday not in [day.weekday() for day in days]:
        return None
    written = tuple(f"{day:%Y-%m-%d}" for day in days)
    return Meaning(written[0]) if len(written) == 1 else Meaning(written[0], written[-1], written)


def _reach(span: Span) -> Meaning:
    return Meaning(f"{span.first:%Y-%m-%d}", f"{span.last:%Y-%m-%d}")
