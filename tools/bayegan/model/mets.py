"""What a METS document says of a package, whichever METS it is written as."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from bayegan.model.preservation import Format


class Section(StrEnum):
    """What metadata is for: METS 1 keeps each kind in a section of its own, METS 2 says it in words."""

    DESCRIPTIVE = "DESCRIPTIVE"
    PROVENANCE = "PROVENANCE"


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted of an agent; `kind` is the E-ARK type of the note, where it has one."""

    text: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class MetsAgent:
    """Who had to do with the package. A type that METS does not list is an `other_type` of the type OTHER."""

    role: str
    type: str
    name: str
    other_type: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """A file that a METS document points to: `path` is relative to the folder of the document."""

    path: str
    mime: str
    size: int
    created: datetime
    sha512: str


@dataclass(frozen=True, slots=True)
class MetadataFile:
    """A metadata file; `form` is a METS type of metadata (DC, PREMIS, OTHER), `other_form` what OTHER is."""

    id: str
    section: Section
    form: str
    file: Described
    other_form: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class MetsFile:
    """A file of a group. `owner_id` is what the sender calls it."""

    id: str
    file: Described
    owner_id: str | None = None
    format: Format | None = None


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files for one use. `files` may be read once only: there can be a hundred thousand."""

    id: str
    use: str
    files: Iterable[MetsFile]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A way to the METS document of a part: its path, and the identifier of the group that names it."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the structural map, with the identifiers of the metadata and the groups that belong to it."""

    id: str
    label: str
    descriptive: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    pointer: Pointer | None = None
    divisions: tuple["Division", ...] = ()


@dataclass(frozen=True, slots=True)
class AlternativeId:
    """Another identifier of the package, and what kind of one."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class MetsDocument:
    """A METS document of a package or of a representation in it. Times are in UTC.

    `content_type` is what E-ARK calls the specification of the content information, where it has no name for it.
    """

    object_id: str
    label: str | None
    type: str
    profile: str
    content_type: str
    package_type: str
    created: datetime
    agents: tuple[MetsAgent, ...]
    metadata: tuple[MetadataFile, ...]
    groups: tuple[FileGroup, ...]
    structure: Division
    status: str | None = None
    alternatives: tuple[AlternativeId, ...] = ()


STRUCTURE_LABEL = "CSIP"
"""What the structural map of an E-ARK package is called (CSIP82)."""


@lru_cache(maxsize=64)
def instant(time: datetime) -> str:
    """Return a time in UTC as XML Schema's dateTime has it."""
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"


@lru_cache(maxsize=64)
def href(path: str) -> str:
    """Return a path as a relative reference (RFC 3986, 4.2): each octet outside A-Z a-z 0-9 - . _ ~ / is encoded.

    So it stays a URI whatever the name is, and `path_of` gives back the octets.
    """
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


@lru_cache(maxsize=1024)
def path_of(reference: str) -> str:
    """Return the path that a relative reference leads to, as Python holds it on disk.

    `file:///`, `file://` and `./` before it are passed over: other software writes them.
    """
    for prefix in ("file://", "/", "./"):
        reference = reference.removeprefix(prefix)
    return unquote_to_bytes(reference).decode("utf-8", "surrogateescape")
