"""The place where bags are built before anyone can see them."""

import os
import shutil
from pathlib import Path

from bayegan.storage.layout import Layout


class Staging:
    """`.bayegan/staging`: one folder a run, removed when its items stand in their place and in the ledger.

    A folder that is still there when a run begins tells of an interrupted one.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def was_interrupted(self) -> bool:
        """Say whether an earlier run left something, or `.bayegan` itself is gone from a used archive."""
        if not self._layout.staging.is_dir():
            return self._layout.holdings.is_dir() and any(self._layout.holdings.iterdir())
        return any(self._layout.staging.iterdir())

    def begin(self) -> Path:
        """Make and return an empty folder for this run; what earlier runs left is removed."""
        self.clear()
        run = self._layout.staging / "run"
        run.mkdir(parents=True)
        return run

    def clear(self) -> int:
        """Remove all that is staged, and return how many folders of items that was."""
        left = [item for run in _children(self._layout.staging) for item in _children(run)]
        for run in _children(self._layout.staging):
            shutil.rmtree(run)
        return len(left)


def _children(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        return [Path(entry.path) for entry in found if entry.is_dir(follow_symlinks=False)]
