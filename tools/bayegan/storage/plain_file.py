"""Files and folders that a person names: looked at before they are opened, for a pipe would never end."""

import stat
from pathlib import Path

from bayegan.errors import CouldNot, WrongUse

_SPECIAL = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def special_kind(mode: int) -> str | None:
    """Return what is a pipe, a socket or a device by its mode, in words; None for all else."""
    return _SPECIAL.get(stat.S_IFMT(mode))


def demand_ordinary(path: Path) -> None:
    """Look at what a person names, through links; nothing is opened.

    Raises WrongUse where it is not there or is neither a file nor a folder, and says what it is; CouldNot where
    it cannot be looked at.
    """
    try:
        what = special_kind(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        raise WrongUse(str(path), "there is no such file or folder", "Check the path.") from None
    except OSError as error:
        raise CouldNot(str(path), f"cannot be read ({error.strerror})", "Check its permissions.") from error
    if what is not None:
        raise WrongUse(str(path), f"it is {what}, which is not read", "Name a file or a folder.")


def read_plain_file(path: Path) -> bytes:
    """Return the whole content of a small file given by a person; a link to one is followed.

    Raises OSError, and WrongUse where it is no plain file: a pipe would never end.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        what = special_kind(mode) or "a folder"
        raise WrongUse(str(path), f"it is {what} and no plain file", "Name a file.")
    return path.read_bytes()


def is_plain_within(root: Path, path: str) -> bool:
    """Say whether `path` below `root` is a plain file that no link leads to."""
    steps = [root]
    for step in path.split("/"):
        steps.append(steps[-1] / step)
    try:
        modes = [one.lstat().st_mode for one in steps[1:]]
    except OSError:
        return False
    return all(map(stat.S_ISDIR, modes[:-1])) and stat.S_ISREG(modes[-1])
