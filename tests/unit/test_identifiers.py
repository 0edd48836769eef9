"""From identifiers to folders, as the design states it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.model.identifiers import folder, problem_with, shard

IDENTIFIERS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=1024)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("BT-1", "BT-1"),
        ("a b/c", "a%20b%2Fc"),
        (".hidden", "%2Ehidden"),
        ("-r", "%2Dr"),
        ("..", "%2E."),
        ("100%", "100%25"),
        ("گ", "%DA%AF"),
    ],
)
def test_a_folder_is_the_identifier_percent_encoded(identifier: str, expected: str) -> None:
    assert folder(identifier) == expected


def test_a_long_identifier_keeps_its_beginning_and_a_digest() -> None:
    identifier = "سند" * 60
    assert (
        folder(identifier)
        == ("%D8%B3%D9%86%D8%AF" * 60)[:150] + "-" + hashlib.sha256(identifier.encode()).hexdigest()[:16]
    )


@given(IDENTIFIERS)
def test_a_folder_is_short_ascii_and_never_leads_anywhere(identifier: str) -> None:
    name = folder(identifier)
    assert len(name) <= 200
    assert name.isascii()
    assert "/" not in name
    assert name not in (".", "..")
    assert len(shard(identifier)) == 2


@given(IDENTIFIERS, IDENTIFIERS)
def test_two_identifiers_have_two_folders(one: str, other: str) -> None:
    assert one == other or folder(one) != folder(other)


@pytest.mark.parametrize("wrong", ["", "  ", "a\nb", "a\x00", "x" * 1025, "\u0085"])
def test_what_is_no_identifier_is_said(wrong: str) -> None:
    assert problem_with(wrong) is not None


@pytest.mark.parametrize("right", ["a", "x" * 1024, "نام، با فاصله", "../up", "\U0001f4dc"])
def test_any_other_text_is_one(right: str) -> None:
    assert problem_with(right) is None
