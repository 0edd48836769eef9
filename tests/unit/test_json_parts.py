"""JSON read part by part is the JSON that is read whole, wherever the pieces end that it comes in."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.export.json_parts import JsonParts
from bayegan.export.ocfl_inventory_lint import read_inventory

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
some = st.text(max_size=3)
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(some, inner))


def whole(parts: JsonParts) -> Any:
    """Take every object and every list apart."""
    if parts.next() == "{":
        return {key: whole(parts) for key in parts.members()}
    if parts.next() == "[":
        return [whole(parts) for _ in parts.elements()]
    return parts.value()


@given(values, st.sampled_from([None, 0, 1]), st.integers(1, 9))
def test_parts_are_what_the_whole_is(value: Any, indent: int | None, piece: int) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bayegan.export.json_parts._PIECE", piece)
        parts = JsonParts(io.StringIO(text))
        assert whole(parts) == value
        parts.end()
        again = JsonParts(io.StringIO(text))
        assert again.value() == value
        again.end()


@given(values, st.integers(0, 60), st.sampled_from(["", ",", "}", "]", ":", '"', "x", " 1"]))
def test_what_is_no_json_is_refused_by_both(value: Any, at: int, there: str) -> None:
    text = json.dumps(value, ensure_ascii=False)
    broken = f"{text[:at]}{there}{text[at + 1 :]}"
    try:
        expected = json.loads(broken)
    except ValueError:
        with pytest.raises(ValueError, match=r"."):
            read(broken)
    else:
        assert read(broken) == expected


@pytest.mark.parametrize("broken", ["[1e,2]", "[1.,2]", '{"a": 1E}', "[-2.5e]"])
def test_a_number_that_goes_on_with_nothing_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"'[eE.]' in the place of"):
        read(broken)


def read(text: str) -> Any:
    parts = JsonParts(io.StringIO(text))
    found = whole(parts)
    parts.end()
    return found


@given(values)
def test_a_large_inventory_is_read_as_a_small_one_is(value: Any) -> None:
    content = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bayegan.export.ocfl_inventory_lint._SMALL", 2)
        assert read_inventory(io.BytesIO(content)) == value
