"""Which file on disk a path of a manifest means."""

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

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
