"""A record as a person reads it in a terminal: sections, one statement a line."""

from collections.abc import Iterable, Iterator

from bayegan.cli import record_words as words
from bayegan.cli.record_fields import field_lines, thing_lines
from bayegan.cli.record_heads import Labels, labels
from bayegan.model.record import Date, FileNote, Record


def record_lines(record: Record) -> list[str]:
    """Return the record in sections; a section about which nothing was stated is left out."""
    lines = [words.plain(record.titles[0].value), *(f"  {words.text(title)}" for title in record.titles[1:])]
    lines += [f"  item {words.plain(record.identifier)}, access {record.access.level.value}", *_access(record)]
    for heading, statements in _sections(record):
        said = list(statements)
        if said:
            lines += ["", heading, *(f"  {line}" for line in said)]
    return lines


def _access(record: Record) -> Iterator[str]:
    access = record.access
    if access.embargo:
        yield f"  not before {access.embargo}"
    if access.reason:
        yield f"  because: {words.text(access.reason)}"
    if access.consent:
        yield f"  consent: {words.text(access.consent)}"


def _sections(record: Record) -> Iterator[tuple[str, Iterable[str]]]:
    called = labels(record)
    yield "Description", map(words.text, record.descriptions)
    languages = (f"language {words.plain(one)}" for one in record.languages)
    yield "Kind", (*map(words.text, record.types + record.genres), *languages)
    yield "People", _things(record.people, called)
    yield "Organisations", _things(record.organisations, called)
    yield "Places", _things(record.places, called)
    yield "Dates", (line for one in record.dates for line in _date(one))
    yield "Subjects", map(words.text, record.subjects)
    yield "Events", _things(record.events, called)
    yield "Acts", _things(record.acts, called)
    yield "Involvement, as alleged", _things(record.involvements, called)
    yield "Sources of information", _things(record.information, called)
    yield "Interventions", _things(record.interventions, called)
    yield "Claims", _things(record.claims, called)
    yield "Parts", _things(record.parts, called)
    yield "References", _things(record.references, called)
    yield "Capture", field_lines(record.capture, called) if record.capture else ()
    yield "Accession (restricted)", field_lines(record.accession, called) if record.accession else ()
    yield "Rights", field_lines(record.rights, called)
    yield "Amendments", _things(record.amendments, called)
    yield "Other terms", _things(record.terms, called)
    yield "Kept from the submission", _things(record.extras, called)
    yield "Said of single files", (line for note in record.files for line in _file(note, called))


def _things(things: Iterable[object], called: Labels) -> Iterator[str]:
    return (line for one in things for line in thing_lines(one, called))


def _date(one: Date) -> Iterator[str]:
    yield f"{one.kind.value}: {words.when(one)}"
    if one.note:
        yield f"  {words.text(one.note)}"


def _file(note: FileNote, called: Labels) -> Iterator[str]:
    return thing_lines(note, called) if note.terms or note.extras or note.access else iter(())
