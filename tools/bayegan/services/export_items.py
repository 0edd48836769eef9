"""Handing items to an institution: chosen, withheld where they must be, written whole, and receipted."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from bayegan.model.findings import Finding, has_errors
from bayegan.model.identifiers import folder
from bayegan.model.ledger import LedgerEvent
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.model.progress import Progress
from bayegan.model.selection import Audience, may_leave, nothing_left, withheld
from bayegan.ports import Exporter, ExportItem, Holdings, Ledger, Parcel, Scene, SealedBags


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export came to. `exported` and `withheld` are identifiers; `withheld` is for the archivist alone."""

    exported: tuple[str, ...]
    withheld: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ExportItems:
    """The use case with its ports."""

    holdings: Holdings
    sealed_bags: SealedBags
    ledger: Ledger
    exporter: Exporter
    parcel: Parcel
    scene: Scene

    def run(self, identifiers: Sequence[str], audience: Audience) -> Generator[Progress, None, ExportResult]:
        """Export the latest version of each item; after an error nothing of the package remains.

        Every exported item gets a dissemination event in the ledger.
        """
        chosen: list[ExportItem] = []
        left_out: list[Finding] = []
        for identifier in identifiers:
            item = self._item(identifier)
            if may_leave(item.access, audience):
                chosen.append(item)
            else:
                left_out.append(withheld(identifier, item.access))
        kept_back = tuple(one for one in identifiers if one not in {item.identifier for item in chosen})
        if not chosen:
            return ExportResult((), kept_back, (*left_out, nothing_left(len(identifiers))))
        findings = yield from self._write(chosen)
        if has_errors(findings):
            return ExportResult((), kept_back, (*left_out, *findings))
        self._receipt(chosen, audience)
        return ExportResult(tuple(item.identifier for item in chosen), kept_back, (*left_out, *findings))

    def _item(self, identifier: str) -> ExportItem:
        bag = self.holdings.bag(identifier, self.holdings.versions_of(identifier)[-1])
        access = self.sealed_bags.record(bag).access.level
        return ExportItem(identifier, folder(identifier), bag, access)

    def _write(self, chosen: Sequence[ExportItem]) -> Generator[Progress, None, tuple[Finding, ...]]:
        try:
            findings = yield from self.exporter.write(chosen, self.parcel.begin())
            if not has_errors(findings):
                self.parcel.finish()
        finally:
            self.parcel.discard()
        return findings

    def _receipt(self, chosen: Sequence[ExportItem], audience: Audience) -> None:
        now = self.scene.clock()
        agent = self.scene.agent.label
        detail = {"format": self.exporter.name, "audience": audience.value}
        events = [
            LedgerEvent(
                EventType.DISSEMINATION,
                EventOutcome.SUCCESS,
                now,
                agent,
                item=item.identifier,
                version=item.bag.name,
                detail=detail,
            )
            for item in chosen
        ]
        self.ledger.append(events, now, agent)
