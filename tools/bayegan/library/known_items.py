"""The items that the ledger of an archive knows."""

from bayegan.errors import CouldNot, WrongUse
from bayegan.library.archive import Archive
from bayegan.model.holdings import SealedFacts, latest_versions, sealed_facts, versions_of
from bayegan.storage.holdings import Holdings


def known_items(archive: Archive) -> dict[str, SealedFacts]:
    """Return the latest version of every item that the ledger knows, by identifier.

    Raises CouldNot where there are some and archive/ is absent or empty.
    """
    known = latest_versions(sealed_facts(archive.ledger().events()).values())
    demand_holdings(archive, len(known))
    return known


def demand_holdings(archive: Archive, items: int) -> None:
    """Raise CouldNot where the ledger knows so many items and archive/ is absent or empty."""
    if items and Holdings(archive.layout).is_offline():
        problem = f"it is absent or empty, though the ledger knows {items:,} items"
        raise CouldNot(str(archive.layout.holdings), problem, "Mount the disk that holds it.")


def known_versions(archive: Archive, identifier: str) -> dict[int, SealedFacts]:
    """Return the versions of an item that the ledger knows, by number.

    Raises WrongUse where neither ledger nor holdings have the item, CouldNot where archive/ is absent or empty.
    """
    known = known_items(archive)
    if not Holdings(archive.layout).versions_of(identifier):
        demand_items(known, (identifier,))
    return versions_of(sealed_facts(archive.ledger().events()).values(), identifier)


def demand_items(known: dict[str, SealedFacts], identifiers: tuple[str, ...]) -> None:
    """Raise WrongUse, naming the first, where an item is not known."""
    for identifier in identifiers:
        if identifier not in known:
            raise WrongUse(identifier, "the archive holds no such item", "`bayegan list` shows the identifiers.")
