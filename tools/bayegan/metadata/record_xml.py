"""metadata/record.xml: the record of an item, without loss in both directions."""

from typing import BinaryIO

from lxml import etree

from bayegan.metadata.prove import RECORD, proved_root
from bayegan.metadata.record_form import NAMESPACE, reader, writer
from bayegan.metadata.writer import write_tree
from bayegan.model.record import Record


def write_record(record: Record, out: BinaryIO) -> None:
    """Write `record` as a document of record-1.0.xsd. Raises OSError as `out` does."""
    root = etree.Element(RECORD.root, nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    writer(Record)(root, record)
    write_tree(root, out)


def read_record(content: bytes) -> Record:
    """Return the record in a record.xml, equal to what was written. Raises XmlRefused where it is not valid."""
    record: Record = reader(Record)(proved_root(content, "metadata/record.xml", RECORD))
    return record
