"""What a person names: pipes, sockets and devices are refused at once; archives are read as what they are."""

import os
import stat
from pathlib import Path

import pytest

from archives_made import ENDINGS, archive_of, bag_files, below
from running import Bayegan, as_a_process

NAMES = ("x", "x.xml", "x.zip", "x.tar.gz", "x.json", "x.jsonl", "x.csv")
COMMANDS = {
    "validate": lambda path, _: ("validate", path),
    "validate --profile": lambda path, _: ("validate", "--profile", "bayegan", path),
    "profile": lambda path, archive: ("validate", "--profile", path, archive),
    "ingest": lambda path, archive: ("ingest", "--archive", archive, path),
}


def special(folder: Path, kind: str, name: str) -> Path:
    path = folder / name
    if kind == "a named pipe":
        os.mkfifo(path)
    elif kind == "a socket":
        os.mknod(path, stat.S_IFSOCK | 0o600)
    else:
        path.symlink_to("/dev/zero")
    return path


@pytest.mark.parametrize("kind", ["a named pipe", "a socket", "a device"])
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_file_is_refused_at_once_and_called_what_it_is(
    archive: Path,
    tmp_path: Path,
    bayegan: Bayegan,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    command: str,
    name: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    path = special(tmp_path, kind, name)
    ran = bayegan(*COMMANDS[command](path, archive), expect=2)
    (only,) = ran.envelope["not_checked"]
    assert f"it is {kind}" in only["reason"]
    assert str(path) in only["what"]


def test_among_several_it_is_said_and_the_others_are_judged(
    archive: Path, accession: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    os.mkfifo(tmp_path / "x.zip")
    ran = bayegan("validate", tmp_path / "x.zip", archive / "archive", expect=3)
    assert ran.envelope["counts"].items() >= {"validated": 9, "sound": 8}.items()


def test_a_pipe_with_nobody_at_its_other_end_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.zip")
    assert as_a_process("validate", tmp_path / "x.zip").returncode == 2


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("form", [one for one in ENDINGS if one != ".tgz"])
def test_an_archive_is_read_as_what_it_is_and_a_wrong_ending_is_said(
    archive: Path, tmp_path: Path, bayegan: Bayegan, ending: str, form: str
) -> None:
    files = bag_files(tmp_path / "bag")
    (tmp_path / f"bag{ending}").write_bytes(archive_of(form, below("bag", files)))
    ran = bayegan("validate", tmp_path / f"bag{ending}")
    is_right = form == ending or (form, ending) == (".tar.gz", ".tgz")
    assert ran.codes == ([] if is_right else ["bag-archive-ending"])
    assert ran.envelope["counts"]["intact"] == 6
    taken_in = bayegan("ingest", "--archive", archive, tmp_path / f"bag{ending}")
    assert taken_in.envelope["counts"]["sealed"] == 1


def test_the_message_of_a_wrong_ending_names_both_forms(tmp_path: Path, bayegan: Bayegan) -> None:
    (tmp_path / "bag.tar").write_bytes(archive_of(".zip", below("bag", bag_files(tmp_path / "bag"))))
    (only,) = bayegan("validate", tmp_path / "bag.tar").envelope["findings"]
    assert (only["expected"], only["found"]) == ("a tar file", "a zip file")


def test_a_tab_as_separator_is_the_same_to_validate_and_to_ingest(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a")
    table = tmp_path / "in" / "s.csv"
    table.write_text("filename\titem\ttitle\na.txt\ta\tA\n")
    assert bayegan("validate", table, "--separator", r"\t").envelope["counts"]["documents"] == 1
    assert bayegan("ingest", "--archive", archive, table, "--separator", r"\t").envelope["counts"]["sealed"] == 1
