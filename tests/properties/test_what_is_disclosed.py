"""Whatever a record holds: what the public is given of it is a record, and holds no restricted string."""

import hashlib
import io
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bayegan.metadata.prove import prove_xml
from bayegan.metadata.record_json import record_to_json
from bayegan.metadata.record_xml import read_record, thin, write_record
from bayegan.model.disclosure.closed import why_closed
from bayegan.model.disclosure.disclose import disclosed, notes_given
from bayegan.model.disclosure.disclosed import Kept
from bayegan.model.disclosure.mask import Mask
from bayegan.model.disclosure.opening import Opened, _is_all_open, _Opening, opened
from bayegan.model.preservation import FileObject
from bayegan.model.record import AccessLevel, FileNote, Name, Passage, Record
from bayegan.model.record.shape import classes_below, shape_of
from strategies import plain_texts, records

TODAY = date(2026, 11, 22)
FILES = tuple(FileObject(path, 1, (("sha512", "0" * 128),)) for path in ("data/a", "data/b"))


def test_nothing_in_a_note_on_a_file_refers_to_anything_else() -> None:
    """That is why notes can be opened one by one."""
    patterns = {one.said.pattern for cls in classes_below(FileNote) for one in shape_of(cls)}
    assert not patterns & {"key", "reference"}
    assert not {Name, Passage} & set(classes_below(FileNote))


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
    result = disclosed(first, FILES, record.files, mask, lambda _: None)
    if result is None:
        assert mask.found(record.identifier)
        return
    shown = replace(result.record, files=tuple(notes_given(result, record.files, mask)))
    assert not [text for kind, text in strings(shown) if kind in ("words", "line", "any") and mask.found(text)]
    assert not [note for note in shown.files if note.access and note.access.level is not AccessLevel.PUBLIC]
    assert shown.accession is None
    out = io.BytesIO()
    write_record(result.record, out, notes_given(result, record.files, mask))
    assert prove_xml(out.getvalue(), "metadata/record.xml") == ()
    assert read_record(out.getvalue()) == shown


@settings(max_examples=40)
@given(records)
def test_a_record_without_its_open_notes_gives_the_same(record: Record) -> None:
    """So are large records opened: the closed notes and their numbers, and then all notes, one by one."""
    paths = tuple(file.path for file in FILES)
    whole = opened(record, paths, TODAY)
    kept = thin(record, lambda note: why_closed(note, TODAY) is not None)
    first = opened(kept.record, paths, TODAY, kept.numbers)
    assert replace(first.record, files=()) == replace(whole.record, files=())
    assert first.withheld == whole.withheld
    assert first.closed_files == whole.closed_files
    assert first.secrets == whole.secrets
    mask = Mask(whole.secrets)
    results = [disclosed(one, FILES, record.files, mask, lambda _: None) for one in (first, whole)]
    assert results[0] == results[1]


@settings(max_examples=40)
@given(records)
def test_what_is_withheld_is_where_it_is_said_to_be(record: Record) -> None:
    """A pointer leads into the record as sealed, whatever was taken out before it."""
    said = record_to_json(record)
    first = opened(record, tuple(file.path for file in FILES), TODAY)
    result = disclosed(first, FILES, record.files, Mask(first.secrets), lambda _: None)
    for one in result.withheld if result is not None else ():
        if one.kept is not Kept.FILE:
            found = resolved(said, one.where)
            assert one.kept is not Kept.TEXT or one.digest in digests_within(found)


def resolved(said: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        said = said[int(step) if isinstance(said, list) else step]
    return said


def digests_within(said: Any) -> set[str]:
    """The SHA-512 of every text of a JSON value."""
    if isinstance(said, str):
        return {hashlib.sha512(said.encode("utf-8", "surrogatepass")).hexdigest()}
    several = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return {one for each in several for one in digests_within(each)}


@settings(max_examples=20)
@given(records)
def test_what_was_given_holds_nothing_more_to_withhold(record: Record) -> None:
    first = opened(record, (), TODAY)
    mask = Mask(first.secrets)
    result = disclosed(first, (), record.files, mask, lambda _: None)
    if result is not None:
        shown = replace(result.record, files=tuple(notes_given(result, record.files, mask)))
        again = opened(shown, (), TODAY)
        assert again.withheld == ()
        assert replace(again.record, terms=()) == replace(shown, terms=())


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
