"""Where items are built: in this process, or many small ones at a time by worker processes."""

import pickle
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bayegan.library.bag_building import WORK, Common, Task, builder_of, result_of
from bayegan.model.copying import Brought
from bayegan.model.findings import Finding
from bayegan.model.planning import PlannedItem
from bayegan.model.policy import Policy
from bayegan.model.sealing import BuiltItem
from bayegan.model.submission import Submission
from bayegan.ports import Originals, Scene
from bayegan.storage.crew import spread
from bayegan.storage.documents import DocumentsFolder

_TASK_ITEMS = 20
_SMALL_FILES = 200
_SMALL_OCTETS = 16 << 20

_Result = BuiltItem | tuple[Finding, ...]
_Step = Brought | _Result


class _Numbered(NamedTuple):
    folder: Path
    item: PlannedItem


class ItemWorkshop:
    """Builds items one after the other. With several workers, whole small items are built by them, some ahead of
    those that are asked for; the files of a large one are copied and identified by them.
    """

    def __init__(self, documents: Originals, policy: Policy, scene: Scene, identify: bool, workers: int) -> None:
        self._documents = documents
        self._policy = policy
        self._scene = scene
        self._identify = identify
        self._workers = workers

    def built(
        self, items: Sequence[PlannedItem], submission: Submission, site: Path
    ) -> Generator[_Step, None, None]:
        """Yield each item as it stands below `site`, in order, or what is wrong with it; raises as BuildItem.

        Of one that is built in this process, what is in its bag so far is yielded before it.
        """
        known = Submission(submission.name, submission.digest, (), submission.source_organization)
        common = Common(None, known, self._policy, self._scene.agent, self._identify)
        builder = builder_of(common, self._documents, self._workers)
        numbered = [_Numbered(site / f"{number:06d}", item) for number, item in enumerate(items)]
        with closing(self._by_workers([one for one in numbered if self._is_small(one.item)], common)) as small:
            for one in numbered:
                if self._is_small(one.item):
                    yield next(small)
                else:
                    yield (yield from builder.build(one.item, one.folder, self._scene.clock()))

    def _is_small(self, item: PlannedItem) -> bool:
        """Say whether workers build the item: one of documents in a folder, that are neither many nor large."""
        return (
            self._workers > 1
            and isinstance(self._documents, DocumentsFolder)
            and item.origin is None
            and len(item.files) <= _SMALL_FILES
            and sum(file.size for file in item.files) <= _SMALL_OCTETS
        )

    def _by_workers(self, items: Sequence[_Numbered], common: Common) -> Generator[_Result, None, None]:
        root = self._documents.root if isinstance(self._documents, DocumentsFolder) else None
        shared = pickle.dumps(common._replace(documents=root))

        def sent(task: Sequence[_Numbered]) -> Task:
            now = self._scene.clock()
            return str(task[0].folder.parent), pickle.dumps([(one.folder, one.item, now) for one in task])

        with closing(spread(WORK, _tasks(items), self._workers, sent, undo=_remove, common=shared)) as answered:
            for _, answers in answered:
                yield from map(result_of, answers)


def _tasks(items: Sequence[_Numbered]) -> Iterator[Sequence[_Numbered]]:
    for start in range(0, len(items), _TASK_ITEMS):
        yield items[start : start + _TASK_ITEMS]


def _remove(task: Sequence[_Numbered]) -> None:
    """Remove what a worker that ended in the middle of a task left."""
    for one in task:
        if one.folder.exists():
            shutil.rmtree(one.folder)
