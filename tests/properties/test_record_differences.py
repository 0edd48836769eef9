"""What differs between two records is told, all of it, and for any two records."""

import dataclasses
import json

from hypothesis import given, settings

from bayegan.cli.answer import envelope
from bayegan.cli.version_text import diff_answer
from bayegan.model.amending import is_same_record
from bayegan.model.preservation import FileObject
from bayegan.model.record import Access, AccessLevel, Name, Person, Record, Text, Value
from bayegan.model.record_diff import Change, FileDifference, file_differences, record_differences
from bayegan.services.view_items import Comparison
from strategies import records


@settings(max_examples=25)
@given(records)
def test_a_record_does_not_differ_from_itself(record):
    assert record_differences(record, dataclasses.replace(record, amendments=())) == ()


@settings(max_examples=25)
@given(records, records)
def test_two_records_differ_where_they_say_different_things(one, other):
    assert bool(record_differences(one, other)) or is_same_record(one, other)


@settings(max_examples=25)
@given(records, records)
def test_what_came_one_way_goes_the_other_way(one, other):
    mirrored = {Change.ADDED: Change.TAKEN_AWAY, Change.TAKEN_AWAY: Change.ADDED}
    there = sorted(mirrored.get(each.change, each.change) for each in record_differences(one, other))
    assert there == sorted(each.change for each in record_differences(other, one))


@settings(max_examples=25)
@given(records, records)
def test_what_differs_can_be_printed_and_written_as_json(one, other):
    compared = Comparison("v1", "v2", other.amendments, record_differences(one, other), ())
    answer = diff_answer("item", compared)
    assert all(ord(character) >= ord(" ") for line in answer.lines for character in line)
    json.dumps(envelope(answer), ensure_ascii=False).encode("utf-8")


def record(**said) -> Record:
    return Record("case-1", (Text("A title"),), Access(AccessLevel.PUBLIC), **said)


def test_a_person_is_found_again_by_name_whatever_stands_around():
    sara, reza = Person((Name("Sara"),)), Person((Name("Reza"),), nationalities=(Value("Iranian"),))
    known = dataclasses.replace(reza, nationalities=(Value("Iraqi"),))
    (one,) = record_differences(record(people=(sara, reza)), record(people=(known, sara)))
    assert one.path == ("person “Reza”", "nationality")
    assert (one.change, one.old.value, one.new.value) == (Change.CHANGED, "Iranian", "Iraqi")


def test_another_order_is_a_difference_since_the_first_title_is_the_main_one():
    titles = (Text("One"), Text("Two"))
    old, new = (dataclasses.replace(record(), titles=some) for some in (titles, titles[::-1]))
    assert [(one.path, one.change) for one in record_differences(old, new)] == [(("title",), Change.REORDERED)]


def test_a_text_of_the_same_language_is_changed_and_one_of_another_is_added():
    old = record(descriptions=(Text("eins", "de"), Text("one", "en")))
    new = record(descriptions=(Text("uno", "it"), Text("two", "en")))
    changes = [one.change for one in record_differences(old, new)]
    assert sorted(changes) == [Change.CHANGED, Change.CHANGED]
    three = dataclasses.replace(new, descriptions=(*new.descriptions, Text("deux", "fr")))
    assert [one.change for one in record_differences(new, three)] == [Change.ADDED]


def test_files_differ_by_path_and_digest():
    one, two = (FileObject("data/a", 1, (("sha512", digit * 128),)) for digit in "12")
    moved = dataclasses.replace(one, path="data/b")
    assert file_differences((one,), (one,)) == ()
    assert file_differences((one,), (two,)) == (FileDifference("data/a", Change.CHANGED, one, two),)
    assert [each.change for each in file_differences((one,), (moved,))] == [Change.TAKEN_AWAY, Change.ADDED]
