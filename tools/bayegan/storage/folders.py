"""Making folders."""

from pathlib import Path


def ensure_folder(folder: Path) -> None:
    """Make `folder` and those above it, unless it is there. Raises OSError for whatever keeps it from being made.

    Unlike `mkdir(exist_ok=True)`, a full disk is never taken for a folder that was there before.
    """
    if folder.is_dir():
        return
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        if not folder.is_dir():
            raise
