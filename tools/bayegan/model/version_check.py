"""Checking one version of an item: what is expected of each file, decided before anything is read."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bayegan.model.audit import Part
from bayegan.model.findings import finding
from bayegan.model.fixity import VersionFixity, mended_findings, version_findings
from bayegan.model.holdings import SealedFacts
from bayegan.model.listing import PAYLOAD, Entry, Kind
from bayegan.model.outcome import FileOutcome, Outcome, judge
from bayegan.model.reading import Read
from bayegan.model.seqs import holds, ranges_of
from bayegan.model.vanished import VANISHED

_NO_WITNESS = "neither the manifest nor premis.xml is as the ledger knows it"


@dataclass(slots=True)
class VersionCheck:
    """One version on its way through a check: what is known of it so far.

    `root` is where the bag lies, `entries` what lies in it. Files are taken in by `expect`, which numbers them;
    those
    that are there wait in `to_read`, in order, for `take`. What `part` says was read before is not read again.
    `doubted` are files and folders whose first reading went wrong, each with what was wrong.
    """

    facts: SealedFacts
    root: str
    entries: Mapping[str, Entry]
    part: Part | None = None
    doubted: dict[str, str] = field(default_factory=dict)
    outcomes: list[FileOutcome] = field(default_factory=list)
    to_read: list[tuple[str, str]] = field(default_factory=list)
    numbers: "array[int]" = field(default_factory=lambda: array("l"))
    taken: int = 0
    skipped: int = 0
    octets: int = 0
    witness: str = ""
    mended: list[tuple[str, str]] = field(default_factory=list)
    vanished: bool = False
    """Whether a file that was there is not there any more."""
    _expected: int = 0
    _left: tuple[int, str] = (0, "")
    _unjudged: frozenset[str] = frozenset()

    def expect(self, path: str, digest: str) -> None:
        """Take in a listed file: judged at once where it is not there as a plain file, else to be read."""
        number, self._expected = self._expected, self._expected + 1
        entry = self.entries.get(path)
        if entry is not None and entry.kind is Kind.FILE:
            self.to_read.append((path, digest))
            self.numbers.append(number)
        elif entry is not None:
            found = f"a {entry.kind.value}"
            self.outcomes.append(FileOutcome(path, Outcome.ALTERED, expected="a plain file", found=found))
        elif (closed := self._closed_above(path)) is not None:
            reason = f"its folder is closed ({closed.reason})"
            self.outcomes.append(FileOutcome(path, Outcome.UNREADABLE, reason=reason))
        else:
            self.outcomes.append(FileOutcome(path, Outcome.MISSING))

    def expect_unjudged(self) -> None:
        """Take in payload for which no witness is left: what is there is not checked, the rest is missing.

        Where more is there than was sealed, nobody can say which it is.
        """
        there = [path for path in self.entries if path.startswith(PAYLOAD)]
        sealed = self.facts.files
        self.outcomes += [FileOutcome(path, Outcome.NOT_CHECKED, reason=_NO_WITNESS) for path in there[:sealed]]
        for number in range(len(there), sealed):
            name = f"{PAYLOAD}? (file {number + 1} of {sealed})"
            self.outcomes.append(FileOutcome(name, Outcome.MISSING))
        if surplus := there[sealed:]:
            name = f"{PAYLOAD}? ({len(surplus)} of {len(there)} files)"
            self.outcomes.append(FileOutcome(name, Outcome.UNEXPECTED, found=f"{sealed} files were sealed"))
            self._unjudged = frozenset(surplus)

    def all_expected(self, witness: str) -> None:
        """Leave out what was read before, while the payload is expected by the same `witness`."""
        self.witness = witness
        if self.part is None or self.part.witness != witness:
            self.part = None
            return
        pairs = list(zip(self.numbers, self.to_read, strict=True))
        left = [(number, one) for number, one in pairs if not holds(self.part.ranges, number)]
        before = [one[0] for number, one in pairs if holds(self.part.ranges, number)]
        self.outcomes += [FileOutcome(path, Outcome.INTACT) for path in before]
        self.skipped = len(before)
        self.numbers, self.to_read = array("l", (number for number, _ in left)), [one for _, one in left]

    @property
    def is_complete(self) -> bool:
        """Whether every file that was to be read has been taken."""
        return self.taken == len(self.to_read)

    @property
    def next_path(self) -> str:
        """The path of the next file that is to be taken."""
        return self.to_read[self.taken][0]

    def judge(self, read: Read) -> FileOutcome:
        """Return what a reading makes of the next file that is to be taken."""
        path, digest = self.to_read[self.taken]
        if read.problem == VANISHED:
            return FileOutcome(path, Outcome.MISSING, found=VANISHED)
        if read.problem:
            return FileOutcome(path, Outcome.UNREADABLE, reason=f"it cannot be read ({read.problem})")
        return judge(path, digest, read.digests[0].hex())

    def take(self, outcome: FileOutcome) -> None:
        """Take the outcome of the next file that was to be read."""
        if outcome.outcome is Outcome.INTACT and outcome.path in self.doubted:
            self.mended.append((outcome.path, self.doubted[outcome.path]))
        self.vanished |= outcome.found == VANISHED
        self.octets += self.entries[outcome.path].size
        self.outcomes.append(outcome)
        self.taken += 1

    def stop(self, reason: str) -> None:
        """Leave unread what was not taken."""
        self._left = (len(self.to_read) - self.taken, reason)

    def intact_between(self, first: int, last: int, since: str) -> Part:
        """Return those that are intact of the files taken from the `first` on and before the `last`."""
        outcomes = self.outcomes[len(self.outcomes) - self.taken + first :][: last - first]
        numbers = [self.numbers[first + at] for at, one in enumerate(outcomes) if one.outcome is Outcome.INTACT]
        octets = sum(self.entries[one.path].size for one in outcomes)
        return Part(self.facts.seq, self.witness, ranges_of(numbers), octets, since)

    def judged(self) -> VersionFixity:
        """Return what became of the version; what nobody lists is unexpected."""
        listed = {one.path for one in self.outcomes} | self._unjudged
        listed.update(path for path, _ in self.to_read[self.taken :])
        outcomes = [*self.outcomes, *_unexpected(self.entries.values(), listed)]
        bad = tuple(one for one in outcomes if one.outcome is not Outcome.INTACT)
        counts = Counter(one.outcome for one in outcomes)
        left, reason = self._left
        if left:
            counts[Outcome.NOT_CHECKED] += left
            bad = (*bad, FileOutcome("", Outcome.NOT_CHECKED, reason=reason))
        facts, mended = self.facts, self._all_mended(bad)
        about = (facts.identifier, facts.place, facts.version)
        findings = version_findings(*about, bad) + mended_findings(*about, mended)
        return VersionFixity(
            facts.identifier,
            facts.version,
            facts.place,
            counts,
            self.octets,
            bad,
            findings,
            facts.seq,
            mended,
            self.skipped,
        )

    def _all_mended(self, bad: Collection[FileOutcome]) -> tuple[tuple[str, str], ...]:
        """Return what was mended; the listing of a folder was, where it is listed now and nothing in it is wrong.

        Of what is doubted, only a folder is no entry, or an empty one; the bag itself is the empty path.
        """
        folders = tuple(
            (path, problem)
            for path, problem in self.doubted.items()
            if (path not in self.entries or self.entries[path].kind is Kind.EMPTY_FOLDER)
            and not any(f"{one.path}/".startswith(f"{path}/" if path else "") for one in bad)
        )
        return (*folders, *self.mended)

    def _closed_above(self, path: str) -> Entry | None:
        parts = path.split("/")
        above = (self.entries.get("/".join(parts[:depth])) for depth in range(1, len(parts)))
        return next((one for one in above if one is not None and one.kind is Kind.CLOSED_FOLDER), None)


def _unexpected(entries: Iterable[Entry], listed: Collection[str]) -> Iterator[FileOutcome]:
    """Yield what nobody lists. A folder that lost its only file, or is closed above a listed one, is left out."""
    for entry in entries:
        if entry.path in listed or entry.kind is Kind.EMPTY_FOLDER:
            continue
        found = f"a {entry.kind.value} of {entry.size:,} octets"
        if entry.kind is Kind.CLOSED_FOLDER:
            if any(path.startswith(f"{entry.path}/") for path in listed):
                continue
            found = f"a {entry.kind.value} ({entry.reason})"
        yield FileOutcome(entry.path, Outcome.UNEXPECTED, found=found)


def intact(facts: SealedFacts, files: int, octets: int) -> VersionFixity:
    """Return a version of which every file is intact, with nothing else there."""
    counts = _all_intact(files)
    return VersionFixity(facts.identifier, facts.version, facts.place, counts, octets, (), (), facts.seq)


@lru_cache(maxsize=1024)
def _all_intact(files: int) -> Mapping[Outcome, int]:
    """Return the same counts for the same number: of a hundred thousand items most have as many files."""
    return {Outcome.INTACT: files}


def unlisted(facts: SealedFacts, outcome: Outcome, reason: str) -> VersionFixity:
    """Return a version of which every file has the one outcome, since its folder could not be listed."""
    whole = FileOutcome("", outcome, reason=reason)
    counts = {outcome: facts.listed}
    return VersionFixity(facts.identifier, facts.version, facts.place, counts, 0, (whole,), (), facts.seq)


def gone(facts: SealedFacts, found: str) -> VersionFixity:
    """Return a version whose folder is not there."""
    said = finding(
        "archive-item-missing",
        item=facts.identifier,
        path=f"archive/{facts.place}/{facts.version}",
        found=f"{found}; {facts.listed} files are missing",
    )
    whole = FileOutcome("", Outcome.MISSING, reason="the whole folder is gone")
    counts = {Outcome.MISSING: facts.listed}
    return VersionFixity(facts.identifier, facts.version, facts.place, counts, 0, (whole,), (said,), facts.seq)
