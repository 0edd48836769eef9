"""Which file on disk a path of a manifest means."""

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from bayegan.bags.fetch import FetchEntry
from bayegan.bags.manifest import Manifest
from bayegan.model.findings import Finding, finding


def matched(manifest: Manifest, files: Mapping[str, int]) -> tuple[Manifest, tuple[Finding, ...]]:
    """Return the manifest with the names that its files have on disk, and a warning for each name that differs.

    Names that differ in Unicode normalisation only are matched one to one (RFC 8493, 6.1.1.3). In bags before
    1.0 a percent-encoded name means the decoded one where that exists, else the one as written.
    """
    renamed = _decoded(manifest, files)
    findings = [
        finding("bag-percent-literal", path=manifest.name, found=path)
        for path in manifest.decoded
        if path not in renamed and path in files
    ]
    absent = [path for path in manifest.entries if path not in files and path not in renamed]
    if absent:
        taken = set(renamed.values())
        for path, name in _same_but_for_normalisation(absent, manifest, files, taken):
            renamed[path] = name
            found = f"the manifest has {path!a}, the disk has {name!a}"
            findings.append(finding("bag-normalisation-differs", path=name, found=found))
    if not renamed:
        return manifest, tuple(findings)
    entries = {renamed.get(path, path): digest for path, digest in manifest.entries.items()}
    return replace(manifest, entries=entries), tuple(findings)


def matched_fetch(
    entries: Sequence[FetchEntry], manifests: Iterable[Manifest], files: Mapping[str, int]
) -> tuple[tuple[FetchEntry, ...], tuple[Finding, ...]]:
    """Return what fetch.txt describes by the names of manifests and disk, and a warning for each that differs.

    As for manifests, names are matched one to one where they differ in Unicode normalisation only.
    """
    renamed = _spelled_otherwise(entries, [files, *(one.entries for one in manifests)])
    findings = [
        finding(
            "bag-normalisation-differs",
            path=renamed[one.row],
            found=f"fetch.txt has {one.path!a}, the manifests or the disk have {renamed[one.row]!a}",
        )
        for one in entries
        if one.row in renamed
    ]
    return tuple(replace(one, path=renamed.get(one.row, one.path)) for one in entries), tuple(findings)


def _spelled_otherwise(entries: Sequence[FetchEntry], known: Sequence[Mapping[str, object]]) -> dict[int, str]:
    """Return the known name of each entry, by its row, that only another normalisation keeps from being known."""
    wanted: dict[str, list[FetchEntry]] = defaultdict(list)
    for entry in entries:
        if not any(path in one for path in (entry.path, entry.written) for one in known):
            wanted[unicodedata.normalize("NFC", entry.path)].append(entry)
    fetched = {entry.path for entry in entries}
    offered: dict[str, set[str]] = defaultdict(set)
    for name in chain(*known) if wanted else ():
        if not name.isascii() and name not in fetched and (form := unicodedata.normalize("NFC", name)) in wanted:
            offered[form].add(name)
    pairs = ((wanted[form], names) for form, names in offered.items())
    return {found[0].row: names.pop() for found, names in pairs if len(found) == len(names) == 1}


def _decoded(manifest: Manifest, files: Container[str]) -> dict[str, str]:
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for path, meant in manifest.decoded.items():
        if meant in files and meant not in manifest.entries and meant not in taken:
            renamed[path] = meant
            taken.add(meant)
    return renamed


def _same_but_for_normalisation(
    absent: list[str], manifest: Manifest, files: Mapping[str, int], taken: set[str]
) -> Iterator[tuple[str, str]]:
    wanted: dict[str, list[str]] = defaultdict(list)
    for path in absent:
        wanted[unicodedata.normalize("NFC", path)].append(path)
    offered: dict[str, list[str]] = defaultdict(list)
    for name in files:
        if not name.isascii() and name not in manifest.entries and name not in taken:
            form = unicodedata.normalize("NFC", name)
            if form in wanted:
                offered[form].append(name)
    for form, names in offered.items():
        if len(names) == len(wanted[form]) == 1:
            yield wanted[form][0], names[0]
