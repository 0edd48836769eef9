"""What two descriptions of an item say differently, field by field."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bayegan.model.preservation import FileObject
from bayegan.model.record import Record
from bayegan.model.record.shape import Shaped, content_of, shape_of

_OF_THE_VERSION = frozenset(("identifier", "amendments"))
_NAMING = (
    "names", "titles", "title", "paraphrase", "citation", "description", "term", "name", "value", "path", "kind",
    "who", "by", "text",
)  # fmt: skip
"""The fields that a person would call something by, the first that it has."""
_LONGEST = 60


class Change(StrEnum):
    """What became of something from one version to another."""

    ADDED = "added"
    TAKEN_AWAY = "taken away"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: `path` says in words where it is, from the item inwards; `old` and `new` are values of the
    record, None where there is none.
    """

    path: tuple[str, ...]
    change: Change
    old: Any = None
    new: Any = None


@dataclass(frozen=True, slots=True)
class FileDifference:
    """A payload file that one version has otherwise than another; a side is None where it has no such file."""

    path: str
    change: Change
    old: FileObject | None = None
    new: FileObject | None = None


def record_differences(old: Record, new: Record) -> tuple[Difference, ...]:
    """Return what two records of an item say differently, their amendments apart, in the order of the record."""
    fields = [one for one in shape_of(Record) if one.name not in _OF_THE_VERSION]
    return tuple(_between(fields, old, new, ()))


def file_differences(old: Sequence[FileObject], new: Sequence[FileObject]) -> tuple[FileDifference, ...]:
    """Return the payload files that differ, by path and digest, in the order of their paths."""
    before, after = ({file.path: file for file in files} for files in (old, new))
    found = []
    for path in sorted(before.keys() | after.keys()):
        one, other = before.get(path), after.get(path)
        if one is None:
            found.append(FileDifference(path, Change.ADDED, new=other))
        elif other is None:
            found.append(FileDifference(path, Change.TAKEN_AWAY, old=one))
        elif dict(one.digests)["sha512"] != dict(other.digests)["sha512"]:
            found.append(FileDifference(path, Change.CHANGED, one, other))
    return tuple(found)


def in_words(tag: str) -> str:
    """Return the name of an element as words: `civilStatus` is `civil status`."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[1].lower()}", tag)


def called(value: Any) -> str | None:
    """Return what a person would call a value of the record: its first name, title, text or key."""
    if isinstance(value, str):
        return _short(value)
    for field in _NAMING:
        said = getattr(value, field, None)
        said = said[0] if isinstance(said, tuple) and said else said
        if said:
            return called(said)
    return None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _between(fields: Sequence[Shaped], old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    for field in fields:
        one, other = getattr(old, field.name), getattr(new, field.name)
        if one != other:
            if field.many:
                yield from _between_lists(field, one, other, path)
            else:
                yield from _between_values(field, one, other, path)


def _between_values(field: Shaped, old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    here = (*path, in_words(field.said.tag))
    if field.is_object and old is not None and new is not None and content_of(field.type) is None:
        yield from _between(shape_of(field.type), old, new, here)
        return
    if old == field.default and not field.required:
        yield Difference(here, Change.ADDED, new=new)
    elif new == field.default and not field.required:
        yield Difference(here, Change.TAKEN_AWAY, old=old)
    else:
        yield Difference(here, Change.CHANGED, old, new)


def _between_lists(
    field: Shaped, old: Sequence[Any], new: Sequence[Any], path: tuple[str, ...]
) -> Iterator[Difference]:
    gone, came = _without(old, new), _without(new, old)
    word = in_words(field.said.tag)
    if not gone and not came:
        yield Difference((*path, word), Change.REORDERED, old, new)
        return
    pairs = _pairs(gone, came)
    for one in gone:
        if id(one) not in pairs:
            yield Difference((*path, word), Change.TAKEN_AWAY, old=one)
    for one in gone:
        if id(one) in pairs:
            yield from _between_two(field, one, pairs[id(one)], (*path, word))
    paired = set(map(id, pairs.values()))
    for one in came:
        if id(one) not in paired:
            yield Difference((*path, word), Change.ADDED, new=one)


def _between_two(field: Shaped, old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    if field.is_object and content_of(field.type) is None:
        name = called(old)
        here = path if name is None else (*path[:-1], f"{path[-1]} “{name}”")
        yield from _between(shape_of(field.type), old, new, here)
    else:
        yield Difference(path, Change.CHANGED, old, new)


def _without(some: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """Return what of `some` is not among `others`, as often as it is not."""
    known = Counter(others)
    left = []
    for one in some:
        if known[one]:
            known[one] -= 1
        else:
            left.append(one)
    return left


def _pairs(gone: Sequence[Any], came: Sequence[Any]) -> dict[int, Any]:
    """Return which of `came` is what became of one of `gone`, by the identity of that.

    Those of the same key are the same; then those that are called the same, then those of the same language and
    kind, if there is one of it on either side, then the only two that are left.
    """
    pairs: dict[int, Any] = {}
    for trait in (_key, called, _sort, lambda _: ""):
        before, after = (_by_trait(trait, some) for some in (_unpaired(gone, pairs), _unmet(came, pairs)))
        for said, one in before.items():
            if said in after:
                pairs[id(one)] = after[said]
    return pairs


def _unpaired(gone: Sequence[Any], pairs: dict[int, Any]) -> list[Any]:
    return [one for one in gone if id(one) not in pairs]


def _unmet(came: Sequence[Any], pairs: dict[int, Any]) -> list[Any]:
    met = set(map(id, pairs.values()))
    return [one for one in came if id(one) not in met]


def _by_trait(trait: Any, some: Sequence[Any]) -> dict[Any, Any]:
    """Return the values by a trait that each has alone; those without it are left out."""
    said = [trait(one) for one in some]
    counts = Counter(said)
    return {what: one for what, one in zip(said, some, strict=True) if what is not None and counts[what] == 1}


def _key(value: Any) -> Any:
    return getattr(value, "key", None) or getattr(value, "path", None)


def _sort(value: Any) -> Any:
    lang, kind = getattr(value, "lang", None), getattr(value, "kind", None)
    return None if lang is None and not isinstance(kind, str) else (lang, str(kind))
