"""init, draft, list, show, help: what a person sees first."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bayegan.cli.main import main
from running import Bayegan, as_a_process


def test_init_makes_the_folders_of_the_design(archive: Path) -> None:
    assert {path.name for path in archive.iterdir()} == {
        "archive",
        "manifests",
        "schemas",
        ".bayegan",
        "bayegan.toml",
    }
    assert {path.name for path in (archive / "manifests").iterdir()} == {"submissions", "ledger", "fixity"}
    schemas = {path.name for path in (archive / "schemas" / "bayegan_schemas").iterdir()}
    assert {"record-1.0.xsd", "bagit-profile-1.0.json", "ledger-line-1.0.schema.json"} <= schemas


def test_init_never_writes_into_a_folder_in_use(tmp_path: Path, bayegan: Bayegan) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x").write_text("x")
    bayegan("init", tmp_path / "mine", expect=2)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["x"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("default_access = 'secret'", "default_access"),
        ("default_access = 7", "default_access"),
        ("organisation = ", "TOML"),
    ],
)
def test_a_policy_that_is_not_sound_is_named_by_its_key(
    archive: Path, bayegan: Bayegan, line: str, says: str
) -> None:
    policy = archive / "bayegan.toml"
    kept = [one for one in policy.read_text().splitlines() if not one.startswith(line.split(" ", 1)[0])]
    policy.write_text("\n".join(kept).replace("[archive]", f"[archive]\n{line}"))
    assert says in bayegan("list", "--archive", archive, expect=2).said()


def test_the_default_access_of_the_policy_holds_where_a_submission_is_silent(
    tmp_path: Path, bayegan: Bayegan
) -> None:
    bayegan("init", tmp_path / "A", "--default-access", "confidential")
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a")
    (tmp_path / "in" / "s.csv").write_text("filename,item,title\na.txt,a,A\n")
    bayegan("ingest", "--archive", tmp_path / "A", tmp_path / "in" / "s.csv")
    assert bayegan("list", "--archive", tmp_path / "A").envelope["result"][0]["access"] == "confidential"


def test_a_draft_can_be_ingested_as_it_is(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    folder = tmp_path / "letters"
    (folder / "1367").mkdir(parents=True)
    (folder / "1367" / "نامه_اول.txt").write_text("سلام", encoding="utf-8")
    (folder / "a-second_letter.txt").write_text("text")
    (folder / ".DS_Store").write_bytes(b"x")
    output = folder / "submission.csv"
    ran = bayegan("draft", folder, "-o", output)
    assert ran.envelope["counts"] == {"documents": 2}
    assert output.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8-sig"))))
    assert [row["title"] for row in rows] == ["نامه اول", "A second letter"]
    assert rows[1]["format"] == "Plain Text File (x-fmt/111)"
    assert bayegan("ingest", "--archive", archive, output).envelope["counts"]["sealed"] == 2


def test_a_draft_overwrites_nothing_and_names_what_stands_in_the_way(tmp_path: Path, bayegan: Bayegan) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    (folder / "link").symlink_to("a.txt")
    assert bayegan("draft", folder, "-o", tmp_path / "s.csv", expect=1).codes == ["document-link"]
    bayegan("draft", folder, "-o", tmp_path / "s.csv", expect=2)


def test_a_table_fits_the_terminal(
    archive: Path, accession: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = bayegan.text("list", "--archive", archive)
    assert code == 0
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "احمد عزیزپور" in out


def test_a_record_is_wrapped_to_the_terminal_and_loses_no_word(
    archive: Path, accession: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    monkeypatch.setenv("COLUMNS", "60")
    _, narrow, _ = bayegan.text("show", "--archive", archive, "BT-1")
    monkeypatch.setenv("COLUMNS", "4000")
    _, wide, _ = bayegan.text("show", "--archive", archive, "BT-1")
    narrow, wide = (one.replace("\u2068", "").replace("\u2069", "") for one in (narrow, wide))
    record = narrow.split("Files of v1")[0]
    assert max(len(line) for line in record.splitlines()) <= 60
    assert record.split() == wide.split("Files of v1")[0].split()


def commands() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found += [(f"{name} {inner}", one) for inner, one in command.commands.items()]
        else:
            found.append((name, command))
    return found


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_every_command_teaches_with_an_example(name: str, command: click.Command, bayegan: Bayegan) -> None:
    code, out, _ = bayegan.text(*name.split(), "--help")
    assert code == 0
    assert "Example:" in out
    assert f"bayegan {name}" in out
    assert command.help is not None


def test_no_command_is_help_and_wrong_use(bayegan: Bayegan) -> None:
    code, out, _ = bayegan.text()
    assert code == 2
    assert "Keep documents that must outlive you." in out


def test_a_command_loads_only_what_it_uses() -> None:
    probe = "import sys; from bayegan.cli.main import execute; execute(sys.argv[1:]); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe, "--version"], capture_output=True, text=True, check=True)
    assert "lxml" not in done.stdout
    assert "jsonschema" not in done.stdout


def test_completion_is_offered_for_the_usual_shells() -> None:
    for shell in ("bash", "zsh", "fish"):
        done = as_a_process(_BAYEGAN_COMPLETE=f"{shell}_source")
        assert done.returncode == 0
        assert "bayegan" in done.stdout
