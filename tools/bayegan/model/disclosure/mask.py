"""The restricted strings of an export, and what stands in their place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import unquote

from bayegan.model.disclosure.words import Word, placed_words, readings, words_of

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
        firsts = "|".join(map(re.escape, sorted(self._after, key=len, reverse=True)))
        self._may_be = re.compile(rf"(?<![^\W_])(?:{firsts})(?![^\W_])") if firsts else None

    def __bool__(self) -> bool:
        return self._may_be is not None

    def found(self, text: str) -> bool:
        """Say whether a restricted string stands in a text, also where it is percent-encoded there."""
        return any(map(self._found, self._readings(text)))

    def said(self, text: str) -> tuple[str, ...]:
        """Return the restricted strings that stand in a text, folded, each once."""
        hits = {hit for one in self._readings(text) for hit in self._hits(_WORD.findall(one))}
        return tuple(sorted(" ".join(hit) for hit in hits))

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

    def _readings(self, text: str) -> Iterator[str]:
        yield from readings(text)
        if "%" in text and (plain := unquote(text)) != text:
            yield from readings(plain)

    def _found(self, reading: str) -> bool:
        if self._may_be is None:
            return False
        for match in self._may_be.finditer(reading):
            longest = max(map(len, self._after[match.group()]))
            if longest == 1 or self._hits(_words_from(reading, match.start(), longest)):
                return True
        return False

    def _hits(self, words: list[str]) -> set[tuple[str, ...]]:
        return {
            secret
            for at, word in enumerate(words)
            for secret in self._after.get(word, ())
            if tuple(words[at : at + len(secret)]) == secret
        }

    def _spans(self, words: list[Word]) -> Iterator[tuple[int, int]]:
        plain = [one.word for one in words]
        for at, word in enumerate(plain):
            for secret in self._after.get(word, ()):
                if tuple(plain[at : at + len(secret)]) == secret:
                    yield words[at].start, words[at + len(secret) - 1].end


def _words_from(text: str, start: int, count: int) -> list[str]:
    return [match.group() for match in islice(_WORD.finditer(text, start), count)]
