"""Reading a small file that a person names."""

import stat
from pathlib import Path

from bayegan.errors import WrongUse


def read_plain_file(path: Path) -> bytes:
    """Return the whole content of a small file given by a person; a link to one is followed.

    Raises OSError, and WrongUse where it is no plain file: a pipe would never end.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise WrongUse(str(path), "it is no plain file", "Name a file.")
    return path.read_bytes()
