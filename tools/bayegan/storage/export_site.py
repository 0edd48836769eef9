"""Where an export is written: a folder beside the destination that gets its name at the end, whole or not at all.

What an interrupted export left there is found again by the next one of the same plan. What it had finished was
flushed before it was noted.
"""

import json
import os
import shutil
import stat
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bayegan.errors import WrongUse
from bayegan.model.dissemination import listing_digest
from bayegan.model.listing import Kind
from bayegan.storage.digests import digest_file
from bayegan.storage.flush import flush_file_system, flush_folder
from bayegan.storage.folders import ensure_folder
from bayegan.storage.lock import locked
from bayegan.storage.scan import scan

if TYPE_CHECKING:
    from concurrent.futures import Future

_FLUSH_SECONDS = 2.0
"""From one flush to the next, while there is more to write: what the last one finds to do is short."""
_NAMED = "named"
"""What holds the digest of a package that gets its name, until the ledger tells of it."""
_LARGE = 1 << 20
_MOST = 24 << 20
"""Octets of one answer, and of all that waits to be noted, that are not to be held while something is flushed."""


class ExportSite:
    """A package that is being written, with a journal of what is finished.

    `folder` is that of the package; `is_resumed` says that an interrupted run of the same plan began it.
    """

    def __init__(self, aside: Path, plan: str) -> None:
        self.folder = aside / "package"
        self._journal = aside / "journal"
        self._head = json.dumps({"plan": plan}) + "\n"
        self._waiting: list[str] = []
        self._octets = 0
        self._flushed = time.monotonic()
        self._beside = ExitStack()
        self._noted: Future[None] | None = None
        found = self._found()
        self.is_resumed = found is not None
        self._finished = found or {}
        if found is None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir()
            self._journal.write_text(self._head, encoding="ascii")

    def finished(self) -> Mapping[int, bytes]:
        """Return what an interrupted run of the same plan had finished."""
        return self._finished

    def keep(self, number: int, answer: bytes) -> None:
        """Note that a piece of the work is done; the note is written once what was done is on disk.

        A thread flushes and writes, so that nobody waits for the disk, unless there is so much to note that memory
        would grow meanwhile. Raises OSError where it could not.
        """
        self._waiting.append(json.dumps([number, b64encode(answer).decode("ascii")]) + "\n")
        self._octets += len(self._waiting[-1])
        is_much = len(answer) > _LARGE or self._octets > _MOST
        if is_much and self._noted is not None:
            self.settle()
        if time.monotonic() - self._flushed < _FLUSH_SECONDS or not (self._noted is None or self._noted.done()):
            return
        self.settle()
        if is_much:
            self._note(self._waiting)
        else:
            self._begin_to_note(self._waiting)
        self._waiting, self._octets = [], 0
        self._flushed = time.monotonic()

    def flush_ahead(self) -> None:
        """Begin to flush what was written since the last flush, if there was one: `finish` finds little to do."""
        if self._noted is not None:
            self.settle()
            self._begin_to_note(self._waiting)
            self._waiting, self._octets = [], 0

    def settle(self) -> None:
        """Wait until what is being flushed and noted is. Raises OSError where it could not be."""
        noted, self._noted = self._noted, None
        if noted is not None:
            noted.result()

    def leave(self) -> None:
        """Let nobody write to the journal any more."""
        self._beside.close()

    def _begin_to_note(self, lines: list[str]) -> None:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  loaded for large exports alone

        self._beside.close()
        self._noted = self._beside.enter_context(ThreadPoolExecutor(1)).submit(self._note, lines)

    def _note(self, lines: list[str]) -> None:
        flush_file_system(self.folder)
        with open(self._journal, "a", encoding="ascii") as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())

    def _found(self) -> dict[int, bytes] | None:
        """Return what the journal of the same plan holds, None where there is none; a torn line is left out."""
        try:
            lines = self._journal.read_text(encoding="ascii").splitlines(keepends=True)
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        if not lines or lines[0] != self._head or not self.folder.is_dir():
            return None
        os.truncate(self._journal, sum(map(len, _whole(lines))))  # what is noted next begins a line
        try:
            return {number: b64decode(answer) for number, answer in map(json.loads, _whole(lines[1:]))}
        except ValueError:
            return None


def _whole(lines: list[str]) -> list[str]:
    return [line for line in lines if line.endswith("\n")]


