"""Amounts as people write them: `5h`, `200GB`, `50MB/s`, `5%`."""

import re
from fractions import Fraction

_TIMES = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SIZES = {
    **{unit: 1000**power for power, unit in enumerate(("b", "kb", "mb", "gb", "tb", "pb"))},
    **{unit: 1024**power for power, unit in enumerate(("kib", "mib", "gib", "tib", "pib"), start=1)},
}
_TIME = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(s|m|min|h|d|w)")
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?((?:[kmgtp]i?)?b)", re.IGNORECASE)
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?) ?%?")

SECONDS = "a time such as 90s, 30m, 5h, 2d"
OCTETS = "a size such as 500MB, 200GB, 1TiB"
RATE = "a rate such as 50MB/s"
PERCENT = "a percentage above 0 and at most 100, such as 5%"


def seconds(text: str) -> int | None:
    """Return how many seconds a text such as `5h` or `1h 30m` says, at least 1; None where it is no such text."""
    parts = re.findall(_TIME, text.strip())
    if not parts or re.sub(_TIME, "", text).strip():
        return None
    return int(sum(Fraction(number) * _TIMES[unit] for number, unit in parts)) or None


def octets(text: str) -> int | None:
    """Return how many octets a text such as `200GB` says, at least 1; None where it is no such text."""
    found = _SIZE.fullmatch(text.strip())
    return int(Fraction(found[1]) * _SIZES[found[2].lower()]) or None if found else None


def rate(text: str) -> int | None:
    """Return how many octets a second a text such as `50MB/s` says; None where it is no such text."""
    size, slash, unit = text.strip().rpartition("/")
    return octets(size) if slash and unit.strip() == "s" else None


def percent(text: str, *, none: bool = False) -> str | None:
    """Return the number in a text such as `5%`; None where it is no percentage above 0, or, with `none`, of 0."""
    found = _PERCENT.fullmatch(text.strip())
    if not found or not (0 if none else Fraction(1, 10**12)) <= Fraction(found[1]) <= 100:
        return None
    return found[1]


def in_words(days: int) -> str:
    """Return a number of days as it is said."""
    return "1 day" if days == 1 else f"{days:,} days"
