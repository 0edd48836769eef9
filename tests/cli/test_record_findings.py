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
