"""Whatever comes in, a reader answers with findings."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bayegan.metadata.submission.reading import Reading, read_submission
from bayegan.model.declared import Declared
from bayegan.model.findings import has_errors
from bayegan.model.record import AccessLevel

SEPARATORS = (None, ";", "tab", "x", "")
ENCODINGS = (None, "windows-1256", "utf-16", "utf-7", "no-such")

FIELDS = st.sampled_from(
    ["submission", "items", "id", "titles", "text", "lang", "files", "filename", "size", "checksum", "checksums",
     "title", "terms", "term", "dates", "kind", "edtf", "capture", "date", "access", "level", "people", "names"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["1.0", "fa", "a/"]),
    lambda inner: st.lists(inner) | st.dictionaries(FIELDS | st.text(), inner),
    max_leaves=20,
)
ITEMS = st.fixed_dictionaries(
    {"titles": st.lists(st.text()), "files": st.lists(st.fixed_dictionaries({"filename": st.text()}))},
    optional={"id": st.text(), "dates": VALUES, "capture": VALUES, "access": VALUES},
)
HEADERS = st.sampled_from(["filename", "item", "title", "size", "access", "checksum", "date", "language", "", "x"])


def read(name: str, content: bytes, declared: Declared | None = None) -> Reading:
    reading = read_submission(name, content, declared or Declared(), AccessLevel.RESTRICTED)
    assert reading.submission is not None or has_errors(reading.findings)
    return reading


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".ndjson"])
@given(content=st.binary())
@example(content=b"[" * 100_000)
@example(content=b'{"":' * 100_000)
@example(content=b"1" * 5000)
@example(content=b'"\\ud800"')
@example(content=b'{"\\ud800": 1}')
@example(content=b"\xff")
def test_json_of_any_bytes(suffix: str, content: bytes) -> None:
    read(f"s{suffix}", content)


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
@given(
    content=st.binary(),
    encoding=st.sampled_from(ENCODINGS),
    separator=st.sampled_from(SEPARATORS),
)
@example(content=b'a,"' * 1000, encoding=None, separator=None)
@example(content=b"filename,title\n\xef\xbb\xbf,A\n", encoding=None, separator=None)
def test_a_table_of_any_bytes(suffix: str, content: bytes, encoding: str | None, separator: str | None) -> None:
    read(f"s{suffix}", content, Declared(encoding, separator))


@given(name=st.text(), content=st.binary())
def test_a_file_of_any_name(name: str, content: bytes) -> None:
    read(name, content)


@given(value=VALUES | st.fixed_dictionaries({"submission": st.just("1.0"), "items": st.lists(VALUES | ITEMS)}))
def test_json_of_any_value(value: Any) -> None:
    read("s.json", json.dumps(value).encode())


@given(values=st.lists(VALUES | ITEMS))
def test_lines_of_any_values(values: list[Any]) -> None:
    read("s.jsonl", b"\n".join(json.dumps(value).encode() for value in values))


@given(
    header=st.lists(HEADERS | st.text(), min_size=1),
    rows=st.lists(st.lists(st.text() | st.sampled_from(["a", "b/", "1988", "public"]))),
)
def test_a_table_of_any_cells(header: list[str], rows: list[list[str]]) -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in [header, *rows]]
    read("s.csv", "\r\n".join(lines).encode("utf-8", "surrogatepass"))
