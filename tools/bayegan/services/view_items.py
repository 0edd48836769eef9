"""Looking at what the archive holds: the list of items, and one item whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.forms import forms_among
from bayegan.model.holdings import SealedFacts
from bayegan.model.preservation import FileObject
from bayegan.model.record import Amendment, Record
from bayegan.model.record_diff import Difference, FileDifference, file_differences, record_differences
from bayegan.ports import Holdings, Ledger, SealedBags


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
class ItemList:
    """The items of an archive, and those that could not be read, each with the reason."""

    items: tuple[ItemSummary, ...]
    unread: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item whole: its latest record, its files, its events in the ledger, its versions.

    `forms` are the archive's own forms that its bag has metadata files of.
    """

    summary: ItemSummary
    record: Record
    files: tuple[FileObject, ...]
    events: tuple[Mapping[str, object], ...]
    versions: tuple[str, ...]
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """A version of an item: who made it and why, None for the first one. `sealed` is a date, YYYY-MM-DD."""

    version: str
    sealed: str
    amendment: Amendment | None
    files: int
    octets: int


@dataclass(frozen=True, slots=True)
class VersionList:
    """The versions of an item that the ledger knows, and those that could not be read, each with the reason."""

    versions: tuple[VersionSummary, ...]
    unread: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs from one version of an item to another; `amendments` made the later of the two."""

    old: str
    new: str
    amendments: tuple[Amendment, ...]
    record: tuple[Difference, ...]
    files: tuple[FileDifference, ...]


@dataclass(frozen=True, slots=True)
class ViewItems:
    """The use case with its ports."""

    holdings: Holdings
    sealed_bags: SealedBags
    ledger: Ledger

    def listed(self, known: Iterable[SealedFacts]) -> ItemList:
        """Return the list of the items that the ledger knows; one that cannot be read does not stop the rest."""
        items: list[ItemSummary] = []
        unread: list[tuple[str, str]] = []
        for facts in known:
            bag = self.holdings.bag(facts.identifier, facts.version)
            try:
                items.append(self._summary(bag, facts, self.sealed_bags.record(bag)))
            except CouldNot as error:
                unread.append((f"{facts.identifier} (archive/{facts.place})", error.problem))
        return ItemList(tuple(items), tuple(unread))

    def item(self, facts: SealedFacts) -> ItemView:
        """Return one item that the ledger knows. Raises CouldNot where it cannot be read."""
        bag = self.holdings.bag(facts.identifier, facts.version)
        record = self.sealed_bags.record(bag)
        events = tuple(event for event in self.ledger.events() if event.get("item") == facts.identifier)
        files = tuple(self.sealed_bags.files(bag))
        summary = self._summary(bag, facts, record)
        versions = self.holdings.versions_of(facts.identifier)
        return ItemView(summary, record, files, events, versions, forms_among(facts.tag_digests))

    def versions(self, known: Iterable[SealedFacts]) -> VersionList:
        """Return versions of an item; one that cannot be read does not stop the rest."""
        versions: list[VersionSummary] = []
        unread: list[tuple[str, str]] = []
        for facts in known:
            bag = self.holdings.bag(facts.identifier, facts.version)
            try:
                sealed = self.sealed_bags.info(bag).get("Bagging-Date", "")
                made = self.sealed_bags.record(bag).amendments[-1:]
            except CouldNot as error:
                unread.append((f"archive/{facts.place}/{facts.version}", error.problem))
                continue
            amendment = made[0] if made else None
            versions.append(VersionSummary(facts.version, sealed, amendment, facts.files, facts.octets))
        return VersionList(tuple(versions), tuple(unread))

    def compared(self, old: SealedFacts, new: SealedFacts) -> Comparison:
        """Return what differs from one version to another. Raises CouldNot where one cannot be read."""
        bags = [self.holdings.bag(one.identifier, one.version) for one in (old, new)]
        before, after = map(self.sealed_bags.record, bags)
        files = [tuple(self.sealed_bags.files(bag)) for bag in bags]
        between = sorted((int(old.version[1:]), int(new.version[1:])))
        later = max(before, after, key=lambda record: len(record.amendments))
        made = tuple(one for one in later.amendments if between[0] < one.version <= between[1])
        differing = record_differences(before, after)
        return Comparison(old.version, new.version, made, differing, file_differences(*files))

    def _summary(self, bag: Path, facts: SealedFacts, record: Record) -> ItemSummary:
        return ItemSummary(
            record.identifier,
            facts.version,
            record.titles[0].value,
            record.access.level.value,
            facts.files,
            facts.octets,
            self.sealed_bags.info(bag).get("Bagging-Date", ""),
            facts.place,
        )
