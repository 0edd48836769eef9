"""metadata/premis.xml: objects, events until sealing, agents and rights of an item in PREMIS 3.0."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from itertools import chain, islice
from typing import BinaryIO

from lxml import etree

from bayegan.metadata.parser import XmlRefused, iterate, text_of
from bayegan.metadata.prove import PREMIS
from bayegan.metadata.writer import Attributes, Out, Writer, escaped
from bayegan.model.findings import finding
from bayegan.model.names import from_xml_name, xml_name
from bayegan.model.preservation import (
    DIGEST_NAMES,
    Agent,
    Event,
    EventOutcome,
    EventType,
    FileObject,
    Format,
    PreservationRecord,
)

_PATH = "metadata/premis.xml"
_NAMESPACE = "http://www.loc.gov/premis/v3"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_P = f"{{{_NAMESPACE}}}"
_TYPE = f"{{{_INSTANCE}}}type"
_VOCABULARY = "http://id.loc.gov/vocabulary/preservation/"
_TYPE_CODES = {
    EventType.CREATION: "cre",
    EventType.INGESTION: "ing",
    EventType.MESSAGE_DIGEST_CALCULATION: "mes",
    EventType.FORMAT_IDENTIFICATION: "for",
    EventType.VALIDATION: "val",
    EventType.FIXITY_CHECK: "fix",
    EventType.DISSEMINATION: "dis",
    EventType.METADATA_MODIFICATION: "mem",
    EventType.MODIFICATION: "mod",
}
_OUTCOME_CODES = {EventOutcome.SUCCESS: "suc", EventOutcome.WARNING: "war", EventOutcome.FAILURE: "fai"}
_HASHLIB = {premis: ours for ours, premis in DIGEST_NAMES.items()}
_UNKNOWN = "unknown"
_NAMESPACES = {None: _NAMESPACE, "xsi": _INSTANCE}
_AT_ONCE = 1000
_NOTES = {"mime": "MIME type: ", "basis": "basis: ", "warning": "warning: "}
_NAME_ENCODING = "original name encoding"
_I2, _I4, _I6, _I8, _I10 = (f"\n{' ' * indent}" for indent in (2, 4, 6, 8, 10))
_ENCODED_NAME = (
    f"{_I4}<significantProperties>{_I6}<significantPropertiesType>{_NAME_ENCODING}</significantPropertiesType>"
    f"{_I6}<significantPropertiesValue>percent</significantPropertiesValue>{_I4}</significantProperties>"
)


def write_premis(record: PreservationRecord, out: Out, many: Iterable[FileObject] = ()) -> None:
    """Write `record` as a document of premis-profile-1.0.xsd, and so of PREMIS 3.0.

    Files may be too `many` to be held by the record: these follow its own.

    Identifiers of type `local` hold within the document: the item's own identifier for its representation,
    the path in the bag for a file. Raises OSError as `out` does, KeyError for a digest of another algorithm
    than md5 and those of SHA-1 and SHA-2.
    """
    out.write(before_files(record.identifier))
    files = chain(record.files, many)
    while some := tuple(islice(files, _AT_ONCE)):
        out.write(files_markup(some, record.identifier))
    out.write(after_files(record))


def before_files(identifier: str) -> bytes:
    """Return what stands before the first file: all up to the representation, which bears the item's identifier."""
    out = BytesIO()
    writer = Writer(out, _NAMESPACES)
    writer.start(PREMIS.root, _NAMESPACES, {"version": "3.0"})
    with writer.element(_P + "object", {_TYPE: "representation"}):
        _write_identifier(writer, "objectIdentifier", identifier)
    writer.flush()
    return out.getvalue()


def files_markup(files: Iterable[FileObject], item: str) -> bytes:
    """Return the objects of files of an item, as they stand between `before_files` and `after_files`."""
    part_of = _part_of(item)
    return "".join([_file_markup(one, part_of) for one in files]).encode("utf-8")


