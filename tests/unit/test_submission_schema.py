"""The validator of JSON, and the schema of submissions."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bayegan.metadata.json_schema import LONGEST_SHOWN, Problem, pointer_to, problems, value_at
from bayegan.model.dublin_core import TERMS
from bayegan.model.record import (
    AccessLevel,
    Calendar,
    Certainty,
    ClaimKind,
    DateKind,
    Held,
    NameKind,
    ReferenceKind,
    Role,
    SiteStatus,
)

SCHEMA: Any = json.loads(files("bayegan_schemas").joinpath("submission-1.0.schema.json").read_bytes())
ITEM = "submission-1.0#/$defs/item"


def a_submission(**more: object) -> dict[str, object]:
    return {"submission": "1.0", "items": [{"titles": ["A"], "files": [{"filename": "a"}], **more}]}


def subschemas(schema: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every subschema that stands for a value, by pointer."""
    yield where, schema
    for key in ("properties", "$defs"):
        for name, one in schema.get(key, {}).items():
            yield from subschemas(one, f"{where}/{key}/{name}")
    for index, one in enumerate(schema.get("anyOf", ())):
        yield from subschemas(one, f"{where}/anyOf/{index}")
    if "items" in schema:
        yield from subschemas(schema["items"], f"{where}/items")


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:bayegan:schema:submission:1.0"


def test_every_part_of_the_schema_is_described() -> None:
    bare = [
        where
        for where, one in subschemas(SCHEMA)
        if "description" not in one and "description" not in SCHEMA["$defs"].get(one["$ref"][8:], {})
    ]
    assert bare == []


def test_no_object_takes_unknown_fields() -> None:
    objects = [(where, one) for where, one in subschemas(SCHEMA) if one.get("type") == "object"]
    assert len(objects) > 10
    assert [where for where, one in objects if one.get("additionalProperties") is not False] == []


def test_the_lists_of_words_are_those_of_the_model() -> None:
    defs = SCHEMA["$defs"]
    lists = {
        "accessLevel": AccessLevel, "role": Role, "nameKind": NameKind, "dateKind": DateKind, "calendar": Calendar,
        "siteStatus": SiteStatus, "certainty": Certainty, "claimKind": ClaimKind, "referenceKind": ReferenceKind,
        "held": Held,
    }  # fmt: skip
    assert defs["termName"]["enum"] == list(TERMS)
    assert {name: defs[name]["enum"] for name in lists} == {name: list(words) for name, words in lists.items()}


def test_valid_is_no_problem() -> None:
    assert problems("submission-1.0", a_submission()) == ()


def test_all_problems_are_told_at_once() -> None:
    wrong = a_submission(subjects="x", access={"level": "secret"}, people=[{"names": []}])
    assert {one.pointer for one in problems("submission-1.0", wrong)} == {
        "/items/0/subjects",
        "/items/0/access/level",
        "/items/0/people/0/names",
    }


def test_a_word_outside_its_list_is_told_with_the_list() -> None:
    wrong = a_submission(access={"level": "secret"})
    expected, found = "one of public, restricted, confidential", "“secret”"
    assert problems("submission-1.0", wrong) == (Problem("/items/0/access/level", "enum", expected, found),)


def test_each_absent_field_is_told_once() -> None:
    absent = [(one.pointer, one.rule, one.expected) for one in problems("submission-1.0", {})]
    assert absent == [("", "required", "the field “submission”"), ("", "required", "the field “items”")]


def test_each_unknown_field_is_told_at_its_own_pointer() -> None:
    wrong = {**a_submission(), "a/b": 1, "c~d": 2}
    found = {one.pointer: one.found for one in problems("submission-1.0", wrong)}
    assert found == {"/a~1b": "the field “a/b”", "/c~0d": "the field “c~d”"}


@pytest.mark.parametrize(
    ("title", "pointer", "rule"),
    [
        ({"text": "A", "lang": "Persian"}, "/titles/0/lang", "pattern"),
        ({"text": "A", "language": "fa"}, "/titles/0/language", "additionalProperties"),
        ({"lang": "fa"}, "/titles/0", "required"),
        ({"text": 5}, "/titles/0/text", "type"),
        ("", "/titles/0", "pattern"),
    ],
)
def test_of_alternatives_the_one_of_the_right_type_is_told(title: object, pointer: str, rule: str) -> None:
    (told,) = problems(ITEM, {"titles": [title], "files": [{"filename": "a"}]})
    assert (told.pointer, told.rule) == (pointer, rule)


def test_where_no_alternative_has_the_type_all_types_are_told() -> None:
    (told,) = problems(ITEM, {"titles": [5], "files": [{"filename": "a"}]})
    assert (told.pointer, told.expected, told.found) == ("/titles/0", "text or an object", "5")


def test_a_choice_of_fields_is_told_as_one() -> None:
    (told,) = problems("submission-1.0#/$defs/date", {"kind": "created"})
    assert told.expected == "at least one of the fields edtf, text"


@pytest.mark.parametrize("tag", ["fa", "en-GB", "ckb-Arab", "zh-Hant-TW", "x-notes", "i-default"])
def test_a_language_tag_is_valid(tag: str) -> None:
    assert problems("submission-1.0#/$defs/language", tag) == ()


@pytest.mark.parametrize("tag", ["", "Persian", "fa\n", "fa_IR", "فا", "f", "fa-", "fa; en"])
def test_what_is_no_language_tag_is_told(tag: str) -> None:
    assert len(problems("submission-1.0#/$defs/language", tag)) == 1


@pytest.mark.parametrize("text", ["a\tb\r\nc", "a\x85", "نامه\u200cها", "\U00010000", "\ufffd"])
def test_a_text_may_hold_what_xml_holds(text: str) -> None:
    assert problems("submission-1.0#/$defs/words", text) == ()


@pytest.mark.parametrize("bad", ["\0", "\x08", "\x0b", "\x1f", "\ud800", chr(0xDFFF), "\ufffe", "\uffff"])
def test_a_text_may_not_hold_what_xml_cannot(bad: str) -> None:
    (told,) = problems("submission-1.0#/$defs/words", f"a{bad}b")
    assert told.expected == "characters that XML 1.0 can hold (2.2)"


def test_a_name_that_is_not_utf8_can_be_written_as_python_holds_it() -> None:
    name = b"\xe3\xd1.pdf".decode("utf-8", "surrogateescape")
    assert problems("submission-1.0#/$defs/file", {"filename": name}) == ()


def test_a_long_value_is_cut() -> None:
    (told,) = problems("submission-1.0#/$defs/language", "x" * 500)
    assert told.found == f"“{'x' * (LONGEST_SHOWN - 1)}…”"


def test_a_large_value_is_told_by_its_size() -> None:
    (told,) = problems(ITEM, {"titles": ["A"], "files": [{"filename": "a"}], "id": ["x"] * 2000})
    assert told.found == "a list of 2,000 entries"


@pytest.mark.parametrize("path", [(), ("a", 0, "b/c", "d~e"), (0, 1), ("",)])
def test_a_pointer_leads_back_to_its_value(path: tuple[str | int, ...]) -> None:
    instance: object = "here"
    for part in reversed(path):
        instance = {part: instance} if isinstance(part, str) else [None] * part + [instance]
    assert value_at(instance, pointer_to(path)) == "here"


def test_a_schema_that_is_not_shipped_is_an_error_of_the_program() -> None:
    with pytest.raises(FileNotFoundError):
        problems("no-such-1.0", {})
