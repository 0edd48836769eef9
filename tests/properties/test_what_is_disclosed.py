"""Whatever a record holds: what the public is given of it is a record, and holds no restricted string."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bayegan.metadata.prove import prove_xml
from bayegan.metadata.record_xml import read_record, write_record
from bayegan.model.disclosure.disclose import disclosed
from bayegan.model.disclosure.mask import Mask
from bayegan.model.disclosure.opening import Opened, _is_all_open, _Opening, opened
from bayegan.model.preservation import FileObject
from bayegan.model.record import Record
from bayegan.model.record.shape import shape_of
from strategies import plain_texts, records

TODAY = date(2026, 11, 22)
FILES = tuple(FileObject(path, 1, (("sha512", "0" * 128),)) for path in ("data/a", "data/b"))


def strings(value: Any) -> list[tuple[str, str]]:
    """Every string of an object of the record with the pattern of its field."""
    found: list[tuple[str, str]] = []
    for one in shape_of(type(value)):
        held = getattr(value, one.name)
        for each in held if isinstance(held, tuple) else () if held is None else (held,):
            if one.is_object:
                found += strings(each)
            elif isinstance(each, str) and not one.is_word:
                found.append((one.said.pattern, each))
    return found


@settings(max_examples=40)
@given(records)
def test_what_is_given_is_a_record_without_a_restricted_string(record: Record) -> None:
    first = opened(record, tuple(file.path for file in FILES), TODAY)
    mask = Mask(first.secrets)
    result = disclosed(first, FILES, mask, {})
    if result is None:
        assert mask.found(record.identifier)
        return
    assert not [
        text for kind, text in strings(result.record) if kind in ("words", "line", "any") and mask.found(text)
    ]
    assert result.record.accession is None
    out = io.BytesIO()
    write_record(result.record, out)
    assert prove_xml(out.getvalue(), "metadata/record.xml") == ()
    assert read_record(out.getvalue()) == result.record


@settings(max_examples=20)
@given(records)
def test_what_was_given_holds_nothing_more_to_withhold(record: Record) -> None:
    first = opened(record, (), TODAY)
    result = disclosed(first, (), Mask(first.secrets), {})
    if result is not None:
        again = opened(result.record, (), TODAY)
        assert again.withheld == ()
        assert replace(again.record, terms=()) == replace(result.record, terms=())


@given(plain_texts, plain_texts, plain_texts)
def test_a_masked_text_holds_no_restricted_string(before: str, secret: str, after: str) -> None:
    mask = Mask([secret])
    text = f"{before} {secret} {after}"
    assert not mask.found(mask.masked(text))
    assert mask.found(text) or not mask


@given(st.text(), st.text(min_size=1))
def test_a_text_without_the_string_is_left_as_it_is(text: str, secret: str) -> None:
    mask = Mask([secret])
    if not mask.found(text):
        assert mask.masked(text) == text


@settings(max_examples=60)
@given(records)
def test_what_is_seen_at_once_to_be_all_open_is_what_is_found_by_opening_it(record: Record) -> None:
    """Without its parts, without anything that may be closed, and as it is."""
    for one in (record, opened(record, (), TODAY).record, replace(record, accession=None)):
        if one.accession is None:
            opening = _Opening(TODAY, ())
            shown = opening.record(one)
            assert _is_all_open(one, TODAY) == (not opening.withheld)
            assert (shown == one) or opening.withheld
            assert opened(one, (), TODAY).withheld == tuple(opening.withheld)
            assert opened(one, (), TODAY).record == shown
            assert opening.withheld or opened(one, ("data/a",), TODAY) == Opened(one, {}, (), ())
