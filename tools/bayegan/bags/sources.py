"""Which source a path is: a folder, or an archive by the ending of its name."""

from importlib import import_module
from pathlib import Path

from bayegan.bags.bounds import Bounds
from bayegan.bags.folder import FolderSource
from bayegan.bags.source import ArchiveMaker, ArchiveSource, BagSource
from bayegan.errors import WrongUse

_FORMS = {
    ".zip": "bayegan.bags.zip_source:ZipSource",
    ".tar": "bayegan.bags.tar_forms:plain",
    ".tar.gz": "bayegan.bags.tar_forms:gzipped",
    ".tgz": "bayegan.bags.tar_forms:gzipped",
    ".tar.bz2": "bayegan.bags.tar_forms:bzipped",
    ".tar.xz": "bayegan.bags.tar_forms:xz",
    ".tar.zst": "bayegan.bags.tar_forms:zstandard",
}
"""What reads an archive, by its ending; loaded when an archive of that form is met."""


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
    module, _, name = _FORMS[ending.lower()].partition(":")
    make: ArchiveMaker = getattr(import_module(module), name)
    return make(path, path.name.removesuffix(ending), bounds)
