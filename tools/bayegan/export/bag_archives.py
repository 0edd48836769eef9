"""A sealed bag written as one archive file, with the same octets whenever the same bag is written.

Members lie in the order of their names, folders before what is in them; every time is the Bagging-Date of the bag
at 00:00 UTC, every mode 0644 or 0755, every owner 0 and without a name.
"""

import gzip
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from bayegan.bags.declaration import Declaration
from bayegan.bags.tag_file import NAME as BAG_INFO
from bayegan.bags.tag_file import read_bag_info, values_of
from bayegan.export.sealed import SealedBag, could_not
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import Kind
from bayegan.model.names import is_utf8
from bayegan.storage.digests import digest_stream, open_to_read
from bayegan.storage.scan import scan

_BLOCK = 512
_RECORD = 10240
_LEVEL = 6
_FIRST = datetime(1980, 1, 1, tzinfo=UTC)
"""The first day that a zip file can hold."""

Write = Callable[[bytes], object]


class Archive(Protocol):
    """An archive that is being written, member by member."""

    def folder(self, name: str) -> None:
        """Write a folder."""

    def file(self, name: str, size: int) -> AbstractContextManager[Write]:
        """Write a file of `size` octets to what is entered."""

    def end(self) -> None:
        """Write what marks the end."""


class TarArchive:
    """A tar file in the pax format (POSIX.1-2001), which holds any name and any size."""

    def __init__(self, out: BinaryIO, time: datetime) -> None:
        self._out = out
        self._time = int(time.timestamp())
        self._written = 0

    def folder(self, name: str) -> None:
        """Write a folder."""
        self._header(name, tarfile.DIRTYPE, 0o755, 0)

    @contextmanager
    def file(self, name: str, size: int) -> Iterator[Write]:
        """Write a file; it is padded to whole blocks."""
        self._header(name, tarfile.REGTYPE, 0o644, size)
        yield self._put
        self._put(bytes(-self._written % _BLOCK))

    def end(self) -> None:
        """Write two blocks of zeros, and fill up the record as tar programs do."""
        self._put(bytes(2 * _BLOCK))
        self._put(bytes(-self._written % _RECORD))

    def _header(self, name: str, kind: bytes, mode: int, size: int) -> None:
        info = tarfile.TarInfo(name)
        info.type, info.mode, info.size, info.mtime = kind, mode, size, self._time
        self._put(info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape"))

    def _put(self, octets: bytes) -> None:
        self._out.write(octets)
        self._written += len(octets)


class TgzArchive(TarArchive):
    """A tar file packed by gzip, whose header names no file and no time."""

    def __init__(self, out: BinaryIO, time: datetime) -> None:
        self._gzip = gzip.GzipFile("", "wb", _LEVEL, out, mtime=0)
        super().__init__(cast(BinaryIO, self._gzip), time)

    def end(self) -> None:
        """Write the end of the tar file, and that of the stream."""
        super().end()
        self._gzip.close()


class ZipArchive:
    """A zip file with UTF-8 names, and of 64 bits where it must be.

    Members are stored, not packed: most documents are packed in themselves, one damaged octet then harms one file,
    and the octets do not depend on the release of a compression library.
    """

    def __init__(self, out: BinaryIO, time: datetime) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED)
        self._time = max(time, _FIRST).timetuple()[:6]

    def folder(self, name: str) -> None:
        """Write a folder."""
        info = self._info(f"{name}/", 0o40755, 0)
        info.external_attr |= 0x10
        self._zip.writestr(info, b"")

    @contextmanager
    def file(self, name: str, size: int) -> Iterator[Write]:
        """Write a file."""
        with self._zip.open(self._info(name, 0o100644, size), "w") as member:
            yield cast(Write, member.write)

    def end(self) -> None:
        """Write the directory."""
        self._zip.close()

    def _info(self, name: str, mode: int, size: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._time)
        info.create_system = 3
        info.external_attr = mode << 16
        info.file_size = size
        return info


