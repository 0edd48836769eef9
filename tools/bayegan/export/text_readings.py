"""What a text says, in every way in which it may be meant: as it stands, unescaped, and without its markup."""

import html
import re
from collections.abc import Iterator

_MOST_TIMES = 3
"""How often entities are undone: a page in a feed in a page has them twice."""
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(
    r"</?(?:[\w.-]+:)?(?:address|article|aside|blockquote|body|br|caption|cr|dd|div|dl|dt|figcaption|footer|form|h[1-6]|head"
    r"|header|hr|item|li|line-break|main|nav|ol|option|p|para|pre|row|section|si|tab|table|table-cell|table-row|tbody|tc|td"
    r"|text|tfoot|th|thead|title|tr|ul)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
"""Tags between which words end, in HTML and in the formats of office programs."""
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_BETWEEN_WORDS = "nrtbf"
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def meanings(text: str) -> Iterator[str]:
    """Yield what a text says: as it stands, and then with its escapes of JSON undone, its entities undone, and
    without its tags, in each of these ways and in all of them, as far as there are such.

    Where tags go, the words beside them are joined once, parted once, and once parted only where a block ends.
    """
    for one in dict.fromkeys((text, _without_escapes(text))):
        yield one
        yield from _of_markup(one)


def _of_markup(text: str) -> Iterator[str]:
    bare = text
    for _ in range(_MOST_TIMES):
        if "&" not in bare or (plain := html.unescape(bare)) == bare:
            break
        yield (bare := plain)
    for one in dict.fromkeys((bare, text)):
        if "<" in one:
            readings = _TAG.sub("", one), _TAG.sub(" ", one), _TAG.sub("", _BLOCK.sub(" ", one))
            for without in dict.fromkeys(readings):
                yield without
                if one is not bare:
                    yield html.unescape(without)


def _without_escapes(text: str) -> str:
    if "\\" not in text:
        return text
    return _SURROGATES.sub(_joined, _ESCAPE.sub(_meant, text))


def _meant(escape: "re.Match[str]") -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return " " if escape[2] in _BETWEEN_WORDS else escape[2]


def _joined(pair: "re.Match[str]") -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")
