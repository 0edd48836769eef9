"""A bag on disk: what lies in it, and its octets. Only plain files that were listed are ever opened."""

import os
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path

from bayegan.bags.file_table import FileTable
from bayegan.bags.source import Contents, Reading, Wanted
from bayegan.errors import CouldNot, WrongUse
from bayegan.model.progress import Progress
from bayegan.model.reading import ToRead
from bayegan.storage.digests import digest_stream, open_to_read
from bayegan.storage.scan_folders import Listed, scan_folders
from bayegan.storage.workers import read_many

_STEP = 1000


class FolderSource:
    """A bag in a folder."""

    serialization: str | None = None

    def __init__(self, root: Path, workers: int = 1) -> None:
        self.root = root
        self.workers = workers
        self._sizes: Mapping[str, int] = {}

    def contents(self) -> Generator[Progress, None, Contents]:
        """List the bag; a folder that cannot be listed does not stop the rest.

        Raises WrongUse where there is no such folder, and CouldNot where it cannot be listed.
        """
        if not self.root.is_dir():
            raise WrongUse(os.fspath(self.root), "there is no such folder", "Name the folder that holds bagit.txt.")
        files = FileTable()
        contents = Contents(files)
        shown = 0
        for listed in scan_folders(os.fsencode(self.root)):
            if listed.problem and not listed.path:
                problem = f"cannot be listed ({listed.problem})"
                raise CouldNot(os.fspath(self.root), problem, "Check its permissions.")
            _take(contents, files, listed)
            if len(files) - shown >= _STEP:
                shown = len(files)
                yield Progress("listing", shown, None, 0)
        self._sizes = files
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
                yield ToRead(f"{self.root}/{path}", self._sizes.get(path, 0), tuple(algorithms))

        for read in read_many(files(), self.workers):
            path, algorithms = going.popleft()
            digests = dict(zip(algorithms, (digest.hex() for digest in read.digests), strict=not read.problem))
            yield Reading(path, read.size, digests, read.problem)

    def _read(self, path: str, algorithms: Sequence[str], content: bytearray) -> Reading:
        try:
            with open_to_read(self.root / path) as source:
                digests, size = digest_stream(source, algorithms, content.extend)
        except OSError as error:
            return Reading(path, problem=error.strerror or str(error))
        return Reading(path, size, digests)


def _take(contents: Contents, files: FileTable, listed: Listed) -> None:
    """Take one folder of the bag, as listed, into its contents."""
    path = os.fsdecode(listed.path)
    prefix = f"{path}/" if path else ""
    if listed.problem:
        contents.closed[path] = listed.problem
    elif not (listed.files or listed.folders or listed.others):
        contents.empty.add(path)
    if path and "/" not in path:
        contents.folders.add(path)
    contents.refused.update((prefix + os.fsdecode(name), kind) for name, kind in listed.others)
    files.add(listed.path, listed.files, listed.sizes, listed.folders)
