"""Exports: items of an archive for an institution."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from bayegan.errors import CouldNot, WrongUse
from bayegan.export.exporter import exporter_named, made_with, takes_earlier
from bayegan.export.packing import PackingBench
from bayegan.library.archive import Archive
from bayegan.library.collecting import Membership, demand_collection, memberships
from bayegan.library.disclosing import DisclosingBench, untrue
from bayegan.library.known_items import demand_holdings, demand_items
from bayegan.model.dissemination import ExportItem
from bayegan.model.dissemination_events import MOST_GIVEN, Disseminated, without_given
from bayegan.model.findings import Finding
from bayegan.model.fixity import DC
from bayegan.model.hierarchy import Hierarchy
from bayegan.model.holdings import SealedFacts, latest_versions, take_facts
from bayegan.model.ledger import read_events
from bayegan.model.progress import Progress
from bayegan.model.selection import Audience
from bayegan.registers.collections import CollectionRegister, vouched
from bayegan.registers.dissemination_reports import DisseminationRegister
from bayegan.services.export_items import ExportItems, ExportRequest, ExportResult
from bayegan.storage.crew import cores, ready
from bayegan.storage.export_site import ExportParcel
from bayegan.storage.holdings import Holdings

_FEW_ITEMS = 40
_LONG = 1 << 16
"""Items, and octets of a ledger, up to which workers are started when there is something for them to do."""
_MODULES = ("bayegan.library.disclosing", "bayegan.export.packing")
_OF_COLLECTIONS = "bayegan.library.collecting"
"""What a worker loads that looks at items and writes them, and that reads which collections they are part of."""
NO_OPTIONS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items: those named, or all; of them those sealed on or between two days (UTC), and not yet exported.

    Where `collections` are named, of all these only what belongs to one of them, or to one that lies in it.
    `not_yet_to` leaves out items whose latest version that institution was given before.
    """

    identifiers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    not_yet_to: str | None = None
    collections: tuple[str, ...] = ()


def export_items(
    archive: Archive,
    name: str,
    selection: Selection,
    destination: Path,
    audience: Audience,
    options: Mapping[str, str] = NO_OPTIONS,
    *,
    target: str | None = None,
    accepts_unsearched: bool = False,
    only_tries: bool = False,
    jobs: int | None = None,
) -> Generator[Progress, None, ExportResult]:
    """Export what is selected into a new or empty folder, or in the place of an earlier export that nobody touched.

    `options` are those of the format, `target` names the institution in the receipt. With `only_tries` nothing is
    written. Raises WrongUse for a format, an option or an item that is not there and for a destination in use.
    """
    if not only_tries:
        archive.demand_writing()
    exporter = made_with(exporter_named(name), options)
    _demand_apart(archive, destination)
    workers = jobs or cores()
    with _workers(archive, selection, workers, type(exporter).__module__):
        with_earlier = audience is Audience.ARCHIVE and takes_earlier(exporter)
        known = _Known(archive, with_earlier=with_earlier, with_targets=selection.not_yet_to is not None)
        parcel = ExportParcel(destination.absolute(), known.disseminated.packages.__contains__)
        parcel.check()
        use_case = ExportItems(
            archive.ledger(),
            DisclosingBench(archive.scene.clock().date(), workers),
            PackingBench(exporter, options, workers),
            parcel,
            DisseminationRegister(archive.layout.dissemination, archive.policy.archive_id),
            archive.scene,
        )
        arranged = CollectionRegister(archive.layout.collections).arranged(known.vouched)
        items, misplaced = _in_collections(
            known.selected(selection), arranged.hierarchy, selection.collections, workers
        )
        arranged = replace(arranged, findings=(*arranged.findings, *misplaced))
        others = known.others(items) if audience is Audience.PUBLIC else ()
        request = ExportRequest(items, audience, target, accepts_unsearched, only_tries, arranged, others)
        return (yield from use_case.run(request))


def _workers(archive: Archive, selection: Selection, workers: int, module: str) -> AbstractContextManager[None]:
    """Start the workers that look at items, and then write them, where a long ledger is to be read first."""
    is_little = 0 < len(selection.identifiers) <= _FEW_ITEMS or archive.ledger().octets() < _LONG
    of_collections = (_OF_COLLECTIONS,) if archive.layout.collections.is_dir() else ()
    return nullcontext() if workers == 1 or is_little else ready((*_MODULES, *of_collections, module), workers)


