"""A text with its escapes undone: of JSON, JavaScript, C, Python, CSS and UTF-7, and words that a line breaks."""

import base64
import re
import unicodedata
from collections.abc import Iterator

_MOST_TIMES = 3
"""How often escapes are undone: JSON in JSON in JSON has them thrice."""
_ESCAPE = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|u\{0*([0-9A-Fa-f]{1,6})\}|U([0-9A-Fa-f]{8})|(x[0-9A-Fa-f]{2}(?:\\x[0-9A-Fa-f]{2})*)"
    r"|([0-3][0-7]{2}(?:\\[0-3][0-7]{2})*)|N\{([A-Z0-9 -]{1,80})\}|(.))",
    re.DOTALL,
)
_BETWEEN_WORDS = "nrtbfNh"
"""Ends of lines and pages, tabs; in subtitles (ASS) the end of a line, and a blank at which none ends."""
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_OF_CSS = re.compile(r"\\0{0,4}([0-9A-Fa-f]{2,5})(?:\r\n|[ \t\r\n\f])?")
_BROKEN_WORD = re.compile(r"(?<=\w)[-\u2010]\r?\n[ \t]*(?=\w)")
_UTF_7 = re.compile(r"\+((?:A[A-Za-f]|B[g-v]|I[A-P])[A-Za-z0-9+/]+)-?")
"""Runs of UTF-7 (RFC 2152) that begin with a letter of Latin or Arabic, or with a joiner."""


def unescaped(text: str) -> Iterator[str]:
    """Yield a text as it stands, and then with its escapes undone, in each way in which there are some."""
    yield text
    if "\\" in text:
        yield from _without_backslashes(text)
    if "-\n" in text or "-\r\n" in text or "\u2010" in text:
        yield _BROKEN_WORD.sub("", text)
    if text.isascii() and "+" in text and (plain := _UTF_7.sub(_of_utf_7, text)) != text:
        yield plain


def _without_backslashes(text: str) -> Iterator[str]:
    plain = text
    for _ in range(_MOST_TIMES):
        before = plain
        plain = _SURROGATES.sub(_joined, _ESCAPE.sub(_meant, before))
        if plain == before:
            break
        yield plain
    if (styled := _OF_CSS.sub(_of_css, text)) != text:
        yield styled


def _meant(escape: "re.Match[str]") -> str:
    number = escape[1] or escape[2] or escape[3]
    if number:
        return _character(int(number, 16)) or escape[0]
    if escape[4]:
        return _of_octets(bytes.fromhex(escape[4].replace("\\", "").replace("x", "")))
    if escape[5]:
        return _of_octets(bytes(int(one, 8) for one in escape[5].split("\\")))
    if escape[6]:
        try:
            return unicodedata.lookup(escape[6])
        except KeyError:
            return escape[0]
    return " " if escape[7] in _BETWEEN_WORDS else escape[7]


def _of_octets(octets: bytes) -> str:
    """Return what a run of octets says that are written as numbers: UTF-8, or the first 256 characters."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _character(number: int) -> str:
    return chr(number) if number < 0x110000 else ""


def _of_css(escape: "re.Match[str]") -> str:
    return _character(int(escape[1], 16)) or escape[0]


def _of_utf_7(run: "re.Match[str]") -> str:
    letters = run[1]
    try:
        said = base64.b64decode(letters + "=" * (-len(letters) % 4)).decode("utf-16-be")
    except ValueError:
        return run[0]
    return said if all(one.isalpha() or not one.isascii() for one in said) else run[0]


def _joined(pair: "re.Match[str]") -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")