ARCHIVES: Mapping[str, Callable[[BinaryIO, datetime], Archive]] = {
    "zip": ZipArchive,
    "tar": TarArchive,
    "tgz": TgzArchive,
}
"""The forms in which a bag can be one file; each is the ending of the file's name."""


def write_archive(bag: SealedBag, target: Path, form: str) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    """Write a bag to the new file `target`, yielding of each file its size and what is wrong with it.

    Every file is compared with the manifest while it is written. Raises CouldNot where one cannot be read or
    written.
    """
    names = {**dict.fromkeys(bag.files, False), **dict.fromkeys(bag.empty, True)}
    with _written(target, form, _bagging_date(bag)) as archive:
        for path in _files_put(archive, bag.item.folder, names):
            with archive.file(f"{bag.item.folder}/{path}", bag.size(path)) as write:
                poured = bag.pour(path, write)
            yield poured


def write_folder_archive(folder: Path, top: str, target: Path, form: str, time: datetime) -> Iterator[int]:
    """Write a folder that was written before to the new file `target`, as `top` in it; yield the size of each file.

    Raises CouldNot where a file cannot be read or written.
    """
    sizes = {entry.path: entry.size for entry in scan(folder) if entry.kind is Kind.FILE}
    empty = [entry.path for entry in scan(folder) if entry.kind is Kind.EMPTY_FOLDER]
    with _written(target, form, time) as archive:
        for path in _files_put(archive, top, {**dict.fromkeys(sizes, False), **dict.fromkeys(empty, True)}):
            with archive.file(f"{top}/{path}", sizes[path]) as write, open_to_read(folder / path) as source:
                digest_stream(source, (), write)
            yield sizes[path]


@contextmanager
def _written(target: Path, form: str, time: datetime) -> Iterator[Archive]:
    try:
        with open(target, "xb") as out, _ended(ARCHIVES[form](out, time)) as archive:
            yield archive
    except OSError as error:
        raise could_not(target, "written", error) from error


def _files_put(archive: Archive, top: str, names: Mapping[str, bool]) -> Iterator[str]:
    """Yield each file in its order, with the folders above it written; `names` say which is an empty folder."""
    archive.folder(top)
    for is_folder, path in _with_folders(sorted(names, key=_octets), names):
        if is_folder:
            archive.folder(f"{top}/{path}")
        else:
            yield path


@contextmanager
def _ended(archive: Archive) -> Iterator[Archive]:
    """End the archive; after a failure without a second one."""
    try:
        yield archive
    except BaseException:
        with suppress(OSError, ValueError):
            archive.end()
        raise
    archive.end()


def unfit_names(item: str, paths: Iterable[str], form: str) -> Iterator[Finding]:
    """Yield the names that an archive of that form cannot hold: a zip file holds UTF-8 and no backslashes."""
    if form == "zip":
        for path in paths:
            if "\\" in path or not is_utf8(path):
                yield finding("export-name-not-for-zip", item=item, path=path, found=path)


def _with_folders(names: Sequence[str], empty: Mapping[str, bool]) -> Iterator[tuple[bool, str]]:
    """Yield files and folders, whether it is a folder and its path, each folder once and before what is in it."""
    known: set[str] = set()
    for name in names:
        parts = name.split("/")
        for length in range(1, len(parts)):
            folder = "/".join(parts[:length])
            if folder not in known:
                known.add(folder)
                yield True, folder
        yield empty[name], name


def _octets(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _bagging_date(bag: SealedBag) -> datetime:
    """Return the Bagging-Date at 00:00 UTC; without a date that can be read, the first day of 1980."""
    tags, _ = read_bag_info(bag.read(BAG_INFO), Declaration())
    for value in values_of(tags, "Bagging-Date"):
        try:
            return datetime.strptime(value.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            continue
    return _FIRST
