"""Who may see what."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record.said import must, one
from bayegan.model.record.texts import Text


class AccessLevel(StrEnum):
    """Who may see something. Only `public` leaves the archive unless the archivist asks otherwise by name."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class Access:
    """An access level, until when it is embargoed, and why; consent as it was given or withheld."""

    level: AccessLevel = must(
        "The access level.", "level", attribute=True, huridocs="0108", dc="accessRights, of the item"
    )
    embargo: str | None = one(
        "The day before which nobody outside sees it: YYYY-MM-DD.",
        "embargo",
        attribute=True,
        pattern="day",
        dc="available, of the item",
    )
    reason: Text | None = one("Why.", "reason")
    consent: Text | None = one("Who consented to what, or did not.", "consent")
