"""The repository's own archive: every version of the software has to read what it holds."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from running import Bayegan
from shared import REPOSITORY


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A copy of the reference collection, so that the checkout is not written to."""
    for part in ("archive", "manifests"):
        shutil.copytree(REPOSITORY / part, tmp_path / "copy" / part)
    shutil.copy(REPOSITORY / "bayegan.toml", tmp_path / "copy")
    return tmp_path / "copy"


def test_every_file_of_the_collection_is_intact(collection: Path, bayegan: Bayegan) -> None:
    ran = bayegan("fixity", "check", "--archive", collection)
    assert ran.envelope["counts"]["items"] == 8
    assert ran.envelope["counts"]["intact"] == ran.envelope["counts"]["listed"] == 67


def test_its_ledger_verifies(collection: Path, bayegan: Bayegan) -> None:
    assert bayegan("ledger", "verify", "--archive", collection).envelope["counts"]["lines"] >= 10


def test_its_bags_are_valid_in_our_eyes_and_in_those_of_the_bagit_library(
    collection: Path, bayegan: Bayegan
) -> None:
    bags = sorted(collection.glob("archive/*/*/v1"))
    counts = bayegan("validate", *bags).envelope["counts"]
    assert (counts["validated"], counts["sound"]) == (8, 8)
    subprocess.run([sys.executable, "-m", "bagit", "--validate", *map(str, bags)], check=True, capture_output=True)


def test_it_holds_the_tutorial_accession_byte_for_byte(collection: Path, accession: Path) -> None:
    sources = {str(p.relative_to(accession)): p.read_bytes() for p in accession.rglob("*") if p.is_file()}
    kept = {
        str(path.relative_to(bag / "data")): path.read_bytes()
        for bag in collection.glob("archive/*/*/v1")
        for path in (bag / "data").rglob("*")
        if path.is_file()
    }
    manifest = next(collection.glob("manifests/submissions/*/received/submission.json")).read_bytes()
    assert {**kept, "submission.json": manifest} == sources


def test_ingesting_the_accession_again_finds_it_sealed(collection: Path, accession: Path, bayegan: Bayegan) -> None:
    ran = bayegan("ingest", "--archive", collection, accession / "submission.json")
    assert (ran.envelope["counts"]["skipped"], ran.codes) == (8, [])
