"""Checking a bag: everything that is wrong with it, and all that could not be looked at, in one pass."""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass

from bayegan.bags.algorithms import normalised
from bayegan.bags.bag import Bag, BagFacts
from bayegan.bags.completeness import absent, holes, listed_paths, missing, unlisted
from bayegan.bags.declaration import Declaration
from bayegan.bags.fixity import Judged, judged_already, judged_files, listed_files
from bayegan.bags.manifest import Manifest, algorithm_name
from bayegan.bags.naming import naming
from bayegan.bags.oxum import payload_oxum
from bayegan.bags.scope import Checked, Level, Scope
from bayegan.bags.source import BagSource, Reading
from bayegan.bags.structure import structure
from bayegan.bags.tag_manifests import tag_manifests
from bayegan.bags.tags import TagReader
from bayegan.model.findings import Finding, has_errors
from bayegan.model.outcome import FileOutcome, Outcome
from bayegan.model.progress import Progress

FULL = Scope()

_FILES_A_STEP = 500
_OCTETS_A_STEP = 1 << 27


@dataclass(frozen=True, slots=True)
class BagReport:
    """What a check found. `outcomes` of the listed files add up to `files_listed`; `unexpected` is counted apart.

    `not_checked` names all that could not be read or judged, with the reason; `octets` were read. `manifests` are
    payload and tag manifests as read, with paths as they are on disk. `checked` says how far the check was meant to
    go; files that it left out are among the outcomes and not in `not_checked`.
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


def check_bag(source: BagSource, scope: Scope = FULL) -> Generator[Progress, None, BagReport]:
    """Check a bag as far as `scope` says; yields progress and returns the report.

    Nothing is written, fetched, unpacked or followed, and no file outside the bag is opened. Raises WrongUse
    where there is no such bag, and CouldNot where it cannot be listed.
    """
    contents = yield from source.contents()
    reader = TagReader(source, contents)
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
            self.findings.extend(naming(files))
            return
        gone = list(absent(self.bag))
        self.findings.extend(missing(self.bag, gone))
        for outcome in gone:
            self.count(outcome)
        for one in unlisted(self.bag):
            self.findings.append(one)
            self.counts[Outcome.UNEXPECTED] += one.code == "bag-unexpected"
        self.findings.extend(naming([*files, *(outcome.path for outcome in gone)]))

    def fixity(self, source: BagSource) -> Iterator[Progress]:
        """Judge what was read already, and read and judge every other file that the scope chooses."""
        done = octets = since = 0
        for judged in judged_already(self.bag, self.readings):
            self.take(judged)
            done += 1
        waiting = [path for path in listed_files(self.bag) if path not in self.readings]
        chosen = self.scope.chosen(waiting)
        paths = waiting if len(chosen) == len(waiting) else [path for path in waiting if path in chosen]
        total = done + len(paths)
        for judged in judged_files(source, self.bag, paths):
            self.take(judged)
            done += 1
            octets += judged.octets
            since += judged.octets
            if done % _FILES_A_STEP == 0 or since >= _OCTETS_A_STEP:
                since = 0
                yield Progress("digests", done, total, octets)
        self.octets += octets
        yield Progress("digests", done, total, octets)

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
        )
        verified = self.counts[Outcome.INTACT] + self.counts[Outcome.ALTERED]
        listed = sum(1 for _ in listed_paths(self.bag))
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
