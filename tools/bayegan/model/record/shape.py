"""The shape of the record's classes, read once from their fields: codecs, schemas and pages are made of it."""

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from bayegan.model.record.said import Said

_KEYS = {"identifier": "id"}


@dataclass(frozen=True, slots=True)
class Shaped:
    """A field of a class of the record.

    `type` is str, int, bool, a StrEnum or another class of the record; `many` says that the field holds a tuple of
    them. `required` says that the constructor asks for it; what is not required has `default`.
    """

    name: str
    said: Said
    type: type
    many: bool
    optional: bool
    required: bool
    default: Any

    @property
    def key(self) -> str:
        """What the field is called in JSON."""
        return "text" if self.said.content else _KEYS.get(self.name, self.name)

    @property
    def is_object(self) -> bool:
        """Whether it holds objects of a class of the record, not plain values."""
        return dataclasses.is_dataclass(self.type)

    @property
    def is_word(self) -> bool:
        """Whether it holds words of a closed list."""
        return issubclass(self.type, StrEnum)


@cache
def shape_of(cls: type) -> tuple[Shaped, ...]:
    """Return the fields of a class of the record, in their order."""
    return tuple(_shaped(one) for one in dataclasses.fields(cls))


@cache
def content_of(cls: type) -> Shaped | None:
    """Return the field that is the text of the class's element, or None where there is no such field."""
    return next((one for one in shape_of(cls) if one.said.content), None)


@cache
def classes_below(cls: type) -> tuple[type, ...]:
    """Return `cls` and every class that it is made of, each once, in the order in which they are met."""
    found = {cls: None}
    for one in shape_of(cls):
        if one.is_object:
            found |= dict.fromkeys(classes_below(one.type))
    return tuple(found)


def _shaped(one: dataclasses.Field[Any]) -> Shaped:
    kind, many, optional = _unwrapped(one.type)
    required = one.default is dataclasses.MISSING
    return Shaped(one.name, one.metadata["said"], kind, many, optional, required, one.default)


def _unwrapped(kind: Any) -> tuple[type, bool, bool]:
    if get_origin(kind) is tuple:
        return get_args(kind)[0], True, False
    if isinstance(kind, UnionType):
        (only,) = (one for one in get_args(kind) if one is not NoneType)
        return only, False, True
    return kind, False, False
