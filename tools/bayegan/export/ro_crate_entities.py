"""From an item to the entities of a crate, in schema.org's terms: what the record tells, and the files."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bayegan.export.open_item import OpenItem
from bayegan.export.ro_crate_ids import METADATA, is_taken, reference
from bayegan.model.listing import PAYLOAD
from bayegan.model.names import is_utf8, shown
from bayegan.model.preservation import FileObject
from bayegan.model.record import Date, DateKind, Organisation, Person, Place, Record, Role

CONTEXT = "https://w3id.org/ro/crate/1.3/context"
SPECIFICATION = "https://w3id.org/ro/crate/1.3"
SHA512 = "urn:bayegan:term:sha512"
"""What `sha512` means in our crates, since schema.org has a word for SHA-256 alone."""
_PRONOM = "https://www.nationalarchives.gov.uk/PRONOM/"
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_URI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")

Entity = dict[str, Any]

_PROPERTY_OF_ROLE: Mapping[Role, str] = {
    Role.AUTHOR: "author",
    Role.CONTRIBUTOR: "contributor",
    Role.EDITOR: "editor",
    Role.TRANSLATOR: "translator",
    Role.PUBLISHER: "publisher",
    Role.SUBJECT: "about",
    Role.VICTIM: "about",
    Role.WITNESS: "mentions",
    Role.SOURCE: "mentions",
    Role.ALLEGED_PERPETRATOR: "mentions",
    Role.MENTIONED: "mentions",
}
"""What a person or an organisation is to the crate. A role that is alleged is a mention."""


class Crate:
    """The entities of a crate but for its files: `root` is what the files are linked to."""

    def __init__(self, item: OpenItem) -> None:
        self.root: Entity = {"@id": "./", "@type": "Dataset"}
        self.entities: list[Entity] = []
        self.has_license = True
        self._known: set[str] = set()
        self._describe(item)

    def _describe(self, item: OpenItem) -> None:
        record, info = item.record, dict(item.info())
        holder = info.get("Source-Organization", "unknown")
        sealed = f"{item.sealed:%Y-%m-%dT%H:%M:%S}Z"
        archive = self._new("#archive", "Organization", name=holder)
        descriptor = {"about": {"@id": "./"}, "conformsTo": {"@id": SPECIFICATION}, "sdPublisher": archive}
        self._new(METADATA, "CreativeWork", **descriptor)
        self.entities.append(self.root)
        self.root |= _texts(record) | {
            "identifier": self._new("#identifier", "PropertyValue", name="identifier", value=item.identifier),
            "version": item.version,
            "datePublished": sealed,
            "conditionsOfAccess": f"Access level: {record.access.level.value}",
        }
        self._license(record)
        self._agents(record)
        self.root.setdefault("publisher", archive)
        self._places(record.places)
        self._happened(record)
        self._dates(record.dates)
        self._related(record)
        software = self._new("#software", "SoftwareApplication", name=info.get("Bag-Software-Agent", "bayegan"))
        sealing = {"endTime": sealed, "agent": archive, "instrument": software, "result": {"@id": "./"}}
        self._link("mentions", self._new("#sealing", "CreateAction", name=f"{item.version} was sealed", **sealing))

    def _new(self, identifier: str, kind: str, /, **properties: object) -> Entity:
        """Add an entity, with what is there of its properties; return the reference to it."""
        if identifier not in self._known:
            self._known.add(identifier)
            given = {key: value for key, value in properties.items() if value not in (None, [], "")}
            self.entities.append({"@id": identifier, "@type": kind, **given})
        return {"@id": identifier}

    def _link(self, name: str, *values: object) -> None:
        """Add values to a property of the root, a list only where it has several (compacted JSON-LD)."""
        held = self.root.get(name, [])
        several = held if isinstance(held, list) else [held]
        several = [*several, *(one for one in values if one not in several)]
        if several:
            self.root[name] = several[0] if len(several) == 1 else several

    def _license(self, record: Record) -> None:
        for one in record.rights.licences:
            address = one.value.strip()
            if _URI.fullmatch(address):
                told = "A licence, as stated in the record of the item."
                self._link("license", self._new(address, "CreativeWork", name=address, description=told))
            else:
                self._link("license", one.value)
        self.has_license = "license" in self.root
        statements = [one.value for one in record.rights.statements]
        if not self.has_license:
            self._link("license", *(statements or ["No licence is stated: ask the archive before any use."]))
        self._link(
            "copyrightNotice", *statements, *(f"Rights holder: {one.value}" for one in record.rights.holders)
        )

    def _agents(self, record: Record) -> None:
        keys = {one.key: f"#organisation-{number}" for number, one in enumerate(record.organisations, 1) if one.key}
        for number, person in enumerate(record.people, 1):
            told = {
                "birthDate": _day(person.birth),
                "deathDate": _day(person.death),
                "jobTitle": _one_or_all([one.title.value for one in person.positions]),
            }
            self._agent(person, f"#person-{number}", "Person", told)
        for number, one in enumerate(record.organisations, 1):
            whole = {"@id": keys[one.part_of]} if one.part_of in keys else None
            self._agent(one, f"#organisation-{number}", "Organization", {"parentOrganization": whole})

    def _agent(self, bearer: Person | Organisation, name: str, kind: str, told: Entity) -> None:
        first, *others = dict.fromkeys(one.value for one in bearer.names)
        entity = self._new(name, kind, name=first, alternateName=_one_or_all(others), **told)
        for role in bearer.roles or (Role.MENTIONED,):
            self._link(_PROPERTY_OF_ROLE[role], entity)

    def _places(self, places: Sequence[Place]) -> None:
        self._place_of = {place.key: _place_name(place, number) for number, place in enumerate(places, 1)}
        for number, place in enumerate(places, 1):
            first, *others = dict.fromkeys(one.value for one in place.names)
            wider = [one.value for one in place.within if one.lang == place.names[0].lang]
            name = ", ".join([first, *wider])
            entity = self._new(_place_name(place, number), "Place", name=name, alternateName=_one_or_all(others))
            self._link("spatialCoverage", entity)

    def _happened(self, record: Record) -> None:
        """Tell of events as what the item is about, each as its source has it; acts and claims are not told."""
        for number, event in enumerate(record.events, 1):
            place = self._place_of.get(event.place) if event.place else None
            told = {
                "description": _one_or_all([one.value for one in event.descriptions]),
                "location": {"@id": place} if place else None,
                **_start_and_end(event.dates),
            }
            self._link("about", self._new(f"#event-{number}", "Event", name=event.title.value, **told))

    def _dates(self, dates: Sequence[Date]) -> None:
        for date in dates:
            day = _day(date)
            if date.kind is DateKind.EVENT and (date.edtf or date.text):
                self._link("temporalCoverage", date.edtf or date.text)
            elif day and date.kind is DateKind.CREATED:
                self._link("dateCreated", day)
            elif day and date.kind is DateKind.MODIFIED:
                self._link("dateModified", day)
            elif day and date.kind is DateKind.COPYRIGHTED:
                self._link("copyrightYear", day[:4])

    def _related(self, record: Record) -> None:
        capture = record.capture
        if capture is not None and capture.site is not None:
            self._link("isPartOf", self._new("#site", "CreativeWork", name=capture.site.value))
        if capture is not None and capture.address is not None:
            self._link("isBasedOn", self._page(capture.address, "#captured", capture.address))
        for number, one in enumerate(record.references, 1):
            address = one.address if one.address and _URI.fullmatch(one.address) else None
            page = self._page(address or "", f"#reference-{number}", one.citation.value)
            self._link("citation" if address else "mentions", page)
        for number, part in enumerate(record.parts, 1):
            told = {
                "author": _one_or_all(
                    [
                        self._new(f"#part-{number}-author-{place}", "Person", name=one.value)
                        for place, one in enumerate(part.authors, 1)
                    ]
                ),
                "description": _one_or_all([one.value for one in part.descriptions]),
                "inLanguage": _one_or_all(list(part.languages)),
            }
            entity = self._new(f"#part-{number}", "CreativeWork", name=part.title.value, **told)
            self._link("hasPart", entity)

    def _page(self, address: str, name: str, title: str) -> Entity:
        return self._new(address if _URI.fullmatch(address) else name, "CreativeWork", name=title)


def _texts(record: Record) -> Entity:
    first, *others = (one.value for one in record.titles)
    told = [one.value for one in record.descriptions]
    told += [one.value for one in record.terms if one.term in ("abstract", "provenance")]
    keywords = [one.value.replace(",", " ") for one in record.subjects]
    found = {
        "name": first,
        "alternateName": _one_or_all(others),
        "description": "\n\n".join(told) or f"{first}: nothing more is told of it.",
        "keywords": ", ".join(keywords),
        "genre": _one_or_all([one.value for one in record.genres]),
        "inLanguage": _one_or_all(list(record.languages)),
    }
    return {name: value for name, value in found.items() if value}


def file_entities(item: OpenItem, places: Mapping[str, str]) -> Iterator[Entity]:
    """Yield the entity of each file, and that of each format before it is first named."""
    titles = item.titles()
    told: set[str] = set()
    for file in item.files:
        path = file.path.removeprefix(PAYLOAD)
        puid = file.format.puid if file.format else None
        if file.format and puid and puid not in told:
            told.add(puid)
            name = " ".join(one for one in (file.format.name, file.format.version) if one) or puid
            yield {"@id": _PRONOM + puid, "@type": ["WebPage", "Standard"], "name": name}
        yield _file(file, places[path], titles.get(file.path), puid)


def _file(file: FileObject, place: str, title: str | None, puid: str | None) -> Entity:
    path = file.path.removeprefix(PAYLOAD)
    entity: Entity = {
        "@id": reference(place),
        "@type": "File",
        "name": title or shown(path),
        "contentSize": str(file.size),
    }
    if is_taken(path) and is_utf8(path):
        entity["alternateName"] = path
    formats: list[object] = [file.format.mime] if file.format and file.format.mime else []
    formats += [{"@id": _PRONOM + puid}] if puid else []
    if formats:
        entity["encodingFormat"] = _one_or_all(formats)
    digests = dict(file.digests)
    return entity | {name: digests[name] for name in ("sha256", "sha512") if name in digests}


def _one_or_all(several: Sequence[object]) -> object:
    return several[0] if len(several) == 1 else list(several)


def _day(date: Date | None) -> str | None:
    """Return a date that is one year, month or day without doubt, None for any other."""
    return date.edtf if date and date.edtf and _DAY.fullmatch(date.edtf) else None


def _start_and_end(dates: Sequence[Date]) -> Entity:
    """Return the start and the end of what has one date, and that without doubt."""
    if len(dates) != 1 or not dates[0].edtf:
        return {}
    first, slash, last = dates[0].edtf.partition("/")
    if not _DAY.fullmatch(first) or (slash and not _DAY.fullmatch(last)):
        return {}
    return {"startDate": first, "endDate": last if slash else first}


def _place_name(place: Place, number: int) -> str:
    address = place.gazetteer or ""
    return address if _URI.fullmatch(address) else f"#place-{number}"
