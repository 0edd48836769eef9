"""A bag on disk: what lies in it, and its octets. Only plain files that were listed are ever opened."""

import os
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path

from bayegan.bags.source import Contents, Reading, Wanted
from bayegan.errors import WrongUse
from bayegan.model.listing import Kind
from bayegan.model.progress import Progress
from bayegan.model.reading import ToRead
from bayegan.storage.digests import digest_stream, open_to_read
from bayegan.storage.scan import scan
from bayegan.storage.workers import read_many

_STEP = 1000
_FOLDERS = (Kind.EMPTY_FOLDER, Kind.CLOSED_FOLDER)


class FolderSource:
    """A bag in a folder."""

    serialization: str | None = None

    def __init__(self, root: Path, workers: int = 1) -> None:
        self._root = root
        self._workers = workers
        self._sizes: Mapping[str, int] = {}

    def contents(self) -> Generator[Progress, None, Contents]:
        """List the bag; a folder that cannot be listed does not stop the rest.

        Raises WrongUse where there is no such folder, and CouldNot where it cannot be listed.
        """
        if not self._root.is_dir():
            raise WrongUse(
                os.fspath(self._root), "there is no such folder", "Name the folder that holds bagit.txt."
            )
        contents = Contents()
        for entry in scan(self._root):
            top, slash, _ = entry.path.partition("/")
            if slash or entry.kind in _FOLDERS:
                contents.folders.add(top)
            if entry.kind is Kind.FILE:
                contents.files[entry.path] = entry.size
                if len(contents.files) % _STEP == 0:
                    yield Progress("listing", len(contents.files), None, 0)
            elif entry.kind is Kind.CLOSED_FOLDER:
                contents.closed[entry.path] = entry.reason
            elif entry.kind is Kind.EMPTY_FOLDER:
                contents.empty.add(entry.path)
            else:
                contents.refused[entry.path] = entry.kind
        self._sizes = contents.files
        return contents

    def tag_file(self, path: str, algorithms: Sequence[str]) -> tuple[Reading, bytes]:
        """Read a tag file whole, for its digests and its octets."""
        content = bytearray()
        reading = self._read(path, algorithms, content)
        return reading, bytes(content)

    def readings(self, wanted: Wanted) -> Iterator[Reading]:
        """Read files for their digests, in the order in which they are wanted, by worker processes if many."""
        going: deque[tuple[str, Sequence[str]]] = deque()

        def files() -> Iterator[ToRead]:
            for path, algorithms in wanted:
                going.append((path, algorithms))
                yield ToRead(f"{self._root}/{path}", self._sizes.get(path, 0), tuple(algorithms))

        for read in read_many(files(), self._workers):
            path, algorithms = going.popleft()
            digests = dict(zip(algorithms, (digest.hex() for digest in read.digests), strict=not read.problem))
            yield Reading(path, read.size, digests, read.problem)

    def _read(self, path: str, algorithms: Sequence[str], content: bytearray) -> Reading:
        try:
            with open_to_read(self._root / path) as source:
                digests, size = digest_stream(source, algorithms, content.extend)
        except OSError as error:
            return Reading(path, problem=error.strerror or str(error))
        return Reading(path, size, digests)
