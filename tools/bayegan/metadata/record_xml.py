"""metadata/record.xml: the record of an item, without loss in both directions."""

from collections.abc import Iterable
from typing import BinaryIO

from lxml import etree

from bayegan.metadata.parser import text_of
from bayegan.metadata.prove import RECORD, proved_root
from bayegan.metadata.writer import XML_LANG, Writer, document
from bayegan.model.names import from_xml_name, xml_name
from bayegan.model.record import (
    Access,
    AccessLevel,
    Calendar,
    Capture,
    Date,
    DateKind,
    Extra,
    FileNote,
    Name,
    NameKind,
    Organisation,
    Person,
    Place,
    Record,
    Rights,
    Role,
    SiteStatus,
    Term,
    Text,
)

_NAMESPACE = "urn:bayegan:record:1.0"
_R = f"{{{_NAMESPACE}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_record(record: Record, out: BinaryIO) -> None:
    """Write `record` as a document of record-1.0.xsd. Raises OSError as `out` does."""
    with document(out, RECORD.root, {None: _NAMESPACE}) as writer:
        writer.text(_R + "identifier", record.identifier)
        with writer.element(_R + "access", {"level": record.access.level.value}):
            _write_texts(writer, "reason", _present(record.access.reason))
        _write_texts(writer, "title", record.titles)
        _write_texts(writer, "description", record.descriptions)
        _write_texts(writer, "type", record.types)
        _write_texts(writer, "genre", record.genres)
        for language in record.languages:
            writer.text(_R + "language", language)
        for person in record.people:
            _write_bearer(writer, "person", person)
        for organisation in record.organisations:
            _write_bearer(writer, "organisation", organisation)
        for place in record.places:
            _write_place(writer, place)
        for date in record.dates:
            _write_date(writer, date)
        _write_texts(writer, "subject", record.subjects)
        if record.capture is not None:
            _write_capture(writer, record.capture)
        _write_rights(writer, record.rights)
        _write_said(writer, record.terms, record.extras)
        for file in record.files:
            _write_file(writer, file)


def _present(text: Text | None) -> tuple[Text, ...]:
    return () if text is None else (text,)


def _write_texts(writer: Writer, name: str, texts: Iterable[Text]) -> None:
    for text in texts:
        writer.text(_R + name, text.value, {XML_LANG: text.lang})


def _write_names(writer: Writer, tag: str, names: Iterable[Name]) -> None:
    for name in names:
        writer.text(_R + tag, name.value, {"kind": name.kind.value, XML_LANG: name.lang})


def _write_bearer(writer: Writer, tag: str, bearer: Person | Organisation) -> None:
    with writer.element(_R + tag):
        _write_names(writer, "name", bearer.names)
        for role in bearer.roles:
            writer.text(_R + "role", role.value)
        _write_texts(writer, "note", _present(bearer.note))


def _write_place(writer: Writer, place: Place) -> None:
    with writer.element(_R + "place"):
        _write_names(writer, "name", place.names)
        _write_names(writer, "within", place.within)
        _write_texts(writer, "note", _present(place.note))


def _write_date(writer: Writer, date: Date) -> None:
    calendar = None if date.calendar is None else date.calendar.value
    with writer.element(_R + "date", {"kind": date.kind.value, "calendar": calendar}):
        writer.text_if(_R + "edtf", date.edtf)
        writer.text_if(_R + "text", date.text)
        _write_texts(writer, "note", _present(date.note))


def _write_capture(writer: Writer, capture: Capture) -> None:
    with writer.element(_R + "capture"):
        writer.text_if(_R + "address", capture.address)
        _write_texts(writer, "site", _present(capture.site))
        if capture.date is not None:
            _write_date(writer, capture.date)
        _write_texts(writer, "method", _present(capture.method))
        if capture.site_status is not None:
            writer.text(_R + "siteStatus", capture.site_status.value)
        _write_texts(writer, "missing", capture.missing)


def _write_rights(writer: Writer, rights: Rights) -> None:
    if rights == Rights():
        return
    with writer.element(_R + "rights"):
        _write_texts(writer, "statement", rights.statements)
        _write_texts(writer, "holder", rights.holders)
        _write_texts(writer, "licence", rights.licences)


def _write_said(writer: Writer, terms: Iterable[Term], extras: Iterable[Extra]) -> None:
    for term in terms:
        writer.text(_R + "term", term.value, {"name": term.term, XML_LANG: term.lang})
    for extra in extras:
        writer.text(_R + "extra", extra.value, {"name": extra.name})