def after_files(record: PreservationRecord) -> bytes:
    """Return what stands after the last file: events, agents, rights, and the end."""
    agents = {agent: f"agent-{number}" for number, agent in enumerate(_agents(record), start=1)}
    out = BytesIO()
    writer = Writer(out, _NAMESPACES)
    for number, event in enumerate(record.events, start=1):
        _write_event(writer, event, f"event-{number}", agents[event.agent], record.identifier)
    for agent, identifier in agents.items():
        _write_agent(writer, agent, identifier)
    _write_rights(writer, record)
    writer.end(PREMIS.root)
    return out.getvalue()


def _agents(record: PreservationRecord) -> Iterator[Agent]:
    return iter(dict.fromkeys(event.agent for event in record.events))


def _write_identifier(writer: Writer, name: str, value: str) -> None:
    with writer.element(_P + name):
        writer.text(f"{_P}{name}Type", "local")
        writer.text(f"{_P}{name}Value", value)


def _from(vocabulary: str, code: str) -> Attributes:
    return {"authorityURI": _VOCABULARY + vocabulary, "valueURI": f"{_VOCABULARY}{vocabulary}/{code}"}


def _file_markup(file: FileObject, part_of: str) -> str:
    """Return the object of one file; there may be a million of them, so it is put together as one text.

    `part_of` is the relationship to the item, as markup.
    """
    path, is_encoded = xml_name(file.path)
    name = escaped(path)
    note = _ENCODED_NAME if is_encoded else ""
    digests = "".join(
        f"{_I6}<fixity>{_I8}<messageDigestAlgorithm>{DIGEST_NAMES[algorithm]}</messageDigestAlgorithm>"
        f"{_I8}<messageDigest>{escaped(digest)}</messageDigest>{_I6}</fixity>"
        for algorithm, digest in file.digests
    )
    return (
        f'{_I2}<object xsi:type="file">{_I4}<objectIdentifier>{_I6}<objectIdentifierType>local'
        f"</objectIdentifierType>{_I6}<objectIdentifierValue>{name}</objectIdentifierValue>"
        f"{_I4}</objectIdentifier>{note}{_I4}<objectCharacteristics>{digests}{_I6}<size>{file.size}</size>"
        f"{_format_markup(file.format)}{_I4}</objectCharacteristics>"
        f"{_I4}<originalName>{name.removeprefix('data/')}</originalName>{part_of}{_I2}</object>"
    )


def _part_of(item: str) -> str:
    return (
        f"{_I4}<relationship>{_I6}<relationshipType>structural</relationshipType>{_I6}<relationshipSubType>"
        f"is part of</relationshipSubType>{_I6}<relatedObjectIdentifier>{_I8}<relatedObjectIdentifierType>local"
        f"</relatedObjectIdentifierType>{_I8}<relatedObjectIdentifierValue>{escaped(item)}"
        f"</relatedObjectIdentifierValue>{_I6}</relatedObjectIdentifier>{_I4}</relationship>"
    )


@lru_cache(maxsize=1024)
def _format_markup(format_: Format | None) -> str:
    """Return a format as markup. A file whose format is not known is said to be of format `unknown`."""
    known = format_ or Format()
    parts = []
    if known.name or known.version or not known.puid:
        version = "" if known.version is None else f"{_I10}<formatVersion>{escaped(known.version)}</formatVersion>"
        name = escaped(known.name or _UNKNOWN)
        parts.append(
            f"{_I8}<formatDesignation>{_I10}<formatName>{name}</formatName>{version}{_I8}</formatDesignation>"
        )
    if known.puid:
        parts.append(
            f"{_I8}<formatRegistry>{_I10}<formatRegistryName>PRONOM</formatRegistryName>"
            f"{_I10}<formatRegistryKey>{escaped(known.puid)}</formatRegistryKey>{_I8}</formatRegistry>"
        )
    for value, label in zip((known.mime, known.basis, known.warning), _NOTES.values(), strict=True):
        if value is not None:
            parts.append(f"{_I8}<formatNote>{escaped(label + value)}</formatNote>")
    return f"{_I6}<format>{''.join(parts)}{_I6}</format>"


