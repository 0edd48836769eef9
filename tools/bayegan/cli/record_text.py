"""A record as a person reads it in a terminal: sections, one statement a line."""

from collections.abc import Iterable, Iterator

from bayegan.model.names import shown
from bayegan.model.record import Capture, Date, Name, Organisation, Person, Place, Record, Text


def record_lines(record: Record) -> list[str]:
    """Return the record in sections; a section about which nothing was stated is left out."""
    lines = [shown(record.titles[0].value), *(f"  {_text(title)}" for title in record.titles[1:])]
    lines += [f"  item {shown(record.identifier)}, access {record.access.level.value}"]
    lines += [f"  because: {_text(record.access.reason)}"] if record.access.reason else []
    for heading, statements in _sections(record):
        said = list(statements)
        if said:
            lines += ["", heading, *(f"  {line}" for line in said)]
    return lines


def _sections(record: Record) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Description", map(_text, record.descriptions)
    yield "Kind", (*map(_text, record.types + record.genres), *(f"language {one}" for one in record.languages))
    yield "People", (line for one in record.people for line in _bearer(one))
    yield "Organisations", (line for one in record.organisations for line in _bearer(one))
    yield "Places", (line for one in record.places for line in _place(one))
    yield "Dates", (line for one in record.dates for line in _date(one))
    yield "Subjects", map(_text, record.subjects)
    yield "Capture", _capture(record.capture) if record.capture else ()
    rights = record.rights
    yield "Rights", map(_text, rights.statements + rights.holders + rights.licences)
    yield "Other terms", (f"{one.term}: {_text(Text(one.value, one.lang))}" for one in record.terms)
    yield "Kept from the submission", (f"{shown(one.name)}: {shown(one.value)}" for one in record.extras)
    yield (
        "Said of single files",
        (f"{shown(note.path)}: {term.term} {shown(term.value)}" for note in record.files for term in note.terms),
    )


def _text(text: Text) -> str:
    return f"{shown(text.value)}  [{text.lang}]" if text.lang else shown(text.value)


def _names(names: Iterable[Name]) -> str:
    return " / ".join(shown(name.value) for name in names)


def _note(note: Text | None) -> list[str]:
    return [f"    {_text(note)}"] if note else []


def _bearer(one: Person | Organisation) -> list[str]:
    roles = ", ".join(role.value for role in one.roles)
    return [_names(one.names) + (f"  ({roles})" if roles else ""), *_note(one.note)]


def _place(one: Place) -> list[str]:
    within = f"  in {', '.join(shown(name.value) for name in one.within)}" if one.within else ""
    return [_names(one.names) + within, *_note(one.note)]


def _date(one: Date) -> list[str]:
    stated = f"“{shown(one.text)}”" if one.text else ""
    calendar = f"({one.calendar.value})" if one.calendar else ""
    return [" ".join(filter(None, (f"{one.kind.value}:", one.edtf, stated, calendar))), *_note(one.note)]


def _capture(one: Capture) -> Iterator[str]:
    if one.address:
        yield f"from {shown(one.address)}"
    if one.site:
        yield f"site {_text(one.site)}" + (f", {one.site_status.value}" if one.site_status else "")
    elif one.site_status:
        yield f"site {one.site_status.value}"
    if one.date:
        yield from _date(one.date)
    if one.method:
        yield f"method: {_text(Text(one.method.value, one.method.lang))}"
    yield from (f"missing: {_text(text)}" for text in one.missing)
