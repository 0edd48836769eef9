"""Dates that a record states in words alone, with what they come to."""

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from bayegan.model.date_reading import read
from bayegan.model.record import Date
from bayegan.model.record.shape import classes_below

_Value = TypeVar("_Value")


def with_derived_dates(value: _Value) -> _Value:
    """Return a record, or a part of one, in which every date that is stated in words and understood has its EDTF.

    Such a date is marked as derived, and its words stay as they are. What is not understood stays words alone.
    """
    return _derived(value)  # type: ignore[no-any-return]


def _derived(value: Any) -> Any:
    if isinstance(value, Date):
        return _of_date(value)
    if isinstance(value, tuple):
        return tuple(map(_derived, value))
    kind: type = type(value)
    if not _may_hold_dates(kind):
        return value
    stated = {one.name: getattr(value, one.name) for one in fields(value)}
    changed = {name: new for name, old in stated.items() if (new := _derived(old)) is not old and new != old}
    return replace(value, **changed) if changed else value


@cache
def _may_hold_dates(kind: type) -> bool:
    return is_dataclass(kind) and Date in classes_below(kind)


def _of_date(date: Date) -> Date:
    found = read(date.text, date.calendar) if date.text is not None and date.edtf is None else None
    return replace(date, edtf=found.edtf, calendar=found.calendar, derived=True) if found else date
