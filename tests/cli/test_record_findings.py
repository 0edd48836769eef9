"""What is wrong with a description is told by every command that reads one, all at once."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from running import Bayegan

LETTER = "نامه\r\nof a friend\n"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def submission(folder: Path, *items: dict[str, Any]) -> Path:
    folder.mkdir()
    for number, item in enumerate(items):
        (folder / f"{number}.txt").write_bytes(LETTER.encode())
        item |= {"id": f"item-{number}", "titles": ["A letter"], "files": [{"filename": f"{number}.txt"}]}
    manifest = folder / "submission.json"
    manifest.write_text(json.dumps({"submission": "1.0", "items": items}), encoding="utf-8")
    return manifest


def passage(path: str, start: int, end: int, text: str) -> dict[str, Any]:
    return {"path": path, "start": start, "end": end, "sha256": digest(text)}


def claim(*passages: dict[str, Any], **said: Any) -> dict[str, Any]:
    return {"claims": [{"paraphrase": "A friend wrote it.", "passages": passages, **said}]}


@pytest.mark.parametrize("command", ["validate", "ingest", "dry-run"])
def test_passages_are_read_even_where_something_else_is_wrong(
    command: str, archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    manifest = submission(
        tmp_path / "s",
        claim(passage("data/0.txt", 0, 4, "نامه"), passage("data/0.txt", 4, 6, "\n\n"), asserters=["nobody"]),
        claim(passage("data/0.txt", 0, 4, "نامه"), passage("data/1.txt", 0, 400, "نامه"), kind="hearsay"),
        claim(passage("data/2.txt", 6, 400, "of")),
        {"capture": {"date": {"kind": "date", "edtf": "last year"}}},
    )
    words = {
        "validate": ("validate", manifest),
        "ingest": ("ingest", "--archive", archive, manifest),
        "dry-run": ("ingest", "--archive", archive, "--dry-run", manifest),
    }[command]
    ran = bayegan(*words, expect=1)
    assert {(one["code"], one["pointer"]) for one in ran.envelope["findings"]} == {
        ("record-key-unknown", "/items/0/claims/0/asserters/0"),
        ("record-passage-differs", "/items/0/claims/0/passages/1/sha256"),
        ("submission-vocabulary", "/items/1/claims/0/kind"),
        ("record-passage-file", "/items/1/claims/0/passages/0/path"),
        ("record-passage-bounds", "/items/1/claims/0/passages/1/end"),
        ("record-passage-bounds", "/items/2/claims/0/passages/0/end"),
        ("submission-edtf", "/items/3/capture/date/edtf"),
    }
    assert not list(archive.glob("archive/*/*"))


def test_a_line_of_json_lines_is_told_with_its_row(tmp_path: Path, bayegan: Bayegan) -> None:
    (tmp_path / "a.txt").write_text("a")
    item = {"titles": ["A"], "files": [{"filename": "a.txt"}], **claim(passage("data/b.txt", 0, 1, "a"))}
    (tmp_path / "s.jsonl").write_text("\n" + json.dumps(item) + "\n")
    (found,) = bayegan("validate", tmp_path / "s.jsonl", expect=1).envelope["findings"]
    assert (found["code"], found["row"], found["pointer"]) == (
        "record-passage-file",
        2,
        "/claims/0/passages/0/path",
    )


def test_a_record_whose_passages_are_right_is_sealed(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = submission(
        tmp_path / "s", claim(passage("data/0.txt", 0, 17, LETTER[:17]), {"path": "data/0.txt", "page": "1"})
    )
    bayegan("ingest", "--archive", archive, manifest)
    (record,) = archive.glob("archive/*/*/v1/metadata/record.xml")
    assert digest(LETTER[:17]) in record.read_text("utf-8")


def test_of_an_item_whose_files_are_not_known_no_passage_is_read(tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = submission(tmp_path / "s", claim(passage("data/0.txt", 0, 4, "x"), kind="hearsay"))
    manifest.write_text(manifest.read_text().replace('"filename"', '"file"'))
    codes = bayegan("validate", manifest, expect=1).codes
    assert "record-passage-differs" not in codes
    assert "submission-vocabulary" in codes


@pytest.fixture
def sealed_record(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """The record.xml of a sealed item that has a claim with a figure, a concept, an office and a passage."""
    said = claim(passage("data/0.txt", 0, 4, "نامه"), figure={"least": 2, "most": 3})
    said |= {"people": [{"names": ["A"], "positions": [{"title": "Judge", "since": "1985", "until": "1989"}]}]}
    said |= {"acts": [{"kind": {"text": "Arrest", "concept": "acts:arrest"}}]}
    bayegan("ingest", "--archive", archive, submission(tmp_path / "s", said))
    (bag,) = archive.glob("archive/*/*/v1")
    return bag / "metadata" / "record.xml"


def changed(record: Path, old: str, new: str) -> None:
    text = record.read_text(encoding="utf-8")
    assert text.count(old) == 1
    record.write_text(text.replace(old, new), encoding="utf-8")


def test_a_record_that_was_sealed_is_right(sealed_record: Path, bayegan: Bayegan) -> None:
    assert bayegan("validate", sealed_record).codes == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('least="2"', 'least="4"', "record-figure"),
        ('until="1989"', 'until="1984"', "record-interval"),
        ("acts:arrest", "acts:arest", "record-concept-unknown"),
        ("acts:arrest", "deeds:arrest", "record-vocabulary-unknown"),
        ("acts:arrest", "methods:shooting", "record-concept-field"),
        ('end="4"', 'end="5"', "record-passage-differs"),
        ('end="4"', 'end="500"', "record-passage-bounds"),
        ('path="data/0.txt"', 'path="data/../metadata/dc.xml"', "record-passage-file"),
        ('path="data/0.txt"', 'path="data/1.txt"', "record-passage-file"),
    ],
)
def test_what_is_wrong_with_a_record_is_told_with_its_line(
    sealed_record: Path, bayegan: Bayegan, old: str, new: str, code: str
) -> None:
    changed(sealed_record, old, new)
    (found,) = bayegan("validate", sealed_record, expect=1).envelope["findings"]
    assert found["code"] == code
    lines = sealed_record.read_text(encoding="utf-8").splitlines()
    line = int(found["found"].partition("line ")[2].partition(":")[0])
    assert new in lines[line - 1]


def test_a_payload_that_changed_or_is_a_link_is_told(sealed_record: Path, bayegan: Bayegan) -> None:
    payload = sealed_record.parent.parent / "data" / "0.txt"
    payload.write_text("nothing of the kind", encoding="utf-8")
    assert bayegan("validate", sealed_record, expect=1).codes == ["record-passage-differs"]
    payload.rename(payload.with_name("1.txt"))
    payload.symlink_to("1.txt")
    assert bayegan("validate", sealed_record, expect=1).codes == ["record-passage-file"]


def test_without_a_bag_the_passages_wait_and_the_rest_is_looked_at(
    sealed_record: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    alone = tmp_path / "record.xml"
    alone.write_bytes(sealed_record.read_bytes())
    changed(alone, 'end="4"', 'end="500"')
    assert bayegan("validate", alone).codes == []
    changed(alone, "acts:arrest", "deeds:arrest")
    assert bayegan("validate", alone).codes == ["record-vocabulary-unknown"], "it may be another archive's own"
    changed(alone, 'least="2"', 'least="4"')
    assert "record-figure" in bayegan("validate", alone, expect=1).codes
