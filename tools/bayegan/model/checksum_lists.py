"""Checksum lists that a donor sends along: what md5sum, sha256sum and their like write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bayegan.model.findings import Finding, finding
from bayegan.model.submission import StatedChecksum

ALGORITHM_OF_LENGTH = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}

_NAMES = "md5|sha1|sha224|sha256|sha384|sha512"
_LIST_NAME = re.compile(rf"(?i)(checksums?[-_.]?)?({_NAMES})(sums?)?(\.txt)?|.+\.({_NAMES})|checksums?(\.txt)?")
_GNU = re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9A-Fa-f]+)(?: [ *]|\t)(?P<name>.+)")
_BSD = re.compile(r"(?P<escaped>\\?)[A-Za-z0-9-]+ \((?P<name>.+)\) = (?P<digest>[0-9A-Fa-f]+)")


@dataclass(frozen=True, slots=True)
class ListedChecksum:
    """One line of a checksum list: the name as written there, and the digest stated for it."""

    name: str
    checksum: StatedChecksum
    row: int


def is_checksum_list(path: str) -> bool:
    """Say whether a file of this name is a checksum list and not a document (SHA256SUMS, photos.md5, …)."""
    return _LIST_NAME.fullmatch(path.rsplit("/", 1)[-1]) is not None


def read_checksum_list(path: str, content: bytes) -> tuple[tuple[ListedChecksum, ...], tuple[Finding, ...]]:
    """Return the lines of a checksum list, in GNU or BSD form, and a finding for each line of neither.

    Blank lines and lines that begin with `#` or `;` say nothing.
    """
    listed: list[ListedChecksum] = []
    findings: list[Finding] = []
    for row, line in _lines(content):
        entry = _entry(path, row, line)
        if entry is None:
            findings.append(finding("checksum-list-line", path=path, row=row, found=line[:80]))
        else:
            listed.append(entry)
    return tuple(listed), tuple(findings)


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    for row, line in enumerate(text.split("\n"), start=1):
        bare = line.removesuffix("\r")
        if bare.strip() and not bare.startswith(("#", ";")):
            yield row, bare


def _entry(path: str, row: int, line: str) -> ListedChecksum | None:
    match = _GNU.fullmatch(line) or _BSD.fullmatch(line)
    if match is None:
        return None
    algorithm = ALGORITHM_OF_LENGTH.get(len(match["digest"]))
    if algorithm is None:
        return None
    name = match["name"]
    if match["escaped"]:
        name = re.sub(r"\\([\\nr])", lambda one: {"\\": "\\", "n": "\n", "r": "\r"}[one[1]], name)
    checksum = StatedChecksum(algorithm, match["digest"].lower(), f"{path}, line {row}")
    return ListedChecksum(name.removeprefix("./"), checksum, row)
