"""A long text in pieces that overlap, so that whatever is looked for stands whole in one of them."""

from collections.abc import Iterable, Iterator

_TIMES = 16
"""How often the reach goes into a piece: the larger, the less is looked at twice."""


def windows(pieces: Iterable[bytes], reach: int) -> Iterator[bytes]:
    """Yield the octets of a text in pieces: whatever in it has at most `reach` octets stands whole in one of them.

    A piece begins and ends at a blank or a line end where there is one within reach: part of a word would look like
    a word. Memory is bounded by the reach and the pieces that are given.
    """
    held = b""
    for piece in pieces:
        held += piece
        while len(held) > _TIMES * reach:
            end = _after_blank(held, _TIMES * reach, reach)
            yield held[:end]
            held = held[_after_blank(held, end - reach, reach) :]
    yield held


def _after_blank(text: bytes, at: int, reach: int) -> int:
    """Return the place after the last blank that stands before `at` within reach; `at` where none does."""
    last = max(text.rfind(b" ", at - reach, at), text.rfind(b"\n", at - reach, at))
    return at if last < 0 else last + 1
