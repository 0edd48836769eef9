"""What keeps a sealed item from the public."""

from dataclasses import replace
from datetime import date

import pytest

from bayegan.model.openness import kept_from_public
from bayegan.model.record import (
    Access,
    Accession,
    AccessLevel,
    Claim,
    FileNote,
    Name,
    Part,
    Person,
    Record,
    Text,
)

TODAY = date(2026, 11, 22)
RESTRICTED = Access(AccessLevel.RESTRICTED)
OPEN = Record("x", (Text("X"),), Access(AccessLevel.PUBLIC), people=(Person((Name("Somebody"),)),))


def test_a_public_item_with_nothing_closed_in_it_may_leave() -> None:
    assert kept_from_public(OPEN, TODAY) is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"access": RESTRICTED}, "access level restricted"),
        ({"access": Access(AccessLevel.PUBLIC, embargo="2026-11-23")}, "the embargo until 2026-11-23 on the item"),
        ({"people": (Person((Name("Somebody"),), access=RESTRICTED),)}, "access level restricted of a person"),
        ({"people": (Person((Name("S", access=AccessLevel.CONFIDENTIAL),)),)}, "confidential of a name"),
        ({"people": (Person((Name("S", embargo="2040-01-01"),)),)}, "the embargo until 2040-01-01 on a name"),
        ({"parts": (Part(Text("a post"), access=RESTRICTED),)}, "access level restricted of a part"),
        ({"claims": (Claim(Text("said"), access=RESTRICTED),)}, "access level restricted of a claim"),
        ({"files": (FileNote("data/a", access=RESTRICTED),)}, "access level restricted of a file"),
        ({"accession": Accession(number="2026/1")}, "its accession"),
    ],
)
def test_anything_closed_in_its_record_keeps_the_item_back(change: dict[str, object], why: str) -> None:
    said = kept_from_public(replace(OPEN, **change), TODAY)  # type: ignore[arg-type]
    assert said is not None
    assert why in said


def test_an_embargo_ends_on_its_day() -> None:
    assert kept_from_public(replace(OPEN, access=Access(AccessLevel.PUBLIC, embargo="2026-11-22")), TODAY) is None
