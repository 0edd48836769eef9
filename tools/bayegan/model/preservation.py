"""What is known of files, and what was done to them, in PREMIS 3 terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class EventType(StrEnum):
    """PREMIS event types that we write (id.loc.gov/vocabulary/preservation/eventType)."""

    CREATION = "creation"
    INGESTION = "ingestion"
    MESSAGE_DIGEST_CALCULATION = "message digest calculation"
    FORMAT_IDENTIFICATION = "format identification"
    VALIDATION = "validation"
    FIXITY_CHECK = "fixity check"
    DISSEMINATION = "dissemination"
    METADATA_MODIFICATION = "metadata modification"
    MODIFICATION = "modification"


class EventOutcome(StrEnum):
    """PREMIS event outcomes (id.loc.gov/vocabulary/preservation/eventOutcome)."""

    SUCCESS = "success"
    WARNING = "warning"
    FAILURE = "failure"


DIGEST_NAMES = {
    "md5": "MD5",
    "sha1": "SHA-1",
    "sha224": "SHA-224",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
}
"""The digest algorithms that a file object may have, hashlib's names to those of PREMIS
(id.loc.gov/vocabulary/preservation/cryptographicHashFunctions)."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format as identified: `puid` is the PRONOM identifier, or None where none matched."""

    name: str | None = None
    version: str | None = None
    puid: str | None = None
    mime: str | None = None
    basis: str | None = None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class FileObject:
    """A payload file as it was sealed. `path` starts with `data/`; `size` is in octets.

    `digests` maps algorithm names in hashlib's spelling to lower-case hex.
    """

    path: str
    size: int
    digests: tuple[tuple[str, str], ...]
    format: Format | None = None


class DescribedFiles(NamedTuple):
    """Files as premis.xml has them: their objects as markup, and whether its schema is known to accept them.

    `lines` are theirs in each manifest of the bag, in the order of its algorithms; `octets` is their size together.
    """

    markup: bytes
    is_proved: bool
    lines: Sequence[Sequence[bytes]]
    octets: int


@dataclass(frozen=True, slots=True)
class Agent:
    """A software or an organisation that took part in an event."""

    name: str
    kind: str
    version: str | None = None

    @property
    def label(self) -> str:
        """Name and version, as the ledger writes an agent."""
        return f"{self.name} {self.version}" if self.version else self.name


@dataclass(frozen=True, slots=True)
class Event:
    """An event in the life of an item, before it was sealed. `time` is aware and in UTC."""

    type: EventType
    time: datetime
    outcome: EventOutcome
    detail: str
    agent: Agent
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PreservationRecord:
    """All that premis.xml says of an item: objects, events until sealing, agents, rights."""

    identifier: str
    files: tuple[FileObject, ...]
    events: tuple[Event, ...]
    access_level: str
    access_reason: str | None = None
