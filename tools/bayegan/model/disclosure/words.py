"""The words of a text, folded: what a search for restricted strings compares."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, product, zip_longest
from typing import NamedTuple

from bayegan.model.folding import folded, foldings

_WORD = re.compile(r"[^\W_]+")
_APART = {sign: " " for sign in range(0x80) if not chr(sign).isalnum()}
_PARTED = bytes(_APART.get(sign, chr(sign)).encode("latin-1")[0] for sign in range(0x100))
"""Signs of ASCII become blanks, in a text and in its UTF-8. No folding changes them: what stands between two folds
as it would in its text.
"""
_JOINER = re.compile(r"(?<=\w)[\u200b\u200c]+(?=\w)")
_LONGEST = 128
"""Octets of a chunk that is remembered."""
_REMEMBERED = 1 << 14
_MOST_JOINERS = 4


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded and without letter case: runs of letters and digits, nothing else."""
    return tuple(_WORD.findall(_caseless(folded(text))))


def readings(text: str) -> Iterator[str]:
    """Yield a text as a search reads it: folded, without case; once more with the parts of a word apart, where a
    non-joiner stands in it.
    """
    for one in foldings(text):
        yield _caseless(one)


def spellings(text: str) -> Iterator[str]:
    """Yield the ways in which a text that is looked for may be written, folded and without case: each non-joiner in
    it gone, or a blank. Of a text with more than four, all gone and all blanks.
    """
    parts = _JOINER.split(text)
    if len(parts) > _MOST_JOINERS + 1:
        yield from readings(text)
        return
    for between in product(("", " "), repeat=len(parts) - 1):
        yield _caseless(folded("".join(chain.from_iterable(zip_longest(parts, between, fillvalue="")))))


def _caseless(text: str) -> str:
    """Return a text without letter case, the i of Turkish with a dot or without among it."""
    plain = text.casefold()
    return plain if plain.isascii() else plain.replace("ı", "i").replace("\u0307", "")


def vocabulary(text: str) -> set[str]:
    """Return every word of every reading of a text, in no order, perhaps with some more: faster than reading it.

    Few of its words are new, and a word that was met before is not folded again.
    """
    if text.isascii():
        return set(text.casefold().translate(_APART).split())
    chunks = set(text.encode("utf-8", "surrogatepass").translate(_PARTED).split())
    return set().union(*[_known(chunk) if len(chunk) <= _LONGEST else _words(chunk) for chunk in chunks])


def _words(chunk: bytes) -> Iterable[str]:
    text = chunk.decode("utf-8", "surrogatepass")
    return tuple({word for reading in readings(text) for word in _WORD.findall(reading)})


_known = lru_cache(_REMEMBERED)(_words)


class Word(NamedTuple):
    """A folded word, and where it stands in the text as it came."""

    word: str
    start: int
    end: int


def placed_words(text: str, apart: bool) -> list[Word]:
    """Return the words of a text with their places; with `apart`, a joiner that joins nothing parts words."""
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
    if character in "\u200b\u200c":
        return not apart
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
