"""Many documents on their way into one bag: the work of workers, which leave little to whoever started them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bayegan.library.describing import described_files
from bayegan.model.copying import Carried, ToCopy
from bayegan.model.preservation import DescribedFiles, FileObject, Format
from bayegan.storage import copying
from bayegan.storage.documents import DocumentsFolder, demand_copied

WORK = "bayegan.library.carrying:answer"
"""What workers do."""

_Fields = tuple[str | None, ...]


class _Bag(NamedTuple):
    """What the files of a bag have in common: its root, its item, the algorithms of its manifests, in order."""

    root: bytes
    item: str
    digests: Sequence[str]
    identify: bool


_Task = tuple[tuple[bytes, str, Sequence[str], bool], copying.Task]
_Answer = tuple[list[copying.Answer], list[_Fields], tuple[bytes, bool, Sequence[Sequence[bytes]], int]]


class FolderCarrier:
    """Brings documents of a folder into a bag, by as many workers as the folder has."""

    def __init__(self, documents: DocumentsFolder, digests: Sequence[str], identify: bool) -> None:
        self._documents = documents
        self._digests = tuple(digests)
        self._identify = identify

    def carried(self, wanted: Iterable[ToCopy], bag: Path, item: str) -> Iterator[Carried]:
        """Copy each file to a new one in `bag`; yield what became of some at a time, in order.

        Raises as DocumentsFolder.copies does.
        """
        common = _Bag(os.fsencode(bag) + b"/", item, self._digests, self._identify)
        for task, answered in self._documents.in_tasks(WORK, wanted, lambda task: (tuple(common), task)):
            done, formats, described = answered
            demand_copied(task, done)
            digests, sizes = zip(*done, strict=True)
            yield Carried(
                task[0].algorithms, digests, sizes, _formats(formats, len(done)), DescribedFiles(*described)
            )


def answer(task: _Task) -> _Answer:
    """Copy the files of a task, identify them, describe them for premis.xml, and hold that against its schema.

    Where one cannot be copied, it is the last of the answer, and nothing is described.
    """
    bag, files = _Bag(*task[0]), task[1]
    done = copying.answers(files)
    whole = [one for one in done if len(one) == 2]
    if len(whole) < len(done):
        return done, [], (b"", False, (), 0)
    targets = [target for _, target in files[1]]
    formats = _identified(targets) if bag.identify else []
    described = described_files(_objects(bag, targets, whole, formats), bag.item, bag.digests)
    return done, formats, (described.markup, described.is_proved, described.lines, described.octets)


def _identified(targets: Sequence[bytes]) -> list[_Fields]:
    from bayegan.storage.formats import answers  # noqa: PLC0415  loaded where it is used

    return answers(targets)


def _objects(
    bag: _Bag, targets: Sequence[bytes], done: Sequence[copying.Copied], formats: Sequence[_Fields]
) -> list[FileObject]:
    """Return the files as premis.xml knows them; a bag's algorithms are the first that each was read with."""
    start = len(bag.root)
    return [
        FileObject(
            os.fsdecode(target[start:]),
            size,
            tuple(zip(bag.digests, map(bytes.hex, digests), strict=False)),
            of,
        )
        for target, (digests, size), of in zip(targets, done, _formats(formats, len(targets)), strict=True)
    ]


def _formats(said: Sequence[_Fields], files: int) -> Sequence[Format | None]:
    return [_format(one) for one in said] if said else [None] * files


@lru_cache(maxsize=1024)
def _format(fields: _Fields) -> Format:
    return Format(*fields)
