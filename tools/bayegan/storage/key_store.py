"""Private keys, which lie outside of the archive: in the user's own configuration, readable by that user alone."""

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from bayegan.errors import CouldNot, WrongUse
from bayegan.model.findings import Finding, finding
from bayegan.storage.config_home import VARIABLE, config_home
from bayegan.storage.flush import flush_folder
from bayegan.storage.folders import ensure_folder

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS)
_MOST_OCTETS = 16_384


class KeyStore:
    """`$XDG_CONFIG_HOME/bayegan`: a file a key. Nothing in it is ever overwritten or removed by a command.

    The first key of an archive is `<archive id>.pem`; one that replaced another is `<archive id>-<key id>.pem`.
    """

    def __init__(self, archive_id: str, root: Path, environment: Mapping[str, str]) -> None:
        self._archive_id = archive_id
        self._root = root
        self.folder = config_home(environment) / "bayegan"

    def write(self, content: bytes, identifier: str, *, is_first: bool) -> Path:
        """Write a private key durably, whole or not at all, and return its path.

        Raises CouldNot where the disk refuses or a file of that name is there; WrongUse where the folder for keys
        lies in the archive: whoever is given the archive would be given the key.
        """
        if self.folder.resolve().is_relative_to(self._root.resolve()):
            raise WrongUse(str(self.folder), "keys would lie in the archive", f"Set {VARIABLE} to another folder.")
        path = self._first if is_first else self._later(identifier)
        try:
            ensure_folder(self.folder.parent)
            if not self.folder.is_dir():
                self.folder.mkdir(mode=0o700)
                flush_folder(self.folder.parent)
            _write_new(path, content)
        except OSError as error:
            advice = f"Set {VARIABLE} to a folder that can be written to, outside of the archive."
            advice += " `bayegan init --no-key` makes an archive without one." if is_first else ""
            raise CouldNot(str(path), f"the key cannot be written ({error.strerror})", advice) from error
        return path

    def find(self, identifier: str) -> list[Path]:
        """Return the files that may hold the private key of this id, the likelier first."""
        return [path for path in (self._later(identifier), self._first) if path.is_file()]

    def read(self, path: Path) -> bytes:
        """Return the content of a key file; raises CouldNot."""
        try:
            with open(path, "rb") as source:
                return source.read(_MOST_OCTETS)
        except OSError as error:
            problem = f"the key cannot be read ({error.strerror})"
            raise CouldNot(str(path), problem, "Check its permissions.") from error

    def openness(self, path: Path) -> tuple[Finding, ...]:
        """Say whether others than its owner may read a key file."""
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077 == 0:
            return ()
        advice = f"Take their permission away: chmod 600 {path}"
        return (finding("ledger-key-open", path=str(path), found=f"mode {mode:04o}", advice=advice),)

    @property
    def _first(self) -> Path:
        return self.folder / f"{self._archive_id}.pem"

    def _later(self, identifier: str) -> Path:
        return self.folder / f"{self._archive_id}-{identifier}.pem"


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, flushed, under a name that nothing has yet."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(os.open(aside, _NEW, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        _name(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    flush_folder(path.parent)


def _name(aside: Path, path: Path) -> None:
    """Give a file its name; raises FileExistsError where that is taken."""
    try:
        path.hardlink_to(aside)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A file system without hard links: what is left is to look first.
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(path)) from error
        aside.rename(path)
