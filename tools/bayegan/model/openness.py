"""What keeps a sealed item from the public: its own access level, or that of anything in its record."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

from bayegan.model.record import Access, AccessLevel, FileNote, Name, Record


def kept_from_public(record: Record, today: date) -> str | None:
    """Return why nobody outside may be given the sealed item whole, None where anybody may.

    A person, a name, a part, a file or an act that is not public is in record.xml and dc.xml like any other: so one
    of them keeps back the whole item. So does an accession, which is restricted by nature, and an embargo until
    its day has come.
    """
    if record.access.level is not AccessLevel.PUBLIC:
        return f"access level {record.access.level.value}"
    if record.accession is not None:
        return "its accession, which is restricted by nature"
    return next((f"{what} in its record" for what in _closed(record, "the item", today)), None)


def _closed(value: object, name: str, today: date) -> Iterator[str]:
    if isinstance(value, tuple):
        for one in value:
            yield from _closed(one, name, today)
    elif is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Access):
            yield from _stated(value.level, value.embargo, name, today)
        elif isinstance(value, Name):
            yield from _stated(value.access, value.embargo, "a name", today)
        else:
            inner = name if isinstance(value, Record) else _word(type(value))
            for one in fields(value):
                yield from _closed(getattr(value, one.name), inner, today)


def _stated(level: AccessLevel | None, embargo: str | None, name: str, today: date) -> Iterator[str]:
    if level not in (None, AccessLevel.PUBLIC):
        yield f"the access level {level.value} of {_article(name)}"
    if embargo is not None and today < date.fromisoformat(embargo):
        yield f"the embargo until {embargo} on {_article(name)}"


def _word(kind: type) -> str:
    return "file" if kind is FileNote else kind.__name__.lower()


def _article(name: str) -> str:
    if name.startswith(("the ", "a ")):
        return name
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