def _write_event(writer: Writer, event: Event, identifier: str, agent: str, item: str) -> None:
    with writer.element(_P + "event"):
        _write_identifier(writer, "eventIdentifier", identifier)
        writer.text(_P + "eventType", event.type.value, _from("eventType", _TYPE_CODES[event.type]))
        writer.text(_P + "eventDateTime", event.time.astimezone(UTC).isoformat().replace("+00:00", "Z"))
        with writer.element(_P + "eventDetailInformation"):
            writer.text(_P + "eventDetail", event.detail)
        with writer.element(_P + "eventOutcomeInformation"):
            code = _OUTCOME_CODES[event.outcome]
            writer.text(_P + "eventOutcome", event.outcome.value, _from("eventOutcome", code))
            if event.note is not None:
                with writer.element(_P + "eventOutcomeDetail"):
                    writer.text(_P + "eventOutcomeDetailNote", event.note)
        _write_identifier(writer, "linkingAgentIdentifier", agent)
        _write_identifier(writer, "linkingObjectIdentifier", item)


def _write_agent(writer: Writer, agent: Agent, identifier: str) -> None:
    with writer.element(_P + "agent"):
        _write_identifier(writer, "agentIdentifier", identifier)
        writer.text(_P + "agentName", agent.name)
        writer.text(_P + "agentType", agent.kind)
        writer.text_if(_P + "agentVersion", agent.version)


def _write_rights(writer: Writer, record: PreservationRecord) -> None:
    """Write that the archive's policy grants dissemination, and how far: the access level and its reason."""
    with writer.element(_P + "rights"), writer.element(_P + "rightsStatement"):
        _write_identifier(writer, "rightsStatementIdentifier", "rights-1")
        writer.text(_P + "rightsBasis", "other")
        with writer.element(_P + "otherRightsInformation"):
            writer.text(_P + "otherRightsBasis", "policy")
        with writer.element(_P + "rightsGranted"):
            writer.text(_P + "act", "disseminate")
            writer.text(_P + "restriction", record.access_level)
            writer.text_if(_P + "rightsGrantedNote", record.access_reason)
        _write_identifier(writer, "linkingObjectIdentifier", record.identifier)


def read_files(source: BinaryIO) -> Iterator[FileObject]:
    """Yield the files of a premis.xml in their order, with memory flat.

    A file of unknown format has none. Raises XmlRefused at what cannot be read as a file object; what else
    the schema would refuse is for `prove_file` to say.
    """
    return map(_file, _file_objects(source))


def read_formats(source: BinaryIO) -> Iterator[tuple[str, Format | None]]:
    """Yield path and format of the files of a premis.xml, as `read_files` has them, and look at nothing else."""
    return ((_path(element), _format_of(element)) for element in _file_objects(source))


def _file_objects(source: BinaryIO) -> Iterator[etree._Element]:
    for element in iterate(source, _PATH, _P + "object"):
        if element.get(_TYPE, "").rpartition(":")[2] == "file":
            yield element


def read_events(source: BinaryIO) -> tuple[Event, ...]:
    """Return the events of a premis.xml that is valid, in their order; of its files none is kept.

    Raises XmlRefused at what cannot be read as an event or an agent.
    """
    agents: dict[str, Agent] = {}
    events: list[etree._Element] = []
    for element in iterate(source, _PATH, _P + "object", _P + "event", _P + "agent"):
        if element.tag == _P + "event":
            events.append(deepcopy(element))  # its agent comes later
        elif element.tag == _P + "agent":
            identifier, agent = _known_agent(element)
            agents[identifier] = agent
    return tuple(_event(one, agents) for one in events)


