"""Building small items in a worker process: tasks and answers are pickled, since they are values of ours."""

import pickle
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bayegan.errors import BayeganError
from bayegan.library.bag_making import SealingBench
from bayegan.library.carrying import FolderCarrier
from bayegan.library.sealed_bags import BagReader
from bayegan.model.findings import Finding
from bayegan.model.policy import Policy
from bayegan.model.preservation import Agent
from bayegan.model.progress import ended
from bayegan.model.sealing import BuiltItem
from bayegan.model.submission import Submission
from bayegan.ports import Originals
from bayegan.services.build_item import BuildItem
from bayegan.storage.documents import DocumentsFolder

WORK = "bayegan.library.bag_building:answers"
MODULES = (
    "bayegan.storage.scan",
    "bayegan.storage.copying",
    "bayegan.library.carrying",
    "bayegan.library.bag_building",
    "bayegan.bags.opinion",
)
"""What a worker loads that lists documents, copies them, brings many into an item, builds items, looks at bags."""
FORMATS = ("bayegan.storage.formats",)
"""What one loads beside that where formats are identified."""
_FITS = 2 << 10
"""Octets of one answer that go through the pipe; a longer one is left in a file."""

_Result = BuiltItem | tuple[Finding, ...]
Task = tuple[str, bytes]
"""The folder of the run, and the items with their folders and times."""


class Common(NamedTuple):
    """What all items of an ingest have in common; `documents` is the folder that they come from."""

    documents: Path | None
    submission: Submission
    policy: Policy
    agent: Agent
    identify: bool


def builder_of(common: Common, documents: Originals, workers: int) -> BuildItem:
    """Return what builds items; the files of one are identified by so many workers."""
    identifier = None
    if common.identify:
        from bayegan.storage.formats import SiegfriedIdentifier  # noqa: PLC0415  loaded where it is used

        identifier = SiegfriedIdentifier(workers)
    maker = SealingBench(common.policy.digests, works_beside=workers > 1)
    carrier = None
    if isinstance(documents, DocumentsFolder):
        carrier = FolderCarrier(documents, common.policy.digests, common.identify)
    of = common.submission, common.policy, common.agent
    return BuildItem(documents, maker, BagReader(), identifier, *of, carrier)


def answers(task: Task, common: bytes) -> list[bytes | str]:
    """Build the items of a task, one after the other, until one is refused: the work of a worker."""
    return list(_answers(*task, _builder(common)))


def result_of(answer: bytes | str) -> _Result:
    """Return what a worker made of an item; raises what the worker met."""
    if isinstance(answer, str):
        content = Path(answer).read_bytes()
        Path(answer).unlink()
    else:
        content = answer
    result: _Result | Exception = pickle.loads(content)  # noqa: S301  our own worker's
    if isinstance(result, Exception):
        raise result
    return result


def _answers(site: str, pickled: bytes, builder: BuildItem) -> Iterator[bytes | str]:
    for folder, item, now in pickle.loads(pickled):  # noqa: S301  from the process that started us
        try:
            result: _Result | Exception = ended(builder.build(item, folder, now))
        except (BayeganError, OSError) as error:
            result = error
        content = pickle.dumps(result)
        if len(content) > _FITS:
            aside = Path(site) / f"{folder.name}.answer"
            aside.write_bytes(content)
            yield str(aside)
        else:
            yield content
        if not isinstance(result, BuiltItem):
            return


@lru_cache(maxsize=1)
def _builder(shared: bytes) -> BuildItem:
    common: Common = pickle.loads(shared)  # noqa: S301  from the process that started us
    if common.documents is None:
        raise ValueError("workers build from a documents folder")
    return builder_of(common, DocumentsFolder(common.documents), 1)
