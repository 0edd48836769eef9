"""Dates as sources write them, and what they mean."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record.said import one, remark
from bayegan.model.record.texts import Certainty, Text


class Calendar(StrEnum):
    """The calendar of a date as its source writes it."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar-hijri"
    LUNAR_HIJRI = "lunar-hijri"
    IMPERIAL = "imperial"


class DateKind(StrEnum):
    """What a date is the date of: the DCMI date terms, and `event` for what the item or the act is about."""

    DATE = "date"
    CREATED = "created"
    ISSUED = "issued"
    MODIFIED = "modified"
    VALID = "valid"
    AVAILABLE = "available"
    ACCEPTED = "dateAccepted"
    COPYRIGHTED = "dateCopyrighted"
    SUBMITTED = "dateSubmitted"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Date:
    """A date: `edtf`, or `text` as the source writes it, or both.

    Where only the text was given and its calendar is known, `edtf` is what it comes to, and `derived` is set.
    """

    kind: DateKind = one(
        "What it is the date of; `date` where the field that holds it says so.",
        "kind",
        DateKind.DATE,
        attribute=True,
    )
    edtf: str | None = one(
        "The date in EDTF, Gregorian.",
        "edtf",
        pattern="edtf",
        either=True,
        dc="the date term of its kind; temporal for event",
    )
    text: str | None = one("The date as the source writes it.", "text", either=True)
    calendar: Calendar | None = one("The calendar that the source uses.", "calendar", attribute=True)
    certainty: Certainty | None = one(
        "How sure it is.", "certainty", attribute=True, huridocs="2111_1", vocabulary="certainty"
    )
    derived: bool = one("Whether `edtf` was computed from the text.", "derived", False, attribute=True)
    note: Text | None = remark()
