"""Reading JSON part by part: the members of a large object, the elements of a large list. Memory stays flat."""

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

_PIECE = 1 << 16
_BLANKS = re.compile(r"[ \t\n\r]*")


class JsonParts:
    """A JSON text that is read from its beginning to its end, one part after the other.

    Whoever asks for the members of an object or the elements of a list takes each value in turn, with `value`,
    `members` or `elements`. Raises ValueError for what is no JSON, UnicodeDecodeError and OSError as the source.
    """

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._text = ""
        self._at = 0
        self._is_all = False

    def next(self) -> str:
        """Return the first character of what comes, "" at the end."""
        while True:
            found = _BLANKS.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def value(self) -> Any:
        """Return the next value, whole."""
        self.next()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
                length = end - self._at  # what was taken is cut off where more is read
                if self._text[end : end + 1] not in _GO_ON or self._is_all or not self._more():
                    self._at += length
                    return found
            except ValueError:
                if not self._more():
                    raise

    def members(self) -> Iterator[str]:
        """Yield the key of each member of an object; its value is to be taken before the next."""
        self._take("{")
        if self.next() != "}":
            while True:
                key = self.value()
                if not isinstance(key, str):
                    raise ValueError(f"a key is no text: {key!r}")
                self._take(":")
                yield key
                if self.next() != ",":
                    break
                self._take(",")
        self._take("}")

    def elements(self) -> Iterator[None]:
        """Yield for each element of a list; it is to be taken before the next."""
        self._take("[")
        if self.next() != "]":
            while True:
                yield None
                if self.next() != ",":
                    break
                self._take(",")
        self._take("]")

    def end(self) -> None:
        """Demand that nothing more comes."""
        if self.next():
            raise ValueError(f"more after the end: {self._text[self._at : self._at + 20]!r}")

    def _take(self, character: str) -> None:
        if self.next() != character:
            raise ValueError(f"{self.next() or 'the end'!r} in the place of {character!r}")
        self._at += 1

    def _more(self) -> bool:
        """Read on: as much again as waits, so that a large value is tried a few times only."""
        waiting = self._text[self._at :]
        piece = self._source.read(max(_PIECE, len(waiting)))
        self._text, self._at = waiting + piece, 0
        self._is_all = not piece
        return bool(piece)


_GO_ON = ("", ".", "e", "E")
"""What may follow the beginning of a number, and the end of what was read."""
_DECODER = json.JSONDecoder()
