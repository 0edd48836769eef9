"""The one validator of JSON: what a value says, held against a shipped JSON Schema (2020-12)."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bayegan.metadata.quick_schema import Look, quick_look

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

LONGEST_SHOWN = 80
"""Characters of a value that a problem shows."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a schema refuses.

    `pointer` is the JSON Pointer (RFC 6901) of the value, or of the object that lacks a field; `rule` is the
    keyword of JSON Schema; `expected` and `found` are plain English and not yet safe to print.
    """

    pointer: str
    rule: str
    expected: str
    found: str


def problems(schema: str, instance: object) -> tuple[Problem, ...]:
    """Return all that the shipped `schema` refuses in `instance`, each once; empty where it is valid.

    `schema` is the name of a file without `.schema.json`, and may go on with `#` and the JSON Pointer of a
    part of it (`submission-1.0#/$defs/item`). Where none of several alternatives fits, what is told is what
    the alternative of the right type lacks. A `pattern` is put into words by the `title` beside it.
    `instance` must not be nested too deep for Python. Raises FileNotFoundError for a schema that is not
    shipped. Nothing is ever fetched: a reference to another document is an error of the schema.
    """
    quick = _quick(schema)
    if quick is not None and quick(instance):
        return ()
    errors = _validator(schema).iter_errors(instance)
    return tuple(dict.fromkeys(problem for error in errors for told in _flat(error) for problem in _told(told)))


@cache
def _document(name: str) -> Any:
    return json.loads(files("bayegan_schemas").joinpath(f"{name}.schema.json").read_bytes())


@cache
def _quick(schema: str) -> Look | None:
    name, _, fragment = schema.partition("#")
    return quick_look(_document(name), fragment)


@cache
def _validator(schema: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # noqa: PLC0415  a quarter of all imports, for what is refused alone
    from referencing import Registry  # noqa: PLC0415
    from referencing.jsonschema import DRAFT202012  # noqa: PLC0415

    name, _, fragment = schema.partition("#")
    document = _document(name)
    registry: Registry[Any] = Registry().with_resource(document["$id"], DRAFT202012.create_resource(document))
    start = {"$ref": f"{document['$id']}#{fragment}"}
    return Draft202012Validator(start, registry=registry)


def _flat(error: "ValidationError") -> "Iterator[ValidationError]":
    """Yield the errors of the alternative that was meant, or `error` itself where none can be told."""
    if error.validator not in ("anyOf", "oneOf") or not error.context:
        yield error
        return
    fitting = [branch for branch in _branches(error) if not any(_is_other_type(one, error) for one in branch)]
    if not fitting or _is_choice_of_fields(fitting):
        yield error
        return
    for one in min(fitting, key=len):
        yield from _flat(one)


def _branches(error: "ValidationError") -> "list[list[ValidationError]]":
    found: dict[object, list[ValidationError]] = defaultdict(list)
    for one in error.context or ():
        found[one.relative_schema_path[0]].append(one)
    return list(found.values())


def _is_other_type(error: "ValidationError", parent: "ValidationError") -> bool:
    return error.validator == "type" and error.absolute_path == parent.absolute_path


def _is_choice_of_fields(branches: "list[list[ValidationError]]") -> bool:
    return len(branches) > 1 and all(one.validator == "required" for branch in branches for one in branch)


def _told(error: "ValidationError") -> Iterator[Problem]:
    rule, pointer = str(error.validator), pointer_to(error.absolute_path)
    if rule == "required":
        for field in _absent(error):
            yield Problem(pointer, rule, f"the field “{field}”", "no such field")
    elif rule == "additionalProperties" and error.validator_value is False:
        known = ", ".join((error.schema if isinstance(error.schema, Mapping) else {}).get("properties", ()))
        for key in _unknown(error):
            found = f"the field “{_cut(key)}”"
            yield Problem(f"{pointer}/{_escaped(key)}", rule, f"one of the fields {known}", found)
    else:
        yield Problem(pointer, rule, _expected(error), _found(error))


def _absent(error: "ValidationError") -> Iterator[str]:
    return (field for field in _value(error) if field not in _instance(error))


def _unknown(error: "ValidationError") -> Iterator[str]:
    known: Mapping[str, object] = error.schema.get("properties", {})  # type: ignore[union-attr]
    return (key for key in _instance(error) if key not in known)


def _value(error: "ValidationError") -> Any:
    return error.validator_value


def _instance(error: "ValidationError") -> Any:
    return error.instance


def pointer_to(path: Iterable[object]) -> str:
    """Return the JSON Pointer (RFC 6901) of the value that these keys and indexes lead to."""
    return "".join(f"/{_escaped(str(part))}" for part in path)


def value_at(instance: object, pointer: str) -> Any:
    """Return the value in `instance` that a `pointer` made by `pointer_to` names."""
    found: Any = instance
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        found = found[int(key)] if isinstance(found, list) else found[key]
    return found


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


_TYPES = {
    "string": "text",
    "array": "a list",
    "object": "an object",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def _types(wanted: str | list[str]) -> str:
    return " or ".join(_TYPES[one] for one in ([wanted] if isinstance(wanted, str) else wanted))


def _alternatives(error: "ValidationError") -> str:
    branches = _branches(error)
    if _is_choice_of_fields(branches):
        fields = dict.fromkeys(field for branch in branches for one in branch for field in _absent(one))
        return f"at least one of the fields {', '.join(fields)}"
    wanted = [_types(_value(one)) for branch in branches for one in branch if one.validator == "type"]
    return " or ".join(dict.fromkeys(wanted)) or "only one of the alternatives"


_EXPECTED: "Mapping[str, Callable[[ValidationError], str]]" = {
    "type": lambda error: _types(_value(error)),
    "enum": lambda error: f"one of {', '.join(_plain(one) for one in _value(error))}",
    "const": lambda error: _shown(_value(error)),
    "anyOf": _alternatives,
    "oneOf": _alternatives,
    "minItems": lambda error: f"at least {_counted(_value(error), 'entry', 'entries')}",
    "maxItems": lambda error: f"at most {_counted(_value(error), 'entry', 'entries')}",
    "minLength": lambda error: f"at least {_counted(_value(error), 'character', 'characters')}",
    "maxLength": lambda error: f"at most {_counted(_value(error), 'character', 'characters')}",
    "minProperties": lambda error: f"at least {_counted(_value(error), 'field', 'fields')}",
    "maxProperties": lambda error: f"at most {_counted(_value(error), 'field', 'fields')}",
    "minimum": lambda error: f"{_value(error)} or more",
    "maximum": lambda error: f"{_value(error)} or less",
    "uniqueItems": lambda _: "no entry twice",
}


def _expected(error: "ValidationError") -> str:
    rule, schema = str(error.validator), error.schema
    if rule in _EXPECTED:
        return _EXPECTED[rule](error)
    title = schema.get("title") if isinstance(schema, Mapping) else None
    return str(title) if title else f"what {rule} {_shown(_value(error))} allows"


def _found(error: "ValidationError") -> str:
    size = len(_instance(error)) if isinstance(error.instance, str | list | dict) else 0
    if error.validator in ("minItems", "maxItems"):
        return _counted(size, "entry", "entries")
    if error.validator in ("minLength", "maxLength"):
        return _counted(size, "character", "characters")
    if error.validator in ("minProperties", "maxProperties"):
        return _counted(size, "field", "fields")
    return _shown(error.instance)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _plain(value: object) -> str:
    return value if isinstance(value, str) else _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"“{_cut(value)}”"
    if isinstance(value, list):
        return f"a list of {_counted(len(value), 'entry', 'entries')}"
    if isinstance(value, dict):
        return f"an object with {_counted(len(value), 'field', 'fields')}"
    return _cut(json.dumps(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
