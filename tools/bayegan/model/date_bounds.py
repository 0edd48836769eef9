"""The first and the last possible day of a date in EDTF (ISO 8601-2:2019, Annex A, levels 0 to 2).

What is unknown stays unknown: no bound is invented for it. What the bounds promise:

- Every day that the expression can mean lies within them; they are days of the proleptic Gregorian calendar.
- `..` leaves an end open, nothing leaves it unknown. Both have no bound there, and only the first is `open`.
- X stands for every digit that makes a day of the calendar. `1950S2` is 1900 to 1999, whatever was estimated.
- Seasons 21 to 24 do not say on which half of the globe, so the bounds hold both; and winter, or the summer of the
  south, may be counted to the year in which it begins or in which it ends. See `_SEASONS`.
- The bounds of a set reach from its first day to its last, one-of and all-of alike.
- `?`, `~` and `%` move no bound: how far they would is known to nobody. That they are there is told.
- A time of day counts as its day as written, whatever its zone.
"""

import re
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

LONGEST = 500
"""Characters of a date that is looked at."""
MOST_DIGITS = 18
"""Digits of a year that is read."""


class Day(NamedTuple):
    """A day of the proleptic Gregorian calendar; the year 0 is the one before the year 1."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and the latest possible day, both included; None where there is no bound or it is unknown."""

    earliest: Day | None
    latest: Day | None
    open_start: bool = False
    open_end: bool = False
    uncertain: bool = False
    approximate: bool = False

    def may_share_a_day(self, other: "Bounds") -> bool:
        """Say whether some day can be within both; what is unknown excludes nothing."""
        return _in_order(self.earliest, other.latest) and _in_order(other.earliest, self.latest)


_Q = "[?~%]"
_DATE = re.compile(
    rf"({_Q})?(-?)([0-9X]{{4}})(?(1)|{_Q}?)(?:-({_Q})?([0-9X]{{2}})(?(4)|{_Q}?)(?:-({_Q})?([0-9X]{{2}})(?(6)|{_Q}?))?)?"
)
_TIME = re.compile(
    r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|24:00:00)(?:Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?"
)
_YEAR_ALONE = re.compile(r"(Y?)(-?)([1-9][0-9]*|[0-9]{4})(?:E([1-9][0-9]?))?(?:S([1-9][0-9]*))?([?~%]?)")
_SEASON = re.compile(r"(-?[0-9]{4})-(2[1-9]|3[0-9]|4[01])")

_SPRING, _SUMMER, _AUTUMN, _WINTER = (3, 6), (6, 9), (9, 12), (-11, 15)
_SEASONS = {
    21: (3, 12), 22: _WINTER, 23: (3, 12), 24: _WINTER,
    25: _SPRING, 26: _SUMMER, 27: _AUTUMN, 28: _WINTER,
    29: _AUTUMN, 30: _WINTER, 31: _SPRING, 32: _SUMMER,
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12),
    40: (1, 6), 41: (7, 12),
}  # fmt: skip
"""First and last month of each grouping: whole months that hold the season of weather and that of astronomy.

-11 is December of the year before and 15 is March of the year after. 21 is spring somewhere: 25 or 29.
"""
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NO_FORM = "EDTF has no such form"
_Ends = tuple[Day, Day]


def bounds(edtf: str) -> Bounds:
    """Return the bounds of a date in EDTF. Raises ValueError, with what is wrong, for any other text."""
    if len(edtf) > LONGEST:
        raise ValueError(f"it has {len(edtf):,} characters, and dates of more than {LONGEST:,} are not read")
    if not edtf.strip():
        raise ValueError("it is empty")
    if edtf != edtf.strip():
        raise ValueError("it begins or ends with a space")
    earliest, latest, open_start, open_end = _expression(edtf)
    uncertain, approximate = bool({"?", "%"} & set(edtf)), bool({"~", "%"} & set(edtf))
    return Bounds(earliest, latest, open_start, open_end, uncertain, approximate)


def edtf_problem(text: str) -> str | None:
    """Return what keeps `text` from being a date in EDTF, or None."""
    try:
        bounds(text)
    except ValueError as problem:
        return str(problem)
    return None


def _expression(text: str) -> tuple[Day | None, Day | None, bool, bool]:
    if text[0] in "[{":
        return _set(text)
    if "/" in text:
        return _interval(text)
    return *(_with_time(text) if "T" in text else _single(text)), False, False


def _set(text: str) -> tuple[Day | None, Day | None, bool, bool]:
    """Read a set (one-of in square brackets, all-of in curly ones); only its ends may be open."""
    if text[-1] != {"[": "]", "{": "}"}[text[0]]:
        raise ValueError("a bracket is not closed")
    inside = text[1:-1]
    open_start = inside.startswith("..")
    open_end = inside.endswith("..") and len(inside) > 2
    members = inside[2 if open_start else 0 : -2 if open_end else None].split(",")
    if (open_start and ".." in members[0]) or (open_end and ".." in members[-1]):
        raise ValueError(_NO_FORM)
    ends = [_member(one) for one in members]
    earliest, latest = min(first for first, _ in ends), max(last for _, last in ends)
    return None if open_start else earliest, None if open_end else latest, open_start, open_end


