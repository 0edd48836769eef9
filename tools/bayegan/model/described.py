"""A record as a submission states it, in JSON that may be wrong: its objects, each with its class and its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bayegan.model.record import Record
from bayegan.model.record.shape import Shaped, shape_of


@dataclass(frozen=True, slots=True)
class Met:
    """An object of the class `cls` at the JSON Pointer `pointer`, with its `fields` as they were stated.

    `holder` is the field that holds it, None for the record itself.
    """

    cls: type
    pointer: str
    fields: Mapping[str, Any]
    holder: Shaped | None = None

    def texts(self, pattern: str) -> Iterator[tuple[Shaped, str, str]]:
        """Yield each text that has the form `pattern`: its field, its pointer, and itself."""
        for field in _of_form(self.cls, pattern):
            stated, pointer = self.fields.get(field.key), f"{self.pointer}/{field.key}"
            if field.many and isinstance(stated, list):
                yield from (
                    (field, f"{pointer}/{at}", one) for at, one in enumerate(stated) if isinstance(one, str)
                )
            elif isinstance(stated, str):
                yield field, pointer, stated

    def number(self, key: str) -> int | None:
        """Return a whole number that is stated, or None; JSON Schema takes 5.0 for a whole number too."""
        stated = self.fields.get(key)
        if isinstance(stated, bool) or not isinstance(stated, int | float) or stated != stated // 1:
            return None
        return int(stated)

    def has(self, key: str) -> bool:
        """Say whether a field is stated."""
        return key in self.fields


def objects_of(item: object, cls: type = Record) -> list[Met]:
    """Return the objects that an item of a submission, or what should be a `cls`, is made of, as far as can be."""
    return list(_met(cls, "", item))


def _met(cls: type, pointer: str, value: object, holder: Shaped | None = None) -> Iterator[Met]:
    if not isinstance(value, Mapping):
        return
    yield Met(cls, pointer, value, holder)
    for field in _objects(cls):
        stated, place = value.get(field.key), f"{pointer}/{field.key}"
        if not field.many:
            yield from _met(field.type, place, stated, field)
        elif isinstance(stated, list):
            for at, one in enumerate(stated):
                yield from _met(field.type, f"{place}/{at}", one, field)


@cache
def _objects(cls: type) -> tuple[Shaped, ...]:
    return tuple(one for one in shape_of(cls) if one.is_object)


@cache
def _of_form(cls: type, pattern: str) -> tuple[Shaped, ...]:
    return tuple(one for one in shape_of(cls) if one.type is str and one.said.pattern == pattern)
