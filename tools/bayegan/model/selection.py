"""Who may be given what: the audience of an export, and what is withheld from it."""

from enum import StrEnum

from bayegan.model.findings import Finding, finding
from bayegan.model.record import AccessLevel


class Audience(StrEnum):
    """For whom an export is made. Only `archive`, asked for by name, is given what is not public."""

    PUBLIC = "public"
    ARCHIVE = "archive"


def may_leave(level: AccessLevel, audience: Audience) -> bool:
    """Say whether an item of `level` may be given to `audience`."""
    return audience is Audience.ARCHIVE or level is AccessLevel.PUBLIC


def withheld(identifier: str, level: AccessLevel) -> Finding:
    """Return the warning, for the archivist alone, that an item was left out."""
    return finding("archive-export-withheld", item=identifier, found=f"access level {level.value}")


def nothing_left(count: int) -> Finding:
    """Return the finding that every item of an export was withheld."""
    found = f"all {count} items were withheld" if count else "the archive holds no items"
    return finding("archive-export-empty", found=found)
