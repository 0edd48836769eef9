"""bayegan validate: the right verdict, the thing named, never a traceback."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from running import Bayegan, as_a_process
from shared import SHARED, need_shared


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generated bad and odd inputs."""
    out = tmp_path_factory.mktemp("cases")
    tool = SHARED / "checks" / "gen_dev_cases.py"
    subprocess.run([sys.executable, str(tool), str(out)], check=True, capture_output=True)
    return out


@need_shared
def test_the_generated_bags_documents_and_tables_get_the_right_verdict(cases: Path, bayegan: Bayegan) -> None:
    judged = 0
    for case in json.loads((cases / "expected.json").read_text(encoding="utf-8")):
        started = time.monotonic()
        ran = bayegan("validate", cases / case["path"], expect=None)
        assert time.monotonic() - started < 10, case["id"]
        assert ran.code == (1 if case["expect"] == "reject" else 0), (case, ran.said())
        if case["expect"] == "warn":
            assert ran.codes, case
        if case["must_name"]:
            assert case["must_name"] in ran.said(), (case, ran.said())
        assert "CANARY" not in ran.said()
        judged += 1
    assert judged == 27


@need_shared
def test_no_generated_case_ends_in_a_traceback_as_a_process(cases: Path) -> None:
    for case in json.loads((cases / "expected.json").read_text(encoding="utf-8"))[::5]:
        done = as_a_process("validate", cases / case["path"])
        assert "Traceback" not in done.stdout + done.stderr
        assert done.returncode in (0, 1)


def test_the_metadata_of_a_sealed_bag_is_valid_and_a_wrong_byte_is_not(
    archive: Path, accession: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    bag = next(archive.glob("archive/*/BT-1/v1"))
    for name in ("dc.xml", "record.xml", "premis.xml"):
        assert bayegan("validate", bag / "metadata" / name).codes == []
    record = bag / "metadata" / "record.xml"
    record.write_bytes(record.read_bytes().replace(b"public", b"secret"))
    assert "secret" in bayegan("validate", record, expect=1).said()


def test_several_paths_get_one_summary(archive: Path, accession: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    bags = sorted(archive.glob("archive/*/*/v1"))
    (bags[3] / "data" / "extra").write_text("x")
    ran = bayegan("validate", *bags, expect=1)
    assert ran.envelope["counts"].items() >= {"validated": 8, "sound": 7, "unexpected": 1}.items()
    assert [one["sound"] for one in ran.envelope["result"]] == [number != 3 for number in range(8)]
    assert str(bags[3]) in ran.envelope["findings"][0]["path"]


def test_a_file_of_no_known_kind_is_named(tmp_path: Path, bayegan: Bayegan) -> None:
    (tmp_path / "song.mp3").write_bytes(b"x")
    assert bayegan("validate", tmp_path / "song.mp3", expect=1).codes == ["archive-path-unknown"]
