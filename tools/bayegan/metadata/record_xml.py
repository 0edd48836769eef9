"""metadata/record.xml: the record of an item, without loss in both directions."""

from functools import cache

from lxml import etree

from bayegan.metadata.parser import parse_xml
from bayegan.metadata.prove import RECORD, proved_root
from bayegan.metadata.record_form import NAMESPACE, Write, children, reader
from bayegan.metadata.shipped import xsd
from bayegan.metadata.writer import Out, document
from bayegan.model.record import Record


def write_record(record: Record, out: Out) -> None:
    """Write `record` as a document of record-1.0.xsd. Raises OSError as `out` does."""
    with document(out, RECORD.root, {None: NAMESPACE}) as writer:
        _of_a_record()(writer, record)


@cache
def _of_a_record() -> Write:
    return children(Record)


def read_record(content: bytes) -> Record:
    """Return the record in a record.xml, equal to what was written. Raises XmlRefused where it is not valid."""
    return record_of(proved_root(content, "metadata/record.xml", RECORD))


def record_of(root: etree._Element) -> Record:
    """Return the record whose element, valid by its schema, is `root`."""
    record: Record = reader(Record)(root)
    return record


def record_root(content: bytes, path: str) -> etree._Element | None:
    """Return the element of the record in `content`, None where that is another document or is not valid."""
    root, _ = parse_xml(content, path)
    if root is None or root.tag != RECORD.root or not xsd(RECORD.schema).validate(root):
        return None
    return root
