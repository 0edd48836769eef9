"""Whether a bag holds what it lists and lists what it holds (RFC 8493, 3)."""

import os
from collections.abc import Iterator

from bayegan.bags import percent
from bayegan.bags.bag import Bag
from bayegan.bags.file_table import FileTable
from bayegan.bags.manifest import Manifest
from bayegan.bags.text import shortened
from bayegan.model.findings import Finding, finding
from bayegan.model.outcome import FileOutcome, Outcome


def unlisted(bag: Bag) -> Iterator[Finding]:
    """Yield a finding for each payload file that a manifest should list and does not.

    From 1.0 on every manifest must list it; before, one of them. `bag-unexpected` is that of a file in none.
    """
    manifests = bag.readable_manifests
    for path, lacking in _unlisted_plainly(bag) if bag.is_plain else _unlisted(bag, manifests):
        if len(lacking) == len(manifests):
            yield finding("bag-unexpected", path=path, found=f"not in {', '.join(lacking)}")
        elif lacking and bag.strict:
            yield finding("bag-not-in-every-manifest", path=path, found=f"not in {', '.join(lacking)}")


def _unlisted(bag: Bag, manifests: tuple[Manifest, ...]) -> Iterator[tuple[str, list[str]]]:
    """Yield each payload file with the manifests that do not list it."""
    for path, _ in bag.payload() if manifests else ():
        yield path, [manifest.name for manifest in manifests if path not in manifest.entries]


def _unlisted_plainly(bag: Bag) -> Iterator[tuple[str, list[str]]]:
    """Yield each payload file that some manifest does not list, with those that do not."""
    files = bag.contents.files
    listings = [(one.name, one.plain.marks) for one in bag.manifests if one.plain is not None]
    if not isinstance(files, FileTable) or all(0 not in marks for _, marks in listings):
        return
    everywhere = bytes(map(min, zip(*(marks for _, marks in listings), strict=True)))
    for path in files.unmarked(everywhere):
        number = files.numbers([os.fsencode(path)])[0]
        yield path, [name for name, marks in listings if not marks[number]]


def count_listed(bag: Bag) -> int:
    """Return how many files the manifests and tag manifests list, each counted once."""
    kept = sum(1 for _ in _listed_paths(bag))
    marks = [one.plain.marks for one in bag.manifests if one.plain is not None]
    return kept + (sum(map(max, zip(*marks, strict=True))) if len(marks) > 1 else sum(marks[0]) if marks else 0)


def _listed_paths(bag: Bag) -> Iterator[str]:
    manifests = bag.manifests + bag.tag_manifests
    for number, manifest in enumerate(manifests):
        for path in manifest.entries:
            if not any(path in earlier.entries for earlier in manifests[:number]):
                yield path


def absent(bag: Bag) -> Iterator[FileOutcome]:
    """Yield what became of each listed file that is not there as a plain file, in order of the paths.

    It is missing, unless fetch.txt still has to bring it or something stands in the way of looking.
    """
    waiting = bag.waiting()
    files = bag.contents.files
    paths = {path for one in bag.manifests + bag.tag_manifests for path in one.entries if path not in files}
    for path in sorted(paths):
        if path in waiting:
            yield FileOutcome(path, Outcome.NOT_CHECKED, reason="it has still to be fetched")
        elif reason := _in_the_way(bag, path):
            yield FileOutcome(path, Outcome.NOT_CHECKED, reason=reason)
        else:
            yield FileOutcome(path, Outcome.MISSING)


def _in_the_way(bag: Bag, path: str) -> str:
    if kind := bag.contents.refused.get(path):
        return f"it is a {kind.value}, which is not read"
    if bag.contents.cut:
        return bag.contents.cut
    if not bag.contents.closed and not bag.contents.refused:
        return ""
    parts = path.split("/")
    for length in range(1, len(parts)):
        folder = "/".join(parts[:length])
        if folder in bag.contents.closed:
            return f"its folder {folder} cannot be listed"
        if kind := bag.contents.refused.get(folder):
            return f"{shortened(folder)} is a {kind.value}, which is not followed"
    return ""


def missing(bag: Bag, outcomes: list[FileOutcome]) -> Iterator[Finding]:
    """Yield a finding for each outcome that is missing, naming what looks like it."""
    paths = [one.path for one in outcomes if one.outcome is Outcome.MISSING]
    alike = _alike(bag, paths) if paths else {}
    for path in paths:
        names = ", ".join(manifest.name for manifest in bag.listing(path))
        found = f"no such file, though there is {alike[path]}" if path in alike else "no such file"
        yield finding("bag-missing", path=path, expected=f"the file, as {names} lists it", found=found)


def _alike(bag: Bag, paths: list[str]) -> dict[str, str]:
    files = bag.contents.files
    wanted = {path.casefold(): path for path in paths}
    alike = {wanted[key]: name for name in files if (key := name.casefold()) in wanted}
    return alike | {path: percent.encoded(path) for path in paths if percent.encoded(path) in files}


def holes(bag: Bag) -> Iterator[Finding]:
    """Yield what fetch.txt says of the state of the bag, and its entries that the manifests do not list.

    A bag that lacks files which fetch.txt soundly describes is holey: incomplete, and it can be completed.
    """
    if bag.fetch is None:
        return
    for entry in bag.fetch:
        lists = [entry.path in one.entries or entry.written in one.entries for one in bag.readable_manifests]
        if not (all(lists) if bag.strict else any(lists)):
            yield finding("bag-fetch-unlisted", path="fetch.txt", row=entry.row, found=entry.path)
    waiting = bag.waiting()
    if waiting:
        known = [entry.size for entry in waiting.values() if entry.size is not None]
        size = f"{sum(known):,} octets" if len(known) == len(waiting) else "of unstated size"
        some = ", ".join(list(waiting)[:3]) + (", …" if len(waiting) > 3 else "")
        yield finding("bag-holey", path="fetch.txt", found=f"{len(waiting):,} files to fetch, {size}: {some}")
    elif bag.fetch and all(entry.path in bag.contents.files for entry in bag.fetch):
        yield finding("bag-fetch-complete", path="fetch.txt", found=f"all {len(bag.fetch):,} files are here")
