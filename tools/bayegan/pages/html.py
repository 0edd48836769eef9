"""The one writer of HTML. What is not made here is text, and text is escaped; no page can load or run anything.

Only the elements and attributes below can be written: no script, no picture or frame from elsewhere, no address but
that of a place in the same page, no style but the one style sheet, which the page's policy names by its digest.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterable

from bayegan.model.names import shown

_ELEMENTS = re.compile(
    r"html|head|body|title|meta|header|main|footer|section|h[123]|p|div|span|strong|em|small|code|pre|bdi|time|a"
    r"|ul|li|dl|dt|dd|table|caption|thead|tbody|tr|th|td|svg|path|rect|circle|line|polyline|polygon|text|desc"
)
_EMPTY = frozenset(("meta",))
_ATTRIBUTES = re.compile(
    r"id|class|lang|dir|charset|name|content|http-equiv|datetime|scope|role|tabindex|href|aria-[a-z]+"
    r"|viewBox|width|height|x|y|x1|y1|x2|y2|r|rx|cx|cy|d|points|text-anchor|direction"
)


class Node:
    """A piece of HTML. Nobody makes one but this module."""

    __slots__ = ("_text",)

    def __init__(self, text: str, *, key: object = None) -> None:
        if key is not _KEY:
            raise TypeError("HTML is made by the functions of bayegan.pages.html")
        self._text = text

    def __str__(self) -> str:
        return self._text


_KEY = object()
Child = Node | str | int | None
Value = str | int | float | bool | None


def element(name: str, /, *children: Child | Iterable[Child], **attributes: Value) -> Node:
    """Return an element. `class_` is class, `text_anchor` text-anchor; None and False leave an attribute out.

    Raises ValueError for an element or an attribute that no page of ours may have.
    """
    if not _ELEMENTS.fullmatch(name):
        raise ValueError(f"no page has an element {name}")
    start = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    if name in _EMPTY:
        return Node(start, key=_KEY)
    return Node(f"{start}{together(*children)}</{name}>", key=_KEY)


def together(*children: Child | Iterable[Child]) -> Node:
    """Return children one after the other, text escaped."""
    return Node("".join(map(_written, children)), key=_KEY)


def filled(template: str, **values: Child) -> Node:
    """Return a sentence with the values at `{name}` in it; both are escaped, unless they are HTML already."""
    parts = re.split(r"\{(\w+)\}", template)
    return together(*(values[part] if number % 2 else part for number, part in enumerate(parts)))


def name(text: str) -> Node:
    """Return a name from outside: kept to itself, whatever its direction, with its control characters shown."""
    return element("bdi", shown(text), dir="auto")


def code(text: str) -> Node:
    """Return what is read letter by letter, from left to right in every language."""
    return element("code", shown(text), dir="ltr")


def document(lang: str, direction: str, title: str, css: str, *body: Child) -> str:
    """Return a whole page. Its policy allows its own style sheet and nothing else."""
    if "<" in css:
        raise ValueError("a style sheet holds no <")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        Node(f"<style>{css}</style>", key=_KEY),
    )
    page = element("html", head, element("body", *body), lang=lang, dir=direction)
    return f"<!DOCTYPE html>\n{page}\n"


def _written(child: Child | Iterable[Child]) -> str:
    match child:
        case None:
            return ""
        case Node():
            return str(child)
        case str() | int():
            return _escaped(str(child))
        case _:
            return "".join(map(_written, child))


def _escaped(text: str) -> str:
    """Escape what HTML reads, and show what a page cannot hold or what would turn its text around."""
    return html.escape("\n".join(map(shown, text.split("\n"))))


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    written = key.rstrip("_").replace("_", "-")
    if not _ATTRIBUTES.fullmatch(written):
        raise ValueError(f"no page has an attribute {written}")
    if written == "href" and not str(value).startswith("#"):
        raise ValueError("a page leads nowhere but to its own places")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f' {written}="{_escaped(text)}"'
