"""From an item to a DataCite resource: by a table for DCMI statements, and from the record where it tells more.

People, organisations and dates come from the record: one creator for each person, however many names there are, and
dates with the words of their source. Everything else comes from the statements.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bayegan.export.datacite_dates import date_range, information, year_of
from bayegan.export.datacite_grammar import FORMS
from bayegan.export.datacite_identifiers import TO_BE_ASSIGNED, UNAVAILABLE, doi, first_doi, made_doi, persistent
from bayegan.export.open_item import OpenItem
from bayegan.metadata.datacite_xml import Entry
from bayegan.metadata.writer import XML_LANG
from bayegan.model.dublin_core import DATE_TERMS, Statement
from bayegan.model.record import Date, DateKind, Organisation, Person, Record, Role, Text

_Attributes = Mapping[str, str]

_TEXTS: Mapping[str, tuple[str, _Attributes]] = {
    "title": ("titles/title", {}),
    "alternative": ("titles/title", {"titleType": "AlternativeTitle"}),
    "subject": ("subjects/subject", {}),
    "description": ("descriptions/description", {"descriptionType": "Abstract"}),
    "abstract": ("descriptions/description", {"descriptionType": "Abstract"}),
    "tableOfContents": ("descriptions/description", {"descriptionType": "TableOfContents"}),
    "provenance": ("descriptions/description", {"descriptionType": "Other"}),
    "bibliographicCitation": ("descriptions/description", {"descriptionType": "Other"}),
    "accrualMethod": ("descriptions/description", {"descriptionType": "Methods"}),
    "rights": ("rightsList/rights", {}),
    "license": ("rightsList/rights", {}),
    "extent": ("sizes/size", {}),
    "format": ("formats/format", {}),
    "medium": ("formats/format", {}),
}
"""Terms that are kept as texts, with their language where the property has one."""

_RELATIONS: Mapping[str, tuple[str, str | None]] = {
    "isPartOf": ("IsPartOf", None),
    "hasPart": ("HasPart", None),
    "source": ("IsDerivedFrom", None),
    "references": ("References", None),
    "isReferencedBy": ("IsReferencedBy", None),
    "isVersionOf": ("IsVersionOf", None),
    "hasVersion": ("HasVersion", None),
    "replaces": ("Obsoletes", None),
    "isReplacedBy": ("IsObsoletedBy", None),
    "requires": ("Requires", None),
    "isRequiredBy": ("IsRequiredBy", None),
    "isFormatOf": ("IsVariantFormOf", None),
    "hasFormat": ("IsOriginalFormOf", None),
    "relation": ("Other", "dcterms:relation"),
    "conformsTo": ("Other", "dcterms:conformsTo"),
}
"""Terms that relate the item to something else, with DataCite's relation."""

_ROLES: Mapping[Role, str] = {
    Role.EDITOR: "Editor",
    Role.TRANSLATOR: "Translator",
    Role.CONTRIBUTOR: "Other",
}
_DATE_TYPES: Mapping[str, str] = {
    "created": "Created",
    "issued": "Issued",
    "modified": "Updated",
    "valid": "Valid",
    "available": "Available",
    "dateAccepted": "Accepted",
    "dateCopyrighted": "Copyrighted",
    "dateSubmitted": "Submitted",
    "date": "Other",
    "event": "Coverage",
    "temporal": "Coverage",
}
_GENERAL_TYPES: Mapping[str, str] = {
    "collection": "Collection",
    "dataset": "Dataset",
    "event": "Event",
    "image": "Image",
    "stillimage": "Image",
    "movingimage": "Audiovisual",
    "interactiveresource": "InteractiveResource",
    "physicalobject": "PhysicalObject",
    "service": "Service",
    "software": "Software",
    "sound": "Sound",
    "text": "Text",
}
"""The DCMI Type Vocabulary, letter case and spaces set aside."""
_OF_MEDIA = {"image": "Image", "audio": "Sound", "video": "Audiovisual", "text": "Text"}


@dataclass(slots=True)
class _Files:
    """The files of an item, taken together: how many, their octets, and their media types, "" for one not known."""

    count: int = 0
    octets: int = 0
    mimes: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, item: OpenItem) -> "_Files":
        files = cls()
        for one in item.files:
            files.count += 1
            files.octets += one.size
            if one.format:
                files.mimes.add(one.format.mime or "")
        return files


