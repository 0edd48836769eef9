"""Pipes, links and devices in the place of an archive's own files: nothing hangs, and nothing outside is read."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from running import Bayegan

OF_A_BAG = ("manifest-sha512.txt", "metadata/premis.xml", "metadata/record.xml", "metadata/dc.xml", "bag-info.txt")


def to_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def to_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def answer(*words: object) -> dict[str, Any]:
    """What a command answers, that may hang."""
    command = [sys.executable, "-m", "bayegan", *map(str, words), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    envelope: dict[str, Any] = json.loads(ran.stdout)
    return envelope


@pytest.fixture
def held(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive of two items."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(name)
    (folder / "submission.csv").write_text("filename,item,title\na.txt,first,A\nb.txt,second,B\n")
    bayegan("ingest", "--archive", archive, folder / "submission.csv", "--no-identify")
    return archive


@pytest.mark.parametrize("name", OF_A_BAG)
@pytest.mark.parametrize("become", [to_a_pipe, to_a_link])
def test_a_file_of_a_bag_that_is_none_any_more_is_one_finding_of_a_whole_check(
    held: Path, name: str, become: Callable[[Path], None]
) -> None:
    become(next(held.glob("archive/*/first/v1")) / name)
    found = answer("fixity", "check", "--archive", held)["findings"]
    assert [(one["code"], one["item"], one["path"].partition("v1/")[2]) for one in found] == [
        ("fixity-altered", "first", name)
    ]
    for words in (("list",), ("show", "first"), ("levels",)):
        assert answer(*words, "--archive", held)["outcome"] in ("clean", "could-not", "findings")
    export = answer("export", "saf", "--archive", held, "--to", held.parent / "out", "--audience", "archive")
    named = [one["path"] for one in export["findings"] if one["code"].startswith("export-source-")]
    assert named == [name]


@pytest.mark.parametrize("become", [to_a_pipe, to_a_link])
def test_a_ledger_that_is_no_file_is_said_to_be_none(held: Path, become: Callable[[Path], None]) -> None:
    become(next(held.glob("manifests/ledger/*.jsonl")))
    for words in (("list",), ("fixity", "check"), ("fixity", "status"), ("ledger", "verify"), ("rebuild",)):
        assert answer(*words, "--archive", held)["outcome"] in ("could-not", "findings")
