"""What no schema can say of a description is found, all of it, and each at its place."""

import json
from typing import Any

import pytest

from bayegan.metadata.submission.reading import read_submission
from bayegan.model.declared import Declared
from bayegan.model.findings import Finding
from bayegan.model.record import AccessLevel

PEOPLE = {"people": [{"names": ["A"], "key": "p1"}], "organisations": [{"names": ["B"], "key": "o1"}]}
PLACE = {"places": [{"names": ["C"], "key": "c1"}]}


def findings_of(**said: Any) -> tuple[Finding, ...]:
    item = {"titles": ["A"], "files": [{"filename": "a.txt"}], **said}
    content = json.dumps({"submission": "1.0", "items": [item]}).encode()
    return read_submission("s.json", content, Declared(), AccessLevel.RESTRICTED).findings


def told(**said: Any) -> list[tuple[str, str | None]]:
    return [(one.code, one.pointer) for one in findings_of(**said)]


def claim(**said: Any) -> dict[str, Any]:
    return {"claims": [{"paraphrase": "It was so.", **said}]}


def passage(**said: Any) -> list[tuple[str, str | None]]:
    return told(**claim(passages=[{"path": "data/a.txt", **said}]))


def test_a_description_that_makes_sense_has_no_findings() -> None:
    assert (
        told(
            **PEOPLE,
            **PLACE,
            events=[{"title": "E", "key": "e1", "place": "c1"}],
            acts=[{"kind": "arrest", "key": "a1", "event": "e1", "victims": ["p1"]}],
            involvements=[{"who": "o1", "act": "a1"}],
            **claim(asserters=["p1", "o1"], about=["a1"], figure={"least": 3, "most": 3}),
        )
        == []
    )


def test_a_key_is_given_once_in_a_record() -> None:
    (found,) = findings_of(people=[{"names": ["A"], "key": "p1"}], parts=[{"title": "B", "key": "p1"}])
    assert (found.code, found.pointer) == ("record-key-twice", "/items/0/parts/0/key")
    assert found.found == "“p1”, as at /people/0/key"


def test_the_same_key_in_two_items_is_no_matter() -> None:
    item = {"titles": ["A"], "files": [{"filename": "a"}], **PEOPLE}
    other = {**item, "files": [{"filename": "b"}]}
    content = json.dumps({"submission": "1.0", "items": [item, other]}).encode()
    assert read_submission("s.json", content, Declared(), AccessLevel.PUBLIC).findings == ()


def test_a_reference_names_something_of_the_record() -> None:
    assert told(**PEOPLE, **claim(asserters=["p1", "p2"], about=["x"])) == [
        ("record-key-unknown", "/items/0/claims/0/asserters/1"),
        ("record-key-unknown", "/items/0/claims/0/about/0"),
    ]


def test_a_reference_names_a_thing_of_the_right_kind() -> None:
    (found,) = findings_of(**PEOPLE, events=[{"title": "E", "place": "p1"}])
    assert (found.code, found.pointer) == ("record-key-kind", "/items/0/events/0/place")
    assert (found.found, found.expected) == ("“p1”, which is the person at /people/0/key", "the key of a place")


def test_parts_do_not_go_round_in_a_circle() -> None:
    parts = [
        {"title": "A", "key": "a", "within": "b"},
        {"title": "B", "key": "b", "within": "a"},
        {"title": "C", "key": "c", "within": "a"},
        {"title": "D", "key": "d", "within": "d"},
    ]
    found = [(one.code, one.pointer, one.found) for one in findings_of(parts=parts)]
    assert found == [
        ("record-key-circle", "/items/0/parts/0/within", "a → b → a"),
        ("record-key-circle", "/items/0/parts/1/within", "b → a → b"),
        ("record-key-circle", "/items/0/parts/3/within", "d → d"),
    ]


def test_the_least_of_a_figure_is_not_more_than_its_most() -> None:
    assert told(**claim(figure={"least": 5000, "most": 4999})) == [
        ("record-figure", "/items/0/claims/0/figure/least")
    ]


@pytest.mark.parametrize(
    ("since", "until", "is_wrong"),
    [
        ("1989", "1988", True),
        ("1989", "1988-05", True),
        ("1988-06", "1988", False),
        ("1988-06-02~", "1988-06-01?", True),
        ("198X", "1970", True),
        ("198X", "1980", False),
        ("1985/1989", "1984-12-31", True),
        ("1985/..", "1984", True),
        ("../1985", "1984", False),
        ("1985", "/1984", True),
        ("1985", "1984/", False),
        ("1988", "1988", False),
    ],
)
def test_what_ends_does_not_end_before_it_begins(since: str, until: str, is_wrong: bool) -> None:
    names = [{"text": "A", "since": since, "until": until}]
    wrong = [("record-interval", "/items/0/organisations/0/names/0/until")]
    assert told(organisations=[{"names": names}]) == (wrong if is_wrong else [])


