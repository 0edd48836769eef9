"""metadata/record.xml: the record of an item, without loss in both directions."""

from functools import cache

from bayegan.metadata.prove import RECORD, proved_root
from bayegan.metadata.record_form import NAMESPACE, Write, children, reader
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
    record: Record = reader(Record)(proved_root(content, "metadata/record.xml", RECORD))
    return record
