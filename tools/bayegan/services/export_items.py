"""Handing items to an institution: chosen, withheld where they must be, written whole, and receipted."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from bayegan.model.findings import Finding, has_errors
from bayegan.model.fixity import version_findings
from bayegan.model.holdings import SealedFacts, latest_versions, sealed_facts
from bayegan.model.identifiers import folder
from bayegan.model.ledger import LedgerEvent
from bayegan.model.openness import kept_from_public
from bayegan.model.outcome import FileOutcome, Outcome, judge
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.model.progress import Progress
from bayegan.model.selection import Audience, nothing_left, withheld
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
        """Export the latest sealed version of each item; after an error nothing of the package remains.

        Access levels are believed only where every tag file is as the ledger knows it; one that is not is an
        error. Every exported item gets a dissemination event in the ledger. Raises CouldNot where an item is not
        there, or the ledger cannot be written.
        """
        self.ledger.head()
        latest = latest_versions(sealed_facts(self.ledger.events()).values())
        chosen: list[ExportItem] = []
        findings: list[Finding] = []
        kept_back: list[str] = []
        for identifier in identifiers:
            wrong = tuple(self._untrue(latest[identifier])) or self._withheld(latest[identifier], audience)
            if wrong:
                findings.extend(wrong)
                kept_back.append(identifier)
            else:
                chosen.append(self._item(latest[identifier]))
        if has_errors(findings):
            return ExportResult((), tuple(kept_back), tuple(findings))
        if not chosen:
            return ExportResult((), tuple(kept_back), (*findings, nothing_left(len(identifiers))))
        return (yield from self._handed_over(chosen, audience, tuple(kept_back), findings))

    def _handed_over(
        self, chosen: Sequence[ExportItem], audience: Audience, kept_back: tuple[str, ...], findings: list[Finding]
    ) -> Generator[Progress, None, ExportResult]:
        said = yield from self._write(chosen)
        if has_errors(said):
            return ExportResult((), kept_back, (*findings, *said))
        try:
            self._receipt(chosen, audience)
        except BaseException:
            self.parcel.retract()
            raise
        return ExportResult(tuple(item.identifier for item in chosen), kept_back, (*findings, *said))

    def _untrue(self, facts: SealedFacts) -> Iterator[Finding]:
        """Yield the tag files that are not as the ledger knows them."""
        bag = self.holdings.bag(facts.identifier, facts.version)
        for path, expected in facts.tag_digests.items():
            try:
                outcome = judge(path, expected, self.sealed_bags.digest(bag / path))
            except FileNotFoundError:
                outcome = FileOutcome(path, Outcome.MISSING)
            yield from version_findings(facts.identifier, facts.place, facts.version, [outcome])

    def _withheld(self, facts: SealedFacts, audience: Audience) -> tuple[Finding, ...]:
        """Return why an item may not be given to `audience`, which is nothing where it may."""
        if audience is Audience.ARCHIVE:
            return ()
        record = self.sealed_bags.record(self.holdings.bag(facts.identifier, facts.version))
        why = kept_from_public(record, self.scene.clock().date())
        return () if why is None else (withheld(facts.identifier, why),)

    def _item(self, facts: SealedFacts) -> ExportItem:
        bag = self.holdings.bag(facts.identifier, facts.version)
        access = self.sealed_bags.record(bag).access.level
        return ExportItem(facts.identifier, folder(facts.identifier), bag, access)

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
        self.ledger.append(events)