def resource(item: OpenItem, prefix: str | None) -> tuple[Entry, ...]:
    """Return the entries of an item, in the order of DataCite's properties, each once.

    Raises CouldNot where the sealed bag cannot be read.
    """
    holder = dict(item.info()).get("Source-Organization", UNAVAILABLE)
    entries = [*_entries(item, prefix, holder)]
    order = {path: number for number, path in enumerate(FORMS)}
    return tuple(sorted(dict.fromkeys(entries), key=lambda one: order[one.path]))


def _entries(item: OpenItem, prefix: str | None, holder: str) -> Iterator[Entry]:
    record = item.record
    statements = [one for one in item.statements if not _is_own_version(one, record)]
    stated = [one.value for one in statements if one.term == "identifier"]
    own = first_doi(stated) or (made_doi(prefix, item.identifier) if prefix else None)
    yield _entry("identifier", own or TO_BE_ASSIGNED, identifierType="DOI")
    yield from _agents(record, holder)
    yield _entry("publicationYear", _year(item))
    files = _Files.of(item)
    yield _resource_type(record, files)
    yield from (
        _entry("alternateIdentifiers/alternateIdentifier", one, alternateIdentifierType=_identifier_type(one, item))
        for one in stated
        if doi(one) != own or own is None
    )
    if record.languages:
        yield Entry("language", record.languages[0])
    yield from _dates(record)
    yield from _sizes(files)
    yield Entry("version", item.version)
    yield _entry("rightsList/rights", f"Access level: {record.access.level.value}", **{XML_LANG: "en"})
    yield from _parts(record)
    for one in statements:
        yield from _of_statement(one)


def _is_own_version(one: Statement, record: Record) -> bool:
    """Say whether a statement is about the item's own earlier versions, or about what is taken from the record."""
    is_version = one.term in ("isVersionOf", "replaces") and one.value.split(" v")[0] == record.identifier
    of_parts = {part.title.value for part in record.parts}
    of_references = {text for one in record.references for text in (one.citation.value, one.address) if text}
    return (
        is_version
        or (one.term == "hasPart" and one.value in of_parts)
        or (one.term == "references" and one.value in of_references)
    )


def _of_statement(one: Statement) -> Iterator[Entry]:
    if not one.value.strip():
        return
    if one.term in _TEXTS:
        path, attributes = _TEXTS[one.term]
        lang = {XML_LANG: one.lang} if one.lang and "xml:lang" in FORMS[path].may else {}
        address = {"rightsURI": one.value} if path == "rightsList/rights" and _is_address(one.value) else {}
        yield _entry(path, one.value, **{**attributes, **lang, **address})
    elif one.term in _RELATIONS:
        relation, told = _RELATIONS[one.term]
        yield _related(one.value, relation, told, one.lang)
    elif one.term == "spatial":
        yield Entry("geoLocations/geoLocation", parts=(Entry("geoLocationPlace", one.value),))
    elif one.term == "rightsHolder":
        yield _contributor(one.value, one.lang, "RightsHolder", None)


def _agents(record: Record, holder: str) -> Iterator[Entry]:
    bearers = [(one, "Personal") for one in record.people] + [
        (one, "Organizational") for one in record.organisations
    ]
    authors = [(one, kind) for one, kind in bearers if Role.AUTHOR in one.roles]
    for one, kind in authors:
        yield Entry("creators/creator", parts=(_name("creatorName", one, kind),))
    if not authors:
        yield Entry("creators/creator", parts=(Entry("creatorName", UNAVAILABLE),))
    publishers = [one for one, _ in bearers if Role.PUBLISHER in one.roles]
    if publishers:
        name = publishers[0].names[0]
        yield _entry("publisher", name.value, **({XML_LANG: name.lang} if name.lang else {}))
        if holder not in (one.value for one in publishers[0].names):
            yield _contributor(holder, None, "HostingInstitution", "Organizational")
    else:
        yield Entry("publisher", holder)
    for one, kind in bearers:
        for role in one.roles:
            if role in _ROLES:
                name = one.names[0]
                yield _contributor(name.value, name.lang, _ROLES[role], kind)


def _name(element: str, bearer: Person | Organisation, kind: str) -> Entry:
    name = bearer.names[0]
    return _entry(element, name.value, nameType=kind, **({XML_LANG: name.lang} if name.lang else {}))


