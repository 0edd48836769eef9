"""The benchmark runs: a scale at which its figures mean nothing, and every contender is tried."""

import subprocess
import sys
from pathlib import Path

from bench import ALL_EXPORTERS, EXPORTED


def test_every_row_of_the_benchmark_runs(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    command = [sys.executable, str(Path(__file__).with_name("bench.py")), "--scale", "0.001", "--rounds", "1"]
    done = subprocess.run([*command, "--write", str(page)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    for who in (
        "bayegan",
        "bagit.py",
        "sha512sum",
        "cp and sync",
        "pygfried",
        "bagit.make_bag",
        "floor",
        "cp -r",
        *EXPORTED,
    ):
        assert f"| {who} |" in text
    assert text.count(" × |") == 22 + len(EXPORTED)
    assert text.count(" MB | ") == 2 + 2 * len(ALL_EXPORTERS)
