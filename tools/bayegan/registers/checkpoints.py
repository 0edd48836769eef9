"""What is signed of the ledger, under manifests/ledger: checkpoints with their time-stamps, and public keys.

A checkpoint is named for the number of lines that it is of, in 12 digits: `checkpoints/000000000012.txt`, and its
time-stamp `checkpoints/000000000012.tsr`. A public key is named for its id: `keys/0a1b2c3d.pem`. All of them are
written once and never changed.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.checkpoint import MOST_OCTETS
from bayegan.model.ledger_keys import FOLDER, path_of
from bayegan.storage.digests import open_to_read
from bayegan.storage.flush import write_durably
from bayegan.storage.folders import ensure_folder

_CHECKPOINTS = "manifests/ledger/checkpoints"
_CHECKPOINT = re.compile(r"([0-9]{12,18})\.txt")
_MOST_STAMP = 1 << 20
_PART = re.compile(r"\..*\.part")
"""What was being written when a process was killed; it is written anew."""
_KNOWN = {
    "": re.compile(r"[0-9]{12,18}\.jsonl|checkpoints|keys|rebuilt"),
    "checkpoints/": re.compile(r"[0-9]{12,18}\.(txt|tsr)"),
    "keys/": re.compile(r".*\.pem"),
}


class CheckpointRegister:
    """The signed side of the ledger in `folder`, manifests/ledger of an archive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sizes(self) -> list[int]:
        """Return of how many lines there are checkpoints, in order."""
        names = self._names("checkpoints")
        return sorted(int(found[1]) for name in names if (found := _CHECKPOINT.fullmatch(name)))

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Yield every checkpoint by its path in the archive, in the order of their sizes; raises CouldNot."""
        for size in self.sizes():
            yield path_of_checkpoint(size), self.read(size)

    def read(self, size: int) -> bytes:
        """Return a checkpoint; raises CouldNot where it cannot be read."""
        return self._read(path_of_checkpoint(size), MOST_OCTETS + 1)

    def write(self, size: int, content: bytes) -> str:
        """Write a new checkpoint, flushed; return its path in the archive. Raises CouldNot."""
        return self._write(path_of_checkpoint(size), content)

    def timestamp(self, size: int) -> bytes | None:
        """Return the time-stamp of a checkpoint; None where there is none."""
        path = path_of_timestamp(size)
        return self._read(path, _MOST_STAMP) if self._file(path).is_file() else None

    def write_timestamp(self, size: int, content: bytes) -> str:
        """Write a time-stamp, flushed; return its path in the archive. Raises CouldNot."""
        return self._write(path_of_timestamp(size), content)

    def key_files(self) -> dict[str, bytes]:
        """Return every public key file by its path in the archive; raises CouldNot."""
        names = sorted(name for name in self._names("keys") if name.endswith(".pem"))
        return {f"{FOLDER}/{name}": self._read(f"{FOLDER}/{name}", MOST_OCTETS) for name in names}

    def strays(self) -> list[str]:
        """Return what lies here and is no segment, checkpoint, time-stamp, key or report; raises CouldNot."""
        return [
            f"manifests/ledger/{folder}{name}"
            for folder, known in _KNOWN.items()
            for name in sorted(self._names(folder))
            if not known.fullmatch(name) and not _PART.fullmatch(name)
        ]

    def write_key(self, identifier: str, content: bytes) -> str:
        """Write a public key file, flushed; return its path in the archive. Raises CouldNot."""
        return self._write(path_of(identifier), content)

    def _names(self, folder: str) -> list[str]:
        try:
            return os.listdir(self._folder / folder)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _could_not(f"manifests/ledger/{folder}", error) from error

    def _file(self, path: str) -> Path:
        return self._folder / path.removeprefix("manifests/ledger/")

    def _read(self, path: str, most: int) -> bytes:
        try:
            with open_to_read(self._file(path)) as source:
                return source.read(most)
        except OSError as error:
            raise _could_not(path, error) from error

    def _write(self, path: str, content: bytes) -> str:
        try:
            ensure_folder(self._file(path).parent)
            write_durably(self._file(path), content)
        except OSError as error:
            problem = f"cannot be written ({error.strerror})"
            raise CouldNot(path, problem, "Check the disk and its permissions.") from error
        return path


def path_of_checkpoint(size: int) -> str:
    """Return where the checkpoint of so many lines lies in the archive."""
    return f"{_CHECKPOINTS}/{size:012d}.txt"


def path_of_timestamp(size: int) -> str:
    """Return where the time-stamp of that checkpoint lies in the archive."""
    return f"{_CHECKPOINTS}/{size:012d}.tsr"


def _could_not(path: str, error: OSError) -> CouldNot:
    return CouldNot(path, f"cannot be read ({error.strerror})", "Check its permissions and the disk.")
