"""The passages that a record says to stand in its files, each with its place in the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bayegan.model.record import Passage
from bayegan.model.record.shape import classes_below, shape_of


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage and the JSON Pointer, within its item, where it is stated."""

    pointer: str
    passage: Passage


def quoted_in(record: Any, pointer: str = "") -> Iterator[Quoted]:
    """Yield every passage of a record, or of an object in it."""
    cls: type = type(record)
    for field in shape_of(cls):
        if field.is_object and Passage in classes_below(field.type):
            stated, place = getattr(record, field.name), f"{pointer}/{field.key}"
            several = enumerate(stated) if field.many else ([] if stated is None else [("", stated)])
            for at, one in several:
                below = f"{place}/{at}" if field.many else place
                yield from [Quoted(below, one)] if isinstance(one, Passage) else quoted_in(one, below)
