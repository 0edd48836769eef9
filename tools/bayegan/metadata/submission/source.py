"""What a reader of submissions is given, and what it gives back."""

from dataclasses import dataclass

from bayegan.model.declared import Declared
from bayegan.model.findings import Finding
from bayegan.model.record import AccessLevel
from bayegan.model.submission import StatedAmendment, SubmittedItem


@dataclass(frozen=True, slots=True)
class Source:
    """A manifest as received: `digest` is the SHA-256 of `content`, lower-case hex.

    With `amends` it amends a sealed item, and need not name files.
    """

    name: str
    content: bytes
    digest: str
    declared: Declared
    default_access: AccessLevel
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What a reader could make of a manifest: the items without errors, and everything that was found."""

    items: tuple[SubmittedItem, ...] = ()
    findings: tuple[Finding, ...] = ()
    source_organization: str | None = None
    amendment: StatedAmendment | None = None
