"""The Merkle tree of RFC 9162 against its definition, written out as the recursions of the text."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.model.merkle import (
    EMPTY,
    Roots,
    Tree,
    consistency,
    inclusion,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
    sides,
)

LEAVES = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


def largest_power(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def mth(leaves: list[bytes]) -> bytes:
    """2.1.1: the Merkle Tree Hash."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = largest_power(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """2.1.3.1: PATH(m, D_n)."""
    if len(leaves) == 1:
        return []
    k = largest_power(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], is_whole: bool) -> list[bytes]:
    """2.1.4.1: SUBPROOF(m, D_n, b)."""
    if m == len(leaves):
        return [] if is_whole else [mth(leaves)]
    k = largest_power(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


class Kept:
    """Every complete subtree of a tree, as it grew."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.levels: list[list[bytes]] = []
        tree = Tree()
        for content in leaves:
            for level, one in enumerate(tree.append(leaf_hash(content))):
                if level == len(self.levels):
                    self.levels.append([])
                self.levels[level].append(one)
        self.root = tree.root()

    def __call__(self, level: int, index: int) -> bytes:
        return self.levels[level][index]


def flipped(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert Tree().root() == EMPTY == mth([]) == root_of(0, Kept([]))


@given(LEAVES)
def test_a_root_is_what_the_definition_says_at_every_size(leaves: list[bytes]) -> None:
    kept = Kept(leaves)
    roots = Roots(range(len(leaves) + 5))
    for content in leaves:
        roots.take(content)
    assert roots.at == {size: mth(leaves[:size]) for size in range(len(leaves) + 1)}
    assert kept.root == mth(leaves)
    assert [root_of(size, kept) for size in roots.at] == list(roots.at.values())


@given(LEAVES, st.data())
def test_a_tree_goes_on_from_the_subtrees_that_were_kept(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(leaves)))
    tree = Tree(size, Kept(leaves[:size]))
    for content in leaves[size:]:
        tree.append(leaf_hash(content))
    assert (tree.size, tree.root()) == (len(leaves), mth(leaves))


@given(LEAVES)
def test_every_proof_of_inclusion_is_that_of_the_definition_and_verifies(leaves: list[bytes]) -> None:
    kept = Kept(leaves)
    size = len(leaves)
    for index, content in enumerate(leaves):
        proof = inclusion(index, size, kept)
        assert list(proof) == path(index, leaves)
        assert is_included(leaf_hash(content), index, size, proof, kept.root)
        found = leaf_hash(content)
        for side, one in zip(sides(index, size), proof, strict=True):
            found = node_hash(one, found) if side == "left" else node_hash(found, one)
        assert found == kept.root


@given(LEAVES)
def test_every_proof_of_consistency_is_that_of_the_definition_and_verifies(leaves: list[bytes]) -> None:
    kept = Kept(leaves)
    size = len(leaves)
    for first in range(1, size + 1):
        proof = consistency(first, size, kept)
        assert list(proof) == subproof(first, leaves, True)
        assert is_consistent(first, size, proof, mth(leaves[:first]), kept.root)


@given(LEAVES, st.data())
def test_a_flipped_bit_fails_a_proof_of_inclusion(leaves: list[bytes], data: st.DataObject) -> None:
    kept, size = Kept(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    parts = [leaf_hash(leaves[index]), kept.root, *inclusion(index, size, kept)]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flipped(parts[which], bit)
    leaf, root, *proof = parts
    assert not is_included(leaf, index, size, proof, root)


@given(LEAVES, st.data())
def test_a_flipped_bit_fails_a_proof_of_consistency(leaves: list[bytes], data: st.DataObject) -> None:
    kept, size = Kept(leaves), len(leaves)
    first = data.draw(st.integers(1, size))
    parts = [mth(leaves[:first]), kept.root, *consistency(first, size, kept)]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flipped(parts[which], bit)
    old, new, *proof = parts
    assert not is_consistent(first, size, proof, old, new)


@given(LEAVES, st.data())
def test_a_proof_does_not_serve_another_leaf_or_size(leaves: list[bytes], data: st.DataObject) -> None:
    """A proof that is too long or too short, or for another place, is refused; the leaves are all different."""
    leaves = [bytes([number]) + one for number, one in enumerate(leaves)]
    kept, size = Kept(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion(index, size, kept)
    leaf = leaf_hash(leaves[index])
    assert not is_included(leaf, index, size, [*proof, EMPTY], kept.root)
    assert not is_included(leaf, size, size, proof, kept.root)
    assert not is_included(leaf, -1, size, proof, kept.root)
    if proof:
        assert not is_included(leaf, index, size, proof[:-1], kept.root)
        assert not is_included(leaf, index ^ 1, size, proof, kept.root)
    first = data.draw(st.integers(1, size))
    chain = consistency(first, size, kept)
    old = mth(leaves[:first])
    assert not is_consistent(first, size, [*chain, EMPTY], old, kept.root)
    assert not is_consistent(0, size, chain, old, kept.root)
    assert not is_consistent(first, first - 1, chain, old, kept.root)
    if chain:
        assert not is_consistent(first, size, chain[:-1], old, kept.root)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 4)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="has none"):
        inclusion(index, size, Kept([b"a", b"b", b"c"]))


@pytest.mark.parametrize(("first", "second"), [(0, 3), (3, 2)])
def test_there_is_no_proof_of_a_later_tree_in_an_earlier_one(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="cannot be proved"):
        consistency(first, second, Kept([b"a", b"b", b"c"]))
