"""What the ledger says was sealed, and where it lies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bayegan.model.identifiers import folder, shard
from bayegan.model.preservation import EventType


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """An ingestion event, read back: what the ledger vouches for in one version of an item."""

    identifier: str
    version: str
    tag_digests: Mapping[str, str]
    files: int
    octets: int

    @property
    def place(self) -> str:
        """The item's folder below archive/, `<shard>/<folder>`."""
        return f"{shard(self.identifier)}/{folder(self.identifier)}"


def sealed_facts(events: Iterable[Mapping[str, object]]) -> dict[tuple[str, str], SealedFacts]:
    """Return what was sealed, by place and version; of two events for one version the first counts."""
    facts: dict[tuple[str, str], SealedFacts] = {}
    for event in events:
        if event.get("type") == EventType.INGESTION.value:
            one = _facts(event)
            if one is not None:
                facts.setdefault((one.place, one.version), one)
    return facts


def _facts(event: Mapping[str, object]) -> SealedFacts | None:
    item, version, digests, detail = (event.get(key) for key in ("item", "version", "digests", "detail"))
    if not (isinstance(item, str) and isinstance(version, str)):
        return None
    if not (isinstance(digests, dict) and isinstance(detail, dict)):
        return None
    files, octets = detail.get("files"), detail.get("octets")
    if not (isinstance(files, int) and isinstance(octets, int)):
        return None
    return SealedFacts(item, version, digests, files, octets)
