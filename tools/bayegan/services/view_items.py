"""Looking at what the archive holds: the list of items, and one item whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bayegan.model.preservation import FileObject
from bayegan.model.record import Record
from bayegan.ports import Held, Holdings, Ledger, SealedBags


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """One line of the list: the latest version of an item. `sealed` is a date, YYYY-MM-DD."""

    identifier: str
    version: str
    title: str
    access: str
    files: int
    octets: int
    sealed: str
    place: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item whole: its latest record, its files, its events in the ledger, its versions."""

    summary: ItemSummary
    record: Record
    files: tuple[FileObject, ...]
    events: tuple[Mapping[str, object], ...]
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViewItems:
    """The use case with its ports."""

    holdings: Holdings
    sealed_bags: SealedBags
    ledger: Ledger

    def summaries(self) -> Iterator[ItemSummary]:
        """Yield the latest version of every item, in order of their places."""
        latest: dict[str, Held] = {}
        for held in self.holdings.versions():
            latest[held.place] = held
        for held in latest.values():
            yield self._summary(held.bag, held.place, self.sealed_bags.record(held.bag))

    def item(self, identifier: str) -> ItemView:
        """Return one item that is held."""
        versions = self.holdings.versions_of(identifier)
        bag = self.holdings.bag(identifier, versions[-1])
        record = self.sealed_bags.record(bag)
        place = f"{bag.parent.parent.name}/{bag.parent.name}"
        events = tuple(event for event in self.ledger.events() if event.get("item") == identifier)
        files = tuple(self.sealed_bags.files(bag))
        return ItemView(self._summary(bag, place, record), record, files, events, versions)

    def _summary(self, bag: Path, place: str, record: Record) -> ItemSummary:
        info = self.sealed_bags.info(bag)
        octets, _, files = info.get("Payload-Oxum", "0.0").partition(".")
        return ItemSummary(
            record.identifier,
            bag.name,
            record.titles[0].value,
            record.access.level.value,
            int(files),
            int(octets),
            info.get("Bagging-Date", ""),
            place,
        )
