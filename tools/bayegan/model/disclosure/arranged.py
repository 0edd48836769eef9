"""What an audience is given of collections: those above the items of an export, without what is closed in them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bayegan.model.collection import Collection
from bayegan.model.disclosure.disclosed import Withheld
from bayegan.model.disclosure.mask import Mask
from bayegan.model.disclosure.masking import masked_collection
from bayegan.model.disclosure.opening import OpenedCollection, opened_collection
from bayegan.model.hierarchy import Hierarchy


class OpenHierarchy:
    """The collections of an export as its audience may see them, by identifier.

    `withheld` is what is left out of each; `secrets` must not stand anywhere in the export.
    """

    def __init__(self, collections: Iterable[Collection], today: date | None) -> None:
        """Open what is given to the public `today`; None leaves all as it is."""
        self._opened: dict[str, OpenedCollection] = {
            one.identifier: OpenedCollection(one, (), ()) if today is None else opened_collection(one, today)
            for one in collections
        }

    @property
    def secrets(self) -> tuple[str, ...]:
        """The restricted strings of these collections."""
        return tuple(dict.fromkeys(secret for one in self._opened.values() for secret in one.secrets))

    @property
    def withheld(self) -> dict[str, tuple[Withheld, ...]]:
        """What is withheld of each collection of which anything is."""
        return {name: one.withheld for name, one in self._opened.items() if one.withheld}

    def mask(self, mask: Mask) -> None:
        """Replace every restricted string; a collection whose identifier holds one is left out."""
        for name, one in tuple(self._opened.items()):
            seen = masked_collection(one.collection, mask)
            if seen is None:
                del self._opened[name]
            else:
                self._opened[name] = OpenedCollection(seen[0], (*one.withheld, *seen[1]), one.secrets)

    def hierarchy(self) -> Hierarchy:
        """Return the collections as the audience may see them; what lies in one that is left out lies in none."""
        known = self._opened
        return Hierarchy(
            one.collection if one.collection.within in known else replace(one.collection, within=None)
            for one in known.values()
        )
