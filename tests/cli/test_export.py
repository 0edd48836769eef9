"""bayegan export: what is public goes out whole, what is not stays, and half a package is none."""

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bayegan.metadata.json_schema import problems
from bayegan.metadata.shipped import schema_bytes
from bayegan.storage.export_site import package_digest
from running import Bayegan


@pytest.fixture
def held(archive: Path, accession: Path, bayegan: Bayegan) -> Path:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    return archive


def test_only_what_is_public_is_exported(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("export", "bag", "--archive", held, "--to", tmp_path / "out")
    assert ran.envelope["result"]["withheld"] == ["BT-8"]
    assert ran.codes == ["archive-export-withheld"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"BT-{n}" for n in range(1, 8)]
    secret = next(held.glob("archive/*/BT-8/v1/data/notes/*")).read_bytes()
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file() and path.read_bytes() == secret]
    bags = [str(path) for path in (tmp_path / "out").iterdir()]
    subprocess.run([sys.executable, "-m", "bagit", "--validate", *bags], check=True, capture_output=True)


def test_everything_withheld_is_said_and_nothing_is_written(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("export", "saf", "--archive", held, "--to", tmp_path / "out", "BT-8", expect=1)
    assert "archive-export-empty" in ran.codes
    assert "--audience archive" in ran.said()
    assert not (tmp_path / "out").exists()


def test_what_is_not_public_goes_out_when_the_archive_is_named(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    ran = bayegan("export", "saf", "--archive", held, "--to", tmp_path / "out", "BT-8", "--audience", "archive")
    assert ran.envelope["result"]["exported"] == ["BT-8"]


def test_a_damaged_source_stops_the_export_and_nothing_remains(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    payload = next(path for path in held.glob("archive/*/BT-2/v1/data/**/*") if path.is_file())
    payload.write_bytes(payload.read_bytes()[:-2])
    for name in ("saf", "bag"):
        ran = bayegan("export", name, "--archive", held, "--to", tmp_path / "out" / name, expect=1)
        assert "export-source-altered" in ran.codes
        assert ran.envelope["counts"]["exported"] == 0
        assert not list((tmp_path / "out").iterdir())


def test_a_destination_in_use_is_refused(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    assert "in use" in bayegan("export", "saf", "--archive", held, "--to", tmp_path / "out", expect=2).said()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


KILLED = """
import os, signal, sys
from bayegan.registers.dissemination_reports import DisseminationRegister
from bayegan.cli.main import run

when = sys.argv.pop(1)

def write(register, receipt, real=DisseminationRegister.write):
    if when == "late":
        real(register, receipt)
    os.kill(os.getpid(), signal.SIGKILL)

DisseminationRegister.write = write
run()
"""


@pytest.mark.parametrize("when", ["early", "late"])
def test_an_export_killed_between_its_name_and_its_receipt_gets_the_receipt_by_the_next(
    held: Path, tmp_path: Path, bayegan: Bayegan, when: str
) -> None:
    words = ["export", "saf", "--archive", str(held), "--to", str(tmp_path / "out")]
    killed = subprocess.run([sys.executable, "-c", KILLED, when, *words], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    written = package_digest(tmp_path / "out")
    ran = bayegan(*words)
    assert ran.envelope["result"]["package"] == written
    assert written in next(held.glob("manifests/ledger/*.jsonl")).read_text()
    assert [one.name for one in tmp_path.iterdir() if "bayegan-export" in one.name] == []


def test_every_exported_item_has_a_receipt_in_the_ledger(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("export", "saf", "--archive", held, "--to", tmp_path / "out", "BT-1", "BT-2")
    lines = [json.loads(line) for line in next(held.glob("manifests/ledger/*.jsonl")).read_bytes().splitlines()]
    whole, *receipts = [line for line in lines if line["type"] == "dissemination"]
    package = whole["detail"]["package"]
    assert [(one["item"], one["detail"]) for one in receipts] == [
        (item, {"audience": "public", "format": "saf", "package": package}) for item in ("BT-1", "BT-2")
    ]
    report = (held / whole["detail"]["report"]).read_bytes()
    assert whole["digests"] == {whole["detail"]["report"]: hashlib.sha512(report).hexdigest()}
    listed = {one["path"]: one["sha512"] for one in json.loads(report)["package"]["files"]}
    found = {
        str(path.relative_to(tmp_path / "out")): hashlib.sha512(path.read_bytes()).hexdigest()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert listed == found
    lines_of = "".join(f"{found[path]}  {path}\n" for path in sorted(found))
    assert package == f"sha512:{hashlib.sha512(lines_of.encode()).hexdigest()}"


def test_the_report_of_an_export_is_valid_and_in_one_form_whatever_files_are_called(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    names = ["a.txt", 'said "so".txt', "نامه\u202eright.txt", "back\\slash.txt", "% and #.txt", "line\u2028end.txt"]
    documents = tmp_path / "in"
    documents.mkdir()
    for name in names:
        (documents / name).write_text(name)
    files = [{"filename": name} for name in names]
    items = [{"id": "odd", "access": {"level": "public"}, "files": files, "titles": [{"text": "Odd names"}]}]
    manifest = tmp_path / "submission.json"
    manifest.write_text(json.dumps({"submission": "1.0", "items": items}))
    bayegan("ingest", "--archive", archive, manifest, "--documents", documents)
    bayegan("export", "bag", "--archive", archive, "--to", tmp_path / "out")
    (report,) = (archive / "manifests" / "dissemination").iterdir()
    content = report.read_text(encoding="utf-8")
    value = json.loads(content)
    assert len(value["package"]["files"]) == len(names) + 7
    assert problems("dissemination-report-1.0", value) == ()
    Draft202012Validator(json.loads(schema_bytes("dissemination-report-1.0.schema.json"))).validate(value)
    assert json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n" == content


def test_the_formats_explain_themselves(bayegan: Bayegan) -> None:
    ran = bayegan("export", "--list")
    assert {one["name"] for one in ran.envelope["result"]} >= {"bag", "saf"}
    assert all(len(one["explains"]) > 40 for one in ran.envelope["result"])