def _known_agent(element: etree._Element) -> tuple[str, Agent]:
    identifier = _needed(element, f"{_P}agentIdentifier/{_P}agentIdentifierValue")
    name, kind = (_needed(element, f"{_P}agent{one}") for one in ("Name", "Type"))
    return identifier, Agent(name, kind, _optional(element, f"{_P}agentVersion"))


def _event(element: etree._Element, agents: Mapping[str, Agent]) -> Event:
    outcome = f"{_P}eventOutcomeInformation"
    agent = _needed(element, f"{_P}linkingAgentIdentifier/{_P}linkingAgentIdentifierValue")
    try:
        return Event(
            EventType(_needed(element, f"{_P}eventType")),
            datetime.fromisoformat(_needed(element, f"{_P}eventDateTime")),
            EventOutcome(_needed(element, f"{outcome}/{_P}eventOutcome")),
            _needed(element, f"{_P}eventDetailInformation/{_P}eventDetail"),
            agents[agent],
            _optional(element, f"{outcome}/{_P}eventOutcomeDetail/{_P}eventOutcomeDetailNote"),
        )
    except (ValueError, KeyError) as error:
        raise _refused(element, f"an event that cannot be read ({error})") from error


def _file(element: etree._Element) -> FileObject:
    characteristics = f"{_P}objectCharacteristics"
    size = _needed(element, f"{characteristics}/{_P}size")
    digests = tuple(_digest(one) for one in element.iterfind(f"{characteristics}/{_P}fixity"))
    if not (size.isascii() and size.isdigit()):
        raise _refused(element, f"a size that is not a number: {size}")
    return FileObject(path=_path(element), size=int(size), digests=digests, format=_format_of(element))


def _path(element: etree._Element) -> str:
    path = _needed(element, f"{_P}objectIdentifier/{_P}objectIdentifierValue")
    return from_xml_name(path, _is_encoded(element))


def _format_of(element: etree._Element) -> Format | None:
    return _format(element.find(f"{_P}objectCharacteristics/{_P}format"))


def _digest(fixity: etree._Element) -> tuple[str, str]:
    algorithm = _needed(fixity, f"{_P}messageDigestAlgorithm")
    if algorithm not in _HASHLIB:
        raise _refused(fixity, f"the digest algorithm {algorithm}")
    return _HASHLIB[algorithm], _needed(fixity, f"{_P}messageDigest")


def _is_encoded(element: etree._Element) -> bool:
    kinds = element.iterfind(f"{_P}significantProperties/{_P}significantPropertiesType")
    return any(text_of(kind) == _NAME_ENCODING for kind in kinds)


def _format(element: etree._Element | None) -> Format | None:
    if element is None:
        return None
    name = _optional(element, f"{_P}formatDesignation/{_P}formatName")
    notes = [text_of(one) for one in element.iterfind(f"{_P}formatNote")]
    found = Format(
        name=None if name == _UNKNOWN else name,
        version=_optional(element, f"{_P}formatDesignation/{_P}formatVersion"),
        puid=_optional(element, f"{_P}formatRegistry/{_P}formatRegistryKey"),
        **{field: _after(label, notes) for field, label in _NOTES.items()},
    )
    return None if found == Format() else found


def _after(label: str, notes: list[str]) -> str | None:
    return next((note.removeprefix(label) for note in notes if note.startswith(label)), None)


def _optional(element: etree._Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else text_of(found)


def _needed(element: etree._Element, path: str) -> str:
    if (found := _optional(element, path)) is None:
        raise _refused(element, f"no {path.rpartition('}')[2]}")
    return found


def _refused(element: etree._Element, problem: str) -> XmlRefused:
    found = f"line {element.sourceline}: {problem}"
    return XmlRefused(_PATH, (finding("xml-schema", path=_PATH, found=found),))
