"""Five real documents go in; what comes out is judged by other people's tools."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from running import Bayegan, as_a_process
from seeds_asked import NAMES, SUBMISSIONS, all_submitted, submitted
from shared import SHARED, need_shared

pytestmark = need_shared


@pytest.fixture
def seeds(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive that holds the five seed documents."""
    manifest = all_submitted(tmp_path / "submission.json")
    ran = bayegan("ingest", "--archive", archive, manifest, "--documents", SHARED / "seeds")
    assert ran.envelope["counts"] == {"items": 5, "sealed": 5, "skipped": 0}
    return archive


def bags(archive: Path) -> list[Path]:
    return sorted(archive.glob("archive/*/*/v1"))


def judged(*words: object, cwd: Path | None = None) -> None:
    """Run somebody else's tool, which has to agree."""
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_bagit_library_validates_every_bag(seeds: Path) -> None:
    assert len(bags(seeds)) == 5
    judged(sys.executable, "-m", "bagit", "--validate", *bags(seeds))


def test_sha512sum_agrees_with_every_manifest(seeds: Path) -> None:
    for bag in bags(seeds):
        judged("sha512sum", "--strict", "-c", "manifest-sha512.txt", cwd=bag)
        judged("sha512sum", "--strict", "-c", "tagmanifest-sha512.txt", cwd=bag)


@pytest.mark.parametrize(("kind", "name"), [("dcterms", "dc.xml"), ("premis", "premis.xml")])
def test_the_official_schemas_accept_the_metadata(seeds: Path, kind: str, name: str) -> None:
    files = [bag / "metadata" / name for bag in bags(seeds)]
    judged(sys.executable, SHARED / "official" / "check.py", kind, *files)


def test_the_payload_is_the_document_byte_for_byte(seeds: Path) -> None:
    sources = {path.name: path.read_bytes() for path in (SHARED / "seeds").iterdir()}
    kept = {path.name: path.read_bytes() for bag in bags(seeds) for path in (bag / "data").iterdir()}
    assert kept == sources


def test_one_byte_changed_one_file_removed_one_added_are_all_named(seeds: Path, bayegan: Bayegan) -> None:
    changed, removed, beside = (next((one / "data").iterdir()) for one in bags(seeds)[:3])
    added = beside.with_name("added")
    original, gone = changed.read_bytes(), removed.read_bytes()
    changed.write_bytes(original[:100] + bytes([original[100] ^ 1]) + original[101:])
    removed.unlink()
    added.write_text("x")
    ran = bayegan("fixity", "check", "--archive", seeds, expect=1)
    outcomes = {one["path"]: one["code"] for one in ran.envelope["findings"]}
    assert outcomes == {
        str(changed.relative_to(seeds)): "fixity-altered",
        str(removed.relative_to(seeds)): "fixity-missing",
        str(added.relative_to(seeds)): "fixity-unexpected",
    }
    assert {one["outcome"] for one in ran.envelope["result"]["not_intact"]} == {"altered", "missing", "unexpected"}
    counts = ran.envelope["counts"]
    assert counts["listed"] == sum(
        counts[word] for word in ("intact", "altered", "missing", "unreadable", "not-checked")
    )
    changed.write_bytes(original)
    removed.write_bytes(gone)
    added.unlink()
    assert bayegan("fixity", "check", "--archive", seeds).envelope["counts"]["intact"] == counts["listed"]


def test_every_record_can_be_read_by_a_person(seeds: Path, bayegan: Bayegan) -> None:
    for item in bayegan("list", "--archive", seeds).envelope["result"]:
        code, out, _ = bayegan.text("show", "--archive", seeds, item["identifier"])
        assert code == 0
        assert item["title"] in out
        headings = {re.sub(r" \([0-9]+\)$", "", line) for line in out.splitlines()}
        assert {"Description", "Organisations", "Dates", "Capture", "Events in the ledger"} <= headings
        assert len(out.splitlines()) < 300


def test_every_record_fits_a_terminal_of_80_columns(tmp_path: Path) -> None:
    archive = tmp_path / "A"
    as_a_process("init", archive)
    for name in NAMES:
        words = ("--archive", archive, SUBMISSIONS / name, "--documents", SHARED / "seeds", "--allow-unnamed")
        assert as_a_process("ingest", *words).returncode == 0
        item = submitted(name)["id"]
        for full in ((), ("--full",)):
            lines = as_a_process("show", "--archive", archive, item, *full, COLUMNS="80").stdout.splitlines()
            assert max(map(cell_len, lines)) <= 80
            assert all(line.count("\u2068") == line.count("\u2069") for line in lines)


def test_the_bags_are_judged_from_elsewhere_too(seeds: Path, tmp_path: Path) -> None:
    """A bag does not know where it lies."""
    bag = bags(seeds)[0]
    moved = tmp_path / "moved bag"
    bag.rename(moved)
    judged(sys.executable, "-m", "bagit", "--validate", moved)
