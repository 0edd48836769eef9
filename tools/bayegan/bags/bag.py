"""A bag as read: what it declares, lists and holds, before it is judged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bayegan.bags.declaration import Declaration
from bayegan.bags.fetch import FetchEntry
from bayegan.bags.manifest import Manifest
from bayegan.bags.source import Contents
from bayegan.bags.tag_file import Tags
from bayegan.model.listing import PAYLOAD


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag as read. Paths in its manifests are those on disk wherever a file answers to them.

    `fetch` is None where there is no fetch.txt; else it holds the sound entries.
    """

    declaration: Declaration
    contents: Contents
    info_name: str
    info: Tags
    manifests: tuple[Manifest, ...]
    tag_manifests: tuple[Manifest, ...]
    fetch: tuple[FetchEntry, ...] | None

    @property
    def strict(self) -> bool:
        """Whether the rules of BagIt 1.0 hold."""
        return self.declaration.strict

    @property
    def readable_manifests(self) -> tuple[Manifest, ...]:
        """The payload manifests that could be read."""
        return tuple(manifest for manifest in self.manifests if manifest.readable)

    @property
    def is_plain(self) -> bool:
        """Whether of the payload manifests only what is not there is kept."""
        return bool(self.manifests) and all(one.plain for one in self.manifests)

    def listing(self, path: str) -> list[Manifest]:
        """Return the manifests that list `path`."""
        manifests = self.manifests if path.startswith(PAYLOAD) else self.tag_manifests
        return [manifest for manifest in manifests if path in manifest.entries]

    def payload(self) -> Iterator[tuple[str, int]]:
        """Yield the payload files that are there, with their sizes."""
        return ((path, size) for path, size in self.contents.files.items() if path.startswith(PAYLOAD))

    def waiting(self) -> dict[str, FetchEntry]:
        """Return what fetch.txt still has to bring: listed, soundly described there, and not in the bag."""
        found: dict[str, FetchEntry] = {}
        for entry in self.fetch or ():
            for path in (entry.path, entry.written):
                if path not in self.contents.files and path not in self.contents.refused and self.listing(path):
                    found.setdefault(path, entry)
        return found


@dataclass(frozen=True, slots=True)
class BagFacts:
    """What a BagIt profile asks about: all of it known from reading the tag files and listing the bag.

    `version` is empty where the bag declares none; `manifests` and `tag_manifests` are algorithm names;
    `files` maps every file to its size; `serialization` is the MIME type of the archive file, None for a folder.
    `other_tags` are the elements of tag files beside bag-info.txt, by file name.
    """

    version: str
    tags: Tags
    manifests: tuple[str, ...]
    tag_manifests: tuple[str, ...]
    files: Mapping[str, int]
    serialization: str | None = None
    empty_folders: frozenset[str] = frozenset()
    other_tags: Mapping[str, Tags] = field(default_factory=dict)
