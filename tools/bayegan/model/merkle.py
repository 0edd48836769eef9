"""The Merkle tree of RFC 9162, 2.1: roots, proofs of inclusion and of consistency, and their verification.

A tree over n leaves is cut, from the left, into the largest complete subtrees that fit. A complete subtree is named
by its level and its place in the level: (0, 5) is the sixth leaf, (3, 1) the subtree over leaves 8 to 15.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

EMPTY = sha256().digest()
"""The root of a tree without leaves (RFC 9162, 2.1.1)."""

Subtree = Callable[[int, int], bytes]
"""Returns the hash of the complete subtree of a level and a place in it."""


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf; its prefix keeps it apart from every inner node (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows at its right side. It keeps the roots of its complete subtrees alone."""

    def __init__(self, size: int = 0, subtree: Subtree | None = None) -> None:
        """Begin with no leaf, or with those of a tree of which every complete subtree is known."""
        self.size = size
        self._roots = [subtree(*one) for one in complete(0, size)] if subtree else []

    def append(self, leaf: bytes) -> list[bytes]:
        """Add a leaf by its hash; return the hashes of the subtrees that it completes, from level 0 upwards."""
        size, roots, completed = self.size, self._roots, [leaf]
        self.size += 1
        while size & 1:
            leaf = sha256(b"\x01" + roots.pop() + leaf).digest()
            completed.append(leaf)
            size >>= 1
        roots.append(leaf)
        return completed

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        return _joined(self._roots)


class Roots:
    """Takes the leaves of a tree as they come, and keeps its root at each of the sizes asked for."""

    def __init__(self, sizes: Iterable[int] = ()) -> None:
        self.tree = Tree()
        self._sizes = sorted(set(sizes), reverse=True)
        self.at: dict[int, bytes] = {}
        self._note()

    def take(self, content: bytes) -> None:
        """Take the next leaf by its content."""
        self.tree.append(sha256(b"\x00" + content).digest())
        if self._sizes and self._sizes[-1] == self.tree.size:
            self._note()

    def _note(self) -> None:
        while self._sizes and self._sizes[-1] <= self.tree.size:
            self.at[self._sizes.pop()] = self.tree.root()


def complete(start: int, end: int) -> list[tuple[int, int]]:
    """Return the complete subtrees over the leaves from `start` up to `end`, from the left, the largest that fit.

    `start` is a multiple of the largest power of two that is smaller than `end - start`, or 0.
    """
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def root_of(size: int, subtree: Subtree) -> bytes:
    """Return the root of the tree over the first `size` leaves."""
    return _range_hash(0, size, subtree)


def inclusion(index: int, size: int, subtree: Subtree) -> tuple[bytes, ...]:
    """Return the proof that the leaf `index`, from 0, is in the tree of `size` leaves (RFC 9162, 2.1.3.1).

    Raises ValueError where there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has none of index {index}")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(middle, end, subtree))
            end = middle
        else:
            path.append(_range_hash(start, middle, subtree))
            start = middle
    return tuple(reversed(path))


def sides(index: int, size: int) -> tuple[str, ...]:
    """Return for each hash of a proof of inclusion the side, `left` or `right`, that it is joined from."""
    found = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        found.append("right" if index < middle else "left")
        start, end = (start, middle) if index < middle else (middle, end)
    return tuple(reversed(found))


def consistency(first: int, second: int, subtree: Subtree) -> tuple[bytes, ...]:
    """Return the proof that the tree of `first` leaves is the beginning of that of `second` (RFC 9162, 2.1.4.1).

    Raises ValueError unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError(f"a tree of {first} leaves cannot be proved the beginning of one of {second}")
    path = []
    start, end, is_old = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(_range_hash(middle, end, subtree))
            end = middle
        else:
            path.append(_range_hash(start, middle, subtree))
            start, is_old = middle, False
    if not is_old:
        path.append(_range_hash(start, end, subtree))
    return tuple(reversed(path))


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether a proof shows the leaf of this hash at `index` under `root` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    left, last, found = index, size - 1, leaf
    for one in path:
        if last == 0:
            return False
        if left & 1 or left == last:
            found = node_hash(one, found)
            while not left & 1 and left:
                left, last = left >> 1, last >> 1
        else:
            found = node_hash(found, one)
        left, last = left >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(first: int, second: int, path: Sequence[bytes], old: bytes, new: bytes) -> bool:
    """Say whether a proof shows the tree `old` to be the beginning of the tree `new` (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and old == new
    hashes = [old, *path] if first & (first - 1) == 0 else list(path)
    if not hashes:
        return False
    left, last = first - 1, second - 1
    while left & 1:
        left, last = left >> 1, last >> 1
    found_old = found_new = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return False
        if left & 1 or left == last:
            found_old, found_new = node_hash(one, found_old), node_hash(one, found_new)
            while not left & 1 and left:
                left, last = left >> 1, last >> 1
        else:
            found_new = node_hash(found_new, one)
        left, last = left >> 1, last >> 1
    return last == 0 and found_old == old and found_new == new


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size` (RFC 9162, 2.1.1)."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_hash(start: int, end: int, subtree: Subtree) -> bytes:
    return _joined([subtree(*one) for one in complete(start, end)])


def _joined(roots: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees that stand side by side, each smaller than the one before."""
    if not roots:
        return EMPTY
    found = roots[-1]
    for one in reversed(roots[:-1]):
        found = node_hash(one, found)
    return found
