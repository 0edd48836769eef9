"""Nothing is handed over of an item of which a file is not as it was sealed, and the file is named."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bags_made import retag
from bayegan.export.exporter import exporters
from bayegan.library import sealed_bags
from running import Bayegan

DIGESTS = ("sha512", "sha256")
TAGS = (
    "bagit.txt",
    "bag-info.txt",
    *(f"manifest-{one}.txt" for one in DIGESTS),
    "metadata/dc.xml",
    "metadata/premis.xml",
    "metadata/record.xml",
    *(f"tagmanifest-{one}.txt" for one in DIGESTS),
)
CLOSED = {"level": "restricted", "reason": {"text": "she asked"}}


def ingest(archive: Path, folder: Path, bayegan: Bayegan, identifier: str = "case-1", **said: object) -> Path:
    """Have an archive hold an item with two manifests; return the bag of its first version."""
    folder.mkdir()
    (folder / "page.txt").write_text("a page")
    item = {"id": identifier, "titles": [{"text": "A page"}], "access": {"level": "public"}, **said}
    item |= {"files": [{"filename": "page.txt"}]}
    (folder / "submission.json").write_text(json.dumps({"submission": "1.0", "items": [item]}))
    digests = [word for one in DIGESTS for word in ("--digest", one)]
    bayegan("ingest", "--archive", archive, folder / "submission.json", "--no-identify", *digests)
    return next(archive.glob(f"archive/*/{identifier}/v1"))


def appended(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def to_garbage(path: Path) -> None:
    path.write_bytes(bytes(7 * number % 256 for number in range(300)))


def to_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/null")


def to_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def restored(path: Path, whole: bytes) -> None:
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    path.unlink(missing_ok=True)
    path.write_bytes(whole)


def refused(bayegan: Bayegan, archive: Path, out: Path, name: str, *words: str) -> list[tuple[str, str]]:
    """Return the errors of an export that writes nothing: their codes, and the last of their paths, sorted."""
    ran = bayegan("export", name, "--archive", archive, "--to", out, *words, expect=1)
    assert not out.exists()
    assert not list(out.parent.glob(f".{out.name}*"))
    assert ran.envelope["counts"]["exported"] == 0
    errors = [one for one in ran.envelope["findings"] if one["severity"] == "error"]
    return sorted((one["code"], one["path"].rpartition("v1/")[2]) for one in errors)


@pytest.mark.parametrize("audience", ["public", "archive"])
@pytest.mark.parametrize("name", exporters())
def test_an_altered_or_missing_tag_file_is_named_in_every_format(
    archive: Path, tmp_path: Path, bayegan: Bayegan, name: str, audience: str
) -> None:
    bag = ingest(archive, tmp_path / "in", bayegan)
    assert {str(one.relative_to(bag)) for one in bag.rglob("*.*")} == {*TAGS, "data/page.txt"}
    for tag in TAGS:
        whole = (bag / tag).read_bytes()
        for damage in (appended, to_garbage, Path.unlink, to_a_link, to_a_folder):
            damage(bag / tag)
            found = refused(bayegan, archive, tmp_path / "out", name, "--audience", audience)
            assert [path for _, path in found] == [tag], (tag, damage)
            restored(bag / tag, whole)
    words = ("export", name, "--archive", archive, "--to", tmp_path / "out", "--audience", audience)
    assert bayegan(*words, expect=None).envelope["counts"]["exported"] == 1


@pytest.mark.parametrize("name", ["saf", "ocfl"])
def test_a_bag_that_was_made_to_agree_with_itself_is_not_the_one_that_was_sealed(
    archive: Path, tmp_path: Path, bayegan: Bayegan, name: str
) -> None:
    bag = ingest(archive, tmp_path / "in", bayegan)
    appended(bag / "metadata" / "dc.xml")
    retag(bag, DIGESTS)
    assert refused(bayegan, archive, tmp_path / "out", name) == [
        ("export-source-altered", "tagmanifest-sha512.txt")
    ]


def test_several_tag_files_that_were_damaged_are_all_named(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bag = ingest(archive, tmp_path / "in", bayegan)
    damaged = ("bag-info.txt", "metadata/dc.xml", "metadata/premis.xml")
    for tag in damaged:
        appended(bag / tag)
    expected = [("export-source-altered", tag) for tag in damaged]
    assert refused(bayegan, archive, tmp_path / "out", "saf") == expected


@pytest.mark.parametrize("tag", ["bag-info.txt", "metadata/premis.xml", "tagmanifest-sha256.txt"])
@pytest.mark.parametrize("audience", ["public", "archive"])
def test_a_trial_reads_every_tag_file(
    archive: Path, tmp_path: Path, bayegan: Bayegan, tag: str, audience: str
) -> None:
    appended(ingest(archive, tmp_path / "in", bayegan) / tag)
    found = refused(bayegan, archive, tmp_path / "out", "saf", "--dry-run", "--audience", audience)
    assert found == [("fixity-altered", tag)]


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_closed_in_an_item_is_judged_by_nothing_that_was_altered(
    archive: Path, tmp_path: Path, bayegan: Bayegan, tag: str
) -> None:
    """bag-info.txt names the organisation, whose name alone is not looked for: a wrong one would let a name out."""
    witness = {"names": [{"text": "Zohreh Quincewright"}], "roles": ["witness"], "access": CLOSED}
    bag = ingest(archive, tmp_path / "in", bayegan, people=[witness])
    appended(bag / tag)
    assert refused(bayegan, archive, tmp_path / "out", "saf") == [("fixity-altered", tag)]
    (bag / tag).unlink()
    assert refused(bayegan, archive, tmp_path / "out", "saf") == [("fixity-missing", tag)]


def test_an_organisation_that_another_bag_was_made_to_have_lets_no_name_out(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    witness = {"names": [{"text": "Zohreh Quincewright"}], "roles": ["witness"], "access": CLOSED}
    bag = ingest(archive, tmp_path / "in", bayegan, people=[witness])
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("a")
    (other / "t.csv").write_text("filename,item,title,access\na.txt,case-2,Zohreh Quincewright,public\n")
    bayegan("ingest", "--archive", archive, other / "t.csv", "--no-identify")
    info = bag / "bag-info.txt"
    lines = [line for line in info.read_text().splitlines() if not line.startswith("Source-Organization")]
    info.write_text("\n".join(["Source-Organization: Zohreh Quincewright", *lines]) + "\n")
    retag(bag, DIGESTS)
    ran = bayegan("export", "csv", "--archive", archive, "--to", tmp_path / "out", "case-2")
    assert {one["code"] for one in ran.envelope["findings"]} >= {"fixity-altered"}
    assert ("fixity-altered", "bag-info.txt") in {
        (one["code"], str(one["path"]).rpartition("v1/")[2]) for one in ran.envelope["findings"]
    }


def by_append(bag: Path) -> None:
    appended(bag / "bag-info.txt")


def by_agreeing(bag: Path) -> None:
    by_append(bag)
    retag(bag, DIGESTS)


@pytest.mark.parametrize("damage", [by_append, by_agreeing])
def test_an_earlier_version_that_goes_along_is_held_against_the_ledger_too(
    archive: Path, tmp_path: Path, bayegan: Bayegan, damage: Callable[[Path], None]
) -> None:
    bag = ingest(archive, tmp_path / "in", bayegan)
    item = {"id": "case-1", "titles": [{"text": "A better title"}], "access": {"level": "public"}}
    item |= {"files": [{"filename": "page.txt"}]}
    amendment = {"by": "A. Archivist", "reason": "a better title"}
    path = tmp_path / "again" / "amendment.json"
    path.parent.mkdir()
    (path.parent / "page.txt").write_text("a page")
    path.write_text(json.dumps({"submission": "1.0", "amendment": amendment, "items": [item]}))
    bayegan("amend", "--archive", archive, "case-1", path)
    damage(bag)
    for name, is_refused in (("ocfl", True), ("saf", False)):
        words = ("export", name, "--archive", archive, "--to", tmp_path / name, "--audience", "archive")
        ran = bayegan(*words, expect=1 if is_refused else 0)
        assert ("export-source-altered" in ran.codes) == is_refused
        paths = [str(one["path"]) for one in ran.envelope["findings"] if one["code"] == "export-source-altered"]
        assert all(path.startswith("v1/") for path in paths)
        assert (tmp_path / name).exists() != is_refused


def test_what_is_given_is_what_was_sealed(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bag = ingest(archive, tmp_path / "in", bayegan)
    bayegan("export", "bag", "--archive", archive, "--to", tmp_path / "out", "--audience", "archive")
    for tag in TAGS:
        given = hashlib.sha512((tmp_path / "out" / "case-1" / tag).read_bytes()).digest()
        assert given == hashlib.sha512((bag / tag).read_bytes()).digest()


BAD_VALUES = (
    b"Bagging-Date: 9999-12-31\n",
    b"Source-Organization: \xff\n",
    b"Source-Organization: a\x01b\n",
    "Source-Organization: \uffff\n".encode(),
    b"",
)


@pytest.mark.parametrize("name", ["bag", "datacite", "eark-aip", "eark-dip", "ocfl", "ro-crate", "saf"])
@pytest.mark.parametrize("content", BAD_VALUES)
def test_nothing_is_made_of_what_a_damaged_bag_info_says(
    archive: Path, tmp_path: Path, bayegan: Bayegan, name: str, content: bytes
) -> None:
    bag = ingest(archive, tmp_path / "in", bayegan)
    (bag / "bag-info.txt").write_bytes(content)
    words = ("--set", "as=zip") if name == "bag" else ()
    expected = [("export-source-altered", "bag-info.txt")]
    assert refused(bayegan, archive, tmp_path / "out", name, *words) == expected


@pytest.mark.parametrize("audience", ["public", "archive"])
def test_a_bag_that_is_gone_is_a_finding_and_others_are_found_too(
    archive: Path, tmp_path: Path, bayegan: Bayegan, audience: str
) -> None:
    bag = ingest(archive, tmp_path / "in", bayegan)
    bag.rename(tmp_path / "elsewhere")
    assert refused(bayegan, archive, tmp_path / "out", "saf", "--audience", audience)


def test_a_digest_in_the_ledger_that_is_none_is_no_mistake_of_ours(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    ingest(archive, tmp_path / "in", bayegan)
    for segment in archive.glob("manifests/ledger/*.jsonl"):
        said = segment.read_text()
        segment.write_text(re.sub(r'("tagmanifest-sha512.txt":")..', r"\1zz", said))
    found = refused(bayegan, archive, tmp_path / "out", "saf", "--audience", "archive")
    assert found == [("export-source-altered", "tagmanifest-sha512.txt")]


def test_a_trial_reads_the_items_that_stay_too(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bag = ingest(archive, tmp_path / "in", bayegan, access={"level": "restricted"})
    appended(bag / "metadata" / "premis.xml")
    ran = bayegan("export", "saf", "--archive", archive, "--to", tmp_path / "out", "--dry-run", expect=1)
    assert "fixity-altered" in ran.codes


@pytest.mark.parametrize("asked", [(), ("--collection", "F-1"), ("--collection", "F-1", "--audience", "archive")])
def test_the_collection_of_an_item_is_not_believed_where_it_was_altered(
    archive: Path, tmp_path: Path, bayegan: Bayegan, asked: tuple[str, ...]
) -> None:
    described = [
        {"id": one, "level": "file", "titles": ["A file"], "access": {"level": level}}
        for one, level in (("F-1", "public"), ("F-9", "restricted"))
    ]
    path = tmp_path / "files.json"
    path.write_text(json.dumps({"collections": "1.0", "described": described}))
    bayegan("collection", "add", "--archive", archive, path)
    bag = ingest(archive, tmp_path / "in", bayegan, terms=[{"term": "isPartOf", "text": "F-1"}])
    dc = bag / "metadata" / "dc.xml"
    ingest(archive, tmp_path / "more", bayegan, "case-2", terms=[{"term": "isPartOf", "text": "F-1"}])
    assert b">F-1<" in dc.read_bytes()
    dc.write_bytes(dc.read_bytes().replace(b">F-1<", b">F-9<"))
    ran = bayegan("export", "saf", "--archive", archive, "--to", tmp_path / "out", *asked, expect=1)
    found = {(one["code"], str(one["path"]).rpartition("v1/")[2]) for one in ran.envelope["findings"]}
    assert ("fixity-altered", "metadata/dc.xml") in found
    assert not (tmp_path / "out").exists()
    dc.unlink()
    ran = bayegan("export", "saf", "--archive", archive, "--to", tmp_path / "out", *asked, expect=1)
    assert "fixity-missing" in ran.codes


def test_what_was_read_is_judged_and_not_what_another_reading_says(
    archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that is wrong for a moment, as on a disk that fails, opens nothing."""
    bag = ingest(archive, tmp_path / "in", bayegan, access={"level": "restricted"})
    record = bag / "metadata" / "record.xml"
    whole = record.read_bytes()
    record.write_bytes(whole.replace(b"restricted", b"public"))
    assert record.read_bytes() != whole
    read = sealed_bags.read_small

    def read_once(path: str, most: int) -> object:
        found = read(path, most)
        record.write_bytes(whole)
        return found

    monkeypatch.setattr(sealed_bags, "read_small", read_once)
    assert refused(bayegan, archive, tmp_path / "out", "bag", "--jobs", "1") == [
        ("fixity-altered", "metadata/record.xml")
    ]


@pytest.mark.parametrize("tag", TAGS)
def test_a_name_that_is_closed_in_an_item_stays_whatever_else_of_it_was_altered(
    archive: Path, tmp_path: Path, bayegan: Bayegan, tag: str
) -> None:
    path = tmp_path / "files.json"
    described = [{"id": "F-1", "level": "file", "titles": ["A file"], "access": {"level": "public"}}]
    path.write_text(json.dumps({"collections": "1.0", "described": described}))
    bayegan("collection", "add", "--archive", archive, path)
    witness = {"names": [{"text": "Zohreh Quincewright"}], "roles": ["witness"], "access": CLOSED}
    bag = ingest(archive, tmp_path / "in", bayegan, people=[witness])
    titles = [{"text": "A letter of Zohreh Quincewright"}]
    ingest(archive, tmp_path / "more", bayegan, "case-2", titles=titles)
    if tag != "metadata/record.xml":
        appended(bag / tag)
    bayegan("export", "csv", "--archive", archive, "--to", tmp_path / "out", "case-2", expect=None)
    written = b"".join(one.read_bytes() for one in (tmp_path / "out").rglob("*") if one.is_file())
    assert written
    assert b"Quincewright" not in written
