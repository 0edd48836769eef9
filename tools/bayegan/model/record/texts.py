"""Texts and values as the sources have them, each with its language and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record.said import must, one


class Certainty(StrEnum):
    """How sure something is, as its source has it; where there is none, the source says it plainly."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    PRESUMED = "presumed"
    DISPUTED = "disputed"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it came, with its language where that was stated."""

    value: str = must("The text.", "text", content=True)
    lang: str | None = one("Its language.", "lang", attribute=True, pattern="language")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as its source has it, with how sure it is and the concept of a vocabulary that it means."""

    value: str = must("The value, in words.", "text", content=True)
    lang: str | None = one("Its language.", "lang", attribute=True, pattern="language")
    concept: str | None = one("The concept that it means.", "concept", attribute=True, pattern="concept")
    certainty: Certainty | None = one(
        "How sure it is.", "certainty", attribute=True, huridocs="2553", vocabulary="certainty"
    )
