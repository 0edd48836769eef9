"""The reference collection and amended items as OCFL, RO-Crate and DataCite: others judge what is written."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bayegan.export.ocfl_lint import lint as ocfl_lint
from judges.others import files_of_crate, ocfl_problems
from running import Bayegan
from shared import REPOSITORY, SHARED, need_shared

TO_ARCHIVE = ("--audience", "archive")


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """A copy of the collection that the repository holds."""
    root = tmp_path / "reference"
    for name in ("archive", "manifests"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copyfile(REPOSITORY / "bayegan.toml", root / "bayegan.toml")
    return root


@pytest.fixture
def amended(tmp_path: Path, archive: Path, bayegan: Bayegan) -> Path:
    """An archive with an item of three versions, of which the second one has a file more."""
    for number, files in ((1, ["a.txt"]), (2, ["a.txt", "b.txt"]), (3, ["a.txt", "b.txt"])):
        accession = tmp_path / f"accession-{number}"
        accession.mkdir()
        for name in files:
            (accession / name).write_text(f"{name}\n")
        amendment = {"amendment": {"by": "A reader", "reason": f"reason {number}"}} if number > 1 else {}
        named = {"files": [{"filename": name} for name in files]}
        item = {"id": "A-1", "titles": [{"text": f"Title {number}"}], "access": {"level": "public"}, **named}
        submission = json.dumps({"submission": "1.0", **amendment, "items": [item]})
        (accession / "submission.json").write_text(submission, encoding="utf-8")
        words = ("amend", "A-1") if number > 1 else ("ingest",)
        bayegan(*words, accession / "submission.json", "--archive", archive)
    return archive


def octets(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_ocfl_py_takes_the_reference_collection(reference: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    address = ("--set", "address=mailto:archive@example.org")
    bayegan("export", "ocfl", "--archive", reference, "--to", tmp_path / "root", *TO_ARCHIVE, *address)
    assert [*ocfl_lint(tmp_path / "root")] == []
    assert ocfl_problems(tmp_path / "root") == []


def test_rocrate_reads_the_reference_collection(reference: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("export", "ro-crate", "--archive", reference, "--to", tmp_path / "crates", *TO_ARCHIVE)
    for bag in reference.glob("archive/*/*/v1"):
        assert files_of_crate(tmp_path / "crates" / bag.parent.name) == octets(bag / "data")


@need_shared
def test_datacites_schema_accepts_the_reference_collection(
    reference: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    bayegan("export", "datacite", "--archive", reference, "--to", tmp_path / "dois", *TO_ARCHIVE)
    files = sorted((tmp_path / "dois").iterdir())
    assert len(files) == len([*reference.glob("archive/*/*")])
    check = SHARED / "official" / "check.py"
    ran = subprocess.run([sys.executable, check, "datacite", *files], capture_output=True, text=True, check=False)
    assert ran.stdout == ""


def test_the_archive_gets_every_version_and_the_public_the_latest(
    amended: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    versions = next(amended.glob("archive/*/A-1"))
    for audience, expected in (("archive", ["v1", "v2", "v3"]), ("public", ["v3"])):
        root = tmp_path / audience
        bayegan("export", "ocfl", "--archive", amended, "--to", root, "--audience", audience)
        place = next(root.glob("*/*A-1"))
        inventory = json.loads((place / "inventory.json").read_bytes())
        assert len(inventory["versions"]) == len(expected)
        assert ocfl_problems(root) == [one for one in ocfl_problems(root) if "W008" in one]
        for told, version in zip(inventory["versions"].values(), expected, strict=True):
            files = {path: digest for digest, paths in told["state"].items() for path in paths}
            back = {path: (place / inventory["manifest"][digest][0]).read_bytes() for path, digest in files.items()}
            assert back == octets(versions / version)
            assert told["message"].startswith(f"{version} of the item")
    assert len([*(tmp_path / "archive").glob("*/*/v*/content/data/*")]) == 2


def test_every_version_that_is_given_has_its_event(amended: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("export", "ocfl", "--archive", amended, "--to", tmp_path / "root", *TO_ARCHIVE)
    report = json.loads((amended / ran.envelope["result"]["report"]).read_bytes())
    assert [one["version"] for one in report["items"]] == ["v1", "v2", "v3"]
    assert ran.envelope["result"]["exported"] == ["A-1"]
    bayegan("ledger", "verify", "--archive", amended)


@pytest.mark.parametrize("path", ["v1/metadata/record.xml", "v1/data/a.txt", "v2/tagmanifest-sha512.txt"])
def test_an_earlier_version_that_was_altered_stops_the_export(
    amended: Path, tmp_path: Path, bayegan: Bayegan, path: str
) -> None:
    file = next(amended.glob(f"archive/*/A-1/{path}"))
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")
    bayegan("export", "ocfl", "--archive", amended, "--to", tmp_path / "root", *TO_ARCHIVE, expect=1)
    assert not (tmp_path / "root").exists()
    bayegan("export", "ocfl", "--archive", amended, "--to", tmp_path / "latest")


@pytest.mark.parametrize("name", ["ocfl", "ro-crate", "datacite"])
def test_nothing_selected_writes_nothing(amended: Path, tmp_path: Path, bayegan: Bayegan, name: str) -> None:
    since = ("--ingested-since", "2999-01-01")
    ran = bayegan("export", name, "--archive", amended, "--to", tmp_path / "out", *since, expect=1)
    assert "archive-export-empty" in ran.codes
    assert not (tmp_path / "out").exists()
