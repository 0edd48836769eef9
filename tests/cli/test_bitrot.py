"""Seeded damage to an archive of many items: all of it is named in one run, and nothing that is healthy."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bayegan.registers import ledger as ledger_module
from running import Bayegan
from shared import SHARED, need_shared

ITEMS, LARGE_ITEMS = 44, 5
FILES_OF_A_LARGE_ITEM, FILES_OF_A_SMALL_ITEM = 70, 2


@pytest.fixture
def large(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive of 44 items with 428 documents, some items with many."""
    chance = random.Random(3)  # noqa: S311  the same documents in every run
    documents, rows = tmp_path / "in", ["filename,item,title"]
    for item in range(ITEMS):
        (documents / f"{item}").mkdir(parents=True)
        for number in range(FILES_OF_A_LARGE_ITEM if item < LARGE_ITEMS else FILES_OF_A_SMALL_ITEM):
            name = f"{item}/برگ {number}.bin"
            (documents / name).write_bytes(chance.randbytes(chance.choice((1, 40, 600, 5000, 12000))))
            rows.append(f"{name},item-{item},Title {item}")
    (documents / "submission.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    bayegan("ingest", "--archive", archive, documents / "submission.csv", "--no-identify")
    return archive


def damage(archive: Path, truth: Path, number: int, match: str) -> dict[str, str]:
    """Damage so many files in nine ways; return the path of each in the archive, and how it was damaged."""
    tool = [sys.executable, SHARED / "checks" / "bitrot.py", archive, truth, "--n", number, "--match", match]
    subprocess.run(list(map(str, tool)), check=True, capture_output=True)
    damages = {one["path"]: one["mode"] for one in json.loads(truth.read_text(encoding="utf-8"))}
    assert len(damages) >= number
    assert set(damages.values()) >= {"bit", "byte", "cut", "grow", "delete", "swap", "extra", "same-size"}
    return damages


@need_shared
def test_two_hundred_damages_to_documents_are_all_named_by_either_check_and_nothing_else_is(
    large: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    """Many of them make Payload-Oxum wrong; it hides nothing."""
    damages = damage(large, tmp_path / "truth.json", 200, "(^|/)data/")
    fixity = bayegan("fixity", "check", "--archive", large, expect=1)
    assert {one["path"] for one in fixity.envelope["findings"]} == set(damages)
    assert fixity.envelope["not_checked"] == []
    called = {one["path"]: one["code"] for one in fixity.envelope["findings"]}
    for path, mode in damages.items():
        expected = {"delete": "fixity-missing", "extra": "fixity-unexpected"}.get(mode, "fixity-altered")
        assert called[path] == expected, (path, mode)
    ran = bayegan("validate", large / "archive", expect=1)
    said = [one for one in ran.errors if one["code"] != "bag-oxum-mismatch"]
    assert {str(Path(one["path"]).relative_to(large)) for one in said} == set(damages)
    assert len(said) == len(damages)
    assert len(ran.errors) - len(said) >= LARGE_ITEMS, "no Payload-Oxum is wrong, so nothing was shown"
    assert ran.envelope["counts"]["validated"] == ITEMS


@need_shared
def test_each_bag_that_is_validated_alone_names_all_of_its_own_damages(
    large: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    damages = damage(large, tmp_path / "truth.json", 200, "(^|/)data/")
    bags = sorted({"/".join(path.split("/")[:4]) for path in damages})
    largest = max(bags, key=lambda bag: sum(path.startswith(f"{bag}/") for path in damages))
    ran = bayegan("validate", large / largest, expect=1)
    said = {f"{largest}/{one['path']}" for one in ran.errors if one["code"] != "bag-oxum-mismatch"}
    assert said == {path for path in damages if path.startswith(f"{largest}/")}
    assert "bag-oxum-mismatch" in ran.codes


@need_shared
def test_a_hundred_damages_to_tag_files_are_blamed_on_the_files_that_were_damaged(
    large: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    damages = damage(large, tmp_path / "truth.json", 100, "^archive/(?!.*/data/)")
    ran = bayegan("fixity", "check", "--archive", large, expect=1)
    assert {one["path"] for one in ran.envelope["findings"]} == set(damages)
    assert any(Path(path).name == "manifest-sha512.txt" for path in damages)
    unjudged = {one["what"].split("/data/")[0] for one in ran.envelope["not_checked"]}
    for bag in unjudged:
        assert {f"{bag}/manifest-sha512.txt", f"{bag}/metadata/premis.xml"} <= set(damages), bag


@need_shared
@pytest.mark.parametrize("seed", [1, 2])
def test_damages_to_documents_tag_files_manifests_and_the_ledger_are_each_blamed_in_one_run(
    large: Path,
    tmp_path: Path,
    bayegan: Bayegan,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    """The segments of the ledger that are damaged tell of checks: one that seals vouches for what is judged by it.

    A line is judged by the one after it, so the last line of a segment may show in the next segment. Where both
    manifest and premis.xml of a bag are damaged, nothing can judge its documents: they are named as not checked.
    """
    number, of_ledger = request.config.getoption("--damages"), 4
    monkeypatch.setattr(ledger_module, "OCTETS_A_SEGMENT", 1)
    for _ in range(3 * of_ledger):
        bayegan("fixity", "check", "item-9", "--archive", large, "--jobs", "1")
    monkeypatch.undo()
    truth = tmp_path / "truth.json"
    tool = [sys.executable, SHARED / "checks" / "bitrot.py", large, truth, "--seed", seed]
    damaged: set[str] = set()
    some = "|".join(segments(large)[2::3])
    for words in (
        ("--n", number - of_ledger, "--match", "^archive/"),
        ("--n", of_ledger, "--match", f"^manifests/ledger/({some})$", "--modes", "bit,byte,same-size,grow"),
    ):
        subprocess.run(list(map(str, [*tool, *words])), check=True, capture_output=True)
        damaged |= {one["path"] for one in json.loads(truth.read_text(encoding="utf-8"))}
    ran = bayegan("fixity", "check", "--archive", large, "--no-record", expect=1)
    blamed = {one["path"] for one in ran.errors}
    ledger = {f"manifests/{one}" if one.startswith("ledger/") else one for one in blamed if ".jsonl" in one}
    bags = {one for one in blamed if one.startswith("archive/")}
    unjudged = {one["what"] for one in ran.envelope["not_checked"]}
    for one in unjudged:
        bag = one.split("/data/")[0]
        assert {f"{bag}/manifest-sha512.txt", f"{bag}/metadata/premis.xml"} <= damaged, one
    assert bags <= damaged
    assert {one for one in damaged if one.startswith("archive/")} - bags <= unjudged
    names = segments(large)
    spoilt = {names.index(Path(one).name) for one in damaged if one.startswith("manifests/")}
    shown = {names.index(Path(one).name) for one in ledger}
    assert len(spoilt) == of_ledger
    assert all(at in shown or at + 1 in shown for at in spoilt)
    assert shown <= spoilt | {at + 1 for at in spoilt}


def segments(archive: Path) -> list[str]:
    return sorted(one.name for one in (archive / "manifests" / "ledger").glob("*.jsonl"))
