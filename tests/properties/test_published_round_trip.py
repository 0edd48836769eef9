"""What is published as tables and as linked data comes back as it was."""

import io
import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bayegan.export.csv_cells import lines, read_lines
from bayegan.export.csv_record import read_records, record_rows, tables
from bayegan.export.csv_tables import lint_table
from bayegan.export.jsonld import JsonLdExporter, lint_document
from bayegan.export.jsonld import read_statements as read_linked
from bayegan.model.dublin_core import Statement
from strategies import any_texts, descriptions, records


@given(st.lists(st.lists(any_texts, min_size=2, max_size=2)))
def test_every_cell_comes_back_and_none_is_a_formula(rows):
    table = lines([["a", "b"], *rows])
    assert read_lines(table) == [["a", "b"], *rows]
    assert list(lint_table(io.BytesIO(table), "t.csv")) == []


@given(records)
def test_a_record_comes_back_from_its_tables(record):
    content = {name: [list(columns)] for name, columns in tables().items()}
    for name, row in record_rows(record):
        content[name].append(row)
    read = {name: read_lines(lines(rows)) for name, rows in content.items()}
    assert read_records(read) == (record,)


class _Item:
    """An item that says what Hypothesis thought of."""

    identifier, folder, version, part_of, files = "letter 1", "letter%201", "v1", ("F",), ()
    sealed = datetime(2026, 11, 22, tzinfo=UTC)

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self.statements = statements


@given(descriptions)
def test_statements_come_back_from_linked_data(statements):
    document = json.dumps(JsonLdExporter({}).described(_Item(statements)), ensure_ascii=False).encode()  # type: ignore[arg-type]
    back = read_linked(document)
    terms = tuple(dict.fromkeys(one.term for one in statements))
    assert back == tuple(one for term in terms for one in statements if one.term == term)
    assert list(lint_document(io.BytesIO(document), "a.jsonld")) == []
