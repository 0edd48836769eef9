"""Objects of the record as values of JSON and back, by the shape of their classes.

The keys are the names of the fields; the text of an object is `text`, and an object of which nothing but its text
is stated is a plain string. What is as it is by default is left out.
"""

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any

from bayegan.model.record.shape import Shaped, content_of, shape_of

Convert = Callable[[Any], Any]

_NEVER = object()


@cache
def to_json(cls: type) -> Convert:
    """Return what makes JSON of an object of `cls`."""
    shape = shape_of(cls)
    values = attrgetter(*(one.name for one in shape))
    fields = tuple((one.key, _NEVER if one.required else one.default, _written(one)) for one in shape)
    may_be_plain = content_of(cls) is not None

    def convert(value: Any) -> object:
        said = {
            key: write(one)
            for (key, default, write), one in zip(fields, values(value), strict=True)
            if one is not default and one != default
        }
        return said["text"] if may_be_plain and len(said) == 1 else said

    return convert


def _written(field: Shaped) -> Convert:
    one = to_json(field.type) if field.is_object else _plain(field)
    return (lambda values: [one(value) for value in values]) if field.many else one


def _plain(field: Shaped) -> Convert:
    return str if field.is_word else lambda value: value


@cache
def from_json(cls: type) -> Convert:
    """Return what makes an object of `cls` of JSON that is valid by the schema."""
    known = {one.key: (one.name, _read(one)) for one in shape_of(cls)}

    def convert(value: str | Mapping[str, Any]) -> Any:
        if isinstance(value, str):
            return cls(value)
        fields: dict[str, Any] = {}
        for key, said in value.items():
            name, read = known[key]
            fields[name] = said if read is None else read(said)
        return cls(**fields)

    return convert


def _read(field: Shaped) -> Convert | None:
    """Return what reads a field, or None where it is what it is in JSON."""
    if field.type is str:
        return tuple if field.many else None
    one = from_json(field.type) if field.is_object else field.type
    return (lambda values: tuple(map(one, values))) if field.many else one
