"""The place where bags are built before anyone can see them."""

import os
import shutil
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.storage.layout import Layout

_RUN = "run"


class Staging:
    """`.bayegan/staging`: one folder a run, removed when its items stand in their place and in the ledger.

    A folder that is still there when a run begins tells of an interrupted one.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def was_interrupted(self) -> bool:
        """Say whether an earlier run left something, or `.bayegan` itself is gone from a used archive."""
        self._refuse_links()
        if not self._layout.staging.is_dir():
            return self._layout.holdings.is_dir() and any(self._layout.holdings.iterdir())
        return (self._layout.staging / _RUN).exists()

    def begin(self) -> Path:
        """Make and return an empty folder for this run; what earlier runs left is removed."""
        self.clear()
        run = self._layout.staging / _RUN
        run.mkdir(parents=True)
        return run

    def clear(self) -> int:
        """Remove all that is staged, and return how many folders of items that was."""
        self._refuse_links()
        run = self._layout.staging / _RUN
        left = len(_children(run))
        if run.is_dir():
            shutil.rmtree(run)
        return left

    def _refuse_links(self) -> None:
        """Raise CouldNot where a link could make us build, or remove, somewhere else."""
        for folder in (self._layout.staging.parent, self._layout.staging, self._layout.staging / _RUN):
            if folder.is_symlink():
                raise CouldNot(os.fspath(folder), "it is a symbolic link", "Replace it by a folder, or remove it.")


def _children(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        return [Path(entry.path) for entry in found if entry.is_dir(follow_symlinks=False)]
