"""Statements that the record has no structure of its own for."""

from dataclasses import dataclass

from bayegan.model.record.access import Access
from bayegan.model.record.said import many, must, one


@dataclass(frozen=True, slots=True)
class Term:
    """A DCMI term with its value as submitted."""

    term: str = must(
        "The property of http://purl.org/dc/terms/.", "name", attribute=True, pattern="term", dc="this term"
    )
    value: str = must("The value.", "text", content=True)
    lang: str | None = one("Language of the value.", "lang", attribute=True, pattern="language")


@dataclass(frozen=True, slots=True)
class Extra:
    """A value of a submission that belongs to no known column, kept under the name that it came with."""

    name: str = must("The name.", "name", attribute=True, pattern="any")
    value: str = must("The value.", "text", content=True, pattern="any")


@dataclass(frozen=True, slots=True)
class FileNote:
    """What the submission says about one file of the item."""

    path: str = must("The payload path.", "path", attribute=True, pattern="path")
    terms: tuple[Term, ...] = many("A statement in DCMI terms.", "term")
    extras: tuple[Extra, ...] = many("A value under a name of the submitter's own.", "extra")
    access: Access | None = one("Who may see the file, where not all who see the item may.", "access")
