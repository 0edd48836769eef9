"""The journal of a fixity check on disk: lines of JSON, each behind its CRC-32, so that damage in one shows.

All of it is disposable. Lines are written as they come and flushed every few seconds: a process that is killed
loses nothing that it wrote, a power cut some seconds.
"""

import json
import os
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bayegan.errors import CouldNot
from bayegan.storage.digests import read_whole
from bayegan.storage.flush import replace_durably
from bayegan.storage.folders import ensure_folder

_FLUSH_SECONDS = 5.0
_ADVICE = "Check the disk. Without its journal a check that is interrupted begins anew."


class AuditFiles:
    """`.bayegan/audit`: the journal of the check at hand, and the parts of large versions for the next."""

    def __init__(self, folder: Path) -> None:
        self._journal = folder / "journal.jsonl"
        self._parts = folder / "parts.jsonl"
        self._descriptor = -1
        self._flushed = 0.0

    def read(self) -> tuple[list[Mapping[str, Any]], int] | None:
        """Return the lines of the journal that are sound, and how many are not; None where there is no journal.

        A last line without its end was being written when the process was killed, and does not count.
        """
        return _read(self._journal)

    def begin(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Write a new journal, flushed, and leave it open. Raises CouldNot."""
        content = b"".join(map(_line, lines))
        try:
            ensure_folder(self._journal.parent)
            replace_durably(self._journal, content)
        except OSError as error:
            raise _could_not(error) from error
        self._open()

    def go_on(self) -> None:
        """Open the journal to add lines; what a killed process left without an end is cut off. Raises CouldNot."""
        self._open()
        try:
            content, _ = read_whole(self._journal)
            os.ftruncate(self._descriptor, content.rfind(b"\n") + 1)
        except OSError as error:
            raise _could_not(error) from error

    def _open(self) -> None:
        try:
            self._descriptor = os.open(self._journal, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError as error:
            raise _could_not(error) from error
        self._flushed = time.monotonic()

    def add(self, line: Mapping[str, Any], *, flush: bool = False) -> None:
        """Add a line. Raises CouldNot; then nothing can be added any more."""
        content = _line(line)
        try:
            written = os.write(self._descriptor, content)
            if written != len(content):
                written += os.write(self._descriptor, content[written:])
            if flush or time.monotonic() - self._flushed > _FLUSH_SECONDS:
                os.fdatasync(self._descriptor)
                self._flushed = time.monotonic()
        except OSError as error:
            self.close()
            raise _could_not(error) from error

    def close(self) -> None:
        """Close the journal, which stays."""
        if self._descriptor >= 0:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1

    def end(self, parts: Iterable[Mapping[str, Any]]) -> None:
        """Keep `parts` for the next check and remove the journal. Raises CouldNot."""
        self.close()
        content = b"".join(map(_line, parts))
        try:
            if content:
                replace_durably(self._parts, content)
            else:
                self._parts.unlink(missing_ok=True)
            self._journal.unlink(missing_ok=True)
        except OSError as error:
            raise _could_not(error) from error

    def parts(self) -> list[Mapping[str, Any]]:
        """Return the parts of large versions that the last check left, as far as they are sound."""
        try:
            found = _read(self._parts)
        except CouldNot:
            return []
        return found[0] if found else []

    def set_aside(self, stamp: str) -> str:
        """Give the journal another name, and return that. Raises CouldNot."""
        self.close()
        aside = self._journal.with_name(f"journal-set-aside-{stamp}.jsonl")
        try:
            self._journal.rename(aside)
        except OSError as error:
            raise _could_not(error) from error
        return f".bayegan/audit/{aside.name}"


def _line(value: Mapping[str, Any]) -> bytes:
    content = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return b"%08x %b\n" % (zlib.crc32(content), content)


def _read(path: Path) -> tuple[list[Mapping[str, Any]], int] | None:
    try:
        content, _ = read_whole(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _could_not(error) from error
    found = [_value(line) for line in content.split(b"\n")[:-1]]
    sound = [one for one in found if one is not None]
    if found and found[0] is None:
        return [], len(found)
    return sound, len(found) - len(sound)


def _value(line: bytes) -> Mapping[str, Any] | None:
    crc, _, content = line.partition(b" ")
    try:
        if len(crc) != 8 or int(crc, 16) != zlib.crc32(content):
            return None
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _could_not(error: OSError) -> CouldNot:
    problem = f"cannot be read or written ({error.strerror or error})"
    return CouldNot("the journal of the check (.bayegan/audit)", problem, _ADVICE)
