"""Archives to be audited, with a clock that the test moves."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bayegan.library.archive import Archive
from bayegan.library.fixity import check_fixity, fixity_status
from bayegan.metadata.json_schema import problems
from bayegan.model.fixity_run import FixityRun
from bayegan.model.progress import ended
from running import Bayegan

BEGIN = datetime(2030, 1, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that says what it is told."""

    def __init__(self, now: datetime = BEGIN) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, days: float) -> None:
        self.now += timedelta(days=days)


def filled(archive: Path, folder: Path, bayegan: Bayegan, items: Mapping[str, int], octets: int = 100) -> None:
    """Ingest items, each with so many files of about so many octets."""
    folder.mkdir()
    rows = ["filename,item,title"]
    for item, files in items.items():
        for number in range(files):
            name = f"{item}-{number}.txt"
            (folder / name).write_bytes((f"{item} {number} " * (octets // 8 + 1)).encode()[:octets] + b"\n")
            rows.append(f"{name},{item},T")
    (folder / "s.csv").write_text("\n".join(rows) + "\n")
    bayegan("ingest", "--archive", archive, folder / "s.csv", "--no-identify")


def policy(archive: Path, **values: object) -> None:
    """Put a table [fixity] into bayegan.toml in place of the one that is there."""
    path = archive / "bayegan.toml"
    before, _, after = path.read_text().partition("[fixity]\n")
    table = "".join(f"{key} = {json.dumps(one)}\n" for key, one in values.items())
    _, bracket, rest = after.partition("\n[")
    path.write_text(f"{before}[fixity]\n{table}{bracket}{rest}")


def audit(path: Path, clock: Clock, *items: str, **options: Any) -> FixityRun:
    """Check at the time that the clock says; a report that is written is held against its schema."""
    run = ended(check_fixity(Archive.open(path, clock=clock), items, **{"jobs": 1, **options}))
    if run.report:
        demand_sound(report_of(path, run))
    return run


def report_of(path: Path, run: FixityRun) -> dict[str, Any]:
    assert run.report is not None
    document: dict[str, Any] = json.loads((path / run.report).read_bytes())
    return document


def demand_sound(report: Mapping[str, Any]) -> None:
    """A report is by its schema, and its numbers agree with each other."""
    assert problems("fixity-report-1.1", report) == ()
    files = report["files"]
    words = ("intact", "altered", "missing", "unreadable", "not-checked")
    assert sum(files[word] for word in words) == files["listed"] == report["selected"]["files"]
    assert sum(one["files"] for one in report["not_checked"]) == files["not-checked"]
    assert sum(one["octets"] for one in report["sessions"]) == report["octets"]
    items = report["items"]
    assert items["checked"] == items["intact"] + items["not_intact"] + items["not_checked"]


def status(path: Path, clock: Clock) -> dict[str, Any]:
    """Return the status at the time that the clock says, held against its schema."""
    document = dict(fixity_status(Archive.open(path, clock=clock)).document)
    assert problems("fixity-status-1.0", json.loads(json.dumps(document))) == ()
    return document
