"""Submissions whose descriptions are wrong: each lies in a folder named for the code that refuses it."""

import json
from pathlib import Path

import pytest

from bayegan.model.rules import RULES
from bayegan.model.rules.dates import DATE_RULES
from bayegan.model.rules.records import RECORD_RULES
from bayegan.model.rules.vocabularies import VOCABULARY_RULES
from running import Bayegan
from shared import REPOSITORY

VECTORS = REPOSITORY / "tests" / "vectors" / "records"
DOCUMENTS = VECTORS / "documents"
WRONG = sorted(VECTORS.glob("record-*/*.json"))


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def severity(path: Path) -> str:
    return RULES[path.parent.name].severity


def code_of(path: Path) -> int:
    """What validate answers: a warning keeps nothing out."""
    return 1 if severity(path) == "error" else 0


def value_at(document: object, pointer: str) -> object:
    """Return what a JSON Pointer leads to, or the nearest thing above it where it says what is missing."""
    here = document
    for step in pointer.split("/")[1:]:
        if isinstance(here, list):
            here = here[int(step)]
        elif isinstance(here, dict) and step in here:
            here = here[step]
        else:
            raise KeyError(pointer)
    return here


@pytest.mark.parametrize("path", WRONG, ids=named)
def test_a_wrong_description_is_refused_with_its_field_the_rule_and_the_fix(path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("validate", path, "--documents", DOCUMENTS, "--allow-unnamed", expect=code_of(path))
    submission = json.loads(path.read_text("utf-8"))
    told = [one for one in ran.envelope["findings"] if one["code"] != "document-unnamed"]
    assert {(one["code"], one["severity"]) for one in told} == {(path.parent.name, severity(path))}
    for one in told:
        assert value_at(submission, one["pointer"]) is not None
        assert all(one[field] for field in ("rule", "expected", "found", "advice"))


@pytest.mark.parametrize("path", WRONG, ids=named)
def test_a_person_is_told_the_same(path: Path, bayegan: Bayegan) -> None:
    code, out, err = bayegan.text("validate", path, "--documents", DOCUMENTS, "--allow-unnamed")
    assert code == code_of(path)
    assert path.parent.name in out + err
    assert {"rule", "expected", "found", "next"} <= set((out + err).split())


def test_nothing_of_a_wrong_description_is_sealed(archive: Path, bayegan: Bayegan) -> None:
    for path in (one for one in WRONG if code_of(one)):
        bayegan("ingest", "--archive", archive, path, "--documents", DOCUMENTS, "--allow-unnamed", expect=1)
    assert not list(archive.glob("archive/*/*"))


def test_every_rule_of_records_has_its_folder() -> None:
    assert {path.name for path in VECTORS.iterdir() if path.is_dir()} - {"documents"} == set(RECORD_RULES) | {
        one for one in (*VOCABULARY_RULES, *DATE_RULES) if one.startswith("record-")
    }


def test_there_are_forty_wrong_submissions_with_thirty_codes_that_name_a_field(bayegan: Bayegan) -> None:
    """Of all vectors of submissions; a table names its row and column, JSON its pointer."""
    wrong = [*WRONG, *(VECTORS.parent / "submissions").glob("submission-*/*.*")]
    refused, codes = 0, set()
    for path in wrong:
        if path.name == "declared.json":
            continue
        ran = bayegan("validate", path, "--documents", DOCUMENTS, "--allow-unnamed", expect=None)
        told = [one for one in ran.errors if one["code"] == path.parent.name and one["pointer"] is not None]
        if told and ran.code == 1:
            refused += 1
            codes.add(path.parent.name)
    assert refused >= 40
    assert len(codes) >= 30


def test_all_that_is_wrong_with_a_submission_is_told_at_once(bayegan: Bayegan) -> None:
    path = VECTORS / "several-at-once.json"
    ran = bayegan("validate", path, "--documents", DOCUMENTS, "--allow-unnamed", expect=1)
    assert {(one["code"], one["pointer"]) for one in ran.errors} == {
        ("record-embargo", "/items/0/access/embargo"),
        ("record-figure", "/items/0/claims/0/figure/least"),
        ("record-interval", "/items/0/people/1/positions/0/until"),
        ("record-key-circle", "/items/2/parts/0/within"),
        ("record-key-circle", "/items/2/parts/1/within"),
        ("record-key-twice", "/items/2/parts/2/key"),
        ("record-key-unknown", "/items/0/claims/0/asserters/1"),
        ("record-key-unknown", "/items/0/events/0/place"),
        ("record-passage-differs", "/items/2/references/0/passages/2/sha256"),
        ("record-passage-file", "/items/2/references/0/passages/0/path"),
        ("record-passage-place", "/items/0/claims/0/passages/0"),
        ("record-passage-undecodable", "/items/2/references/0/passages/1/path"),
        ("submission-access", "/items/0/access/level"),
        ("submission-checksum", "/items/0/files/0/checksum"),
        ("submission-duplicate-item", "/items/1/id"),
        ("submission-edtf", "/items/0/people/1/birth/edtf"),
        ("submission-empty-value", "/items/0/people/0/names"),
        ("submission-empty-value", "/items/1/titles"),
        ("submission-unknown-field", "/items/0/events/0/colour"),
        ("submission-vocabulary", "/items/0/claims/0/kind"),
        ("submission-vocabulary", "/items/1/capture/site_status"),
    }
    assert ran.envelope["findings"] == ran.errors
