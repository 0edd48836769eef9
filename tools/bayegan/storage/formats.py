"""Format identification by Siegfried over PRONOM, in process (pygfried; the only home of it)."""

import dataclasses
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pygfried

from bayegan.model.preservation import Agent, Format
from bayegan.storage.crew import spread

_CHUNK_FILES = 1000
_TASK_FILES = 100
_WORK = "bayegan.storage.formats:answers"
_Key = TypeVar("_Key")
_Pair = TypeVar("_Pair")


class SiegfriedIdentifier:
    """Identifies files by signature. It reads the files for itself, and a fork after it has run hangs.

    It holds the interpreter while it is at work; many files are identified by so many worker processes.
    """

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers

    @property
    def agent(self) -> Agent:
        """The software, as an agent of format identification events."""
        return Agent("Siegfried", "software", pygfried.version())

    def identify(self, paths: Sequence[Path]) -> tuple[Format, ...]:
        """Return the format of each file, in order; `puid` is None where nothing matched."""
        found: list[Format] = []
        for start in range(0, len(paths), _CHUNK_FILES):
            chunk = [os.fspath(path) for path in paths[start : start + _CHUNK_FILES]]
            found.extend(_format(result) for result in pygfried.identify_many(chunk)["files"])
        return tuple(found)

    def identify_each(self, files: Iterable[tuple[_Key, str]]) -> Iterator[tuple[_Key, Format]]:
        """Yield each key with the format of the file at the path beside it, in order, as `identify` says it."""
        tasks = _tasks(files)
        for task, said in spread(_WORK, tasks, self._workers, lambda task: [os.fsencode(path) for _, path in task]):
            for (key, _), fields in zip(task, said, strict=True):
                yield key, Format(*fields)


def _tasks(files: Iterable[_Pair]) -> Iterator[list[_Pair]]:
    waiting = iter(files)
    while task := list(islice(waiting, _TASK_FILES)):
        yield task


def answers(paths: Sequence[bytes]) -> list[tuple[str | None, ...]]:
    """Return the fields of the format of each file: the work of a worker."""
    found = pygfried.identify_many([os.fsdecode(path) for path in paths])["files"]
    return [dataclasses.astuple(_format(result)) for result in found]


def _format(result: "pygfried.File") -> Format:
    match = next((one for one in result["matches"] if one["ns"] == "pronom"), None)
    if match is None or match["id"] == "UNKNOWN":
        warning = result["errors"] or (match["warning"] if match else "") or "no match"
        return Format(warning=warning)
    return Format(
        name=match["format"] or None,
        version=match["version"] or None,
        puid=match["id"],
        mime=match["mime"] or None,
        basis=match["basis"] or None,
        warning=match["warning"] or None,
    )
