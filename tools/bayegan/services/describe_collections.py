"""Taking in descriptions of collections."""

from collections.abc import Collection as Several
from dataclasses import dataclass

from bayegan.model.collection import Collection
from bayegan.model.findings import Finding, has_errors
from bayegan.model.hierarchy import Hierarchy, arrangement_findings
from bayegan.model.ledger import LedgerEvent
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.ports import CollectionFiles, Ledger, Scene


@dataclass(frozen=True, slots=True)
class Described:
    """What came of a file of descriptions: the identifiers that are `new`, `changed` and `same` as before.

    `path` is where it is kept in the archive; None where nothing was written.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    findings: tuple[Finding, ...]
    path: str | None = None


@dataclass(frozen=True, slots=True)
class DescribeCollections:
    """The use case with its ports; `items` are the identifiers of the items of the archive."""

    ledger: Ledger
    files: CollectionFiles
    scene: Scene
    items: Several[str]

    def add(self, content: bytes, name: str, *, only_tries: bool = False) -> Described:
        """Keep descriptions as received, and have the ledger vouch for them, unless anything in them is wrong.

        A file that changes nothing is not kept. Raises CouldNot where the archive cannot be written.
        """
        self.ledger.head()
        known = self.files.read(self.ledger.events())
        collections, wrong = self.files.collections_in(content, name)
        after = known.hierarchy.with_more(collections.values())
        described = {one.identifier: pointer for pointer, one in collections.items()}
        wrong += tuple(arrangement_findings(after, described, self.items))
        outcome = _compared(known.hierarchy, tuple(collections.values()), wrong)
        if has_errors(wrong) or only_tries or not (outcome.new or outcome.changed):
            return outcome
        path, digest = self.files.write(content)
        self._register(path, digest, outcome)
        return Described(outcome.new, outcome.changed, outcome.same, wrong, path)

    def _register(self, path: str, digest: str, outcome: Described) -> None:
        detail = {"new": len(outcome.new), "changed": len(outcome.changed)}
        kind, success = EventType.METADATA_MODIFICATION, EventOutcome.SUCCESS
        agent = self.scene.agent.label
        self.ledger.append(
            [LedgerEvent(kind, success, self.scene.clock(), agent, digests={path: digest}, detail=detail)]
        )


def _compared(known: Hierarchy, collections: tuple[Collection, ...], wrong: tuple[Finding, ...]) -> Described:
    before = known.collections
    return Described(
        tuple(one.identifier for one in collections if one.identifier not in before),
        tuple(one.identifier for one in collections if before.get(one.identifier, one) != one),
        tuple(one.identifier for one in collections if before.get(one.identifier) == one),
        tuple(wrong),
    )
