"""bayegan fixity check: damage is found, blamed on what was damaged, and nothing else is."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bayegan.metadata.json_schema import problems
from running import WITHOUT_POWERS, Bayegan, as_a_process
from tampering import bag_of, reseal


@pytest.fixture
def held(archive: Path, accession: Path, bayegan: Bayegan) -> Path:
    """An archive that holds the tutorial accession."""
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    return archive


def outcomes(ran_envelope: dict[str, object]) -> dict[str, str]:
    result = ran_envelope["result"]
    assert isinstance(result, dict)
    return {f"{one['item']}/{one['path']}": one["outcome"] for one in result["not_intact"]}


def test_payload_and_manifests_rewritten_together_are_caught_by_the_ledger(held: Path, bayegan: Bayegan) -> None:
    bag = bag_of(held, "BT-1")
    payload = next(path for path in (bag / "data").rglob("*") if path.is_file())
    payload.write_bytes(payload.read_bytes()[:-1] + b"!")
    reseal(bag)
    subprocess.run([sys.executable, "-m", "bagit", "--validate", str(bag)], check=True, capture_output=True)
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert outcomes(ran.envelope) == {
        f"BT-1/{payload.relative_to(bag)}": "altered",
        "BT-1/manifest-sha512.txt": "altered",
        "BT-1/tagmanifest-sha512.txt": "altered",
    }


def test_a_damaged_manifest_is_blamed_and_its_payload_is_not(held: Path, bayegan: Bayegan) -> None:
    bag = bag_of(held, "BT-6")
    manifest = bag / "manifest-sha512.txt"
    manifest.write_bytes(manifest.read_bytes().replace(b"0", b"1", 1))
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert outcomes(ran.envelope) == {"BT-6/manifest-sha512.txt": "altered"}


def test_without_any_witness_payload_is_not_checked_and_never_called_intact(held: Path, bayegan: Bayegan) -> None:
    bag = bag_of(held, "BT-6")
    for name in ("manifest-sha512.txt", "metadata/premis.xml"):
        (bag / name).write_bytes((bag / name).read_bytes() + b"\n")
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert ran.envelope["counts"]["not-checked"] == 3
    assert ran.envelope["counts"]["altered"] == 2
    assert len(ran.envelope["not_checked"]) == 3


def test_a_version_whose_line_is_damaged_is_not_judged_and_what_to_do_is_said(held: Path, bayegan: Bayegan) -> None:
    segment = min((held / "manifests" / "ledger").glob("0*.jsonl"))
    lines = segment.read_bytes().splitlines(keepends=True)
    number = next(at for at, line in enumerate(lines) if b'"item":"BT-6"' in line)
    lines[number] = lines[number].replace(b'"detail"', b'"xetail"', 1)
    segment.write_bytes(b"".join(lines))
    ran = bayegan("fixity", "check", "--archive", held, "--no-record", expect=1)
    (unjudged,) = ran.envelope["not_checked"]
    assert unjudged["what"] == f"{bag_of(held, 'BT-6').relative_to(held)}"
    assert unjudged["advice"] == "Run `bayegan ledger verify`, and restore manifests/ledger from a copy."


def test_an_item_without_a_name_is_said_to_have_none(held: Path, bayegan: Bayegan) -> None:
    code, _, said = bayegan.text("show", "--archive", held, "")
    assert code == 2
    assert said.startswith("could not: “”\n")


def test_a_whole_item_that_is_gone_is_named_with_all_its_files(held: Path, bayegan: Bayegan) -> None:
    shutil.rmtree(bag_of(held, "BT-6").parent)
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert ran.codes == ["archive-item-missing"]
    assert ran.envelope["counts"]["missing"] == 3 + 7


def test_an_empty_mount_is_offline_and_not_a_loss(held: Path, bayegan: Bayegan) -> None:
    (held / "archive").rename(held / "away")
    (held / "archive").mkdir()
    ran = bayegan("fixity", "check", "--archive", held, expect=3)
    assert ran.codes == []
    assert ran.envelope["counts"]["missing"] == 0
    assert ran.envelope["counts"]["not-checked"] == ran.envelope["counts"]["listed"] > 0
    assert "offline" in ran.said()


def test_what_nobody_lists_is_unexpected_wherever_it_lies(held: Path, bayegan: Bayegan) -> None:
    bag = bag_of(held, "BT-1")
    strays = [
        held / "archive" / "stray.txt",
        bag.parent.parent / "stray.txt",
        bag.parent / "stray.txt",
        bag / "stray.txt",
        bag / "metadata" / "stray.xml",
        bag / "data" / "stray.txt",
    ]
    for stray in strays:
        stray.write_text("?")
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert {one["path"] for one in ran.envelope["findings"]} == {str(one.relative_to(held)) for one in strays}
    assert ran.envelope["counts"]["unexpected"] == len(strays)
    assert ran.envelope["counts"]["intact"] == ran.envelope["counts"]["listed"]


def test_a_bag_that_the_ledger_does_not_know_is_named(held: Path, bayegan: Bayegan) -> None:
    shutil.copytree(bag_of(held, "BT-1").parent, held / "archive" / "aa" / "planted")
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert ran.codes == ["archive-item-unregistered"]


def test_a_link_in_place_of_a_file_is_altered_and_not_followed(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    bag = bag_of(held, "BT-1")
    payload = next(path for path in (bag / "data").rglob("*") if path.is_file())
    payload.rename(tmp_path / "elsewhere")
    payload.symlink_to(tmp_path / "elsewhere")
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert outcomes(ran.envelope) == {f"BT-1/{payload.relative_to(bag)}": "altered"}


def test_a_report_is_kept_and_the_ledger_vouches_for_it(held: Path, bayegan: Bayegan) -> None:
    damaged = bag_of(held, "BT-2") / "bag-info.txt"
    damaged.write_bytes(damaged.read_bytes() + b"\n")
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    path = ran.envelope["result"]["report"]
    content = (held / path).read_bytes()
    report = json.loads(content)
    assert problems("fixity-report-1.1", report) == ()
    assert [(one["item"], one["path"]) for one in report["not_intact"]] == [("BT-2", "bag-info.txt")]
    lines = [json.loads(line) for line in next(held.glob("manifests/ledger/*.jsonl")).read_bytes().splitlines()]
    run, item = lines[-2:]
    assert run["digests"] == {path: hashlib.sha512(content).hexdigest()}
    assert (run["type"], run["outcome"]) == ("fixity check", "failure")
    assert (item["item"], item["detail"]) == ("BT-2", {"not_intact": {"bag-info.txt": "altered"}})


def test_no_record_writes_nothing(held: Path, bayegan: Bayegan) -> None:
    before = {path: path.stat().st_mtime_ns for path in held.rglob("*") if ".bayegan" not in path.parts}
    bayegan("fixity", "check", "--archive", held, "--no-record")
    assert {path: path.stat().st_mtime_ns for path in held.rglob("*") if ".bayegan" not in path.parts} == before


def test_one_item_can_be_checked_alone(held: Path, bayegan: Bayegan) -> None:
    damaged = bag_of(held, "BT-2") / "bag-info.txt"
    damaged.write_bytes(damaged.read_bytes() + b"\n")
    assert bayegan("fixity", "check", "--archive", held, "BT-1").envelope["counts"]["items"] == 1
    assert bayegan("fixity", "check", "--archive", held, "BT-2", expect=1).codes == ["fixity-altered"]


def test_what_cannot_be_read_is_an_outcome_of_its_own_and_hides_nothing(held: Path) -> None:
    """A file and a folder that permissions close, and one altered file elsewhere."""
    closed = [bag_of(held, "BT-3") / "metadata" / "dc.xml", bag_of(held, "BT-6") / "data", held / "archive" / "zz"]
    closed[2].mkdir()
    altered = bag_of(held, "BT-1") / "bag-info.txt"
    altered.write_bytes(altered.read_bytes() + b"\n")
    for path in closed:
        path.chmod(0)
    try:
        done = as_a_process("fixity", "check", "--archive", held, "--json", before=WITHOUT_POWERS)
    finally:
        for path in closed:
            path.chmod(0o755)
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert [one["code"] for one in answer["findings"]] == ["fixity-altered"]
    assert answer["counts"]["unreadable"] == 1 + 3
    assert answer["counts"]["missing"] == 0
    reasons = {one["what"].split("/", 2)[-1]: one["reason"] for one in answer["not_checked"]}
    assert "Permission denied" in reasons["BT-3/v1/metadata/dc.xml"]
    assert reasons.keys() >= {"archive/zz"} or any("zz" in what for what in reasons)


@pytest.mark.parametrize("folder", ["archive", "manifests/ledger"])
def test_a_closed_archive_or_ledger_is_never_taken_for_an_empty_one(held: Path, folder: str) -> None:
    (held / folder).chmod(0)
    try:
        done = as_a_process("fixity", "check", "--archive", held, "--json", before=WITHOUT_POWERS)
    finally:
        (held / folder).chmod(0o755)
    answer = json.loads(done.stdout)
    assert done.returncode == 3
    assert answer["findings"] == []
    assert "Permission denied" in done.stdout


@pytest.mark.parametrize("jobs", ["1", "2", "5"])
def test_worker_processes_find_the_same(archive: Path, tmp_path: Path, bayegan: Bayegan, jobs: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [f"{number}.txt,item-{number % 7},T" for number in range(700)]
    for number in range(700):
        (folder / f"{number}.txt").write_text(str(number) * 50)
    (folder / "s.csv").write_text("\n".join(["filename,item,title", *rows]) + "\n")
    bayegan("ingest", "--archive", archive, folder / "s.csv", "--no-identify")
    assert bayegan("fixity", "check", "--archive", archive, "--jobs", jobs).envelope["counts"]["intact"] == 749
    victims = sorted(archive.glob("archive/*/*/v1/data/*.txt"))[::97]
    for victim in victims:
        victim.write_text("damaged")
    ran = bayegan("fixity", "check", "--archive", archive, "--jobs", jobs, expect=1)
    assert {one["path"] for one in ran.envelope["findings"]} == {str(one.relative_to(archive)) for one in victims}
