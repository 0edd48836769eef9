"""Checking a bag: everything that is wrong with it, and all that could not be looked at, in one pass."""

import sys
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from bayegan.bags.algorithms import normalised
from bayegan.bags.bag import Bag, BagFacts
from bayegan.bags.completeness import absent, count_listed, holes, missing, unlisted
from bayegan.bags.declaration import Declaration
from bayegan.bags.file_table import FileTable
from bayegan.bags.fixity import Judged, judged_already, judged_files
from bayegan.bags.folder import FolderSource
from bayegan.bags.manifest import Manifest, algorithm_name
from bayegan.bags.naming import naming
from bayegan.bags.near_names import worth_a_look
from bayegan.bags.oxum import payload_oxum
from bayegan.bags.plain_fixity import compared
from bayegan.bags.plain_manifest import NotPlain
from bayegan.bags.scope import Checked, Level, Scope
from bayegan.bags.source import BagSource, Reading
from bayegan.bags.structure import structure
from bayegan.bags.tag_manifests import tag_manifests
from bayegan.bags.tags import TagReader
from bayegan.model.findings import MOST_OF_A_CODE, Finding, finding, has_errors
from bayegan.model.outcome import FileOutcome, Outcome
from bayegan.model.progress import Progress

FULL = Scope()


_PLAIN_LEVELS = (Level.COMPLETENESS, Level.FULL)
_FILES_A_STEP = 500
_OCTETS_A_STEP = 1 << 27


