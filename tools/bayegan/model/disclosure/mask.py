"""The restricted strings of an export, and what stands in their place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from urllib.parse import unquote

from bayegan.model.disclosure.words import Word, placed_words, readings, vocabulary, words_of

IN_ITS_PLACE = "[withheld]"
_WORD = re.compile(r"[^\W_]+")
_OURS = words_of(IN_ITS_PLACE)
_SHORTEST = 2
"""Letters and digits of the shortest string that is looked for: a single one stands everywhere."""


class Mask:
    """Finds restricted strings in texts, as whole words after folding, and replaces them.

    Letter case, Persian and Arabic spelling, and whatever stands between two words do not count: a name is found
    with a blank, a hyphen, an underscore or a line break between its words. Part of a word is not found, nor are
    strings of a single letter or digit, which stand everywhere.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self.secrets = tuple(secrets)
        self._after: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for secret in self.secrets:
            for reading in readings(secret):
                words = words_of(reading)
                if sum(map(len, words)) >= _SHORTEST and words != _OURS:
                    self._after[words[0]].add(words)
        self._firsts = frozenset(self._after)

    @cached_property
    def longest(self) -> int:
        """The octets of the longest restricted string in UTF-8."""
        return max((len(one.encode("utf-8", "surrogatepass")) for one in self.secrets), default=0)

    def __bool__(self) -> bool:
        return bool(self._firsts)

    def found(self, text: str) -> bool:
        """Say whether a restricted string stands in a text, also where it is percent-encoded there."""
        return any(True for _ in self._standing(text))

    def said(self, text: str) -> tuple[str, ...]:
        """Return the restricted strings that stand in a text, folded, each once."""
        return tuple(sorted({" ".join(hit) for hit in self._standing(text)}))

    def masked(self, text: str) -> str:
        """Return a text with every restricted string replaced; the whole of it where that is not enough."""
        if not self.found(text):
            return text
        spans = [span for apart in (False, True) for span in self._spans(placed_words(text, apart))]
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
        yield from self._in_one(text)
        if "%" in text and (plain := unquote(text)) != text:
            yield from self._in_one(plain)

    def _in_one(self, text: str) -> Iterator[tuple[str, ...]]:
        words = vocabulary(text)
        if any(map(words.issuperset, self._beginning_with(words))):
            for reading in readings(text):
                yield from self._hits(_WORD.findall(reading))

    def _beginning_with(self, words: Set[str]) -> Iterator[tuple[str, ...]]:
        return (secret for first in self._firsts & words for secret in self._after[first])

    def _hits(self, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
        for at, word in enumerate(words):
            if word in self._firsts:
                for secret in self._after[word]:
                    if tuple(words[at : at + len(secret)]) == secret:
                        yield secret

    def _spans(self, words: list[Word]) -> Iterator[tuple[int, int]]:
        plain = [one.word for one in words]
        for at, word in enumerate(plain):
            for secret in self._after.get(word, ()):
                if tuple(plain[at : at + len(secret)]) == secret:
                    yield words[at].start, words[at + len(secret) - 1].end


NO_MASK = Mask(())
"""Finds nothing: of an export that has no restricted strings."""
