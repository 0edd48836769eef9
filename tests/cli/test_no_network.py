"""No command of the demo asks for the network: each is run without one, and traced for what it tries to reach."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shared import REPOSITORY, SHARED, need_shared

pytestmark = pytest.mark.traced
NO_NETWORK = SHARED / "checks" / "no_network.sh"


def has_namespaces() -> bool:
    """Whether this user may have a network namespace."""
    done = subprocess.run(["unshare", "-n", "true"], check=False, capture_output=True)
    return done.returncode == 0


need_trace = pytest.mark.skipif(
    shutil.which("strace") is None or shutil.which("unshare") is None or not has_namespaces(),
    reason="strace is not installed, or there are no network namespaces",
)
COMMANDS = (
    "init archive",
    "draft accession/timeline -o draft.csv",
    "ingest --archive archive accession/submission.json --dry-run",
    "ingest --archive archive accession/submission.json",
    "list --archive archive",
    "show --archive archive BT-4",
    "validate accession/submission.json",
    "validate archive/archive",
    "fixity check --archive archive",
    "fixity status --archive archive",
    "fixity report --archive archive --html page.html",
    "fixity schedule --archive archive",
    "levels --archive archive",
    "export saf --archive archive --to out",
    "ledger checkpoint --archive archive",
    "ledger verify --archive archive",
    "ledger prove --archive archive BT-4 --to proof",
    "rebuild --archive archive",
)


def traced(words: list[str], scratch: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_CONFIG_HOME": str(scratch / "config")}
    command = ["sh", str(NO_NETWORK), *words]
    return subprocess.run(command, cwd=scratch, check=False, capture_output=True, text=True, env=environment)


@need_shared
@need_trace
def test_no_command_of_the_demo_tries_to_reach_anything(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "docs" / "tutorial" / "accession", tmp_path / "accession")
    for words in COMMANDS:
        done = traced([sys.executable, "-m", "bayegan", *words.split(), "--json"], tmp_path)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        # What a command answers is one JSON object; what was tried to be reached would follow it.
        assert done.stdout.rstrip().endswith("}"), (words, done.stdout[-500:])
        assert "connect(" not in done.stdout.rpartition("\n}")[2], words


@need_shared
@need_trace
def test_what_does_try_is_noticed(tmp_path: Path) -> None:
    reach = "import socket; socket.socket().connect_ex(('192.0.2.1', 9))"
    assert "192.0.2.1" in traced([sys.executable, "-c", reach], tmp_path).stdout
