"""The restricted strings of an export, and what stands in their place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

from bayegan.model.disclosure.orders import Order, hits, orders, turned_back
from bayegan.model.disclosure.percent import unquoted
from bayegan.model.disclosure.words import Word, placed_words, readings, spellings, vocabulary, words_of

IN_ITS_PLACE = "[withheld]"
_WORD = re.compile(r"[^\W_]+")
_OURS = words_of(IN_ITS_PLACE)
_MOST_WORDS = 30
"""So many words of a long restricted text are looked for: whatever holds all of it holds these."""
_LONGEST = 4 << 10
_SHORTEST = 2
"""Letters and digits of the shortest string that is looked for: a single one stands everywhere."""


class Mask:
    """Finds restricted strings in texts, as whole words after folding, and replaces them.

    Letter case, Persian and Arabic spelling, and whatever stands between two words do not count: a name is found
    with a blank, a hyphen, an underscore or a line break between its words, and with its last words first where a
    comma follows them. Part of a word is not found, nor are strings of a single letter or digit, which stand
    everywhere. Of a long text its first words are looked for.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self.secrets = tuple(secrets)
        self._after: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._beginnings: set[tuple[str, ...]] = set()
        for secret in self.secrets:
            for spelling in chain.from_iterable(map(spellings, (secret, *turned_back(secret)))):
                every = _WORD.findall(spelling)
                words = tuple(every[:_MOST_WORDS])
                if len(every) > _MOST_WORDS:
                    self._beginnings.add(words)
                if sum(map(len, words)) >= _SHORTEST and words != _OURS:
                    self._after[words[0]].add(words)
        self._firsts = frozenset(self._after)

    @cached_property
    def longest(self) -> int:
        """The octets in UTF-8 of the longest string that is looked for, or of the beginning of a very long one."""
        octets = (len(one.encode("utf-8", "surrogatepass")) for one in self.secrets)
        return min(max(octets, default=0), _LONGEST)

    def __bool__(self) -> bool:
        return bool(self._firsts)

    def concerns(self, text: str) -> bool:
        """Say whether all words of a restricted string stand in a text, in whatever order and wherever."""
        return any(self._possible(one) for one in _said(text))

    def found(self, text: str) -> bool:
        """Say whether a restricted string stands in a text, also where it is percent-encoded there."""
        return any(True for _ in self._standing(text))

    def said(self, text: str) -> tuple[str, ...]:
        """Return the restricted strings that stand in a text, folded, each once."""
        return tuple(sorted({" ".join(hit) for hit in self._standing(text)}))

    def masked(self, text: str) -> str:
        """Return a text with every restricted string replaced; the whole of it where that is not enough."""
        standing = set(self._standing(text))
        if not standing:
            return text
        if not standing.isdisjoint(self._beginnings):
            return IN_ITS_PLACE
        spans = [span for apart in (False, True) for span in self._spans(text, placed_words(text, apart))]
        parts: list[str] = []
        done = 0
        for start, end in sorted(spans):
            if start >= done:
                parts += (text[done:start], IN_ITS_PLACE)
            done = max(done, end)
        replaced = "".join((*parts, text[done:]))
        return IN_ITS_PLACE if self.found(replaced) else replaced

    def _standing(self, text: str) -> Iterator[tuple[str, ...]]:
        """Yield the words of every restricted string that stands in a text, some more than once."""
        for one in _said(text):
            possible = self._possible(one)
            for reading in readings(one) if possible else ():
                places = [(found.start(), found.end()) for found in _WORD.finditer(reading)]
                for hit in hits(reading, places, [reading[start:end] for start, end in places], possible):
                    yield hit.secret

    def _possible(self, text: str) -> dict[str, list[Order]]:
        """Return the restricted strings of which all words stand in a text, by the word that comes first."""
        words = vocabulary(text)
        possible: dict[str, list[Order]] = {}
        for first in self._firsts & words:
            for secret in self._after[first]:
                if words.issuperset(secret):
                    for order in orders(secret):
                        possible.setdefault(order.words[0], []).append(order)
        return possible

    def _spans(self, text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
        plain = [one.word for one in words]
        possible = self._possible(text)
        for hit in hits(text, [(one.start, one.end) for one in words], plain, possible):
            yield words[hit.at].start, words[hit.at + len(hit.secret) - 1].end


def _said(text: str) -> Iterator[str]:
    yield text
    yield from unquoted(text)


NO_MASK = Mask(())
"""Finds nothing: of an export that has no restricted strings."""