def _write_file(writer: Writer, file: FileNote) -> None:
    path, is_encoded = xml_name(file.path)
    with writer.element(_R + "file", {"path": path, "nameEncoding": "percent" if is_encoded else None}):
        _write_said(writer, file.terms, file.extras)


def read_record(content: bytes) -> Record:
    """Return the record in a record.xml, equal to what was written. Raises XmlRefused where it is not valid."""
    root = proved_root(content, "metadata/record.xml", RECORD)
    capture, rights = root.find(_R + "capture"), root.find(_R + "rights")
    return Record(
        identifier=_value(root, "identifier") or "",
        titles=_texts(root, "title"),
        access=_access(next(root.iterchildren(_R + "access"))),
        descriptions=_texts(root, "description"),
        types=_texts(root, "type"),
        genres=_texts(root, "genre"),
        languages=tuple(text_of(one) for one in root.iterchildren(_R + "language")),
        people=tuple(Person(*_bearer(one)) for one in root.iterchildren(_R + "person")),
        organisations=tuple(Organisation(*_bearer(one)) for one in root.iterchildren(_R + "organisation")),
        places=tuple(_place(one) for one in root.iterchildren(_R + "place")),
        dates=tuple(_date(one) for one in root.iterchildren(_R + "date")),
        subjects=_texts(root, "subject"),
        capture=None if capture is None else _capture(capture),
        rights=Rights() if rights is None else _rights(rights),
        terms=_terms(root),
        extras=_extras(root),
        files=tuple(_file(one) for one in root.iterchildren(_R + "file")),
    )


def _value(parent: etree._Element, name: str) -> str | None:
    found = parent.find(_R + name)
    return None if found is None else text_of(found)


def _text(element: etree._Element) -> Text:
    return Text(text_of(element), element.get(_LANG))


def _texts(parent: etree._Element, name: str) -> tuple[Text, ...]:
    return tuple(_text(one) for one in parent.iterchildren(_R + name))


def _text_or_none(parent: etree._Element, name: str) -> Text | None:
    found = parent.find(_R + name)
    return None if found is None else _text(found)


def _names(parent: etree._Element, name: str) -> tuple[Name, ...]:
    return tuple(
        Name(text_of(one), one.get(_LANG), NameKind(one.get("kind", ""))) for one in parent.iterchildren(_R + name)
    )


def _access(element: etree._Element) -> Access:
    return Access(AccessLevel(element.get("level", "")), _text_or_none(element, "reason"))


def _bearer(element: etree._Element) -> tuple[tuple[Name, ...], tuple[Role, ...], Text | None]:
    roles = tuple(Role(text_of(one)) for one in element.iterchildren(_R + "role"))
    return _names(element, "name"), roles, _text_or_none(element, "note")


def _place(element: etree._Element) -> Place:
    return Place(_names(element, "name"), _names(element, "within"), _text_or_none(element, "note"))


def _date(element: etree._Element) -> Date:
    calendar = element.get("calendar")
    return Date(
        kind=DateKind(element.get("kind", "")),
        edtf=_value(element, "edtf"),
        text=_value(element, "text"),
        calendar=None if calendar is None else Calendar(calendar),
        note=_text_or_none(element, "note"),
    )


def _capture(element: etree._Element) -> Capture:
    date, status = element.find(_R + "date"), _value(element, "siteStatus")
    return Capture(
        address=_value(element, "address"),
        site=_text_or_none(element, "site"),
        date=None if date is None else _date(date),
        method=_text_or_none(element, "method"),
        site_status=None if status is None else SiteStatus(status),
        missing=_texts(element, "missing"),
    )


def _rights(element: etree._Element) -> Rights:
    return Rights(_texts(element, "statement"), _texts(element, "holder"), _texts(element, "licence"))


def _terms(parent: etree._Element) -> tuple[Term, ...]:
    return tuple(
        Term(one.get("name", ""), text_of(one), one.get(_LANG)) for one in parent.iterchildren(_R + "term")
    )


def _extras(parent: etree._Element) -> tuple[Extra, ...]:
    return tuple(Extra(one.get("name", ""), text_of(one)) for one in parent.iterchildren(_R + "extra"))


def _file(element: etree._Element) -> FileNote:
    path = from_xml_name(element.get("path", ""), element.get("nameEncoding") == "percent")
    return FileNote(path, _terms(element), _extras(element))
