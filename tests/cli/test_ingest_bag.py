"""bayegan ingest BAG: a donor's bag is verified and kept whole; what was exported comes back as it was."""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archives_made import ENDINGS, archive_of, below, raw_members, raw_zip, tar_of, zip_of
from bags_made import PAYLOAD, change, make_bag, put, retag
from bayegan.bags.bounds import Bounds
from bayegan.bags.sources import archive_at
from bayegan.errors import CouldNot
from bayegan.library import donor_archive
from bayegan.library.donor_archive import DonorArchive
from bayegan.library.sealed_bags import BagReader
from bayegan.model.copying import ToCopy
from bayegan.model.donor_bag import bag_digest
from bayegan.model.names import normalisation_twins
from bayegan.model.progress import ended
from bayegan.model.record import Extra, Record, Text
from bayegan.storage.documents import DocumentsFolder
from running import WITHOUT_POWERS, Bayegan, as_a_process
from seeds_asked import all_submitted
from shared import SHARED, need_shared
from tampering import reseal

SUITE = SHARED / "conformance" / "bagit-loc"
INFO = """\
Source-Organization: Example Organisation
Contact-Name: A. Person
Contact-Email: person@example.org
Internal-Sender-Identifier: shelf 7
External-Identifier: donor-7
External-Description: Letters of a family
Bag-Group-Identifier: letters
"""


@pytest.fixture
def donor(tmp_path: Path) -> Path:
    """A donor's bag."""
    return make_bag(tmp_path / "in", algorithms=("sha256", "md5"), info=INFO)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        os.path.relpath(os.path.join(parent, name), folder): Path(parent, name).read_bytes()
        for parent, _, names in os.walk(folder)
        for name in names
    }


def payload_of(bag: Path) -> dict[str, bytes]:
    return files_of(bag / "data")


def tag_files_of(bag: Path) -> dict[str, bytes]:
    return {path: content for path, content in files_of(bag).items() if not path.startswith("data/")}


def snapshot(archive: Path) -> dict[str, bytes]:
    return {path: content for path, content in files_of(archive).items() if not path.startswith(".bayegan")}


def bags(archive: Path) -> list[Path]:
    return sorted(archive.glob("archive/*/*/v1"))


def the_bag(archive: Path) -> Path:
    (bag,) = bags(archive)
    return bag


def record_of(archive: Path) -> Record:
    return BagReader().record(the_bag(archive))


def events_of(archive: Path) -> list[dict[str, Any]]:
    segments = sorted((archive / "manifests" / "ledger").glob("0*.jsonl"))
    return [json.loads(line) for segment in segments for line in segment.read_bytes().splitlines()]


def judged(*words: object, cwd: Path | None = None) -> None:
    """Run somebody else's tool, which has to agree."""
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def judged_by_others(archive: Path) -> None:
    """Hold every bag of an archive against bagit.py, sha512sum and the official schemas."""
    assert bags(archive)
    judged(sys.executable, "-m", "bagit", "--quiet", "--validate", *bags(archive))
    for bag in bags(archive):
        judged("sha512sum", "--strict", "--quiet", "-c", "tagmanifest-sha512.txt", cwd=bag)
        judged("sha512sum", "--strict", "--quiet", "-c", "manifest-sha512.txt", cwd=bag)
    for kind, name in (("dcterms", "dc.xml"), ("premis", "premis.xml")):
        judged(
            sys.executable,
            SHARED / "official" / "check.py",
            kind,
            *(bag / "metadata" / name for bag in bags(archive)),
        )


# A donor's bag


@need_shared
def test_a_donors_bag_becomes_one_item_with_its_tag_files_kept(
    archive: Path, donor: Path, bayegan: Bayegan
) -> None:
    put(donor, "logs/transfer log.txt", b"copied by hand\n")
    retag(donor, ("sha256", "md5"))
    before = files_of(donor)
    ran = bayegan("ingest", "--archive", archive, donor)
    assert ran.envelope["counts"] == {"items": 1, "sealed": 1, "skipped": 0}
    assert ran.envelope["findings"] == []
    assert ran.envelope["result"]["sealed"] == [{"item": "donor-7", "version": "v1", "files": 3, "octets": 289}]
    assert files_of(donor) == before
    bag = the_bag(archive)
    assert payload_of(bag) == payload_of(donor)
    assert files_of(bag / "metadata" / "donor") == tag_files_of(donor)
    judged_by_others(archive)
    bayegan("fixity", "check", "--archive", archive)


@pytest.mark.parametrize("ending", ["", ".zip", ".tar"])
def test_an_empty_folder_of_a_bag_is_left_out_and_named(
    archive: Path, donor: Path, tmp_path: Path, ending: str, bayegan: Bayegan
) -> None:
    folders = ("data/empty", "data/deep/er", "tags")
    for path in folders:
        (donor / path).mkdir(parents=True)
    source = donor
    if ending:
        members = dict.fromkeys((f"in/{path}/" for path in ("data", "data/sub", *folders)), b"")
        source = tmp_path / ("in" + ending)
        source.write_bytes(archive_of(ending, members | below("in", files_of(donor))))
    ran = bayegan("ingest", "--archive", archive, source)
    assert {(one["code"], one["path"]) for one in ran.envelope["findings"]} == {
        ("document-folder-empty", path) for path in folders
    }
    assert payload_of(the_bag(archive)) == payload_of(donor)


