"""A long text in pieces that overlap, so that whatever is looked for stands whole in one of them."""

import re
from collections.abc import Iterable, Iterator

_STEP = 1 << 19
"""Octets of a piece that are in no other."""
_BLANKS = tuple(bytes((octet,)) for octet in b" \n\t\r,;:.<>\"'/=|")
_RULERS = (
    ((b" " * 256,), re.compile(rb"[ \t\r\n][ \t\r\n]{255,}")),
    (tuple(bytes((sign,)) * 256 for sign in b"-=_.*~#|+"), re.compile(rb"([-=_.*~#|+])\1{255,}")),
    (
        (b"\xe2\x94", b"\xe2\x95", b"\xe2\x96"),
        re.compile(rb"\xe2[\x94-\x96][\x80-\xbf](?:\xe2[\x94-\x96][\x80-\xbf]){99,}"),
    ),
    ((b"\xc2\xa0" * 100,), re.compile(rb"\xc2\xa0(?:\xc2\xa0){99,}")),
)
"""What parts words from one another for long without saying anything: blanks, and lines that are drawn. Before each
stands of what one has to be there, once all blanks are one."""
_ONE_BLANK = bytes.maketrans(b"\t\r\n", b"   ")
_TAG_END = re.compile(rb"[<>]")


class Windows:
    """Gives the octets that it takes in pieces: what of them has at most `reach` octets stands whole in one.

    A piece begins and ends between two words where it can: part of a word would look like a word. Memory is bounded
    by the reach and by what is taken at once.
    """

    def __init__(self, reach: int, step: int = _STEP) -> None:
        self._reach = reach
        self._most = 2 * reach + step
        self._held = bytearray()

    def take(self, octets: bytes) -> Iterator[bytes]:
        """Take what comes next, and yield what is whole."""
        self._held += octets
        start = 0
        while len(self._held) - start > self._most:
            end = self._between_words(start + self._most)
            yield bytes(self._held[start:end])
            start = self._between_words(end - self._reach)
        del self._held[:start]

    def end(self) -> Iterator[bytes]:
        """Yield what is left."""
        yield bytes(self._held)
        self._held.clear()

    def _between_words(self, at: int) -> int:
        """Return the place after the last octet between two words before `at` within reach; `at` where none is."""
        last = max(self._held.rfind(one, at - self._reach, at) for one in _BLANKS)
        return at if last < 0 else last + 1


def parted(pieces: Iterable[bytes], reach: int) -> Iterator[tuple[bool, bytes]]:
    """Yield a text without its tags of more than `reach` octets; these, with True, as they come.

    A picture may stand in a tag, and words on both sides of it belong together. Blanks and lines that are drawn are
    cut short, however long they are. An empty tag stands where a long one was. What looks like a tag and does not
    end as one is yielded in both ways, with what stands before and after it.
    """
    long_tag = re.compile(rb"<[^<>]{%d,}>" % reach)
    before = held = b""
    is_inside = False
    for piece in pieces:
        held += _without_rulers(piece)
        if is_inside:
            end = _TAG_END.search(held)
            if end is None:
                yield True, held
                before, held = (before + held)[-reach:], b""
                continue
            yield True, held[: end.end()]
            after = (before + held[: end.start()])[-reach:] if end[0] == b"<" else b""
            yield False, b"<>" if end[0] == b">" else b" " + after
            is_inside, before = False, after
            held = held[end.end() :] if end[0] == b">" else held[end.start() :]
        start = 0
        for tag in long_tag.finditer(held):
            yield False, held[start : tag.start()] + b"<>"
            yield True, tag[0]
            start = tag.end()
        opened = held.rfind(b"<")
        is_open = opened >= start and b">" not in held[opened:]
        yield False, held[start : opened if is_open else len(held)]
        before = (before + held[start : opened if is_open else len(held)])[-reach:]
        held = held[opened:] if is_open else b""
        if len(held) > reach:
            yield True, before + held
            is_inside, before, held = True, held[-reach:], b""
    yield False, b" " + before if is_inside else held


def _without_rulers(piece: bytes) -> bytes:
    blank = piece.translate(_ONE_BLANK)
    for signs, ruler in _RULERS:
        if any(one in blank for one in signs):
            piece = ruler.sub(b" ", piece)
    return piece
