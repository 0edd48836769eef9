"""The memorial entry with a correction: version 2 has it, and version 1 stays as it was."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from running import as_a_process
from seeds_asked import SUBMISSIONS, Sealed, assert_valid, passages, read_bag, sealed, submitted
from shared import need_shared

pytestmark = need_shared
AMENDMENT = SUBMISSIONS / "000-amendment.json"
STATUS = "/*/r:person[r:role='victim']/r:civilStatus"


def digests(bag: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a bag."""
    return {
        str(path.relative_to(bag)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in bag.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sealed, dict[str, str], Sealed]:
    """Version 1 of the entry, its digests before it was amended, and version 2."""
    root = tmp_path_factory.mktemp("seed") / "A"
    first = sealed(root, "000.json")
    before = digests(first.bag)
    done = as_a_process("amend", "--archive", root, submitted("000.json")["id"], AMENDMENT)
    assert done.returncode == 0, done.stdout + done.stderr
    return first, before, read_bag(first.bag.with_name("v2"))


def without_status(item: dict[str, Any]) -> dict[str, Any]:
    people = [{key: said for key, said in one.items() if key != "civil_statuses"} for one in item["people"]]
    return {**item, "people": people}


def test_it_corrects_the_civil_status_and_nothing_else() -> None:
    before, after = submitted("000.json"), submitted("000-amendment.json")
    assert before["people"][0]["civil_statuses"] != after["people"][0]["civil_statuses"]
    del before["files"]
    assert without_status(before) == without_status(after)


def test_it_says_that_it_is_a_trial_and_no_finding() -> None:
    stated = json.loads(AMENDMENT.read_text(encoding="utf-8"))["amendment"]
    assert "Trial correction" in stated["reason"]["text"]
    assert "must not be cited" in stated["reason"]["text"]
    assert "no finding" in submitted("000-amendment.json")["people"][0]["civil_statuses"][0]["text"]


def test_version_1_stays_as_it_was(versions: tuple[Sealed, dict[str, str], Sealed]) -> None:
    first, before, _ = versions
    assert digests(first.bag) == before
    assert read_bag(first.bag).ask(f"{STATUS}/@concept") == ["civil-status:unknown"]
    assert read_bag(first.bag).ask("/*/r:amendment") == []


def test_version_2_has_the_correction_with_who_and_why(
    versions: tuple[Sealed, dict[str, str], Sealed],
) -> None:
    _, _, second = versions
    assert_valid(second)
    assert second.ask(f"{STATUS}/@concept | {STATUS}/@certainty") == ["civil-status:single", "uncertain"]
    assert second.ask("/*/r:amendment/@version") == ["2"]
    assert "Trial correction" in second.ask("/*/r:amendment/r:reason")[0]
    assert second.ask("/*/r:amendment/r:by") == [
        "Test of the archive’s own software; no person and no family member"
    ]


def test_version_2_is_a_whole_bag(versions: tuple[Sealed, dict[str, str], Sealed]) -> None:
    first, before, second = versions
    payload = {path: digest for path, digest in before.items() if path.startswith("data/")}
    assert payload == {path: one for path, one in digests(second.bag).items() if path.startswith("data/")}
    assert passages(second) == passages(first)
