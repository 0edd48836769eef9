"""Accepting a bag: what our check found is judged, and the bag becomes a plan of one item."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from bayegan.errors import SourceChanged
from bayegan.model.donor_bag import (
    DONOR_FOLDER,
    BagTerms,
    CheckedBag,
    Origin,
    accepted,
    bag_digest,
    bag_findings,
    identifier_of,
    record_of,
    source_organisation,
)
from bayegan.model.findings import Finding, has_errors
from bayegan.model.names import shown
from bayegan.model.planning import Plan, PlannedFile, PlannedItem
from bayegan.model.progress import Progress
from bayegan.model.record import AccessLevel
from bayegan.model.submission import Position, StatedChecksum, Submission
from bayegan.ports import Originals

_DIGEST = "sha512"
_AS_FOUND = "as found when the bag was checked"
_HERE = Position()


@dataclass(frozen=True, slots=True)
class AcceptBag:
    """The use case: a checked bag, its files, and the terms on which it is taken."""

    bag: CheckedBag
    documents: Originals
    terms: BagTerms
    default_access: AccessLevel

    def run(self) -> Generator[Progress, None, Plan]:
        """Return the plan with all findings; it has no item where the bag is refused.

        Every file of the plan carries digests that its copy has to match: those of the donor's manifests, and for
        tag files, and payload that no manifest vouches for, those found now. Raises CouldNot where a file cannot
        be read, SourceChanged where it is not what it was when the bag was checked.
        """
        access = self.terms.access or self.default_access
        findings = bag_findings(self.bag, access)
        refused = Plan(Submission(shown(self.bag.name), "", ()), (), findings)
        errors = tuple(one for one in findings if one.is_error)
        if errors and not self.terms.accept_findings:
            return refused
        findings, can_be_taken = accepted(findings)
        if not can_be_taken:
            return Plan(refused.submission, (), findings)
        tags = {path: digest for path, (digest, _) in (yield from self._read(self.bag.tag_files)).items()}
        # Only a bag with accepted findings is read once more; any other is vouched for by its manifests.
        payload = (yield from self._read(self.bag.payload)) if errors else {}
        found = {path: digest for path, (digest, is_vouched) in payload.items() if not is_vouched}
        return self._plan(tags, found, errors, findings, access)

    def _plan(
        self,
        tags: Mapping[str, str],
        found: Mapping[str, str],
        errors: tuple[Finding, ...],
        findings: tuple[Finding, ...],
        access: AccessLevel,
    ) -> Plan:
        digest = bag_digest(tags, found)
        submission = Submission(shown(self.bag.name), digest, (), source_organisation(self.bag))
        identifier, wrong = identifier_of(self.bag, self.terms, digest)
        if has_errors(wrong):
            return Plan(submission, (), findings + wrong)
        bag = self.bag
        record, said = record_of(bag, identifier, access)
        kept_below = DONOR_FOLDER if bag.sealed_record is None else ""
        payload = tuple(self._planned(path, path, found.get(path)) for path in bag.payload)
        kept = tuple(self._planned(path, kept_below + path, digest) for path, digest in tags.items())
        origin = Origin(
            submission.name,
            bag.version,
            bag.manifests,
            bag.is_valid,
            len(payload) - len(found),
            errors,
            taken_over=bag.sealed_record is not None,
        )
        return Plan(submission, (PlannedItem(record, payload, _HERE, kept, origin),), findings + said)

    def _planned(self, source: str, target: str, found: str | None) -> PlannedFile:
        stated = self.bag.stated.get(source, ())
        checksums = stated if found is None else (StatedChecksum(_DIGEST, found, _AS_FOUND),)
        return PlannedFile(source, target, self.bag.files[source], checksums, _HERE)

    def _read(self, paths: list[str]) -> Generator[Progress, None, dict[str, tuple[str, bool]]]:
        """Return the SHA-512 of each file, and whether it is all that the manifests state of it."""
        named = {one.path for one in self.bag.findings}
        result: dict[str, tuple[str, bool]] = {}
        octets = 0
        for done, (path, digests) in enumerate(self.documents.digests_of(map(self._wanted, paths)), start=1):
            stated = self.bag.stated.get(path, ())
            differs = any(digests[one.algorithm] != one.value for one in stated)
            if differs and shown(path) not in named:
                problem = "it is not what it was when the bag was checked"
                raise SourceChanged(path, problem, "Wait until nothing writes to it, and ingest again.")
            result[path] = digests[_DIGEST], bool(stated) and not differs
            octets += self.bag.files[path]
            yield Progress("reading again", done, len(paths), octets)
        return {path: result[path] for path in paths}

    def _wanted(self, path: str) -> tuple[str, list[str]]:
        return path, sorted({one.algorithm for one in self.bag.stated.get(path, ())} | {_DIGEST})
