"""The words of a text, folded: what a search for restricted strings compares."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from bayegan.model.folding import folded, foldings

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded and without letter case: runs of letters and digits, nothing else."""
    return tuple(_WORD.findall(folded(text).casefold()))


def readings(text: str) -> Iterator[str]:
    """Yield a text as a search reads it: folded, without case; once more with the parts of a word apart, where a
    non-joiner stands in it.
    """
    for one in foldings(text):
        yield one.casefold()


class Word(NamedTuple):
    """A folded word, and where it stands in the text as it came."""

    word: str
    start: int
    end: int


def placed_words(text: str, apart: bool) -> list[Word]:
    """Return the words of a text with their places; with `apart`, a non-joiner parts words."""
    found: list[Word] = []
    start = 0
    while start < len(text):
        if not _is_of_word(text[start], apart):
            start += 1
            continue
        end = start + 1
        while end < len(text) and _is_of_word(text[end], apart):
            end += 1
        found.extend(Word(word, start, end) for word in words_of(text[start:end]))
        start = end
    return found


def _is_of_word(character: str, apart: bool) -> bool:
    if character == "\u200c":
        return not apart
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
