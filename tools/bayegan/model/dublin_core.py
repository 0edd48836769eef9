"""DCMI Metadata Terms, and the crosswalk from a record to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bayegan.model.record import Date, DateKind, Name, Organisation, Person, Place, Record, Role, Text, Value

TERMS: tuple[str, ...] = (
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format",
    "identifier", "source", "language", "relation", "coverage", "rights", "alternative", "tableOfContents",
    "abstract", "created", "valid", "available", "issued", "modified", "dateAccepted", "dateCopyrighted",
    "dateSubmitted", "extent", "medium", "isVersionOf", "hasVersion", "isReplacedBy", "replaces",
    "isRequiredBy", "requires", "isPartOf", "hasPart", "isReferencedBy", "references", "isFormatOf",
    "hasFormat", "conformsTo", "spatial", "temporal", "audience", "accrualMethod", "accrualPeriodicity",
    "accrualPolicy", "instructionalMethod", "provenance", "rightsHolder", "mediator", "educationLevel",
    "accessRights", "license", "bibliographicCitation",
)  # fmt: skip
"""The 55 properties of http://purl.org/dc/terms/."""

DATE_TERMS = frozenset(kind.value for kind in DateKind if kind is not DateKind.EVENT)

_TERM_OF_ROLE = {
    Role.AUTHOR: "creator",
    Role.PUBLISHER: "publisher",
    Role.CONTRIBUTOR: "contributor",
    Role.EDITOR: "contributor",
    Role.TRANSLATOR: "contributor",
    Role.SUBJECT: "subject",
    Role.VICTIM: "subject",
    Role.ALLEGED_PERPETRATOR: "subject",
    Role.WITNESS: "subject",
    Role.SOURCE: "subject",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One Dublin Core statement about an item."""

    term: str
    value: str
    lang: str | None = None


def canonical_term(name: str) -> str | None:
    """Return the DCMI term that `name` means, with or without a `dc.`, `dcterms.` or `dc:` prefix, or None.

    Letter case does not count, since spreadsheets differ in it.
    """
    bare = name.strip()
    for prefix in ("dcterms.", "dcterms:", "dc.", "dc:"):
        if bare.lower().startswith(prefix):
            bare = bare[len(prefix) :]
            break
    return _BY_LOWER_CASE.get(bare.lower())


_BY_LOWER_CASE = {term.lower(): term for term in TERMS}


def crosswalk(record: Record) -> tuple[Statement, ...]:
    """Return what a library would expect to find of `record`, in DCMI terms, each statement once.

    What is restricted within the record is among it, since dc.xml stays in the bag; the accession never is. A
    person or organisation that is only mentioned is not a subject and is left to the record; so are groups, which
    have no name to look for, and all that has no Dublin Core term: claims, what a capture lacks, notes.
    """
    return tuple(dict.fromkeys(_statements(record)))


def _statements(record: Record) -> Iterator[Statement]:
    yield Statement("identifier", record.identifier)
    yield from _texts("title", record.titles[:1])
    yield from _texts("alternative", record.titles[1:])
    yield from _texts("description", record.descriptions)
    yield from _texts("type", record.types + record.genres)
    yield from (Statement("language", language) for language in record.languages)
    for bearer in record.people + record.organisations:
        yield from _agent(bearer)
    yield from _texts("subject", record.subjects)
    yield from _what_happened(record)
    for place in record.places:
        yield from _place(place)
    for date in record.dates:
        yield from _date(date)
    yield from _related(record)
    yield from _texts("rights", record.rights.statements)
    yield from _texts("rightsHolder", record.rights.holders)
    yield from _texts("license", record.rights.licences)
    yield Statement("accessRights", record.access.level.value)
    if record.access.embargo is not None:
        yield Statement("available", record.access.embargo)
    if record.amendments:
        yield Statement("isVersionOf", record.identifier)
        yield Statement("replaces", f"{record.identifier} v{record.amendments[-1].version - 1}")
    yield from (Statement(term.term, term.value, term.lang) for term in record.terms)


def _what_happened(record: Record) -> Iterator[Statement]:
    """Yield events and acts as what the item is about, and when they were."""
    for event in record.events:
        yield from _texts("subject", (event.title, *event.rights_affected))
        yield from _temporal(event.dates)
    for act in record.acts:
        yield from _texts("subject", (act.kind, *([] if act.method is None else [act.method]), *act.charges))
        yield from _temporal(act.dates)


def _related(record: Record) -> Iterator[Statement]:
    """Yield where the item comes from, what it holds and what it refers to."""
    yield from _capture(record)
    yield from _texts("source", (one.citation for one in record.information if one.citation is not None))
    for part in record.parts:
        yield from _texts("hasPart", (part.title,))
        yield from _texts("contributor", part.authors)
    for reference in record.references:
        yield from _texts("references", (reference.citation,))
        if reference.title is not None and reference.title.value not in reference.citation.value:
            yield from _texts("references", (reference.title,))
        if reference.address is not None:
            yield Statement("references", reference.address)


def _texts(term: str, texts: Iterable[Text | Value]) -> Iterator[Statement]:
    yield from (Statement(term, text.value, text.lang) for text in texts)


def _agent(bearer: Person | Organisation) -> Iterator[Statement]:
    for role in bearer.roles:
        if term := _TERM_OF_ROLE.get(role):
            yield from (Statement(term, name.value, name.lang) for name in bearer.names)


def _place(place: Place) -> Iterator[Statement]:
    for name in place.names:
        wider = [outer.value for outer in place.within if outer.lang == name.lang]
        yield Statement("spatial", _joined(name, wider), name.lang)


def _joined(name: Name, wider: list[str]) -> str:
    comma = "، " if (name.lang or "").split("-")[0] in ("fa", "ar", "ckb", "ps", "ur") else ", "
    return comma.join([name.value, *wider])


def _date(date: Date) -> Iterator[Statement]:
    value = date.edtf or date.text
    if value is not None:
        yield Statement("temporal" if date.kind is DateKind.EVENT else date.kind.value, value)


def _temporal(dates: Iterable[Date]) -> Iterator[Statement]:
    yield from (Statement("temporal", value) for one in dates if (value := one.edtf or one.text))


def _capture(record: Record) -> Iterator[Statement]:
    capture = record.capture
    if capture is None:
        return
    if capture.address is not None:
        yield Statement("source", capture.address)
    if capture.site is not None:
        yield Statement("isPartOf", capture.site.value, capture.site.lang)