@dataclass(frozen=True, slots=True)
class BagReport:
    """What a check found. `outcomes` of the listed files add up to `files_listed`; `unexpected` is counted apart.

    `not_checked` names all that could not be read, at least at first, or judged, with the reason; `octets` were
    read. `manifests` are payload and tag manifests as read, with paths as they are on disk. `checked` says how far
    the check was meant to go; files that it left out are among the outcomes and not in `not_checked`.
    """

    findings: tuple[Finding, ...]
    files_listed: int
    octets: int
    outcomes: Mapping[Outcome, int]
    not_checked: tuple[FileOutcome, ...]
    facts: BagFacts
    checked: Checked
    manifests: tuple[Manifest, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the bag is complete and every digest was verified (RFC 8493, 3)."""
        return not has_errors(self.findings) and not self.not_checked and self.checked.scope.level is Level.FULL


def check_bag(
    source: BagSource, scope: Scope = FULL, *, keep_manifests: bool = False
) -> Generator[Progress, None, BagReport]:
    """Check a bag as far as `scope` says; yields progress and returns the report.

    Nothing is written, fetched, unpacked or followed, and no file outside the bag is opened. The manifests of the
    report have all their entries, and every finding is told one by one, only with `keep_manifests`: a bag in a
    folder whose manifests have the usual form is else checked in a memory that does not grow with it. Raises
    WrongUse where there is no such bag, and CouldNot where it cannot be listed.
    """
    contents = yield from source.contents()
    plainly = scope.level in _PLAIN_LEVELS and not keep_manifests
    most = sys.maxsize if keep_manifests else MOST_OF_A_CODE
    folder = source.root if plainly and isinstance(source, FolderSource) else None
    reader = TagReader(source, contents, folder, most)
    try:
        bag, declared = yield from reader.read()
    except NotPlain:
        reader = TagReader(source, contents, None, most)
        bag, declared = yield from reader.read()
    checking = _Checking(bag, reader, scope)
    checking.structure()
    checking.completeness()
    yield from checking.fixity(source)
    return checking.report(declared, source.serialization)


class _Checking:
    """What a check has come to so far."""

    def __init__(self, bag: Bag, reader: TagReader, scope: Scope) -> None:
        self.bag = bag
        self.scope = scope
        self.readings = reader.readings
        self.findings = reader.findings
        self.counts: Counter[Outcome] = Counter()
        self.not_checked = list(_not_checked(bag, reader.readings))
        self.octets = sum(reading.size for reading in reader.readings.values())

    def structure(self) -> None:
        """Judge the elements of the bag, its tag manifests, its Payload-Oxum and what is still to be fetched."""
        self.findings.extend(structure(self.bag))
        self.findings.extend(tag_manifests(self.bag))
        if self.scope.level.looks_at_oxum:
            self.findings.extend(payload_oxum(self.bag))
        if self.scope.level.looks_for_files:
            self.findings.extend(holes(self.bag))

    def completeness(self) -> None:
        """Hold the manifests and the files against each other, and look at all the names."""
        files = self.bag.contents.files
        if not self.scope.level.looks_for_files:
            self.findings.extend(naming(worth_a_look(files)))
            return
        gone = list(absent(self.bag))
        self.findings.extend(missing(self.bag, gone))
        for outcome in gone:
            self.count(outcome)
        for one in unlisted(self.bag):
            self.findings.append(one)
            self.counts[Outcome.UNEXPECTED] += one.code == "bag-unexpected"
        self.findings.extend(naming(worth_a_look(files, [outcome.path for outcome in gone])))

    def fixity(self, source: BagSource) -> Iterator[Progress]:
        """Judge what was read already, and read and judge every other file that the scope chooses."""
        plain = self.bag.is_plain
        done = 0
        for judged in judged_already(self.bag, self.readings):
            self.take(judged)
            done += 1
        there = self.bag.contents.outside if plain else self.bag.contents.files
        waiting = [path for path in there if path not in self.readings and self.bag.listing(path)]
        chosen = self.scope.chosen(waiting)
        paths = waiting if len(chosen) == len(waiting) else [path for path in waiting if path in chosen]
        plainly = self.scope.level is Level.FULL and plain
        total = done + len(paths) + (self.bag.contents.payload[1] if plainly else 0)
        progress = Progress("digests", done, total, 0)
        for taken in chain(self._each(source, paths), self._compared(source) if plainly else ()):
            before, progress = progress, progress.further(*taken)
            if progress.done // _FILES_A_STEP > before.done // _FILES_A_STEP or taken[1] >= _OCTETS_A_STEP:
                yield progress
        self.octets += progress.octets
        yield progress

    def _each(self, source: BagSource, paths: Collection[str]) -> Iterator[tuple[int, int]]:
        """Read and judge files one by one; yield files and octets."""
        for judged in judged_files(source, self.bag, paths):
            self.take(judged)
            yield 1, judged.octets

    def _compared(self, source: BagSource) -> Iterator[tuple[int, int]]:
        """Compare the payload with plain manifests; yield files and octets."""
        files = self.bag.contents.files
        if not isinstance(files, FileTable) or not isinstance(source, FolderSource):
            return
        for some in compared(source.root, self.bag.manifests, files, source.workers):
            self.counts[Outcome.INTACT] += some.files - len(some.deviant)
            for judged in some.deviant:
                self.take(judged)
            for path, problem in some.mended:
                self.findings.append(_second_reading(path, problem))
                reason = f"the first reading failed: {problem}"
                self.not_checked.append(FileOutcome(path, Outcome.INTACT, reason=reason))
            yield some.files, some.octets

    def take(self, judged: Judged) -> None:
        """Keep what became of a file that was judged."""
        self.count(judged.outcome)
        self.findings.extend(judged.findings)

    def count(self, outcome: FileOutcome) -> None:
        """Count what became of a listed file."""
        self.counts[outcome.outcome] += 1
        if outcome.outcome in (Outcome.UNREADABLE, Outcome.NOT_CHECKED):
            self.not_checked.append(outcome)

    def report(self, declared: Declaration | None, serialization: str | None) -> BagReport:
        """Return what was found; what the scope left out is counted as not checked, and is no failure."""
        facts = BagFacts(
            declared.label if declared else "",
            self.bag.info,
            _algorithms(self.bag.manifests),
            _algorithms(self.bag.tag_manifests),
            self.bag.contents.files,
            serialization,
            frozenset(self.bag.contents.empty),
        )
        verified = self.counts[Outcome.INTACT] + self.counts[Outcome.ALTERED]
        listed = count_listed(self.bag)
        left_out = listed + self.counts[Outcome.UNEXPECTED] - self.counts.total()
        self.counts[Outcome.NOT_CHECKED] += left_out
        return BagReport(
            findings=tuple(self.findings),
            files_listed=listed,
            octets=self.octets,
            outcomes={outcome: self.counts[outcome] for outcome in Outcome},
            not_checked=tuple(self.not_checked),
            facts=facts,
            manifests=self.bag.manifests + self.bag.tag_manifests,
            checked=Checked(self.scope, listed, verified, left_out),
        )


def _not_checked(bag: Bag, readings: Mapping[str, Reading]) -> Iterator[FileOutcome]:
    for path, reason in bag.contents.closed.items():
        yield FileOutcome(path, Outcome.NOT_CHECKED, reason=f"the folder cannot be listed: {reason}")
    for path, reading in readings.items():
        if reading.problem and not bag.listing(path):
            yield FileOutcome(path, Outcome.UNREADABLE, reason=reading.problem)
    for manifest in bag.manifests + bag.tag_manifests:
        if manifest.algorithm is None:
            yield FileOutcome(manifest.name, Outcome.NOT_CHECKED, reason="its algorithm is not known")


def _algorithms(manifests: tuple[Manifest, ...]) -> tuple[str, ...]:
    return tuple(normalised(algorithm_name(manifest.name)) for manifest in manifests)


def _second_reading(path: str, problem: str) -> Finding:
    found = f"{problem} at the first reading, intact at the second"
    return finding("bag-second-reading", path=path, found=found)
