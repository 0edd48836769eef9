"""Checking a bag: everything that is wrong with it, and all that could not be looked at, in one pass."""

import os
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bayegan.bags.algorithms import normalised
from bayegan.bags.bag import Bag, BagFacts
from bayegan.bags.completeness import absent, holes, missing, unlisted
from bayegan.bags.declaration import Declaration
from bayegan.bags.fixity import judged_files, listed_files
from bayegan.bags.folder import Reading, contents_of
from bayegan.bags.manifest import Manifest, algorithm_name
from bayegan.bags.naming import naming
from bayegan.bags.oxum import payload_oxum
from bayegan.bags.structure import structure
from bayegan.bags.tag_manifests import tag_manifests
from bayegan.bags.tags import TagReader
from bayegan.errors import WrongUse
from bayegan.model.findings import Finding, has_errors
from bayegan.model.outcome import FileOutcome, Outcome
from bayegan.model.progress import Progress

_FILES_A_STEP = 500
_OCTETS_A_STEP = 1 << 27


@dataclass(frozen=True, slots=True)
class BagReport:
    """What a check found. `outcomes` of the listed files add up to `files_listed`; `unexpected` is counted apart.

    `not_checked` names all that could not be read or judged, with the reason; `octets` were read. `manifests` are
    payload and tag manifests as read, with paths as they are on disk.
    """

    findings: tuple[Finding, ...]
    files_listed: int
    octets: int
    outcomes: Mapping[Outcome, int]
    not_checked: tuple[FileOutcome, ...]
    facts: BagFacts
    manifests: tuple[Manifest, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the bag is complete and every digest was verified (RFC 8493, 3)."""
        return not has_errors(self.findings) and not self.not_checked


def check_bag(root: Path) -> Generator[Progress, None, BagReport]:
    """Check the bag in the folder `root`; yields progress and returns the report.

    Nothing is written, fetched or followed, and no file outside the bag is opened. Raises WrongUse where there
    is no such folder, and CouldNot where it cannot be listed.
    """
    if not root.is_dir():
        raise WrongUse(os.fspath(root), "there is no such folder", "Name the folder that holds bagit.txt.")
    contents = yield from contents_of(root)
    reader = TagReader(root, contents)
    bag, declared = yield from reader.read()
    checking = _Checking(bag, reader)
    checking.structure()
    checking.completeness()
    yield from checking.fixity(root)
    return checking.report(declared)


class _Checking:
    """What a check has come to so far."""

    def __init__(self, bag: Bag, reader: TagReader) -> None:
        self.bag = bag
        self.readings = reader.readings
        self.findings = reader.findings
        self.counts: Counter[Outcome] = Counter()
        self.not_checked = list(_not_checked(bag, reader.readings))
        self.octets = sum(reading.size for reading in reader.readings.values())

    def structure(self) -> None:
        """Judge the elements of the bag, its tag manifests and its Payload-Oxum."""
        for step in (structure, tag_manifests, payload_oxum, holes):
            self.findings.extend(step(self.bag))

    def completeness(self) -> None:
        """Hold the manifests and the folder against each other, and look at all the names."""
        gone = list(absent(self.bag))
        self.findings.extend(missing(self.bag, gone))
        for outcome in gone:
            self.count(outcome)
        for one in unlisted(self.bag):
            self.findings.append(one)
            self.counts[Outcome.UNEXPECTED] += one.code == "bag-unexpected"
        self.findings.extend(naming([*self.bag.contents.files, *(outcome.path for outcome in gone)]))

    def fixity(self, root: Path) -> Iterator[Progress]:
        """Read and judge every listed file that is there."""
        total = sum(1 for _ in listed_files(self.bag))
        done = octets = since = 0
        for judged in judged_files(root, self.bag, self.readings):
            self.count(judged.outcome)
            if judged.finding is not None:
                self.findings.append(judged.finding)
            done += 1
            octets += judged.octets
            since += judged.octets
            if done % _FILES_A_STEP == 0 or since >= _OCTETS_A_STEP:
                since = 0
                yield Progress("digests", done, total, octets)
        self.octets += octets
        yield Progress("digests", done, total, octets)

    def count(self, outcome: FileOutcome) -> None:
        """Count what became of a listed file."""
        self.counts[outcome.outcome] += 1
        if outcome.outcome in (Outcome.UNREADABLE, Outcome.NOT_CHECKED):
            self.not_checked.append(outcome)

    def report(self, declared: Declaration | None) -> BagReport:
        """Return what was found."""
        facts = BagFacts(
            declared.label if declared else "",
            self.bag.info,
            _algorithms(self.bag.manifests),
            _algorithms(self.bag.tag_manifests),
            self.bag.contents.files,
        )
        return BagReport(
            findings=tuple(self.findings),
            files_listed=sum(self.counts.values()) - self.counts[Outcome.UNEXPECTED],
            octets=self.octets,
            outcomes={outcome: self.counts[outcome] for outcome in Outcome},
            not_checked=tuple(self.not_checked),
            facts=facts,
            manifests=self.bag.manifests + self.bag.tag_manifests,
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
