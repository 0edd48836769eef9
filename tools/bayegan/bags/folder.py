"""A bag on disk: what lies in it, and its octets. Only plain files that were listed are ever opened."""

import os
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from bayegan.bags.source import Contents, Reading, Wanted
from bayegan.errors import WrongUse
from bayegan.model.listing import Kind
from bayegan.model.progress import Progress
from bayegan.storage.digests import digest_stream, open_to_read
from bayegan.storage.scan import scan

_STEP = 1000
_FOLDERS = (Kind.EMPTY_FOLDER, Kind.CLOSED_FOLDER)


class FolderSource:
    """A bag in a folder."""

    serialization: str | None = None

    def __init__(self, root: Path) -> None:
        self._root = root

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
            elif entry.kind is not Kind.EMPTY_FOLDER:
                contents.refused[entry.path] = entry.kind
        return contents

    def tag_file(self, path: str, algorithms: Sequence[str]) -> tuple[Reading, bytes]:
        """Read a tag file whole, for its digests and its octets."""
        content = bytearray()
        reading = self._read(path, algorithms, content)
        return reading, bytes(content)

    def readings(self, wanted: Wanted) -> Iterator[Reading]:
        """Read files for their digests, in the order in which they are wanted."""
        for path, algorithms in wanted:
            yield self._read(path, algorithms)

    def _read(self, path: str, algorithms: Sequence[str], content: bytearray | None = None) -> Reading:
        try:
            with open_to_read(self._root / path) as source:
                digests, size = digest_stream(source, algorithms, None if content is None else content.extend)
        except OSError as error:
            return Reading(path, problem=error.strerror or str(error))
        return Reading(path, size, digests)
