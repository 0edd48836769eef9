"""After an interruption: what is whole is registered, what is half done is removed, and both are said."""

from dataclasses import dataclass

from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.holdings import sealed_facts
from bayegan.model.ledger import LedgerEvent
from bayegan.model.sealing import SUBMISSION_TAG, SealedItem, ingestion_event
from bayegan.ports import Held, Holdings, Ledger, Scene, SealedBags, Staging


@dataclass(frozen=True, slots=True)
class Recover:
    """The use case with its ports."""

    staging: Staging
    holdings: Holdings
    sealed_bags: SealedBags
    ledger: Ledger
    scene: Scene

    def run(self) -> tuple[Finding, ...]:
        """Bring archive and ledger together again; says nothing where there was nothing to mend.

        A bag in its place without an ingestion event is registered if it is valid, every file re-read; one
        that is not is named and left alone.
        """
        if not self.staging.was_interrupted():
            return ()
        registered: list[LedgerEvent] = []
        findings: list[Finding] = []
        known = sealed_facts(self.ledger.events())
        for held in self.holdings.versions():
            if (held.place, held.version) in known:
                continue
            wrong = self.sealed_bags.verify(held.bag)
            if has_errors(wrong):
                findings += [_damaged(held), *wrong]
            else:
                registered.append(self._event(held))
        if registered:
            self.holdings.flush()
            self.ledger.append(registered, self.scene.clock(), self.scene.agent.label)
        removed = self.staging.clear()
        if not (removed or registered or findings):
            return ()
        found = f"{removed} half-done items were removed, {len(registered)} whole ones registered"
        return (finding("archive-interrupted", found=found), *findings)

    def _event(self, held: Held) -> LedgerEvent:
        files = tuple(self.sealed_bags.files(held.bag))
        identifier = self.sealed_bags.record(held.bag).identifier
        sealed = SealedItem(identifier, held.version, len(files), sum(file.size for file in files))
        submission = self.sealed_bags.info(held.bag).get(SUBMISSION_TAG, "")
        return ingestion_event(
            sealed,
            self.sealed_bags.tag_digests(held.bag),
            submission,
            self.scene.agent,
            self.scene.clock(),
            {"note": "registered after an interruption; every file was read again"},
        )


def _damaged(held: Held) -> Finding:
    path = f"archive/{held.place}/{held.version}"
    return finding("archive-item-unregistered-damaged", path=path, found="a bag that is not valid")
