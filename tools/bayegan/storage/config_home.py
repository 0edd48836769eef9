"""The folder of what an archivist keeps outside of the archive: keys, and who is told of findings."""

from collections.abc import Mapping
from pathlib import Path


def config_home(environment: Mapping[str, str]) -> Path:
    """Return $XDG_CONFIG_HOME, or ~/.config where it is not set or not absolute (XDG Base Directory)."""
    stated = Path(environment.get("XDG_CONFIG_HOME", ""))
    if stated.is_absolute():
        return stated
    return Path(environment.get("HOME") or Path.home()) / ".config"
