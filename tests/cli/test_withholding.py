"""What is closed in an item stays in the archive, and everything else leaves: told of every format."""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import bagit
import pytest

from bayegan.export.exporter import exporters
from running import Bayegan

FORMATS = tuple(exporters())
SUBMISSION = {
    "submission": "1.0",
    "items": [
        {
            "id": "T-1",
            "titles": [{"text": "A testimony of Zohreh Quincewright"}],
            "access": {"level": "public"},
            "people": [
                {
                    "key": "zohreh-quincewright",
                    "names": [{"text": "Zohreh Quincewright"}, {"text": "زهره به‌کاشته", "lang": "fa"}],
                    "roles": ["witness"],
                    "access": {"level": "restricted", "reason": {"text": "her brother Medlarwood is in danger"}},
                },
                {"names": [{"text": "Maryam Openname"}], "roles": ["author"]},
            ],
            "accession": {"number": "ACC-Bilberry-9", "donor": {"text": "Donor Cloudberry"}},
            "parts": [
                {
                    "title": {"text": "Hawthornia"},
                    "access": {"level": "confidential"},
                    "passages": [{"path": "data/b.txt", "page": "1"}],
                }
            ],
            "claims": [
                {"paraphrase": {"text": "Zohreh Quincewright was there."}, "about": ["zohreh-quincewright"]}
            ],
            "files": [
                {"filename": "a.txt"},
                {"filename": "b.txt"},
                {"filename": "named.html"},
                {"filename": "Rowanfile.txt", "title": "Rowantitle", "access": {"level": "restricted"}},
                {"filename": "picture.bin"},
            ],
        },
        {
            "id": "T-2",
            "titles": [{"text": "Embargoed Sorbusword"}],
            "access": {"level": "public", "embargo": "2999-01-01"},
            "files": [{"filename": "e.txt"}],
        },
        {
            "id": "T-3",
            "titles": [{"text": "Open all through, but it names زهره به کاشته"}],
            "access": {"level": "public"},
            "files": [{"filename": "c.txt"}],
        },
    ],
}
DOCUMENTS = {
    "a.txt": "Nothing to hide.",
    "b.txt": "Hawthornia stands here.",
    "named.html": "<html><p>It was Zoh<b>reh</b>&nbsp;Quince&#119;right.</p></html>",
    "Rowanfile.txt": "secret",
    "picture.bin": "\0\1\2",
    "e.txt": "Sorbusword",
    "c.txt": "Open.",
}
WORDS = "Quincewright زهره Medlarwood Bilberry Cloudberry Hawthornia Rowanfile Rowantitle Sorbusword"
PLANTED = tuple(WORDS.split(" "))


@pytest.fixture
def held(tmp_path: Path, archive: Path, bayegan: Bayegan) -> Path:
    accession = tmp_path / "accession"
    accession.mkdir()
    for name, text in DOCUMENTS.items():
        (accession / name).write_text(text, encoding="utf-8")
    (accession / "submission.json").write_text(json.dumps(SUBMISSION), encoding="utf-8")
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    return archive


