"""What somebody who knows BagIt, and has the run of the disk, does to an archive: each is named, and since when."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from amended import ingest
from audited import Clock, audit
from running import Bayegan
from tampering import bag_of, reseal

ITEM = "case-1"


@pytest.fixture
def lived(archive: Path, tmp_path: Path, bayegan: Bayegan) -> tuple[Path, Clock, str]:
    """An item in two versions, each checked; the ledger signed, and the checkpoint kept elsewhere."""
    ingest(bayegan, archive, tmp_path / "in")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "other.txt").write_text("other")
    (tmp_path / "other" / "s.csv").write_text("filename,item,title\nother.txt,other,T\n")
    bayegan("ingest", "--archive", archive, tmp_path / "other" / "s.csv", "--no-identify")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "c.jsonl").write_text('{"titles": ["Another"]}\n')
    said = ("--by", "A reader", "--reason", "a test", "--no-identify")
    bayegan("amend", "--archive", archive, ITEM, tmp_path / "c" / "c.jsonl", *said)
    clock = Clock()
    run = audit(archive, clock)
    assert run.findings == ()
    bayegan("ledger", "checkpoint", "--archive", archive, "--to", tmp_path / "mailed.txt")
    clock.forward(1)
    assert run.report is not None
    return archive, clock, run.report


def payload(bag: Path) -> Path:
    return sorted(path for path in (bag / "data").rglob("*") if path.is_file())[0]


def change_a_file(bag: Path) -> str:
    path = payload(bag)
    path.write_bytes(path.read_bytes().upper() + b"!")
    reseal(bag)
    return path.relative_to(bag).as_posix()


def add_a_file(bag: Path) -> str:
    (bag / "data" / "planted.txt").write_text("planted")
    with open(bag / "manifest-sha512.txt", "a") as out:
        out.write(f"{'0' * 128}  data/planted.txt\n")
    reseal(bag)
    return "data/planted.txt"


def drop_a_file(bag: Path) -> str:
    path = payload(bag)
    name = path.relative_to(bag).as_posix()
    path.unlink()
    manifest = bag / "manifest-sha512.txt"
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if not line.rstrip("\n").endswith(f"  {name}")))
    reseal(bag)
    return name


def edit_a_tag_file(bag: Path) -> str:
    path = bag / "metadata" / "record.xml"
    path.write_text(path.read_text().replace("letter", "forged").replace("Another", "Forged"))
    path.write_bytes(path.read_bytes() + b"\n")
    reseal(bag)
    return "metadata/record.xml"


@pytest.mark.parametrize("tamper", [change_a_file, add_a_file, drop_a_file, edit_a_tag_file])
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_bag_rewritten_with_all_its_manifests_is_named_by_the_ledger_and_since_when(
    lived: tuple[Path, Clock, str], bayegan: Bayegan, tamper: Callable[[Path], str], version: str
) -> None:
    """The bag is valid by itself; the ledger vouches for its tag files, and premis.xml for the payload."""
    archive, clock, before = lived
    bag = bag_of(archive, ITEM).with_name(version)
    touched = tamper(bag)
    if tamper is not edit_a_tag_file:
        assert "valid" in bayegan.text("validate", bag)[1]
    run = audit(archive, clock)
    said = [one for one in run.findings if one.is_error]
    paths = {(one.path or "").removeprefix(f"archive/{bag.parent.parent.name}/{ITEM}/{version}/") for one in said}
    expected = {touched, "manifest-sha512.txt", "tagmanifest-sha512.txt"}
    assert paths == (expected - {"manifest-sha512.txt"} if touched.startswith("metadata/") else expected)
    for one in said:
        assert one.item == ITEM
        assert f"last found whole 2030-01-01T12:00:00Z, by {before}" in one.found


def test_an_item_rolled_back_to_an_older_version_is_named(lived: tuple[Path, Clock, str]) -> None:
    archive, clock, before = lived
    shutil.rmtree(bag_of(archive, ITEM).with_name("v2"))
    run = audit(archive, clock)
    (said,) = [one for one in run.findings if one.code == "archive-item-missing"]
    assert (said.item, (said.path or "").rpartition("/")[2]) == (ITEM, "v2")
    assert before in said.found
    clock.forward(30)
    (again,) = [one for one in audit(archive, clock).findings if one.code == "archive-item-missing"]
    assert before in again.found, "since when does not move with each look at it"


@pytest.mark.parametrize("what", ["item", "shard"])
def test_a_whole_item_that_was_removed_is_named(lived: tuple[Path, Clock, str], what: str) -> None:
    archive, clock, before = lived
    item = bag_of(archive, ITEM).parent
    shutil.rmtree(item if what == "item" else item.parent)
    run = audit(archive, clock)
    said = [one for one in run.findings if one.code == "archive-item-missing"]
    assert {(one.item, (one.path or "").rpartition("/")[2]) for one in said} == {(ITEM, "v1"), (ITEM, "v2")}
    assert all(before in one.found for one in said)


def test_an_item_removed_with_its_lines_in_an_older_copy_of_everything_shows_by_a_checkpoint_kept_elsewhere(
    lived: tuple[Path, Clock, str], tmp_path: Path, bayegan: Bayegan
) -> None:
    """The whole archive as it was a month ago is sound by itself. Only what was kept elsewhere can tell."""
    archive, _, _ = lived
    shutil.copytree(archive, tmp_path / "older", symlinks=True)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "new.txt").write_text("new")
    (tmp_path / "new" / "s.csv").write_text("filename,item,title\nnew.txt,new,T\n")
    bayegan("ingest", "--archive", archive, tmp_path / "new" / "s.csv", "--no-identify")
    late = tmp_path / "late.txt"
    time = bayegan("ledger", "checkpoint", "--archive", archive, "--to", late).envelope["result"]["time"]
    bayegan("ledger", "verify", "--archive", tmp_path / "older")
    bayegan("fixity", "check", "--archive", tmp_path / "older", "--no-record")
    ran = bayegan("ledger", "verify", "--archive", tmp_path / "older", "--since", late, expect=1)
    assert ran.codes[0] == "ledger-cut"
    assert time in ran.said()
    shutil.copytree(archive / ".bayegan" / "tree", tmp_path / "older" / ".bayegan" / "tree", dirs_exist_ok=True)
    told = bayegan("ledger", "verify", "--archive", tmp_path / "older", "--since", late, expect=1)
    assert {one["item"] for one in told.envelope["findings"] if one["code"] == "ledger-line-gone"} == {"new"}
