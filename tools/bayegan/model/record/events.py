"""Who did what to whom, and who says so: the formats of HURIDOCS, in substance and in names."""

from dataclasses import dataclass

from bayegan.model.record.access import Access
from bayegan.model.record.dates import Date
from bayegan.model.record.places_in_files import Passage
from bayegan.model.record.said import many, must, one, own_key, remark, where_it_stands
from bayegan.model.record.texts import Certainty, Text, Value


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, which acts are part of."""

    title: Text = must("What it is called.", "title", huridocs="0102", dc="subject")
    key: str | None = own_key(huridocs="0101")
    dates: tuple[Date, ...] = many(
        "When; differing dates stand side by side.", "date", huridocs="0113, 0114", dc="temporal"
    )
    place: str | None = one(
        "Where, as the key of a place.", "place", attribute=True, pattern="reference", to="place", huridocs="0111"
    )
    descriptions: tuple[Text, ...] = many("What is told of it.", "description", huridocs="0115")
    status: Value | None = one("Whether it is held to have happened.", "status", huridocs="0151")
    rights_affected: tuple[Value, ...] = many(
        "Rights that are said to have been violated.",
        "rightAffected",
        huridocs="0153",
        omid="Human rights violated",
        dc="subject",
        vocabulary="rights",
    )
    passages: tuple[Passage, ...] = where_it_stands()
    note: Text | None = remark(huridocs="0150")
    access: Access | None = one("Who may see it.", "access", huridocs="0108")


@dataclass(frozen=True, slots=True)
class Act:
    """One act against somebody: an arrest, a detention, a trial, an execution, torture, a disappearance."""

    kind: Value = must("What kind of act.", "kind", huridocs="2109", dc="subject", vocabulary="acts")
    key: str | None = own_key(huridocs="2101")
    title: Text | None = one("What it is called, where acts of a kind are to be told apart.", "title")
    event: str | None = one(
        "The event that it is part of.", "event", attribute=True, pattern="reference", to="event", huridocs="2103"
    )
    victims: tuple[str, ...] = many(
        "Whom it was done to: keys of people and groups.",
        "victim",
        pattern="reference",
        to="person group",
        huridocs="2102",
    )
    dates: tuple[Date, ...] = many(
        "When; differing dates stand side by side.",
        "date",
        huridocs="2111, 2121",
        omid="Date of Killing",
        dc="temporal",
    )
    place: str | None = one(
        "Where, as the key of a place.",
        "place",
        attribute=True,
        pattern="reference",
        to="place",
        huridocs="2112",
        omid="Location of Killing",
    )
    further_places: tuple[str, ...] = many(
        "Other places of the act, or places that differ, as keys of places.",
        "furtherPlace",
        pattern="reference",
        to="place",
        huridocs="2112",
    )
    method: Value | None = one(
        "How it was done.", "method", huridocs="2114", omid="Mode of Killing", dc="subject", vocabulary="methods"
    )
    charges: tuple[Value, ...] = many(
        "Each charge by itself, as it was brought.",
        "charge",
        huridocs="2113",
        omid="Charges",
        dc="subject",
        vocabulary="charges",
    )
    age: Value | None = one(
        "Age of the victim at the time of the act, or of the alleged offence.",
        "age",
        huridocs="2118",
        omid="Age at time of alleged offense",
    )
    legislation: tuple[Text, ...] = many("Law that it was based on.", "legislation", huridocs="2154")
    court: Value | None = one("The court.", "court", huridocs="3116", vocabulary="courts")
    judgment: Text | None = one("What was decided.", "judgment", omid="Judgment")
    detention: Value | None = one("Type of detention.", "detention", huridocs="3112", vocabulary="detention")
    counsel: Value | None = one("Whether there was counsel.", "counsel", huridocs="3115", vocabulary="counsel")
    status: Value | None = one(
        "The victim's status at the end of the act.", "status", huridocs="2123", vocabulary="outcomes"
    )
    certainty: Certainty | None = one(
        "How sure the act is.", "certainty", attribute=True, huridocs="0151", vocabulary="certainty"
    )
    passages: tuple[Passage, ...] = where_it_stands()
    note: Text | None = remark()
    access: Access | None = one("Who may see it.", "access", huridocs="2108")


@dataclass(frozen=True, slots=True)
class Involvement:
    """The part that somebody is alleged to have had in an act."""

    who: str = must(
        "The person or the organisation.",
        "who",
        attribute=True,
        pattern="reference",
        to="person organisation",
        huridocs="2402",
    )
    act: str = must("The act.", "act", attribute=True, pattern="reference", to="act", huridocs="2404")
    degree: Value | None = one("The degree of involvement.", "degree", huridocs="2409", vocabulary="involvement")
    kind: Value | None = one("The type of alleged perpetrator.", "kind", huridocs="2412", vocabulary="perpetrators")
    status: Value | None = one("The latest that is known of what followed for them.", "status", huridocs="2422")
    certainty: Certainty | None = one("How sure it is.", "certainty", attribute=True, vocabulary="certainty")
    passages: tuple[Passage, ...] = where_it_stands()
    note: Text | None = remark()
    access: Access | None = one("Who may see it.", "access", huridocs="2408")


@dataclass(frozen=True, slots=True)
class Information:
    """What a source tells, and how it stands to what it tells of."""

    source: str | None = one(
        "The person or the organisation that tells.",
        "source",
        attribute=True,
        pattern="reference",
        to="person organisation",
        huridocs="2502",
    )
    about: tuple[str, ...] = many(
        "What it tells of: keys of events, acts, people.", "about", pattern="reference", huridocs="2503, 2504"
    )
    material: Value | None = one("The type of source material.", "material", huridocs="2512", vocabulary="sources")
    citation: Text | None = one("The source material, cited.", "citation", dc="source")
    dates: tuple[Date, ...] = many("Date of the source material.", "date", huridocs="2511")
    languages: tuple[str, ...] = many(
        "Language of the source material.", "language", pattern="language", huridocs="2510"
    )
    connection: Value | None = one("How the source stands to what it tells of.", "connection", huridocs="2509")
    reliability: Value | None = one("How reliable, by whose judgment.", "reliability", huridocs="2553")
    note: Text | None = remark()
    access: Access | None = one("Who may see it.", "access", huridocs="2508")


@dataclass(frozen=True, slots=True)
class Intervention:
    """What somebody did for the victims."""

    by: str = must(
        "The person or the organisation that intervenes.",
        "by",
        attribute=True,
        pattern="reference",
        to="person organisation",
        huridocs="2602",
    )
    event: str | None = one("The event.", "event", attribute=True, pattern="reference", to="event", huridocs="2603")
    victims: tuple[str, ...] = many(
        "For whom: keys of people and groups.",
        "victim",
        pattern="reference",
        to="person group",
        huridocs="2604",
    )
    kind: Value | None = one("The type of intervention.", "kind", huridocs="2609")
    dates: tuple[Date, ...] = many("When.", "date", huridocs="2611")
    response: Value | None = one("How it was answered.", "response", huridocs="2613")
    impact: Value | None = one("What came of it.", "impact", huridocs="2614")
    passages: tuple[Passage, ...] = where_it_stands()
    note: Text | None = remark()
    access: Access | None = one("Who may see it.", "access", huridocs="2608")
