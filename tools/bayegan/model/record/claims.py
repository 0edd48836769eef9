"""What is claimed, by whom, and where in the document; the parts of a compound document; what it refers to."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record.access import Access
from bayegan.model.record.dates import Date
from bayegan.model.record.figures import Figure
from bayegan.model.record.places_in_files import Passage
from bayegan.model.record.said import many, must, one, own_key, remark, where_it_stands
from bayegan.model.record.texts import Certainty, Text, Value


class ClaimKind(StrEnum):
    """What a claim is about."""

    FIGURE = "figure"
    DATE = "date"
    ASSERTION = "assertion"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something asserted, paraphrased, and by whom. Claims that contradict each other stand side by side."""

    paraphrase: Text = must("What is claimed, in the describer's words.", "paraphrase")
    asserted_by: tuple[Text, ...] = many("Who asserts it, in words.", "assertedBy", huridocs="2502")
    kind: ClaimKind = one("What it is about.", "kind", ClaimKind.ASSERTION, attribute=True)
    key: str | None = own_key()
    asserters: tuple[str, ...] = many(
        "Who asserts it: keys of people or organisations.",
        "asserter",
        pattern="reference",
        to="person organisation",
        huridocs="2502",
    )
    about: tuple[str, ...] = many("What it is about: keys in this record.", "about", pattern="reference")
    reported_by: tuple[Text, ...] = many(
        "Who reports that it is asserted, in words, where that is not the document itself.", "reportedBy"
    )
    reporters: tuple[str, ...] = many(
        "Who reports that it is asserted: keys of people or organisations.",
        "reporter",
        pattern="reference",
        to="person organisation",
    )
    figure: Figure | None = one("The figure that is claimed.", "figure")
    date: Date | None = one("The date that is claimed.", "date")
    certainty: Certainty | None = one(
        "How sure the asserter is.", "certainty", attribute=True, huridocs="2553", vocabulary="certainty"
    )
    contradicts: tuple[str, ...] = many(
        "Claims that it contradicts.", "contradicts", pattern="reference", to="claim"
    )
    passages: tuple[Passage, ...] = where_it_stands()
    note: Text | None = remark()
    access: Access | None = one("Who may see it.", "access", huridocs="2508")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a compound document: a post of a site, an article of a page, a section."""

    title: Text = must("Its title, as it stands.", "title", dc="hasPart")
    key: str | None = own_key()
    within: str | None = one(
        "The part that it is part of.", "within", attribute=True, pattern="reference", to="part", acyclic=True
    )
    kind: Value | None = one("What kind of part.", "kind", vocabulary="parts")
    authors: tuple[Text, ...] = many("Who wrote it, in words.", "author", dc="contributor")
    people: tuple[str, ...] = many(
        "People and organisations that it names: their keys.",
        "names",
        pattern="reference",
        to="person organisation",
    )
    dates: tuple[Date, ...] = many("Dates where stated.", "date")
    languages: tuple[str, ...] = many("Its languages.", "language", pattern="language")
    descriptions: tuple[Text, ...] = many("What it is about.", "description")
    passages: tuple[Passage, ...] = where_it_stands()
    note: Text | None = remark()
    access: Access | None = one("Who may see it.", "access")


class ReferenceKind(StrEnum):
    """How the document refers; `subject` is what the document itself is about, such as a report under review."""

    CITATION = "citation"
    NOTE = "note"
    FURTHER_READING = "further-reading"
    LINK = "link"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that the document refers to."""

    citation: Text = must("As the document cites it.", "citation", dc="references")
    kind: ReferenceKind = one("How the document refers.", "kind", ReferenceKind.CITATION, attribute=True)
    key: str | None = own_key()
    title: Text | None = one("Its title.", "title", dc="references, where it is not the citation")
    authors: tuple[Text, ...] = many("Who wrote it, in words.", "author")
    publishers: tuple[Text, ...] = many("Who published it.", "publisher")
    extent: Text | None = one("How long it is: 28 pages.", "extent")
    address: str | None = one(
        "Where it lies, as the document has it.", "address", attribute=True, pattern="line", dc="references"
    )
    dates: tuple[Date, ...] = many("When it was published.", "date")
    passages: tuple[Passage, ...] = many("Where the document refers to it.", "passage")
    note: Text | None = remark()
