"""docs/performance.md: the tables of all rows, of which some may have been measured again since."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime

_AGAIN = "Measured again by itself: "


def page(lines: Sequence[str], scale: float, rounds: int) -> str:
    """Return the page with these lines of tables."""
    return "\n".join(
        [
            "# Performance",
            "",
            "Written by `make bench`: ours and the peers in turn on the same files, medians of "
            f"{rounds} runs after one for warming up, ratios pair by pair. Scale {scale:g}.",
            "A row that promises memory alone is run once.",
            "Every round writes to a fresh folder. The *floor* is a bare loop of the same system calls without our",
            "checks. Peak memory is that of all processes together.",
            "",
            f"Machine: {_machine()}, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}.",
            "It is shared with other work, so that ratios say more than seconds.",
            "",
            *lines,
            "",
        ]
    )


def with_rows(old: str, lines: Sequence[str], works: Sequence[str], rounds: int, order: Sequence[str]) -> str:
    """Return an earlier page with the rows of `works` as `lines` have them, and for each a line that says so.

    Rows stand in the `order` of all works.
    """
    head, *before = _taken_apart(old.splitlines())
    _, *since = _taken_apart(lines)
    when = f"{datetime.now(UTC):%Y-%m-%d}, {rounds} runs, {_machine()}"
    again = {work: f"{_AGAIN}{work} ({when})." for work in works}
    notes = [
        line for line in head if line.startswith(_AGAIN) and not any(f"{_AGAIN}{one} (" in line for one in again)
    ]
    said = [line for line in head if not line.startswith(_AGAIN)]
    while not said[-1]:
        said.pop()
    tables: list[str] = []
    for (title, rule, *kept), (_, _, *new) in zip(before, since, strict=True):
        rows = [row for row in kept if _work(row) not in again] + new
        tables += ["", title, rule, *sorted(rows, key=lambda row: order.index(_work(row)))]
    return "\n".join([*said, "", *notes, *again.values(), *tables, ""])


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return f"{os.cpu_count()} processors, {memory:.0f} GiB of memory, {platform.system()} {platform.release()}"


def _taken_apart(lines: Sequence[str]) -> list[list[str]]:
    """Return what stands before the tables, and the lines of each table."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("| work |"):
            parts.append([])
        if len(parts) == 1 or line:
            parts[-1].append(line)
    return parts


def _work(row: str) -> str:
    return row.removeprefix("| ").partition(" | ")[0]
