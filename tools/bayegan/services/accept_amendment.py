"""Accepting an amendment: the sealed version is checked; it and the submission become a plan of the next."""

import dataclasses
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from bayegan.errors import CouldNot
from bayegan.model.amending import Correction, HeldFile, SealedVersion, amended, correction, of_documents
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.fixity import DC, MANIFEST, PREMIS, RECORD, VersionFixity
from bayegan.model.holdings import SealedFacts
from bayegan.model.listing import PAYLOAD, Kind
from bayegan.model.outcome import Outcome
from bayegan.model.planning import Plan, Received
from bayegan.model.progress import Progress
from bayegan.model.record import Record
from bayegan.model.sealing import SUBMISSION_TAG, submission_tag
from bayegan.ports import Documents, Holdings, SealedBags

_DIGEST = "sha512"
_WRITTEN = frozenset((DC, RECORD, PREMIS))
_METADATA = "metadata/"

LookAt = Callable[[Mapping[tuple[str, str], SealedFacts]], Iterator[VersionFixity]]
"""Checks versions, every file read."""

Accept = Callable[[Received, Callable[[Plan], Plan]], Generator[Progress, None, Plan]]
"""Plans what a submission says of documents, has the plan of the next version made of it, and checks that."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an amendment comes to: a plan, or none and findings. `is_sealed` says that it was carried out before."""

    plan: Plan | None
    findings: tuple[Finding, ...]
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class AcceptAmendment:
    """The use case with its ports. `versions` are those of the item that the ledger knows, by number."""

    identifier: str
    versions: Mapping[int, SealedFacts]
    by: str | None
    reason: str | None
    documents: Documents
    holdings: Holdings
    sealed_bags: SealedBags
    look_at: LookAt
    accept: Accept

    def run(self, received: Received) -> Generator[Progress, None, Accepted]:
        """Return the plan of the next version with all findings.

        The latest version is checked whole, against the ledger, before anything is taken from it. Raises CouldNot
        where a file cannot be read.
        """
        if has_errors(received.findings) and received.submission.amendment is None:
            return Accepted(None, received.findings)
        asked, wrong = correction(self.identifier, received.submission, self.by, self.reason)
        wrong = (*received.findings, *wrong)
        if asked is None or has_errors(wrong):
            return Accepted(None, wrong)
        damage = (*self._unregistered(), *self._damage())
        if damage:
            return Accepted(None, (*wrong, *damage))
        made = self._made_by(received.submission.digest)
        if made:
            return self._again(asked, made, received, wrong)
        sealed = self._sealed(max(self.versions))
        same = frozenset(self._same(received, sealed))
        for_documents = of_documents(dataclasses.replace(received, findings=()), sealed, same)
        make = partial(amended, asked=asked, sealed=sealed)
        plan = yield from self.accept(for_documents, make)
        plan = dataclasses.replace(plan, findings=(*wrong, *plan.findings))
        return Accepted(plan, plan.findings)

    def _unregistered(self) -> Iterator[Finding]:
        for version in self.holdings.versions_of(self.identifier):
            if int(version[1:]) not in self.versions:
                path = f"archive/{self._latest.place}/{version}"
                yield finding(
                    "archive-item-unregistered", item=self.identifier, path=path, found=f"no event for {version}"
                )

    @property
    def _latest(self) -> SealedFacts:
        return self.versions[max(self.versions)]

    def _damage(self) -> Iterator[Finding]:
        """Yield all that is wrong with the latest version; raises CouldNot where a file cannot be read."""
        facts = self._latest
        for one in self.look_at({(facts.place, facts.version): facts}):
            for file in one.not_intact:
                if file.outcome in (Outcome.UNREADABLE, Outcome.NOT_CHECKED):
                    thing = f"archive/{facts.place}/{facts.version}/{file.path}"
                    raise CouldNot(thing, f"it cannot be read ({file.reason})", "Check the disk.")
            yield from one.findings

    def _made_by(self, digest: str) -> list[int]:
        """Return the numbers of the versions that the submission of this digest has made.

        The latest is known to be intact; an earlier one that cannot be read does not stand in the way.
        """
        tag = submission_tag(digest)
        return [number for number, facts in self.versions.items() if self._tag(facts) == tag]

    def _tag(self, facts: SealedFacts) -> str | None:
        try:
            return self.sealed_bags.info(self.holdings.bag(self.identifier, facts.version)).get(SUBMISSION_TAG)
        except CouldNot:
            return None

    def _again(
        self, asked: Correction, made: list[int], received: Received, wrong: tuple[Finding, ...]
    ) -> Accepted:
        """Return what becomes of a submission that has made a version: the latest, with the same words, or not."""
        latest = max(self.versions)
        record = self._record(latest)
        if made == [latest] and record.amendments and record.amendments[-1] == asked.amendment(latest):
            changed = tuple(self._changed(asked, received))
            return Accepted(None, (*wrong, *changed), is_sealed=not changed)
        numbers = ", ".join(f"v{number}" for number in made)
        other = "" if made != [latest] or not record.amendments else " with another who or why"
        found = f"it has made {numbers}{other}"
        return Accepted(None, (*wrong, finding("amendment-given-twice", item=self.identifier, found=found)))

    def _changed(self, asked: Correction, received: Received) -> Iterator[Finding]:
        """Yield the documents that have another size than what was sealed of them."""
        sealed = self._sizes(self._latest)
        there = {entry.path: entry.size for entry in received.deposit.entries if entry.kind is Kind.FILE}
        for file in asked.item.files:
            size, was = there.get(file.filename), sealed.get(PAYLOAD + file.filename)
            if size is not None and size != was:
                yield finding(
                    "archive-submission-changed",
                    item=self.identifier,
                    path=file.filename,
                    pointer=file.at.pointer,
                    row=file.at.row,
                    expected="no such file" if was is None else f"{was:,} octets as sealed",
                    found=f"{size:,} octets in the documents folder",
                )

    def _sizes(self, facts: SealedFacts) -> dict[str, int]:
        listing = self.holdings.listing(self.holdings.bag(self.identifier, facts.version)) or ()
        return {one.path: one.size for one in listing if one.kind is Kind.FILE}

    def _record(self, number: int) -> Record:
        return self.sealed_bags.record(self.holdings.bag(self.identifier, self.versions[number].version))

    def _sealed(self, number: int) -> SealedVersion:
        facts = self.versions[number]
        bag = self.holdings.bag(self.identifier, facts.version)
        sizes = self._sizes(facts)
        formats = {one.path: one.format for one in self.sealed_bags.files(bag)}
        _, digests = self.sealed_bags.manifest(bag)
        return SealedVersion(
            facts.version,
            self.sealed_bags.record(bag),
            {path: HeldFile(sizes[path], one, MANIFEST, formats.get(path)) for path, one in digests.items()},
            {
                path: HeldFile(sizes[path], one, "the ledger")
                for path, one in facts.tag_digests.items()
                if path.startswith(_METADATA) and path not in _WRITTEN
            },
            self.sealed_bags.events(bag),
            self.sealed_bags.info(bag).get("Source-Organization"),
        )

    def _same(self, received: Received, sealed: SealedVersion) -> Iterator[str]:
        """Yield the documents that are just what the sealed version holds at their paths."""
        for entry in received.deposit.entries:
            held = sealed.files.get(PAYLOAD + entry.path)
            if held is None or entry.kind is not Kind.FILE or entry.size != held.size:
                continue
            if self.documents.digests(entry.path, (_DIGEST,))[_DIGEST] == held.digest:
                yield entry.path
