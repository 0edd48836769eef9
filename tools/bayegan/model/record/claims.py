"""What is claimed, by whom, and where in the document; the parts of a compound document; what it refers to."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record.access import Access
from bayegan.model.record.dates import Date
from bayegan.model.record.said import many, must, one
from bayegan.model.record.texts import Certainty, Text, Value


class ClaimKind(StrEnum):
    """What a claim is about."""

    FIGURE = "figure"
    DATE = "date"
    ASSERTION = "assertion"


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a payload file.

    In a text it is a half-open range in code points of the file decoded by `encoding`, newlines as they are, with
    the SHA-256 of the passage in UTF-8, and it is checked before sealing. In any other file it is a page or a
    selector, which nobody checks.
    """

    path: str = must("The payload path of the file.", "path", attribute=True, pattern="path")
    start: int | None = one("The first code point, counted from 0.", "start", attribute=True)
    end: int | None = one("The code point after the last.", "end", attribute=True)
    sha256: str | None = one("SHA-256 of the passage in UTF-8.", "sha256", attribute=True, pattern="sha256")
    encoding: str | None = one(
        "The encoding of the file; UTF-8 where it is absent.", "encoding", attribute=True, pattern="line"
    )
    page: str | None = one("The page, as the document counts.", "page", attribute=True, pattern="line")
    selector: str | None = one(
        "Where it stands, in words or in a selector.", "selector", attribute=True, pattern="line"
    )

    @property
    def is_checked(self) -> bool:
        """Whether it is a range of a text, which is checked before it is sealed."""
        return self.start is not None and self.end is not None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a span of numbers that is claimed, of what."""

    least: int | None = one("At least so many.", "least", attribute=True)
    most: int | None = one("At most so many.", "most", attribute=True)
    unit: Text | None = one("Of what.", "unit")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something asserted, paraphrased, and by whom. Claims that contradict each other stand side by side."""

    paraphrase: Text = must("What is claimed, in the describer's words.", "paraphrase")
    asserted_by: tuple[Text, ...] = many("Who asserts it, in words.", "assertedBy", huridocs="2502")
    kind: ClaimKind = one("What it is about.", "kind", ClaimKind.ASSERTION, attribute=True)
    key: str | None = one("What others in this record call it.", "key", attribute=True, pattern="key")
    asserters: tuple[str, ...] = many(
        "Who asserts it: keys of people or organisations.",
        "asserter",
        pattern="reference",
        to="person organisation",
        huridocs="2502",
    )
    about: tuple[str, ...] = many("What it is about: keys in this record.", "about", pattern="reference")
    figure: Figure | None = one("The figure that is claimed.", "figure")
    date: Date | None = one("The date that is claimed.", "date")
    certainty: Certainty | None = one(
        "How sure the asserter is.", "certainty", attribute=True, huridocs="2553", vocabulary="certainty"
    )
    contradicts: tuple[str, ...] = many(
        "Claims that it contradicts.", "contradicts", pattern="reference", to="claim"
    )
    passages: tuple[Passage, ...] = many("Where it stands.", "passage")
    note: Text | None = one("A remark, with whose it is.", "note")
    access: Access | None = one("Who may see it.", "access", huridocs="2508")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a compound document: a post of a site, an article of a page, a section."""

    title: Text = must("Its title, as it stands.", "title", dc="hasPart")
    key: str | None = one("What others in this record call it.", "key", attribute=True, pattern="key")
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
    passages: tuple[Passage, ...] = many("Where it stands.", "passage")
    note: Text | None = one("A remark, with whose it is.", "note")
    access: Access | None = one("Who may see it.", "access")


class ReferenceKind(StrEnum):
    """How the document refers."""

    CITATION = "citation"
    NOTE = "note"
    FURTHER_READING = "further-reading"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that the document refers to."""

    citation: Text = must("As the document cites it.", "citation", dc="references")
    kind: ReferenceKind = one("How the document refers.", "kind", ReferenceKind.CITATION, attribute=True)
    key: str | None = one("What others in this record call it.", "key", attribute=True, pattern="key")
    address: str | None = one(
        "Where it lies, as the document has it.", "address", attribute=True, pattern="line", dc="references"
    )
    dates: tuple[Date, ...] = many("When it was published.", "date")
    passages: tuple[Passage, ...] = many("Where the document refers to it.", "passage")
    note: Text | None = one("A remark, with whose it is.", "note")
