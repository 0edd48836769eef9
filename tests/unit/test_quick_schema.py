"""The quick look accepts nothing that the validator refuses."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bayegan.metadata.quick_schema import quick_look

LEDGER = "ledger-line-1.0"
LINE = {
    "seq": 3,
    "time": "2026-01-02T03:04:05Z",
    "prev": "0" * 64,
    "type": "ingestion",
    "outcome": "success",
    "item": "نامه",
    "version": "v1",
    "agent": "bayegan 1",
    "digests": {"bagit.txt": "a" * 128},
    "detail": {"files": 1},
}
PLAN = {
    "plan": "1.0",
    "submission": {"name": "a.csv", "sha256": "0" * 64},
    "declared": {"encoding": None, "separator": ";"},
    "agent": "bayegan 1",
    "accepted": "2026-01-02T03:04:05Z",
    "items": [{"item": "a", "row": 2, "pointer": None, "files": [{"source": "a", "payload": "data/a", "size": 0}]}],
    "findings": [],
}
odd = st.sampled_from(
    [None, True, False, 0, 1, -1, 1.0, 1.5, "", "x", "v1\n", "0" * 64, "data/x", [], {}, [1], {"x": 1}]
)


def document(name: str) -> dict[str, object]:
    content = files("bayegan_schemas").joinpath(f"{name}.schema.json").read_bytes()
    return dict(json.loads(content))


@st.composite
def changed(draw: st.DrawFn, value: object) -> object:
    """A value in which some parts are others, gone, or added."""
    if draw(st.integers(0, 5)) == 0:
        return draw(odd)
    if isinstance(value, dict):
        kept = {key: draw(changed(one)) for key, one in value.items() if draw(st.integers(0, 9))}
        return kept | ({"more": draw(odd)} if draw(st.integers(0, 9)) == 0 else {})
    if isinstance(value, list):
        return [draw(changed(one)) for one in value]
    return value


@pytest.mark.parametrize(("name", "value"), [(LEDGER, LINE), ("plan-1.0", PLAN)])
def test_what_we_write_needs_no_second_look(name: str, value: object) -> None:
    look = quick_look(document(name), "")
    assert look is not None
    assert look(value)


@given(changed(LINE))
def test_what_is_accepted_as_a_ledger_line_is_one(value: object) -> None:
    agrees(LEDGER, "", value)


@given(changed(PLAN))
def test_what_is_accepted_as_a_plan_is_one(value: object) -> None:
    agrees("plan-1.0", "", value)


@given(
    odd
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from(["/", "///\n", "a\0", "\ud800", "\udc80", "é/x"])
)
def test_what_is_accepted_as_a_filename_is_one(value: object) -> None:
    agrees("submission-1.0", "/$defs/file/properties/filename", value)


def agrees(name: str, fragment: str, value: object) -> None:
    schema = document(name)
    look = quick_look(schema, fragment)
    assert look is not None
    part: object = schema
    for key in fragment.split("/")[1:]:
        part = part[key]  # type: ignore[index]
    is_valid = Draft202012Validator({**part, "$defs": schema.get("$defs", {})}).is_valid(value)  # type: ignore[dict-item]
    assert is_valid or not look(value)


@pytest.mark.parametrize("schema", [{"oneOf": []}, {"type": "number"}, True, {"items": {"uniqueItems": True}}])
def test_a_schema_that_says_more_has_no_quick_look(schema: object) -> None:
    assert quick_look({"$defs": {"x": schema}}, "/$defs/x") is None
