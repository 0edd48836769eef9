"""What a reader of submissions is given, and what it gives back."""

from dataclasses import dataclass, field

from bayegan.metadata.vocabularies import Vocabularies
from bayegan.model.declared import Declared
from bayegan.model.findings import Finding
from bayegan.model.record import AccessLevel
from bayegan.model.submission import StatedAmendment, SubmittedItem


@dataclass(frozen=True, slots=True)
class Source:
    """A manifest as received: `digest` is the SHA-256 of `content`, lower-case hex.

    `vocabularies` are those whose concepts its records may name.
    With `amends` it amends a sealed item, and need not name files.
    """

    name: str
    content: bytes
    digest: str
    declared: Declared
    default_access: AccessLevel
    vocabularies: Vocabularies = field(default_factory=Vocabularies)
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What a reader could make of a manifest: the items that could be read, and everything that was found."""

    items: tuple[SubmittedItem, ...] = ()
    findings: tuple[Finding, ...] = ()
    source_organization: str | None = None
    amendment: StatedAmendment | None = None
