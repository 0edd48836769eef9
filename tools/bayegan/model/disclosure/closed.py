"""What is closed in a record, and the strings that must not slip out with the rest."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from bayegan.model.disclosure.words import words_of
from bayegan.model.record import (
    Access,
    AccessLevel,
    Date,
    Extra,
    FileNote,
    Name,
    Organisation,
    Person,
    Term,
    Text,
    Value,
)

_SHORTEST = 4
"""Letters and digits of the shortest string, other than a name, that is looked for."""
_DATE = re.compile(r"\d{4}(?: \d{1,2}){0,2}|\d{1,2} \d{1,2} \d{4}")
"""A string that reads as a year, a month or a day, folded: it stands in every date."""
_KINDS_OF_FILES = frozenset(
    words_of(
        "article attachment audio capture clip copy cover data default document documents file files film"
        " form home image images index interview item letter letters list main media message metadata movie"
        " note notes original page pages photo photograph photos picture pictures post record recording"
        " records report scan scans screenshot source statement submission table testimony text title"
        " transcript translation untitled video voice سند اسناد نامه عکس تصویر تصاویر صفحه متن فایل پرونده"
        " گزارش فیلم ویدیو صدا مصاحبه شهادت یادداشت کپی اسکن"
    )
)
"""Words that say what kind of thing a file is: a file called by these, and by numbers, is not known by its name."""
_TOLD_OF_A_FILE = frozenset(("title", "alternative", "description", "abstract", "tableOfContents"))


def why_closed(value: object, today: date) -> str | None:
    """Return why something of a record is closed to the public today, None where it is open.

    An embargo ends on its day: on that day, and after it, the level alone decides.
    """
    if isinstance(value, Name):
        return stated(value.access, value.embargo, today)
    access: Access | None = getattr(value, "access", None)
    return None if access is None else stated(access.level, access.embargo, today)


def stated(level: AccessLevel | None, embargo: str | None, today: date) -> str | None:
    """Return why a level and an embargo close what they stand on, None where they do not."""
    if level not in (None, AccessLevel.PUBLIC):
        return f"access level {level.value}"
    if embargo is not None and today < date.fromisoformat(embargo):
        return f"embargo until {embargo}"
    return None


def secrets_of(closed: object) -> Iterator[str]:
    """Yield the strings of something that is closed which must not stand anywhere in an export.

    Of a person and an organisation these are the names and what is remarked; of a file its title and description,
    and its name, without its ending where that tells more than a kind or a number; of all else every text. Values,
    dates, languages and codes are none, nor is a text that reads as a date, as the number of an accession may: half
    of the archive shares them. They go with what they belong to.
    """
    if isinstance(closed, Name):
        yield closed.value
    elif isinstance(closed, Person | Organisation):
        yield from (name.value for name in closed.names)
        yield from _long([closed.note.value] if closed.note else [])
    elif isinstance(closed, FileNote):
        yield from _long(_of_a_file(closed))
    else:
        yield from _long(_texts(closed))
        yield from (name.value for name in _all(closed, Name))


def _of_a_file(note: FileNote) -> Iterator[str]:
    name = note.path.rpartition("/")[2]
    yield from (note.path.removeprefix("data/"), name)
    stem = name.rpartition(".")[0]
    if not all(word in _KINDS_OF_FILES or word.isdigit() for word in words_of(stem)):
        yield stem
    yield from (term.value for term in note.terms if term.term in _TOLD_OF_A_FILE)
    yield from (extra.value for extra in note.extras)


def _texts(value: Any) -> Iterator[str]:
    for text in _all(value, Text):
        yield text.value
    for extra in _all(value, Extra):
        yield extra.value
    for term in _all(value, Term):
        yield term.value
    for name in ("number", "address", "citation"):
        said = getattr(value, name, None)
        if isinstance(said, str):
            yield said


def _all(value: Any, kind: type) -> Iterator[Any]:
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _all(one, kind)
    elif is_dataclass(value) and not isinstance(value, Access | Date | Value):
        for field in fields(value):
            yield from _all(getattr(value, field.name), kind)


def _long(texts: Any) -> Iterator[str]:
    for text in texts:
        words = words_of(text)
        if sum(map(len, words)) >= _SHORTEST and not _DATE.fullmatch(" ".join(words)):
            yield text
