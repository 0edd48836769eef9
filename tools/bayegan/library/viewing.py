"""Looking at what an archive holds."""

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.library.sealed_bags import BagReader
from bayegan.model.holdings import SealedFacts, latest_versions, sealed_facts, versions_of
from bayegan.services.view_items import ItemList, ItemView, ViewItems
from bayegan.storage.holdings import Holdings


def list_items(archive: Archive) -> ItemList:
    """Return the latest version of every item, in order of identifiers.

    Raises CouldNot where archive/ looks like a disk that is not mounted.
    """
    return _use_case(archive).listed(known_items(archive).values())


def show_item(archive: Archive, identifier: str) -> ItemView:
    """Return one item whole. Raises WrongUse where the ledger does not know it, CouldNot where it is damaged."""
    known = known_items(archive)
    demand_items(known, (identifier,))
    return _use_case(archive).item(known[identifier])


def known_items(archive: Archive) -> dict[str, SealedFacts]:
    """Return the latest version of every item that the ledger knows, by identifier.

    Raises CouldNot where there are some and archive/ is absent or empty.
    """
    known = latest_versions(sealed_facts(archive.ledger().events()).values())
    if known and Holdings(archive.layout).is_offline():
        problem = f"it is absent or empty, though the ledger knows {len(known):,} items"
        raise CouldNot(str(archive.layout.holdings), problem, "Mount the disk that holds it.")
    return known


def known_versions(archive: Archive, identifier: str) -> dict[int, SealedFacts]:
    """Return the versions of an item that the ledger knows, by number. Raises WrongUse where it knows none."""
    demand_items(known_items(archive), (identifier,))
    return versions_of(sealed_facts(archive.ledger().events()).values(), identifier)


def demand_items(known: dict[str, SealedFacts], identifiers: tuple[str, ...]) -> None:
    """Raise WrongUse, naming the first, where an item is not known."""
    for identifier in identifiers:
        if identifier not in known:
            raise WrongUse(identifier, "the archive holds no such item", "`bayegan list` shows the identifiers.")


def _use_case(archive: Archive) -> ViewItems:
    return ViewItems(Holdings(archive.layout), BagReader(), archive.ledger())
