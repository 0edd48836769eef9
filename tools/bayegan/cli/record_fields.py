"""The fields of a thing of the record, one statement a line; what was not stated has no line."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bayegan.cli import record_words as words
from bayegan.cli.record_heads import Labels, head, named
from bayegan.model.record import (
    Access,
    Date,
    Extra,
    Figure,
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
    "asserter": "asserted by",
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
}
"""What a field is called here where its element has another name; `civilStatus` becomes “civil status”."""
_UNSAID = frozenset(("key",))
_SAYS_ITSELF = (Access,)
_WORDS: Mapping[type, Callable[[Any], str]] = {
    Text: words.text,
    Value: words.value,
    Date: words.date,
    Figure: words.figure,
    Passage: words.passage,
    Access: words.access,
}


def thing_lines(one: object, called: Labels) -> Iterator[str]:
    """Yield the line with which a thing begins, and below it all else that is said of it."""
    first, told = head(one, called)
    yield first
    if isinstance(one, Person | Organisation) and (others := words.other_names(one.names)):
        yield f"  also {others}"
    yield from (f"  {line}" for line in field_lines(one, called, told))


def field_lines(one: Any, called: Labels, told: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the fields of a thing, but for those that were `told` already."""
    cls: type = type(one)
    for field in shape_of(cls):
        stated = getattr(one, field.name)
        if field.name in told or field.said.tag in _UNSAID or stated == field.default:
            continue
        for value in stated if field.many else (stated,):
            yield from _statement(field, value, called)


def _statement(field: Shaped, value: Any, called: Labels) -> Iterator[str]:
    said = _said(field, value, called)
    yield said if isinstance(value, _SAYS_ITSELF) else f"{_label(field)}: {said}"
    if isinstance(value, Date) and value.note:
        yield f"  {words.text(value.note)}"


def _label(field: Shaped) -> str:
    tag = field.said.tag
    return _LABELS.get(tag) or re.sub("[A-Z]", lambda found: f" {found[0].lower()}", tag)


def _said(field: Shaped, value: Any, called: Labels) -> str:
    if isinstance(value, Position):
        return words.position(value, named(value.at, called))
    if isinstance(value, Term | Extra):
        return head(value, called)[0]
    if field.said.pattern == "reference":
        return named(value, called) or ""
    if tell := _WORDS.get(type(value)):
        return tell(value)
    return words.plain(str(value))
