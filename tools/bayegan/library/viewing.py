"""Looking at what an archive holds."""

from bayegan.errors import WrongUse
from bayegan.library.archive import Archive
from bayegan.library.sealed_bags import BagReader
from bayegan.services.view_items import ItemSummary, ItemView, ViewItems
from bayegan.storage.holdings import Holdings


def list_items(archive: Archive) -> tuple[ItemSummary, ...]:
    """Return the latest version of every item, in order of identifiers. Raises CouldNot."""
    return tuple(sorted(_use_case(archive).summaries(), key=lambda one: one.identifier))


def show_item(archive: Archive, identifier: str) -> ItemView:
    """Return one item whole. Raises WrongUse where the archive does not hold it."""
    demand_items(archive, (identifier,))
    return _use_case(archive).item(identifier)


def demand_items(archive: Archive, identifiers: tuple[str, ...]) -> None:
    """Raise WrongUse, naming the first, where an item is not held."""
    holdings = Holdings(archive.layout)
    for identifier in identifiers:
        if not holdings.versions_of(identifier):
            raise WrongUse(identifier, "the archive holds no such item", "`bayegan list` shows the identifiers.")


def _use_case(archive: Archive) -> ViewItems:
    return ViewItems(Holdings(archive.layout), BagReader(), archive.ledger())
