"""Who may be given what: the audience of an export, and what is withheld from it."""

from enum import StrEnum

from bayegan.model.findings import Finding, finding


class Audience(StrEnum):
    """For whom an export is made. Only `archive`, asked for by name, is given what is not public."""

    PUBLIC = "public"
    ARCHIVE = "archive"


def withheld(identifier: str, why: str) -> Finding:
    """Return the warning, for the archivist alone, that an item was left out, and why."""
    return finding("archive-export-withheld", item=identifier, found=why)


def nothing_left(count: int) -> Finding:
    """Return the finding that every item of an export was withheld."""
    found = f"all {count} items were withheld" if count else "the archive holds no items"
    return finding("archive-export-empty", found=found)
