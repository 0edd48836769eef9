"""Files of an archive that its bayegan.toml names: inside the archive, and reached through no link."""

import errno
import os
from pathlib import Path

from bayegan.errors import CouldNot, WrongUse
from bayegan.model.names import escapes
from bayegan.storage.digests import open_to_read

_ADVICE = (
    "Put the file into the archive, under schemas/ for one, and name it in bayegan.toml from the archive's top."
)


def read_own(root: Path, path: str, key: str) -> bytes:
    """Return the content of the file at `path` below `root`, which the `key` of bayegan.toml names.

    Raises WrongUse where the path leads out of the archive or is that of no plain file, CouldNot where it cannot be
    read. No link below `root` is followed.
    """
    named = f"{key} = {path!r} in bayegan.toml"
    if escapes(path) or not path.strip("/."):
        raise WrongUse(named, "it does not lie in the archive", _ADVICE)
    inner = root
    for part in path.split("/"):
        inner = inner / part
        if inner.is_symlink():
            raise WrongUse(named, "it is reached through a link", _ADVICE)
    try:
        with open_to_read(os.fspath(inner)) as source:
            return source.read()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EISDIR, errno.ENOTDIR):
            raise WrongUse(named, "there is no such file in the archive", _ADVICE) from error
        raise CouldNot(
            named, f"cannot be read ({error.strerror})", "Check its permissions and the disk."
        ) from error
