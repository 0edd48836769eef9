"""An answer comes out whole wherever it goes: to a terminal of another encoding, or with no stderr at all."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bags_made import make_bag
from running import as_a_process

NAME = "نامه.txt"


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A bag in which a file with a Persian name was altered."""
    bag = make_bag(tmp_path / "bag", {f"data/{NAME}": b"as sealed"})
    (bag / "data" / NAME).write_bytes(b"as forged")
    return bag


@pytest.mark.parametrize("encoding", ["latin1", "cp1252"])
def test_stdout_of_another_encoding_gets_the_whole_answer(damaged: Path, encoding: str) -> None:
    ran = as_a_process("validate", damaged, PYTHONIOENCODING=encoding)
    assert ran.returncode == 1
    assert r"data/\u0646\u0627\u0645\u0647.txt" in ran.stdout
    assert ran.stdout.rstrip().endswith("error.")


def test_json_is_utf_8_whatever_stdout_is(damaged: Path) -> None:
    command = [sys.executable, "-m", "bayegan", "validate", "--json", str(damaged)]
    environment = {**os.environ, "PYTHONIOENCODING": "latin1"}
    ran = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert ran.returncode == 1
    assert NAME in json.loads(ran.stdout.decode("utf-8"))["findings"][0]["path"]


@pytest.mark.parametrize("closed", ["2>&-", "<&-", "<&- 2>&-"])
@pytest.mark.parametrize("as_json", ["", "--json"])
def test_an_answer_is_given_with_stdin_or_stderr_closed(damaged: Path, closed: str, as_json: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m bayegan validate {as_json} {shlex.quote(str(damaged))} {closed}"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "bag-altered" in ran.stdout
