"""Every bad manifest in tests/vectors/submissions lies in a folder named for the code that it must raise."""

import json
from pathlib import Path

import pytest

from bayegan.metadata.submission.reading import Reading, read_submission
from bayegan.model.declared import Declared
from bayegan.model.findings import Severity, has_errors
from bayegan.model.record import AccessLevel
from bayegan.model.rules import RULES
from bayegan.model.rules.submissions import SUBMISSION_RULES
from shared import REPOSITORY

VECTORS = REPOSITORY / "tests" / "vectors" / "submissions"
GOOD = VECTORS / "good"
DECLARED = "declared.json"
BAD = sorted(path for path in VECTORS.glob("submission-*/*") if path.name != DECLARED)

NOWHERE = {
    "submission-form",
    "submission-empty-file",
    "submission-declared-ignored",
    "submission-encoding",
}
"""Codes that are about the file as a whole."""


def read(path: Path) -> Reading:
    beside = path.with_name(DECLARED)
    declared = Declared(**json.loads(beside.read_text("utf-8"))) if beside.exists() else Declared()
    return read_submission(path.name, path.read_bytes(), declared, AccessLevel.RESTRICTED)


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", BAD, ids=named)
def test_a_bad_manifest_raises_the_code_of_its_folder_with_its_place(path: Path) -> None:
    code = path.parent.name
    found = [one for one in read(path).findings if one.code == code]
    assert found
    for one in found:
        assert one.severity == RULES[code].severity
        if code not in NOWHERE and path.suffix != ".tsv":
            assert one.row is not None or one.pointer is not None


@pytest.mark.parametrize("path", BAD, ids=named)
def test_every_finding_says_what_is_wrong_and_what_to_do(path: Path) -> None:
    for one in read(path).findings:
        assert one.rule
        assert one.expected
        assert one.found
        assert one.advice


@pytest.mark.parametrize("path", BAD, ids=named)
def test_a_bad_manifest_raises_nothing_else(path: Path) -> None:
    also = {
        "submission-json-number/nan.json": {"submission-size"},
        "submission-json-number/too-great.jsonl": {"submission-size"},
        "submission-character/in-header.csv": {"submission-unknown-column"},
        "submission-no-filename-column/file-name.csv": {"submission-unknown-column"},
    }
    codes = {one.code for one in read(path).findings}
    assert codes == {path.parent.name} | also.get(named(path), set())


def test_every_code_has_its_folder() -> None:
    folders = {path.name for path in VECTORS.iterdir() if path.is_dir()}
    assert folders - {"good"} == set(SUBMISSION_RULES)


@pytest.mark.parametrize("path", sorted(GOOD.iterdir()), ids=lambda path: path.name)
def test_a_good_manifest_has_no_errors(path: Path) -> None:
    reading = read(path)
    assert not has_errors(reading.findings)
    assert reading.submission is not None
    assert reading.submission.name == path.name


def test_a_warning_does_not_keep_an_item_out() -> None:
    reading = read(VECTORS / "submission-date-not-edtf" / "words.csv")
    assert [one.severity for one in reading.findings] == [Severity.WARNING]
    assert reading.submission is not None
