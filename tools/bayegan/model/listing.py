"""A folder as listed: every entry with its kind, nothing followed."""

from dataclasses import dataclass
from enum import StrEnum

PAYLOAD = "data/"
"""The payload folder of a bag (RFC 8493, 2.1.2)."""


class Kind(StrEnum):
    """What an entry of a folder or an archive is. Only a file is read; all others are refused by name.

    The last six are found in archives only.
    """

    FILE = "file"
    EMPTY_FOLDER = "empty folder"
    CLOSED_FOLDER = "folder that cannot be opened"
    LINK = "symbolic link"
    PIPE = "named pipe"
    SOCKET = "socket"
    DEVICE = "device"
    HARD_LINK = "hard link"
    ENCRYPTED = "member that is encrypted"
    PACKED = "member packed by a method that is not known"
    UNKNOWN = "member of a type that is not known"
    SPARSE = "sparse file"
    UNFIT = "path that is too long or too deep"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `path` is relative to the listed folder, with `/`; `size` is in octets.

    A name that is not UTF-8 is held with surrogate escapes. `reason` says why a folder is closed.
    """

    path: str
    kind: Kind
    size: int = 0
    reason: str = ""
