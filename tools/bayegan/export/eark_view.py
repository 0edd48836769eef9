"""A package to be checked, in whatever form it comes: a folder, or a zip or tar file that is not unpacked."""

import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar, cast

from bayegan.errors import WrongUse
from bayegan.export.sealed import SMALL, could_not
from bayegan.export.sink import Sink
from bayegan.model.listing import Kind
from bayegan.storage.digests import digest_file, digest_stream, open_to_read, read_whole
from bayegan.storage.scan import scan


class PackageView(Protocol):
    """The files of a package, by their paths from its root folder, whose name is `name`."""

    name: str

    def paths(self) -> Iterable[str]:
        """Return the path of every file."""

    def size(self, path: str) -> int | None:
        """Return the size of a file, None where there is none."""

    def digest(self, path: str, algorithm: str) -> str:
        """Return the digest of a file that is there, by hashlib's name of the algorithm, in lower case."""

    def open(self, path: str) -> BinaryIO:
        """Open a file that is there."""


class WrittenView:
    """A package that was written a moment ago: nothing of it is read again but its METS."""

    def __init__(self, sink: Sink, name: str) -> None:
        self.name = name
        self._sink = sink
        self._start = start = f"{name}/"
        self._paths = [path[len(start) :] for path in sink.files if path.startswith(start)]

    def paths(self) -> Iterable[str]:
        """Return the path of every file."""
        return self._paths

    def size(self, path: str) -> int | None:
        """Return the size of a file, None where none was written."""
        found = self._sink.files.get(self._start + path)
        return None if found is None else found[1]

    def digest(self, path: str, algorithm: str) -> str:
        """Return the digest of a file; only SHA-512 is known without reading it."""
        if algorithm == "sha512":
            return self._sink.files[self._start + path][0].hex()
        return digest_file(f"{self._sink.folder}/{self._start}{path}", (algorithm,))[algorithm]

    def open(self, path: str) -> BinaryIO:
        """Open a file; one that is small is read at once."""
        place = f"{self._sink.folder}/{self._start}{path}"
        if (self.size(path) or 0) <= SMALL:
            return BytesIO(read_whole(place)[0])
        return open_to_read(place)


class FolderView:
    """A package in a folder; what is no plain file is not there."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._folder = folder
        self._sizes = {entry.path: entry.size for entry in scan(folder) if entry.kind is Kind.FILE}

    def paths(self) -> Iterable[str]:
        """Return the path of every file."""
        return self._sizes

    def size(self, path: str) -> int | None:
        """Return the size of a file, None where there is none."""
        return self._sizes.get(path)

    def digest(self, path: str, algorithm: str) -> str:
        """Read a file and return its digest."""
        return digest_file(self._folder / path, (algorithm,))[algorithm]

    def open(self, path: str) -> BinaryIO:
        """Open a file."""
        return open_to_read(self._folder / path)


class ArchiveView:
    """A package in an archive file. `tops` are the names at the top of it: there has to be one (CSIPSTR1)."""

    def __init__(self, archive: Path, members: "_Members") -> None:
        self.tops = sorted({name.partition("/")[0] for name in members})
        self.name = self.tops[0] if len(self.tops) == 1 else archive.stem
        start = f"{self.name}/"
        self._members = {name[len(start) :]: one for name, one in members.items() if name.startswith(start)}

    def paths(self) -> Iterable[str]:
        """Return the path of every file."""
        return self._members

    def size(self, path: str) -> int | None:
        """Return the size of a file, None where there is none."""
        return self._members[path][0] if path in self._members else None

    def digest(self, path: str, algorithm: str) -> str:
        """Read a file and return its digest."""
        with self.open(path) as source:
            return digest_stream(source, (algorithm,))[0][algorithm]

    def open(self, path: str) -> BinaryIO:
        """Open a file."""
        return self._members[path][1]()


_Archive = TypeVar("_Archive", zipfile.ZipFile, tarfile.TarFile)
_Members = Mapping[str, tuple[int, Callable[[], BinaryIO]]]


@contextmanager
def view_of(package: Path) -> Iterator[FolderView | ArchiveView]:
    """Open the package at `package` for as long as it is looked at.

    Raises WrongUse for what is neither a folder nor a zip or tar file, CouldNot where it cannot be read.
    """
    if package.is_dir():
        yield FolderView(package)
    elif package.suffix == ".zip" and package.is_file():
        with _opened(package, zipfile.ZipFile) as archive:
            yield ArchiveView(package, _zip_members(archive))
    elif package.suffix == ".tar" and package.is_file():
        with _opened(package, partial(tarfile.open, mode="r:", errors="surrogateescape")) as tar:
            yield ArchiveView(package, _tar_members(tar))
    else:
        raise WrongUse(str(package), "it is no E-ARK package", "Name a folder, or a zip or tar file.")


def _opened(package: Path, opener: Callable[[Path], _Archive]) -> _Archive:
    try:
        return opener(package)
    except (OSError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise could_not(package, "read", OSError(0, str(error))) from error


def _zip_members(archive: zipfile.ZipFile) -> _Members:
    return {
        info.filename: (info.file_size, cast(Callable[[], BinaryIO], partial(archive.open, info)))
        for info in archive.infolist()
        if not info.is_dir()
    }


def _tar_members(archive: tarfile.TarFile) -> _Members:
    return {
        info.name: (info.size, cast(Callable[[], BinaryIO], partial(archive.extractfile, info)))
        for info in archive.getmembers()
        if info.isreg()
    }


ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
"""The digests of METS that can be computed, by their names there."""