def _contributor(name: str, lang: str | None, role: str, kind: str | None) -> Entry:
    attributes = {**({"nameType": kind} if kind else {}), **({XML_LANG: lang} if lang else {})}
    told = _entry("contributorName", name, **attributes)
    return Entry("contributors/contributor", None, (("contributorType", role),), (told,))


def _year(item: OpenItem) -> str:
    """Return the year of issue; else that in which an embargo ends, and else that of sealing."""
    issued = (one.edtf for one in item.record.dates if one.kind is DateKind.ISSUED)
    embargo = item.record.access.embargo
    years = (*map(year_of, issued), year_of(embargo), f"{item.sealed.year:04}")
    return next(year for year in years if year)


def _resource_type(record: Record, files: _Files) -> Entry:
    stated = [_GENERAL_TYPES.get(one.value.lower().replace(" ", "")) for one in record.types]
    media = {_OF_MEDIA.get(mime.partition("/")[0]) for mime in files.mimes}
    seen = media.pop() if len(media) == 1 else None
    general = next((one for one in stated if one), seen or "Other")
    told = next((one.value for one in (*record.genres, *record.types) if one.value.strip()), general)
    return _entry("resourceType", told, resourceTypeGeneral=general)


def _identifier_type(text: str, item: OpenItem) -> str:
    if text == item.identifier:
        return "Identifier in the archive"
    found = persistent(text)
    return found[0] if found else "Local"


def _dates(record: Record) -> Iterator[Entry]:
    if record.access.embargo is not None:
        yield _entry("dates/date", record.access.embargo, dateType="Available", dateInformation="end of embargo")
    captured = record.capture.date if record.capture else None
    happened = [date for one in record.events for date in one.dates]
    happened += [date for one in record.acts for date in one.dates]
    for date, kind in [
        *((one, _DATE_TYPES[one.kind.value]) for one in record.dates),
        *((one, "Coverage") for one in happened),
        *([(captured, "Collected")] if captured else []),
    ]:
        yield from _date(date, kind)
    for term in record.terms:
        if term.term in DATE_TERMS or term.term == "temporal":
            yield from _date(Date(DateKind.DATE, edtf=term.value), _DATE_TYPES[term.term])


def _date(date: Date, kind: str) -> Iterator[Entry]:
    """Yield a date, or nothing where only words tell it: DataCite takes no words for a date."""
    said = date_range(date.edtf) if date.edtf else None
    if said is None:
        return
    told = information(date, said)
    yield _entry("dates/date", said, dateType=kind, **({"dateInformation": told} if told else {}))


def _sizes(files: _Files) -> Iterator[Entry]:
    if files.count:
        yield Entry("sizes/size", f"{files.count} file{'' if files.count == 1 else 's'}")
        yield Entry("sizes/size", f"{files.octets} bytes")
    for mime in sorted(one for one in files.mimes if one):
        yield Entry("formats/format", mime)


def _parts(record: Record) -> Iterator[Entry]:
    for part in record.parts:
        creators = tuple(
            Entry("creators/creator", parts=(Entry("creatorName", one.value),)) for one in part.authors
        )
        yield _item("HasPart", None, part.title, None, creators)
    for one in record.references:
        found = persistent(one.address) if one.address else None
        yield _item("References", None, one.citation, found)


def _related(text: str, relation: str, told: str | None, lang: str | None) -> Entry:
    """Return a related identifier where the text is one, and a related item of that title otherwise."""
    found = persistent(text)
    if found is None:
        return _item(relation, told, Text(text, lang), None)
    more = {"relationTypeInformation": told} if told else {}
    path = "relatedIdentifiers/relatedIdentifier"
    return _entry(path, found[1], relatedIdentifierType=found[0], relationType=relation, **more)


def _item(
    relation: str, told: str | None, title: Text, identifier: tuple[str, str] | None, creators: Iterable[Entry] = ()
) -> Entry:
    attributes = {"relatedItemType": "Other", "relationType": relation}
    known = (
        [_entry("relatedItemIdentifier", identifier[1], relatedItemIdentifierType=identifier[0])]
        if identifier
        else []
    )
    lang = {XML_LANG: title.lang} if title.lang else {}
    parts = (*known, *creators, _entry("titles/title", title.value, **lang))
    more = {"relationTypeInformation": told} if told else {}
    return Entry("relatedItems/relatedItem", None, tuple({**attributes, **more}.items()), parts)


def _entry(path: str, text: str, **attributes: str) -> Entry:
    return Entry(path, text, tuple(attributes.items()))


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not any(character.isspace() for character in text)
