"""Dates that a record states in words alone, with what they come to."""

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from bayegan.model.date_reading import read
from bayegan.model.record import Date

_Value = TypeVar("_Value")


def with_derived_dates(value: _Value) -> _Value:
    """Return a record, or a part of one, in which every date that is stated in words and understood has its EDTF.

    Such a date is marked as derived, and its words stay as they are. What is not understood stays words alone.
    """
    return _derived(value)  # type: ignore[return-value]


def _derived(value: object) -> object:
    if isinstance(value, Date):
        return _of_date(value)
    if isinstance(value, tuple):
        return tuple(map(_derived, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    stated = {one.name: getattr(value, one.name) for one in fields(value)}
    changed = {name: new for name, old in stated.items() if (new := _derived(old)) is not old and new != old}
    return replace(value, **changed) if changed else value


def _of_date(date: Date) -> Date:
    found = read(date.text, date.calendar) if date.text is not None and date.edtf is None else None
    return replace(date, edtf=found.edtf, calendar=found.calendar, derived=True) if found else date
