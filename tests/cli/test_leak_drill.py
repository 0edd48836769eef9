"""The leak drill: thirty items, each with something closed and a word of its own in it; no word leaves."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bayegan.export.exporter import exporters
from running import Bayegan
from shared import REPOSITORY

JUDGE = REPOSITORY / "tests" / "judges" / "judge_leaks.py"
ITEMS = 30
KINDS = ("person", "name", "part", "file", "embargo", "accession")
CLOSED = {"level": "restricted", "reason": {"text": "those who gave it asked for that"}}


def word(number: int) -> str:
    """A word that stands nowhere else; in every third item it is Persian."""
    letters = "ابپتثجچحخد" if number % 3 == 0 else "abcdefghij"
    return ("کاشته" if number % 3 == 0 else "Plantedqz") + "".join(letters[int(digit)] for digit in f"{number:03d}")


def kind(number: int) -> str:
    """What is closed in an item."""
    return KINDS[number % len(KINDS)]


def item(number: int) -> tuple[dict[str, Any], dict[str, str]]:
    """An item of the submission, and its documents: where its word stands, it is closed."""
    planted, what = word(number), kind(number)
    said: dict[str, Any] = {
        "id": f"drill-{number}",
        "titles": [{"text": f"Document {number}"}],
        "access": {"level": "public"},
        "people": [{"key": "author", "names": [{"text": "An Author"}], "roles": ["author"]}],
    }
    documents = {f"open-{number}.txt": "Nothing here is closed."}
    if what == "person":
        said["people"].append({"names": [{"text": f"Somebody {planted}"}], "roles": ["witness"], "access": CLOSED})
        said["titles"] = [{"text": f"What SOMEBODY {planted} told"}]
        documents[f"told-{number}.html"] = f"<p>Somebody <i>{planted}</i> told it.</p>"
    elif what == "name":
        said["people"][0]["names"].append({"text": planted, "kind": "alias", "access": "confidential"})
        said["subjects"] = [{"text": f"papers of {planted}"}]
    elif what == "part":
        passage = {"path": f"data/part-{number}.txt", "page": "1"}
        said["parts"] = [{"title": {"text": f"Chapter {planted}"}, "access": CLOSED, "passages": [passage]}]
        documents[f"part-{number}.txt"] = f"Here is {planted}."
    elif what == "file":
        documents[f"{planted}.txt"] = f"All about {planted}."
    elif what == "embargo":
        said["access"]["embargo"] = "2999-01-01"
        said["descriptions"] = [{"text": f"It tells of {planted}."}]
    else:
        said["accession"] = {"number": f"ACC-{planted}", "donor": {"text": f"Donor {planted}"}}
        said["descriptions"] = [{"text": f"Given under ACC-{planted}, they say."}]
    closed = {f"{planted}.txt"} if what == "file" else set()
    said["files"] = [{"filename": name, **({"access": CLOSED} if name in closed else {})} for name in documents]
    return said, documents


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A submission of the thirty items, with their documents."""
    folder = tmp_path_factory.mktemp("drill")
    items = []
    for number in range(ITEMS):
        said, documents = item(number)
        items.append(said)
        for name, text in documents.items():
            (folder / name).write_text(text, encoding="utf-8")
    (folder / "submission.json").write_text(json.dumps({"submission": "1.0", "items": items}), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", exporters())
def test_no_word_leaves_and_the_report_tells_of_every_one(
    drill: Path, archive: Path, tmp_path: Path, bayegan: Bayegan, name: str
) -> None:
    bayegan("ingest", "--archive", archive, drill / "submission.json", "--no-identify")
    ran = bayegan("export", name, "--archive", archive, "--to", tmp_path / "out")
    whole = {f"drill-{number}" for number in range(ITEMS) if kind(number) == "embargo"}
    assert set(ran.envelope["result"]["withheld"]) == whole
    (tmp_path / "words.json").write_text(json.dumps([word(number) for number in range(ITEMS)]), encoding="utf-8")
    command = [sys.executable, str(JUDGE), str(tmp_path / "out"), str(tmp_path / "words.json")]
    judged = subprocess.run(command, capture_output=True, text=True, check=True)
    assert judged.stdout == ""
    report = json.loads((archive / ran.envelope["result"]["report"]).read_bytes())
    told = {one["item"]: set() for one in report["withheld"]}
    for one in report["withheld"]:
        told[one["item"]].add(one["what"])
    expected = {
        "person": {"person", "text", "file"},
        "name": {"name", "text"},
        "part": {"entry", "file"},
        "file": {"entry", "file"},
        "embargo": {"item"},
        "accession": {"entry", "text"},
    }
    assert told == {f"drill-{number}": expected[kind(number)] for number in range(ITEMS)}


def test_the_judge_sees_what_is_not_withheld(drill: Path, archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", archive, drill / "submission.json", "--no-identify")
    words = [word(number) for number in range(ITEMS)]
    options = ("--audience", "archive", "--as", "zip")
    bayegan("export", "bag", "--archive", archive, "--to", tmp_path / "out", *options)
    (tmp_path / "words.json").write_text(json.dumps(words), encoding="utf-8")
    command = [sys.executable, str(JUDGE), str(tmp_path / "out"), str(tmp_path / "words.json")]
    judged = subprocess.run(command, capture_output=True, text=True, check=True)
    assert {line.split(" in ")[0] for line in judged.stdout.splitlines()} == set(words)
