"""The record of an item: what is known about it, and who says so.

The archive preserves and attributes; it asserts nothing. Every text is kept as it came. Empty tuples mean
that nothing was stated, never that there is nothing.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class AccessLevel(StrEnum):
    """Who may see an item. Only `public` leaves the archive unless the archivist asks otherwise by name."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"


class Calendar(StrEnum):
    """The calendar of a date as its source writes it."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar-hijri"
    LUNAR_HIJRI = "lunar-hijri"
    IMPERIAL = "imperial"


class Role(StrEnum):
    """The part of a person or an organisation in the document or in what it tells."""

    SUBJECT = "subject"
    VICTIM = "victim"
    ALLEGED_PERPETRATOR = "alleged-perpetrator"
    WITNESS = "witness"
    SOURCE = "source"
    AUTHOR = "author"
    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    PUBLISHER = "publisher"
    MENTIONED = "mentioned"


class NameKind(StrEnum):
    """What a name is to the other names of the same bearer."""

    MAIN = "main"
    VARIANT = "variant"
    TRANSLITERATION = "transliteration"
    ALIAS = "alias"
    ACRONYM = "acronym"


class SiteStatus(StrEnum):
    """The state of a site at the time of description."""

    LIVE = "live"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class DateKind(StrEnum):
    """What a date is the date of: the DCMI date terms, and `event` for what the document is about."""

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
class Text:
    """A text as it came, with its language as a BCP 47 tag where that was stated."""

    value: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a person, an organisation or a place."""

    value: str
    lang: str | None = None
    kind: NameKind = NameKind.MAIN


@dataclass(frozen=True, slots=True)
class Person:
    """A person whom the document names; at least one name."""

    names: tuple[Name, ...]
    roles: tuple[Role, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that the document names or comes from; at least one name."""

    names: tuple[Name, ...]
    roles: tuple[Role, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place, with the wider places that hold it, nearest first, as named at the time."""

    names: tuple[Name, ...]
    within: tuple[Name, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A date: `edtf` (ISO 8601-2:2019, Gregorian), or `text` as the source writes it, or both."""

    kind: DateKind
    edtf: str | None = None
    text: str | None = None
    calendar: Calendar | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """Where a captured document came from, and what the capture lacks."""

    address: str | None = None
    site: Text | None = None
    date: Date | None = None
    method: Text | None = None
    site_status: SiteStatus | None = None
    missing: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Rights:
    """Statements about rights, their holders and licences, as given."""

    statements: tuple[Text, ...] = ()
    holders: tuple[Text, ...] = ()
    licences: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """The access level of an item and the reason for it."""

    level: AccessLevel
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A DCMI term with its value as submitted, kept where the record has no structure of its own for it."""

    term: str
    value: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """A value of a submission that belongs to no known column, kept under the name that it came with."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FileNote:
    """What the submission says about one file of the item; `path` is the payload path, from `data/` on."""

    path: str
    terms: tuple[Term, ...] = ()
    extras: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """The description of one item. `titles` holds at least one title; the first is the main one."""

    identifier: str
    titles: tuple[Text, ...]
    access: Access
    descriptions: tuple[Text, ...] = ()
    types: tuple[Text, ...] = ()
    genres: tuple[Text, ...] = ()
    languages: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[Date, ...] = ()
    subjects: tuple[Text, ...] = ()
    capture: Capture | None = None
    rights: Rights = field(default_factory=Rights)
    terms: tuple[Term, ...] = ()
    extras: tuple[Extra, ...] = ()
    files: tuple[FileNote, ...] = ()
