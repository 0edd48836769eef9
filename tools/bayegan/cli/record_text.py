"""A record as a person reads it in a terminal: sections, one statement a line."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass
from itertools import chain
from typing import Any

from bayegan.cli import record_words as words
from bayegan.cli.record_fields import field_lines, thing_lines
from bayegan.cli.record_heads import brief
from bayegan.cli.record_names import Told, told
from bayegan.cli.record_words import LabelOf, Words
from bayegan.cli.wording import wrapped
from bayegan.model.record import Date, FileNote, Missing, Passage, Record, Text, Value
from bayegan.model.record.shape import shape_of

SECTIONS = {
    "description": "Description",
    "kind": "Kind",
    "people": "People",
    "organisations": "Organisations",
    "groups": "Groups",
    "places": "Places",
    "dates": "Dates",
    "subjects": "Subjects",
    "events": "Events",
    "acts": "Acts",
    "involvements": "Involvement, as alleged",
    "sources": "Sources of information",
    "interventions": "Interventions",
    "claims": "Claims",
    "parts": "Parts",
    "references": "References",
    "capture": "Capture",
    "accession": "Accession (restricted)",
    "rights": "Rights",
    "amendments": "Amendments",
    "terms": "Other terms",
    "extras": "Kept from the submission",
    "file-notes": "Said of single files",
}
"""The sections of a record: what `--section` calls them, and their headings."""

MOST_LINES = 18
"""Lines up to which a section is always shown whole."""
MOST_THINGS = 8
"""How many things of a longer one are shown, each in brief."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How much of a record is asked for: all of it, or some `sections` whole and nothing else."""

    full: bool = False
    sections: Collection[str] = ()

    def wants(self, section: str) -> bool:
        """Say whether a section is shown at all."""
        return not self.sections or section in self.sections

    @property
    def is_whole(self) -> bool:
        """Whether what is shown is shown whole."""
        return self.full or bool(self.sections)


@dataclass(frozen=True, slots=True)
class _Thing:
    """One entry of a section: all its lines, and the one for where there is no room."""

    lines: tuple[str, ...]
    brief: str


WHOLE = Asked(full=True)


def record_lines(record: Record, asked: Asked = WHOLE, label: LabelOf = lambda _: None) -> list[str]:
    """Return the record in sections; a section about which nothing was stated is left out.

    Of long sections only the beginning is shown where not all is asked for; it is said which option shows the rest.
    """
    telling = told(record, Words(_language(record), _only_file(record), label))
    lines = [*_top(record, telling)] if not asked.sections else [words.plain(record.titles[0].value)]
    if telling.words.only_file:
        lines += [f"  characters are counted from 0 in {words.plain(telling.words.only_file)}"]
    for name, things in _sections(record, telling):
        if asked.wants(name) and (several := tuple(things)):
            lines += ["", _heading(name, several), *(f"  {line}" for line in _shown(name, several, asked))]
    return lines


def _heading(name: str, things: Sequence[_Thing]) -> str:
    return SECTIONS[name] + (f" ({len(things):,})" if name in _COUNTED and len(things) > 1 else "")


def _shown(name: str, things: Sequence[_Thing], asked: Asked) -> Iterator[str]:
    every = [line for one in things for line in one.lines]
    if asked.is_whole or name not in _COUNTED or len(wrapped(every)) <= MOST_LINES:
        yield from every
        return
    yield from (one.brief for one in things[:MOST_THINGS])
    more = len(things) - MOST_THINGS
    rest = [f"{more:,} more"] if more > 0 else []
    rest += ["all that is said of each"] if any(one.lines != (one.brief,) for one in things) else []
    if rest:
        yield f"… {', and '.join(rest)}: --section {name}"


def _top(record: Record, told: Told) -> Iterator[str]:
    yield words.plain(record.titles[0].value)
    yield from (f"  {told.words.text(title)}" for title in record.titles[1:])
    described = f", described in {told.words.language}" if told.words.language else ""
    yield f"  item {words.plain(record.identifier)}, access {record.access.level.value}{described}"
    access = record.access
    if access.embargo:
        yield f"  not before {access.embargo}"
    if access.reason:
        yield f"  because: {told.words.text(access.reason)}"
    if access.consent:
        yield f"  consent: {told.words.text(access.consent)}"


_COUNTED = frozenset(SECTIONS) - {"description", "kind", "capture", "accession", "rights"}
_Section = tuple[str, Iterable[_Thing]]


def _sections(record: Record, told: Told) -> Iterator[_Section]:
    return chain(_what_it_is(record, told), _what_happened(record, told), _where_from(record, told))


def _what_it_is(record: Record, told: Told) -> Iterator[_Section]:
    text = told.words.text
    yield "description", _plain(map(text, record.descriptions))
    languages = (f"language {words.plain(one)}" for one in record.languages)
    yield "kind", _plain((*map(text, record.types + record.genres), *languages))
    yield "people", _things(record.people, told)
    yield "organisations", _things(record.organisations, told)
    yield "groups", _things(record.groups, told)
    yield "places", _things(record.places, told)
    yield "dates", _plain(_date(one, told) for one in record.dates)
    yield "subjects", _plain(map(text, record.subjects))


def _what_happened(record: Record, told: Told) -> Iterator[_Section]:
    yield "events", _things(record.events, told)
    yield "acts", _things(record.acts, told)
    yield "involvements", _things(record.involvements, told)
    yield "sources", _things(record.information, told)
    yield "interventions", _things(record.interventions, told)
    yield "claims", _things(record.claims, told)
    yield "parts", _things(record.parts, told)
    yield "references", _things(record.references, told)


def _where_from(record: Record, told: Told) -> Iterator[_Section]:
    yield "capture", _plain(field_lines(record.capture, told) if record.capture else ())
    yield "accession", _plain(field_lines(record.accession, told) if record.accession else ())
    yield "rights", _plain(field_lines(record.rights, told))
    yield "amendments", _things(record.amendments, told)
    yield "terms", _things(record.terms, told)
    yield "extras", _things(record.extras, told)
    yield "file-notes", _things((one for one in record.files if _says_something(one)), told)


def _things(several: Iterable[object], told: Told) -> Iterator[_Thing]:
    return (_Thing(tuple(thing_lines(one, told)), brief(one, told)) for one in several)


def _plain(lines: Iterable[str]) -> Iterator[_Thing]:
    return (_Thing((line,), line) for line in lines)


def _date(one: Date, told: Told) -> str:
    return f"{one.kind.value}: {words.when(one)}" + (f" — {told.words.text(one.note)}" if one.note else "")


def _says_something(note: FileNote) -> bool:
    return bool(note.terms or note.extras or note.access)


def _language(record: Record) -> str | None:
    """Return the language that most texts of a record are said to be in."""
    said = Counter(one.lang for one in _within(record, (Text, Value, Missing)) if one.lang)
    return said.most_common(1)[0][0] if said else None


def _only_file(record: Record) -> str | None:
    """Return the file in which all passages of a record stand, where it is one."""
    paths = {one.path for one in _within(record, (Passage,))}
    return paths.pop() if len(paths) == 1 else None


def _within(value: Any, kinds: tuple[type, ...]) -> Iterator[Any]:
    """Yield every object of these kinds that a part of the record is made of."""
    if isinstance(value, kinds):
        yield value
    elif isinstance(value, tuple):
        yield from chain.from_iterable(_within(one, kinds) for one in value)
    elif is_dataclass(value):
        cls: type = type(value)
        yield from chain.from_iterable(
            _within(getattr(value, one.name), kinds) for one in shape_of(cls) if one.is_object
        )