def _member(text: str) -> _Ends:
    first, dots, last = text.partition("..")
    return _from_to(_date(first), _date(last)) if dots else _date(text)


def _interval(text: str) -> tuple[Day | None, Day | None, bool, bool]:
    """Read an interval; an end that is `..` is open and one that is empty is unknown."""
    start, _, end = text.partition("/")
    if text == "/" or "/" in end:
        raise ValueError(_NO_FORM)
    first = None if start in ("", "..") else _single(start)
    last = None if end in ("", "..") else _single(end)
    if first and last:
        _from_to(first, last)
    return first and first[0], last and last[1], start == "..", end == ".."


def _from_to(first: _Ends, last: _Ends) -> _Ends:
    if first[0] > last[1]:
        raise ValueError(f"it ends ({last[1]}) before it begins ({first[0]})")
    return first[0], last[1]


def _with_time(text: str) -> _Ends:
    day, _, time = text.partition("T")
    if set("?~%X") & set(day) or len(day.lstrip("-")) != 10:
        raise ValueError(_NO_FORM)
    if not _TIME.fullmatch(time):
        raise ValueError("EDTF has no such time of day")
    return _date(day)


def _single(text: str) -> _Ends:
    """Read one date, season or year without a time, as it can stand alone or at an end of an interval."""
    if found := _SEASON.fullmatch(text):
        if found[1] == "-0000":
            raise ValueError("there is no year -0000")
        return _season(int(found[1]), int(found[2]))
    if "Y" in text or "S" in text:
        return _year_alone(text)
    return _date(text)


def _season(year: int, grouping: int) -> _Ends:
    first, last = _SEASONS[grouping]
    start = Day(year - 1, 12, 1) if first < 0 else Day(year, first, 1)
    return start, _last_of(year + last // 13, last if last <= 12 else last - 12)


def _year_alone(text: str) -> _Ends:
    """Read a year of more than four digits, with an exponent, or of which only some digits are significant."""
    if not (found := _YEAR_ALONE.fullmatch(text)):
        raise ValueError(_NO_FORM)
    prefix, sign, digits, exponent, significant, qualifier = found.groups()
    is_plain = not prefix and exponent is None and len(digits) == 4
    is_long = prefix and (exponent is not None or len(digits) > 4) and not qualifier
    if not (is_plain or is_long):
        raise ValueError(_NO_FORM)
    digits += "0" * int(exponent or 0)
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"years of more than {MOST_DIGITS} digits are not read")
    if int(significant or len(digits)) > len(digits):
        raise ValueError("more digits are significant than the year has")
    unit = 10 ** (len(digits) - int(significant or len(digits)))
    low = int(digits) // unit * unit
    high = low + unit - 1
    first, last = (-high, -low) if sign else (low, high)
    return Day(first, 1, 1), Day(last, 12, 31)


def _date(text: str) -> _Ends:
    """Read a date to the year, month or day, with X for unspecified digits and with qualifiers of its parts."""
    if not (found := _DATE.fullmatch(text)):
        raise ValueError(_NO_FORM)
    sign, year, month, day = found[2], found[3], found[5] or "XX", found[7] or "XX"
    first = next(_days(sign, year, month, day), None)
    last = next(_days(sign, year, month, day, backwards=True), None)
    if first is None or last is None:
        raise ValueError("there is no such month or day")
    return first, last


def _days(sign: str, year: str, month: str, day: str, *, backwards: bool = False) -> Iterator[Day]:
    """Yield every day that has these digits, the earliest first or the latest first."""
    years = (-number for number in _matching(year, 1, 9999, backwards=not backwards)) if sign else None
    for this_year in years or _matching(year, 0, 9999, backwards=backwards):
        for this_month in _matching(month, 1, 12, backwards=backwards):
            most = _last_of(this_year, this_month).day
            for this_day in _matching(day, 1, most, backwards=backwards):
                yield Day(this_year, this_month, this_day)


def _matching(digits: str, low: int, high: int, *, backwards: bool) -> Iterator[int]:
    if "X" not in digits:
        numbers = range(int(digits), int(digits) + 1)
        return iter(numbers if low <= int(digits) <= high else ())
    low, high = max(low, int(digits.replace("X", "0"))), min(high, int(digits.replace("X", "9")))
    span = range(high, low - 1, -1) if backwards else range(low, high + 1)
    return (number for number in span if _fits(f"{number:0{len(digits)}}", digits))


def _fits(number: str, digits: str) -> bool:
    return all(want in ("X", have) for have, want in zip(number, digits, strict=True))


def _last_of(year: int, month: int) -> Day:
    return Day(year, month, 29 if month == 2 and isleap(year) else _DAYS[month - 1])


def _in_order(*days: Day | None) -> bool:
    return all(one is None or other is None or one <= other for one, other in pairwise(days))
