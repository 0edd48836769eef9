"""Descriptions as rows of AtoM's CSV: one row for each culture, the first with all that is not translated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bayegan.export.atom_values import (
    CULTURES,
    ITEM,
    LEVELS,
    PART,
    Row,
    event_cells,
    events,
    joined,
    prose,
    value,
)
from bayegan.model.collection import Collection
from bayegan.model.record import Date, DateKind, Organisation, Person, Record, Role, Text, Value

_SUBJECTS = frozenset((Role.SUBJECT, Role.VICTIM, Role.ALLEGED_PERPETRATOR, Role.WITNESS, Role.SOURCE))
_RELATED = frozenset(
    [
        "relation",
        "hasPart",
        "isVersionOf",
        "hasVersion",
        "isReplacedBy",
        "replaces",
        "isRequiredBy",
        "requires",
        "isReferencedBy",
        "references",
        "isFormatOf",
        "hasFormat",
        "source",
    ]
)
_ENGLISH = "en"
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def culture_of(titles: Sequence[Text]) -> str:
    """Return the culture of the first row: English where there is a title in it, else that of the main title."""
    spoken = [_culture(one.lang) for one in titles]
    return _ENGLISH if _ENGLISH in spoken else spoken[0] or _ENGLISH


def collection_rows(one: Collection, status: str) -> Iterator[Row]:
    """Yield the rows of a collection."""
    culture = culture_of(one.titles)
    makers = [*_names(one.people, culture), *_names(one.organisations, culture)]
    dates = [date for date in one.dates if date.kind in (DateKind.CREATED, DateKind.DATE)]
    fixed = {
        "legacyId": one.identifier,
        "parentId": one.within or "",
        "identifier": value(one.identifier),
        "levelOfDescription": LEVELS[one.level],
        **_languages(one.languages),
        "subjectAccessPoints": joined(_in(one.subjects, culture)),
        "generalNote": joined([*_further(one.titles, culture), *(note.value for note in one.notes)]),
        **event_cells(events("Creation", dates, makers)),
    }
    texts = {
        "extentAndMedium": one.extents,
        "archivalHistory": one.histories,
        "scopeAndContent": one.descriptions,
        "arrangement": one.arrangements,
        "accessConditions": () if one.access.reason is None else (one.access.reason,),
    }
    yield from _rows(culture, one.titles, fixed, texts, status)


def item_rows(record: Record, part_of: Sequence[str], files: int, status: str) -> Iterator[Row]:
    """Yield the rows of an item; `part_of` are the collections that it belongs to, the first as its parent."""
    culture = culture_of(record.titles)
    others = [one.value for one in record.terms if one.term == "isPartOf" and one.value not in part_of[:1]]
    related = [*others, *(one.value for one in record.terms if one.term in _RELATED)]
    identifiers = joined(one.value for one in record.terms if one.term == "identifier")
    fixed = {
        "legacyId": record.identifier,
        "parentId": part_of[0] if part_of else "",
        "identifier": value(record.identifier),
        "levelOfDescription": ITEM,
        **_languages(record.languages),
        "subjectAccessPoints": joined(_in(record.subjects, culture)),
        "placeAccessPoints": joined(_names(record.places, culture)),
        "nameAccessPoints": joined(_names(_with_roles(record, _SUBJECTS), culture)),
        "genreAccessPoints": joined(_in((*record.genres, *record.types), culture)),
        "generalNote": joined(_further(record.titles, culture)),
        "publicationNote": joined(_of_term(record, "bibliographicCitation")),
        "alternativeIdentifiers": identifiers,
        "alternativeIdentifierLabels": "|".join("identifier" for one in identifiers.split("|") if one),
        **event_cells(_events(record, culture)),
    }
    extents = _as_texts(record, "extent", "medium") or (_counted(files, culture),)
    texts = {
        "extentAndMedium": extents,
        "archivalHistory": _as_texts(record, "provenance"),
        "scopeAndContent": (*record.descriptions, *_as_texts(record, "abstract", "tableOfContents")),
        "accessConditions": () if record.access.reason is None else (record.access.reason,),
        "reproductionConditions": (*record.rights.statements, *record.rights.licences, *record.rights.holders),
        "relatedUnitsOfDescription": tuple(map(Text, related)),
        "sources": tuple(one.citation for one in record.information if one.citation is not None),
        "revisionHistory": tuple(
            Text(f"v{one.version}: {one.reason.value}", one.reason.lang) for one in record.amendments
        ),
    }
    yield from _rows(culture, record.titles, fixed, texts, status)


def _counted(files: int, culture: str) -> Text:
    """Return how many files an item has, where nobody stated its extent (ISAD(G) 3.1.5)."""
    if culture == _ENGLISH:
        return Text("1 file" if files == 1 else f"{files} files", culture)
    return Text(f"{str(files).translate(_PERSIAN)} فایل", culture)


def file_row(item: Row, number: int, title: str, status: str) -> Row:
    """Return the row of one file of an item that has several; `item` is the first row of that item."""
    return {
        "legacyId": f"{item['legacyId']} [{number}]",
        "parentId": item["legacyId"],
        "identifier": f"{item['identifier']} [{number}]",
        "title": value(title),
        "levelOfDescription": PART,
        "publicationStatus": _status(item["culture"], status),
        "culture": item["culture"],
    }


def _rows(
    culture: str, titles: Sequence[Text], fixed: Row, texts: Mapping[str, Sequence[Text]], status: str
) -> Iterator[Row]:
    yield {
        **fixed,
        "title": value(_title(titles, culture).value),
        **_prose(texts, culture, culture),
        "languageOfDescription": culture,
        "publicationStatus": _status(culture, status),
        "culture": culture,
    }
    for other in CULTURES:
        said = _prose(texts, other, culture)
        titled = [one for one in titles if _culture(one.lang) == other]
        if other != culture and (titled or any(said.values())):
            title = {"title": value(titled[0].value)} if titled else {}
            yield {"legacyId": fixed["legacyId"], **title, **said, "culture": other}


def _prose(texts: Mapping[str, Sequence[Text]], culture: str, first: str) -> Row:
    return {
        name: prose(one.value for one in several if _is_for(one, culture, first)) for name, several in texts.items()
    }


def _status(culture: str, status: str) -> str:
    """Return the publication status; AtoM knows the words in English only, and else takes its default."""
    return status if culture == _ENGLISH else ""


def _culture(lang: str | None) -> str | None:
    base = (lang or "").split("-")[0].lower()
    return base if base in CULTURES else None


def _is_for(one: Text, culture: str, first: str) -> bool:
    """Say whether a text goes into the row of a culture; what is of neither goes into the first row."""
    return (_culture(one.lang) or first) == culture


def _title(titles: Sequence[Text], culture: str) -> Text:
    return next((one for one in titles if _culture(one.lang) == culture), titles[0])


def _further(titles: Sequence[Text], culture: str) -> Iterator[str]:
    """Yield the titles that have no row of their own."""
    shown = {_title(titles, culture)}
    for other in CULTURES:
        shown |= set([one for one in titles if _culture(one.lang) == other][:1])
    yield from (one.value for one in titles if one not in shown)


def _in(several: Iterable[Text | Value], culture: str) -> list[str]:
    """Return the values in a culture, and those of none that AtoM has rows for."""
    return [one.value for one in several if (_culture(one.lang) or culture) == culture]


def _names(bearers: Iterable[object], culture: str) -> Iterator[str]:
    """Yield one name of each, in the culture where there is one: AtoM makes an authority record of every name."""
    for bearer in bearers:
        names = bearer.names  # type: ignore[attr-defined]
        yield next((one.value for one in names if _culture(one.lang) == culture), names[0].value)


def _with_roles(record: Record, roles: "frozenset[Role]") -> Iterator[Person | Organisation]:
    for several in (record.people, record.organisations):
        yield from (one for one in several if not roles.isdisjoint(one.roles))


def _events(record: Record, culture: str) -> Iterator[tuple[str, ...]]:
    for kind, dated, role in (
        ("Creation", (DateKind.CREATED, DateKind.DATE), Role.AUTHOR),
        ("Publication", (DateKind.ISSUED,), Role.PUBLISHER),
        ("Contribution", (), Role.CONTRIBUTOR),
    ):
        dates: list[Date] = [one for one in record.dates if one.kind in dated]
        yield from events(kind, dates, _names(_with_roles(record, frozenset((role,))), culture))


def _as_texts(record: Record, *terms: str) -> tuple[Text, ...]:
    return tuple(Text(one.value, one.lang) for one in record.terms if one.term in terms)


def _of_term(record: Record, term: str) -> Iterator[str]:
    return (one.value for one in record.terms if one.term == term)


def _languages(tags: Iterable[str]) -> Row:
    """Return languages and scripts as AtoM knows them: `fa` and `Latn` of `fa-Latn`."""
    parts = [one.split("-") for one in tags]
    scripts = (part.title() for one in parts for part in one[1:2] if len(part) == 4 and part.isalpha())
    return {"language": joined(one[0].lower() for one in parts), "script": joined(scripts)}
