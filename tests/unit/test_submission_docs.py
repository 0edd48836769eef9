"""The examples in docs/reference/submissions.md can be ingested as they stand."""

import re

import pytest

from bayegan.metadata.submission.reading import read_submission
from bayegan.model.declared import Declared
from bayegan.model.record import AccessLevel
from shared import REPOSITORY

PAGE = (REPOSITORY / "docs" / "reference" / "submissions.md").read_text("utf-8")
EXAMPLES = [
    re.sub(r"(?m)^ {4}", "", block) for block in re.findall(r"(?m)(?:^ {4}.*\n)+", PAGE) if "filename" in block
]


@pytest.mark.parametrize(
    ("start", "name", "items"),
    [
        ("filename,", "s.csv", ["case-12", None]),
        ("{\n", "s.json", ["case-12"]),
        ('{"id"', "s.jsonl", ["case-12", None]),
    ],
)
def test_an_example_is_read_without_a_finding(start: str, name: str, items: list[str | None]) -> None:
    (example,) = [one for one in EXAMPLES if one.startswith(start)]
    reading = read_submission(name, example.encode(), Declared(), AccessLevel.RESTRICTED)
    assert reading.findings == ()
    assert reading.submission is not None
    found = [one.record.identifier for one in reading.submission.items]
    assert len(found) == len(items)
    assert all(given is None or given == one for given, one in zip(items, found, strict=True))
