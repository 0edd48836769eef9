"""The words of a text without what stands between them in a table, a form or a page: attributes, keys, scripts.

These readings have no word that the text itself has not. They are worth making only where all words of a restricted
string stand in it.
"""

import html
import re
from collections.abc import Iterator

from bayegan.export.text_markup import unmarked, without, without_comments

_ASIDE = r"script|style|noscript|template|button|svg|sup|rt|rp|aside|ref|note|fn"
_DELETED = re.compile(rf"<(/?)(?:{_ASIDE}|del|s|strike)(?=[\s/>])[^<>]*>", re.IGNORECASE)
_INSERTED = re.compile(rf"<(/?)(?:{_ASIDE}|ins)(?=[\s/>])[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s([\w:.-]+)\s?=\s?(?:\"([^\"<>]*)\"|'([^'<>]*)')")
_HYPHENATED = re.compile(r"CONTENT=\"[^\"<>]*\"([^<>]*SUBS_TYPE=\"HypPart1\"[^<>]*)SUBS_CONTENT=")
_SECOND_HALF = re.compile(r"<String[^<>]*SUBS_TYPE=\"HypPart2\"[^<>]*>")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"(\s*:)?", re.DOTALL)
_RECOGNISED = re.compile(r"^(?:\d+\t){10}-?[\d.]+\t(?:-?[\d.]+\t)?([^\t\r\n]+)\r?$", re.MULTILINE)
"""A line of a table that Tesseract writes: a word stands in the last of twelve cells."""
_LABEL = re.compile(r"^[ \t]*[\w .()-]{1,40}[:=][ \t]*", re.MULTILINE)
_KEY = re.compile(r"[\"']?[\w-]{1,40}[\"']?\s?[:=]\s?(?=[\"'\w])")
_DIGIT = re.compile(r"\d")


def rearranged(text: str) -> Iterator[str]:
    """Yield what a text says where the words of a name stand apart: each kind of thing by itself, in its order.

    Between values stands a semicolon: a family name may be the first of them.
    """
    if "<" in text:
        bare = without_comments(text)
        for cut in dict.fromkeys((without(bare, _DELETED), without(bare, _INSERTED))):
            if cut != text:
                yield from unmarked(cut)
        yield from _of_attributes(text)
    if '"' in text:
        yield "; ".join(value for value, colon in _STRING.findall(text) if not colon)
    if "\t" in text:
        yield " ".join(_RECOGNISED.findall(text))
    if ":" in text or "=" in text:
        yield _LABEL.sub("; ", text)
        yield _KEY.sub("; ", text)


def _of_attributes(text: str) -> Iterator[str]:
    if "SUBS_CONTENT" in text:
        text = _SECOND_HALF.sub("", _HYPHENATED.sub(r"\1 CONTENT=", text))
    by_name: dict[str, list[str]] = {}
    values: list[str] = []
    for name, one, other in _ATTRIBUTE.findall(text):
        value = html.unescape(one or other)
        by_name.setdefault(name, []).append(value)
        values.append(value)
    yield "; ".join(values)
    yield "; ".join(value for value in values if not _DIGIT.search(value))
    for several in by_name.values():
        yield " ".join(several)
