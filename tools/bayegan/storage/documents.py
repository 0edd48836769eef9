"""The source documents of a submission: read, never written, moved or renamed."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bayegan.errors import CouldNot, SourceChanged, WrongUse
from bayegan.model.listing import Entry
from bayegan.storage.digests import digest_file, digest_stream, open_to_read
from bayegan.storage.scan import scan

_PIECE = 1 << 18


class DocumentsFolder:
    """A folder of documents. Nothing is followed out of it, and nothing in it is changed."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise WrongUse(str(root), "there is no such folder", "Name the documents folder with --documents.")
        self.root = root

    def listing(self) -> tuple[Entry, ...]:
        """Return every entry below the folder; raises CouldNot where a folder cannot be listed."""
        return tuple(scan(self.root))

    def content(self, path: str) -> bytes:
        """Return the whole content of a small file, a checksum list; raises CouldNot."""
        try:
            with open_to_read(self.root / path) as source:
                return source.read()
        except OSError as error:
            raise _could_not(path, error) from error

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the octets of one document in pieces; raises CouldNot where it cannot be read."""
        try:
            with open_to_read(self.root / path) as source:
                while piece := source.read(_PIECE):
                    yield piece
        except OSError as error:
            raise _could_not(path, error) from error

    def digests(self, path: str, algorithms: Sequence[str]) -> Mapping[str, str]:
        """Return the digests of one document; raises CouldNot where it cannot be read."""
        try:
            return digest_file(self.root / path, algorithms)
        except OSError as error:
            raise _could_not(path, error) from error

    def digests_of(self, wanted: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield path and digests of each file, in the order given; raises as `digests` does."""
        for path, algorithms in wanted:
            yield path, self.digests(path, algorithms)

    def openers(self, paths: Sequence[str]) -> Mapping[str, Callable[[], BinaryIO]]:
        """Return for each file what opens it to read; that raises OSError where it cannot."""
        return {path: partial(open_to_read, self.root / path) for path in paths}

    def copies(
        self, wanted: Iterable[tuple[str, Path, Sequence[str]]]
    ) -> Iterator[tuple[str, Mapping[str, str], int]]:
        """Copy each document to a new file, in the order given; yield path, digests, size. Raises as `copy`."""
        for path, to, algorithms in wanted:
            yield path, *self.copy(path, to, algorithms)

    def copy(self, path: str, to: Path, algorithms: Sequence[str]) -> tuple[Mapping[str, str], int]:
        """Copy a document to the new file `to`, reading it once; return digests and size of what was written.

        The time of last change is kept. Raises SourceChanged where the document changed meanwhile, CouldNot
        where it cannot be read or the copy cannot be written.
        """
        try:
            source = open_to_read(self.root / path)
        except OSError as error:
            raise _could_not(path, error) from error
        with source:
            before = os.fstat(source.fileno())
            with open(to, "xb", buffering=0) as out:
                digests, size = digest_stream(source, algorithms, also=lambda chunk: write_all(out.fileno(), chunk))
            after = os.fstat(source.fileno())
            if (before.st_size, before.st_mtime_ns) != (
                after.st_size,
                after.st_mtime_ns,
            ) or size != before.st_size:
                raise SourceChanged(path, "it changed while it was being read", "Wait until nothing writes to it.")
            os.utime(to, ns=(before.st_atime_ns, before.st_mtime_ns))
        return digests, size


def write_all(descriptor: int, chunk: bytes) -> None:
    """Write all of `chunk`, however often that takes; raises OSError."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _could_not(path: str, error: OSError) -> CouldNot:
    if error.errno == errno.ENOENT:
        return SourceChanged(path, "it vanished while it was being ingested", "Put it back and try again.")
    return CouldNot(path, f"it cannot be read ({error.strerror})", "Check its permissions and the disk.")
