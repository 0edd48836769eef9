"""Which source a path is: a folder, or an archive by the ending of its name."""

from collections.abc import Generator, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from bayegan.bags.archive_form import NAMES, archive_ending, form_of, other_form
from bayegan.bags.bounds import Bounds
from bayegan.bags.folder import FolderSource
from bayegan.bags.source import ArchiveMaker, ArchiveSource, BagSource, Contents, Reading, Through, Wanted
from bayegan.errors import WrongUse
from bayegan.model.findings import finding
from bayegan.model.progress import Progress
from bayegan.storage.plain_file import demand_ordinary

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


def source_of(path: Path, bounds: Bounds | None = None, workers: int = 1) -> BagSource:
    """Return the source of the bag at `path`: a folder, or an archive by its ending.

    Many files of a folder are read by so many worker processes.
    Raises WrongUse for what is neither.
    """
    if path.is_dir():
        return FolderSource(path, workers)
    return archive_at(path, bounds or Bounds())


def archive_at(path: Path, bounds: Bounds) -> ArchiveSource:
    """Return the source of the archive file at `path`, by its octets where they are not what its ending says.

    Raises WrongUse for what is no archive.
    """
    demand_ordinary(path)
    ending = archive_ending(path.name)
    if not ending or not path.is_file():
        known = ", ".join(_FORMS)
        raise WrongUse(str(path), "it is neither a folder nor an archive", f"Name a folder, or a file in: {known}.")
    stem = path.name.removesuffix(ending)
    if other := other_form(path, ending):
        return _Misnamed(_maker(other)(path, stem, bounds), ending, NAMES[other])
    return _maker(ending)(path, stem, bounds)


def _maker(ending: str) -> ArchiveMaker:
    module, _, name = _FORMS[ending.lower()].partition(":")
    make: ArchiveMaker = getattr(import_module(module), name)
    return make


class _Misnamed:
    """An archive whose ending is that of another form; it is read as what it is, and that is said."""

    def __init__(self, archive: ArchiveSource, ending: str, form: str) -> None:
        self._archive = archive
        self._ending = ending
        self._form = form

    @property
    def serialization(self) -> str | None:
        return self._archive.serialization

    def contents(self) -> Generator[Progress, None, Contents]:
        contents = yield from self._archive.contents()
        contents.findings.append(
            finding("bag-archive-ending", expected=NAMES[form_of(self._ending)], found=self._form)
        )
        return contents

    def tag_file(self, path: str, algorithms: Sequence[str]) -> tuple[Reading, bytes]:
        return self._archive.tag_file(path, algorithms)

    def readings(self, wanted: Wanted, through: Through | None = None) -> Iterator[Reading]:
        return self._archive.readings(wanted, through)
