"""Names of people, organisations and places."""

from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.record.access import AccessLevel
from bayegan.model.record.said import must, one


class NameKind(StrEnum):
    """What a name is to the other names of the same bearer."""

    MAIN = "main"
    VARIANT = "variant"
    TRANSLITERATION = "transliteration"
    ALIAS = "alias"
    ACRONYM = "acronym"


@dataclass(frozen=True, slots=True)
class Name:
    """A name; its script is part of its language tag (`fa-Latn`). A single name may be kept from the public."""

    value: str = must("The name.", "text", content=True, huridocs="0903")
    lang: str | None = one("Its language and script.", "lang", attribute=True, pattern="language")
    kind: NameKind = one("What it is to the bearer's other names.", "kind", NameKind.MAIN, attribute=True)
    since: str | None = one("From when it was borne.", "since", attribute=True, pattern="edtf")
    until: str | None = one("Until when it was borne.", "until", attribute=True, pattern="edtf")
    access: AccessLevel | None = one("Who may see this name.", "access", attribute=True, huridocs="0908")
    embargo: str | None = one("Nobody outside sees it before this day.", "embargo", attribute=True, pattern="day")
