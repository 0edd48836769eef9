"""A record made anew from one that is there, with some of its values changed or taken out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeVar

from bayegan.model.record.shape import Shaped, shape_of

GONE: Final = object()
"""What stands for an object that is taken out."""
_Object = TypeVar("_Object")


def same(value: Any) -> Any:
    """Return an object as it is."""
    return value


def same_plain(_: Shaped, value: Any) -> Any:
    """Return a plain value as it is."""
    return value


def rebuilt(
    value: _Object,
    plain: Callable[[Shaped, Any], Any] = same_plain,
    whole: Callable[[Any], Any] = same,
) -> _Object:
    """Return `value`, an object of the record, made anew from the inside out.

    `plain` is given every plain value that is there with its field, one at a time where there are many, and
    `whole` every object once all in it is done; what they return takes its place. GONE takes an object out, and a
    plain value of a field that may be absent.
    """
    changed: dict[str, Any] = {}
    for one in shape_of(_class_of(value)):
        held = getattr(value, one.name)
        if held is None or held == ():
            continue
        new = _field(held, one, plain, whole)
        if new is not held:
            changed[one.name] = new
    return whole(replace(value, **changed) if changed else value)  # type: ignore[type-var, no-any-return]


def _field(held: Any, one: Shaped, plain: Callable[[Shaped, Any], Any], whole: Callable[[Any], Any]) -> Any:
    def new(each: Any) -> Any:
        return rebuilt(each, plain, whole) if one.is_object else plain(one, each)

    if not one.many:
        seen = new(held)
        return None if seen is GONE else seen
    seen = tuple(made for made in map(new, held) if made is not GONE)
    return held if len(seen) == len(held) and all(map(_is, seen, held)) else seen


def _is(one: object, other: object) -> bool:
    return one is other


def _class_of(value: Any) -> type:
    kind: type = type(value)
    return kind
