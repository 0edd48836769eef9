"""A quick look at JSON by a shipped JSON Schema: sure of what it accepts, and of nothing else.

A schema is turned into functions once. What they accept is valid; what they do not is for the validator to judge,
which is some fifty times slower. A schema with a keyword that is not known here has no quick look.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Look = Callable[[Any], bool]

_SAYS_NOTHING = frozenset(("$schema", "$id", "$defs", "$comment", "title", "description"))
_TYPES: Mapping[str, type] = {"string": str, "integer": int, "object": dict, "array": list, "null": type(None)}


class Unknown(Exception):
    """The schema says something that is not known here."""


def quick_look(document: Mapping[str, Any], fragment: str) -> Look | None:
    """Return what accepts only values that are valid by the part of `document` at `fragment`, a JSON Pointer.

    None where the schema says more than is known here.
    """
    try:
        return _look(_part(document, fragment), document)
    except Unknown:
        return None


def _part(document: Mapping[str, Any], pointer: str) -> Any:
    part: Any = document
    for key in pointer.split("/")[1:]:
        part = part[key.replace("~1", "/").replace("~0", "~")]
    return part


def _look(schema: Any, document: Mapping[str, Any]) -> Look:
    if not isinstance(schema, dict):
        raise Unknown
    looks = [_of_keyword(keyword, schema, document) for keyword in schema if keyword not in _SAYS_NOTHING]
    needed = tuple(one for one in looks if one is not None)

    def look(value: Any) -> bool:
        for one in needed:  # noqa: SIM110  a generator costs as much as what it asks
            if not one(value):
                return False
        return True

    return look


def _of_keyword(keyword: str, schema: Mapping[str, Any], document: Mapping[str, Any]) -> Look | None:
    said = schema[keyword]
    if keyword == "$ref" and said.startswith("#"):
        return _look(_part(document, said), document)
    if keyword == "items":
        each = _look(said, document)
        return lambda value: type(value) is not list or all(map(each, value))
    if keyword in ("properties", "additionalProperties"):
        if keyword == "properties" and "additionalProperties" in schema:
            return None
        return _fields(schema.get("properties", {}), schema.get("additionalProperties", {}), document)
    if keyword in _SIMPLE:
        return _SIMPLE[keyword](said)
    raise Unknown


def _fields(properties: Mapping[str, Any], others: Any, document: Mapping[str, Any]) -> Look:
    known = {name: _look(schema, document) for name, schema in properties.items()}
    other: Look = (lambda _: False) if others is False else _look(others, document)
    return lambda value: (
        type(value) is not dict or all(known.get(name, other)(field) for name, field in value.items())
    )


def _type(said: str | Sequence[str]) -> Look:
    names = [said] if isinstance(said, str) else said
    if not _TYPES.keys() >= set(names):
        raise Unknown
    types = frozenset(_TYPES[name] for name in names)
    return lambda value: type(value) in types


def _pattern(said: str) -> Look:
    search = re.compile(said).search
    return lambda value: type(value) is not str or search(value) is not None


def _one_of(said: Sequence[Any]) -> Look:
    texts = frozenset(one for one in said if isinstance(one, str))
    return lambda value: type(value) is str and value in texts


_SIMPLE: Mapping[str, Callable[[Any], Look]] = {
    "type": _type,
    "enum": _one_of,
    "const": lambda said: _one_of([said]),
    "pattern": _pattern,
    "minLength": lambda said: lambda value: type(value) is not str or len(value) >= said,
    "maxLength": lambda said: lambda value: type(value) is not str or len(value) <= said,
    "minimum": lambda said: lambda value: type(value) is not int or value >= said,
    "maximum": lambda said: lambda value: type(value) is not int or value <= said,
    "required": lambda said: lambda value: type(value) is not dict or value.keys() >= set(said),
}
