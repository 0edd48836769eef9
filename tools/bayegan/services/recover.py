"""After an interruption: what is whole is registered, what is half done is removed, and both are said."""

from collections.abc import Mapping
from dataclasses import dataclass

from bayegan.errors import CouldNot
from bayegan.model.donor_bag import bag_digest
from bayegan.model.findings import Finding, Severity, finding, has_errors
from bayegan.model.holdings import HeldVersion, SealedFacts, place_of, sealed_facts, versions_of
from bayegan.model.ledger import LedgerEvent, verify
from bayegan.model.payload import Payload
from bayegan.model.record.item import FIRST_VERSION
from bayegan.model.sealing import (
    SUBMISSION_TAG,
    SealedItem,
    amends_detail,
    formats_detail,
    ingestion_event,
    submission_tag,
)
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

        A bag without the event of its sealing is registered only where an ingest can have put it there: in the
        place of its own identifier and version, which the ledger does not know, as a frozen plan lists it, after
        the latest version that the ledger knows, and valid, every file re-read. Whatever else is there is named and
        left alone. Raises CouldNot where the ledger itself is empty or broken, since nothing can be told by it.
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
        payload = Payload.of(self.sealed_bags.files(held.bag))
        detail = amends_detail(_before(sealed, known)) | formats_detail(payload)
        detail["note"] = "registered after an interruption; every file was read again"
        digests = self.sealed_bags.tag_digests(held.bag)
        event = ingestion_event(sealed, digests, tag, self.scene.agent, self.scene.clock(), detail)
        return event, (finding("archive-item-registered", item=sealed.identifier, path=_path(held)),)

    def _sealed(self, held: HeldVersion) -> SealedItem:
        files = tuple(self.sealed_bags.files(held.bag))
        record = self.sealed_bags.record(held.bag)
        return SealedItem(record.identifier, record.version, len(files), sum(file.size for file in files))

    def _can_be_ours(
        self, held: HeldVersion, sealed: SealedItem, tag: str, known: Mapping[tuple[str, str], SealedFacts]
    ) -> bool:
        """Say whether an ingest can have put a version there: a frozen plan lists it, in its own place.

        A version of an item that is known comes right after the latest of it. A bag names its submission by `tag`;
        one that was taken over as it is was itself what was submitted.
        """
        if held.version != sealed.version or held.place != place_of(sealed.identifier):
            return False
        earlier = versions_of(known.values(), sealed.identifier)
        if earlier and _before(sealed, known) != f"v{max(earlier)}":
            return False
        files = {file.path: file.size for file in self.sealed_bags.files(held.bag)}
        itself = bag_digest(self.sealed_bags.tag_digests(held.bag))
        submissions = [tag.removeprefix(submission_tag(""))] if earlier or held.version == FIRST_VERSION else []
        return any(
            files in self.submissions.planned(one, sealed.identifier, held.version)
            for one in (*submissions, itself)
        )


def _before(sealed: SealedItem, known: Mapping[tuple[str, str], SealedFacts]) -> str | None:
    """Return the known version right before one that is not, None where the ledger does not know it."""
    number = int(sealed.version[1:]) - 1
    return f"v{number}" if number in versions_of(known.values(), sealed.identifier) else None


def _path(held: HeldVersion) -> str:
    return f"archive/{held.place}/{held.version}"


def _left_alone(held: HeldVersion, found: str) -> Finding:
    return finding("archive-item-unregistered", path=_path(held), found=found, severity=Severity.WARNING)
