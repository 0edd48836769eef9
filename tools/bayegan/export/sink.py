"""Where an exporter puts its files: digested as they are written, compared where they are copies."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from bayegan.export.open_item import OpenItem
from bayegan.export.sealed import could_not
from bayegan.model.findings import Finding
from bayegan.model.package_files import PackageFiles
from bayegan.storage.copying import write_new
from bayegan.storage.digests import digest_stream, open_to_read


class Sink:
    """The folder of a package, and what was written into it so far. Nothing is overwritten.

    `files` holds the SHA-512 and the size of each file by its path in the package; `octets` what was copied.
    `removed` are files of the package that were taken out again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = PackageFiles()
        self.findings: list[Finding] = []
        self.copied = 0
        self.octets = 0
        self.removed: set[str] = set()
        self._made: set[str] = set()
        self._shared: dict[bytes, tuple[str, tuple[bytes, int]]] = {}

    def part(self) -> "Sink":
        """Return a sink for a part of the same package, as one item of it; `take` takes in what it wrote."""
        part = Sink(self.folder)
        part._made = self._made
        part._shared = self._shared
        return part

    def take(self, part: "Sink") -> None:
        """Take in what a part has written, all at new paths, and what it found. It is not to be used again."""
        self.files.take(part.files)
        self.findings.extend(part.findings)
        self.copied += part.copied
        self.octets += part.octets
        self.removed |= part.removed

    def put(self, path: str, content: bytes) -> None:
        """Write a small file. Raises CouldNot."""
        self.make_folder(path.rpartition("/")[0])
        try:
            write_new(f"{self.folder}/{path}", content)
        except OSError as error:
            raise could_not(self.folder / path, "written", error) from error
        self.files[path] = hashlib.sha512(content).digest(), len(content)

    def share(self, path: str, content: bytes) -> None:
        """Write a file that stands in many packages: those of this sink are one file with several names.

        Where the file system has no hard links each is a file of its own. Raises CouldNot.
        """
        if content not in self._shared:
            self.put(path, content)
            self._shared[content] = path, self.files[path]
            return
        first, file = self._shared[content]
        self.make_folder(path.rpartition("/")[0])
        try:
            os.link(f"{self.folder}/{first}", f"{self.folder}/{path}")
        except FileExistsError as error:
            raise could_not(self.folder / path, "written", error) from error
        except OSError:
            self.put(path, content)
        self.files[path] = file

    @contextmanager
    def stream(self, path: str) -> Iterator[BinaryIO]:
        """Write a large file piece by piece to what is entered, which only writes. Raises CouldNot."""
        self.make_folder(path.rpartition("/")[0])
        try:
            with open(self.folder / path, "xb") as out:
                digesting = _Digesting(out)
                yield cast(BinaryIO, digesting)
        except OSError as error:
            raise could_not(self.folder / path, "written", error) from error
        self.files[path] = digesting.digest(), digesting.size

    def copy(self, item: OpenItem, source: str, path: str) -> None:
        """Copy a file of the sealed bag; a finding says where it is not as it was sealed. Raises CouldNot."""
        self.make_folder(path.rpartition("/")[0])
        digest, size, found = item.bag.copy(source, f"{self.folder}/{path}")
        self.files[path] = digest, size
        self.findings.extend(found)
        self.copied += 1
        self.octets += size

    def note(self, path: str) -> None:
        """Take in a file that something else wrote into the package. Raises CouldNot."""
        try:
            with open_to_read(self.folder / path) as source:
                digests, size = digest_stream(source, ("sha512",))
        except OSError as error:
            raise could_not(self.folder / path, "read back", error) from error
        self.files[path] = bytes.fromhex(digests["sha512"]), size

    def remove(self, path: str) -> None:
        """Take out a file that was written before. Raises CouldNot."""
        try:
            os.unlink(f"{self.folder}/{path}")  # noqa: PTH108
        except OSError as error:
            raise could_not(self.folder / path, "taken out", error) from error
        self.files.pop(path, None)
        self.removed.add(path)

    def make_folder(self, path: str) -> None:
        """Make a folder of the package with those above it, unless it is there. Raises CouldNot."""
        if not path or path in self._made:
            return
        self.make_folder(path.rpartition("/")[0])
        try:
            os.mkdir(f"{self.folder}/{path}")  # noqa: PTH102  a hundred thousand items have several each
        except FileExistsError:
            pass
        except OSError as error:
            raise could_not(self.folder / path, "written", error) from error
        self._made.add(path)


def aside(package: Path, place: str) -> Path:
    """Return the folder in which an archive file that is to lie at `place` of a package is prepared.

    No item has its name: that of an item never begins with a dot.
    """
    return package / f".{place}.part"


class _Digesting:
    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._digest = hashlib.sha512()
        self.size = 0

    def write(self, content: bytes) -> int:
        self._digest.update(content)
        self.size += len(content)
        return self._out.write(content)

    def flush(self) -> None:
        self._out.flush()

    def tell(self) -> int:
        return self.size

    def digest(self) -> bytes:
        return self._digest.digest()
