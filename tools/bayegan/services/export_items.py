"""Handing items to an institution: chosen, withheld where they must be, written whole, searched, and receipted."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat

from bayegan.model.collection import Collection
from bayegan.model.disclosure.arranged import OpenHierarchy
from bayegan.model.disclosure.disclosed import Kept, Withheld
from bayegan.model.disclosure.mask import Mask
from bayegan.model.dissemination import (
    ExportItem,
    Looked,
    NotSearched,
    Packed,
    Receipt,
    WithheldOfItem,
    leak_findings,
    plan_digest,
    receipt_events,
)
from bayegan.model.findings import Finding, Severity, finding, has_errors
from bayegan.model.hierarchy import Arrangement
from bayegan.model.holdings import SealedFacts
from bayegan.model.progress import Progress
from bayegan.model.selection import Audience, nothing_left, withheld
from bayegan.ports import Disclosing, DisseminationReports, Ledger, Packer, Parcel, Scene

_NOT_BELIEVED = (
    "It was not asked for, but what is restricted in it may not have been withheld from what was. Do not write to "
    "the item. Find an intact copy of this file and restore it; then export again."
)
_CLOSED_IDENTIFIER = "its identifier holds a restricted string of this export"


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export came to, for the archivist alone. `exported` and `withheld` are identifiers.

    `parts` is what was withheld of items that were exported, `not_searched` the payload that no text could be had
    of. `package` is the digest of the package, and `report` the path of the report in the archive; both are None
    where nothing was written.
    """

    exported: tuple[str, ...]
    withheld: tuple[str, ...]
    findings: tuple[Finding, ...]
    parts: tuple[WithheldOfItem, ...] = ()
    not_searched: tuple[NotSearched, ...] = ()
    package: str | None = None
    report: str | None = None
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is asked for: `items` with when each was sealed, for whom, for which institution if that has a name.

    `arrangement` describes the collections that items are part of. `others` are the items of the archive that are
    not asked for: what is restricted in them must not leave with those that are.
    With `accepts_unsearched` payload that cannot be searched may leave all the same; with `only_tries` nothing is
    written.
    """

    items: Sequence[tuple[SealedFacts, ExportItem]]
    audience: Audience
    target: str | None = None
    accepts_unsearched: bool = False
    only_tries: bool = False
    arrangement: Arrangement = field(default_factory=Arrangement)
    others: Sequence[tuple[SealedFacts, ExportItem]] = ()


@dataclass(slots=True)
class _Chosen:
    """What may leave, and what was found on the way there."""

    items: list[ExportItem]
    secrets: tuple[str, ...]
    kept_back: list[WithheldOfItem]
    parts: list[WithheldOfItem]
    not_searched: list[NotSearched]
    findings: list[Finding]

    def result(self, *more: Finding) -> ExportResult:
        """Return what an export came to of which nothing was written."""
        return ExportResult((), self.held(), (*self.findings, *more), tuple(self.parts), tuple(self.not_searched))

    def held(self) -> tuple[str, ...]:
        """Return the identifiers of the items that stay."""
        return tuple(one.item for one in self.kept_back)


@dataclass(frozen=True, slots=True)
class ExportItems:
    """The use case with its ports."""

    ledger: Ledger
    disclosing: Disclosing
    packer: Packer
    parcel: Parcel
    reports: DisseminationReports
    scene: Scene

    def run(self, request: ExportRequest) -> Generator[Progress, None, ExportResult]:
        """Export what may leave of the items; after an error nothing of the package remains.

        Access levels are believed only where the record is as the ledger knows it, and nothing is handed over where
        a tag file of an item is not. Restricted strings are looked for in all that is written. Every exported item
        gets a dissemination event in the ledger. Raises CouldNot where an item is not there, or the ledger cannot
        be written.
        """
        self.ledger.head()
        chosen = yield from self._chosen(request)
        if has_errors(chosen.findings):
            return chosen.result()
        if not chosen.items:
            return chosen.result(nothing_left(len(request.items)))
        if request.only_tries:
            exported = tuple(item.identifier for item in chosen.items)
            return replace(chosen.result(), exported=exported)
        return (yield from self._handed_over(request, chosen))

    def _chosen(self, request: ExportRequest) -> Generator[Progress, None, _Chosen]:
        """Choose what may leave, and open what is closed in part."""
        chosen = _Chosen([], (), [], [], [], [*request.arrangement.findings])
        secrets: dict[str, None] = {}
        today = self.scene.clock().date()
        pairs = [(item, facts) for facts, item in request.items]
        is_public = request.audience is Audience.PUBLIC
        is_any_closed = False
        looking = self.disclosing.look(pairs) if is_public else repeat(Looked(), len(pairs))
        for done, ((item, _), looked) in enumerate(zip(pairs, looking, strict=True), 1):
            chosen.findings.extend(looked.untrue)
            secrets |= dict.fromkeys(looked.secrets or ())
            if looked.untrue:
                chosen.kept_back.append(WithheldOfItem(item.identifier, item.version, ()))
            elif looked.withheld is not None:
                _keep_back(chosen, item, looked.withheld)
            elif is_public and (why := request.arrangement.hierarchy.why_closed(item.part_of, today)):
                _keep_back(chosen, item, why)
            else:
                chosen.items.append(item)
                is_any_closed = is_any_closed or looked.secrets is not None
            yield Progress("looking at items", done, len(pairs), 0)
        above = request.arrangement.hierarchy.above(one for item in chosen.items for one in item.part_of)
        collections = OpenHierarchy(above, today if is_public else None)
        if is_public and chosen.items:
            secrets |= dict.fromkeys((yield from self._secrets_elsewhere(request, chosen)))
        chosen.secrets = tuple(secrets | dict.fromkeys(collections.secrets))
        is_in_part = is_any_closed or bool(chosen.secrets)
        if is_in_part or request.only_tries:
            yield from self._checked(request, chosen)
        if is_in_part and not has_errors(chosen.findings):
            yield from self._opened(request, chosen)
            collections.mask(Mask(chosen.secrets))
        _place(chosen, collections)
        return chosen

    def _checked(self, request: ExportRequest, chosen: _Chosen) -> Generator[Progress, None, None]:
        """Hold every tag file of the chosen items against the ledger, where they are not written whole at once.

        A trial asks for those of the items that stay, too.
        """
        going = {item.identifier for item in chosen.items}
        pairs = [(item, facts) for facts, item in request.items if request.only_tries or item.identifier in going]
        damaged: set[str] = set()
        known = set(chosen.findings)
        for done, ((item, _), untrue) in enumerate(zip(pairs, self.disclosing.check(pairs), strict=True), 1):
            chosen.findings.extend(one for one in untrue if one not in known)
            if untrue and item.identifier in going:
                damaged.add(item.identifier)
                chosen.kept_back.append(WithheldOfItem(item.identifier, item.version, ()))
            yield Progress("checking what was sealed", done, len(pairs), 0)
        chosen.items = [one for one in chosen.items if one.identifier not in damaged]

    def _secrets_elsewhere(self, request: ExportRequest, chosen: _Chosen) -> Generator[Progress, None, list[str]]:
        """Return what is restricted in items that are not asked for, and in collections wherever they stand.

        A warning tells of an item that is not as the ledger knows it: what is restricted in it may be missing.
        """
        today = self.scene.clock().date()
        every = OpenHierarchy(request.arrangement.hierarchy.collections.values(), today)
        secrets = [*every.secrets]
        others = [(item, facts) for facts, item in request.others]
        for done, looked in enumerate(self.disclosing.look(others), 1):
            secrets += looked.secrets or ()
            chosen.findings += (
                replace(one, severity=Severity.WARNING, advice=_NOT_BELIEVED) for one in looked.untrue
            )
            yield Progress("looking at other items", done, len(others), 0)
        return secrets

    def _opened(self, request: ExportRequest, chosen: _Chosen) -> Generator[Progress, None, None]:
        """Take out of the chosen items what is closed, and all that holds a restricted string."""
        items, chosen.items = chosen.items, []
        opening = self.disclosing.disclose(items, chosen.secrets)
        for done, (item, (disclosed, unsearched)) in enumerate(zip(items, opening, strict=True), 1):
            if disclosed is None:
                _keep_back(chosen, item, _CLOSED_IDENTIFIER)
                continue
            chosen.not_searched.extend(NotSearched(item.identifier, *one.split(": ", 1)) for one in unsearched)
            chosen.items.append(item if disclosed.is_whole else replace(item, disclosed=disclosed))
            if not disclosed.is_whole:
                chosen.parts.append(WithheldOfItem(item.identifier, item.version, disclosed.withheld))
            yield Progress("withholding", done, len(items), 0)
        if not request.accepts_unsearched:
            chosen.findings.extend(
                finding("export-not-searched", item=one.item, path=one.path, found=one.why)
                for one in chosen.not_searched
            )

    def _handed_over(self, request: ExportRequest, chosen: _Chosen) -> Generator[Progress, None, ExportResult]:
        packer = self.packer
        try:
            software = self.scene.agent.label
            plan = plan_digest(packer.name, packer.plan, chosen.items, chosen.secrets, software)
            site = self.parcel.begin(plan)
            packed = yield from packer.pack(chosen.items, site, chosen.secrets)
            said = [*packed.findings]
            if chosen.secrets and not has_errors(said):
                yield Progress("searching for what must not leave", 0, None, 0)
                told = [*leak_findings(self.disclosing.leaks(site.folder, chosen.secrets))]
                said += told
                chosen.findings += (one for one in told if not one.is_error)
            if has_errors(said):
                self.parcel.discard()
                return chosen.result(*said)
            return self._finished(request, chosen, packed)
        except Exception:
            self.parcel.discard()
            raise
        finally:
            self.parcel.leave()

    def _finished(self, request: ExportRequest, chosen: _Chosen, packed: Packed) -> ExportResult:
        package = packed.digest
        was_there = self.parcel.is_there(package)
        if was_there:
            self.parcel.discard()
        else:
            self.parcel.finish(package)
        try:
            report = self._receipt(request, chosen, packed, package)
        except BaseException:
            if not was_there:
                self.parcel.retract()
            raise
        self.parcel.discard()
        return ExportResult(
            tuple(item.identifier for item in chosen.items),
            chosen.held(),
            (*chosen.findings, *packed.findings),
            tuple(chosen.parts),
            tuple(chosen.not_searched),
            package,
            report,
            was_there,
        )

    def _receipt(self, request: ExportRequest, chosen: _Chosen, packed: Packed, package: str) -> str:
        receipt = Receipt(
            self.packer.name,
            self.packer.options,
            request.audience.value,
            request.target,
            package,
            tuple(one for item in chosen.items for one in (*(each for _, each in item.earlier), item)),
            packed.files,
            (*chosen.kept_back, *chosen.parts),
            tuple(chosen.not_searched),
            self.scene.clock(),
            self.scene.agent.label,
        )
        path, digest = self.reports.write(receipt)
        self.ledger.append([*receipt_events(receipt, path, digest)])
        return path


def _place(chosen: _Chosen, collections: OpenHierarchy) -> None:
    """Give every item the collections above it, as the audience may see them."""
    hierarchy = collections.hierarchy()
    chosen.parts.extend(WithheldOfItem(one, "", what) for one, what in collections.withheld.items())
    above: dict[tuple[str, ...], tuple[Collection, ...]] = {(): ()}
    for at, item in enumerate(chosen.items):
        part_of = hierarchy.named(item.part_of)
        if part_of not in above:
            above[part_of] = hierarchy.above(part_of)
        if item.part_of:
            chosen.items[at] = replace(item, part_of=part_of, collections=above[part_of])


def _keep_back(chosen: _Chosen, item: ExportItem, why: str) -> None:
    chosen.findings.append(withheld(item.identifier, why))
    whole = Withheld(Kept.ITEM, "", why)
    chosen.kept_back.append(WithheldOfItem(item.identifier, item.version, (whole,)))
