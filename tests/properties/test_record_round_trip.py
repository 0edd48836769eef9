"""What is written as XML is proved by our schemas and comes back as it was."""

import json
from io import BytesIO

from hypothesis import example, given

from bayegan.metadata.dc_xml import read_dc, write_dc
from bayegan.metadata.json_schema import problems
from bayegan.metadata.premis_xml import read_events, read_files, write_premis
from bayegan.metadata.prove import prove_xml
from bayegan.metadata.record_json import record_from_json, record_to_json
from bayegan.metadata.record_xml import read_record, write_record
from bayegan.model.dublin_core import crosswalk
from bayegan.model.preservation import FileObject, PreservationRecord
from bayegan.model.record import AccessLevel
from strategies import descriptions, preservation_records, records


def written(write, value):
    out = BytesIO()
    write(value, out)
    return out.getvalue()


@given(records)
def test_a_record_comes_back_as_it_was(record):
    content = written(write_record, record)
    assert prove_xml(content, "metadata/record.xml") == ()
    assert read_record(content) == record


@given(records)
def test_from_xml_to_json_to_xml_nothing_is_lost(record):
    content = written(write_record, record)
    item = json.loads(json.dumps(record_to_json(read_record(content))))
    assert written(write_record, record_from_json(item, record.identifier, AccessLevel.CONFIDENTIAL)) == content


@given(records)
def test_the_json_twin_is_valid_by_the_schema_of_submissions(record):
    item = record_to_json(record)
    files = [*item.get("files", ()), {"filename": "a"}]
    assert [
        one for one in problems("submission-1.0#/$defs/item", {**item, "files": files}) if one.rule != "pattern"
    ] == []


@given(descriptions)
def test_dublin_core_statements_come_back_in_their_order(statements):
    content = written(write_dc, statements)
    assert prove_xml(content, "metadata/dc.xml") == ()
    assert read_dc(content) == statements


@given(records)
def test_the_crosswalk_of_any_record_is_proved(record):
    assert prove_xml(written(write_dc, crosswalk(record)), "metadata/dc.xml") == ()


BLANK = FileObject("data/ ", 0, (("sha512", "0" * 128),))


@given(preservation_records)
@example(PreservationRecord("0", (BLANK,), (), "public", None))
def test_preservation_records_are_proved_and_their_files_come_back(record):
    content = written(write_premis, record)
    assert prove_xml(content, "metadata/premis.xml") == ()
    assert tuple(read_files(BytesIO(content))) == record.files


@given(preservation_records)
def test_the_events_of_a_premis_document_come_back_as_they_were(record):
    content = written(write_premis, record)
    assert read_events(BytesIO(content)) == record.events
