"""Whether files are what the manifests say: every algorithm in one reading of each file (RFC 8493, 3)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bayegan.bags.bag import Bag
from bayegan.bags.manifest import Manifest
from bayegan.bags.source import BagSource, Reading
from bayegan.model.findings import Finding, finding
from bayegan.model.outcome import FileOutcome, Outcome


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one listed file, with findings where there is something to report, and octets read."""

    outcome: FileOutcome
    findings: tuple[Finding, ...]
    octets: int


def judged_already(bag: Bag, already: Mapping[str, Reading]) -> Iterator[Judged]:
    """Judge the listed files that were read when the tag files were; what was wrong with reading them was said."""
    for path, reading in already.items():
        manifests = bag.listing(path)
        if path in bag.contents.files and manifests:
            if not _algorithms(manifests, path):
                yield _without_digest(path)
                continue
            outcome = judge(reading, manifests)
            said = _altered(outcome, bag.contents.files[path], reading)
            yield Judged(outcome, said, 0)


def judged_files(source: BagSource, bag: Bag, paths: Collection[str]) -> Iterator[Judged]:
    """Read and judge listed files that are there, in the order that is best for the source."""
    sizes = bag.contents.files
    undigested: list[str] = []
    for reading in source.readings(_wanted(bag, paths, undigested)):
        yield judged(reading, bag.listing(reading.path), sizes[reading.path])
    for path in undigested:
        yield _without_digest(path)


def judged(reading: Reading, manifests: list[Manifest], listed_size: int) -> Judged:
    """Return what became of a file that was read, of so many octets when the bag was listed."""
    outcome = judge(reading, manifests)
    said = (*_unreadable(outcome, reading), *_altered(outcome, listed_size, reading))
    return Judged(outcome, said, reading.size)


def _wanted(bag: Bag, paths: Collection[str], undigested: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path in paths:
        algorithms = _algorithms(bag.listing(path), path)
        if algorithms:
            yield path, algorithms
        else:
            undigested.append(path)


def _without_digest(path: str) -> Judged:
    reason = "no manifest gives a digest for it that can be computed"
    return Judged(FileOutcome(path, Outcome.NOT_CHECKED, reason=reason), (), 0)


def _algorithms(manifests: list[Manifest], path: str) -> tuple[str, ...]:
    known = (one.algorithm for one in manifests if one.algorithm and one.entries[path] is not None)
    return tuple(dict.fromkeys(algorithm.hashlib_name for algorithm in known))


def judge(reading: Reading, manifests: list[Manifest]) -> FileOutcome:
    """Hold what was read against every manifest that lists the file; one that disagrees makes it altered."""
    if reading.problem:
        return FileOutcome(reading.path, Outcome.UNREADABLE, reason=reading.problem)
    for manifest in manifests:
        digest = manifest.entries[reading.path]
        if manifest.algorithm and digest is not None:
            found = reading.digests[manifest.algorithm.hashlib_name]
            if found != digest.hex():
                expected = f"{manifest.algorithm.name} {digest.hex()} ({manifest.name})"
                return FileOutcome(reading.path, Outcome.ALTERED, expected, f"{manifest.algorithm.name} {found}")
    return FileOutcome(reading.path, Outcome.INTACT)


def _unreadable(outcome: FileOutcome, reading: Reading) -> tuple[Finding, ...]:
    if outcome.outcome is Outcome.UNREADABLE and not reading.findings:
        return (finding("bag-unreadable", path=outcome.path, found=outcome.reason),)
    return reading.findings


def _altered(outcome: FileOutcome, listed_size: int, reading: Reading) -> tuple[Finding, ...]:
    if outcome.outcome is not Outcome.ALTERED:
        return ()
    sizes = f"{reading.size:,} octets"
    if reading.size != listed_size:
        sizes += f" read, {listed_size:,} octets when the bag was listed"
    found = f"{outcome.found}, {sizes}"
    return (finding("bag-altered", path=outcome.path, expected=outcome.expected, found=found),)