def test_an_embargo_ends_on_a_day() -> None:
    access = {"level": "restricted", "embargo": "2030-02-30"}
    assert told(
        access=access, files=[{"filename": "a", "access": {"level": "public", "embargo": "0000-01-01"}}]
    ) == [
        ("record-embargo", "/items/0/access/embargo"),
        ("record-embargo", "/items/0/files/0/access/embargo"),
    ]


def test_dates_are_edtf_wherever_they_stand() -> None:
    wrong = told(
        people=[
            {
                "names": [{"text": "A", "since": "long ago"}],
                "birth": {"kind": "event", "edtf": "1988-13"},
                "positions": [{"title": "Judge", "until": "today"}],
            }
        ],
        places=[{"names": ["B"], "as_of": "then"}],
        accession={"received": {"kind": "date", "edtf": "soon"}},
    )
    assert wrong == [
        ("submission-edtf", f"/items/0/{place}")
        for place in (
            "people/0/names/0/since",
            "people/0/birth/edtf",
            "people/0/positions/0/until",
            "places/0/as_of",
            "accession/received/edtf",
        )
    ]


AT = "/items/0/claims/0/passages/0"
DIGEST = "0" * 64


@pytest.mark.parametrize(
    ("said", "code", "place"),
    [
        ({}, "record-passage-place", ""),
        ({"sha256": DIGEST}, "record-passage-digest-alone", "/sha256"),
        ({"page": "5", "sha256": DIGEST}, "record-passage-digest-alone", "/sha256"),
        ({"start": 1, "sha256": DIGEST}, "record-passage-half", ""),
        ({"end": 1, "sha256": DIGEST}, "record-passage-half", ""),
        ({"start": 5, "end": 5, "sha256": DIGEST}, "record-passage-empty", ""),
        ({"start": 5, "end": 4, "sha256": DIGEST}, "record-passage-empty", ""),
        ({"start": 5.0, "end": 4.0, "sha256": DIGEST}, "record-passage-empty", ""),
        ({"start": 5, "end": 6}, "record-passage-no-digest", ""),
    ],
)
def test_a_passage_says_where_it_stands(said: dict[str, Any], code: str, place: str) -> None:
    assert passage(**said) == [(code, AT + place)]


@pytest.mark.parametrize("said", [{"page": "iv"}, {"selector": "#p5"}, {"start": 0, "end": 1, "sha256": DIGEST}])
def test_a_passage_has_a_range_a_page_or_a_selector(said: dict[str, Any]) -> None:
    assert passage(**said) == []


def test_all_is_told_at_once_beside_what_the_schema_refuses() -> None:
    found = told(
        people=[
            {"names": [], "key": "1"},
            {"names": ["A"], "key": "p", "birth": {"kind": "event", "edtf": "soon"}},
        ],
        events=[{"title": "E", "place": "nowhere", "colour": "red"}],
        acts=["arrest"],
        **claim(figure={"least": 2, "most": 1}, date="1988"),
    )
    assert {code for code, _ in found} == {
        "submission-empty-value", "submission-value", "submission-unknown-field", "submission-wrong-type",
        "submission-edtf", "record-key-unknown", "record-figure",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "concept", "is_wrong"),
    [
        ("method", "methods:shooting", False),
        ("method", "acts:execution", True),
        ("charges", "charges:robbery", False),
        ("charges", "religion:muslim", True),
        ("age", "acts:execution", False),
    ],
)
def test_a_concept_belongs_to_the_vocabulary_of_its_field(field: str, concept: str, is_wrong: bool) -> None:
    value: Any = {"text": "as it stands", "concept": concept}
    act = {"kind": "an act", field: [value] if field == "charges" else value}
    place = f"/items/0/acts/0/{field}{'/0' if field == 'charges' else ''}/concept"
    assert told(acts=[act]) == ([("record-concept-field", place)] if is_wrong else [])


def test_a_vocabulary_of_the_archive_s_own_fits_every_field() -> None:
    codes = [code for code, _ in told(acts=[{"kind": {"text": "an act", "concept": "deeds:arrest"}}])]
    assert "record-concept-field" not in codes


@pytest.mark.parametrize(
    ("figure", "is_wrong"),
    [
        ({"least": 5, "qualifier": "more-than"}, False),
        ({"most": 5, "qualifier": "more-than"}, True),
        ({"most": 5, "qualifier": "fewer-than"}, False),
        ({"least": 5, "qualifier": "almost"}, True),
        ({"most": 5, "qualifier": "about"}, False),
        ({"words": "dozens", "qualifier": "about"}, True),
        ({"words": "dozens"}, False),
    ],
)
def test_a_qualifier_qualifies_a_number(figure: dict[str, Any], is_wrong: bool) -> None:
    wrong = [("record-figure-qualifier", "/items/0/claims/0/figure/qualifier")]
    assert told(**claim(figure=figure)) == (wrong if is_wrong else [])
