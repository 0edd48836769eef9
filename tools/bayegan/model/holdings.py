"""What the ledger says was sealed, and what lies under archive/."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from bayegan.model.identifiers import folder, problem_with, shard
from bayegan.model.packed import packed
from bayegan.model.preservation import EventType
from bayegan.model.small import MOST_FILES, MOST_OCTETS

_SEALED_BY = frozenset((EventType.INGESTION.value, EventType.METADATA_MODIFICATION.value))


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A version folder as it lies in `holdings`, the archive/ folder: `place` is `<shard>/<folder>`."""

    place: str
    version: str
    holdings: Path

    @property
    def bag(self) -> Path:
        """Where the bag lies."""
        return self.holdings / self.place / self.version


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies under archive/: versions, paths that belong to none, and folders that could not be listed."""

    versions: tuple[HeldVersion, ...]
    strays: tuple[str, ...]
    closed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """The event of a sealing, read back: what the ledger vouches for in one version of an item.

    `place` is the item's folder below archive/, `<shard>/<folder>`. `seq` is the number of the ledger line, by
    which fixity checks name the version; 0 where it is not known.
    """

    place: str
    identifier: str
    version: str
    tag_digests: Mapping[str, str]
    files: int
    octets: int
    seq: int = 0

    @property
    def listed(self) -> int:
        """How many files the version lists: payload and tag files."""
        return self.files + len(self.tag_digests)

    @property
    def is_small(self) -> bool:
        """Whether one worker may look through the version by itself."""
        return self.listed <= MOST_FILES and self.octets <= MOST_OCTETS


def place_of(identifier: str) -> str:
    """Return the folder of an item below archive/, `<shard>/<folder>`."""
    return f"{shard(identifier)}/{folder(identifier)}"


def identifier_of(place: str) -> str | None:
    """Return the identifier of an item by its folder; None where the name was cut and does not tell."""
    identifier = unquote(place.partition("/")[2])
    return identifier if problem_with(identifier) is None and place_of(identifier) == place else None


def sealed_place(event: Mapping[str, object]) -> tuple[str, str] | None:
    """Return place and version that an event says it sealed; None where it is no event of a sealing."""
    item, version = event.get("item"), event.get("version")
    if event.get("type") not in _SEALED_BY or not isinstance(item, str) or not isinstance(version, str):
        return None
    return place_of(item), version


def sealed_facts(events: Iterable[Mapping[str, object]]) -> dict[tuple[str, str], SealedFacts]:
    """Return what was sealed, by place and version; of two events for one version the first counts."""
    facts: dict[tuple[str, str], SealedFacts] = {}
    for event in events:
        take_facts(facts, event)
    return facts


def take_facts(facts: dict[tuple[str, str], SealedFacts], event: Mapping[str, object]) -> SealedFacts | None:
    """Add what one event says was sealed to `facts`, and return it; None where it says nothing new of the kind."""
    if event.get("type") in _SEALED_BY:
        one = _facts(event)
        if one is not None and facts.setdefault((one.place, one.version), one) is one:
            return one
    return None


def latest_versions(facts: Iterable[SealedFacts]) -> dict[str, SealedFacts]:
    """Return the latest sealed version of each item, by identifier, in the order of identifiers."""
    latest: dict[str, SealedFacts] = {}
    for one in facts:
        known = latest.get(one.identifier)
        if known is None or int(one.version[1:]) > int(known.version[1:]):
            latest[one.identifier] = one
    return dict(sorted(latest.items()))


def versions_of(facts: Iterable[SealedFacts], identifier: str) -> dict[int, SealedFacts]:
    """Return the sealed versions of an item by their numbers, in order."""
    versions = {int(one.version[1:]): one for one in facts if one.identifier == identifier}
    return dict(sorted(versions.items()))


def _facts(event: Mapping[str, object]) -> SealedFacts | None:
    """Return what an event says, None where it does not have the form of the event of a sealing."""
    item, version, digests, detail = (event.get(key) for key in ("item", "version", "digests", "detail"))
    if not (isinstance(item, str) and problem_with(item) is None):
        return None
    if not (isinstance(version, str) and version[:1] == "v" and version[1:].isascii() and version[1:].isdigit()):
        return None
    if not (isinstance(digests, dict) and all(isinstance(one, str) for one in digests.values())):
        return None
    counts = [detail.get(key) for key in ("files", "octets")] if isinstance(detail, dict) else [None]
    files, octets = (one if type(one) is int and one >= 0 else None for one in (*counts, None)[:2])
    seq = event.get("seq")
    return (
        None
        if files is None or octets is None
        else SealedFacts(
            place_of(item),
            item,
            sys.intern(version),
            packed(digests),
            files,
            octets,
            seq if type(seq) is int else 0,
        )
    )
