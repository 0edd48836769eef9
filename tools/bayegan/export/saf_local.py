"""What the record knows and no field of Dublin Core holds, in a metadata schema of the institution's own."""

from collections.abc import Iterator

from bayegan.export.open_item import OpenItem
from bayegan.export.saf_text import java_trimmed
from bayegan.metadata.saf_xml import DcValue
from bayegan.model.record import Record, Role, Text, Value

ELEMENTS = {
    "victim": "A person against whom an act was done, as the sources have it.",
    "perpetrator": "Who is alleged to have done it.",
    "witness": "A person who witnessed it.",
    "source": "A person or organisation who told it.",
    "act": "What was done.",
    "method": "How it was done.",
    "charge": "What the authorities charged somebody with.",
    "event": "What happened.",
    "place": "Where it was.",
    "version": "The version of the item in the archive.",
    "sealed": "The SHA-512 of the tag manifest of the sealed bag.",
}
_OF_ROLE = {
    Role.VICTIM: "victim",
    Role.ALLEGED_PERPETRATOR: "perpetrator",
    Role.WITNESS: "witness",
    Role.SOURCE: "source",
}


def local_values(item: OpenItem) -> tuple[DcValue, ...]:
    """Return the values of an item in the local schema, each once. Raises CouldNot."""
    found = dict.fromkeys(one for one in _values(item.record) if java_trimmed(one.text))
    identity = (DcValue("version", "none", None, item.version),)
    return (*found, *identity, DcValue("sealed", "none", None, item.tag_manifest_digest()))


def _values(record: Record) -> Iterator[DcValue]:
    for several in (record.people, record.organisations):
        for bearer in several:
            for role in bearer.roles:
                if role in _OF_ROLE:
                    yield from (DcValue(_OF_ROLE[role], "none", name.lang, name.value) for name in bearer.names)
    for event in record.events:
        yield _value("event", event.title)
    for act in record.acts:
        yield _value("act", act.kind)
        yield from () if act.method is None else (_value("method", act.method),)
        yield from (_value("charge", charge) for charge in act.charges)
    for place in record.places:
        yield from (DcValue("place", "none", name.lang, name.value) for name in place.names)


def _value(element: str, said: Text | Value) -> DcValue:
    return DcValue(element, "none", said.lang, said.value)