def test_bag_info_feeds_the_record_and_nothing_but_persons_is_left_out(
    archive: Path, donor: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", archive, donor)
    record = record_of(archive)
    assert record.identifier == "donor-7"
    assert record.titles == record.descriptions == (Text("Letters of a family"),)
    assert [one.names[0].value for one in record.organisations] == ["Example Organisation"]
    assert record.extras == (Extra("Bagging-Date", "2026-01-01"), Extra("Bag-Group-Identifier", "letters"))
    assert record.access.level == "restricted"
    assert "Source-Organization: Example Organisation\n" in (the_bag(archive) / "bag-info.txt").read_text()
    described = b"".join((the_bag(archive) / "metadata" / name).read_bytes() for name in ("record.xml", "dc.xml"))
    assert not any(word in described for word in (b"Person", b"person@", b"shelf 7"))


def test_identifier_and_access_of_the_archivist_win(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", archive, donor, "--id", "ours-1", "--access", "confidential")
    record = record_of(archive)
    assert (record.identifier, record.access.level) == ("ours-1", "confidential")
    assert [(term.term, term.value) for term in record.terms] == [("identifier", "donor-7")]


def test_an_identifier_that_cannot_be_is_refused(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    assert bayegan("ingest", "--archive", archive, donor, "--id", "", expect=1).codes == ["archive-bag-identifier"]


def test_without_an_identifier_one_is_minted_from_the_tag_files(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    donor = make_bag(tmp_path / "in")
    bayegan("ingest", "--archive", archive, donor)
    tags = {path: hashlib.sha512(content).hexdigest() for path, content in tag_files_of(donor).items()}
    assert record_of(archive).identifier == f"{bag_digest(tags)[:12]}-00001"
    assert record_of(archive).titles == (Text("in"),)


def test_the_submission_digest_can_be_computed_by_hand(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", archive, donor)
    listed = "find . -type f -not -path './data/*' -printf '%P\\n' | LC_ALL=C sort"
    command = f"{listed} | xargs -d '\\n' sha512sum | sha256sum"
    by_hand = subprocess.run(["bash", "-c", command], cwd=donor, capture_output=True, text=True, check=True).stdout
    assert f"Bayegan-Submission: sha256:{by_hand[:64]}\n" in (the_bag(archive) / "bag-info.txt").read_text()


def test_what_names_persons_is_not_opened_to_all_unasked(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    before = snapshot(archive)
    refused = bayegan("ingest", "--archive", archive, donor, "--access", "public", expect=1)
    assert refused.codes == ["archive-bag-opened"]
    assert "Contact-Name, Contact-Email, Internal-Sender-Identifier" in refused.errors[0]["found"]
    assert snapshot(archive) == before
    bayegan("ingest", "--archive", archive, donor, "--access", "public", "--accept-findings")
    assert record_of(archive).access.level == "public"
    premis = (the_bag(archive) / "metadata" / "premis.xml").read_text()
    assert "the donor's bag is valid by BagIt 1.0" in premis
    assert "archive-bag-opened" in premis


def test_nor_are_tag_files_that_nobody_looked_at(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    donor = make_bag(tmp_path / "in")
    bayegan("ingest", "--archive", archive, donor, "--access", "public", "--dry-run")
    put(donor, "notes/who.txt", b"A. Person\n")
    retag(donor)
    refused = bayegan("ingest", "--archive", archive, donor, "--access", "public", expect=1)
    assert "notes/who.txt" in refused.errors[0]["found"]


def test_what_was_received_is_frozen_as_it_came(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    ran = bayegan("ingest", "--archive", archive, donor)
    folder = archive / "manifests" / "submissions" / ran.envelope["result"]["submission"]
    assert files_of(folder / "received") == tag_files_of(donor)
    plan = json.loads((folder / "plan.json").read_text())
    assert plan["submission"]["name"] == "in"
    assert folder.name.endswith(plan["submission"]["sha256"][:12])
    assert {one["payload"] for one in plan["items"][0]["files"]} == set(PAYLOAD)


def test_premis_and_ledger_say_what_was_verified(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", archive, donor)
    premis = (the_bag(archive) / "metadata" / "premis.xml").read_text()
    assert "3 payload files verified against manifest-md5.txt, manifest-sha256.txt while they were copied" in premis
    assert "the donor's bag is valid by BagIt 1.0" in premis
    bag = events_of(archive)[-1]["detail"]["bag"]
    assert (bag["name"], bag["version"], bag["taken_over"]) == ("in", "1.0", False)
    assert bag["manifests"] == ["manifest-md5.txt", "manifest-sha256.txt"]
    assert "accepted" not in bag


def test_the_same_bag_again_is_skipped(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", archive, donor)
    before = snapshot(archive)
    again = bayegan("ingest", "--archive", archive, donor)
    assert again.envelope["result"]["skipped"] == ["donor-7"]
    assert snapshot(archive) == before
    moved = donor.rename(donor.parent / "elsewhere")
    assert bayegan("ingest", "--archive", archive, moved).envelope["result"]["skipped"] == ["donor-7"]
    assert snapshot(archive) == before


def test_the_identifier_of_another_bag_is_refused(
    archive: Path, donor: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    other = make_bag(tmp_path / "other", {"data/other.txt": b"other"}, info=INFO)
    bayegan("ingest", "--archive", archive, donor)
    before = snapshot(archive)
    refused = bayegan("ingest", "--archive", archive, other, expect=1)
    assert refused.codes == ["archive-item-sealed-by-another"]
    assert snapshot(archive) == before


def test_a_dry_run_reads_everything_and_writes_nothing(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    before = snapshot(archive)
    ran = bayegan("ingest", "--archive", archive, donor, "--dry-run")
    assert ran.envelope["counts"]["items"] == 1
    put(donor, "data/report.txt", b"first documenT\n")
    assert bayegan("ingest", "--archive", archive, donor, "--dry-run", expect=1).codes == ["bag-altered"]
    assert snapshot(archive) == before


def test_what_fits_a_manifest_does_not_fit_a_bag(
    archive: Path, donor: Path, accession: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", archive, donor, "--allow-unnamed", expect=2)
    bayegan("ingest", "--archive", archive, accession / "submission.json", "--id", "x", expect=2)


@pytest.mark.parametrize(
    "name",
    [
        "گزارش.txt",
        "cafe\u0301.txt",
        "100%.txt",
        "%0A.txt",
        "line\nfeed\rreturn.txt",
        "نامه‌ها/یک 😀.txt",
        "a\u2028b.txt",
        "n" * 255,
    ],
)
def test_names_are_kept_byte_for_byte(name: str, archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    donor = make_bag(tmp_path / "in", {f"data/{name}": b"text"})
    put(donor, f"notes/{name}", b"note")
    retag(donor)
    bayegan("ingest", "--archive", archive, donor)
    assert payload_of(the_bag(archive)) == {name: b"text"}
    assert (the_bag(archive) / "metadata" / "donor" / "notes" / name).read_bytes() == b"note"
    bayegan("validate", the_bag(archive))


def test_both_spellings_of_a_name_are_kept(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    donor = make_bag(tmp_path / "in", {"data/caf\u00e9.txt": b"one", "data/cafe\u0301.txt": b"two"})
    assert bayegan("ingest", "--archive", archive, donor).codes == ["bag-normalisation-twins"]
    assert len(normalisation_twins(payload_of(the_bag(archive)))) == 1


def test_a_name_that_is_not_utf8_is_refused(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    donor = make_bag(tmp_path / "in", {os.fsdecode(b"data/caf\xe9.txt"): b"text"})
    ran = bayegan("ingest", "--archive", archive, donor, "--accept-findings", expect=1)
    assert "document-name-not-utf8" in ran.codes
    assert bags(archive) == []


def test_characters_that_xml_cannot_hold_are_escaped_and_said(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    info = "External-Description: a\x07bell\nNote: of \ufffe sorts\n two lines\n"
    donor = make_bag(tmp_path / "in", info=info)
    assert bayegan("ingest", "--archive", archive, donor).codes == ["archive-bag-tag-text"] * 2
    record = record_of(archive)
    assert record.titles[0].value == "a\\u0007bell"
    assert Extra("Note", "of \\ufffe sorts\ntwo lines") in record.extras


def suite_bags(kind: str) -> list[Path]:
    return [path for path in sorted(SUITE.glob(f"v*/{kind}/*")) if path.is_dir()]


def named(bag: Path) -> str:
    return "-".join(bag.parts[-3:])


@need_shared
@pytest.mark.parametrize("bag", suite_bags("valid"), ids=named)
def test_every_valid_bag_of_the_conformance_suite_is_taken_in(bag: Path, archive: Path, bayegan: Bayegan) -> None:
    ran = bayegan("ingest", "--archive", archive, bag)
    assert ran.envelope["counts"]["sealed"] == 1
    assert payload_of(the_bag(archive)) == payload_of(bag)
    assert files_of(the_bag(archive) / "metadata" / "donor") == tag_files_of(bag)
    bayegan("validate", the_bag(archive))
    if not any("%" in path for path in payload_of(bag)):  # bagit.py reads %25 as it stands
        judged(sys.executable, "-m", "bagit", "--quiet", "--validate", the_bag(archive))
    assert bayegan("ingest", "--archive", archive, bag).envelope["counts"]["skipped"] == 1


@need_shared
@pytest.mark.parametrize("kind", ["invalid", "linux-only", "windows-only"])
def test_no_bag_of_the_suite_that_is_refused_changes_anything(kind: str, archive: Path, bayegan: Bayegan) -> None:
    before = snapshot(archive)
    for bag in suite_bags(kind):
        ran = bayegan("ingest", "--archive", archive, bag, expect=1)
        assert ran.errors, bag
        assert ran.envelope["result"]["submission"] is None
    assert snapshot(archive) == before
    assert not list((archive / ".bayegan" / "staging").iterdir())


@need_shared
def test_tag_files_in_utf16_are_read_and_kept(archive: Path, bayegan: Bayegan) -> None:
    bag = SUITE / "v0.97" / "valid" / "UTF-16-encoded-tag-files"
    bayegan("ingest", "--archive", archive, bag)
    assert any(extra.name == "Bagging-Date" for extra in record_of(archive).extras)


# A bag that is not as it should be


def lose(bag: Path) -> None:
    (bag / "data" / "report.txt").unlink()


def alter(bag: Path) -> None:
    put(bag, "data/report.txt", b"first documenT\n")


def add(bag: Path) -> None:
    put(bag, "data/more.txt", b"more\n")


def link(bag: Path) -> None:
    (bag / "data" / "link").symlink_to("report.txt")


def pipe(bag: Path) -> None:
    os.mkfifo(bag / "pipe")


def lead_out(bag: Path) -> None:
    for algorithm in ("sha256", "md5"):
        change(bag, f"manifest-{algorithm}.txt", b"  data/report.txt", b"  data/../../report.txt")


def leave_holes(bag: Path) -> None:
    lose(bag)
    put(bag, "fetch.txt", b"https://example.org/report.txt - data/report.txt\n")
    retag(bag, ("sha256", "md5"))


def undeclare(bag: Path) -> None:
    (bag / "bagit.txt").unlink()


BROKEN: dict[Callable[[Path], None], str] = {
    lose: "bag-missing",
    alter: "bag-altered",
    add: "bag-unexpected",
    leave_holes: "bag-holey",
    link: "bag-link",
    pipe: "bag-special-file",
    lead_out: "bag-path-escapes",
    undeclare: "bag-no-declaration",
}


@pytest.mark.parametrize("breaking", BROKEN, ids=BROKEN.get)
def test_a_bag_that_is_not_valid_is_refused_and_nothing_changes(
    breaking: Callable[[Path], None], archive: Path, donor: Path, bayegan: Bayegan
) -> None:
    breaking(donor)
    before = snapshot(archive)
    ran = bayegan("ingest", "--archive", archive, donor, expect=1)
    assert BROKEN[breaking] in [one["code"] for one in ran.errors]
    assert snapshot(archive) == before


def test_all_findings_are_shown_at_once(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    for breaking in (lose, add, link):
        breaking(donor)
    put(donor, "data/گزارش.txt", b"altered")
    codes = set(bayegan("ingest", "--archive", archive, donor, expect=1).codes)
    assert codes >= {"bag-missing", "bag-unexpected", "bag-link", "bag-altered"}


@pytest.mark.parametrize("breaking", [link, pipe, lead_out, undeclare], ids=BROKEN.get)
def test_what_can_never_be_accepted_is_not(
    breaking: Callable[[Path], None], archive: Path, donor: Path, bayegan: Bayegan
) -> None:
    breaking(donor)
    before = snapshot(archive)
    ran = bayegan("ingest", "--archive", archive, donor, "--accept-findings", expect=1)
    assert "archive-bag-not-acceptable" in ran.codes
    assert snapshot(archive) == before


@need_shared
@pytest.mark.parametrize("breaking", [lose, alter, add, leave_holes], ids=BROKEN.get)
def test_accepted_findings_are_recorded_and_the_bytes_are_kept_as_they_came(
    breaking: Callable[[Path], None], archive: Path, donor: Path, bayegan: Bayegan
) -> None:
    breaking(donor)
    ran = bayegan("ingest", "--archive", archive, donor, "--accept-findings")
    code = BROKEN[breaking]
    assert {code, "archive-bag-findings-accepted"} <= set(ran.codes)
    assert ran.errors == []
    bag = the_bag(archive)
    assert payload_of(bag) == payload_of(donor)
    premis = (bag / "metadata" / "premis.xml").read_text()
    assert code in premis
    assert "the donor's bag is not valid by BagIt 1.0" in premis
    assert any(one.startswith(code) for one in events_of(archive)[-1]["detail"]["bag"]["accepted"])
    plan = json.loads(next((archive / "manifests" / "submissions").glob("*/plan.json")).read_text())
    assert code in [one["code"] for one in plan["findings"]]
    judged_by_others(archive)
    assert bayegan("ingest", "--archive", archive, donor, "--accept-findings").envelope["counts"]["skipped"] == 1


def test_the_sound_bag_is_not_taken_for_the_altered_one(archive: Path, donor: Path, bayegan: Bayegan) -> None:
    sound = Path(shutil.copytree(donor, donor.parent / "sound"))
    alter(donor)
    bayegan("ingest", "--archive", archive, donor, "--accept-findings")
    refused = bayegan("ingest", "--archive", archive, sound, expect=1)
    assert refused.codes == ["archive-item-sealed-by-another"]


def test_a_manifest_that_nobody_can_compute_has_to_be_accepted(
    archive: Path, donor: Path, bayegan: Bayegan
) -> None:
    put(donor, "manifest-whirlpool.txt", (donor / "manifest-md5.txt").read_bytes())
    retag(donor, ("sha256", "md5"))
    assert "archive-bag-not-verified" in bayegan("ingest", "--archive", archive, donor, expect=1).codes
    bayegan("ingest", "--archive", archive, donor, "--accept-findings")
    assert len(bags(archive)) == 1


def test_a_file_that_cannot_be_read_is_not_accepted(archive: Path, donor: Path) -> None:
    (donor / "data" / "report.txt").chmod(0)
    words = ("ingest", "--archive", archive, donor, "--accept-findings", "--json")
    done = as_a_process(*words, before=WITHOUT_POWERS)
    assert done.returncode == 1
    assert "archive-bag-not-acceptable" in done.stdout
    assert bags(archive) == []


@pytest.mark.parametrize("path", ["data/report.txt", "bag-info.txt"])
def test_a_file_that_changes_after_the_check_stops_everything(
    path: str, archive: Path, donor: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change keeps the size: only the digest of the copy can tell."""
    original = DocumentsFolder.copies

    def late(self: DocumentsFolder, wanted: Iterable[ToCopy]) -> object:
        listed = list(wanted)
        if any(one.path == path for one in listed):
            content = (donor / path).read_bytes()
            put(donor, path, content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
        return original(self, listed)

    monkeypatch.setattr(DocumentsFolder, "copies", late)
    ran = bayegan("ingest", "--archive", archive, donor, expect=3)
    assert ran.envelope["not_checked"][0]["what"] == path
    assert bags(archive) == []
    assert not list((archive / ".bayegan" / "staging").iterdir())
    monkeypatch.undo()
    assert "bag-altered" in bayegan("ingest", "--archive", archive, donor, expect=1).codes


# There and back


@pytest.fixture
def another(tmp_path: Path, bayegan: Bayegan) -> Path:
    """An empty archive, of somebody else."""
    bayegan("init", tmp_path / "B", "--organisation", "Another Archive")
    return tmp_path / "B"


def restore(bayegan: Bayegan, archive: Path, another: Path, out: Path) -> None:
    """Export every item of one archive and ingest it into another."""
    bayegan("export", "bag", "--archive", archive, "--audience", "archive", "--to", out)
    for bag in sorted(out.iterdir()):
        ran = bayegan("ingest", "--archive", another, bag)
        assert ran.codes == ["archive-bag-taken-over"]
        assert bayegan("ingest", "--archive", another, bag).envelope["counts"]["skipped"] == 1


def same_holdings(archive: Path, another: Path) -> None:
    """Both hold the same bags, byte for byte, and vouch for the same digests."""
    assert files_of(another / "archive") == files_of(archive / "archive")
    vouched = [
        {
            one["item"]: (one["digests"], one["detail"]["submission"])
            for one in events_of(each)
            if one["digests"] and one["item"]
        }
        for each in (archive, another)
    ]
    assert vouched[0] == vouched[1]
    assert vouched[0]


@need_shared
def test_the_tutorial_accession_comes_back_as_it_was(
    archive: Path, another: Path, accession: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    restore(bayegan, archive, another, tmp_path / "out")
    same_holdings(archive, another)
    judged_by_others(another)
    bayegan("fixity", "check", "--archive", another)
    bayegan("ledger", "verify", "--archive", another)
    again = bayegan("ingest", "--archive", another, accession / "submission.json")
    assert again.envelope["counts"] == {"items": 8, "sealed": 0, "skipped": 8}


@need_shared
def test_the_five_seeds_come_back_as_they_were(
    archive: Path, another: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    submission = all_submitted(tmp_path / "submission.json")
    bayegan("ingest", "--archive", archive, submission, "--documents", SHARED / "seeds")
    restore(bayegan, archive, another, tmp_path / "out")
    assert len(bags(another)) == 5
    same_holdings(archive, another)
    judged_by_others(another)


def test_an_item_made_of_a_donors_bag_comes_back_too(
    archive: Path, another: Path, donor: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", archive, donor)
    restore(bayegan, archive, another, tmp_path / "out")
    same_holdings(archive, another)
    assert bayegan("ingest", "--archive", another, donor).envelope["counts"]["skipped"] == 1


@pytest.fixture
def exported(archive: Path, donor: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """A bag that an archive sealed and exported."""
    bayegan("ingest", "--archive", archive, donor)
    bayegan("export", "bag", "--archive", archive, "--audience", "archive", "--to", tmp_path / "out")
    return tmp_path / "out" / "donor-7"


def test_the_ledger_says_where_a_restored_item_came_from(another: Path, exported: Path, bayegan: Bayegan) -> None:
    ran = bayegan("ingest", "--archive", another, exported)
    bag = events_of(another)[-1]["detail"]["bag"]
    assert (bag["name"], bag["taken_over"]) == ("donor-7", True)
    digests = {path: hashlib.sha512(content).hexdigest() for path, content in tag_files_of(exported).items()}
    assert bag["digest"] == f"sha256:{bag_digest(digests)}"
    folder = another / "manifests" / "submissions" / ran.envelope["result"]["submission"]
    assert files_of(folder / "received") == tag_files_of(exported)


def test_a_bag_that_is_held_already_is_skipped_where_it_came_from(
    archive: Path, exported: Path, bayegan: Bayegan
) -> None:
    before = files_of(archive / "archive"), events_of(archive)
    assert bayegan("ingest", "--archive", archive, exported).envelope["result"]["skipped"] == ["donor-7"]
    assert (files_of(archive / "archive"), events_of(archive)) == before


def test_another_bag_of_the_same_identifier_is_not_taken_over(
    another: Path, exported: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    other = make_bag(tmp_path / "other", {"data/other.txt": b"other"}, info=INFO)
    bayegan("ingest", "--archive", another, other)
    refused = bayegan("ingest", "--archive", another, exported, expect=1)
    assert [one["code"] for one in refused.errors] == ["archive-item-sealed-by-another"]


def test_identifier_and_access_of_a_restored_item_are_its_own(
    another: Path, exported: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", another, exported, "--id", "x", expect=2)
    bayegan("ingest", "--archive", another, exported, "--access", "public", expect=2)
    bayegan("ingest", "--archive", another, exported, "--id", "x", "--as-donor")
    assert record_of(another).identifier == "x"
    kept = files_of(the_bag(another) / "metadata" / "donor")
    assert kept == tag_files_of(exported)
    assert "metadata/donor/bag-info.txt" in kept


def retell(bag: Path) -> None:
    """Make the manifests of a sealed bag right again, as whoever tampers with it would."""
    rows = [f"{hashlib.sha512(content).hexdigest()}  data/{path}\n" for path, content in payload_of(bag).items()]
    put(bag, "manifest-sha512.txt", "".join(sorted(rows, key=lambda row: row[130:])).encode())
    retag(bag)


def test_payload_and_manifests_rewritten_are_told_by_premis(
    another: Path, exported: Path, bayegan: Bayegan
) -> None:
    alter(exported)
    retell(exported)
    assert bayegan("validate", exported).errors == []
    refused = bayegan("ingest", "--archive", another, exported, expect=1)
    assert [(one["code"], one["path"]) for one in refused.errors] == [
        ("archive-bag-not-as-sealed", "data/report.txt")
    ]
    ran = bayegan("ingest", "--archive", another, exported, "--accept-findings", expect=1)
    assert "archive-bag-not-acceptable" in ran.codes


def test_where_premis_is_rewritten_too_only_the_first_ledger_can_tell(
    archive: Path, another: Path, exported: Path, bayegan: Bayegan
) -> None:
    """What cannot be known from a bag alone is not claimed."""
    before = hashlib.sha512((exported / "data" / "report.txt").read_bytes()).hexdigest()
    alter(exported)
    after = hashlib.sha512((exported / "data" / "report.txt").read_bytes()).hexdigest()
    change(exported, "metadata/premis.xml", before.encode(), after.encode())
    retell(exported)
    bayegan("ingest", "--archive", another, exported)
    vouched = [events_of(each)[1]["digests"]["manifest-sha512.txt"] for each in (archive, another)]
    assert vouched[0] != vouched[1]


@pytest.mark.parametrize("path", ["metadata/record.xml", "metadata/premis.xml", "data/report.txt"])
def test_a_bag_of_ours_that_is_damaged_is_not_taken_over(
    path: str, another: Path, exported: Path, bayegan: Bayegan
) -> None:
    content = (exported / path).read_bytes()
    put(exported, path, content[:-4] + bytes([content[-4] ^ 1]) + content[-3:])
    before = snapshot(another)
    codes = bayegan("ingest", "--archive", another, exported, expect=1).codes
    assert {"bag-altered", "archive-bag-not-as-sealed"} <= set(codes)
    assert (
        "archive-bag-not-acceptable"
        in bayegan("ingest", "--archive", another, exported, "--accept-findings", expect=1).codes
    )
    assert snapshot(another) == before


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("metadata/record.xml", b"<identifier>donor-7<", b"<identifier>donor-8<"),
        ("metadata/record.xml", b"<title>", b"<titel>"),
        ("bag-info.txt", b"Bagging-Date", b"Baggage-Date"),
    ],
)
def test_a_bag_that_only_says_it_is_ours_is_not_taken_over(
    path: str, old: bytes, new: bytes, another: Path, exported: Path, bayegan: Bayegan
) -> None:
    change(exported, path, old, new)
    retag(exported)
    refused = bayegan("ingest", "--archive", another, exported, expect=1)
    assert "archive-bag-not-as-sealed" in refused.codes
    bayegan("ingest", "--archive", another, exported, "--as-donor")
    assert len(bags(another)) == 1


# A bag in one archive file


def packed(bag: Path, ending: str) -> Path:
    """Put a bag into an archive file beside it."""
    target = bag.parent / f"{bag.name}{ending}"
    target.write_bytes(archive_of(ending, below(bag.name, files_of(bag))))
    return target


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_donors_bag_in_an_archive_file_becomes_the_item_that_its_folder_becomes(
    ending: str, archive: Path, another: Path, donor: Path, bayegan: Bayegan
) -> None:
    put(donor, "data/empty.txt", b"")
    put(donor, "data/long.bin", bytes(3 << 20))
    for algorithm in ("sha256", "md5"):
        payload = {path: content for path, content in files_of(donor).items() if path.startswith("data/")}
        rows = [f"{hashlib.new(algorithm, content).hexdigest()}  {path}\n" for path, content in payload.items()]
        put(donor, f"manifest-{algorithm}.txt", "".join(rows).encode())
    retag(donor, ("sha256", "md5"))
    file = packed(donor, ending)
    content = file.read_bytes()
    ran = bayegan("ingest", "--archive", archive, file)
    assert ran.envelope["counts"] == {"items": 1, "sealed": 1, "skipped": 0}
    assert ran.envelope["findings"] == []
    assert file.read_bytes() == content
    bayegan("ingest", "--archive", another, donor)
    assert payload_of(the_bag(archive)) == payload_of(donor)
    kept = files_of(the_bag(archive) / "metadata" / "donor")
    assert kept == files_of(the_bag(another) / "metadata" / "donor") == tag_files_of(donor)
    records = [(the_bag(each) / "metadata" / "record.xml").read_bytes() for each in (archive, another)]
    assert records[0] == records[1]
    folder = archive / "manifests" / "submissions" / ran.envelope["result"]["submission"]
    assert files_of(folder / "received") == tag_files_of(donor)
    bayegan("fixity", "check", "--archive", archive)
    bayegan("validate", the_bag(archive))


@pytest.mark.parametrize(("first", "second"), [(".zip", ".tgz"), (".tar", ""), ("", ".zip")])
def test_the_same_bag_in_another_form_is_skipped(
    first: str, second: str, archive: Path, donor: Path, bayegan: Bayegan
) -> None:
    forms = {ending: packed(donor, ending) if ending else donor for ending in (first, second)}
    bayegan("ingest", "--archive", archive, forms[first])
    before = snapshot(archive)
    for form in forms.values():
        assert bayegan("ingest", "--archive", archive, form).envelope["result"]["skipped"] == ["donor-7"]
    assert snapshot(archive) == before


@pytest.mark.parametrize("ending", [".zip", ".tgz"])
def test_a_dry_run_of_an_archive_file_writes_nothing_anywhere(
    ending: str, archive: Path, donor: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    file = packed(donor, ending)
    before = files_of(tmp_path)
    assert bayegan("ingest", "--archive", archive, file, "--dry-run").envelope["counts"]["items"] == 1
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("ending", [".zip", ".tgz"])
def test_findings_of_an_archive_file_name_members_and_can_be_accepted(
    ending: str, archive: Path, donor: Path, bayegan: Bayegan
) -> None:
    alter(donor)
    file = packed(donor, ending)
    before = snapshot(archive)
    refused = bayegan("ingest", "--archive", archive, file, expect=1)
    assert [(one["code"], one["path"]) for one in refused.errors] == [("bag-altered", "data/report.txt")]
    assert snapshot(archive) == before
    bayegan("ingest", "--archive", archive, file, "--accept-findings")
    assert payload_of(the_bag(archive)) == payload_of(donor)
    assert "bag-altered" in (the_bag(archive) / "metadata" / "premis.xml").read_text()


def linked(name: str, to: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    return info


HOSTILE: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes], str]] = {
    "zip slip": (".zip", lambda f: zip_of(below("in", f) | {"in/../../evil": b"x"}), "bag-archive-unsafe-path"),
    "absolute": (".tar", lambda f: tar_of(below("in", f) | {"/evil": b"x"}), "bag-archive-unsafe-path"),
    "link": (".tar", lambda f: tar_of(below("in", f), linked("in/data/l", "/etc/passwd")), "bag-link"),
    "hard link": (
        ".tar",
        lambda f: tar_of(below("in", f), linked("in/h", "in/bagit.txt", tarfile.LNKTYPE)),
        "bag-link",
    ),
    "file through a link": (
        ".tar",
        lambda f: tar_of(below("in", f) | {"in/data/l/x": b"x"}, linked("in/data/l", "..")),
        "bag-archive-duplicate",
    ),
    "link in a zip": (
        ".zip",
        lambda f: raw_zip([*raw_members(f, "in"), {"name": b"in/data/l", "data": b"/etc", "mode": 0o120777}]),
        "bag-link",
    ),
    "twice": (
        ".zip",
        lambda f: raw_zip([*raw_members(f, "in"), {"name": b"in/data/report.txt", "data": b"other"}]),
        "bag-archive-duplicate",
    ),
    "a size that lies": (
        ".zip",
        lambda f: raw_zip(
            [*raw_members({k: v for k, v in f.items() if k != "data/report.txt"}, "in"),
             {"name": b"in/data/report.txt", "data": f["data/report.txt"] * 9, "size": len(f["data/report.txt"])}]
        ),
        "bag-archive-member-lies",
    ),
    "cut off": (".tgz", lambda f: archive_of(".tgz", below("in", f))[:-40], "bag-archive-damaged"),
    "nothing of the kind": (".zip", lambda f: f["data/report.txt"], "bag-archive-damaged"),
    "outside the bag": (".zip", lambda f: zip_of(below("in", f) | {"other/x": b"x"}), "bag-archive-outside"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_archive_file_is_refused_whatever_is_accepted_and_nothing_changes(
    case: str, archive: Path, donor: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    ending, make, code = HOSTILE[case]
    file = donor.parent / f"in{ending}"
    file.write_bytes(make(files_of(donor)))
    before = snapshot(tmp_path)
    for more in ((), ("--accept-findings",)):
        ran = bayegan("ingest", "--archive", archive, file, *more, expect=1)
        assert code in [one["code"] for one in ran.errors]
    assert not list((archive / ".bayegan" / "staging").iterdir())
    assert {path for path in snapshot(tmp_path) if ".bayegan" not in path} == set(before) - {
        path for path in before if ".bayegan" in path
    }


@pytest.mark.parametrize("ending", [".zip", ".tgz"])
@pytest.mark.parametrize(
    ("option", "most", "code"),
    [("--max-octets", 4096, "bag-archive-octets"), ("--max-members", 5, "bag-archive-members")],
)
def test_an_archive_file_that_asks_for_more_than_its_bounds_is_refused(
    ending: str, option: str, most: int, code: str, archive: Path, donor: Path, bayegan: Bayegan
) -> None:
    put(donor, "data/zeros.bin", bytes(1 << 20))
    file = packed(donor, ending)
    before = snapshot(archive)
    for more in ((), ("--accept-findings",)):
        assert code in bayegan("ingest", "--archive", archive, file, option, most, *more, expect=1).codes
    assert snapshot(archive) == before


def test_a_bomb_is_refused_by_the_bounds_that_hold_unasked(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out, out.open("bomb/data/zeros", "w") as member:
        for _ in range(101):
            member.write(bytes(1 << 20))
    before = snapshot(archive)
    assert bayegan("ingest", "--archive", archive, file, expect=1).codes[0] == "bag-archive-ratio"
    assert snapshot(archive) == before


@pytest.mark.parametrize("ending", [".zip", ".tgz"])
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_an_archive_file_that_changes_after_the_check_stops_everything(
    when: str, ending: str, archive: Path, donor: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other archive holds the same bag: only its being another file can tell."""
    file = packed(donor, ending)
    original = DonorArchive.copies

    def replaced() -> None:
        other = file.with_name("other")
        other.write_bytes(file.read_bytes())
        other.rename(file)

    def late(self: DonorArchive, wanted: object) -> Iterator[object]:
        for number, one in enumerate(original(self, wanted)):  # type: ignore[arg-type]
            if when == "meanwhile" and number == 1:
                replaced()
            yield one

    def early(self: DonorArchive, wanted: object) -> Iterator[object]:
        replaced()
        return original(self, wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(DonorArchive, "copies", late if when == "meanwhile" else early)
    ran = bayegan("ingest", "--archive", archive, file, expect=3)
    assert ran.envelope["not_checked"][0] == {
        "what": str(file),
        "reason": "the archive changed while it was being ingested",
        "advice": "Wait until nothing writes to it, and ingest again.",
    }
    assert bags(archive) == []
    assert not list((archive / ".bayegan" / "staging").iterdir())
    monkeypatch.undo()
    assert bayegan("ingest", "--archive", archive, file).envelope["counts"]["sealed"] == 1


@pytest.mark.parametrize("ending", [".zip", ".tgz"])
def test_a_full_disk_is_not_taken_for_a_damaged_archive(
    ending: str, archive: Path, donor: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = packed(donor, ending)

    def full(_: int, __: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(donor_archive, "write_all", full)
    ran = bayegan("ingest", "--archive", archive, file, expect=3)
    assert ran.envelope["not_checked"][0]["reason"] == "it cannot be written (No space left on device)"
    assert bags(archive) == []


@pytest.mark.parametrize("ending", [".zip", ".tar"])
def test_a_copy_is_never_written_to_what_is_there_already(ending: str, donor: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(b"kept")
    (tmp_path / "target").symlink_to(kept)
    file = packed(donor, ending)
    source = archive_at(file, Bounds())
    documents = DonorArchive(file, source)
    ended(source.contents())
    with pytest.raises(CouldNot, match="cannot be written"):
        list(documents.copies([ToCopy("data/report.txt", str(tmp_path / "target"), ("sha512",))]))
    assert kept.read_bytes() == b"kept"


@need_shared
@pytest.mark.parametrize("form", ["zip", "tar", "tgz"])
def test_what_was_exported_as_archive_files_comes_back_as_it_was(
    form: str, archive: Path, another: Path, accession: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    out = tmp_path / "out"
    bayegan("export", "bag", "--archive", archive, "--audience", "archive", "--as", form, "--to", out)
    for file in sorted(out.iterdir()):
        assert file.suffix == f".{form}"
        assert bayegan("ingest", "--archive", another, file).codes == ["archive-bag-taken-over"]
        assert bayegan("ingest", "--archive", another, file).envelope["counts"]["skipped"] == 1
    assert len(bags(another)) == 8
    same_holdings(archive, another)
    judged_by_others(another)
    bayegan("ledger", "verify", "--archive", another)


@pytest.mark.parametrize("ending", [".zip", ".tar"])
def test_an_archive_file_of_ours_that_was_rewritten_is_told_by_premis(
    ending: str, another: Path, exported: Path, bayegan: Bayegan
) -> None:
    alter(exported)
    retell(exported)
    refused = bayegan("ingest", "--archive", another, packed(exported, ending), expect=1)
    assert [(one["code"], one["path"]) for one in refused.errors] == [
        ("archive-bag-not-as-sealed", "data/report.txt")
    ]


def taken_apart(bag: Path, changes: dict[str, tuple[str, str]]) -> None:
    """Change texts in tag files of a bag, and make its tag manifest right again."""
    for path, (old, new) in changes.items():
        content = (bag / path).read_text(encoding="utf-8")
        assert old in content
        (bag / path).write_text(content.replace(old, new, 1), encoding="utf-8")
    reseal(bag)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"metadata/record.xml": ("restricted", "public")}, "metadata/dc.xml"),
        (
            {"metadata/dc.xml": ("<dcterms:title", "<dcterms:title xml:lang='fa'>x</dcterms:title><dcterms:title")},
            "metadata/dc.xml",
        ),
        ({"bag-info.txt": ("Bagging-Date", "External-Identifier: other\nBagging-Date")}, "metadata/record.xml"),
        ({"metadata/premis.xml": ("<size>", "<size>7")}, None),
    ],
    ids=["access level", "title", "second identifier", "size"],
)
def test_a_bag_of_ours_whose_parts_disagree_is_not_taken_over(
    exported: Path, another: Path, bayegan: Bayegan, changes: dict[str, tuple[str, str]], path: str | None
) -> None:
    taken_apart(exported, changes)
    ran = bayegan("ingest", "--archive", another, exported, expect=1)
    found = [one for one in ran.errors if one["code"] == "archive-bag-not-as-sealed"]
    assert found
    assert path is None or path in {one["path"] for one in found}
    assert bags(another) == []


def test_a_forged_restore_does_not_pass_for_the_genuine_submission(
    archive: Path, another: Path, accession: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    bayegan("export", "bag", "--archive", archive, "--to", tmp_path / "out", "BT-1")
    forged = tmp_path / "out" / "BT-1"
    victim = next(path for path in (forged / "data").rglob("*") if path.is_file())
    before = hashlib.sha512(victim.read_bytes()).hexdigest()
    victim.write_bytes(victim.read_bytes()[:-2] + b"!\n")
    after = hashlib.sha512(victim.read_bytes()).hexdigest()
    taken_apart(forged, {"metadata/premis.xml": (before, after)})
    bayegan("ingest", "--archive", another, forged)
    refused = bayegan("ingest", "--archive", another, accession / "submission.json", expect=1)
    assert [(one["code"], one["item"]) for one in refused.errors] == [("archive-item-sealed-by-another", "BT-1")]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Contact_Name", None),
        ("Source-Contact", None),
        ("ContactEmail", None),
        ("Remarks", None),
        (None, "package-info.txt"),
    ],
)
def test_what_may_name_a_person_is_asked_about_before_an_item_is_public(
    archive: Path, donor: Path, bayegan: Bayegan, label: str | None, name: str | None
) -> None:
    if label:
        put(donor, "bag-info.txt", (donor / "bag-info.txt").read_bytes() + f"{label}: A Source\n".encode())
    if name:
        put(donor, name, b"Contact-Name: A Source\n")
    retag(donor, ("sha256", "md5"))
    refused = bayegan("ingest", "--archive", archive, donor, "--access", "public", expect=1)
    assert "archive-bag-opened" in refused.codes
    bayegan("ingest", "--archive", archive, donor)
    record = (bags(archive)[0] / "metadata" / "record.xml").read_text(encoding="utf-8")
    assert ("A Source" in record) == (label == "Remarks")
