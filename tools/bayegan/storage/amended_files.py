"""The files of a next version: documents that come in, and what the item's own folder holds."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.amends import HELD
from bayegan.model.copying import ToCopy
from bayegan.model.listing import Entry
from bayegan.storage.documents import DocumentsFolder


class AmendedFiles:
    """Documents of a folder, and files of earlier versions, whose paths begin with `/` and go on from `item`.

    Both are only read. With `links`, what is held is not copied but linked to.
    """

    def __init__(self, documents: DocumentsFolder, item: Path, workers: int = 1, *, links: bool = False) -> None:
        self._documents = documents
        self._item = item
        self._workers = workers
        self._links = links

    def listing(self) -> tuple[Entry, ...]:
        """Return every entry below the documents folder."""
        return self._documents.listing()

    def digests(self, path: str, algorithms: Sequence[str]) -> Mapping[str, str]:
        """Return the digests of one file; raises CouldNot where it cannot be read."""
        return self._source(path).digests(path.removeprefix(HELD), algorithms)

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the octets of one file in pieces; raises CouldNot where it cannot be read."""
        return self._source(path).pieces(path.removeprefix(HELD))

    def digests_of(self, wanted: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield path and digests of each file, in the order given; raises as `digests` does."""
        for path, algorithms in wanted:
            yield path, self.digests(path, algorithms)

    def copies(self, wanted: Iterable[ToCopy]) -> Iterator[tuple[str, Mapping[str, str], int]]:
        """Copy each file to a new one, in the order given; yield path, digests and size of what was written.

        Raises as DocumentsFolder does, and CouldNot where a link cannot be made.
        """
        for is_held, some in groupby(wanted, key=lambda one: one.path.startswith(HELD)):
            if not is_held:
                yield from self._documents.copies(some)
            elif self._links:
                yield from map(self._linked, some)
            else:
                bare = (one._replace(path=one.path.removeprefix(HELD)) for one in some)
                yield from ((HELD + path, digests, size) for path, digests, size in self._held().copies(bare))

    def _linked(self, one: ToCopy) -> tuple[str, Mapping[str, str], int]:
        source = self._item / one.path.removeprefix(HELD)
        try:
            os.link(source, one.to, follow_symlinks=False)
            size = os.lstat(one.to).st_size
        except OSError as error:
            advice = "Leave --link-unchanged out: the files are copied then."
            raise CouldNot(one.to, f"no hard link to it can be made ({error.strerror})", advice) from error
        return one.path, self.digests(one.path, one.algorithms), size

    def _source(self, path: str) -> DocumentsFolder:
        return self._held() if path.startswith(HELD) else self._documents

    def _held(self) -> DocumentsFolder:
        return DocumentsFolder(self._item, self._workers)
