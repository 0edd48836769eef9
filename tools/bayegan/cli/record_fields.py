"""The fields of a thing of the record, one statement a line; what was not stated has no line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bayegan.cli import record_words as words
from bayegan.cli.record_heads import head
from bayegan.cli.record_names import Told
from bayegan.model.record import (
    Access,
    Claim,
    ClaimKind,
    Date,
    Extra,
    Figure,
    Missing,
    Organisation,
    Passage,
    Person,
    Position,
    Term,
    Text,
    Value,
)
from bayegan.model.record.shape import Shaped, shape_of

_LABELS = {
    "asOf": "as named and divided in",
    "at": "organisation",
    "birth": "born",
    "birthPlace": "born in",
    "date": "when",
    "death": "died",
    "names": "names",
    "partOf": "part of",
    "passage": "in",
    "place": "where",
    "since": "from",
    "within": "part of",
    "furtherPlace": "where too",
    "inWords": "in words",
}
"""What a field is called here where its element has another name; `civilStatus` becomes “civil status”."""
_UNSAID = frozenset(("key",))
_ON_ONE_LINE = 40
"""Characters up to which each of several values is short, so that they share a line."""


def thing_lines(one: object, told: Told) -> Iterator[str]:
    """Yield the line with which a thing begins, and below it all else that is said of it."""
    first, already = head(one, told)
    yield first
    if isinstance(one, Person | Organisation) and (others := words.other_names(one.names)):
        yield f"  also {others}"
    if isinstance(one, Claim):
        yield from (f"  {line}" for line in _of_claim(one, told))
        already |= _CLAIM | ({"kind"} if _says_its_kind(one) else frozenset())
    yield from (f"  {line}" for line in field_lines(one, told, already))


_CLAIM = frozenset(("asserted_by", "asserters", "reported_by", "reporters", "figure"))


def _of_claim(one: Claim, told: Told) -> Iterator[str]:
    """Yield who asserts it, in words and by key at once, and the figure."""
    if by := told.asserters(one):
        yield f"asserted by: {by}"
    if reporters := told.reporters(one):
        yield f"as reported by: {reporters}"
    if one.figure:
        yield f"figure: {words.figure(one.figure)}"


def _says_its_kind(one: Claim) -> bool:
    return (one.kind is ClaimKind.FIGURE and one.figure is not None) or (
        one.kind is ClaimKind.DATE and one.date is not None
    )


def field_lines(one: Any, told: Told, already: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the fields of a thing, but for those that were told `already`."""
    cls: type = type(one)
    for field in shape_of(cls):
        stated = getattr(one, field.name)
        if field.name in already or field.said.tag in _UNSAID or stated == field.default:
            continue
        yield from _statements(field, stated if field.many else (stated,), told)


def _statements(field: Shaped, values: Sequence[Any], told: Told) -> Iterator[str]:
    if field.type is Passage:
        yield f"{_label(field)}: {told.words.passages(values)}"
        return
    said = [_said(field, value, told) for value in values]
    if field.type is Access:
        yield from said
    elif field.said.pattern == "reference" or all(len(one) <= _ON_ONE_LINE for one in said):
        yield f"{_label(field)}: {'; '.join(said)}"
    else:
        yield from (f"{_label(field)}: {one}" for one in said)


def _label(field: Shaped) -> str:
    tag = field.said.tag
    return _LABELS.get(tag) or re.sub("[A-Z]", lambda found: f" {found[0].lower()}", tag)


def _said(field: Shaped, value: Any, told: Told) -> str:
    if field.said.pattern == "reference":
        return told.named(value)
    tell = _WORDS.get(type(value))
    return tell(value, told) if tell else words.plain(str(value))


def _position(one: Position, told: Told) -> str:
    return told.words.position(one, told.named(one.at) if one.at else None)


def _date(one: Date, told: Told) -> str:
    return words.date(one) + (f" — {told.words.text(one.note)}" if one.note else "")


def _missing(one: Missing, told: Told) -> str:
    where = f"  (near: {told.named(one.near)})" if one.near else ""
    return told.words.text(Text(one.value, one.lang)) + where


_WORDS: Mapping[type, Callable[[Any, Told], str]] = {
    Text: lambda one, told: told.words.text(one),
    Value: lambda one, told: told.words.value(one),
    Access: lambda one, told: told.words.access(one),
    Figure: lambda one, _: words.figure(one),
    Date: _date,
    Position: _position,
    Missing: _missing,
    Term: lambda one, told: head(one, told)[0],
    Extra: lambda one, told: head(one, told)[0],
}
