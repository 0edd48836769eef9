"""The ledger is asked first: what a bag says of itself, and what lies in archive/, is not believed alone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bayegan.library.archive import Archive
from bayegan.library.fixity import check_fixity
from bayegan.registers import ledger
from running import Bayegan, as_a_process
from tampering import bag_of, reseal


@pytest.fixture
def held(archive: Path, accession: Path, bayegan: Bayegan) -> Path:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    return archive


def one_item(folder: Path, item: str, text: str = "text") -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text(text)
    (folder / "s.csv").write_text(f"filename,item,title\na.txt,{item},A\n")
    return folder / "s.csv"


@pytest.mark.parametrize("name", ["saf", "bag"])
def test_an_access_level_that_was_tampered_with_lets_nothing_out(
    held: Path, tmp_path: Path, bayegan: Bayegan, name: str
) -> None:
    bag = bag_of(held, "BT-8")
    record = bag / "metadata" / "record.xml"
    record.write_text(record.read_text(encoding="utf-8").replace("restricted", "public"), encoding="utf-8")
    reseal(bag)
    ran = bayegan("export", name, "--archive", held, "--to", tmp_path / "out", expect=1)
    assert "fixity-altered" in ran.codes
    assert not (tmp_path / "out").exists()


def test_a_version_that_nobody_sealed_is_not_exported(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bag = bag_of(held, "BT-8")
    planted = bag.parent / "v2"
    shutil.copytree(bag, planted)
    record = planted / "metadata" / "record.xml"
    record.write_text(record.read_text(encoding="utf-8").replace("restricted", "public"), encoding="utf-8")
    reseal(planted)
    ran = bayegan("export", "saf", "--archive", held, "--to", tmp_path / "out")
    assert ran.envelope["result"]["withheld"] == ["BT-8"]
    shutil.rmtree(held / ".bayegan")
    manifest = one_item(tmp_path / "in", "new")
    said = bayegan("ingest", "--archive", held, manifest)
    assert "archive-item-unregistered" in said.codes
    assert bayegan("fixity", "check", "--archive", held, expect=1).codes == ["archive-item-unregistered"]


def test_an_empty_ledger_is_never_filled_from_the_bags(held: Path, accession: Path, bayegan: Bayegan) -> None:
    shutil.rmtree(held / ".bayegan")
    for segment in (held / "manifests" / "ledger").glob("0*.jsonl"):
        segment.unlink()
    said = bayegan("ingest", "--archive", held, accession / "submission.json", expect=3)
    assert "empty" in said.said()
    assert not list((held / "manifests" / "ledger").glob("*.jsonl"))


def test_an_interrupted_registration_is_made_good_and_named(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    """As a kill between the rename and the ledger leaves it."""
    bayegan("ingest", "--archive", archive, one_item(tmp_path / "in", "one"))
    segment = next(archive.glob("manifests/ledger/*.jsonl"))
    segment.write_bytes(b"".join(segment.read_bytes().splitlines(keepends=True)[:-1]))
    (archive / ".bayegan" / "staging" / "run").mkdir()
    said = bayegan("ingest", "--archive", archive, tmp_path / "in" / "s.csv")
    assert said.codes == ["archive-interrupted", "archive-item-registered"]
    assert said.envelope["findings"][1]["item"] == "one"
    assert bayegan("fixity", "check", "--archive", archive).codes == []


def test_an_item_whose_folder_is_lost_is_not_sealed_again(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    shutil.rmtree(bag_of(held, "BT-1").parent)
    refused = bayegan("ingest", "--archive", held, one_item(tmp_path / "in", "BT-1"), expect=1)
    assert refused.codes == ["archive-item-missing"]


def test_nothing_is_sealed_into_an_empty_mount_point(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    (held / "archive").rename(tmp_path / "away")
    (held / "archive").mkdir()
    for words in (
        ("ingest", one_item(tmp_path / "in", "new")),
        ("list",),
        ("export", "saf", "--to", tmp_path / "out"),
        ("show", "BT-1"),
    ):
        assert "Mount the disk" in bayegan(*words, "--archive", held, expect=3).said()


def test_a_staging_folder_that_is_a_link_is_refused(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    precious = tmp_path / "precious" / "photos"
    precious.mkdir(parents=True)
    shutil.rmtree(held / ".bayegan" / "staging")
    (held / ".bayegan" / "staging").symlink_to(precious.parent)
    assert (
        "symbolic link" in bayegan("ingest", "--archive", held, one_item(tmp_path / "in", "new"), expect=3).said()
    )
    assert precious.is_dir()


def test_a_confidential_row_in_a_public_folder_row_is_refused(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    objects = tmp_path / "t" / "objects" / "letters"
    objects.mkdir(parents=True)
    (objects / "a.txt").write_text("a")
    manifest = tmp_path / "t" / "metadata.csv"
    rows = ["filename,dc.title,access", "objects/letters,L,public", "objects/letters/a.txt,A,confidential"]
    manifest.write_text("\n".join(rows) + "\n")
    refused = bayegan("ingest", "--archive", archive, manifest, expect=1)
    assert [(one["code"], one["row"]) for one in refused.errors] == [("submission-access-conflict", 3)]
    manifest.write_text("\n".join([*rows[:2], "objects/letters/a.txt,A,", "objects/letters/a.txt,B,"]) + "\n")
    refused = bayegan("ingest", "--archive", archive, manifest, expect=1)
    assert [(one["code"], one["row"]) for one in refused.errors] == [("document-named-twice", 4)]


def test_a_linked_item_folder_is_not_followed(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    folder = bag_of(held, "BT-1").parent
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert set(ran.codes) == {"archive-item-missing", "fixity-unexpected"}


def test_a_name_that_is_not_utf8_does_not_stop_a_fixity_check(held: Path, bayegan: Bayegan) -> None:
    stray = os.fsencode(bag_of(held, "BT-1") / "data") + b"/x\xff"
    Path(os.fsdecode(stray)).write_text("?")
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert ran.codes == ["fixity-unexpected"]
    assert ran.envelope["result"]["report"]


def test_a_check_whose_report_cannot_be_written_still_says_what_it_found(held: Path, bayegan: Bayegan) -> None:
    stray = bag_of(held, "BT-1") / "data" / "x"
    stray.write_text("?")
    shutil.rmtree(held / "manifests" / "fixity")
    (held / "manifests" / "fixity").write_text("no folder")
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert ran.codes == ["fixity-unexpected"]
    assert [one["what"] for one in ran.envelope["not_checked"]] == ["the report of this check"]
    stray.unlink()
    bayegan("fixity", "check", "--archive", held, expect=3)


def test_an_ingest_that_goes_on_meanwhile_raises_no_alarm(held: Path, tmp_path: Path) -> None:
    checking = check_fixity(Archive.open(held))
    next(checking)
    as_a_process("ingest", "--archive", held, one_item(tmp_path / "in", "meanwhile"))
    while True:
        try:
            next(checking)
        except StopIteration as end:
            run = end.value
            break
    assert run.findings == ()


def test_a_ledger_that_cannot_be_appended_to_stops_an_ingest_before_it_places_anything(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    segment = next(held.glob("manifests/ledger/*.jsonl"))
    segment.write_bytes(segment.read_bytes() + b"garbage\n")
    manifest = one_item(tmp_path / "in", "new")
    assert "not an event" in bayegan("ingest", "--archive", held, manifest, expect=3).said()
    assert not list(held.glob("archive/*/new"))


def test_one_damaged_bag_does_not_hide_the_others(held: Path, bayegan: Bayegan) -> None:
    record = bag_of(held, "BT-2") / "metadata" / "record.xml"
    record.write_bytes(record.read_bytes() + b"?")
    ran = bayegan("list", "--archive", held, expect=3)
    assert ran.envelope["counts"]["items"] == 7
    assert "BT-2" in ran.envelope["not_checked"][0]["what"]


@pytest.mark.parametrize("inside", ["archive/out", "out"])
def test_an_export_into_the_archive_is_refused(held: Path, bayegan: Bayegan, inside: str) -> None:
    assert (
        "lies in the archive" in bayegan("export", "saf", "--archive", held, "--to", held / inside, expect=2).said()
    )
    assert not (held / inside).exists()


def test_a_package_without_its_receipt_does_not_stay(
    held: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledger, "replace_durably", full)
    bayegan("export", "saf", "--archive", held, "--to", tmp_path / "out", expect=3)
    assert not (tmp_path / "out").exists()


def test_the_same_item_named_twice_is_exported_once(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("export", "bag", "--archive", held, "--to", tmp_path / "out", "BT-1", "BT-1")
    assert ran.envelope["result"]["exported"] == ["BT-1"]


def test_a_manifest_that_is_a_pipe_is_refused_and_not_waited_for(archive: Path, tmp_path: Path) -> None:
    for name in ("p.csv", "p.json"):
        os.mkfifo(tmp_path / name)
        for words in (("validate", tmp_path / name), ("ingest", "--archive", archive, tmp_path / name)):
            done = as_a_process(*words)
            assert done.returncode in (2, 3)
            assert "it is a named pipe" in done.stdout + done.stderr


def test_a_link_with_the_name_of_a_checksum_list_is_refused(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    manifest = one_item(tmp_path / "in", "one")
    (tmp_path / "in" / "SHA256SUMS").symlink_to("/etc/hostname")
    assert bayegan("ingest", "--archive", archive, manifest, expect=1).codes == ["document-link"]


@pytest.mark.parametrize("words", [["validate", b"nope\xff.csv"], ["show", b"x\xff"], ["init", b"new\xff"]])
def test_arguments_that_are_not_utf8_never_break_the_answer(
    archive: Path, tmp_path: Path, words: list[object]
) -> None:
    arguments = [word if isinstance(word, bytes) else str(word).encode() for word in words]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8:strict", "BAYEGAN_ARCHIVE": str(archive)}
    command = [sys.executable.encode(), b"-m", b"bayegan", *arguments, b"--json"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=False)
    assert b"Traceback" not in done.stderr
    json.loads(done.stdout.decode("utf-8"))


def test_a_reader_that_goes_away_is_not_taken_for_damage(held: Path) -> None:
    command = f"{sys.executable} -m bayegan list --archive {held} --json; echo $? >&2"
    done = subprocess.run(["bash", "-c", f"({command}) | true"], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.stderr.strip() in ("0", "141")


def test_an_answer_that_cannot_be_written_is_said(held: Path) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "bayegan", "list", "--archive", str(held), "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 3
    assert "cannot be written" in done.stderr


def test_one_bad_path_does_not_hide_the_other_verdicts(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bag = bag_of(held, "BT-1")
    (bag / "data" / "extra").write_text("x")
    os.mkfifo(tmp_path / "pipe.csv")
    ran = bayegan("validate", bag, tmp_path / "pipe.csv", expect=1)
    assert "bag-unexpected" in ran.codes
    assert len(ran.envelope["not_checked"]) == 1


@pytest.mark.parametrize("organisation", ["a\x7fb", "one\nExternal-Identifier: evil"])
def test_an_organisation_that_is_no_line_of_text_makes_no_archive(
    tmp_path: Path, bayegan: Bayegan, organisation: str
) -> None:
    bayegan("init", tmp_path / "A", "--organisation", organisation, expect=2)
    assert not (tmp_path / "A").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_long_identifier_does_not_ruin_the_list(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", archive, one_item(tmp_path / "in", "long " * 200 + "end"))
    code, out, _ = bayegan.text("list", "--archive", archive)
    assert code == 0
    assert {"item", "version", "access", "files", "octets", "sealed", "title"} <= set(out.splitlines()[0].split())
