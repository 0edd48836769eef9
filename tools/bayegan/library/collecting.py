"""The collections of an archive, and the items that belong to them."""

import hashlib
import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bayegan.errors import BayeganError, CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.library.known_items import known_items
from bayegan.metadata.dc_xml import read_dc
from bayegan.metadata.parser import XmlRefused
from bayegan.model.collection import Collection
from bayegan.model.findings import Finding
from bayegan.model.fixity import DC
from bayegan.model.hierarchy import Arrangement, Hierarchy
from bayegan.registers.collections import CollectionRegister
from bayegan.services.describe_collections import DescribeCollections, Described
from bayegan.services.view_collections import CollectionView, placed_items
from bayegan.storage.crew import cores, spread
from bayegan.storage.digests import read_whole
from bayegan.storage.holdings import Holdings
from bayegan.storage.plain_file import demand_ordinary, read_plain_file

_WORK = "bayegan.library.collecting:answer"
_TASK = 200


def add_collections(archive: Archive, file: Path, *, only_tries: bool = False) -> Described:
    """Take in descriptions of collections; nothing is kept where anything in them is wrong.

    Raises WrongUse where there is no such file, CouldNot where it cannot be read or the archive not be written.
    """
    if not only_tries:
        archive.demand_writing()
    demand_ordinary(file)
    try:
        content = read_plain_file(file)
    except OSError as error:
        raise CouldNot(str(file), f"cannot be read ({error.strerror})", "Check its permissions.") from error
    register = CollectionRegister(archive.layout.collections)
    use_case = DescribeCollections(archive.ledger(), register, archive.scene, frozenset(known_items(archive)))
    return use_case.add(content, file.name, only_tries=only_tries)


def arrangement(archive: Archive) -> Arrangement:
    """Return the collections as they are described now. Raises CouldNot where a file cannot be read."""
    return CollectionRegister(archive.layout.collections).read(archive.ledger().events())


def view_collections(archive: Archive, jobs: int | None = None) -> tuple[CollectionView, tuple[Finding, ...]]:
    """Return every collection with the items that belong to it. Raises CouldNot where an item cannot be read."""
    arranged = arrangement(archive)
    holdings = Holdings(archive.layout)
    known = known_items(archive)
    bags = {one: holdings.bag(one, facts.version) for one, facts in known.items()}
    placed = part_of(bags, arranged.hierarchy, jobs or cores())
    return placed_items(arranged.hierarchy, placed), arranged.findings


def demand_collection(hierarchy: Hierarchy, identifier: str) -> Collection:
    """Return a collection; raises WrongUse where none is described by this identifier."""
    if identifier not in hierarchy.collections:
        problem = "no collection is described by this identifier"
        raise WrongUse(identifier, problem, "`bayegan collection list` shows them.")
    return hierarchy.collections[identifier]


class Membership(NamedTuple):
    """What the dc.xml of a bag says that it is part of, and the SHA-512 of what was read."""

    of: tuple[str, ...]
    digest: str


def memberships(bags: Sequence[Path], workers: int) -> Iterator[Membership | CouldNot]:
    """Yield for each sealed bag what it is part of, in order; why it cannot be read where it cannot."""
    tasks = (bags[start : start + _TASK] for start in range(0, len(bags), _TASK))
    with closing(spread(_WORK, tasks, workers, pickle.dumps)) as answered:
        for _, said in answered:
            answers = pickle.loads(said)  # noqa: S301  our own worker's
            if isinstance(answers, Exception):
                raise answers
            yield from answers


def answer(task: bytes) -> bytes:
    """Read the memberships of some bags: the work of a worker."""
    try:
        return pickle.dumps([_part_of(bag) for bag in pickle.loads(task)])  # noqa: S301  of the process above
    except BayeganError as error:
        return pickle.dumps(error)


def _part_of(bag: Path) -> Membership | CouldNot:
    try:
        content, _ = read_whole(bag / DC)
        statements = read_dc(content) if b"isPartOf" in content else ()
    except (OSError, XmlRefused) as error:
        return CouldNot(str(bag / DC), f"cannot be read ({error})", "Run `bayegan fixity check`.")
    said = tuple(one.value for one in statements if one.term == "isPartOf")
    return Membership(said, hashlib.sha512(content).hexdigest())


def part_of(bags: Mapping[str, Path], hierarchy: Hierarchy, workers: int) -> dict[str, tuple[str, ...]]:
    """Return the collections that each item belongs to, by its own word; raises CouldNot."""
    if not hierarchy:
        return dict.fromkeys(bags, ())
    places: dict[str, tuple[str, ...]] = {}
    for one, said in zip(bags, memberships(tuple(bags.values()), workers), strict=True):
        if isinstance(said, CouldNot):
            raise said
        places[one] = hierarchy.named(said.of)
    return places
