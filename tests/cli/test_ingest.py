"""bayegan ingest: whole or not at all, refused by name, the same again skipped."""

import hashlib
import json
import os
import shutil
import socket
from pathlib import Path

import pytest

from bayegan.metadata.json_schema import problems
from bayegan.storage.lock import locked
from running import Bayegan, as_a_process


def submission(folder: Path, *rows: str, header: str = "filename,item,title") -> Path:
    """A documents folder with a table in it."""
    folder.mkdir(exist_ok=True)
    manifest = folder / "submission.csv"
    manifest.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return manifest


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and ".bayegan" not in path.parts
    }


def held(archive: Path) -> list[str]:
    return sorted(str(path.relative_to(archive)) for path in archive.glob("archive/*/*/*"))


def test_an_archive_among_the_documents_is_one_problem_and_not_one_a_file(tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = submission(tmp_path / "in", "a.txt,letter,A letter")
    (tmp_path / "in" / "a.txt").write_text("text")
    bayegan("init", tmp_path / "in" / "A")
    ran = bayegan("ingest", "--archive", tmp_path / "in" / "A", manifest, expect=2)
    assert not held(tmp_path / "in" / "A")
    assert "the archive" in ran.said()
    assert "lies in it" in ran.said()
    bayegan("ingest", "--archive", tmp_path / "in" / "A", manifest, "--allow-unnamed")
    assert len(held(tmp_path / "in" / "A")) == 1


def test_an_item_is_sealed_and_its_source_is_untouched(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = submission(tmp_path / "in", "a.txt,letter,A letter")
    (tmp_path / "in" / "a.txt").write_text("text")
    before = snapshot(tmp_path / "in")
    ran = bayegan("ingest", "--archive", archive, manifest)
    assert ran.envelope["counts"] == {"items": 1, "sealed": 1, "skipped": 0}
    assert snapshot(tmp_path / "in") == before
    bag = next(archive.glob("archive/*/letter/v1"))
    assert (bag / "data" / "a.txt").read_text() == "text"
    info = (bag / "bag-info.txt").read_text()
    for tag in ("Source-Organization: Test Archive", "External-Identifier: letter", "Payload-Oxum: 4.1"):
        assert tag in info
    assert "BagIt-Profile-Identifier: urn:bayegan:bagit-profile:1.0\n" in info
    assert f"Bayegan-Submission: sha256:{hashlib.sha256(manifest.read_bytes()).hexdigest()}\n" in info


def test_the_submission_is_frozen_with_its_plan(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = submission(tmp_path / "in", "a.txt,letter,A letter")
    (tmp_path / "in" / "a.txt").write_text("text")
    ran = bayegan("ingest", "--archive", archive, manifest)
    folder = archive / "manifests" / "submissions" / ran.envelope["result"]["submission"]
    assert (folder / "received" / "submission.csv").read_bytes() == manifest.read_bytes()
    plan = json.loads((folder / "plan.json").read_text())
    assert problems("plan-1.0", plan) == ()
    assert plan["submission"]["sha256"] == hashlib.sha256(manifest.read_bytes()).hexdigest()
    assert plan["items"][0]["files"] == [{"payload": "data/a.txt", "size": 4, "source": "a.txt"}]


def test_the_same_submission_again_is_skipped_and_clean(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = submission(tmp_path / "in", "a.txt,letter,A letter")
    (tmp_path / "in" / "a.txt").write_text("text")
    bayegan("ingest", "--archive", archive, manifest)
    before = snapshot(archive)
    again = bayegan("ingest", "--archive", archive, manifest)
    assert again.envelope["counts"] == {"items": 1, "sealed": 0, "skipped": 1}
    assert again.envelope["result"]["skipped"] == ["letter"]
    assert snapshot(archive) == before


def test_the_same_submission_with_other_files_is_refused(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = submission(tmp_path / "in", "a.txt,letter,A letter")
    (tmp_path / "in" / "a.txt").write_text("text")
    bayegan("ingest", "--archive", archive, manifest)
    (tmp_path / "in" / "a.txt").write_text("another text")
    assert bayegan("ingest", "--archive", archive, manifest, expect=1).codes == ["archive-submission-changed"]


def test_an_identifier_of_another_submission_is_refused(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    for name in ("one", "two"):
        submission(tmp_path / name, f"{name}.txt,letter,A letter", f"new-{name}.txt,new-{name},New")
        (tmp_path / name / f"{name}.txt").write_text(name)
        (tmp_path / name / f"new-{name}.txt").write_text(name)
    bayegan("ingest", "--archive", archive, tmp_path / "one" / "submission.csv")
    before = held(archive)
    refused = bayegan("ingest", "--archive", archive, tmp_path / "two" / "submission.csv", expect=1)
    assert refused.codes == ["archive-item-sealed-by-another"]
    assert refused.envelope["findings"][0]["row"] == 2
    assert held(archive) == before


def test_a_dry_run_checks_everything_and_writes_nothing(archive: Path, accession: Path, bayegan: Bayegan) -> None:
    before = snapshot(archive)
    ran = bayegan("ingest", "--archive", archive, accession / "submission.json", "--dry-run")
    assert ran.envelope["counts"]["items"] == 8
    assert snapshot(archive) == before


def test_everything_wrong_is_said_at_once_and_nothing_is_sealed(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    folder = tmp_path / "in"
    manifest = submission(
        folder,
        "good.txt,one,Good,",
        "absent.txt,two,Absent,",
        "good.txt,three,Twice,",
        "../outside.txt,four,Escapes,",
        f"wrong.txt,five,Wrong digest,sha256:{'0' * 64}",
        header="filename,item,title,checksum",
    )
    for name in ("good.txt", "wrong.txt", "unnamed.txt"):
        (folder / name).write_text(name)
    (folder / "link.txt").symlink_to("good.txt")
    os.mkfifo(folder / "pipe")
    before = held(archive)
    ran = bayegan("ingest", "--archive", archive, manifest, expect=1)
    assert set(ran.codes) == {
        "document-absent",
        "document-named-twice",
        "document-path-escapes",
        "document-unnamed",
        "document-link",
        "document-special",
    }
    rows = {one["code"]: one["row"] for one in ran.envelope["findings"]}
    assert (rows["document-absent"], rows["document-named-twice"], rows["document-path-escapes"]) == (3, 4, 5)
    assert held(archive) == before
    assert not list((archive / ".bayegan" / "staging").iterdir())
    assert not list((archive / "manifests" / "submissions").iterdir())


def test_a_donor_checksum_that_does_not_match_is_refused_by_row(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    folder = tmp_path / "in"
    right = hashlib.md5(b"a", usedforsecurity=False).hexdigest()
    manifest = submission(
        folder, f"a.txt,one,A,{right}", f"b.txt,two,B,{right}", header="filename,item,title,checksum"
    )
    (folder / "a.txt").write_text("a")
    (folder / "b.txt").write_text("b")
    ran = bayegan("ingest", "--archive", archive, manifest, expect=1)
    assert [(one["code"], one["row"], one["path"]) for one in ran.errors] == [
        ("document-checksum-differs", 3, "b.txt")
    ]
    assert held(archive) == []


@pytest.mark.parametrize("name", ["SHA256SUMS", "papers.sha256", "checksums.txt"])
def test_a_donor_list_of_checksums_is_held_against_the_documents(
    archive: Path, tmp_path: Path, bayegan: Bayegan, name: str
) -> None:
    folder = tmp_path / "in"
    manifest = submission(folder, "a.txt,one,A", "b.txt,two,B")
    for letter in "ab":
        (folder / f"{letter}.txt").write_text(letter)
    good = hashlib.sha256(b"a").hexdigest()
    (folder / name).write_text(f"{good}  a.txt\n{good}  b.txt\n{good}  gone.txt\nno digest\n")
    ran = bayegan("ingest", "--archive", archive, manifest, expect=1)
    assert sorted(one["code"] for one in ran.errors) == ["checksum-list-absent", "checksum-list-line"]
    (folder / name).write_text(f"{good}  a.txt\n{good} *b.txt\n")
    ran = bayegan("ingest", "--archive", archive, manifest, expect=1)
    assert [(one["code"], one["path"]) for one in ran.errors] == [("document-checksum-differs", "b.txt")]


def test_sockets_are_refused_by_name(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    folder = tmp_path / "in"
    manifest = submission(folder, "a.txt,one,A")
    (folder / "a.txt").write_text("a")
    here = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("ear")
            ran = bayegan("ingest", "--archive", archive, manifest, expect=1)
    finally:
        os.chdir(here)
    assert [(one["code"], one["path"], one["found"]) for one in ran.errors] == [
        ("document-special", "ear", "socket")
    ]


def test_names_that_cannot_be_kept_apart_or_read_are_refused_and_shown(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    folder = tmp_path / "in"
    nfc, nfd = "caf\u00e9.txt", "cafe\u0301.txt"
    manifest = submission(folder, f"{nfc},one,One", f"{nfd},two,Two")
    (folder / nfc).write_text("1")
    (folder / nfd).write_text("2")
    (Path(os.fsdecode(os.fsencode(folder) + b"/bad-\xff.txt"))).write_text("3")
    ran = bayegan("ingest", "--archive", archive, manifest, expect=1)
    found = {one["code"]: one for one in ran.errors}
    assert set(found) == {"document-name-twins", "document-name-not-utf8"}
    assert found["document-name-not-utf8"]["path"] == "bad-\\xff.txt"
    assert "U+0301" in found["document-name-twins"]["found"]
    assert "U+00E9" in found["document-name-twins"]["found"]


def test_names_that_windows_cannot_hold_are_a_warning(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    folder = tmp_path / "in"
    manifest = submission(folder, "a.txt,one,One", "A.txt,two,Two", "aux.txt,three,Three", "dot.,four,Four")
    for name in ("a.txt", "A.txt", "aux.txt", "dot."):
        (folder / name).write_text(name)
    ran = bayegan("ingest", "--archive", archive, manifest)
    assert sorted(ran.codes) == ["document-name-case", "document-name-windows", "document-name-windows"]
    assert ran.errors == []


def test_unnamed_files_may_be_left_out_when_asked(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    folder = tmp_path / "in"
    manifest = submission(folder, "a.txt,one,A")
    for name in ("a.txt", "b.txt", ".DS_Store", "Thumbs.db"):
        (folder / name).write_text(name)
    assert bayegan("ingest", "--archive", archive, manifest, expect=1).codes == ["document-unnamed"]
    ran = bayegan("ingest", "--archive", archive, manifest, "--allow-unnamed")
    assert ran.codes == ["document-unnamed"]
    assert ran.errors == []
    assert ran.envelope["counts"]["sealed"] == 1


def test_an_archivematica_transfer_goes_in_as_it_is(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    transfer = tmp_path / "transfer"
    (transfer / "objects" / "case" / "scans").mkdir(parents=True)
    (transfer / "metadata").mkdir()
    for name in ("case/page1.txt", "case/scans/p2.txt", "alone.txt"):
        (transfer / "objects" / name).write_text(name)
    (transfer / "metadata" / "metadata.csv").write_text(
        "filename,dc.title,dc.subject,dc.subject,Shelf\n"
        "objects/case,The case,prisons,courts,12\n"
        "objects/case/page1.txt,Page one,,,\n"
        "objects/alone.txt,Alone,,,\n"
    )
    ran = bayegan("ingest", "--archive", archive, transfer / "metadata" / "metadata.csv")
    assert ran.envelope["counts"]["sealed"] == 2
    assert [one["severity"] for one in ran.envelope["findings"]] == ["warning"]
    case = next(one for one in ran.envelope["result"]["sealed"] if one["files"] == 2)
    shown = bayegan("show", "--archive", archive, case["item"]).envelope["result"]
    assert [file["path"] for file in shown["files"]] == [
        "data/objects/case/page1.txt",
        "data/objects/case/scans/p2.txt",
    ]
    record = shown["record"]
    assert record["extras"] == [{"name": "Shelf", "text": "12"}]
    assert "Page one" in json.dumps(record["files"])


def test_names_that_xml_cannot_hold_are_kept_on_disk_and_flagged_in_the_record(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    odd = "bell\x07 100%.txt"
    (folder / odd).write_text("ding")
    item = {"id": "odd", "titles": ["Odd"], "files": [{"filename": odd}]}
    (folder / "submission.json").write_text(json.dumps({"submission": "1.0", "items": [item]}))
    bayegan("ingest", "--archive", archive, folder / "submission.json", expect=None)
    bag = next(archive.glob("archive/*/odd/v1"))
    assert (bag / "data" / odd).read_text() == "ding"
    premis = (bag / "metadata" / "premis.xml").read_text()
    assert "bell%07 100%25.txt" in premis
    assert "percent" in premis
    shown = bayegan("show", "--archive", archive, "odd").envelope["result"]
    assert shown["files"][0]["path"] == f"data/{odd}"
    assert bayegan("fixity", "check", "--archive", archive).envelope["counts"]["intact"] == 8


def test_a_second_ingest_at_once_is_refused_and_nothing_mixes(archive: Path, tmp_path: Path) -> None:
    manifest = submission(tmp_path / "in", "a.txt,one,A")
    (tmp_path / "in" / "a.txt").write_text("a")
    locks = archive / ".bayegan" / "locks"
    locks.mkdir(exist_ok=True)
    with locked(locks / "ingest.lock", "the archive"):
        refused = as_a_process("ingest", "--archive", archive, manifest)
    assert refused.returncode == 3
    assert f"process {os.getpid()}" in refused.stderr
    assert held(archive) == []
    assert as_a_process("ingest", "--archive", archive, manifest).returncode == 0
    assert len(held(archive)) == 1


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["ingest", "nowhere.csv"], 2, "no archive"),
        (["ingest", "--archive", "nowhere", "x.csv"], 2, "no bayegan.toml"),
        (["show", "--archive", "{A}", "nobody"], 2, "no such item"),
        (["export", "saf", "--archive", "{A}", "--to", "out", "nobody"], 2, "no such item"),
        (["export", "nothing", "--archive", "{A}", "--to", "out"], 2, "saf"),
        (["ingest", "--archive", "{A}", "nowhere.csv"], 2, "no such file"),
        (["validate", "nowhere"], 2, "no such file"),
        (["init", "{A}"], 2, "in use"),
        (["ingest"], 2, "SUBMISSION"),
        (["nonsense"], 2, "nonsense"),
        (["fixity", "check", "--archive", "{A}", "nobody"], 2, "no such item"),
    ],
)
def test_wrong_use_says_what_is_wrong_and_ends_with_two(
    archive: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bayegan: Bayegan,
    words: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = bayegan(*[word.replace("{A}", str(archive)) for word in words], expect=code)
    assert says in ran.said()
    assert ran.envelope["outcome"] == "wrong-use"


def test_a_source_checkout_is_written_to_only_by_name(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bayegan: Bayegan
) -> None:
    manifest = submission(tmp_path / "in", "a.txt,one,A")
    (tmp_path / "in" / "a.txt").write_text("a")
    (archive / "pyproject.toml").write_text("")
    monkeypatch.chdir(archive)
    assert "source checkout" in bayegan("ingest", manifest, expect=2).said()
    assert "source checkout" in bayegan("fixity", "check", expect=2).said()
    assert bayegan("fixity", "check", "--no-record").code == 0
    assert bayegan("ingest", "--archive", archive, manifest).envelope["counts"]["sealed"] == 1


def test_two_plans_of_one_submission_within_a_second_are_both_kept(
    tmp_path: Path, archive: Path, bayegan: Bayegan
) -> None:
    manifest = submission(tmp_path / "in", "a.txt,one,A")
    (tmp_path / "in" / "a.txt").write_text("a")
    (tmp_path / "in" / "b.txt").write_text("b")
    bayegan("ingest", "--archive", archive, manifest, "--allow-unnamed")
    shutil.rmtree(next(archive.glob("archive/*/one")))
    segment = next(archive.glob("manifests/ledger/*.jsonl"))
    segment.write_bytes(b"".join(segment.read_bytes().splitlines(keepends=True)[:1]))
    (tmp_path / "in" / "a.txt").write_text("another size")
    bayegan("ingest", "--archive", archive, manifest, "--allow-unnamed")
    assert len(list((archive / "manifests" / "submissions").iterdir())) == 2
