"""The orders in which the words of a restricted string are looked for: as it is, and the last ones first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_COMMA = re.compile("[,،;؛\t]")
"""What stands behind a name that comes first in a list, or between two cells."""
_MOST_WORDS = 6
"""Words of the longest string that is looked for in another order: of names, not of sentences."""
_PARTS = re.compile("[,،;؛]")


class Order(NamedTuple):
    """Words of a restricted string in an order; `comma` of them stand before a comma, where that is not 0."""

    secret: tuple[str, ...]
    words: tuple[str, ...]
    comma: int


class Hit(NamedTuple):
    """A restricted string, and the number of the word of a text at which it begins."""

    secret: tuple[str, ...]
    at: int


def orders(secret: tuple[str, ...]) -> Iterator[Order]:
    """Yield the orders in which a restricted string is looked for: a long one only as it is."""
    yield Order(secret, secret, 0)
    for at in range(1, len(secret)) if len(secret) <= _MOST_WORDS else ():
        yield Order(secret, secret[at:] + secret[:at], len(secret) - at)


def turned_back(secret: str) -> tuple[str, ...]:
    """Return a restricted string that is two parts with a comma between them as a name is written in a text."""
    parts = _PARTS.split(secret)
    if len(parts) != 2 or len(secret.split()) > _MOST_WORDS:
        return ()
    return (f"{parts[1]} {parts[0]}",)


def hits(
    text: str, places: Sequence[tuple[int, int]], words: Sequence[str], possible: Mapping[str, Sequence[Order]]
) -> Iterator[Hit]:
    """Yield where restricted strings stand among the words of a text, which stand at `places` in it.

    `possible` has orders by their first words.
    """
    for at, word in enumerate(words):
        for secret, order, comma in possible.get(word, ()):
            if tuple(words[at : at + len(order)]) != order:
                continue
            if not comma or _COMMA.search(text, places[at + comma - 1][1], places[at + comma][0]):
                yield Hit(secret, at)
