"""Pictures as SVG: a strip of shares, bars, and a line over time. Each has a title and a description.

Colours come from the style sheet by class. In a language that is read from right to left a picture is mirrored:
a text begins where its line begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bayegan.pages.html import Child, Node, element
from bayegan.pages.words import Words

WIDTH = 720


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is of, how long it is among the others, and what is said at its end."""

    label: str
    value: int
    says: str


@dataclass(frozen=True, slots=True)
class Point:
    """A share, from 0 to 1, at a time; `kind` is the class of its mark and `says` what it is."""

    time: datetime
    share: float
    kind: str
    says: str


def strip(
    words: Words, key: str, shares: Sequence[tuple[str, int]], said: Mapping[str, str], title: str, desc: str
) -> Node:
    """Return one bar that is cut into shares, each with the class of its colour; what is not 0 can be seen."""
    whole = sum(value for _, value in shares)
    parts: list[Child] = []
    at = 0.0
    least = 6.0
    seen = [(kind, value) for kind, value in shares if value]
    room = WIDTH - least * len(seen)
    for kind, value in seen:
        width = least + room * value / whole
        x = WIDTH - at - width if words.is_mirrored else at
        parts.append(
            element(
                "rect",
                element("title", f"{said[kind]}: {words.number(value)}"),
                class_=f"part {kind}",
                x=round(x, 2),
                y=0,
                width=round(width - 1, 2),
                height=18,
                rx=3,
            )
        )
        at += width
    return _picture(words, key, 18, title, desc, parts)


def bars(words: Words, key: str, rows: Sequence[Bar], title: str, desc: str) -> Node:
    """Return bars below one another, each with its label before and its numbers behind."""
    label, most, step = 150, 340, 28
    top = max((row.value for row in rows), default=0)
    parts: list[Child] = []
    for number, row in enumerate(rows):
        y = number * step
        length = max(2.0, most * row.value / top) if row.value and top else 0.0
        x = _x(words, label, length)
        parts.append(_text(words, row.label, label - 12, y + 18, "end", "label"))
        parts.append(
            element("rect", class_="track", x=_x(words, label, most), y=y + 6, width=most, height=16, rx=3)
        )
        if length:
            parts.append(element("rect", class_="bar", x=x, y=y + 6, width=round(length, 2), height=16, rx=3))
        parts.append(_text(words, row.says, label + most + 12, y + 18, "start", "says"))
    return _picture(words, key, max(1, len(rows)) * step, title, desc, parts)


def line(words: Words, key: str, points: Sequence[Point], title: str, desc: str) -> Node:
    """Return a share over time: a line, a mark at each point, and a scale of percents and months."""
    left, right, top, height = 56.0, WIDTH - 16.0, 14.0, 170.0
    first, last = points[0].time, points[-1].time
    span = (last - first) or timedelta(days=1)

    def at(time: datetime) -> float:
        share = 0.5 if first == last else (time - first) / span
        x = left + share * (right - left - 20) + 10
        return round(WIDTH - x if words.is_mirrored else x, 1)

    def up(share: float) -> float:
        return round(top + (1 - share) * height, 1)

    parts: list[Child] = []
    for share in (0, 25, 50, 75, 100):
        y = up(share / 100)
        parts.append(element("line", class_="grid", x1=_x(words, left, 0), y1=y, x2=_x(words, right, 0), y2=y))
        if share % 50 == 0:
            parts.append(_text(words, words.digits(f"{share}%"), left - 10, y + 4, "end", "axis"))
    for time in _ticks(first, last):
        x = at(time)
        parts.append(element("line", class_="tick", x1=x, y1=top + height, x2=x, y2=top + height + 5))
        parts.append(
            element("text", words.month(time), class_="axis", x=x, y=top + height + 21, text_anchor="middle")
        )
    places = [(at(one.time), up(one.share)) for one in points]
    if len(places) > 1:
        under = [(places[0][0], up(0)), *places, (places[-1][0], up(0))]
        parts.append(element("polygon", class_="under", points=_joined(under)))
        parts.append(element("polyline", class_="over", points=_joined(places)))
    for one, (x, y) in zip(points, places, strict=True):
        parts.append(mark(one.kind, x, y, one.says))
    return _picture(words, key, top + height + 30, title, desc, parts)


def mark(kind: str, x: float, y: float, says: str) -> Node:
    """Return the mark of a check: round for success, on its corner for failure, else a triangle."""
    title = element("title", says)
    match kind:
        case "success":
            return element("circle", title, class_="mark success", cx=x, cy=y, r=4.5)
        case "failure":
            return element("path", title, class_="mark failure", d=f"M{x:g} {y - 7:g}l7 7l-7 7l-7 -7z")
        case _:
            return element("path", title, class_="mark warning", d=f"M{x:g} {y - 7:g}l6.5 12h-13z")


def small_mark(kind: str) -> Node:
    """Return the mark of a check by itself, for a legend or a table."""
    return element(
        "svg", mark(kind, 9, 9, kind), class_="small", viewBox="0 0 18 18", width=14, height=14, aria_hidden="true"
    )


def _picture(words: Words, key: str, height: float, title: str, desc: str, parts: Sequence[Child]) -> Node:
    named = element("title", title, id=f"{key}-title"), element("desc", desc, id=f"{key}-desc")
    return element(
        "svg",
        *named,
        *parts,
        class_="picture",
        role="img",
        viewBox=f"0 0 {WIDTH} {height:g}",
        direction=words.direction,
        aria_labelledby=f"{key}-title {key}-desc",
    )


def _text(words: Words, text: str, x: float, y: float, anchor: str, class_: str) -> Node:
    """Return a text whose beginning or end, as it is read, is at `x` from the side on which lines begin."""
    return element("text", text, class_=class_, x=_x(words, x, 0), y=y, text_anchor=anchor)


def _x(words: Words, x: float, width: float) -> float:
    return round(WIDTH - x - width if words.is_mirrored else x, 2)


def _joined(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)


def _ticks(first: datetime, last: datetime) -> list[datetime]:
    """Return at most five times for the scale, one in a month at most."""
    if last - first < timedelta(days=45):
        return [first] if first == last or (first.year, first.month) == (last.year, last.month) else [first, last]
    number = min(4, max(1, round((last - first) / timedelta(days=31))))
    return [first + (last - first) * step / number for step in range(number + 1)]
