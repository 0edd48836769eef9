"""Looking at collections: what lies in what, and how many items belong to each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bayegan.model.collection import Collection
from bayegan.model.hierarchy import Hierarchy


@dataclass(frozen=True, slots=True)
class PlacedCollection:
    """A collection with its depth in the tree, the `items` that belong to it itself, and how many are below it.

    An item that belongs to several collections below counts once.
    """

    depth: int
    collection: Collection
    items: tuple[str, ...]
    items_below: int


@dataclass(frozen=True, slots=True)
class CollectionView:
    """Every collection, each after what it lies in, and the number of items that belong to none."""

    hierarchy: Hierarchy
    placed: tuple[PlacedCollection, ...]
    without: int


def placed_items(hierarchy: Hierarchy, part_of: Mapping[str, tuple[str, ...]]) -> CollectionView:
    """Return the tree with its items; `part_of` names the collections that each item belongs to."""
    own: dict[str, list[str]] = defaultdict(list)
    below: dict[str, int] = defaultdict(int)
    for item, identifiers in part_of.items():
        for identifier in identifiers:
            own[identifier].append(item)
        for outer in hierarchy.above(identifiers):
            below[outer.identifier] += 1
    placed = tuple(
        PlacedCollection(depth, one, tuple(own[one.identifier]), below[one.identifier])
        for depth, one in hierarchy.tree()
    )
    return CollectionView(hierarchy, placed, sum(1 for one in part_of.values() if not one))
