"""The pictures of a fixity report."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bayegan.pages.html import Node, element, together
from bayegan.pages.svg import Bar, Point, bars, line, small_mark, strip
from bayegan.pages.words import Words, read_time

_SHARES = ("intact", "altered", "missing", "unreadable", "not-checked")
_MOST_FORMATS = 12


def outcomes_picture(report: Mapping[str, Any], words: Words) -> Node | None:
    """Return the files listed, by outcome, as one strip; None where none is listed."""
    files = report["files"]
    if not files["listed"]:
        return None
    shares = [(kind, files[kind]) for kind in _SHARES]
    values = {"listed": words.number(files["listed"]), "intact": words.number(files["intact"])}
    said = {kind: words.texts[f"outcome.{kind}"] for kind in _SHARES}
    return strip(
        words, "outcomes", shares, said, words.texts["outcomes.title"], words.text("outcomes.desc", **values)
    )


def coverage_picture(checks: Sequence[Mapping[str, Any]], words: Words) -> Node:
    """Return the coverage after each check that tells it, over time, with a legend."""
    times = [(one, _time(one["ended"]), one["coverage"]) for one in checks if one["coverage"]]
    told = [(one, time, share) for one, time, share in times if time]
    if not told:
        return element("p", words("coverage.none"))
    told.sort(key=lambda one: one[1])
    points = [
        Point(
            time,
            share["checked"] / share["of"] if share["of"] else 0.0,
            one["outcome"],
            f"{words.days(time)[0]}: {words.percent(share['checked'], share['of'])}",
        )
        for one, time, share in told
    ]
    last = told[-1][2]
    desc = words.text(
        "coverage.desc",
        checks=words.number(len(points)),
        first=words.days(points[0].time)[0],
        last=words.days(points[-1].time)[0],
        percent=words.percent(last["checked"], last["of"]),
    )
    kinds = [kind for kind in ("success", "warning", "failure") if any(one.kind == kind for one in points)]
    legend = [element("li", small_mark(kind), words(f"legend.{kind}")) for kind in kinds]
    picture = line(words, "coverage-picture", points, words.texts["coverage.title"], desc)
    return together(element("div", picture, class_="scroll"), element("ul", *legend, class_="legend"))


def sizes_picture(sizes: Sequence[Mapping[str, Any]], words: Words) -> Node:
    """Return the versions by the size of their payload."""
    rows = []
    floor = 0
    for one in sizes:
        if one["below"] is None:
            label = words.text("from", size=words.bound(floor))
        else:
            label, floor = words.text("below", size=words.bound(one["below"])), one["below"]
        says = _amount("in-versions", one["versions"], one["octets"], words)
        rows.append(Bar(label, one["versions"], says))
    return _scrolled(bars(words, "sizes", rows, words.texts["sizes.title"], words.texts["sizes.desc"]))


def formats_picture(formats: Sequence[Mapping[str, Any]], words: Words) -> Node:
    """Return the payload by format; beyond the largest, all others together."""
    first, others = formats[:_MOST_FORMATS], formats[_MOST_FORMATS:]
    rows = [_format(one["puid"] or words.texts["format.none"], one["octets"], one["files"], words) for one in first]
    if others:
        label = words.text("format.others", number=words.number(len(others)))
        octets, files = (sum(one[key] for one in others) for key in ("octets", "files"))
        rows.append(_format(label, octets, files, words))
    return _scrolled(bars(words, "formats", rows, words.texts["formats.title"], words.texts["formats.desc"]))


def _format(label: str, octets: int, files: int, words: Words) -> Bar:
    return Bar(label, octets, _amount("in-files", files, octets, words))


def _time(stamp: str) -> datetime | None:
    """Return a time as the ledger writes it; None for one that a damaged line states."""
    try:
        return read_time(stamp)
    except ValueError:
        return None


def _amount(key: str, number: int, octets: int, words: Words) -> str:
    if number == 1:
        return words.text(f"{key}.one", size=words.size(octets))
    return words.text(key, number=words.number(number), size=words.size(octets))


def _scrolled(picture: Node) -> Node:
    return element("div", picture, class_="scroll")
