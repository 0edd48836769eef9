"""Passages held against the files that they stand in.

A range is half-open and counts the code points of the whole file, decoded strictly by its encoding and with its
line ends as they are; a byte order mark counts where the decoder hands it on, as that of UTF-8 does.
"""

import codecs
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bayegan.model.findings import Finding, finding
from bayegan.model.planning import PlannedItem
from bayegan.model.quoted import Quoted, quoted_in

DEFAULT_ENCODING = "utf-8"
_NO_TEXT = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"))


@dataclass(frozen=True, slots=True)
class Text:
    """A file to be read by one encoding: `source` in the documents folder, and what is said to stand in it."""

    source: str
    encoding: str
    quoted: tuple[Quoted, ...]


def texts_of(item: PlannedItem) -> tuple[list[Text], list[Finding]]:
    """Return the files that have to be read, and what is wrong with passages before any is read."""
    sources = {file.payload: file.source for file in item.files}
    findings: list[Finding] = []
    wanted: dict[tuple[str, str], list[Quoted]] = defaultdict(list)
    for quoted in quoted_in(item.record) if item.quoted is None else item.quoted:
        passage = quoted.passage
        encoding = passage.encoding or DEFAULT_ENCODING
        if passage.path not in sources:
            findings.append(_about(item, quoted, "record-passage-file", "path", passage.path))
        elif problem := _encoding_problem(encoding):
            findings.append(_about(item, quoted, "record-passage-encoding", "encoding", problem))
        elif passage.is_checked:
            wanted[sources[passage.path], encoding].append(quoted)
    return [Text(source, encoding, tuple(some)) for (source, encoding), some in wanted.items()], findings


def _encoding_problem(name: str) -> str | None:
    try:
        known: Any = codecs.lookup(name)
    except (LookupError, ValueError):
        return f"“{name}”, which is no encoding"
    if known.name in _NO_TEXT or not known._is_text_encoding or known.incrementaldecoder is None:
        return f"“{name}”, which is no encoding of texts in files"
    return None


def passage_findings(item: PlannedItem, text: Text, pieces: Iterable[bytes]) -> Iterator[Finding]:
    """Hold passages against the octets of their file, whole and in order; `pieces` is read once, memory flat."""
    ranges = [_Range(one) for one in text.quoted]
    try:
        length = _decoded(text.encoding, pieces, ranges)
    except _NotText as error:
        for quoted in text.quoted:
            yield _about(item, quoted, "record-passage-undecodable", "path", f"{text.source}: {error}")
        return
    for one in ranges:
        yield from one.findings(item, length)


class _NotText(Exception):
    """A file is no text in the encoding that was stated."""


class _Range:
    """A range of a text, whose digest grows as the text goes by."""

    def __init__(self, quoted: Quoted) -> None:
        self.quoted = quoted
        self._start, self._end = quoted.passage.start or 0, quoted.passage.end or 0
        self._digest = hashlib.sha256()

    def feed(self, text: str, at: int) -> None:
        """Take from `text`, which begins `at` this code point, what lies within the range."""
        if at < self._end and self._start < at + len(text):
            part = text[max(0, self._start - at) : self._end - at]
            self._digest.update(part.encode("utf-8", "surrogatepass"))

    def findings(self, item: PlannedItem, length: int) -> Iterator[Finding]:
        """Yield what is wrong with the range in a text of `length` code points."""
        if self._start >= self._end:
            return
        if self._end > length:
            found = f"from {self._start:,} to {self._end:,} in a text of {length:,} code points"
            yield _about(item, self.quoted, "record-passage-bounds", "end", found)
        elif (stated := self.quoted.passage.sha256) is not None and self._digest.hexdigest() != stated:
            found = f"a passage with the SHA-256 {self._digest.hexdigest()}"
            expected = f"the passage with the SHA-256 {stated}"
            yield _about(item, self.quoted, "record-passage-differs", "sha256", found, expected)


def _decoded(encoding: str, pieces: Iterable[bytes], ranges: Sequence[_Range]) -> int:
    """Decode a file and let its text go by the ranges; return its length. Raises _NotText."""
    decoder = codecs.getincrementaldecoder(encoding)()
    length = octets = 0
    for piece, is_last in _with_end(pieces):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(piece, is_last)
        except UnicodeError as error:
            place = octets - pending + getattr(error, "start", pending)
            raise _NotText(f"no {encoding} at octet {place:,}") from error
        if "\0" in text:
            raise _NotText(f"it holds NUL at code point {length + text.index(chr(0)):,}, which no text does")
        for one in ranges:
            one.feed(text, length)
        length += len(text)
        octets += len(piece)
    return length


def _with_end(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    for piece in pieces:
        yield piece, False
    yield b"", True


def _about(
    item: PlannedItem, quoted: Quoted, code: str, field: str, found: str, expected: str | None = None
) -> Finding:
    pointer = f"{item.at.pointer or ''}{quoted.pointer}/{field}"
    return finding(
        code,
        item=item.identifier,
        path=quoted.passage.path,
        row=item.at.row,
        pointer=pointer,
        found=found,
        expected=expected,
    )
