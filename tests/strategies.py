"""Generated values of the archive, for properties: Hypothesis strategies."""

import itertools
import os
from dataclasses import is_dataclass, replace
from datetime import UTC
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from bayegan.model.dublin_core import TERMS, Statement
from bayegan.model.preservation import (
    Agent,
    Event,
    EventOutcome,
    EventType,
    FileObject,
    Format,
    PreservationRecord,
)
from bayegan.model.record import AccessLevel, Name, NameKind, Record, Term, Text
from bayegan.model.record.shape import Shaped, classes_below, shape_of

T = TypeVar("T")

_XML_CONTROLS = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r") + "\ufffe\uffff"
_TELLING = (
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u0085",
    "\u2028",
    "\u200c",
    "]]>",
    "&amp;",
    "<a>",
    "'\"",
    "ي",
    "ى",
    "e\u0301",
)

any_texts = st.lists(
    st.sampled_from(_TELLING)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters=_XML_CONTROLS), max_size=8),
    max_size=6,
).map("".join)
"""Texts that XML 1.0 can hold, rich in what is easily lost: line ends, spaces at the ends, joiners, NFD."""

plain_texts = any_texts.filter(lambda text: bool(text.strip(" \t\n\r")))
"""The same, never blank."""

identifiers = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
).filter(lambda text: bool(text.strip()))

languages = st.sampled_from((None, "fa", "en", "ckb-Arab", "fa-Latn", "x-dari"))

payload_paths = st.binary(min_size=1, max_size=20).map(
    lambda name: "data/" + os.fsdecode(name.replace(b"\0", b"%").replace(b"/", b"%0A"))
)
"""Paths as a disk can hold them: controls, percent signs, octets that are not UTF-8."""

edtf_dates = st.sampled_from(
    ("1988", "1988-07", "1988-07-22", "1988-07~", "198X", "1988/1989", "[1990-04-17,1990-04-27]", "1988-07/..")
)

texts = st.builds(Text, plain_texts, languages)
names = st.builds(Name, plain_texts, languages, st.sampled_from(NameKind))
terms = st.builds(Term, st.sampled_from(TERMS), plain_texts, languages)


def some(values: st.SearchStrategy[T], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, min_size=least, max_size=least + 2).map(tuple)


lines = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))
keys = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,3}", fullmatch=True)
FORMS: dict[str, st.SearchStrategy[Any]] = {
    "words": plain_texts,
    "any": any_texts,
    "line": lines,
    "identifier": identifiers,
    "key": keys,
    "reference": keys,
    "language": languages.filter(lambda one: one is not None),
    "day": st.dates().map(lambda day: day.isoformat()),
    "edtf": edtf_dates,
    "sha256": st.text("0123456789abcdef", min_size=64, max_size=64),
    "path": payload_paths,
    "term": st.sampled_from(TERMS),
    "concept": st.sampled_from(("acts:arrest", "huridocs-mt04:030101000000")),
}


@cache
def any_of(cls: type) -> st.SearchStrategy[Any]:
    """Any object of a class of the record that its schema allows, but for its keys, which nothing ties together."""
    fields = {one.name: _of_field(one) for one in shape_of(cls)}
    either = [one for one in shape_of(cls) if one.said.either]
    ways = [{**fields, one.name: _of_type(one)} for one in either] or [fields]
    return st.one_of(*(st.builds(cls, **way) for way in ways))


def _of_field(field: Shaped) -> st.SearchStrategy[Any]:
    one = _of_type(field)
    if field.many:
        return st.lists(one, min_size=field.said.least, max_size=field.said.least + 1).map(tuple)
    return st.none() | one if field.optional else one


def _of_type(field: Shaped) -> st.SearchStrategy[Any]:
    if field.is_object:
        return st.deferred(lambda: any_of(field.type))
    if field.is_word:
        return st.sampled_from(field.type)
    if field.type is bool:
        return st.booleans()
    return st.integers(0, 2**63 - 1) if field.type is int else FORMS[field.said.pattern]


def tied(record: Record) -> Record:
    """The record with keys that occur once, and references to them; what could name nothing is left out."""
    named: dict[str, list[str]] = {}
    fields: dict[str, Any] = {}
    for field in shape_of(Record):
        said = getattr(record, field.name)
        if field.many and field.is_object and any(one.name == "key" for one in shape_of(field.type)):
            count = itertools.count(sum(map(len, named.values())))
            said = tuple(one if one.key is None else replace(one, key=f"k{next(count)}") for one in said)
            named[field.said.tag] = [one.key for one in said if one.key is not None]
        fields[field.name] = said
    known = {to: [key for tag in to.split() or named for key in named.get(tag, ())] for to in _TARGETS}
    return Record(**{name: _retied(said, known) for name, said in fields.items()})


_TARGETS = {
    one.said.to for cls in classes_below(Record) for one in shape_of(cls) if one.said.pattern == "reference"
}


def _retied(value: Any, known: dict[str, list[str]]) -> Any:
    if isinstance(value, tuple):
        return tuple(one for one in (_retied(one, known) for one in value) if one is not None)
    if not is_dataclass(value):
        return value
    fields: dict[str, Any] = {}
    for field in shape_of(type(value)):
        said = getattr(value, field.name)
        if field.said.pattern == "reference":
            keys = known[field.said.to]
            said = tuple(keys[: len(said)]) if field.many else (keys[-1] if keys and said is not None else None)
            if said is None and field.required:
                return None
        else:
            said = _retied(said, known)
        fields[field.name] = said
    return type(value)(**fields)


records: st.SearchStrategy[Record] = any_of(Record).map(tied)

statements = st.builds(Statement, st.sampled_from(TERMS), plain_texts, languages)
descriptions = st.tuples(
    st.builds(Statement, st.just("title"), plain_texts, languages),
    st.builds(Statement, st.just("identifier"), identifiers),
    some(statements),
).flatmap(lambda parts: st.permutations((parts[0], parts[1], *parts[2])).map(tuple))

formats = st.builds(
    Format,
    name=st.none() | plain_texts.filter(lambda name: name != "unknown"),
    version=st.none() | plain_texts,
    puid=st.none() | plain_texts,
    mime=st.none() | plain_texts,
    basis=st.none() | plain_texts,
    warning=st.none() | plain_texts,
).filter(lambda known: known != Format())
_hex = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
digests = st.sampled_from(sorted(_hex)).flatmap(
    lambda name: st.tuples(st.just(name), st.text("0123456789abcdef", min_size=_hex[name], max_size=_hex[name]))
)
file_objects = st.builds(
    FileObject, payload_paths, st.integers(0, 2**63 - 1), some(digests, 1), st.none() | formats
)
agents = st.builds(Agent, plain_texts, st.sampled_from(("software", "organization")), st.none() | plain_texts)
events = st.builds(
    Event,
    type=st.sampled_from(EventType),
    time=st.datetimes(timezones=st.just(UTC)),
    outcome=st.sampled_from(EventOutcome),
    detail=plain_texts,
    agent=agents,
    note=st.none() | plain_texts,
)
preservation_records = st.builds(
    PreservationRecord,
    identifier=identifiers,
    files=some(file_objects),
    events=some(events),
    access_level=st.sampled_from([level.value for level in AccessLevel]),
    access_reason=st.none() | plain_texts,
)
