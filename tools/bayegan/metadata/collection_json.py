"""Descriptions of collections in JSON (collection-1.0.schema.json), read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bayegan.metadata.dates import date_problem
from bayegan.metadata.json_form import from_json, to_json
from bayegan.metadata.json_schema import Problem, problems
from bayegan.metadata.submission.json_text import parse
from bayegan.model.collection import Collection
from bayegan.model.derived_dates import with_derived_dates
from bayegan.model.described import objects_of
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.identifiers import problem_with
from bayegan.model.record_checks import wrongs

_SCHEMA = "collection-1.0"


def read_collections(content: bytes, path: str) -> tuple[dict[str, Collection], tuple[Finding, ...]]:
    """Return the collections of a file, by the JSON Pointers of their descriptions, and all that is wrong.

    After an error there are none.
    """
    parsed = parse(content)
    if parsed.findings or not parsed.readable:
        return {}, tuple(_not_json(one, path) for one in parsed.findings)
    refused = [_refused(one, path) for one in problems(_SCHEMA, parsed.value)]
    if refused:
        return {}, tuple(refused)
    described: Mapping[str, Any] = {f"/described/{at}": one for at, one in enumerate(parsed.value["described"])}
    wrong = tuple(_findings(described, path))
    if has_errors(wrong):
        return {}, wrong
    read = from_json(Collection)
    return {pointer: with_derived_dates(read(one)) for pointer, one in described.items()}, wrong


def collection_to_json(collection: Collection) -> dict[str, Any]:
    """Return the description of a collection as the schema has it."""
    said: dict[str, Any] = to_json(Collection)(collection)
    return said


def _not_json(one: Finding, path: str) -> Finding:
    return finding("collection-json", path=path, row=one.row, pointer=one.pointer, found=f"{one.rule}: {one.found}")


def _refused(problem: Problem, path: str) -> Finding:
    is_level = problem.rule == "enum" and problem.pointer.count("/") == 3 and problem.pointer.endswith("/level")
    code = "collection-level-unknown" if is_level else "collection-form"
    expected = None if is_level else problem.expected
    return finding(code, path=path, pointer=problem.pointer, expected=expected, found=problem.found)


def _findings(described: Mapping[str, Any], path: str) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for pointer, one in described.items():
        for key in ("id", "within"):
            if key in one and (problem := problem_with(one[key])):
                yield finding("collection-form", path=path, pointer=f"{pointer}/{key}", found=problem)
        earlier = first.setdefault(one["id"], pointer)
        if earlier != pointer:
            yield finding(
                "collection-twice", path=path, pointer=f"{pointer}/id", found=f"{one['id']}, as {earlier}"
            )
        for wrong in _of_one(one):
            yield replace(wrong, path=path, pointer=f"{pointer}{wrong.pointer}")


def _of_one(described: Mapping[str, Any]) -> Iterator[Finding]:
    objects = objects_of(described, Collection)
    for met in objects:
        for _, at, text in met.texts("edtf"):
            if problem := date_problem(text):
                yield finding("collection-date", pointer=at, found=f"“{text}”: {problem}")
    for one in wrongs(objects):
        yield finding(one.code, pointer=one.pointer, found=one.found, expected=one.expected)
