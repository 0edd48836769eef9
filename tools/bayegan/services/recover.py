"""After an interruption: what is whole is registered, what is half done is removed, and both are said."""

from collections.abc import Mapping
from dataclasses import dataclass

from bayegan.errors import CouldNot
from bayegan.model.donor_bag import bag_digest
from bayegan.model.findings import Finding, Severity, finding, has_errors
from bayegan.model.holdings import HeldVersion, SealedFacts, place_of, sealed_facts
from bayegan.model.ledger import LedgerEvent, verify
from bayegan.model.sealing import FIRST_VERSION, SUBMISSION_TAG, SealedItem, ingestion_event, submission_tag
from bayegan.ports import Holdings, Ledger, Scene, SealedBags, Staging, Submissions


@dataclass(frozen=True, slots=True)
class Recover:
    """The use case with its ports."""

    staging: Staging
    holdings: Holdings
    sealed_bags: SealedBags
    submissions: Submissions
    ledger: Ledger
    scene: Scene

    def run(self) -> tuple[Finding, ...]:
        """Bring archive and ledger together again; says nothing where there was nothing to mend.

        A bag without an ingestion event is registered only where an ingest can have put it there: a first
        version, in the place of its own identifier, which the ledger does not know, as a frozen plan lists it,
        and valid, every file re-read. Whatever else is there is named and left alone. Raises CouldNot where the
        ledger itself is empty or broken, since nothing can be told by it.
        """
        if not self.staging.was_interrupted():
            return ()
        known = sealed_facts(self.ledger.events())
        events: list[LedgerEvent] = []
        findings: list[Finding] = []
        for held in self.holdings.survey().versions:
            if (held.place, held.version) not in known:
                event, said = self._judged(held, known)
                events.extend([event] if event else [])
                findings.extend(said)
        if events:
            self._demand_sound_ledger()
            self.holdings.flush()
            self.ledger.append(events)
        removed = self.staging.clear()
        if not (removed or findings):
            return ()
        found = f"{removed} half-done items were removed, {len(events)} whole ones registered"
        return (finding("archive-interrupted", found=found), *findings)

    def _demand_sound_ledger(self) -> None:
        reading = verify(self.ledger.lines())
        wrong = reading.findings
        if wrong or reading.head.lines == 0:
            problem = f"{wrong[0].path} is broken at line {wrong[0].row}" if wrong else "it is empty"
            advice = (
                "Restore manifests/ledger from a copy; nothing is registered in a ledger that cannot be trusted."
            )
            raise CouldNot("the ledger", problem, advice)

    def _judged(
        self, held: HeldVersion, known: Mapping[tuple[str, str], SealedFacts]
    ) -> tuple[LedgerEvent | None, tuple[Finding, ...]]:
        """Return the event of a version that may be registered, or None, and what is to be said of it."""
        try:
            sealed = self._sealed(held)
            tag = self.sealed_bags.info(held.bag).get(SUBMISSION_TAG, "")
            if not self._can_be_ours(held, sealed, tag, known):
                return None, (_left_alone(held, "no interrupted ingest can have put it there"),)
            wrong = self.sealed_bags.verify(held.bag)
        except CouldNot as error:
            return None, (_left_alone(held, error.problem),)
        if has_errors(wrong):
            return None, (_left_alone(held, f"a bag that is not valid: {wrong[0].code} {wrong[0].path}"),)
        note = {"note": "registered after an interruption; every file was read again"}
        digests = self.sealed_bags.tag_digests(held.bag)
        event = ingestion_event(sealed, digests, tag, self.scene.agent, self.scene.clock(), note)
        return event, (finding("archive-item-registered", item=sealed.identifier, path=_path(held)),)

    def _sealed(self, held: HeldVersion) -> SealedItem:
        files = tuple(self.sealed_bags.files(held.bag))
        identifier = self.sealed_bags.record(held.bag).identifier
        return SealedItem(identifier, held.version, len(files), sum(file.size for file in files))

    def _can_be_ours(
        self, held: HeldVersion, sealed: SealedItem, tag: str, known: Mapping[tuple[str, str], SealedFacts]
    ) -> bool:
        """Say whether an ingest can have put a version there: a frozen plan lists it, in its own place.

        A bag names its submission by `tag`; one that was taken over as it is was itself what was submitted.
        """
        if held.version != FIRST_VERSION or held.place != place_of(sealed.identifier):
            return False
        if sealed.identifier in {one.identifier for one in known.values()}:
            return False
        files = {file.path: file.size for file in self.sealed_bags.files(held.bag)}
        itself = bag_digest(self.sealed_bags.tag_digests(held.bag))
        submissions = (tag.removeprefix(submission_tag("")), itself)
        return any(files in self.submissions.planned(one, sealed.identifier) for one in submissions)


def _path(held: HeldVersion) -> str:
    return f"archive/{held.place}/{held.version}"


def _left_alone(held: HeldVersion, found: str) -> Finding:
    return finding("archive-item-unregistered", path=_path(held), found=found, severity=Severity.WARNING)
