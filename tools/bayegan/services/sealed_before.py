"""What of a plan is sealed already, and what speaks against sealing the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.donor_bag import bag_digest
from bayegan.model.findings import Finding, finding
from bayegan.model.holdings import place_of, sealed_facts
from bayegan.model.planning import Plan, PlannedItem
from bayegan.model.sealing import SUBMISSION_TAG, submission_tag
from bayegan.ports import Holdings, Ledger, Originals, SealedBags, Submissions

_DIGEST = "sha512"


@dataclass(frozen=True, slots=True)
class SealedBefore:
    """The use case with its ports."""

    documents: Originals
    holdings: Holdings
    sealed_bags: SealedBags
    submissions: Submissions
    ledger: Ledger

    def of(self, plan: Plan) -> tuple[frozenset[str], tuple[Finding, ...]]:
        """Return which items this very submission has sealed before, and what speaks against the others."""
        same: set[str] = set()
        findings: list[Finding] = []
        known = self._known()
        for item in plan.items:
            versions = self.holdings.versions_of(item.identifier)
            if not versions:
                findings.extend([_gone(item)] if item.identifier in known else [])
                continue
            bag = self.holdings.bag(item.identifier, versions[0])
            info = self.sealed_bags.info(bag)
            if not self._is_sealed_by(bag, info, item, plan.submission.digest):
                findings.append(_in_use(item, info.get(SUBMISSION_TAG, "no submission")))
            elif info.get("Payload-Oxum") != (oxum := _oxum(item)):
                findings.append(_changed(item, info.get("Payload-Oxum", "none"), oxum))
            else:
                same.add(item.identifier)
        return frozenset(same), tuple(findings)

    def _known(self) -> frozenset[str]:
        """Return the identifiers that the ledger knows; raises CouldNot where their bags look unmounted."""
        known = frozenset(one.identifier for one in sealed_facts(self.ledger.events()).values())
        if known and self.holdings.is_offline():
            problem = f"it is absent or empty, though the ledger knows {len(known):,} items"
            raise CouldNot("archive/", problem, "Mount the disk that holds it, then ingest again.")
        return known

    def _is_sealed_by(self, bag: Path, info: Mapping[str, str], item: PlannedItem, digest: str) -> bool:
        """A bag that is taken over keeps the tag of its first submission, so it is compared itself.

        For the same reason the tag alone proves nothing: where that submission was not accepted here, the
        documents themselves are compared with what is held.
        """
        if item.origin is not None and item.origin.taken_over:
            return bag_digest(self.sealed_bags.tag_digests(bag)) == digest
        if info.get(SUBMISSION_TAG) != submission_tag(digest):
            return False
        return bool(self.submissions.planned(digest, item.identifier)) or self._holds_the_same(bag, item)

    def _holds_the_same(self, bag: Path, item: PlannedItem) -> bool:
        payload = {file.source: file.payload for file in item.files}
        found = self.documents.digests_of((source, (_DIGEST,)) for source in payload)
        return {payload[source]: digests[_DIGEST] for source, digests in found} == self.sealed_bags.manifest(bag)[1]


def _oxum(item: PlannedItem) -> str:
    return f"{sum(file.size for file in item.files)}.{len(item.files)}"


def _about(
    code: str, item: PlannedItem, *, found: str, expected: str | None = None, path: str | None = None
) -> Finding:
    """Return a finding about an item, with where it stands in the manifest."""
    return finding(
        code,
        item=item.identifier,
        row=item.at.row,
        pointer=item.at.pointer,
        path=path,
        expected=expected,
        found=found,
    )


def _in_use(item: PlannedItem, by: str) -> Finding:
    return _about("archive-item-sealed-by-another", item, found=f"sealed by {by}")


def _gone(item: PlannedItem) -> Finding:
    found = "no folder, though the ledger says that it was sealed"
    return _about("archive-item-missing", item, found=found, path=f"archive/{place_of(item.identifier)}")


def _changed(item: PlannedItem, sealed: str, now: str) -> Finding:
    expected, found = f"{sealed} (octets.files) as sealed", f"{now} in the documents folder"
    return _about("archive-submission-changed", item, expected=expected, found=found)
