"""A record as JSON and back."""

import json

from hypothesis import given

from bayegan.metadata.json_schema import problems
from bayegan.metadata.record_json import record_from_json, record_to_json
from bayegan.model.record import Access, AccessLevel, FileNote, Record, Text
from shared import REPOSITORY
from strategies import records

FULL = REPOSITORY / "tests" / "vectors" / "submissions" / "good" / "full.json"
ITEM = "submission-1.0#/$defs/item"


@given(record=records, default=...)
def test_a_record_comes_back_as_it_was(record: Record, default: AccessLevel) -> None:
    item = json.loads(json.dumps(record_to_json(record)))
    assert item["id"] == record.identifier
    assert record_from_json(item, record.identifier, default) == record


def test_what_was_read_is_valid_when_it_is_written() -> None:
    item = json.loads(FULL.read_text("utf-8"))["items"][0]
    record = record_from_json(item, item["id"], AccessLevel.RESTRICTED)
    written = record_to_json(record)
    assert problems(ITEM, written) == ()
    same = {key: value for key, value in item.items() if key != "files"}
    same["capture"] = {**same["capture"], "date": {"edtf": "2024-05-01"}}
    same["organisations"] = [{"names": ["Example Organisation"], "roles": ["source"]}]
    assert {key: value for key, value in written.items() if key != "files"} == same


def test_what_was_not_stated_is_not_written() -> None:
    record = Record("a", (Text("A"),), Access(AccessLevel.PUBLIC))
    assert record_to_json(record) == {"id": "a", "titles": ["A"], "access": {"level": "public"}}


def test_a_note_that_says_nothing_is_still_a_note() -> None:
    record = Record("a", (Text("A"),), Access(AccessLevel.PUBLIC), files=(FileNote("data/data/x"),))
    assert record_to_json(record)["files"] == [{"filename": "data/x", "terms": []}]
