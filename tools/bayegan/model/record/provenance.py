"""Where a document came from: its capture, its accession, the rights in it, and what was amended."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record.dates import Date
from bayegan.model.record.said import many, must, one, remark
from bayegan.model.record.texts import Text, Value


class SiteStatus(StrEnum):
    """The state of a site at the time of description."""

    LIVE = "live"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a capture lacks, and where."""

    value: str = must("What is missing.", "text", content=True)
    lang: str | None = one("Language of the description.", "lang", attribute=True, pattern="language")
    near: str | None = one(
        "Where: the key of the part, claim or reference in which it is missing, or which it follows.",
        "near",
        attribute=True,
        pattern="reference",
        to="part claim reference",
    )


@dataclass(frozen=True, slots=True)
class Capture:
    """Where a captured document came from, and what the capture lacks."""

    address: str | None = one("The address that was captured.", "address", pattern="line", dc="source")
    site: Text | None = one("The site that it is part of.", "site", dc="isPartOf")
    date: Date | None = one("When it was captured.", "date")
    method: Value | None = one("How it was captured.", "method")
    site_status: SiteStatus | None = one("State of the site when it was described.", "siteStatus")
    closed: Date | None = one("Since when the site is closed.", "closed")
    missing: tuple[Missing, ...] = many("What the capture lacks: pictures, lists that were cut off.", "missing")


@dataclass(frozen=True, slots=True)
class Accession:
    """Who gave what, when, under which conditions. Restricted by nature: it leaves the archive with no export."""

    number: str | None = one("The accession number.", "number", attribute=True, pattern="line")
    donor: Text | None = one("Who gave it.", "donor")
    agreement: Text | None = one("The agreement.", "agreement")
    terms: tuple[Text, ...] = many("Conditions.", "terms")
    received: Date | None = one("When it was received.", "received", huridocs="0160")
    note: Text | None = remark()


@dataclass(frozen=True, slots=True)
class Rights:
    """Statements about rights, their holders and licences, as given."""

    statements: tuple[Text, ...] = many("A statement about rights.", "statement", dc="rights")
    holders: tuple[Text, ...] = many("Who holds rights.", "holder", dc="rightsHolder")
    licences: tuple[Text, ...] = many("A licence.", "licence", dc="license")


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a version corrects or completes: who asked for it, when, and why."""

    version: int = must("The version that it made.", "version", attribute=True)
    by: Text = must("Who corrects.", "by")
    reason: Text = must("Why, and what.", "reason")
    date: Date | None = one("When the correction was given.", "date")
    source: Text | None = one("What the correction rests on.", "source")
