"""Payload manifests and tag manifests (RFC 8493, 2.1.3 and 2.2.1)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from bayegan.bags import percent
from bayegan.bags.algorithms import Algorithm, algorithm, normalised
from bayegan.bags.declaration import Declaration
from bayegan.bags.plain_manifest import PlainListing
from bayegan.bags.text import decoded, lines, shortened
from bayegan.model.findings import Capped, Finding, Severity, finding
from bayegan.model.listing import PAYLOAD
from bayegan.model.names import escapes, is_utf8

_TAG = "tagmanifest-"
_PAYLOAD = "manifest-"
_END = ".txt"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as read: `entries` maps each path to its digest, None where its line gave no usable one.

    `algorithm` is None where it is not known. A manifest that is not `readable` lists nothing that could be
    held against it. In bags before 1.0 a path is kept as it is written, and `decoded` says what it means where
    that is something else (RFC 8493, 2.1.3, and the drafts before it, disagree on `%`). Of a manifest that is
    `plain`, only the paths that are not there are among the entries, without their digests.
    """

    name: str
    algorithm: Algorithm | None
    entries: Mapping[str, bytes | None]
    decoded: Mapping[str, str] = field(default_factory=dict)
    readable: bool = True
    plain: PlainListing | None = None


def is_payload_manifest(name: str) -> bool:
    """Say whether `name` is that of a payload manifest."""
    return name.startswith(_PAYLOAD) and name.endswith(_END) and "/" not in name and algorithm_name(name) != ""


def is_tag_manifest(name: str) -> bool:
    """Say whether `name` is that of a tag manifest."""
    return name.startswith(_TAG) and name.endswith(_END) and "/" not in name and algorithm_name(name) != ""


def algorithm_of(name: str) -> Algorithm | None:
    """Return the algorithm that a manifest's name tells, or None if it is not known."""
    return algorithm(algorithm_name(name))


def manifest_name(of: Algorithm) -> str:
    """Return the name of the payload manifest of an algorithm."""
    return f"{_PAYLOAD}{of.name}{_END}"


def tag_manifest_name(of: Algorithm) -> str:
    """Return the name of the tag manifest of an algorithm."""
    return f"{_TAG}{of.name}{_END}"


def algorithm_name(name: str) -> str:
    """Return the algorithm in a manifest's name, as it is spelled there."""
    return name.removeprefix(_TAG).removeprefix(_PAYLOAD).removesuffix(_END)


def manifest_line(digest: str, path: str) -> bytes:
    """Return the line for one file; a path that is not UTF-8 is written with the bytes that it has on disk."""
    return f"{digest}  ".encode("ascii") + os.fsencode(percent.encoded(path)) + b"\n"


def read_manifest(name: str, content: bytes, declaration: Declaration) -> tuple[Manifest, tuple[Finding, ...]]:
    """Read the manifest called `name`; every line that is not right is a finding with its number.

    Any bytes may be given. A path that could lead out of the bag is refused here, so that nothing can be
    opened by it (RFC 8493, 5.1).
    """
    reading = _Reading(name, declaration)
    text, findings = decoded(content, declaration.encoding, name, declaration.strict)
    reading.findings.extend(findings)
    if text is None:
        return Manifest(name, algorithm_of(name), {}, readable=False), tuple(reading.findings)
    for row, line in enumerate(lines(text), 1):
        reading.take(row, line)
    found = Manifest(name, reading.algorithm, reading.entries, reading.decoded)
    return found, tuple(reading.findings)


class _Reading:
    def __init__(self, name: str, declaration: Declaration) -> None:
        self.name = name
        self.strict = declaration.strict
        self.algorithm = algorithm_of(name)
        self.of_payload = is_payload_manifest(name)
        self.entries: dict[str, bytes | None] = {}
        self.decoded: dict[str, str] = {}
        self.findings = Capped()
        if algorithm_name(name) != normalised(algorithm_name(name)):
            self.findings.append(finding("bag-manifest-name", path=name, found=algorithm_name(name)))

    def take(self, row: int, line: str) -> None:
        """Read one line."""
        if not line.strip(" \t") or line.startswith("#"):
            severity = Severity.ERROR if line.startswith("#") and self.strict else Severity.WARNING
            self._say("bag-manifest-stray-line", row, line or "an empty line", severity)
            return
        digest, written = _split(line)
        if not digest or not written:
            self._say("bag-manifest-line", row, line)
        elif (path := self._path(row, written)) is not None:
            self._add(row, path, self._digest(row, digest, path))

    def _path(self, row: int, written: str) -> str | None:
        path = written
        if path.startswith("*"):
            path = path[1:]
            self._say("bag-path-asterisk", row, written)
        if path.startswith("./") or "//" in path or "/./" in path:
            path = "/".join(part for part in path.split("/") if part not in ("", ".")) if path[0] != "/" else path
            self._say("bag-path-dot", row, written)
        meant = percent.decoded(path)
        if escapes(path):
            self._say("bag-path-escapes", row, written)
        elif path.endswith("/"):
            self._say("bag-manifest-line", row, f"{written}, which names a folder")
        elif path.startswith(PAYLOAD) != self.of_payload:
            code = "bag-path-outside-payload" if self.of_payload else "bag-tag-manifest-lists-payload"
            self._say(code, row, written)
        else:
            return self._percent(row, path, meant)
        return None

    def _percent(self, row: int, path: str, meant: str) -> str:
        if not path.isascii() and not is_utf8(path):
            self._say("bag-path-undecodable", row, path)
        if not self.strict:
            if meant != path:
                self.decoded[path] = meant
            return path
        if "%" in path and percent.has_bare_percent(path):
            self._say("bag-percent-bare", row, path)
        return meant

    def _digest(self, row: int, digest: str, path: str) -> bytes | None:
        try:
            value = bytes.fromhex(digest)
        except ValueError:
            value = b""
        size = self.algorithm.size if self.algorithm else len(digest) // 2
        if len(value) == size and len(digest) == 2 * size and size:
            return value
        expected = f"{2 * size} hexadecimal digits" if self.algorithm else "hexadecimal digits"
        found = f"{shortened(digest)} for {shortened(path)}"
        self.findings.tell("bag-digest-form", path=self.name, row=row, expected=expected, found=found)
        return None

    def _add(self, row: int, path: str, digest: bytes | None) -> None:
        if path not in self.entries:
            self.entries[path] = digest
        elif self.entries[path] == digest:
            severity = Severity.ERROR if self.strict else Severity.WARNING
            self._say("bag-listed-twice", row, path, severity)
        else:
            self.entries[path] = None
            self._say("bag-listed-twice-differently", row, path)

    def _say(self, code: str, row: int, found: str, severity: Severity | None = None) -> None:
        self.findings.tell(code, path=self.name, row=row, found=shortened(found), severity=severity)


def _split(line: str) -> tuple[str, str]:
    digest, _, written = line.partition(" ")
    if "\t" in digest:
        digest, _, rest = line.partition("\t")
        written = rest
    return digest, written.lstrip(" \t")