def all_octets(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every name and every octet of a package, with what is packed in zip files; none of our own code."""
    for path in sorted(folder.rglob("*")):
        yield str(path.relative_to(folder)), path.read_bytes() if path.is_file() else b""
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield name, packed.read(name)


@pytest.mark.parametrize("name", FORMATS)
def test_no_planted_word_leaves_in_any_format(held: Path, tmp_path: Path, bayegan: Bayegan, name: str) -> None:
    options = ("--archive", held, "--to", tmp_path / "out", "--accept-unsearched")
    ran = bayegan("export", name, *options)
    assert ran.envelope["result"]["withheld"] == ["T-2"]
    assert ran.envelope["result"]["exported"] == ["T-1", "T-3"]
    for path, content in all_octets(tmp_path / "out"):
        for word in PLANTED:
            assert word not in path
            assert word.encode() not in content, (path, word)
            assert word.encode("utf-16-be") not in content


def test_what_was_withheld_is_told_to_the_archivist_with_digests(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    ran = bayegan("export", "bag", "--archive", held, "--to", tmp_path / "out", "--accept-unsearched")
    report = json.loads((held / ran.envelope["result"]["report"]).read_bytes())
    said = {(one["item"], one["what"], one["where"]) for one in report["withheld"]}
    assert said >= {
        ("T-1", "person", "/people/0"),
        ("T-1", "entry", "/accession"),
        ("T-1", "entry", "/parts/0"),
        ("T-1", "file", "data/b.txt"),
        ("T-1", "file", "data/named.html"),
        ("T-1", "file", "data/Rowanfile.txt"),
        ("T-2", "item", ""),
        ("T-3", "text", "/titles/0"),
    }
    assert all(len(one["sha512"]) == 128 for one in report["withheld"] if one["what"] in ("file", "text"))
    assert [one["path"] for one in report["not_searched"]] == ["data/picture.bin"]


def test_a_derived_bag_is_a_bag_and_says_what_it_derives_from(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("export", "bag", "--archive", held, "--to", tmp_path / "out", "--accept-unsearched")
    bags = [str(path) for path in (tmp_path / "out").iterdir()]
    subprocess.run([sys.executable, "-m", "bagit", "--validate", *bags], check=True, capture_output=True)
    bayegan("validate", *bags)
    bag = tmp_path / "out" / "T-1"
    assert {path.name for path in (bag / "data").iterdir()} == {"a.txt", "picture.bin"}
    derived = bagit.Bag(str(bag)).info["Bayegan-Derived-From"]
    sealed = next(held.glob("archive/*/T-1/v1/tagmanifest-sha512.txt")).read_bytes()
    assert derived == f"v1 of this item; its tag manifest has the SHA-512 {hashlib.sha512(sealed).hexdigest()}"
    assert "Derived for the public from v1" in (bag / "metadata" / "dc.xml").read_text()
    assert "Maryam Openname" in (bag / "metadata" / "record.xml").read_text()


def test_what_cannot_be_searched_needs_a_word(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("export", "bag", "--archive", held, "--to", tmp_path / "out", expect=1)
    assert ran.codes.count("export-not-searched") == 1
    assert "data/picture.bin" in ran.said()
    assert not (tmp_path / "out").exists()
    assert list(tmp_path.glob(".out*")) == []


def test_a_trial_says_the_same_and_writes_nothing(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    before = {path: path.stat().st_mtime_ns for path in held.rglob("*")}
    ran = bayegan("export", "bag", "--archive", held, "--to", tmp_path / "out", "--accept-unsearched", "--dry-run")
    assert ran.envelope["result"]["exported"] == ["T-1", "T-3"]
    assert ran.envelope["result"]["package"] is None
    assert not (tmp_path / "out").exists()
    assert {path: path.stat().st_mtime_ns for path in held.rglob("*")} == before


def test_the_archive_itself_is_given_everything(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("export", "bag", "--archive", held, "--to", tmp_path / "out", "--audience", "archive")
    assert ran.envelope["result"]["exported"] == ["T-1", "T-2", "T-3"]
    assert "Quincewright" in (tmp_path / "out" / "T-1" / "metadata" / "record.xml").read_text()


def test_the_same_export_gives_the_same_octets_and_is_known_again(
    held: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    options = ("export", "bag", "--set", "as=zip", "--archive", held, "--accept-unsearched", "--to")
    one = bayegan(*options, tmp_path / "out")
    two = bayegan(*options, tmp_path / "out")
    assert one.envelope["result"]["package"] == two.envelope["result"]["package"]
    assert [one.envelope["result"]["was_there"], two.envelope["result"]["was_there"]] == [False, True]
    (tmp_path / "out" / "T-3.zip").write_bytes(b"mine now")
    assert "in use" in bayegan(*options, tmp_path / "out", expect=2).said()


def test_an_earlier_export_that_nobody_touched_gives_way(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("export", "bag", "--archive", held, "--to", tmp_path / "out", "T-3")
    bayegan("export", "saf", "--archive", held, "--to", tmp_path / "out", "T-3")
    assert (tmp_path / "out" / "item_000001").is_dir()
    assert not (tmp_path / "out" / "T-3").exists()
    assert list(tmp_path.glob(".out*")) == []


def test_only_what_an_institution_was_not_given(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    options = ("export", "bag", "--archive", held, "--accept-unsearched", "--target", "Example University", "--to")
    bayegan(*options, tmp_path / "one", "T-3")
    ran = bayegan(*options, tmp_path / "two", "--not-yet")
    assert ran.envelope["result"]["exported"] == ["T-1"]
    late = bayegan(*options, tmp_path / "three", "--ingested-since", "2999-01-01", expect=1)
    assert "archive-export-empty" in late.codes


def test_packed_text_is_searched(tmp_path: Path, archive: Path, bayegan: Bayegan) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as document:
        document.writestr("word/document.xml", "<w:t>Zohreh </w:t><w:t>Quincewright</w:t>")
    accession = tmp_path / "accession"
    accession.mkdir()
    (accession / "letter.docx").write_bytes(packed.getvalue())
    person = SUBMISSION["items"][0]["people"][0]  # type: ignore[index]
    item = {
        "id": "D-1",
        "titles": [{"text": "A letter"}],
        "access": {"level": "public"},
        "people": [person],
        "files": [{"filename": "letter.docx"}],
    }
    (accession / "submission.json").write_text(json.dumps({"submission": "1.0", "items": [item]}), encoding="utf-8")
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    ran = bayegan("export", "bag", "--archive", archive, "--to", tmp_path / "out")
    assert [one["where"] for one in ran.envelope["result"]["parts"] if one["what"] == "file"] == [
        "data/letter.docx"
    ]


def test_a_bag_is_made_for_a_profile_and_held_against_it(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    options = ("export", "bag", "--archive", held, "--accept-unsearched", "--to")
    bayegan(*options, tmp_path / "aptrust", "--as", "tar", "--set", "profile=aptrust", "--set", "access=Consortia")
    bags = sorted((tmp_path / "aptrust").iterdir())
    assert [bag.name for bag in bags] == ["T-1.tar", "T-3.tar"]
    bayegan("validate", "--profile", "aptrust", *bags)
    with tarfile.open(bags[1]) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    bagit.Bag(str(tmp_path / "unpacked" / "T-3")).validate()
    said = (tmp_path / "unpacked" / "T-3" / "aptrust-info.txt").read_text(encoding="utf-8")
    assert said.startswith("Title: Open all through")
    assert "Access: Consortia\nStorage-Option: Standard\n" in said
    bayegan(*options, tmp_path / "btr", "--set", "profile=btr")
    bayegan("validate", "--profile", "btr", *(tmp_path / "btr").iterdir())


def test_what_lacks_for_a_profile_is_said_and_nothing_is_left(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan(
        "export", "bag", "--archive", held, "--to", tmp_path / "out", "--set", "profile=aptrust", "T-3", expect=1
    )
    assert "bag-profile-serialization" in ran.codes
    assert "profile aptrust" in ran.said()
    assert not (tmp_path / "out").exists()
