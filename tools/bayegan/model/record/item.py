"""The description of one item, whole."""

from dataclasses import dataclass

from bayegan.model.record.access import Access
from bayegan.model.record.agents import Group, Organisation, Person
from bayegan.model.record.claims import Claim, Part, Reference
from bayegan.model.record.dates import Date
from bayegan.model.record.events import Act, Event, Information, Intervention, Involvement
from bayegan.model.record.places import Place
from bayegan.model.record.provenance import Accession, Amendment, Capture, Rights
from bayegan.model.record.said import many, must, one
from bayegan.model.record.statements import Extra, FileNote, Term
from bayegan.model.record.texts import Text

FIRST_VERSION = "v1"


@dataclass(frozen=True, slots=True)
class Record:
    """The description of one item: all that is known about it, in this order."""

    identifier: str = must(
        "The identifier of the item, unique in its archive.", "identifier", pattern="identifier", dc="identifier"
    )
    titles: tuple[Text, ...] = must(
        "A title; the first is the main one.", "title", least=1, dc="title, alternative"
    )
    access: Access = must("Who may see the item, and why.", "access", huridocs="0108")
    descriptions: tuple[Text, ...] = many(
        "What the item is and what it tells.", "description", dc="description", huridocs="0115"
    )
    types: tuple[Text, ...] = many("What sort of thing the item is, as in dcterms:type.", "type", dc="type")
    genres: tuple[Text, ...] = many(
        "The kind of document: letter, court judgment, press article.", "genre", dc="type"
    )
    languages: tuple[str, ...] = many("A language of the item.", "language", pattern="language", dc="language")
    people: tuple[Person, ...] = many("A person whom the item names.", "person", huridocs="09", omid="About")
    organisations: tuple[Organisation, ...] = many(
        "An organisation that the item names or comes from.", "organisation", huridocs="09"
    )
    groups: tuple[Group, ...] = many("People who are told of together.", "group", huridocs="09")
    places: tuple[Place, ...] = many("A place that the item is about.", "place", huridocs="0111")
    dates: tuple[Date, ...] = many("A date; differing dates of the same thing stand side by side.", "date")
    subjects: tuple[Text, ...] = many("A topic.", "subject", dc="subject", huridocs="0154")
    events: tuple[Event, ...] = many("Something that happened.", "event", huridocs="01")
    acts: tuple[Act, ...] = many("An act against somebody.", "act", huridocs="21", omid="Case")
    involvements: tuple[Involvement, ...] = many(
        "The part that somebody is alleged to have had in an act.", "involvement", huridocs="24"
    )
    information: tuple[Information, ...] = many(
        "What a source tells.", "information", huridocs="25", omid="Sources"
    )
    interventions: tuple[Intervention, ...] = many(
        "What somebody did for the victims.", "intervention", huridocs="26"
    )
    claims: tuple[Claim, ...] = many("Something asserted, and by whom.", "claim")
    parts: tuple[Part, ...] = many("A part of a compound document.", "part")
    references: tuple[Reference, ...] = many("Something that the document refers to.", "reference")
    capture: Capture | None = one("Where a captured document came from, and what the capture lacks.", "capture")
    accession: Accession | None = one("Who gave what, when, under which conditions.", "accession", huridocs="0160")
    rights: Rights = one("Rights in the item, as stated.", "rights", Rights())
    amendments: tuple[Amendment, ...] = many(
        "What a later version corrected or completed.", "amendment", huridocs="0170", dc="isVersionOf, replaces"
    )
    terms: tuple[Term, ...] = many(
        "A statement in a DCMI term for which the record has no structure of its own.", "term"
    )
    extras: tuple[Extra, ...] = many("A value of the submission that fits nowhere else.", "extra")
    files: tuple[FileNote, ...] = many("What is said of one file of the item.", "file")

    @property
    def version(self) -> str:
        """The version of the item that this describes: the first, or the one that the last amendment made."""
        return f"v{self.amendments[-1].version}" if self.amendments else FIRST_VERSION
