"""How much of the payload was copied so far, told by every process that writes while its items are not yet done.

An item may have a hundred thousand files, and is answered for when all of them are there.
"""

import os
from contextlib import suppress
from pathlib import Path

_EVERY_FILES = 256
_EVERY_OCTETS = 16 << 20
_NUMBER = 8
_NAME = "tally-"


class Tally:
    """What this process has copied; written down now and then where `begin` said, and never where it is little."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._files = self._octets = 0
        self._told = (0, 0)

    def begin(self, folder: Path) -> None:
        """Count from now on for the export that is prepared in `folder`."""
        if folder != self._folder:
            self._folder = folder
            self._files = self._octets = 0
            self._told = (0, 0)

    def copied(self, octets: int) -> None:
        """Count a file. That the count cannot be written down is no harm."""
        self._files += 1
        self._octets += octets
        files, told = self._told
        if self._folder and (self._files - files >= _EVERY_FILES or self._octets - told >= _EVERY_OCTETS):
            self._told = self._files, self._octets
            both = self._files.to_bytes(_NUMBER, "big") + self._octets.to_bytes(_NUMBER, "big")
            with suppress(OSError):
                (self._folder / f"{_NAME}{os.getpid()}").write_bytes(both)


TALLY = Tally()


def tallied(folder: Path) -> tuple[int, int]:
    """Return the files and octets that all processes together have written down in `folder`."""
    files = octets = 0
    with suppress(OSError):
        for one in folder.glob(f"{_NAME}*"):
            both = one.read_bytes()
            files += int.from_bytes(both[:_NUMBER], "big")
            octets += int.from_bytes(both[_NUMBER:], "big")
    return files, octets


def forget(folder: Path) -> None:
    """Remove what an earlier run wrote down."""
    for one in folder.glob(f"{_NAME}*"):
        one.unlink(missing_ok=True)
