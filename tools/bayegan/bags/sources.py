"""Which source a path is: a folder, or an archive by the ending of its name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bayegan.bags.bounds import Bounds
from bayegan.bags.folder import FolderSource
from bayegan.bags.source import ArchiveSource, BagSource
from bayegan.bags.tar_source import TarSource, Unpacking
from bayegan.bags.unpacking import unpacked_bzip2, unpacked_gzip, unpacked_xz, unpacked_zstd
from bayegan.bags.zip_source import ZipSource
from bayegan.errors import WrongUse

_Make = Callable[[Path, str, Bounds], ArchiveSource]


@dataclass(frozen=True, slots=True)
class _Tar:
    """A form of tar: its MIME type, and how it is unpacked."""

    serialization: str
    unpacking: Unpacking | None = None

    def __call__(self, path: Path, stem: str, bounds: Bounds) -> ArchiveSource:
        return TarSource(path, stem, self.serialization, self.unpacking, bounds)


_GZIP = _Tar("application/gzip", unpacked_gzip)
_FORMS: dict[str, _Make] = {
    ".zip": ZipSource,
    ".tar": _Tar("application/tar"),
    ".tar.gz": _GZIP,
    ".tgz": _GZIP,
    ".tar.bz2": _Tar("application/x-bzip2", unpacked_bzip2),
    ".tar.xz": _Tar("application/x-xz", unpacked_xz),
    ".tar.zst": _Tar("application/zstd", unpacked_zstd),
}


def archive_ending(name: str) -> str:
    """Return the ending by which `name` is that of a serialised bag, empty where it is none."""
    lower = name.lower()
    return next((name[-len(ending) :] for ending in _FORMS if lower.endswith(ending)), "")


def source_of(path: Path, bounds: Bounds | None = None, workers: int = 1) -> BagSource:
    """Return the source of the bag at `path`: a folder, or an archive by its ending.

    Nothing is opened yet. Many files of a folder are read by so many worker processes.
    Raises WrongUse for what is neither.
    """
    if path.is_dir():
        return FolderSource(path, workers)
    return archive_at(path, bounds or Bounds())


def archive_at(path: Path, bounds: Bounds) -> ArchiveSource:
    """Return the source of the archive file at `path`; nothing is opened yet. Raises WrongUse for what is none."""
    ending = archive_ending(path.name)
    if not ending or not path.is_file():
        known = ", ".join(_FORMS)
        raise WrongUse(str(path), "it is neither a folder nor an archive", f"Name a folder, or a file in: {known}.")
    return _FORMS[ending.lower()](path, path.name.removesuffix(ending), bounds)
