"""Whether files are what the manifests say: every algorithm in one reading of each file (RFC 8493, 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bayegan.bags.bag import Bag
from bayegan.bags.folder import Reading, read_file
from bayegan.bags.manifest import Manifest
from bayegan.model.findings import Finding, finding
from bayegan.model.outcome import FileOutcome, Outcome


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one listed file, with a finding where there is something to report, and octets read."""

    outcome: FileOutcome
    finding: Finding | None
    octets: int


def listed_files(bag: Bag) -> Iterator[str]:
    """Yield the files that are there and that a manifest lists."""
    return (path for path in bag.contents.files if bag.listing(path))


def judged_files(root: Path, bag: Bag, already: Mapping[str, Reading]) -> Iterator[Judged]:
    """Read and judge each listed file that is there; what was read `already` is not read again."""
    for path in listed_files(bag):
        manifests = bag.listing(path)
        algorithms = _algorithms(manifests, path)
        if not algorithms:
            reason = "no manifest gives a digest for it that can be computed"
            yield Judged(FileOutcome(path, Outcome.NOT_CHECKED, reason=reason), None, 0)
            continue
        reading = already.get(path) or read_file(root, path, algorithms)
        outcome = judge(reading, manifests)
        known = path in already
        said = _finding(outcome, bag.contents.files[path], reading, known)
        yield Judged(outcome, said, 0 if known else reading.size)


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


def _finding(outcome: FileOutcome, listed_size: int, reading: Reading, known: bool) -> Finding | None:
    if outcome.outcome is Outcome.UNREADABLE and not known:
        return finding("bag-unreadable", path=outcome.path, found=outcome.reason)
    if outcome.outcome is Outcome.ALTERED:
        sizes = f"{reading.size:,} octets"
        if reading.size != listed_size:
            sizes += f" read, {listed_size:,} octets when the bag was listed"
        found = f"{outcome.found}, {sizes}"
        return finding("bag-altered", path=outcome.path, expected=outcome.expected, found=found)
    return None
