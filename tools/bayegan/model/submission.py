"""A submission manifest as read: what is to be ingested, and where each word of it stands."""

from dataclasses import dataclass, field

from bayegan.model.declared import Declared
from bayegan.model.quoted import Quoted
from bayegan.model.record import Date, Record, Text


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in a manifest: a row of a table (the header is row 1), or a JSON Pointer."""

    row: int | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class StatedChecksum:
    """A digest that the donor states: `algorithm` in hashlib's spelling, `value` in lower-case hex."""

    algorithm: str
    value: str
    stated_in: str


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """A file that a manifest names: `filename` is relative to the documents folder, with `/`."""

    filename: str
    at: Position
    size: int | None = None
    checksums: tuple[StatedChecksum, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmittedMetadata:
    """A metadata file in a form of the archive's own that a manifest names."""

    form: str
    file: SubmittedFile


@dataclass(frozen=True, slots=True)
class SubmittedItem:
    """One item of a manifest. `record.files` carries what is said of single files, under payload paths.

    `folder` is set where a row describes the item that a whole folder forms (an Archivematica transfer):
    every document below it belongs to the item. `states_access` is False where the access level is a default.
    `metadata` are files that become tag files of the bag. `quoted` is set where the description was refused: the
    record says nothing then, and only these passages are held against the files.
    """

    record: Record
    files: tuple[SubmittedFile, ...]
    at: Position
    folder: str | None = None
    states_access: bool = True
    metadata: tuple[SubmittedMetadata, ...] = ()
    quoted: tuple[Quoted, ...] | None = None


@dataclass(frozen=True, slots=True)
class StatedAmendment:
    """What a manifest says of the correction that it is: who, when, why, and which files it leaves out.

    `left_out` are paths below data/ of the version that is amended.
    """

    by: Text | None = None
    reason: Text | None = None
    date: Date | None = None
    source: Text | None = None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A whole manifest: `digest` is the SHA-256 of its bytes, lower-case hex.

    `amendment` is None where the manifest does not say that it amends an item.
    """

    name: str
    digest: str
    items: tuple[SubmittedItem, ...]
    source_organization: str | None = None
    declared: Declared = field(default_factory=Declared)
    amendment: StatedAmendment | None = None
