"""Looking at sealed versions: every file re-read and judged, quickly where all is well, closely elsewhere."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.audit import Part
from bayegan.model.brakes import FREE, Brakes
from bayegan.model.fixity import MANIFEST, PREMIS, VersionFixity
from bayegan.model.holdings import SealedFacts
from bayegan.model.listing import Entry, Kind
from bayegan.model.outcome import FileOutcome, Outcome
from bayegan.model.reading import Doubt, Read, ToRead
from bayegan.model.version_check import VersionCheck, gone, intact, unlisted
from bayegan.ports import Holdings, SealedBags

_OCTETS_A_FILE, _FILES_AT_LEAST = 16 << 10, 1 << 10
"""Octets that a manifest or premis.xml may have for each file, and files that are granted; larger: not read."""
_DIGEST = ("sha512",)
_PART_FILES = 100
_PART_OCTETS = 64 << 20
_TAG_OCTETS = 4096
_BATCH_FILES = 5_000
_BATCH_OCTETS = 256 << 20
Answer = tuple[int, int] | Doubt | None


@dataclass(frozen=True, slots=True)
class Closer:
    """Versions that the quick way did not call whole: they will be looked at closely, and not quickly again."""

    versions: Sequence[SealedFacts]


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier session knew: parts of large versions, and versions to be looked at closely, by seq."""

    parts: Mapping[int, Part] = field(default_factory=dict)
    closer: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class LookAtVersions:
    """The use case with its ports. `away` says of a version that is not there why its disk looks offline."""

    holdings: Holdings
    sealed_bags: SealedBags
    read_many: Callable[[Iterable[ToRead]], Iterator[Read]]
    whole_bags: Callable[[Iterable[SealedFacts]], Iterator[Answer]]
    """Says of each version how many files and octets it has where all are intact, else to look closer."""
    away: Callable[[SealedFacts], str | None] = lambda _: None

    def looked_at(self, wanted: Mapping[tuple[str, str], SealedFacts]) -> Iterator[VersionFixity]:
        """Yield what became of each version: first of those that are whole, then of all others, file by file."""
        order = [wanted[key] for key in sorted(wanted)]
        return (one for one in self.looking(order) if isinstance(one, VersionFixity))

    def looking(
        self, order: Sequence[SealedFacts], brakes: Brakes = FREE, known: Known | None = None
    ) -> Iterator[VersionFixity | Part | Closer]:
        """Yield what became of each version, and what is worth writing down on the way.

        Where the brakes may stop the work, it is done in batches in the order given: first the large versions of
        a batch, then the small. What the quick way does not call whole is looked at closely before the next batch,
        whatever the brakes say: it is in hand.
        """
        known = known or Known()
        for batch in _batches(order) if brakes.may_stop else ([*order],):
            closely = [one for one in batch if one.seq in known.closer and one.is_small]
            large = [one for one in batch if not one.is_small] if brakes.may_stop else []
            apart = {id(one) for one in chain(closely, large)}
            yield from self._judged([(one, None) for one in large], brakes, known)
            doubted = yield from self._quickly([one for one in batch if id(one) not in apart], brakes)
            yield from self._judged([*((one, None) for one in closely), *doubted], FREE, known)

    def _quickly(
        self, order: Sequence[SealedFacts], brakes: Brakes
    ) -> Generator[VersionFixity | Closer, None, list[tuple[SealedFacts, Doubt | None]]]:
        """Yield the versions that are whole, and those left out; return those that are to be looked at closely."""
        given: list[SealedFacts] = []

        def allowed() -> Iterator[SealedFacts]:
            for one in order:
                if brakes.may_stop and not brakes.allow(_about(one)):
                    return
                given.append(one)
                yield one

        closer: list[tuple[SealedFacts, Doubt | None]] = []
        told = 0
        for number, answer in enumerate(self.whole_bags(allowed())):
            if isinstance(answer, tuple):
                if brakes.may_stop:
                    brakes.correct(answer[1] - _about(given[number]))
                yield intact(given[number], *answer)
                continue
            closer.append((given[number], answer))
            if sum(one.listed for one, _ in islice(closer, told, None)) >= _PART_FILES:
                yield Closer([one for one, _ in closer[told:]])
                told = len(closer)
        for one in order[len(given) :]:
            yield unlisted(one, Outcome.NOT_CHECKED, brakes.reason)
        return closer

    def _judged(
        self, order: Iterable[tuple[SealedFacts, Doubt | None]], brakes: Brakes, known: Known
    ) -> Iterator[VersionFixity | Part]:
        """Yield what became of each version, in order; the files of several are on their way at once."""
        going: deque[VersionCheck | VersionFixity] = deque()

        def files() -> Iterator[ToRead]:
            for facts, doubt in order:
                if brakes.reason:
                    going.append(unlisted(facts, Outcome.NOT_CHECKED, brakes.reason))
                    continue
                one = self._begun(facts, doubt, known.parts.get(facts.seq))
                going.append(one)
                if isinstance(one, VersionCheck):
                    yield from _to_read(one, brakes)

        progress = _Parts()
        for read in self.read_many(files()):
            while not isinstance(first := going[0], VersionCheck) or first.is_complete:
                progress = _Parts()
                yield self._done(going.popleft())
            first.take(self._verdict(first, read))
            if (part := progress.after(first)) is not None:
                yield part
        for one in going:
            if isinstance(one, VersionCheck) and not one.is_complete:
                if (part := progress.rest(one)) is not None:
                    yield part
                one.stop(brakes.reason)
            progress = _Parts()
            yield self._done(one)

    def _verdict(self, check: VersionCheck, read: Read) -> FileOutcome:
        """Judge a reading; where it is the first of the file and not as it should be, by a second."""
        path = check.next_path
        outcome = check.judge(read)
        if outcome.outcome in (Outcome.INTACT, Outcome.MISSING) or path in check.doubted:
            return outcome
        again = check.judge(next(iter(self.read_many([ToRead(read.path, read.size, _DIGEST)]))))
        if again.outcome is Outcome.INTACT:
            check.doubted[path] = read.problem or "its digest differs"
        return again

    def _begun(self, facts: SealedFacts, doubt: Doubt | None, part: Part | None) -> "VersionCheck | VersionFixity":
        """List a version and decide what is expected of each of its files."""
        bag = self.holdings.bag(facts.identifier, facts.version)
        doubted = {doubt.path: doubt.problem} if doubt else {}
        listing = self._listing(bag, doubted)
        if isinstance(listing, str):
            return unlisted(facts, Outcome.UNREADABLE, listing)
        if listing is None:
            reason = self.away(facts)
            return unlisted(facts, Outcome.NOT_CHECKED, reason) if reason else gone(facts, "no folder")
        check = VersionCheck(facts, str(bag), {entry.path: entry for entry in listing}, part, doubted)
        if "" in check.entries:
            return gone(facts, f"a {check.entries[''].kind.value} in its place, which is not followed")
        for path, digest in sorted(facts.tag_digests.items()):
            check.expect(path, digest)
        check.all_expected(self._expect_payload(check, bag))
        return check

    def _listing(self, bag: Path, doubted: dict[str, str]) -> tuple[Entry, ...] | str | None:
        """Return what lies in a bag, or why that cannot be said.

        Where a folder cannot be listed, the bag itself or one in it, all of it is listed a second time.
        """
        try:
            first = self.holdings.listing(bag)
            closed = [one for one in first or () if one.kind is Kind.CLOSED_FOLDER]
            if not closed:
                return first
        except CouldNot as error:
            doubted.setdefault("", error.problem)
        else:
            for one in closed:
                doubted.setdefault(one.path, f"cannot be listed ({one.reason})")
        try:
            return self.holdings.listing(bag)
        except CouldNot as error:
            return error.problem

    def _expect_payload(self, check: VersionCheck, bag: Path) -> str:
        """Take in the payload as the manifest lists it while the ledger vouches for it, else as premis.xml does."""
        for name, witness in ((MANIFEST, self.sealed_bags.manifest), (PREMIS, self.sealed_bags.premis)):
            entry = check.entries.get(name)
            if entry is None or entry.kind is not Kind.FILE:
                continue
            if entry.size > _OCTETS_A_FILE * (check.facts.files + _FILES_AT_LEAST):
                check.doubted.setdefault(name, "it is larger than what was sealed can be")
                continue
            try:
                digest, files = witness(bag)
            except CouldNot as error:
                check.doubted.setdefault(name, error.problem)
                continue
            if digest == check.facts.tag_digests.get(name):
                for path, expected in sorted(files.items()):
                    check.expect(path, expected)
                return name
            check.doubted.setdefault(name, "its digest differs")
        check.expect_unjudged()
        return ""

    def _done(self, one: VersionCheck | VersionFixity) -> VersionFixity:
        if isinstance(one, VersionFixity):
            return one
        if one.vanished and (reason := self.away(one.facts)):
            return unlisted(one.facts, Outcome.NOT_CHECKED, reason)
        return one.judged()


