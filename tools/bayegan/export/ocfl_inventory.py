"""The inventory of an OCFL object that is being written, version by version."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice

from bayegan.export.sink import Sink

INVENTORY = "inventory.json"
SIDECAR = f"{INVENTORY}.sha512"
TYPE = "https://ocfl.io/1.1/spec/#inventory"
_LINES = 1000


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an object: its logical paths by the digest of what they hold."""

    created: datetime
    message: str
    user: dict[str, str]
    state: dict[bytes, list[str]] = field(default_factory=dict)

    def add(self, digest: bytes, path: str) -> None:
        """Take a logical path into the state of the version."""
        self.state.setdefault(digest, []).append(path)


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an object holds: content paths by digest (SHA-512), and its versions, the first one first."""

    identifier: str
    manifest: dict[bytes, list[str]] = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)

    @property
    def head(self) -> str:
        """The name of the latest version."""
        return f"v{len(self.versions)}"

    def lines(self) -> Iterator[str]:
        """Yield the inventory in JSON, piece by piece: the same inventory gives the same text."""
        yield f'{{\n "id": {_quoted(self.identifier)},\n "type": "{TYPE}",\n "digestAlgorithm": "sha512",\n'
        yield f' "head": "{self.head}",\n "manifest": {{'
        yield from _paths(self.manifest)
        yield '},\n "versions": {'
        for number, version in enumerate(self.versions, 1):
            comma = "," if number > 1 else ""
            user = json.dumps(version.user, ensure_ascii=False)
            yield f'{comma}\n  "v{number}": {{\n   "created": "{version.created:%Y-%m-%dT%H:%M:%SZ}",\n'
            yield f'   "message": {_quoted(version.message)},\n   "user": {user},\n   "state": {{'
            yield from _paths(version.state)
            yield "}}"
        yield "}\n}\n"


def write_inventory(inventory: Inventory, folders: Iterable[str], sink: Sink) -> None:
    """Write the inventory and its sidecar into each of `folders`, in one go. Raises CouldNot."""
    paths = [f"{folder}/{INVENTORY}" for folder in folders]
    chunks = _chunks(inventory.lines())
    first = next(chunks)
    second = next(chunks, None)
    if second is None:
        for path in paths:
            sink.put(path, first)
    else:
        with ExitStack() as stack:
            outs = [stack.enter_context(sink.stream(path)) for path in paths]
            for piece in chain((first, second), chunks):
                for out in outs:
                    out.write(piece)
    for path in paths:
        digest = sink.files[path][0].hex()
        sink.put(f"{path}.sha512", f"{digest} {INVENTORY}\n".encode("ascii"))


def _paths(of: dict[bytes, list[str]]) -> Iterator[str]:
    comma = ""
    for digest, paths in of.items():
        yield f'{comma}\n    "{digest.hex()}": [{", ".join(map(_quoted, paths))}]'
        comma = ","


_quoted = json.encoder.encode_basestring
"""Returns what `json.dumps` does of a text, which it is some ten times slower to ask."""


def _chunks(lines: Iterator[str]) -> Iterator[bytes]:
    while several := "".join(islice(lines, _LINES)):
        yield several.encode("utf-8")
