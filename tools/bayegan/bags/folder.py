"""A bag on disk: what lies in it, and its octets. Only plain files that were listed are ever opened."""

import os
import stat
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.listing import Kind
from bayegan.model.progress import Progress
from bayegan.storage.digests import digest_stream, open_to_read

_STEP = 1000


@dataclass(slots=True)
class Contents:
    """All that lies below a bag's folder, nothing followed.

    `files` maps the paths of plain files to their sizes; `refused` holds links and special files; `closed` holds
    folders that could not be listed, with the reason; `folders` are those at the top.
    """

    files: dict[str, int] = field(default_factory=dict)
    refused: dict[str, Kind] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)


def contents_of(root: Path) -> Generator[Progress, None, Contents]:
    """List the bag at `root`, folder by folder; a folder that cannot be listed does not stop the rest.

    Raises CouldNot where the bag's own folder cannot be listed.
    """
    contents = Contents()
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        before = len(contents.files)
        try:
            inner = _list(root, prefix, contents)
        except OSError as error:
            reason = error.strerror or str(error)
            if not prefix:
                problem = f"cannot be listed ({reason})"
                raise CouldNot(os.fspath(root), problem, "Check its permissions.") from error
            contents.closed[prefix[:-1]] = reason
            continue
        if not prefix:
            contents.folders.update(folder[:-1] for folder in inner)
        waiting.extend(reversed(inner))
        if before // _STEP != len(contents.files) // _STEP:
            yield Progress("listing", len(contents.files), None, 0)
    return contents


def _list(root: Path, prefix: str, contents: Contents) -> list[str]:
    inner: list[str] = []
    with os.scandir(root / prefix if prefix else root) as found:
        entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
    for entry in entries:
        path = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            inner.append(f"{path}/")
        elif entry.is_file(follow_symlinks=False):
            contents.files[path] = entry.stat(follow_symlinks=False).st_size
        else:
            contents.refused[path] = _kind(entry.stat(follow_symlinks=False).st_mode)
    return inner


def _kind(mode: int) -> Kind:
    if stat.S_ISLNK(mode):
        return Kind.LINK
    if stat.S_ISFIFO(mode):
        return Kind.PIPE
    return Kind.SOCKET if stat.S_ISSOCK(mode) else Kind.DEVICE


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file came to: digests by hashlib's names and the octets read, or the problem."""

    path: str
    size: int = 0
    digests: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def read_file(root: Path, path: str, algorithms: Sequence[str], content: bytearray | None = None) -> Reading:
    """Read a file of the bag once, for its digests, and where asked for its `content`; never raises OSError."""
    try:
        with open_to_read(root / path) as source:
            digests, size = digest_stream(source, algorithms, None if content is None else content.extend)
    except OSError as error:
        return Reading(path, problem=error.strerror or str(error))
    return Reading(path, size, digests)
