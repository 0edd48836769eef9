"""Progress within a large item: files and octets are told while it is written, by every process that writes."""

from pathlib import Path

import pytest

from bayegan.cli import bar
from bayegan.export.ocfl import OcflExporter
from bayegan.export.packing import PackingBench
from bayegan.export.tally import Tally, forget, tallied
from bayegan.model.progress import Progress
from described import described_item
from sealed import record
from unit.test_packing_again import Site

FILES = {f"data/{number:04d}.txt": f"{number:04d}".encode() for number in range(1000)}


def test_what_all_processes_have_copied_is_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for process in (101, 102):
        monkeypatch.setattr("os.getpid", lambda process=process: process)
        tally = Tally()
        tally.begin(tmp_path)
        for _ in range(300):
            tally.copied(1000)
    assert tallied(tmp_path) == (2 * 256, 2 * 256_000)
    forget(tmp_path)
    assert tallied(tmp_path) == (0, 0)


def test_a_file_that_is_large_is_told_at_once(tmp_path: Path) -> None:
    tally = Tally()
    tally.begin(tmp_path)
    tally.copied(1 << 30)
    assert tallied(tmp_path) == (1, 1 << 30)


def test_a_place_that_cannot_be_written_to_stops_nothing(tmp_path: Path) -> None:
    tally = Tally()
    tally.begin(tmp_path / "nowhere")
    tally.copied(1 << 30)
    assert tallied(tmp_path / "nowhere") == (0, 0)


def test_an_export_tells_of_the_files_of_its_only_item(tmp_path: Path) -> None:
    item = described_item(tmp_path / "archive", FILES, record("large"))
    (tmp_path / "aside").mkdir()
    steps = list(PackingBench(OcflExporter({}), {}, 1).pack([item], Site(tmp_path / "aside" / "package")))
    files, octets = steps[0].within() if steps[0].within else (0, 0)
    assert files >= 768
    assert octets >= 4 * 768


def test_the_bar_asks_each_time_it_is_drawn() -> None:
    done = iter([(0, 0), (37_120, 5 << 20)])
    shown = bar._Within(lambda: next(done))
    assert [str(shown), str(shown)] == ["", "37,120 files, 5.2 MB"]
    assert bar.shown(Progress("writing", 0, 1, 0, lambda: (1, 1)), iter_of(Progress("writing", 1, 1, 0))) == "value"


def iter_of(step: Progress):  # type: ignore[no-untyped-def]
    yield step
    return "value"
