"""A record as JSON, in the shape of an item of a submission (submission-1.0.schema.json), and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from bayegan.model.listing import PAYLOAD
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

_Object = Mapping[str, Any]


def record_from_json(item: Mapping[str, object], identifier: str, default_access: AccessLevel) -> Record:
    """Return the record of an `item` that is valid by the schema; `id` is left to the caller.

    A file gets a note where the item says anything of it, even if that is an empty list. Where the item has
    no access level, `default_access` holds.
    """
    data: _Object = item
    return Record(
        identifier=identifier,
        titles=_texts(data, "titles"),
        access=_access(data.get("access"), default_access),
        descriptions=_texts(data, "descriptions"),
        types=_texts(data, "types"),
        genres=_texts(data, "genres"),
        languages=tuple(data.get("languages", ())),
        people=tuple(Person(**_bearer(one)) for one in data.get("people", ())),
        organisations=tuple(Organisation(**_bearer(one)) for one in data.get("organisations", ())),
        places=tuple(_place(one) for one in data.get("places", ())),
        dates=tuple(_date(one) for one in data.get("dates", ())),
        subjects=_texts(data, "subjects"),
        capture=_capture(data["capture"]) if "capture" in data else None,
        rights=_rights(data.get("rights", {})),
        terms=_terms(data),
        extras=_extras(data),
        files=tuple(_note(one) for one in data.get("files", ()) if _says_something(one)),
    )


def _text(value: str | _Object) -> Text:
    return Text(value) if isinstance(value, str) else Text(value["text"], value.get("lang"))


def _maybe_text(data: _Object, key: str) -> Text | None:
    return _text(data[key]) if key in data else None


def _texts(data: _Object, key: str) -> tuple[Text, ...]:
    return tuple(_text(one) for one in data.get(key, ()))


def _name(value: str | _Object) -> Name:
    if isinstance(value, str):
        return Name(value)
    return Name(value["text"], value.get("lang"), NameKind(value.get("kind", NameKind.MAIN)))


def _names(data: _Object, key: str) -> tuple[Name, ...]:
    return tuple(_name(one) for one in data.get(key, ()))


def _access(data: _Object | None, default: AccessLevel) -> Access:
    if data is None:
        return Access(default)
    return Access(AccessLevel(data["level"]), _maybe_text(data, "reason"))


def _bearer(data: _Object) -> dict[str, Any]:
    roles = tuple(Role(one) for one in data.get("roles", ()))
    return {"names": _names(data, "names"), "roles": roles, "note": _maybe_text(data, "note")}


def _place(data: _Object) -> Place:
    return Place(_names(data, "names"), _names(data, "within"), _maybe_text(data, "note"))


def _date(data: _Object) -> Date:
    calendar = Calendar(data["calendar"]) if "calendar" in data else None
    note = _maybe_text(data, "note")
    return Date(DateKind(data["kind"]), data.get("edtf"), data.get("text"), calendar, note)


def _capture(data: _Object) -> Capture:
    return Capture(
        address=data.get("address"),
        site=_maybe_text(data, "site"),
        date=_date(data["date"]) if "date" in data else None,
        method=_maybe_text(data, "method"),
        site_status=SiteStatus(data["site_status"]) if "site_status" in data else None,
        missing=_texts(data, "missing"),
    )


def _rights(data: _Object) -> Rights:
    return Rights(_texts(data, "statements"), _texts(data, "holders"), _texts(data, "licences"))


def _terms(data: _Object) -> tuple[Term, ...]:
    return tuple(Term(one["term"], one["text"], one.get("lang")) for one in data.get("terms", ()))


def _extras(data: _Object) -> tuple[Extra, ...]:
    return tuple(Extra(one["name"], one["text"]) for one in data.get("extras", ()))


def _says_something(file: _Object) -> bool:
    return not file.keys().isdisjoint(("title", "terms", "extras"))


def _note(file: _Object) -> FileNote:
    title = (Term("title", file["title"]),) if "title" in file else ()
    return FileNote(PAYLOAD + file["filename"], title + _terms(file), _extras(file))


def record_to_json(record: Record) -> dict[str, object]:
    """Return `record` as an item; what was not stated is left out.

    `files` holds the files that the record has notes on, and is left out where there are none: which files
    an item has is not for its record to say. The title of a file stands among its `terms`.
    """
    plain = {
        "descriptions": _texts_json(record.descriptions),
        "types": _texts_json(record.types),
        "genres": _texts_json(record.genres),
        "languages": list(record.languages),
        "people": [_bearer_json(one) for one in record.people],
        "organisations": [_bearer_json(one) for one in record.organisations],
        "places": [_place_json(one) for one in record.places],
        "dates": [_date_json(one) for one in record.dates],
        "subjects": _texts_json(record.subjects),
        "rights": _rights_json(record.rights),
        "terms": _terms_json(record.terms),
        "extras": _extras_json(record.extras),
        "files": [_note_json(one) for one in record.files],
    }
    said: dict[str, object] = {key: value for key, value in plain.items() if value}
    if record.capture is not None:
        said["capture"] = _capture_json(record.capture)
    access = _stated(level=record.access.level.value, reason=_maybe_json(record.access.reason))
    return {"id": record.identifier, "titles": _texts_json(record.titles), "access": access, **said}


def _stated(**fields: object) -> dict[str, object]:
    return {key: value for key, value in fields.items() if value is not None}


def _text_json(text: Text) -> object:
    return text.value if text.lang is None else {"text": text.value, "lang": text.lang}


def _maybe_json(text: Text | None) -> object:
    return None if text is None else _text_json(text)


def _texts_json(texts: Iterable[Text]) -> list[object]:
    return [_text_json(one) for one in texts]


def _names_json(names: Iterable[Name]) -> list[object]:
    return [_name_json(one) for one in names]


def _name_json(name: Name) -> object:
    kind = None if name.kind is NameKind.MAIN else name.kind.value
    said = _stated(text=name.value, lang=name.lang, kind=kind)
    return said if len(said) > 1 else name.value


def _bearer_json(bearer: Person | Organisation) -> dict[str, object]:
    roles = [one.value for one in bearer.roles] or None
    return _stated(names=_names_json(bearer.names), roles=roles, note=_maybe_json(bearer.note))


def _place_json(place: Place) -> dict[str, object]:
    within = _names_json(place.within) or None
    return _stated(names=_names_json(place.names), within=within, note=_maybe_json(place.note))


def _date_json(date: Date) -> dict[str, object]:
    calendar = None if date.calendar is None else date.calendar.value
    note = _maybe_json(date.note)
    return _stated(kind=date.kind.value, edtf=date.edtf, text=date.text, calendar=calendar, note=note)


def _capture_json(capture: Capture) -> dict[str, object]:
    return _stated(
        address=capture.address,
        site=_maybe_json(capture.site),
        date=None if capture.date is None else _date_json(capture.date),
        method=_maybe_json(capture.method),
        site_status=None if capture.site_status is None else capture.site_status.value,
        missing=_texts_json(capture.missing) or None,
    )


def _rights_json(rights: Rights) -> dict[str, object]:
    return _stated(
        statements=_texts_json(rights.statements) or None,
        holders=_texts_json(rights.holders) or None,
        licences=_texts_json(rights.licences) or None,
    )


def _terms_json(terms: Iterable[Term]) -> list[object]:
    return [_stated(term=one.term, text=one.value, lang=one.lang) for one in terms]


def _extras_json(extras: Iterable[Extra]) -> list[object]:
    return [_stated(name=one.name, text=one.value) for one in extras]


def _note_json(note: FileNote) -> dict[str, object]:
    extras = _extras_json(note.extras) or None
    return _stated(filename=note.path.removeprefix(PAYLOAD), terms=_terms_json(note.terms), extras=extras)
