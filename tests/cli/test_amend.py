"""bayegan amend: the next version of a sealed item, beside the earlier ones, which stay as they are."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import bagit
import pytest
from lxml import etree

from amended import WHO, amend, correction, ingest, payload, tree, version, write
from running import Bayegan, as_a_process
from shared import SHARED, need_shared

R = "{urn:bayegan:record:1.0}"
P = "{http://www.loc.gov/premis/v3}"


@pytest.fixture
def held(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive that holds `case-1` with three files."""
    ingest(bayegan, archive, tmp_path / "in")
    return archive


def events(archive: Path) -> list[dict[str, Any]]:
    lines = [
        line for path in sorted(archive.glob("manifests/ledger/*.jsonl")) for line in path.read_text().splitlines()
    ]
    return [json.loads(line) for line in lines]


def record(bag: Path) -> Any:
    return etree.parse(bag / "metadata" / "record.xml").getroot()


def premis_types(bag: Path) -> list[str]:
    return [one.text or "" for one in etree.parse(bag / "metadata" / "premis.xml").iter(f"{P}eventType")]


# A correction


def test_a_correction_makes_a_whole_second_version_and_leaves_the_first_as_it_was(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    before = tree(version(held, 1))
    ran = amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    assert ran.envelope["result"]["sealed"] == [{"item": "case-1", "version": "v2", "files": 3, "octets": 24}]
    assert tree(version(held, 1)) == before
    assert payload(version(held, 2)) == payload(version(held, 1))
    bag = bagit.Bag(str(version(held, 2)))
    assert bag.is_valid()
    assert bag.info["Bayegan-Version"] == "v2"
    statuses = [one.text for one in record(version(held, 2)).iter(f"{R}civilStatus")]
    assert statuses == ["married"]
    assert [one.text for one in record(version(held, 1)).iter(f"{R}civilStatus")] == ["single"]


def test_the_record_says_who_and_why_and_the_ledger_which_version(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    stated = {**WHO, "date": {"kind": "modified", "edtf": "2026-11-20"}, "source": "A family book"}
    amend(bayegan, held, correction(tmp_path / "c" / "c.json", amendment=stated))
    (one,) = record(version(held, 2)).iter(f"{R}amendment")
    assert one.get("version") == "2"
    assert (one.findtext(f"{R}by"), one.findtext(f"{R}reason")) == (WHO["by"], WHO["reason"])
    assert (one.findtext(f"{R}date/{R}edtf"), one.findtext(f"{R}source")) == ("2026-11-20", "A family book")
    event = events(held)[-1]
    assert (event["type"], event["item"], event["version"]) == ("metadata modification", "case-1", "v2")
    assert event["detail"]["amends"] == "v1"
    assert "tagmanifest-sha512.txt" in event["digests"]
    assert WHO["by"] not in json.dumps(event)
    assert premis_types(version(held, 2)) == [
        *premis_types(version(held, 1)),
        *("metadata modification", "fixity check", "message digest calculation", "validation"),
    ]


def test_amendments_of_all_earlier_versions_go_over(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    amend(bayegan, held, correction(tmp_path / "d" / "d.json", titles=["Another title"]))
    made = [one.get("version") for one in record(version(held, 3)).iter(f"{R}amendment")]
    assert made == ["2", "3"]
    dc = (version(held, 3) / "metadata" / "dc.xml").read_text()
    assert "<dcterms:isVersionOf>case-1</dcterms:isVersionOf>" in dc
    assert "<dcterms:replaces>case-1 v2</dcterms:replaces>" in dc


@need_shared
@pytest.mark.parametrize(("kind", "name"), [("dcterms", "dc.xml"), ("premis", "premis.xml")])
def test_the_metadata_of_an_amended_version_are_valid_by_the_official_schemas(
    held: Path, tmp_path: Path, bayegan: Bayegan, kind: str, name: str
) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "new.txt").write_text("new")
    amend(bayegan, held, correction(tmp_path / "c" / "c.json", files=[{"filename": "new.txt"}]))
    command = [sys.executable, SHARED / "official" / "check.py", kind, version(held, 2) / "metadata" / name]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_who_and_why_may_be_said_by_options_and_a_table_will_do(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    (tmp_path / "c").mkdir()
    table = tmp_path / "c" / "c.csv"
    table.write_text("filename,item,title\npage.txt,case-1,Another title\n")
    amend(bayegan, held, table, "--by", "An archivist", "--reason", "wrong title")
    assert record(version(held, 2)).findtext(f"{R}amendment/{R}by") == "An archivist"
    assert payload(version(held, 2)) == payload(version(held, 1))


def test_an_option_does_not_say_again_what_the_submission_says(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"), "--by", "Somebody else", expect=2)


def test_the_submission_is_kept_as_it_was_received(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    path = correction(tmp_path / "c" / "c.json")
    name = amend(bayegan, held, path).envelope["result"]["submission"]
    folder = held / "manifests" / "submissions" / name
    assert (folder / "received" / "c.json").read_bytes() == path.read_bytes()
    (item,) = json.loads((folder / "plan.json").read_text())["items"]
    assert item["version"] == "v2"
    assert {"source": "/v1/data/page.txt", "payload": "data/page.txt", "size": 6} in item["files"]


def test_access_that_is_not_stated_stays_as_it_is_sealed(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ingest(bayegan, archive, tmp_path / "in", access={"level": "confidential", "reason": "asked for"})
    amend(bayegan, archive, correction(tmp_path / "c" / "c.json"))
    view = bayegan("show", "--archive", archive, "case-1").envelope["result"]
    assert view["record"]["access"] == {"level": "confidential", "reason": "asked for"}


def test_a_correction_may_open_an_item(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json", access={"level": "public"}))
    assert bayegan("list", "--archive", held).envelope["result"][0]["access"] == "public"


def test_the_identifier_may_be_left_to_the_command(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    item = {"titles": ["No identifier"]}
    path = write(tmp_path / "c" / "c.json", {"submission": "1.0", "amendment": WHO, "items": [item]})
    amend(bayegan, held, path)
    assert record(version(held, 2)).findtext(f"{R}identifier") == "case-1"


# Files


def test_a_document_is_added_and_another_takes_the_place_of_the_one_of_its_path(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "page.txt").write_text("second\n")
    (tmp_path / "c" / "more.txt").write_text("more\n")
    names = [{"filename": "page.txt"}, {"filename": "more.txt"}, {"filename": "letters/a.txt"}]
    ran = amend(bayegan, held, correction(tmp_path / "c" / "c.json", files=names))
    changes = {"added": ["data/more.txt"], "replaced": ["data/page.txt"], "left_out": []}
    assert ran.envelope["result"]["files"] == changes
    expected = payload(version(held, 1)) | {"page.txt": "second\n", "more.txt": "more\n"}
    assert payload(version(held, 2)) == expected
    assert "modification" in premis_types(version(held, 2))
    assert bagit.Bag(str(version(held, 2))).is_valid()


def test_a_file_is_left_out_only_by_its_name(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    stated = {**WHO, "left_out": ["letters/نامه.txt"]}
    ran = amend(bayegan, held, correction(tmp_path / "c" / "c.json", amendment=stated))
    assert ran.envelope["result"]["files"]["left_out"] == ["data/letters/نامه.txt"]
    assert sorted(payload(version(held, 2))) == ["letters/a.txt", "page.txt"]
    assert len(payload(version(held, 1))) == 3


def test_a_document_that_is_what_is_held_is_not_new(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    shutil.copytree(tmp_path / "in", tmp_path / "c")
    (tmp_path / "c" / "submission.json").unlink()
    names = [{"filename": name} for name in payload(version(held, 1))]
    ran = amend(bayegan, held, correction(tmp_path / "c" / "c.json", files=names))
    assert ran.envelope["result"]["files"] == {"added": [], "replaced": [], "left_out": []}


def test_what_is_said_of_a_file_stays_until_the_file_is_named(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    assert [one.get("path") for one in record(version(held, 2)).iter(f"{R}file")] == ["data/page.txt"]
    named = correction(tmp_path / "d" / "c.json", files=[{"filename": "page.txt", "title": "The first page"}])
    amend(bayegan, held, named)
    assert record(version(held, 3)).findtext(f"{R}file/{R}term") == "The first page"


def test_a_document_that_the_submission_does_not_name_is_not_taken_in_silence(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    (tmp_path / "c").mkdir()
    for name in ("new.txt", "forgotten.txt"):
        (tmp_path / "c" / name).write_text(name)
    path = correction(tmp_path / "c" / "c.json", files=[{"filename": "new.txt"}])
    assert amend(bayegan, held, path, expect=1).codes == ["document-unnamed"]
    assert amend(bayegan, held, path, "--allow-unnamed").codes == ["document-unnamed"]


def test_links_are_made_only_where_asked_for(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    assert (version(held, 2) / "data" / "page.txt").stat().st_nlink == 1
    before = tree(version(held, 1))
    amend(bayegan, held, correction(tmp_path / "d" / "c.json", titles=["Third"]), "--link-unchanged")
    two, three = (version(held, number) / "data" / "page.txt" for number in (2, 3))
    assert two.samefile(three)
    assert tree(version(held, 1)) == before
    assert bagit.Bag(str(version(held, 3))).is_valid()


def test_tag_files_of_a_donor_go_over(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    folder = tmp_path / "bag"
    folder.mkdir()
    (folder / "page.txt").write_text("first")
    bagit.make_bag(str(folder), {"External-Identifier": "case-1", "Source-Organization": "A donor"})
    bayegan("ingest", "--archive", archive, folder, "--no-identify")
    amend(bayegan, archive, correction(tmp_path / "c" / "c.json"))
    donated = [tree(version(archive, number) / "metadata" / "donor") for number in (1, 2)]
    assert donated[0] == donated[1] != {}
    bag = bagit.Bag(str(version(archive, 2)))
    assert bag.is_valid()
    assert bag.info["Source-Organization"] == "A donor"
    ran = bayegan("fixity", "check", "--archive", archive, "--no-record")
    assert ran.codes == []
    versions = len(list(archive.glob("archive/*/*/v*")))
    assert ran.envelope["counts"]["items"] == len(list(archive.glob("archive/*/*"))) < versions


@pytest.mark.parametrize("links", [False, True])
def test_names_that_need_care_go_over_as_they_are(
    archive: Path, tmp_path: Path, bayegan: Bayegan, links: bool
) -> None:
    names = ["100%.txt", "%41.txt", "two\nlines.txt", "tab\there.txt", "a b/#1.txt", "n" * 250, "نامه‌ها/کتاب.txt"]
    for name in names:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(name)
    item = {"id": "case-1", "titles": ["Names"], "files": [{"filename": name} for name in names]}
    manifest = write(tmp_path / "in" / "s.json", {"submission": "1.0", "items": [item]})
    bayegan("ingest", "--archive", archive, manifest, "--no-identify")
    options = ["--link-unchanged"] if links else []
    amend(bayegan, archive, correction(tmp_path / "c" / "c.json"), *options)
    assert sorted(payload(version(archive, 2))) == sorted(names)
    bayegan("validate", version(archive, 2))
    assert bayegan("fixity", "check", "--archive", archive, "--no-record").codes == []


# Once more


def test_the_same_amendment_again_is_skipped_and_said(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    path = correction(tmp_path / "c" / "c.json")
    amend(bayegan, held, path)
    before = tree(held)
    again = amend(bayegan, held, path)
    assert again.envelope["result"]["skipped"] == ["case-1"]
    assert tree(held) == before
    code, out, _ = bayegan.text("amend", "--archive", held, "case-1", path)
    assert (code, out) == (0, "skipped  case-1  amended before by this submission\n")


def test_the_same_amendment_with_another_document_is_not_skipped_in_silence(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "new.txt").write_text("new")
    path = correction(tmp_path / "c" / "c.json", files=[{"filename": "new.txt"}])
    amend(bayegan, held, path)
    (tmp_path / "c" / "new.txt").write_text("another")
    assert refused(bayegan, held, path) == ["archive-submission-changed"]


def test_a_dry_run_finds_all_and_writes_nothing(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    before = tree(held)
    ran = amend(bayegan, held, correction(tmp_path / "c" / "c.json"), "--dry-run")
    assert ran.envelope["result"]["version"] == "v2"
    assert tree(held) == before
    (version(held, 1) / "data" / "page.txt").write_text("FIRST\n")
    ran = amend(bayegan, held, correction(tmp_path / "c" / "c.json"), "--dry-run", expect=1)
    assert ran.codes == ["fixity-altered"]


def test_the_ingest_of_what_made_the_first_version_still_skips_it(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    ran = bayegan("ingest", "--archive", held, tmp_path / "in" / "submission.json", "--no-identify")
    assert ran.envelope["result"]["skipped"] == ["case-1"]


# Refused


def refused(bayegan: Bayegan, archive: Path, path: Path, *words: object) -> list[str]:
    """The codes that an amendment is refused with; nothing is written."""
    before = tree(archive / "archive"), tree(archive / "manifests")
    ran = amend(bayegan, archive, path, *words, expect=1)
    assert (tree(archive / "archive"), tree(archive / "manifests")) == before
    return sorted({one["code"] for one in ran.errors})


@pytest.mark.parametrize(
    ("code", "stated"),
    [
        ("amendment-unexplained", {"amendment": {"by": "Somebody"}}),
        ("amendment-unexplained", {"amendment": {"reason": "Some reason"}}),
        ("amendment-identifier", {"id": "case-2"}),
        ("amendment-left-out", {"amendment": {**WHO, "left_out": ["no-such.txt"]}}),
        (
            "amendment-left-out",
            {"amendment": {**WHO, "left_out": ["page.txt"]}, "files": [{"filename": "page.txt"}]},
        ),
        ("amendment-history", {"amendments": [{"version": 2, "by": "X", "reason": "Y"}]}),
        ("document-absent", {"files": [{"filename": "no-such.txt"}]}),
        ("document-size-differs", {"files": [{"filename": "page.txt", "size": 7}]}),
        ("document-checksum-differs", {"files": [{"filename": "page.txt", "checksum": f"sha256:{'0' * 64}"}]}),
        ("submission-edtf", {"amendment": {**WHO, "date": {"kind": "modified", "edtf": "2026-13"}}}),
        ("submission-unknown-field", {"amendment": {**WHO, "because": "misspelt"}}),
        (
            "document-item-empty",
            {"amendment": {**WHO, "left_out": ["page.txt", "letters/a.txt", "letters/نامه.txt"]}},
        ),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(
    held: Path, tmp_path: Path, bayegan: Bayegan, code: str, stated: dict[str, Any]
) -> None:
    assert refused(bayegan, held, correction(tmp_path / "c" / "c.json", **stated)) == [code]


def test_an_amendment_that_changes_nothing_is_refused(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    shown = bayegan("show", "--archive", held, "case-1").envelope["result"]["record"]
    path = write(tmp_path / "c" / "c.json", {"submission": "1.0", "amendment": WHO, "items": [shown]})
    assert refused(bayegan, held, path) == ["amendment-nothing-changed"]


def test_an_amendment_of_several_items_is_refused(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    items = [{"id": "case-1", "titles": ["One"]}, {"id": "case-2", "titles": ["Two"]}]
    path = write(tmp_path / "c" / "c.json", {"submission": "1.0", "amendment": WHO, "items": items})
    assert refused(bayegan, held, path) == ["amendment-one-item"]


def test_a_name_that_is_a_folder_of_another_is_refused(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "letters").write_text("a file where a folder is")
    path = correction(tmp_path / "c" / "c.json", files=[{"filename": "letters"}])
    assert refused(bayegan, held, path) == ["amendment-file-in-the-way"]


def test_a_new_name_that_cannot_be_kept_apart_from_a_held_one_is_refused(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    (tmp_path / "c").mkdir()
    for name in ("caf\u00e9.txt",):
        (tmp_path / "c" / name).write_text("composed")
    amend(bayegan, held, correction(tmp_path / "c" / "c.json", files=[{"filename": "caf\u00e9.txt"}]))
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "cafe\u0301.txt").write_text("decomposed")
    path = correction(tmp_path / "d" / "c.json", files=[{"filename": "cafe\u0301.txt"}])
    ran = amend(bayegan, held, path, expect=None)
    assert "document-name-twins" in ran.codes


def test_an_item_that_is_not_there_is_wrong_use(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    path = correction(tmp_path / "c" / "c.json")
    bayegan("amend", "--archive", held, "case-9", path, expect=2)
    bayegan("amend", "--archive", held, "case-1", tmp_path / "no-such.json", expect=2)


def test_an_item_that_the_ledger_does_not_know_is_refused(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    (ledger,) = (held / "manifests" / "ledger").glob("*.jsonl")
    kept = [line for line in ledger.read_text().splitlines() if '"item":"case-1"' not in line]
    ledger.write_text("\n".join(kept) + "\n")
    assert refused(bayegan, held, correction(tmp_path / "c" / "c.json")) == ["archive-item-unregistered"]


def test_a_version_that_the_ledger_does_not_know_is_not_built_on(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    shutil.copytree(version(held, 1), version(held, 1).parent / "v2")
    assert refused(bayegan, held, correction(tmp_path / "c" / "c.json")) == ["archive-item-unregistered"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("data/page.txt", "fixity-altered"),
        ("metadata/record.xml", "fixity-altered"),
        ("manifest-sha512.txt", "fixity-altered"),
        ("bag-info.txt", "fixity-altered"),
    ],
)
def test_a_damaged_version_is_refused_and_what_is_damaged_is_named(
    held: Path, tmp_path: Path, bayegan: Bayegan, path: str, code: str
) -> None:
    damaged = version(held, 1) / path
    damaged.write_bytes(damaged.read_bytes() + b"x")
    ran = amend(bayegan, held, correction(tmp_path / "c" / "c.json"), expect=1)
    assert ran.codes == [code]
    assert ran.errors[0]["path"].endswith(f"/case-1/v1/{path}")


def test_a_file_that_is_gone_is_named(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    (version(held, 1) / "data" / "page.txt").unlink()
    assert refused(bayegan, held, correction(tmp_path / "c" / "c.json")) == ["fixity-missing"]


def test_an_earlier_damaged_version_does_not_stand_in_the_way(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    (version(held, 1) / "data" / "page.txt").write_text("FIRST\n")
    (version(held, 1) / "bag-info.txt").unlink()
    amend(bayegan, held, correction(tmp_path / "d" / "c.json", titles=["Third"]))
    ran = bayegan("fixity", "check", "--archive", held, "--no-record", expect=1)
    damaged = {one["path"].partition("/case-1/")[2] for one in ran.errors}
    assert damaged == {"v1/bag-info.txt", "v1/data/page.txt"}


def test_a_submission_that_made_an_earlier_version_is_refused(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    first = correction(tmp_path / "c" / "c.json")
    amend(bayegan, held, first)
    amend(bayegan, held, correction(tmp_path / "d" / "c.json", titles=["Third"]))
    assert refused(bayegan, held, first) == ["amendment-given-twice"]
    words = ("--by", "Somebody", "--reason", "to go back")
    assert refused(bayegan, held, tmp_path / "in" / "submission.json", *words) == ["amendment-given-twice"]


def test_the_same_submission_with_another_reason_is_refused(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    path = correction(tmp_path / "c" / "c.json", amendment={"by": "A relative"})
    amend(bayegan, held, path, "--reason", "one")
    assert refused(bayegan, held, path, "--reason", "two") == ["amendment-given-twice"]


def test_an_ingest_refuses_what_is_an_amendment(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    path = correction(tmp_path / "c" / "c.json", files=[{"filename": "x.txt"}])
    (tmp_path / "c" / "x.txt").write_text("x")
    ran = bayegan("ingest", "--archive", archive, path, expect=1)
    assert {one["code"] for one in ran.errors} == {"amendment-for-ingest"}


# Crashes


def test_a_version_in_place_without_its_event_is_registered_by_the_next_run(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    path = correction(tmp_path / "c" / "c.json")
    (ledger,) = (held / "manifests" / "ledger").glob("*.jsonl")
    before = ledger.read_bytes()
    amend(bayegan, held, path)
    ledger.write_bytes(before)
    (held / ".bayegan" / "staging" / "run").mkdir()
    again = amend(bayegan, held, path)
    assert sorted(again.codes) == ["archive-interrupted", "archive-item-registered"]
    assert again.envelope["result"]["skipped"] == ["case-1"]
    event = events(held)[-1]
    assert (event["type"], event["version"], event["detail"]["amends"]) == ("metadata modification", "v2", "v1")
    assert bayegan("fixity", "check", "--archive", held, "--no-record").codes == []


def test_a_version_that_no_amendment_can_have_put_there_is_left_alone(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    shutil.copytree(version(held, 2), version(held, 2).parent / "v3")
    (held / ".bayegan" / "staging" / "run").mkdir()
    ran = amend(bayegan, held, correction(tmp_path / "d" / "c.json", titles=["Third"]), expect=1)
    assert "archive-item-unregistered" in ran.codes
    assert events(held)[-1]["version"] == "v2"


# Several versions, looked at


def test_show_and_export_give_the_latest_version(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json", titles=["The corrected entry"]))
    assert bayegan("list", "--archive", held).envelope["result"][0]["version"] == "v2"
    shown = bayegan("show", "--archive", held, "case-1").envelope["result"]
    assert shown["record"]["titles"] == ["The corrected entry"]
    assert shown["versions"] == ["v1", "v2"]
    first = bayegan("show", "--archive", held, "case-1", "--version", 1).envelope["result"]
    assert first["record"]["titles"] == ["An entry"]
    for format_ in ("bag", "saf"):
        to = tmp_path / format_
        bayegan("export", format_, "--archive", held, "--audience", "archive", "--to", to)
    assert tree(tmp_path / "bag" / "case-1") == tree(version(held, 2))
    assert "The corrected entry" in next((tmp_path / "saf").rglob("dublin_core.xml")).read_text()
    assert events(held)[-1]["version"] == "v2"


def test_the_versions_are_listed_with_who_and_why(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    ran = bayegan("show", "--archive", held, "case-1", "--versions")
    assert [one["version"] for one in ran.envelope["result"]] == ["v1", "v2"]
    assert ran.envelope["result"][1]["amendment"] == {"version": 2, **WHO}
    _, out, _ = bayegan.text("show", "--archive", held, "case-1", "--versions")
    assert "A relative" in out
    assert "(first version)" in out


def test_a_version_that_cannot_be_read_does_not_hide_the_others(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    (version(held, 1) / "metadata" / "record.xml").unlink()
    ran = bayegan("show", "--archive", held, "case-1", "--versions", expect=3)
    assert [one["version"] for one in ran.envelope["result"]] == ["v2"]
    assert ran.envelope["not_checked"][0]["what"].endswith("case-1/v1")


def test_what_differs_is_told_by_names_and_by_digests(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "page.txt").write_text("second\n")
    path = correction(
        tmp_path / "c" / "c.json",
        amendment={**WHO, "left_out": ["letters/a.txt"]},
        files=[{"filename": "page.txt"}],
        subjects=["memorials"],
    )
    amend(bayegan, held, path)
    ran = bayegan("show", "--archive", held, "case-1", "--diff", 1, 2)
    said = ran.envelope["result"]
    assert {"path": ["subject"], "change": "added", "old": None, "new": "memorials"} in said["record"]
    changed = {
        "path": ["person “Ahmad N.”", "civil status"],
        "change": "changed",
        "old": "single",
        "new": "married",
    }
    assert changed in said["record"]
    assert [(one["path"], one["change"]) for one in said["files"]] == [
        ("data/letters/a.txt", "taken away"),
        ("data/page.txt", "changed"),
    ]
    code, out, _ = bayegan.text("show", "--archive", held, "case-1", "--diff", 1, 2)
    assert code == 0
    assert "  ~ person “Ahmad N.”, civil status\n      was  single\n      now  married\n" in out
    assert "<" not in out


def test_a_version_that_is_not_held_is_wrong_use(held: Path, bayegan: Bayegan) -> None:
    bayegan("show", "--archive", held, "case-1", "--version", 2, expect=2)
    bayegan("show", "--archive", held, "case-1", "--diff", 1, 2, expect=2)
    bayegan("show", "--archive", held, "case-1", "--versions", "--version", 1, expect=2)


# Restored elsewhere


def test_a_restored_second_version_keeps_its_number(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    bayegan("export", "bag", "--archive", held, "--audience", "archive", "--to", tmp_path / "out")
    other = tmp_path / "B"
    bayegan("init", other, "--organisation", "Another Archive")
    sealed = bayegan("ingest", "--archive", other, tmp_path / "out" / "case-1").envelope["result"]["sealed"]
    assert [one["version"] for one in sealed] == ["v2"]
    assert tree(version(other, 2)) == tree(version(held, 2))
    assert [path.name for path in version(other, 2).parent.iterdir()] == ["v2"]
    assert events(other)[-1]["type"] == "ingestion"
    assert bayegan("fixity", "check", "--archive", other, "--no-record").codes == []
    again = bayegan("ingest", "--archive", other, tmp_path / "out" / "case-1")
    assert again.envelope["result"]["skipped"] == ["case-1"]
    amend(bayegan, other, correction(tmp_path / "d" / "c.json", titles=["Third"]))
    assert bagit.Bag(str(version(other, 3))).is_valid()
    listed = bayegan("show", "--archive", other, "case-1", "--versions").envelope["result"]
    assert [one["version"] for one in listed] == ["v2", "v3"]


def test_a_restored_version_without_its_event_is_registered(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    bayegan("export", "bag", "--archive", held, "--audience", "archive", "--to", tmp_path / "out")
    other = tmp_path / "B"
    bayegan("init", other, "--organisation", "Another Archive")
    (ledger,) = (other / "manifests" / "ledger").glob("*.jsonl")
    before = ledger.read_bytes()
    bayegan("ingest", "--archive", other, tmp_path / "out" / "case-1")
    ledger.write_bytes(before)
    (other / ".bayegan" / "staging" / "run").mkdir()
    again = bayegan("ingest", "--archive", other, tmp_path / "out" / "case-1")
    assert "archive-item-registered" in again.codes
    assert (events(other)[-1]["type"], events(other)[-1]["version"]) == ("ingestion", "v2")


def test_a_bag_that_contradicts_itself_on_its_version_is_not_taken_over(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    amend(bayegan, held, correction(tmp_path / "c" / "c.json"))
    bayegan("export", "bag", "--archive", held, "--audience", "archive", "--to", tmp_path / "out")
    folder = tmp_path / "out" / "case-1"
    info = (folder / "bag-info.txt").read_text().replace("Bayegan-Version: v2", "Bayegan-Version: v7")
    (folder / "bag-info.txt").write_text(info)
    _retag(folder)
    assert bagit.Bag(str(folder)).is_valid()
    bayegan("init", tmp_path / "B", "--organisation", "Another Archive")
    ran = bayegan("ingest", "--archive", tmp_path / "B", folder, expect=1)
    assert "archive-bag-not-as-sealed" in ran.codes


def _retag(folder: Path) -> None:
    names = [line.split("  ", 1)[1] for line in (folder / "tagmanifest-sha512.txt").read_text().splitlines()]
    sums = subprocess.run(["sha512sum", *names], cwd=folder, capture_output=True, text=True, check=True).stdout
    (folder / "tagmanifest-sha512.txt").write_text(sums)


def test_one_worker_and_many_workers_make_the_same_version(held: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(held, other)
    path = correction(tmp_path / "c" / "c.json")
    for archive, jobs in ((held, 1), (other, 3)):
        assert as_a_process("amend", "--archive", archive, "case-1", path, "--jobs", jobs).returncode == 0
    manifests = [(version(archive, 2) / "manifest-sha512.txt").read_bytes() for archive in (held, other)]
    assert manifests[0] == manifests[1]
    assert payload(version(held, 2)) == payload(version(other, 2))
