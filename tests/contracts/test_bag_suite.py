"""Our verdicts held against the conformance suite of the Library of Congress and the generated cases."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bags_made import report_of
from bayegan.model.outcome import Outcome
from shared import SHARED, need_shared

pytestmark = need_shared
SUITE = SHARED / "conformance" / "bagit-loc"
CANNOT_BE_COMPLETE = "duplicate-file-with-different-case"
BAGS = [path for path in sorted(SUITE.glob("v*/*/*")) if path.is_dir()]
OF_BAGIT = ("bagit.txt", "bag-info.txt")


def test_the_suite_is_whole() -> None:
    assert len(BAGS) == 60


@pytest.mark.parametrize("bag", BAGS, ids=lambda bag: "-".join(bag.parts[-3:]))
def test_verdict_is_what_the_folder_says(bag: Path) -> None:
    report = report_of(bag)
    refused = any(one.is_error for one in report.findings)
    kind = bag.parent.name
    if bag.name == CANNOT_BE_COMPLETE:
        said = " ".join(f"{one.path} {one.found}" for one in report.findings)
        assert "data/hello.txt" in said
        assert "data/HELLO.txt" in said
    elif kind == "valid":
        assert not refused, report.findings
        assert report.is_valid
    elif kind == "warning":
        assert not refused, report.findings
        assert report.findings
    else:
        assert kind in ("invalid", "linux-only", "windows-only")
        assert refused


@pytest.mark.parametrize("bag", BAGS, ids=lambda bag: "-".join(bag.parts[-3:]))
def test_outcomes_add_up_to_the_files_listed(bag: Path) -> None:
    report = report_of(bag)
    counted = {outcome: count for outcome, count in report.outcomes.items() if outcome is not Outcome.UNEXPECTED}
    assert sum(counted.values()) == report.files_listed > 0


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases")
    generator = SHARED / "checks" / "gen_dev_cases.py"
    subprocess.run([sys.executable, generator, folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("number", range(23))
def test_generated_case(cases: Path, number: int) -> None:
    rows = [row for row in json.loads((cases / "expected.json").read_text("utf-8")) if row["kind"] == "bag"]
    row = rows[number]
    report = report_of(cases / row["path"])
    refused = any(one.is_error for one in report.findings)
    assert refused is (row["expect"] == "reject"), report.findings
    if row["expect"] == "warn":
        assert report.findings
    if row["must_name"]:
        said = [text for one in report.findings for text in (one.path or "", one.expected, one.found)]
        assert any(row["must_name"] in text for text in said)
