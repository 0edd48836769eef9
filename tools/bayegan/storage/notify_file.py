"""Who is told of findings: a file outside of the archive, since its lines hold passwords."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bayegan.storage.config_home import config_home

_MOST_OCTETS = 1 << 16


@dataclass(frozen=True, slots=True)
class NotifyFile:
    """The lines of a .notify file. `mode` is its permissions; `problem` says why it could not be read."""

    path: Path
    lines: tuple[str, ...] = ()
    mode: int = 0o600
    problem: str = ""

    @property
    def is_private(self) -> bool:
        """Whether only its owner may read it."""
        return self.mode & 0o077 == 0


def notify_path(archive_id: str, environment: Mapping[str, str]) -> Path:
    """Return where the file of an archive lies, or would lie."""
    return config_home(environment) / "bayegan" / f"{archive_id}.notify"


def read_notify_file(path: Path) -> NotifyFile | None:
    """Read the file, one apprise URL a line; blank lines and those that begin with # say nothing. None: no file."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_CLOEXEC), "rb") as source:
            mode = stat.S_IMODE(os.fstat(source.fileno()).st_mode)
            text = source.read(_MOST_OCTETS).decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        return NotifyFile(path, problem=f"cannot be read ({error.strerror})")
    stripped = (line.strip() for line in text.splitlines())
    return NotifyFile(path, tuple(line for line in stripped if line and not line.startswith("#")), mode)
