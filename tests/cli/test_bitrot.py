"""Seeded damage to an archive of many items: all of it is named in one run, and nothing that is healthy."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bayegan.registers import ledger as ledger_module
from running import Bayegan
from shared import SHARED, need_shared

ITEMS, LARGE_ITEMS = 44, 5
FILES_OF_A_LARGE_ITEM, FILES_OF_A_SMALL_ITEM = 70, 2


@pytest.fixture
def large(archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of 44 items with 428 documents, some items with many; each append to its ledger is a segment."""
    monkeypatch.setattr(ledger_module, "OCTETS_A_SEGMENT", 1)
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


@pytest.fixture
def lived(large: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """The archive with lines of every kind in its ledger, checkpoints, and two keys."""
    at = ("--archive", large)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "c.jsonl").write_text('{"titles": ["Another"]}\n')
    said = ("--by", "A reader", "--reason", "a test", "--no-identify")
    bayegan("fixity", "check", "item-9", *at, "--jobs", "1")
    bayegan("amend", *at, "item-10", tmp_path / "c" / "c.jsonl", *said)
    bayegan("ledger", "key", "--rotate", *at)
    bayegan("export", "bag", *at, "--audience", "archive", "--to", tmp_path / "out", "item-11")
    bayegan("fixity", "check", "item-9", "item-10", *at, "--jobs", "1")
    bayegan("fixity", "check", *at, "--jobs", "1")
    return large


def rot(archive: Path, truth: Path, match: str, number: int, seed: int, modes: str) -> set[str]:
    """Damage so many files whose paths match; return which."""
    words = ("--n", number, "--match", match, "--seed", seed, "--modes", modes)
    tool = [sys.executable, SHARED / "checks" / "bitrot.py", archive, truth, *words]
    subprocess.run(list(map(str, tool)), check=True, capture_output=True)
    return {one["path"] for one in json.loads(truth.read_text(encoding="utf-8"))}


def blamed(findings: list[dict[str, Any]]) -> set[str]:
    """The files that findings name; a line that only a checkpoint misses is of the ledger as a whole."""
    return {one["path"] for one in findings} - {"manifests/ledger"}


UNJUDGED = "ledger-checkpoint-unjudged"
ALL_MODES = "bit,byte,zero4k,cut,grow,delete,swap,extra,same-size"
NO_LOSS = "bit,byte,zero4k,cut,grow,same-size"


@need_shared
@pytest.mark.parametrize("seed", [1, 2])
def test_damages_to_documents_tag_files_manifests_and_the_ledger_are_each_blamed_in_one_run(
    lived: Path, tmp_path: Path, bayegan: Bayegan, request: pytest.FixtureRequest, seed: int
) -> None:
    """Segments of the ledger but the last, checkpoints and keys are damaged, too, and lines of every kind.

    The last segment, which only a checkpoint can tell of, is damaged in another test; and no two neighbours are,
    since one may be all that vouches for the other. Where both manifest and premis.xml of a bag are damaged, or the
    line that sealed it, nothing can judge its documents: they are named as not checked. Nor can a checkpoint be
    judged where both the line and the file of its key are damaged.
    """
    number, of_ledger = request.config.getoption("--damages"), 4
    truth = tmp_path / "truth.json"
    kept = {path.name: path.read_bytes() for path in (lived / "manifests" / "ledger").glob("*.jsonl")}
    damaged = rot(lived, truth, "^archive/", number - of_ledger, seed, ALL_MODES)
    segments = "|".join(sorted(kept)[seed % 2 : -1 : 2])
    damaged |= rot(lived, truth, f"^manifests/ledger/({segments})$", of_ledger - 2, seed, ALL_MODES)
    damaged |= rot(lived, truth, "^manifests/ledger/(checkpoints|keys)/", 2, seed, NO_LOSS)
    assert len(damaged) >= number
    ran = bayegan("fixity", "check", "--archive", lived, "--no-record", expect=1)
    found = blamed([one for one in ran.envelope["findings"] if one["code"] != UNJUDGED])
    unjudged = {one["what"] for one in ran.envelope["not_checked"]}
    checkpoints = {one["path"] for one in ran.envelope["findings"] if one["code"] == UNJUDGED}
    touched = {Path(path).name for path in damaged if path.endswith(".jsonl")}
    lines = [json.loads(line) for name in touched for line in kept.get(name, b"").splitlines()]
    unsealed = {f"{one['item']}/{one['version']}" for one in lines if one["item"] and one["version"]}
    for one in unjudged:
        bag = one.split("/data/")[0]
        is_unsealed = "/".join(bag.split("/")[2:4]) in unsealed
        assert is_unsealed or {f"{bag}/manifest-sha512.txt", f"{bag}/metadata/premis.xml"} <= damaged, one
    nameless = {one for one in found if "/data/? (" in one}
    for one in nameless:
        bag = one.split("/data/")[0]
        assert {f"{bag}/manifest-sha512.txt", f"{bag}/metadata/premis.xml"} <= damaged, one
    assert found - nameless <= damaged
    named = [*unjudged, *checkpoints, *(one.split("/? (")[0] for one in nameless)]
    assert all(any(f"{path}/".startswith(f"{one}/") for one in named) for path in damaged - found)


KINDS = {"creation", "ingestion", "fixity check", "metadata modification", "dissemination"}


@need_shared
def test_each_file_of_the_ledger_is_blamed_for_what_befell_it_and_no_other(
    lived: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    """One damage at a time to every segment, checkpoint and key; the last line is missed by checkpoints alone."""
    segments = sorted((lived / "manifests" / "ledger").glob("*.jsonl"))
    kinds = [json.loads(line)["type"] for path in segments for line in path.read_bytes().splitlines()]
    assert set(kinds) == KINDS
    sound = tmp_path / "sound"
    shutil.copytree(lived / "manifests", sound)
    files = sorted(path for path in (sound / "ledger").rglob("*") if path.is_file())
    assert len(files) > 12
    for number, file in enumerate(files):
        path = f"manifests/{file.relative_to(sound)}"
        for mode in ("bit", "byte", "cut", "grow", "same-size", *(["delete"] if file.suffix != ".txt" else [])):
            assert rot(lived, tmp_path / "truth.json", f"^{path}$", 1, number, mode) == {path}
            ran = bayegan("fixity", "check", "--archive", lived, "--no-record", "--jobs", 1, expect=None)
            shutil.rmtree(lived / "manifests")
            shutil.copytree(sound, lived / "manifests")
            said = ran.envelope["findings"]
            assert said, (path, mode)
            if file.name == segments[-1].name:
                continue
            assert blamed(said) == {path}, (path, mode, said)


@need_shared
def test_a_file_that_is_none_of_the_ledger_s_is_named(lived: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    extra = set()
    for folder in ("", "checkpoints/", "keys/"):
        extra |= rot(lived, tmp_path / "truth.json", f"^manifests/ledger/{folder}[^/]+$", 1, 1, "extra")
    ran = bayegan("ledger", "verify", "--archive", lived)
    assert {(one["code"], one["path"]) for one in ran.envelope["findings"]} == {
        ("ledger-stray", one) for one in extra
    }


@need_shared
def test_an_item_whose_line_is_damaged_is_not_called_unknown(lived: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    rot(lived, tmp_path / "truth.json", "^manifests/ledger/000000000002.jsonl$", 1, 1, "same-size")
    ran = bayegan("fixity", "check", "item-12", "--archive", lived, expect=3)
    assert "there are damaged ones" in ran.said()
    bayegan("fixity", "check", "item-9000", "--archive", lived, expect=3)
