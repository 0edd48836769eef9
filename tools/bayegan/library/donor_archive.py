"""The files of a donor's bag that came as an archive file, digested and copied in the order in which they lie."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bayegan.bags.source import ArchiveSource, Reading, Through, Wanted
from bayegan.errors import CouldNot, SourceChanged
from bayegan.model.copying import ToCopy
from bayegan.storage.copying import write_all

_HELD = 1 << 29
"""Octets of metadata files that are held in memory."""


class DonorArchive:
    """An archive file whose bag was listed and checked. Only files of that listing are read, and none is unpacked
    anywhere but to the new file that a copy is asked for.

    The archive has to stay as it is from the making of this object on: every method raises SourceChanged where
    the file at its path is another, has another size or another time of change, and CouldNot where a member
    cannot be read.
    """

    def __init__(self, path: Path, source: ArchiveSource) -> None:
        self._path = path
        self._source = source
        self._mark = self._marked()

    def digests_of(self, wanted: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield path and digests of each file; the archive is read once."""
        for reading in self._readings(wanted):
            yield reading.path, reading.digests

    def openers(self, paths: Sequence[str]) -> Mapping[str, Callable[[], BinaryIO]]:
        """Return for each file what opens it to read, from memory. Raises CouldNot where they are too large."""
        held: dict[str, bytearray] = {path: bytearray() for path in paths}

        def hold(path: str, parts: Iterator[bytes]) -> Iterator[bytes]:
            for part in parts:
                held[path] += part
                if sum(map(len, held.values())) > _HELD:
                    raise CouldNot(path, "it is too large to be held in memory", "Unpack the bag into a folder.")
                yield part

        for _ in self._readings(((path, ()) for path in paths), hold):
            pass
        return {path: partial(io.BytesIO, bytes(held.pop(path))) for path in paths}

    def copies(self, wanted: Iterable[ToCopy]) -> Iterator[tuple[str, Mapping[str, str], int]]:
        """Write each file to a new one, its octets counted and digested as they pass; the archive is read once.

        A target that is there already, be it a link, is never written to. The new file has the time at which it is
        written.
        """
        targets = {one.path: (Path(one.to), one.algorithms) for one in wanted}

        def write(path: str, parts: Iterator[bytes]) -> Iterator[bytes]:
            return _written(targets[path][0], parts)

        chosen = ((path, algorithms) for path, (_, algorithms) in targets.items())
        for reading in self._readings(chosen, write):
            yield reading.path, reading.digests, reading.size

    def _readings(self, wanted: Wanted, through: Through | None = None) -> Iterator[Reading]:
        self._demand_unchanged()
        for reading in self._source.readings(wanted, through):
            if reading.problem or reading.findings:
                self._demand_unchanged()
                problem = reading.problem or "; ".join(f"{one.code}, {one.found}" for one in reading.findings)
                raise CouldNot(reading.path, f"it cannot be read ({problem})", "Ask for a sound archive.")
            yield reading
        self._demand_unchanged()

    def _demand_unchanged(self) -> None:
        if self._marked() != self._mark:
            problem = "the archive changed while it was being ingested"
            raise SourceChanged(str(self._path), problem, "Wait until nothing writes to it, and ingest again.")

    def _marked(self) -> tuple[int, int, int, int]:
        try:
            now = self._path.stat(follow_symlinks=False)
        except OSError as error:
            problem = f"it cannot be read ({error.strerror})"
            raise CouldNot(str(self._path), problem, "Check that it is there, and its permissions.") from error
        return now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns


def _written(to: Path, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Write octets to a new file as they pass. Raises CouldNot: OSError would be taken for one of the archive."""
    with _trouble_of(to):
        out = open(to, "xb", buffering=0)  # noqa: SIM115  closed below; reading must stay out of _trouble_of
    with out:
        for part in parts:
            with _trouble_of(to):
                write_all(out.fileno(), part)
            yield part


@contextmanager
def _trouble_of(to: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CouldNot(str(to), f"it cannot be written ({error.strerror})", "Check the disk.") from error
