"""What a text says without its markup: tags, comments, marks of CDATA, entities, fields of office programs."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

_MOST_TIMES = 6
"""How often entities are undone: a page in a feed in a page has them twice."""
_TAG = re.compile(r"<(/?[\w.:!?-]*)[^<>]*>")
_BLOCK = re.compile(
    r"/?(?:[\w.-]+:)?(?:address|article|aside|blockquote|body|br|caption|cr|dd|div|dl|dt|figcaption|footer|form|h[1-6]|head"
    r"|header|hr|item|li|line-break|main|nav|ol|option|p|para|pre|ptab|row|(?<=text:)s|section|si|tab|table|table-cell"
    r"|table-row|tbody|tc|td|text|tfoot|th|thead|title|tr|ul)",
    re.IGNORECASE,
)
"""Names of tags between which words end, in HTML and in the formats of office programs."""
_OF_LESS = re.compile(r"&(?:lt|gt|#0*6[02]\b|#[xX]0*3[cCeE]\b|(?=#?\w)(?!#?\w{1,32};))", re.IGNORECASE)
"""Entities that make tags when they are undone, and such as only some readers take for entities."""
_ODD_COMMENT = re.compile(r"<!--[^<>]*(?:<|(?<!--)>)")
_ODD_VALUE = re.compile(r"=\s?(?:\"[^\"<>]*[<>][^\"]{0,1000}\"|'[^'<>]*[<>][^']{0,1000}')")
_ANGLES = str.maketrans("<>", "  ")
_NAMED = re.compile(r"/[A-Za-z][\w.-]*(?::[\w.-]+)?")
_OF_KNOWN_FORMS = ("w", "a", "r", "text", "table", "style", "draw", "office", "m", "wp", "pic", "p", "xdr")
_OF_HTML = re.compile(
    r"a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blockquote|body|button|canvas|caption|center|cite|code|col"
    r"|colgroup|dd|del|details|dfn|dir|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|g"
    r"|h[1-6]|head|header|html|i|iframe|ins|kbd|label|legend|li|main|map|mark|menu|meta|nav|nobr|noscript|object|ol|optgroup"
    r"|option|p|param|path|picture|pre|q|r|rp|rpr|rt|ruby|s|samp|script|section|select|small|source|span|strike|strong|style"
    r"|sub|summary|sup|svg|t|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|use|var|video",
    re.IGNORECASE,
)
"""Elements that part words or do not as their names say, and need no reading of their own."""
_BETWEEN = r"(?:[\w.-]+:)(?:instrText|delInstrText|annotation|note"
_FIELDS = re.compile(rf"<(/?)(?:{_BETWEEN}))(?=[\s/>])[^<>]*>")
_NOT_DELETED = re.compile(rf"<(/?)(?:{_BETWEEN}|delText))(?=[\s/>])[^<>]*>")
_NOT_INSERTED = re.compile(rf"<(/?)(?:{_BETWEEN}|ins))(?=[\s/>])[^<>]*>")
"""What office programs keep between the words of a text, and tracked deletions and insertions."""
_OF_OFFICE = re.compile(rf"{_BETWEEN}|delText|ins)")
_REMEMBERED = 1 << 12


def unmarked(text: str) -> Iterator[str]:
    """Yield what a text says with its entities undone, and without its tags, in each of these ways and in all.

    Where tags go, the words beside them are joined once, parted once, and once parted only where a block ends. What
    stands in comments, fields and notes, or was deleted or inserted, is taken out once more. Yields nothing of a
    text without markup.
    """
    bare, times = text, 0
    while times < _MOST_TIMES and "&" in bare and (plain := html.unescape(bare)) != bare:
        yield (bare := plain)
        times += 1
    if "<" in bare:
        yield from _without_tags(bare)
    if bare is not text and "<" in text and (times > 1 or _OF_LESS.search(text)):
        for without in _without_tags(text):
            yield without
            yield html.unescape(without)


def _without_tags(text: str) -> Iterator[str]:
    opened = text.replace("<![CDATA[", "").replace("]]>", "") if "<![CDATA[" in text else text
    parts = _TAG.split(opened)
    names = set(parts[1::2])
    words = "".join(parts[::2])
    yield from _joined(parts, names)
    plain = _without_angles(opened) if "" in names or "<" in words or ">" in words else opened
    several = [plain]
    if any(map(_is_of_office, names)):
        several += (without(plain, those) for those in (_FIELDS, _NOT_DELETED, _NOT_INSERTED))
    for one in dict.fromkeys(several):
        if one != opened:
            parts = _TAG.split(one)
            yield from _joined(parts, set(parts[1::2]))


def _without_angles(text: str) -> str:
    """Return a text without comments that hold tags or such signs, and without these signs in values."""
    plain = without_comments(text) if _ODD_COMMENT.search(text) else text
    return _ODD_VALUE.sub(lambda value: value[0].translate(_ANGLES), plain)


def _joined(parts: list[str], names: set[str]) -> Iterator[str]:
    """Yield a text of which every second part is the name of a tag: with nothing for tags, with blanks, and with a
    blank only for those at which a block ends; and once with one for an end that another beginning follows, where
    tags are of a form that is not known.
    """
    words = parts[::2]
    tags = parts[1::2]
    between = {name: " " if _is_block(name) else "" for name in names}
    parts[1::2] = map(between.__getitem__, tags)
    yield from dict.fromkeys(("".join(words), " ".join(words), "".join(parts)))
    if any(map(_is_odd, names)):
        for at, (name, following) in enumerate(pairwise(tags)):
            if name[:1] == "/" and following[:1].isalpha() and _is_odd(name) and not words[at + 1].strip():
                parts[2 * at + 1] = " "
        yield "".join(parts)


@lru_cache(_REMEMBERED)
def _is_block(name: str) -> bool:
    return _BLOCK.fullmatch(name) is not None


@lru_cache(_REMEMBERED)
def _is_of_office(name: str) -> bool:
    return _OF_OFFICE.fullmatch(name) is not None


@lru_cache(_REMEMBERED)
def _is_odd(name: str) -> bool:
    """Say whether a tag ends an element of which nobody knows whether it parts words."""
    if not _NAMED.fullmatch(name):
        return False
    form, colon, _ = name[1:].partition(":")
    return form not in _OF_KNOWN_FORMS if colon else _OF_HTML.fullmatch(form) is None


def without(text: str, elements: "re.Pattern[str]") -> str:
    """Return a text without certain elements, whose tags the pattern finds: in its group a slash where they end.

    What only begins, and does not end, stays.
    """
    parts: list[str] = []
    done = start = depth = 0
    for tag in elements.finditer(text):
        if tag[1]:
            depth = max(depth - 1, 0)
            done = done if depth else tag.end()
        elif not tag[0].endswith("/>"):
            if not depth:
                parts.append(text[done : tag.start()])
                start = done = tag.start()
            depth += 1
    return "".join((*parts, text[start if depth else done :]))


def without_comments(text: str) -> str:
    """Return a text without the comments of HTML and XML in it; one that does not end stays."""
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[done:start])
        done = end + 3
    return "".join((*parts, text[done:]))
