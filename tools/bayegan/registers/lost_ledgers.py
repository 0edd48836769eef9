"""Ledgers that are set aside, and the one that takes the place: two renames, between which nothing is lost.

The new ledger is built as `manifests/.ledger-new.part`. When it is whole and flushed it is called
`manifests/.ledger-new-STAMP`. Then the old one becomes `manifests/ledger-lost/STAMP`, and the new one
`manifests/ledger`. Whoever is interrupted between the two leaves no ledger at all, which every command says, and
the next rebuild finds the new one and does the second rename.
"""

import os
import re
import shutil
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.rebuilding import LOST
from bayegan.storage.digests import digest_file
from bayegan.storage.flush import flush_file_system, flush_folder
from bayegan.storage.folders import ensure_folder
from bayegan.storage.lock import locked

_READY = re.compile(r"\.ledger-new-(\w+)")
_LOCK_SECONDS = 60.0
_CHECK = "Check the disk and its permissions; then run it again."


class LostLedgers:
    """What happens to `ledger`, the folder of the ledger, when another takes its place. All raise CouldNot."""

    def __init__(self, ledger: Path, locks: Path) -> None:
        self._ledger = ledger
        self._locks = locks

    def digests(self, stamp: str) -> dict[str, str]:
        """Return the SHA-512 of every file of the ledger, by the path that it will have when it is set aside."""
        found: dict[str, str] = {}
        try:
            for path in sorted(self._ledger.rglob("*")) if self._ledger.is_dir() else ():
                if path.is_file() and not path.is_symlink():
                    name = f"{LOST}/{stamp}/{path.relative_to(self._ledger).as_posix()}"
                    found[name] = digest_file(path, ["sha512"])["sha512"]
        except OSError as error:
            raise _could_not(Path(error.filename or self._ledger), error) from error
        return found

    def is_taken(self, stamp: str) -> bool:
        """Say whether a ledger was set aside under this name."""
        return self._aside(stamp).exists()

    def begin(self) -> Path:
        """Return an empty folder to build the new ledger in; what an earlier rebuild left of one is removed."""
        self.discard()
        try:
            ensure_folder(self._part)
        except OSError as error:
            raise _could_not(self._part, error) from error
        return self._part

    def discard(self) -> bool:
        """Remove what an interrupted rebuild left of a new ledger; say whether there was something."""
        left = [path for path in (self._part, *(path for _, path in self._ready())) if path.exists()]
        try:
            for path in left:
                shutil.rmtree(path)
        except OSError as error:
            raise _could_not(left[0], error) from error
        return bool(left)

    def replace(self, part: Path, stamp: str, digests: dict[str, str]) -> None:
        """Set the old ledger aside and put the one that was built in its place.

        The old one must still be of these `digests`: CouldNot is raised where it is not, and nothing is changed.
        """
        ensure_folder(self._locks)
        with locked(self._locks / "ledger.lock", "the ledger", _LOCK_SECONDS):
            if self.digests(stamp) != digests:
                problem = "it was changed while the new one was made"
                raise CouldNot(str(self._ledger), problem, "Run it again, when nobody writes to the archive.")
            ready = self._ledger.with_name(f".ledger-new-{stamp}")
            try:
                flush_file_system(part)
                part.rename(ready)
                flush_folder(ready.parent)
                if self._ledger.exists():
                    ensure_folder(self._aside(stamp).parent)
                    self._ledger.rename(self._aside(stamp))
                    flush_folder(self._aside(stamp).parent)
                    flush_folder(self._ledger.parent)
                self._put(ready)
            except OSError as error:
                raise _could_not(self._ledger, error) from error

    def go_on(self) -> str | None:
        """Finish what was interrupted between the two renames; return the name of what was set aside then."""
        if self._ledger.exists():
            return None
        for stamp, ready in self._ready():
            with locked(self._locks / "ledger.lock", "the ledger", _LOCK_SECONDS):
                try:
                    self._put(ready)
                except OSError as error:
                    raise _could_not(self._ledger, error) from error
            return stamp
        return None

    def _put(self, ready: Path) -> None:
        ready.rename(self._ledger)
        flush_folder(self._ledger.parent)

    @property
    def _part(self) -> Path:
        return self._ledger.with_name(".ledger-new.part")

    def _aside(self, stamp: str) -> Path:
        return self._ledger.with_name(LOST.rpartition("/")[2]) / stamp

    def _ready(self) -> list[tuple[str, Path]]:
        try:
            names = sorted(os.listdir(self._ledger.parent))
        except FileNotFoundError:
            return []
        return [(said[1], self._ledger.parent / name) for name in names if (said := _READY.fullmatch(name))]


def _could_not(path: Path, error: OSError) -> CouldNot:
    return CouldNot(str(path), f"the ledger cannot be set aside or replaced ({error.strerror})", _CHECK)
