"""The collections of an archive as they lie in one another."""

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bayegan.model.collection import Collection, Level
from bayegan.model.disclosure.closed import why_closed
from bayegan.model.findings import Finding, finding

_RANK = {Level.COLLECTION: 0, Level.FONDS: 0} | {level: at for at, level in enumerate(Level) if at > 1}
_MAY_NEST = (Level.COLLECTION, Level.SUBFONDS, Level.SUBSERIES, Level.FILE)


class Hierarchy:
    """Collections by identifier. Where one lies within itself, what follows upwards ends there."""

    def __init__(self, collections: Iterable[Collection] = ()) -> None:
        self.collections: dict[str, Collection] = {one.identifier: one for one in collections}
        self._within: dict[str | None, list[str]] = defaultdict(list)
        for one in self.collections.values():
            self._within[one.within if one.within in self.collections else None].append(one.identifier)

    def __bool__(self) -> bool:
        return bool(self.collections)

    def with_more(self, collections: Iterable[Collection]) -> "Hierarchy":
        """Return the hierarchy with these descriptions in the place of earlier ones of the same identifier."""
        return Hierarchy((self.collections | {one.identifier: one for one in collections}).values())

    def named(self, values: Iterable[str]) -> tuple[str, ...]:
        """Return those of `values` that are identifiers of collections, each once."""
        return tuple(dict.fromkeys(one for one in values if one in self.collections))

    def path(self, identifier: str) -> tuple[Collection, ...]:
        """Return a collection and those that it lies in, the outermost first."""
        found: dict[str, Collection] = {}
        here: str | None = identifier
        while here is not None and here in self.collections and here not in found:
            found[here] = self.collections[here]
            here = found[here].within
        return tuple(reversed(found.values()))

    def above(self, identifiers: Iterable[str]) -> tuple[Collection, ...]:
        """Return these collections and all that they lie in, each after what it lies in."""
        found = {one.identifier: one for identifier in identifiers for one in self.path(identifier)}
        return tuple(found.values())

    def below(self, identifier: str) -> frozenset[str]:
        """Return the identifiers of a collection and of all that lie in it."""
        return frozenset(one for _, one in self._walk([identifier], 0))

    def tree(self) -> Iterator[tuple[int, Collection]]:
        """Yield every collection with its depth, each after what it lies in, in the order of description."""
        for depth, identifier in self._walk(self._within.get(None, ()), 0):
            yield depth, self.collections[identifier]

    def why_closed(self, identifiers: Iterable[str], today: date) -> str | None:
        """Return why what lies in these collections is closed to the public today, None where it is open."""
        for one in self.above(identifiers):
            if why := why_closed(one, today):
                return f"it is in the collection “{one.identifier}”, which is closed ({why})"
        return None

    def _walk(self, start: Sequence[str], depth: int) -> Iterator[tuple[int, str]]:
        waiting = [(depth, one) for one in reversed(start)]
        seen: set[str] = set()
        while waiting:
            depth, identifier = waiting.pop()
            if identifier not in seen:
                seen.add(identifier)
                yield depth, identifier
                waiting.extend((depth + 1, one) for one in reversed(self._within.get(identifier, ())))


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The collections of an archive as they are described now, and what is wrong with the files that describe them.

    `vouched` holds path and SHA-512 of every file that the ledger knows, each time that it was taken in.
    """

    hierarchy: Hierarchy = field(default_factory=Hierarchy)
    findings: tuple[Finding, ...] = ()
    vouched: tuple[tuple[str, str], ...] = ()


def arrangement_findings(
    hierarchy: Hierarchy, described: Mapping[str, str], items: Several[str]
) -> Iterator[Finding]:
    """Yield what is wrong with the place of the collections that are `described`, each with its JSON Pointer.

    `items` are the identifiers of the items of the archive.
    """
    for identifier, pointer in described.items():
        one = hierarchy.collections[identifier]
        if identifier in items:
            yield finding("collection-is-an-item", pointer=f"{pointer}/id", found=identifier)
        if one.within is None:
            continue
        outer = hierarchy.collections.get(one.within)
        if outer is None:
            yield finding("collection-parent-unknown", pointer=f"{pointer}/within", found=one.within)
        elif way := _way_back(hierarchy, identifier):
            yield finding("collection-circle", pointer=f"{pointer}/within", found=" → ".join(way))
        elif not _fits(one.level, outer.level):
            found = f"a {one.level} in a {outer.level}"
            yield finding("collection-level-order", pointer=f"{pointer}/level", found=found)


def _way_back(hierarchy: Hierarchy, identifier: str) -> list[str]:
    way = [identifier]
    here = hierarchy.collections[identifier].within
    while here in hierarchy.collections and len(way) <= len(hierarchy.collections):
        way.append(here)
        if here == identifier:
            return way
        here = hierarchy.collections[here].within
    return []


def _fits(level: Level, outer: Level) -> bool:
    if level is outer:
        return level in _MAY_NEST
    return _RANK[level] > _RANK[outer]
