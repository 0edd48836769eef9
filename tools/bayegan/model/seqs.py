"""Sets of ledger lines, written as ranges: `2-101 103`. A sealed version is named by the line that sealed it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

Ranges = Sequence[tuple[int, int]]
"""First and last of each range, in order, none of them touching the next."""
_FORM = re.compile(r"(?:[0-9]{1,15}(?:-[0-9]{1,15})?(?: [0-9]{1,15}(?:-[0-9]{1,15})?)*)?")


def ranges_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return numbers, in whatever order, as ranges."""
    found: list[tuple[int, int]] = []
    first = last = -1
    for number in sorted(numbers):
        if number > last + 1 or first < 0:
            if first >= 0:
                found.append((first, last))
            first = number
        last = number
    if first >= 0:
        found.append((first, last))
    return found


def merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges that may overlap, in whatever order, as ranges that do not touch."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def ranges_text(ranges: Iterable[tuple[int, int]]) -> str:
    """Return ranges as they are written."""
    return " ".join(f"{first}-{last}" if last > first else str(first) for first, last in ranges)


def seqs_text(numbers: Iterable[int]) -> str:
    """Return numbers as they are written."""
    return ranges_text(ranges_of(numbers))


def read_ranges(text: object) -> list[tuple[int, int]] | None:
    """Return what is written; None where it is nothing of the kind."""
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        return None
    found = [(int(first), int(last or first)) for first, _, last in (part.partition("-") for part in text.split())]
    return merged(found) if all(first <= last for first, last in found) else None


def holds(ranges: Ranges, number: int) -> bool:
    """Say whether a number lies in one of the ranges."""
    place = bisect_right(ranges, (number, 1 << 62)) - 1
    return place >= 0 and number <= ranges[place][1]


def overlaps(one: Ranges, other: Ranges) -> list[tuple[int, int]]:
    """Return what lies in both."""
    found: list[tuple[int, int]] = []
    here, there = 0, 0
    while here < len(one) and there < len(other):
        first, last = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if first <= last:
            found.append((first, last))
        if one[here][1] < other[there][1]:
            here += 1
        else:
            there += 1
    return found


def without(one: Ranges, other: Ranges) -> list[tuple[int, int]]:
    """Return what of `one` does not lie in `other`."""
    found: list[tuple[int, int]] = []
    there = 0
    for first, last in one:
        at = first
        while there < len(other) and other[there][1] < at:
            there += 1
        look = there
        while look < len(other) and other[look][0] <= last:
            if other[look][0] > at:
                found.append((at, other[look][0] - 1))
            at = other[look][1] + 1
            look += 1
        if at <= last:
            found.append((at, last))
    return found
