"""Dates as DataCite takes them: W3CDTF, and ranges after RKMS-ISO8601, where the record has EDTF."""

import re

from bayegan.model.date_bounds import Day, bounds
from bayegan.model.record import Date

_EXACT = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?")
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
_DATE = re.compile(rf"(?:{_EXACT.pattern}|{_ZONED.pattern})")
_LAST_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_date(text: str) -> bool:
    """Say whether a text is a date in W3CDTF or a range of two, either of which may be open."""
    first, slash, last = text.partition("/")
    if not slash:
        return _is_one(text)
    return bool(first or last) and all(not end or _is_one(end) for end in (first, last))


def _is_one(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    parts = re.split(r"(?<=\d)-", text.partition("T")[0])
    months = [int(part) for part in parts[1:2]]
    days = [int(part) for part in parts[2:3]]
    return all(1 <= month <= 12 for month in months) and all(
        1 <= day <= _LAST_OF_MONTH[months[0] - 1] for day in days
    )


def date_range(edtf: str) -> str | None:
    """Return what of a date in EDTF can be said in W3CDTF: itself, the range of its bounds, or None.

    No bound is invented: where only one is known the range is open, and where none is known there is no date.
    """
    if _is_one(edtf):
        return edtf
    try:
        found = bounds(edtf)
    except ValueError:
        return None
    first, last = found.earliest, found.latest
    if first is None and last is None:
        return None
    if first is not None and last is not None:
        plain = _period(first, last)
        if plain is not None:
            return plain
    said = ["" if one is None else str(one) for one in (first, last)]
    return "/".join(said) if is_date("/".join(said)) else None


def _period(first: Day, last: Day) -> str | None:
    """Return the year, month or day that two days span, None where it is none of them."""
    if first == last:
        return str(first) if is_date(str(first)) else None
    is_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if first.year == last.year and is_year and is_date(str(first)[:-6]):
        return str(first)[:-6]
    is_month = (first.year, first.month, first.day) == (last.year, last.month, 1)
    if is_month and last.day >= _LAST_OF_MONTH[last.month - 1] - (last.month == 2):
        return str(first)[:-3]
    return None


def information(date: Date, said: str | None) -> str | None:
    """Return what the date as given adds to what is `said` of it: EDTF, and the words of the source."""
    parts = [
        *([f"EDTF: {date.edtf}"] if date.edtf and date.edtf != said else []),
        *([date.text] if date.text else []),
    ]
    return "; ".join(parts) or None


def year_of(edtf: str | None) -> str | None:
    """Return the one year that a date lies in, None where it may lie in several."""
    try:
        found = bounds(edtf or "")
    except ValueError:
        return None
    first, last = found.earliest, found.latest
    if first is None or last is None or first.year != last.year or not 0 < first.year < 10_000:
        return None
    return f"{first.year:04}"
