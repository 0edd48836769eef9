"""The benchmark runs: a scale at which its figures mean nothing, and every contender is tried."""

import subprocess
import sys
from pathlib import Path

from pages import page, with_rows

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


def test_rows_that_are_measured_again_take_the_place_of_theirs() -> None:
    order = ["copy", "verify", "export"]
    old = page(lines_of(copy="1.00", verify="2.00", export="3.00"), 1, 5)
    new = with_rows(old, lines_of(verify="9.00"), ["verify"], 3, order)
    rows = [line for line in new.splitlines() if line.startswith("|")]
    assert rows == lines_of(copy="1.00", verify="9.00", export="3.00", apart=False)
    assert len([line for line in new.splitlines() if line.startswith("Measured again by itself: verify (")]) == 1
    newer = with_rows(new, lines_of(verify="8.00", copy="7.00"), ["copy", "verify"], 4, order)
    assert lines_of(copy="7.00", verify="8.00", export="3.00", apart=False) == [
        line for line in newer.splitlines() if line.startswith("|")
    ]
    assert newer.count("Measured again") == 2
    assert newer.count("3 runs") == 0
    assert newer.startswith(old.partition("\n\n| work |")[0])


def lines_of(apart: bool = True, **figures: str) -> list[str]:
    first = ["| work | who | median s | peak MB |", "|---|---|---|---|"]
    second = ["| work | promise | measured | kept |", "|---|---|---|---|"]
    first += [f"| {work} | ours | {figure} | 1 |" for work, figure in figures.items()]
    second += [f"| {work} | ours ≤ 1 × theirs | {figure} × | yes |" for work, figure in figures.items()]
    return [*first, *([""] if apart else []), *second]
