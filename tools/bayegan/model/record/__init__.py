"""The record of an item: what is known about it, and who says so.

The archive preserves and attributes; it asserts nothing. Every text is kept as it came. What is absent was not
stated, which never means that there is nothing. This package is the one place where the record is described: its
XML and JSON, both schemas and the reference page are made from it.
"""

from bayegan.model.record.access import Access, AccessLevel
from bayegan.model.record.agents import Group, Held, Organisation, Person, Position, Role
from bayegan.model.record.claims import Claim, ClaimKind, Part, Reference, ReferenceKind
from bayegan.model.record.dates import Calendar, Date, DateKind
from bayegan.model.record.events import Act, Event, Information, Intervention, Involvement
from bayegan.model.record.figures import Figure, Qualifier
from bayegan.model.record.item import Record
from bayegan.model.record.names import Name, NameKind
from bayegan.model.record.places import Place
from bayegan.model.record.places_in_files import Passage
from bayegan.model.record.provenance import Accession, Amendment, Capture, Missing, Rights, SiteStatus
from bayegan.model.record.statements import Extra, FileNote, Term
from bayegan.model.record.texts import Certainty, Text, Value

__all__ = [
    "Access",
    "AccessLevel",
    "Accession",
    "Act",
    "Amendment",
    "Calendar",
    "Capture",
    "Certainty",
    "Claim",
    "ClaimKind",
    "Date",
    "DateKind",
    "Event",
    "Extra",
    "Figure",
    "FileNote",
    "Group",
    "Held",
    "Information",
    "Intervention",
    "Involvement",
    "Missing",
    "Name",
    "NameKind",
    "Organisation",
    "Part",
    "Passage",
    "Person",
    "Place",
    "Position",
    "Qualifier",
    "Record",
    "Reference",
    "ReferenceKind",
    "Rights",
    "Role",
    "SiteStatus",
    "Term",
    "Text",
    "Value",
]
