"""A destination folder that appears whole or not at all."""

import os
import shutil
from pathlib import Path

from bayegan.errors import WrongUse
from bayegan.storage.flush import flush_file_system, flush_folder


class FolderParcel:
    """Writes beside `destination` and renames at the end. Only a new or an empty folder is a destination."""

    def __init__(self, destination: Path) -> None:
        self._destination = destination
        self._aside = destination.parent / f".{destination.name}.part-{os.getpid()}"

    def begin(self) -> Path:
        """Return an empty folder to write into; raises WrongUse where the destination is in use."""
        self.check()
        self._aside.mkdir(parents=True)
        return self._aside

    def check(self) -> None:
        """Raise WrongUse where the destination holds anything or is no folder."""
        if self._destination.is_symlink():
            raise WrongUse(str(self._destination), "it is a symbolic link", "Name the folder itself with --to.")
        if self._destination.is_dir() and not any(self._destination.iterdir()):
            return
        if self._destination.exists():
            raise WrongUse(str(self._destination), "it is in use", "Name a new or an empty folder with --to.")

    def finish(self) -> None:
        """Flush what was written and rename it into place."""
        flush_file_system(self._aside)
        self._aside.rename(self._destination)
        flush_folder(self._destination.parent)

    def is_finished(self) -> bool:
        """Say whether what was written has its name."""
        return not self._aside.exists() and self._destination.is_dir()

    def retract(self) -> None:
        """Remove what was finished: it was new, and only we can have filled it."""
        shutil.rmtree(self._destination)

    def discard(self) -> None:
        """Remove what was written and has no name yet."""
        if self._aside.is_dir():
            shutil.rmtree(self._aside)
