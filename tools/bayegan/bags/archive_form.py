"""Which form an archive file has by its first octets, whatever its name says."""

import os
from pathlib import Path

from bayegan.storage.digests import open_to_read

_FIRST = 512
_MARKS = {
    ".zip": (b"PK\3\4", b"PK\5\6", b"PK00", b"PK\7\10"),
    ".tar.gz": (b"\x1f\x8b\x08",),
    ".tar.bz2": (b"BZh",),
    ".tar.xz": (b"\xfd7zXZ\0",),
    ".tar.zst": (b"\x28\xb5\x2f\xfd",),
}
_USTAR = slice(257, 262)
NAMES = {
    ".zip": "a zip file",
    ".tar": "a tar file",
    ".tar.gz": "a file packed by gzip",
    ".tar.bz2": "a file packed by bzip2",
    ".tar.xz": "a file packed by xz",
    ".tar.zst": "a file packed by Zstandard",
}
"""What a file of each form is, in words."""
_ENDINGS = (*NAMES, ".tgz")


def archive_ending(name: str) -> str:
    """Return the ending by which `name` is that of a serialised bag, empty where it is none."""
    lower = name.lower()
    return next((name[-len(ending) :] for ending in _ENDINGS if lower.endswith(ending)), "")


def other_form(path: Path, ending: str) -> str | None:
    """Return the ending of the form that the archive at `path` truly has; None where it is that of its own.

    Also None where the octets do not tell, as in the oldest tar files, or cannot be read.
    """
    try:
        with open_to_read(os.path.realpath(path)) as source:
            first = source.read(_FIRST)
    except OSError:
        return None
    forms = [form for form, marks in _MARKS.items() if first.startswith(marks)]
    forms += [".tar"] if first[_USTAR] == b"ustar" else []
    return None if not forms or form_of(ending) in forms else forms[0]


def form_of(ending: str) -> str:
    """Return the form that an ending says, as the ending that forms are known by."""
    return ".tar.gz" if ending.lower() == ".tgz" else ending.lower()
