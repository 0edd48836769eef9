"""An ingest is stopped, or failed, at its file-system calls: each leaves either no item or a whole one."""

import hashlib
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shared import SHARED, need_shared

CHECK = Path(__file__).parent / "acceptable.py"
SAMPLE = 25
need_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture
def ready(archive: Path, tmp_path: Path) -> Path:
    """A work folder as it is before the ingest of three items."""
    start = tmp_path / "start"
    documents = start / "in"
    documents.mkdir(parents=True)
    shutil.move(archive, start / "A")
    names = {"one.txt": "one", "two.txt": "two", "سه.txt": "three"}
    for name, item in names.items():
        (documents / name).write_text(item * 2000, encoding="utf-8")
    rows = [f"{name},{item},The title of {item}" for name, item in names.items()]
    (documents / "submission.csv").write_text("\n".join(["filename,item,title", *rows]) + "\n", encoding="utf-8")
    sums = [f"{hashlib.sha512((documents / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (start / "in.sha512").write_text("".join(sums), encoding="utf-8")
    return start


def points(ready: Path, *options: str) -> str:
    """Run the injector over an ingest, and return what it says."""
    python = shlex.quote(sys.executable)
    command = f"{python} -m bayegan ingest --archive {{w}}/A {{w}}/in/submission.csv --no-identify"
    check = f"{python} -W ignore {shlex.quote(str(CHECK))} {{w}} 3"
    words = ["--setup", f"cp -r {shlex.quote(str(ready))}/. {{w}}", "--cmd", command, "--check", check, *options]
    tool = [sys.executable, str(SHARED / "checks" / "fault_points.py"), *words]
    done = subprocess.run(tool, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@need_shared
@need_strace
@pytest.mark.faults
@pytest.mark.parametrize(
    "options",
    [
        ("--fault", "KILL"),
        ("--fault", "KILL", "--power-loss"),
        ("--fault", "ENOSPC"),
        ("--fault", "EIO"),
        ("--fault", "EACCES"),
    ],
    ids=" ".join,
)
def test_a_fault_at_any_call_leaves_no_item_or_a_whole_one(
    ready: Path, options: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    every = ("--max", "100000") if request.config.getoption("--every-call") else ("--every", str(SAMPLE))
    said = points(ready, *options, *every)
    print(said)  # noqa: T201  the figures are the point of the long form
    score = re.search(r"acceptable after (\d+) of (\d+) points", said)
    assert score is not None, said
    assert score[1] == score[2], said
    assert int(score[2]) > 0
    if "KILL" not in options:
        silent = re.search(r"still exited 0 in (\d+)", said)
        assert silent is not None, said
        assert silent[1] == "0", said
