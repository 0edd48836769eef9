"""Looking at what an archive holds."""

from collections.abc import Callable

from bayegan.errors import BayeganError, WrongUse
from bayegan.library.archive import Archive
from bayegan.library.known_items import demand_items, known_items, known_versions
from bayegan.library.own_schemas import own_schemas
from bayegan.library.sealed_bags import BagReader
from bayegan.metadata.vocabularies import Vocabularies
from bayegan.model.holdings import SealedFacts
from bayegan.services.view_items import Comparison, ItemList, ItemView, VersionList, ViewItems
from bayegan.storage.holdings import Holdings


def list_items(archive: Archive) -> ItemList:
    """Return the latest version of every item, in order of identifiers.

    Raises CouldNot where archive/ looks like a disk that is not mounted.
    """
    return _use_case(archive).listed(known_items(archive).values())


def show_item(archive: Archive, identifier: str, version: int | None = None) -> ItemView:
    """Return one version of an item whole, the latest where none is asked for.

    Raises WrongUse where the ledger does not know it, CouldNot where it is damaged.
    """
    known = _known(archive, identifier)
    return _use_case(archive).item(_chosen(known, identifier, max(known) if version is None else version))


def concept_labels(archive: Archive) -> Callable[[str], str | None]:
    """Return what tells the English label of a concept, or None where no vocabulary of the archive holds it.

    A vocabulary of the archive that cannot be used is passed over: what was sealed is shown all the same.
    """
    try:
        vocabularies = own_schemas(archive).vocabularies
    except BayeganError:
        vocabularies = Vocabularies()
    return lambda concept: vocabularies.label(concept, "en")


def item_versions(archive: Archive, identifier: str) -> VersionList:
    """Return the versions of an item. Raises WrongUse where the ledger does not know it."""
    return _use_case(archive).versions(_known(archive, identifier).values())


def compare_versions(archive: Archive, identifier: str, old: int, new: int) -> Comparison:
    """Return what differs from one version of an item to another.

    Raises WrongUse where the ledger does not know one of them, CouldNot where one is damaged.
    """
    known = _known(archive, identifier)
    return _use_case(archive).compared(*(_chosen(known, identifier, number) for number in (old, new)))


def _known(archive: Archive, identifier: str) -> dict[int, SealedFacts]:
    demand_items(known_items(archive), (identifier,))
    return known_versions(archive, identifier)


def _chosen(known: dict[int, SealedFacts], identifier: str, number: int) -> SealedFacts:
    if number not in known:
        held = ", ".join(f"v{one}" for one in known)
        problem = f"the archive holds no version {number} of it; it holds {held}"
        raise WrongUse(identifier, problem, "`bayegan show ITEM --versions` lists them.")
    return known[number]


def _use_case(archive: Archive) -> ViewItems:
    return ViewItems(Holdings(archive.layout), BagReader(), archive.ledger())
