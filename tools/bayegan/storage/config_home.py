"""The folder of what an archivist keeps outside of the archive: keys, and who is told of findings."""

import os
from collections.abc import Mapping
from pathlib import Path

from bayegan.errors import CouldNot

VARIABLE = "XDG_CONFIG_HOME"


def config_home(environment: Mapping[str, str]) -> Path:
    """Return $XDG_CONFIG_HOME, or ~/.config where it is not set or not absolute (XDG Base Directory Specification).

    Raises CouldNot where there is no home folder.
    """
    named = environment.get(VARIABLE, "")
    if named and Path(named).is_absolute():
        return Path(named)
    home = environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111  Path.home raises where there is none
    if not Path(home).is_absolute():
        problem = "there is no home folder"
        raise CouldNot("the folder for keys and notices", problem, f"Set {VARIABLE} to an absolute path.")
    return Path(home) / ".config"
