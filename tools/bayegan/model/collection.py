"""The description of a collection: a level of an archive's arrangement above the items (ISAD(G), 2)."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record import Access, Date, Organisation, Person, Text
from bayegan.model.record.said import many, must, one


class Level(StrEnum):
    """A level of description above the item, from the top down (ISAD(G) 3.1.4)."""

    COLLECTION = "collection"
    FONDS = "fonds"
    SUBFONDS = "subfonds"
    SERIES = "series"
    SUBSERIES = "subseries"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Collection:
    """The description of a collection. An item belongs to it whose record says `isPartOf` with its identifier."""

    identifier: str = must(
        "The identifier of the collection, by which items and other collections name it.",
        "identifier",
        pattern="identifier",
    )
    level: Level = must("The level of description (ISAD(G) 3.1.4).", "level")
    titles: tuple[Text, ...] = must("A title; the first is the main one (ISAD(G) 3.1.2).", "title", least=1)
    access: Access = must("Who may see it, and all that is in it (ISAD(G) 3.4.1).", "access")
    within: str | None = one("The collection that it is part of.", "within", pattern="identifier")
    dates: tuple[Date, ...] = many("A date of what is in it (ISAD(G) 3.1.3).", "date")
    extents: tuple[Text, ...] = many("How much there is of it, and of what (ISAD(G) 3.1.5).", "extent")
    people: tuple[Person, ...] = many("A person who made or gathered it (ISAD(G) 3.2.1).", "person")
    organisations: tuple[Organisation, ...] = many(
        "An organisation that made or gathered it (ISAD(G) 3.2.1).", "organisation"
    )
    histories: tuple[Text, ...] = many("Where it was kept, and by whom (ISAD(G) 3.2.3).", "history")
    descriptions: tuple[Text, ...] = many("What is in it (ISAD(G) 3.3.1).", "description")
    arrangements: tuple[Text, ...] = many("How it is arranged (ISAD(G) 3.3.4).", "arrangement")
    languages: tuple[str, ...] = many("A language of it (ISAD(G) 3.4.3).", "language", pattern="language")
    subjects: tuple[Text, ...] = many("A topic.", "subject")
    notes: tuple[Text, ...] = many("A remark (ISAD(G) 3.6.1).", "note")
