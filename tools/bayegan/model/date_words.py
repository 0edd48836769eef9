"""A date in words, for people: as its source writes it, in which calendar, and what that comes to."""

import re

from bayegan.model.date_bounds import bounds
from bayegan.model.date_reading import read
from bayegan.model.names import shown
from bayegan.model.record import Calendar

CALENDARS = {
    Calendar.GREGORIAN: "Gregorian",
    Calendar.SOLAR_HIJRI: "Solar Hijri",
    Calendar.LUNAR_HIJRI: "lunar Hijri",
    Calendar.IMPERIAL: "imperial",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_PLAIN = re.compile(r"(?:(-?[0-9]{4})(?:-(0[1-9]|1[0-2]|2[1-4])(?:-([0-9]{2}))?)?|([0-9]{2}[1-9])X)([?~%]?)")
_QUALIFIED = {"": "{}", "~": "about {}", "?": "{}, uncertain", "%": "about {}, uncertain"}


def in_words(edtf: str | None, text: str | None, calendar: Calendar | None, *, derived: bool = False) -> str:
    """Return a date on one line: “۱ شهریور ۱۳۶۰” (Solar Hijri), that is 23 August 1981.

    `derived` says that `edtf` was computed from the text; otherwise somebody stated both, and that is said. What a
    Gregorian date comes to is not said where its words say just that: “August 23, 1981”.
    """
    comes_to = edtf_in_words(edtf) if edtf else ""
    is_ours = calendar is Calendar.GREGORIAN
    name = CALENDARS[calendar] if calendar else ""
    if not text:
        return f"{comes_to} ({name})" if name and not is_ours else comes_to
    if not comes_to or comes_to == text or (is_ours and _says(text, edtf)):
        return f"“{shown(text)}”" + (f" ({name})" if name and not (is_ours and comes_to) else "")
    source = f"“{shown(text)}”" + (f" ({name})" if name and not is_ours else "")
    return f"{source}, that is {comes_to}" if derived else f"{source}, stated as {comes_to}"


def _says(text: str, edtf: str | None) -> bool:
    understood = read(text, Calendar.GREGORIAN)
    return understood is not None and understood.edtf == edtf


def edtf_in_words(edtf: str) -> str:
    """Return a date in EDTF in English words; the rarer forms as they are, with their bounds. Never raises."""
    try:
        bounds(edtf)
    except ValueError:
        return shown(edtf)
    return _set(edtf) or _interval(edtf) or _one(edtf)


def _set(edtf: str) -> str:
    """Return the members of a set in words, or nothing for what is no set."""
    if edtf[0] not in "[{":
        return ""
    members = [_member(one) for one in edtf[1:-1].split(",")]
    if len(members) == 1:
        return members[0]
    return f"{'one' if edtf[0] == '[' else 'all'} of: {', '.join(members)}"


def _member(member: str) -> str:
    first, dots, last = member.partition("..")
    if not dots:
        return _one(first)
    if not first:
        return f"{_one(last)} or earlier"
    return f"{_one(first)} to {_one(last)}" if last else f"{_one(first)} or later"


def _interval(edtf: str) -> str:
    """Return the ends of an interval in words, or nothing for what is no interval."""
    start, solidus, end = edtf.partition("/")
    if not solidus:
        return ""
    if start == end == "..":
        return "at any time"
    first, last = (edtf_in_words(one) if one not in ("", "..") else "an unknown date" for one in (start, end))
    if start == "..":
        return f"until {last}"
    if end == "..":
        return f"from {first} on"
    return f"{first} to {last}" if start and end else f"from {first} to {last}"


def _one(edtf: str) -> str:
    if not (found := _PLAIN.fullmatch(edtf)):
        return f"{edtf} ({_reach(edtf)})"
    year, month, day, decade, qualifier = found.groups(default="")
    plain = f"the {decade}0s" if decade else _parts(year, int(month or 0), int(day or 0))
    return _QUALIFIED[qualifier].format(plain)


def _parts(year: str, month: int, day: int) -> str:
    name = _SEASONS[month] if month > 20 else _MONTHS[month - 1] if month else ""
    return " ".join(filter(None, (str(day) if day else "", name, year)))


def _reach(edtf: str) -> str:
    """Return the first and the last possible day of one date, once where they are the same."""
    within = bounds(edtf)
    ends = (_parts(str(day.year), day.month, day.day) for day in (within.earliest, within.latest) if day)
    return " to ".join(dict.fromkeys(ends))
