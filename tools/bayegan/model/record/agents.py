"""People and organisations that an item names, comes from or is about."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record.access import Access
from bayegan.model.record.dates import Date
from bayegan.model.record.figures import Figure
from bayegan.model.record.names import Name
from bayegan.model.record.places_in_files import Passage
from bayegan.model.record.said import many, must, one, own_key, remark, where_it_stands
from bayegan.model.record.texts import Certainty, Text, Value


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


class Held(StrEnum):
    """When a position was held, where the source tells it by itself and not by dates."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Position:
    """An office or a post that a person held, as the source has it."""

    title: Text = must("The title of the position.", "title")
    organisation: Text | None = one("Where, in words.", "organisationName")
    at: str | None = one(
        "Where, as the key of an organisation.", "at", attribute=True, pattern="reference", to="organisation"
    )
    since: str | None = one("From when.", "since", attribute=True, pattern="edtf")
    until: str | None = one("Until when.", "until", attribute=True, pattern="edtf")
    held: Held | None = one(
        "Held at the time of what is told, or when the document was made.", "held", attribute=True
    )
    certainty: Certainty | None = one("How sure it is.", "certainty", attribute=True, vocabulary="certainty")
    passages: tuple[Passage, ...] = where_it_stands()


@dataclass(frozen=True, slots=True)
class Person:
    """A person whom the document names; at least one name. What is known of an unnamed person is said in words."""

    names: tuple[Name, ...] = must(
        "The names.",
        "name",
        least=1,
        huridocs="0903, 0904",
        omid="Name",
        dc="creator, contributor, publisher or subject, by role",
    )
    roles: tuple[Role, ...] = many("The part in the item or in what it tells.", "role", vocabulary="roles")
    key: str | None = one("What others in this record call the person.", "key", attribute=True, pattern="key")
    sex: Value | None = one("Sex.", "sex", huridocs="0915", vocabulary="sex")
    birth: Date | None = one("When the person was born.", "birth", huridocs="0911")
    birth_place: Text | None = one("Where the person was born.", "birthPlace", huridocs="0912")
    death: Date | None = one("When the person died.", "death", huridocs="0928")
    age: Value | None = one("Age, as the source has it.", "age", huridocs="2118", omid="Age")
    nationalities: tuple[Value, ...] = many("Nationality.", "nationality", huridocs="0941", omid="Nationality")
    religions: tuple[Value, ...] = many(
        "Religion.", "religion", huridocs="0940", omid="Religion", vocabulary="religion"
    )
    civil_statuses: tuple[Value, ...] = many(
        "Civil status.", "civilStatus", huridocs="0918", omid="Civil Status", vocabulary="civil-status"
    )
    ethnicities: tuple[Value, ...] = many("Ethnic background.", "ethnicity", huridocs="0942")
    education: tuple[Value, ...] = many("Education.", "education", huridocs="0920")
    occupations: tuple[Value, ...] = many("Occupation.", "occupation", huridocs="0922")
    affiliations: tuple[Value, ...] = many("Group or party that the person is said to belong to.", "affiliation")
    positions: tuple[Position, ...] = many("Offices and posts.", "position")
    note: Text | None = remark()
    access: Access | None = one(
        "Who may see the person, where not all who see the item may.", "access", huridocs="0908"
    )


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that the document names or comes from; names that follow one another have their years."""

    names: tuple[Name, ...] = must(
        "The names.",
        "name",
        least=1,
        huridocs="0903, 0904",
        dc="creator, contributor, publisher or subject, by role",
    )
    roles: tuple[Role, ...] = many("The part in the item or in what it tells.", "role", vocabulary="roles")
    key: str | None = own_key()
    part_of: str | None = one(
        "The organisation that it is part of.",
        "partOf",
        attribute=True,
        pattern="reference",
        to="organisation",
        acyclic=True,
    )
    note: Text | None = remark()
    access: Access | None = one("Who may see it, where not all who see the item may.", "access", huridocs="0908")


@dataclass(frozen=True, slots=True)
class Group:
    """People who are told of together and are not all named: the prisoners of a ward, the dead of a summer."""

    description: Text = must("Which people they are.", "description", huridocs="0930")
    roles: tuple[Role, ...] = many("The part in the item or in what it tells.", "role", vocabulary="roles")
    key: str | None = own_key()
    within: str | None = one(
        "The group that it is part of.",
        "within",
        attribute=True,
        pattern="reference",
        to="group",
        acyclic=True,
    )
    figures: tuple[Figure, ...] = many(
        "How many, and of what: people, families; figures that differ stand side by side.",
        "figure",
        huridocs="0902, 0931",
    )
    members: tuple[str, ...] = many(
        "Those of them who are named: keys of people.", "member", pattern="reference", to="person"
    )
    affiliations: tuple[Value, ...] = many("Group or party that they are said to belong to.", "affiliation")
    passages: tuple[Passage, ...] = where_it_stands()
    note: Text | None = remark()
    access: Access | None = one("Who may see it, where not all who see the item may.", "access", huridocs="0908")