def _in_collections(
    items: Sequence[tuple[SealedFacts, ExportItem]], hierarchy: Hierarchy, wanted: Sequence[str], workers: int
) -> tuple[Sequence[tuple[SealedFacts, ExportItem]], Sequence[Finding]]:
    """Return items with the collections that they belong to; of them those in what is wanted, if anything is.

    Findings are where dc.xml, which says it, is not as the ledger knows it. Raises WrongUse for a collection that
    nobody described, CouldNot where an item cannot be read.
    """
    for one in wanted:
        demand_collection(hierarchy, one)
    if not hierarchy:
        return items, ()
    placed: list[tuple[SealedFacts, ExportItem]] = []
    misplaced: list[Finding] = []
    for (facts, item), said in zip(items, memberships([item.bag for _, item in items], workers), strict=True):
        expected = facts.tag_digests.get(DC, "")
        if isinstance(said, CouldNot) or said.digest != expected:
            misplaced += _not_as_sealed(item, replace(facts, tag_digests={DC: expected}), said)
        else:
            placed.append((facts, replace(item, part_of=hierarchy.named(said.of))))
    below = frozenset(one for identifier in wanted for one in hierarchy.below(identifier))
    return [pair for pair in placed if not wanted or not below.isdisjoint(pair[1].part_of)], misplaced


def _not_as_sealed(item: ExportItem, facts: SealedFacts, said: Membership | CouldNot) -> Sequence[Finding]:
    """Return what is wrong with the dc.xml of an item; raises CouldNot where another reading finds nothing."""
    if found := tuple(untrue(item.bag, facts)):
        return found
    if isinstance(said, CouldNot):
        raise said
    raise CouldNot(str(item.bag / DC), "two readings of it differ", "Check the disk.")


class _Known:
    """What the ledger says, read once: what was sealed and when, what was exported, what describes collections.

    Which items an institution was given is known only `with_targets`.
    """

    def __init__(self, archive: Archive, *, with_earlier: bool, with_targets: bool) -> None:
        self._holdings = Holdings(archive.layout)
        self._times: dict[tuple[str, str], str] = {}
        self.disseminated = Disseminated()
        self.vouched: list[tuple[str, str]] = []
        facts: dict[tuple[str, str], SealedFacts] = {}
        ledger = archive.ledger()
        lines = ledger.lines() if with_targets else without_given(ledger.lines(MOST_GIVEN))
        for event in read_events(lines):
            known = len(facts)
            self.vouched += vouched(event)
            take_facts(facts, event)
            if len(facts) > known:
                self._times[str(event["item"]), str(event["version"])] = str(event["time"])
            self.disseminated.take(event)
        self._latest = latest_versions(facts.values())
        demand_holdings(archive, len(self._latest))
        self._earlier: dict[str, list[SealedFacts]] = {}
        for one in facts.values() if with_earlier else ():
            if one is not self._latest[one.identifier]:
                self._earlier.setdefault(one.identifier, []).append(one)

    def selected(self, selection: Selection) -> Sequence[tuple[SealedFacts, ExportItem]]:
        """Return what is selected, in the order of identifiers or as named. Raises WrongUse for unknown items."""
        demand_items(self._latest, selection.identifiers)
        names = tuple(dict.fromkeys(selection.identifiers)) or tuple(self._latest)
        items = [(self._latest[one], self._with_earlier(self._latest[one])) for one in names]
        return [(facts, item) for facts, item in items if self._is_wanted(item, selection)]

    def others(self, items: Sequence[tuple[SealedFacts, ExportItem]]) -> Sequence[tuple[SealedFacts, ExportItem]]:
        """Return the latest version of every item that is not among `items`."""
        chosen = {item.identifier for _, item in items}
        return [(facts, self._item(facts)) for name, facts in self._latest.items() if name not in chosen]

    def _with_earlier(self, facts: SealedFacts) -> ExportItem:
        found = sorted(self._earlier.get(facts.identifier, ()), key=lambda one: int(one.version[1:]))
        return self._item(facts, tuple((one, self._item(one)) for one in found))

    def _item(self, facts: SealedFacts, earlier: tuple[tuple[SealedFacts, ExportItem], ...] = ()) -> ExportItem:
        bag = self._holdings.bag(facts.identifier, facts.version)
        sealed = datetime.fromisoformat(self._times[facts.identifier, facts.version])
        return ExportItem(facts.identifier, bag.parent.name, bag, sealed, None, earlier, vouched=facts.tag_digests)

    def _is_wanted(self, item: ExportItem, selection: Selection) -> bool:
        day = item.sealed.date()
        if (selection.since and day < selection.since) or (selection.until and day > selection.until):
            return False
        to = selection.not_yet_to
        return to is None or not self.disseminated.was_given(item.identifier, item.version, to)


def _demand_apart(archive: Archive, destination: Path) -> None:
    """Raise WrongUse where the destination lies in the archive, or the archive in it."""
    real, root = destination.resolve(), archive.layout.root.resolve()
    if real.is_relative_to(root) or root.is_relative_to(real):
        raise WrongUse(str(destination), "it lies in the archive, or holds it", "Name a folder apart with --to.")
