"""Sealing a plan: every item becomes a bag in its place and a line in the ledger, whole or not at all."""

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass

from bayegan.model.copying import Brought
from bayegan.model.findings import Finding
from bayegan.model.planning import Plan, PlannedItem
from bayegan.model.progress import Progress
from bayegan.model.sealing import BuiltItem, SealedItem
from bayegan.ports import Holdings, Keep, Ledger, Scene, Staging, Submissions, Workshop

ITEMS_A_BATCH = 500


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of a plan. `submission` is the name that it was frozen under, None where it was refused."""

    sealed: tuple[SealedItem, ...]
    skipped: tuple[str, ...]
    findings: tuple[Finding, ...]
    submission: str | None = None


@dataclass(frozen=True, slots=True)
class Ingest:
    """The use case with its ports."""

    workshop: Workshop
    staging: Staging
    holdings: Holdings
    submissions: Submissions
    ledger: Ledger
    scene: Scene

    def run(self, plan: Plan, skipped: Collection[str], keep: Keep) -> Generator[Progress, None, IngestResult]:
        """Seal every item of an accepted plan but those `skipped`, in batches.

        `keep` writes down what was received. Raises CouldNot where the disk refuses or a source changes;
        earlier batches stay sealed, and nothing else is left in place.
        """
        self.ledger.head()
        name = self.submissions.freeze(plan, keep, self.scene.clock(), self.scene.agent.label)
        items = [item for item in plan.items if item.identifier not in skipped]
        sealed: list[SealedItem] = []
        refused = yield from self._seal(items, plan, sealed)
        return IngestResult(tuple(sealed), tuple(sorted(skipped)), refused, name)

    def _seal(
        self, items: Sequence[PlannedItem], plan: Plan, sealed: list[SealedItem]
    ) -> Generator[Progress, None, tuple[Finding, ...]]:
        """Seal `items` and tell of each batch in `sealed`; return what an item was refused for, or nothing."""
        progress = Progress("sealing", 0, sum(len(item.files) for item in items), 0)
        yield progress
        is_placing = False
        built: list[BuiltItem] = []
        left = len(items)
        results = self.workshop.built(items, plan.submission, self.staging.begin())
        try:
            for one in results:
                if isinstance(one, Brought):
                    yield progress.further(one.files, one.octets)
                    continue
                if not isinstance(one, BuiltItem):
                    return one
                built.append(one)
                left -= 1
                progress = progress.further(one.sealed.files, one.sealed.octets)
                yield progress
                if len(built) < ITEMS_A_BATCH and left:
                    continue
                self.holdings.flush()
                is_placing = True
                self._place(built)
                is_placing = False
                sealed.extend(one.sealed for one in built)
                built.clear()
        finally:
            # Nobody builds any more when staging is cleared. What fails while bags are being put in place stays as
            # it is: the next run reads the signs.
            results.close()
            if not is_placing:
                self.staging.clear()
        return ()

    def _place(self, built: Sequence[BuiltItem]) -> None:
        self.holdings.place([(one.sealed.identifier, one.sealed.version, one.folder) for one in built])
        self.ledger.append([one.event for one in built])
