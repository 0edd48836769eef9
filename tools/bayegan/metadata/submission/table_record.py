"""From the rows of one item to its record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bayegan.metadata.dates import date_problem
from bayegan.metadata.json_schema import problems
from bayegan.metadata.submission.table_columns import Use
from bayegan.metadata.submission.table_row import Row
from bayegan.model.date_reading import derived
from bayegan.model.derived_dates import with_derived_dates
from bayegan.model.dublin_core import DATE_TERMS
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import PAYLOAD
from bayegan.model.record import (
    Access,
    AccessLevel,
    Date,
    DateKind,
    Extra,
    FileNote,
    Name,
    Place,
    Record,
    Rights,
    Term,
    Text,
)

_LANGUAGE = "submission-1.0#/$defs/language"
_OF_THEIR_OWN = DATE_TERMS | {
    "title", "description", "subject", "language", "type", "spatial", "rights", "rightsHolder", "license",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A value that the rows of an item give to a DCMI term, and where it stands first."""

    term: str
    value: str
    row: int
    column: str


def record_of(identifier: str, rows: Sequence[Row], access: AccessLevel) -> tuple[Record, list[Finding]]:
    """Return the record of an item that has a title, and warnings about dates and languages.

    It holds the distinct values of all its rows, in order, but titles of the first row only. Where the item
    has several rows, what each says is kept as a note on its file too.
    """
    by_term: dict[str, list[Said]] = defaultdict(list)
    terms = [_terms(row) for row in rows]
    for said in _distinct(rows, terms):
        by_term[said.term].append(said)
    languages = [said for said in by_term["language"] if not problems(_LANGUAGE, said.value)]
    odd_languages = [said for said in by_term["language"] if said not in languages]
    dates = [said for term, all_said in by_term.items() if term in DATE_TERMS for said in all_said]
    odd_dates = {said: problem for said in dates if (problem := date_problem(said.value))}
    record = Record(
        identifier=identifier,
        titles=_texts(by_term["title"]),
        access=Access(access),
        descriptions=_texts(by_term["description"]),
        types=_texts(by_term["type"]),
        languages=tuple(said.value for said in languages),
        places=tuple(Place((Name(said.value),)) for said in by_term["spatial"]),
        dates=tuple(_date(said, said not in odd_dates) for said in dates),
        subjects=_texts(by_term["subject"]),
        rights=_rights(by_term),
        terms=tuple(Term(said.term, said.value) for said in [*odd_languages, *_others(by_term)]),
        extras=tuple(dict.fromkeys(extra for row in rows for extra in _extras(row))),
        files=tuple(_notes(rows, terms)) if len(rows) > 1 else (),
    )
    not_read = {said: problem for said, problem in odd_dates.items() if derived(said.value, None) is None}
    warnings = [*_date_warnings(identifier, not_read), *_language_warnings(identifier, odd_languages)]
    return with_derived_dates(record), warnings


def _distinct(rows: Sequence[Row], terms: Sequence[Sequence[tuple[str, str, str]]]) -> Iterator[Said]:
    seen: set[tuple[str, str]] = set()
    for row, said in zip(rows, terms, strict=True):
        for term, value, column in said:
            if (term, value) in seen or (term == "title" and row is not rows[0]):
                continue
            seen.add((term, value))
            yield Said(term, value, row.number, column)


def _terms(row: Row) -> Sequence[tuple[str, str, str]]:
    return [(column.detail or "", value, column.pointer) for column, value in row.of(Use.TERM)]


def _extras(row: Row) -> Sequence[Extra]:
    return [Extra(column.header, value) for column, value in row.of(Use.EXTRA)]


def _texts(said: Iterable[Said]) -> tuple[Text, ...]:
    return tuple(Text(one.value) for one in said)


def _date(said: Said, is_edtf: bool) -> Date:
    kind = DateKind(said.term)
    return Date(kind, edtf=said.value) if is_edtf else Date(kind, text=said.value)


def _rights(by_term: Mapping[str, Sequence[Said]]) -> Rights:
    return Rights(*(_texts(by_term.get(term, ())) for term in ("rights", "rightsHolder", "license")))


def _others(by_term: Mapping[str, Sequence[Said]]) -> Iterator[Said]:
    return (said for term, all_said in by_term.items() if term not in _OF_THEIR_OWN for said in all_said)


def _notes(rows: Sequence[Row], said: Sequence[Sequence[tuple[str, str, str]]]) -> Iterator[FileNote]:
    for row, of in zip(rows, said, strict=True):
        terms = tuple([Term(term, value) for term, value, _ in of])
        extras = tuple(_extras(row))
        if terms or extras:
            yield FileNote(f"{PAYLOAD}{row.first(Use.FILENAME)}", terms, extras)


def _date_warnings(item: str, odd: Mapping[Said, str]) -> Iterator[Finding]:
    for said, problem in odd.items():
        yield _warning("submission-date-not-edtf", item, said, f"“{said.value}”: {problem}")


def _language_warnings(item: str, odd: Iterable[Said]) -> Iterator[Finding]:
    return (_warning("submission-language", item, said, f"“{said.value}”") for said in odd)


def _warning(code: str, item: str, said: Said, found: str) -> Finding:
    return finding(code, item=item, row=said.row, pointer=said.column, found=found)