class ExportParcel:
    """The destination of an export: new, empty, or a package that this archive wrote there and nobody touched."""

    def __init__(self, destination: Path, is_ours: Callable[[str], bool]) -> None:
        self._destination = destination
        self._is_ours = is_ours
        self._aside = destination.parent / f".{destination.name}.bayegan-export"
        self._held = ExitStack()
        self._is_held = False
        self._site: ExportSite | None = None
        self._old: Path | None = None

    def check(self) -> None:
        """Raise WrongUse where the destination holds anything that is not ours, or is no folder."""
        if self._destination.is_symlink():
            raise WrongUse(str(self._destination), "it is a symbolic link", "Name the folder itself with --to.")
        if self._destination.is_dir() and self._is_free():
            return
        if self._destination.exists():
            what = "other files, or a package that was changed" if self._destination.is_dir() else "a file"
            problem = f"it is in use: what is there is {what}"
            raise WrongUse(str(self._destination), problem, "Name a new or an empty folder with --to.")

    def begin(self, plan: str) -> ExportSite:
        """Return where to write; raises WrongUse where the destination is in use, Locked while another writes."""
        self.check()
        self._make_aside()
        self._held.enter_context(locked(self._aside / "lock", str(self._destination)))
        self._is_held = True
        site = ExportSite(self._aside, plan)
        self._site = site
        self._held.callback(site.leave)
        return site

    def is_there(self, package: str) -> bool:
        """Say whether the destination holds the package of this digest."""
        return self._destination.is_dir() and package_digest(self._destination) == package

    def finish(self, package: str) -> None:
        """Flush what was written and rename it into place; what stood there and was ours goes.

        The digest of the package is noted first: where no receipt follows, the next run knows what it finds there.
        Raises OSError where the disk says, now or at an earlier flush, that something could not be written.
        """
        if self._site is not None:
            self._site.settle()
        (self._aside / _NAMED).write_text(package, encoding="ascii")
        flush_file_system(self._aside)
        if self._destination.is_dir() and any(self._destination.iterdir()):
            self._old = self._aside / "old"
            self._destination.rename(self._old)
        (self._aside / "package").rename(self._destination)
        flush_folder(self._destination.parent)

    def retract(self) -> None:
        """Remove what was finished, and put back what stood there."""
        shutil.rmtree(self._destination)
        if self._old is not None:
            self._old.rename(self._destination)

    def discard(self) -> None:
        """Remove what has no name, and let go of the place; what another export writes there is left alone."""
        if self._site is not None:
            self._site.leave()
        if self._is_held and self._aside.is_dir():
            shutil.rmtree(self._aside)
        self.leave()

    def leave(self) -> None:
        """Let go of the place; what was finished waits for the next run of the same plan."""
        self._is_held = False
        self._held.close()

    def _make_aside(self) -> None:
        """Make the folder beside the destination for us alone; one of somebody else is not believed."""
        ensure_folder(self._aside.parent)
        try:
            self._aside.mkdir(mode=0o700)
        except FileExistsError as error:
            if not self._is_aside_ours():
                problem = "it lies where an export is prepared, and others can write to it"
                raise WrongUse(
                    str(self._aside), problem, "Remove it, or choose another place with --to."
                ) from error

    def _is_aside_ours(self) -> bool:
        """Say whether what lies beside the destination is a folder that nobody else can write to."""
        try:
            found = self._aside.lstat()
        except FileNotFoundError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077

    def _is_free(self) -> bool:
        """Say whether the destination is empty, or holds a package of ours, with a receipt or stopped before it."""
        if not any(self._destination.iterdir()):
            return True
        package = package_digest(self._destination)
        return self._is_ours(package) or (bool(package) and package == self._named())

    def _named(self) -> str:
        """Return the digest of the package that a run gave its name, if that run was stopped then; "" otherwise."""
        try:
            return (self._aside / _NAMED).read_text(encoding="ascii") if self._is_aside_ours() else ""
        except (FileNotFoundError, UnicodeDecodeError):
            return ""


def package_digest(folder: Path) -> str:
    """Return the digest of a package on disk, as `listing_digest` has it; "" where something else lies in it.

    Raises CouldNot where it cannot be listed, OSError where it cannot be read.
    """
    files: dict[str, bytes] = {}
    for entry in scan(folder):
        if entry.kind is Kind.FILE:
            files[entry.path] = bytes.fromhex(digest_file(folder / entry.path, ["sha512"])["sha512"])
        elif entry.kind is not Kind.EMPTY_FOLDER:
            return ""
    return listing_digest(files)
