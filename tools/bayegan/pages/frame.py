"""What every page has: its head, its foot, and the pieces that sections are made of."""

from collections.abc import Iterable, Sequence

from bayegan.pages.html import Child, Node, code, document, element, name
from bayegan.pages.style import STYLE
from bayegan.pages.words import Words


def page(
    words: Words,
    title: str,
    organisation: str,
    archive: str,
    dateline: Node,
    *body: Child,
    source: Node,
    agent: str,
    now: str,
) -> str:
    """Return a whole page with the head and the foot that all of ours have."""
    head = element(
        "header",
        element("p", name(organisation), class_="house") if organisation else None,
        element("h1", title),
        element("p", dateline, class_="dateline"),
        element("p", words("archive"), " ", code(archive), class_="soft"),
    )
    foot = element(
        "footer",
        element("p", words("made", agent=name(agent), date=words.when(now), source=source)),
        element("p", words("alone")),
        element("p", words("not-evidence")),
    )
    whole = f"{title} – {organisation}" if organisation else title
    return document(words.lang, words.direction, whole, STYLE, head, element("main", *body), foot)


def section(words: Words, key: str, *children: Child | Iterable[Child]) -> Node:
    """Return a section with its heading, which names it."""
    heading = element("h2", words(key), id=f"h-{key}")
    return element("section", heading, *children, id=key, aria_labelledby=f"h-{key}")


def table(
    heads: Sequence[Child], rows: Iterable[Sequence[Child]], numbers: Sequence[int] = (), caption: Child = None
) -> Node:
    """Return a table; the first cell of a row is its head, and the columns `numbers` are set to the end."""

    def cell(kind: str, place: int, value: Child, **more: str) -> Node:
        return element(kind, value, class_="number" if place in numbers else None, **more)

    head = element("tr", *(cell("th", place, one, scope="col") for place, one in enumerate(heads)))
    body = [
        element(
            "tr",
            cell("th", 0, row[0], scope="row"),
            *(cell("td", place, one) for place, one in enumerate(row[1:], 1)),
        )
        for row in rows
    ]
    top = element("caption", caption) if caption is not None else None
    return element(
        "div",
        element("table", top, element("thead", head), element("tbody", *body)),
        class_="wide",
        role="region",
        tabindex=0,
    )


def facts(rows: Iterable[tuple[Child, Child] | None]) -> Node:
    """Return a list of terms, each with what it is."""
    parts = [part for row in rows if row for part in (element("dt", row[0]), element("dd", row[1]))]
    return element("dl", *parts)


def as_is(words: Words, text: str) -> Node:
    """Return a text of the software: in the language of the page where that knows it, else in English."""
    if (key := f"said.{text}") in words.texts:
        return words(key)
    return element("bdi", text, lang=None if words.lang == "en" else "en", dir="ltr" if words.is_mirrored else None)


def soft(*children: Child) -> Node:
    """Return a paragraph that stands back."""
    return element("p", *children, class_="soft")
