"""Descriptions of collections as received, byte for byte, in the order in which the ledger vouches for them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.metadata.collection_json import read_collections
from bayegan.model.collection import Collection
from bayegan.model.findings import Finding, finding
from bayegan.model.hierarchy import Arrangement, Hierarchy
from bayegan.model.preservation import EventType
from bayegan.storage.digests import read_whole
from bayegan.storage.flush import replace_durably
from bayegan.storage.folders import ensure_folder

PLACE = "manifests/collections/"


class CollectionRegister:
    """manifests/collections: files are named for their digests, and never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, events: Iterable[Mapping[str, object]]) -> Arrangement:
        """Return what the files that the ledger vouches for say; later ones take the place of earlier ones.

        A file that is not as the ledger knows it is a finding, and nothing is read from it. Raises CouldNot where
        one cannot be read.
        """
        return self.arranged([pair for event in events for pair in vouched(event)])

    def arranged(self, files: Sequence[tuple[str, str]]) -> Arrangement:
        """Return what `read` does, given what the events have `vouched` for, in order."""
        hierarchy, findings = Hierarchy(), list[Finding]()
        for path, digest in files:
            found, wrong = self._file(path, digest)
            hierarchy = hierarchy.with_more(found)
            findings += wrong
        findings += self._strays({path for path, _ in files})
        return Arrangement(hierarchy, tuple(dict.fromkeys(findings)), tuple(files))

    def write(self, content: bytes) -> tuple[str, str]:
        """Write a file as it was received, flushed; return its path in the archive and its SHA-512.

        What lies under its name and is something else was altered: it is put right. Raises CouldNot.
        """
        digest = hashlib.sha512(content).hexdigest()
        name = f"{digest[:32]}.json"
        try:
            ensure_folder(self._folder)
            if not _holds(self._folder / name, content):
                replace_durably(self._folder / name, content)
        except OSError as error:
            raise CouldNot(PLACE + name, f"cannot be written ({error.strerror})", "Check the disk.") from error
        return PLACE + name, digest

    def collections_in(self, content: bytes, name: str) -> tuple[Mapping[str, Collection], tuple[Finding, ...]]:
        """Return the collections that a file describes, by the JSON Pointers of their descriptions."""
        return read_collections(content, name)

    def _file(self, path: str, digest: str) -> tuple[Sequence[Collection], Sequence[Finding]]:
        try:
            content, _ = read_whole(self._folder / path.removeprefix(PLACE))
        except FileNotFoundError:
            return (), [finding("collection-missing", path=path, expected=digest, found="no such file")]
        except OSError as error:
            raise CouldNot(path, f"cannot be read ({error.strerror})", "Check its permissions.") from error
        found = hashlib.sha512(content).hexdigest()
        if found != digest:
            return (), [finding("collection-altered", path=path, expected=digest, found=found)]
        collections, wrong = read_collections(content, path)
        return tuple(collections.values()), wrong

    def _strays(self, known: set[str]) -> Iterator[Finding]:
        try:
            names = sorted(one.name for one in self._folder.iterdir())
        except OSError:
            return
        for name in names:
            if PLACE + name not in known:
                yield finding("collection-not-vouched", path=PLACE + name, found="no event of the ledger")


def _holds(path: Path, content: bytes) -> bool:
    try:
        return read_whole(path)[0] == content
    except FileNotFoundError:
        return False


def vouched(event: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield path and digest of the descriptions of collections that an event took in."""
    digests = event.get("digests")
    if event.get("type") == EventType.METADATA_MODIFICATION.value and isinstance(digests, dict):
        for path, digest in digests.items():
            is_ours = event.get("item") is None and path.startswith(PLACE) and "/" not in path.removeprefix(PLACE)
            if is_ours and isinstance(digest, str):
                yield path, digest
