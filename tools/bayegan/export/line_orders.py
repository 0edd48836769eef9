"""The orders in which words of a printed page may be meant: lines from right to left, words cut at a line end."""

import re
from collections.abc import Callable, Iterable, Iterator

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_HYPHEN = re.compile("(?<=\\w)[-\u00ad\u2010\u2011]\\s*\n\\s*(?=\\w)")
_BETWEEN_PARTS = re.compile("[\\s\u200c]+")
_DIGITS = re.compile(r"\d{2,}")


def orders(text: str) -> Iterator[str]:
    """Yield the text of a page as it came, without hyphens at line ends, and with lines from right to left turned.

    A reader of PDF gives the words of such a line, or its letters, in the order in which they stand from left to
    right; of numbers it may give the digits so. Each of these is undone by itself and with the others.
    """
    for one in dict.fromkeys((text, _HYPHEN.sub("", text))):
        yield one
        if _RIGHT_TO_LEFT.search(one):
            ways = (_words_turned, _parts_turned, _letters_turned)
            plain = [_by_line(one, turned) for turned in ways]
            yield from dict.fromkeys((*plain, *map(_digits_turned, (one, *plain))))


def turned_by_pieces(pieces: Iterable[str]) -> Iterator[str]:
    """Yield a page whose lines were drawn from left to right, piece by piece, with each line's pieces turned."""
    lines: list[list[str]] = [[]]
    for piece in pieces:
        first, *others = piece.split("\n")
        lines[-1].append(first)
        lines += [[other] for other in others]
    turned = "\n".join("".join(reversed(line)) for line in lines)
    if is_from_the_right(turned):
        yield turned
        yield _digits_turned(turned)


def is_from_the_right(text: str) -> bool:
    """Say whether there are letters in a text that are written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def _by_line(text: str, turned: Callable[[str], str]) -> str:
    lines = text.splitlines()
    whole = "\n".join(turned(line) if _RIGHT_TO_LEFT.search(line) else line for line in lines)
    return _HYPHEN.sub("", whole)


def _words_turned(line: str) -> str:
    return " ".join(reversed(line.split()))


def _parts_turned(line: str) -> str:
    """Turn the words, and the parts of words between non-joiners."""
    return " ".join(reversed(_BETWEEN_PARTS.split(line)))


def _letters_turned(line: str) -> str:
    return line[::-1]


def _digits_turned(text: str) -> str:
    return _DIGITS.sub(lambda digits: digits[0][::-1], text)
