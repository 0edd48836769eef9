"""A bag on disk: what lies in it, and its octets. Only plain files that were listed are ever opened."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bayegan.model.listing import Kind
from bayegan.model.progress import Progress
from bayegan.storage.digests import digest_stream, open_to_read
from bayegan.storage.scan import scan

_STEP = 1000
_FOLDERS = (Kind.EMPTY_FOLDER, Kind.CLOSED_FOLDER)


@dataclass(slots=True)
class Contents:
    """All that lies below a bag's folder, nothing followed.

    `files` maps the paths of plain files to their sizes; `refused` holds links and special files; `closed` holds
    folders that could not be listed, with the reason; `folders` are those at the top; `empty` are folders without
    entries.
    """

    files: dict[str, int] = field(default_factory=dict)
    refused: dict[str, Kind] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)


def contents_of(root: Path) -> Generator[Progress, None, Contents]:
    """List the bag at `root`; a folder that cannot be listed does not stop the rest.

    Raises CouldNot where the bag's own folder cannot be listed.
    """
    contents = Contents()
    for entry in scan(root):
        top, slash, _ = entry.path.partition("/")
        if slash or entry.kind in _FOLDERS:
            contents.folders.add(top)
        if entry.kind is Kind.FILE:
            contents.files[entry.path] = entry.size
            if len(contents.files) % _STEP == 0:
                yield Progress("listing", len(contents.files), None, 0)
        elif entry.kind is Kind.CLOSED_FOLDER:
            contents.closed[entry.path] = entry.reason
        elif entry.kind is Kind.EMPTY_FOLDER:
            contents.empty.add(entry.path)
        else:
            contents.refused[entry.path] = entry.kind
    return contents


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
