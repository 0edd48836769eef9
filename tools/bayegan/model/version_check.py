"""Checking one version of an item: what is expected of each file, decided before anything is read."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bayegan.model.findings import finding
from bayegan.model.fixity import VersionFixity, version_findings
from bayegan.model.holdings import SealedFacts
from bayegan.model.listing import PAYLOAD, Entry, Kind
from bayegan.model.outcome import FileOutcome, Outcome, judge
from bayegan.model.reading import Read
from bayegan.model.vanished import VANISHED

_NO_WITNESS = "neither the manifest nor premis.xml is as the ledger knows it"


@dataclass(slots=True)
class VersionCheck:
    """One version on its way through a check: what is known of it so far.

    `root` is where the bag lies, `entries` what lies in it. Files are taken in by `expect`; those that are there
    wait in `to_read`, in order, for `take`.
    """

    facts: SealedFacts
    root: str
    entries: Mapping[str, Entry]
    outcomes: list[FileOutcome] = field(default_factory=list)
    to_read: list[tuple[str, str]] = field(default_factory=list)
    taken: int = 0

    def expect(self, path: str, digest: str) -> None:
        """Take in a listed file: judged at once where it is not there as a plain file, else to be read."""
        entry = self.entries.get(path)
        if entry is not None and entry.kind is Kind.FILE:
            self.to_read.append((path, digest))
        elif entry is not None:
            found = f"a {entry.kind.value}"
            self.outcomes.append(FileOutcome(path, Outcome.ALTERED, expected="a plain file", found=found))
        elif (closed := self._closed_above(path)) is not None:
            reason = f"its folder is closed ({closed.reason})"
            self.outcomes.append(FileOutcome(path, Outcome.UNREADABLE, reason=reason))
        else:
            self.outcomes.append(FileOutcome(path, Outcome.MISSING))

    def expect_unjudged(self) -> None:
        """Take in payload for which no witness is left: what is there is not checked, the rest is missing."""
        there = [path for path in self.entries if path.startswith(PAYLOAD)][: self.facts.files]
        self.outcomes += [FileOutcome(path, Outcome.NOT_CHECKED, reason=_NO_WITNESS) for path in there]
        for number in range(len(there), self.facts.files):
            name = f"{PAYLOAD}? (file {number + 1} of {self.facts.files})"
            self.outcomes.append(FileOutcome(name, Outcome.MISSING))

    @property
    def is_complete(self) -> bool:
        """Whether every file that was to be read has been taken."""
        return self.taken == len(self.to_read)

    def take(self, read: Read) -> None:
        """Judge the next file that was to be read."""
        path, digest = self.to_read[self.taken]
        self.taken += 1
        if read.problem == VANISHED:
            self.outcomes.append(FileOutcome(path, Outcome.MISSING, found=VANISHED))
        elif read.problem:
            reason = f"it cannot be read ({read.problem})"
            self.outcomes.append(FileOutcome(path, Outcome.UNREADABLE, reason=reason))
        else:
            self.outcomes.append(judge(path, digest, read.digests[0].hex()))

    def judged(self) -> VersionFixity:
        """Return what became of the version; what nobody lists is unexpected."""
        listed = {one.path for one in self.outcomes}
        outcomes = [*self.outcomes, *_unexpected(self.entries.values(), listed)]
        bad = tuple(one for one in outcomes if one.outcome is not Outcome.INTACT)
        facts = self.facts
        return VersionFixity(
            facts.identifier,
            facts.version,
            facts.place,
            Counter(one.outcome for one in outcomes),
            sum(self.entries[path].size for path, _ in self.to_read),
            bad,
            version_findings(facts.identifier, facts.place, facts.version, bad),
        )

    def _closed_above(self, path: str) -> Entry | None:
        parts = path.split("/")
        above = (self.entries.get("/".join(parts[:depth])) for depth in range(1, len(parts)))
        return next((one for one in above if one is not None and one.kind is Kind.CLOSED_FOLDER), None)


def _unexpected(entries: Iterable[Entry], listed: Collection[str]) -> Iterator[FileOutcome]:
    """Yield what nobody lists; a folder that lost its only file, or is closed, is no such file."""
    for entry in entries:
        if entry.path not in listed and entry.kind not in (Kind.EMPTY_FOLDER, Kind.CLOSED_FOLDER):
            found = f"a {entry.kind.value} of {entry.size:,} octets"
            yield FileOutcome(entry.path, Outcome.UNEXPECTED, found=found)


def listed_files(facts: SealedFacts) -> int:
    """Return how many files a version has: payload and tag files."""
    return facts.files + len(facts.tag_digests)


def intact(facts: SealedFacts, files: int, octets: int) -> VersionFixity:
    """Return a version of which every file is intact, with nothing else there."""
    return VersionFixity(facts.identifier, facts.version, facts.place, _all_intact(files), octets, ())


@lru_cache(maxsize=1024)
def _all_intact(files: int) -> Mapping[Outcome, int]:
    """Return the same counts for the same number: of a hundred thousand items most have as many files."""
    return {Outcome.INTACT: files}


def unlisted(facts: SealedFacts, outcome: Outcome, reason: str) -> VersionFixity:
    """Return a version of which every file has the one outcome, since its folder could not be listed."""
    whole = FileOutcome("", outcome, reason=reason)
    counts = {outcome: listed_files(facts)}
    return VersionFixity(facts.identifier, facts.version, facts.place, counts, 0, (whole,))


def gone(facts: SealedFacts, found: str) -> VersionFixity:
    """Return a version whose folder is not there."""
    said = finding(
        "archive-item-missing",
        item=facts.identifier,
        path=f"archive/{facts.place}/{facts.version}",
        found=f"{found}; {listed_files(facts)} files are missing",
    )
    whole = FileOutcome("", Outcome.MISSING, reason="the whole folder is gone")
    counts = {Outcome.MISSING: listed_files(facts)}
    return VersionFixity(facts.identifier, facts.version, facts.place, counts, 0, (whole,), (said,))
