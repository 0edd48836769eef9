"""Every finding code of bags has a folder of recipes, and each recipe yields that code and no other error."""

import json
from pathlib import Path

import pytest

from bag_recipes import FOLDER, RECIPES, build, recipe
from bags_made import glance_at, report_of
from bayegan.bags.profile import read_profile
from bayegan.bags.profile_check import check_profile
from bayegan.model.findings import Finding, has_errors
from bayegan.model.rules.bag_profiles import BAG_PROFILE_RULES
from bayegan.model.rules.bags import BAG_RULES

CODES = {**BAG_RULES, **BAG_PROFILE_RULES}
BY_A_FAULT = {"bag-second-reading"}
"""What no bag brings about, but a disk that fails once: tests/cli/test_second_reading.py."""


def test_every_code_has_a_folder_and_no_folder_is_without_one() -> None:
    assert {path.parent.name for path in RECIPES} == set(CODES) - BY_A_FAULT
    assert all(any(folder.glob("*.json")) for folder in FOLDER.iterdir())


def findings_of(path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Finding, ...]:
    read = recipe(path)
    bag = build(read, root, monkeypatch)
    if "profile" not in read:
        report = report_of(bag)
        assert report.is_valid is not (has_errors(report.findings) or bool(report.not_checked))
        return report.findings
    text = read["profile"] if isinstance(read["profile"], str) else json.dumps(read["profile"])
    profile, findings = read_profile(text.encode("utf-8", "surrogateescape"))
    seen = glance_at(bag, *(profile.other_tags if profile else ()))
    return (*findings, *seen.findings, *(check_profile(profile, seen.facts) if profile else ()))


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_recipe_yields_the_code_of_its_folder(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = findings_of(path, tmp_path / "bag", monkeypatch)
    code = path.parent.name
    said = [one for one in findings if one.code == code]
    assert said, [one.code for one in findings]
    errors = {one.code for one in findings if one.is_error}
    expected = {code, *recipe(path).get("also", [])} if said[0].is_error else set(recipe(path).get("also", []))
    assert errors == expected
    assert all(one.rule.startswith(CODES[code].text) for one in said)