def _about(facts: SealedFacts) -> int:
    """Return about how many octets a version has; the ledger does not say how large its tag files are."""
    return facts.octets + _TAG_OCTETS * len(facts.tag_digests)


def _to_read(check: VersionCheck, brakes: Brakes) -> Iterator[ToRead]:
    for path, _ in check.to_read:
        size = check.entries[path].size
        if not brakes.allow(size):
            return
        yield ToRead(f"{check.root}/{path}", size, _DIGEST)


@dataclass(slots=True)
class _Parts:
    """How much of the version in hand has been told."""

    told: int = 0
    octets: int = 0

    def after(self, check: VersionCheck) -> Part | None:
        """Return what has come since the last part of a version, where that is enough to be told."""
        files, octets = check.taken - self.told, check.octets - self.octets
        if check.is_complete or (files < _PART_FILES and octets < _PART_OCTETS):
            return None
        return self.rest(check)

    def rest(self, check: VersionCheck) -> Part | None:
        """Return what has come since the last part of a version, None where that is nothing."""
        first, self.told, self.octets = self.told, check.taken, check.octets
        return check.intact_between(first, check.taken, "") if check.taken > first else None


def _batches(order: Sequence[SealedFacts]) -> Iterator[Sequence[SealedFacts]]:
    batch: list[SealedFacts] = []
    files = octets = 0
    for one in order:
        batch.append(one)
        files, octets = files + one.listed, octets + one.octets
        if files >= _BATCH_FILES or octets >= _BATCH_OCTETS:
            yield batch
            batch, files, octets = [], 0, 0
    if batch:
        yield batch
