"""Audits over years: what is due, budgets, interruptions, a disk that is away, a clock that goes wrong."""

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audited import BEGIN, Clock, audit, demand_sound, filled, policy, report_of, status
from bayegan.errors import Locked
from bayegan.library.archive import Archive
from bayegan.library.fixity import check_fixity
from bayegan.model.audit import Budget, Kind, Scope, bound_of, is_drawn
from bayegan.model.seqs import read_ranges
from bayegan.storage import crew
from running import Bayegan
from tampering import bag_of

DUE = Scope(Kind.DUE)
WATCHED = Path(__file__).parent.parent / "watched_check.py"
SIX = {f"item-{number}": 2 for number in range(6)}


@pytest.fixture
def six(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive with six small items, and no sample."""
    filled(archive, tmp_path / "in", bayegan, SIX)
    policy(archive, interval_days=90, overdue_days=120, sample="0%")
    return archive


@pytest.fixture
def clock() -> Clock:
    return Clock()


def names(run: Any) -> list[str]:
    return [one.item for one in run.versions]


def damage(archive: Path, item: str) -> Path:
    victim = next(path for path in sorted((bag_of(archive, item) / "data").rglob("*")) if path.is_file())
    victim.write_bytes(victim.read_bytes()[:-1] + b"!")
    return victim


# What is due


def test_what_was_checked_is_due_again_after_the_interval_and_not_before(six: Path, clock: Clock) -> None:
    assert len(audit(six, clock, scope=DUE).versions) == 6
    clock.forward(89)
    assert audit(six, clock, scope=DUE).versions == ()
    clock.forward(1)
    assert len(audit(six, clock, scope=DUE).versions) == 6


def test_longest_unread_comes_first(six: Path, clock: Clock) -> None:
    audit(six, clock)
    for item in ("item-3", "item-1", "item-5"):
        clock.forward(1)
        audit(six, clock, item)
    clock.forward(200)
    one_item = Budget(octets=1)
    order = []
    for _ in range(6):
        run = audit(six, clock, scope=DUE, budget=one_item)
        order += [one.item for one in run.versions if one.is_covered]
    assert order[3:] == ["item-3", "item-1", "item-5"]
    assert sorted(order) == sorted(SIX)


def test_what_was_found_damaged_is_due_at_every_run_until_it_is_whole(six: Path, clock: Clock) -> None:
    audit(six, clock)
    victim = damage(six, "item-2")
    clock.forward(100)
    first = audit(six, clock, scope=DUE)
    assert [one.item for one in first.versions if one.is_troubled] == ["item-2"]
    clock.forward(1)
    again = audit(six, clock, scope=DUE)
    assert names(again) == ["item-2"]
    whole = report_of(six, again)["not_intact"][0]["whole_before"]
    assert whole["time"] == "2030-01-01T12:00:00Z"
    told = status(six, clock)["not_intact"]
    assert [(one["item"], one["found"][:10], one["last_found"][:10]) for one in told] == [
        ("item-2", "2030-04-11", "2030-04-12")
    ]
    victim.write_bytes(victim.read_bytes()[:-1] + b"\n")
    clock.forward(1)
    assert audit(six, clock, scope=DUE).counts["altered"] == 0
    clock.forward(1)
    assert audit(six, clock, scope=DUE).versions == ()
    assert status(six, clock)["not_intact"] == []


def test_a_reading_in_the_future_counts_for_nothing(six: Path, clock: Clock) -> None:
    clock.forward(4000)
    audit(six, clock)
    clock.now = BEGIN
    run = audit(six, clock, scope=DUE)
    assert len(run.versions) == 6
    assert [one.code for one in run.remarks] == ["fixity-clock"]
    clock.forward(1)
    assert audit(six, clock, scope=DUE).versions == ()
    clock.forward(90)
    assert len(audit(six, clock, scope=DUE).versions) == 6


def test_a_clock_that_is_behind_for_a_while_makes_all_due_once(six: Path, clock: Clock) -> None:
    audit(six, clock)
    clock.forward(-10_000)
    assert status(six, clock)["clock_is_behind"]
    audit(six, clock, "item-0")
    clock.now = BEGIN
    clock.forward(1)
    assert len(audit(six, clock, scope=DUE).versions) == 6


def test_a_sample_is_drawn_by_what_the_report_says(six: Path, clock: Clock) -> None:
    audit(six, clock)
    run = audit(six, clock, scope=Scope(Kind.SAMPLE, "40"))
    report = report_of(six, run)
    head = report["ledger"]["sha256"]
    assert report["scope"]["seed"] == head
    drawn = [seq for seq in range(2, 8) if is_drawn(head, seq, bound_of("40"))]
    ranges = read_ranges(report["selected"]["ranges"])
    assert ranges is not None
    assert [seq for first, last in ranges for seq in range(first, last + 1)] == drawn


def test_over_many_runs_a_sample_reaches_everything(six: Path, clock: Clock) -> None:
    policy(six, sample="30%")
    audit(six, clock)
    seen: set[str] = set()
    for _ in range(25):
        clock.forward(1)
        seen.update(names(audit(six, clock, scope=Scope(Kind.DUE, "30"))))
    assert seen == set(SIX)


# Budgets


def test_a_run_that_is_out_of_time_says_what_it_left_and_the_next_goes_on(six: Path, clock: Clock) -> None:
    audit(six, clock)
    clock.forward(100)
    ticks: Iterator[int] = iter(range(10_000))
    run = audit(six, clock, scope=DUE, budget=Budget(seconds=5), timer=lambda: next(ticks))
    assert [one.reason for one in run.left] == ["out of time"]
    assert [one.code for one in run.remarks] == ["fixity-postponed"]
    assert run.unread == ()
    left = {one.item for one in run.versions if not one.is_covered}
    assert 0 < len(left) < 6
    assert report_of(six, run)["due"]["versions"] == len(left)
    clock.forward(1)
    assert set(names(audit(six, clock, scope=DUE))) == left


def test_what_is_overdue_and_left_is_no_mere_warning(six: Path, clock: Clock) -> None:
    audit(six, clock)
    clock.forward(121)
    run = audit(six, clock, scope=DUE, budget=Budget(octets=1))
    assert run.late == 5
    assert run.unread[0][1] == "over the budget of octets"


def test_a_large_version_is_read_over_several_runs_that_cannot_read_it_whole(
    archive: Path, tmp_path: Path, bayegan: Bayegan, clock: Clock
) -> None:
    filled(archive, tmp_path / "in", bayegan, {"large": 900, "small": 1})
    policy(archive, sample="0%")
    clock.forward(100)
    largest = max(path.stat().st_size for path in (archive / "archive").rglob("*") if path.is_file())
    budget, runs, carried = Budget(octets=40_000), 0, []
    while status(archive, clock)["coverage"]["versions"]["checked"] < 2:
        run = audit(archive, clock, scope=DUE, budget=budget)
        carried.append((report_of(archive, run)["carried_over"] or {"files": 0})["files"])
        assert run.octets <= max(40_000, largest), "a file that is larger than the budget is read alone"
        clock.forward(1)
        runs += 1
        assert runs < 20
    assert carried[0] == 0
    assert len({*carried[:4]}) == 4, "each run gets further"
    assert status(archive, clock)["coverage"]["files"]["checked"] == 907 + 8


def test_a_rate_bounds_what_is_read_also_within_a_large_file(
    archive: Path, tmp_path: Path, bayegan: Bayegan, clock: Clock
) -> None:
    filled(archive, tmp_path / "in", bayegan, {"one": 1}, octets=3_000_000)
    for jobs in (1, 4):
        started = time.monotonic()
        run = audit(archive, clock, budget=Budget(rate=4_000_000), jobs=jobs)
        assert run.octets <= 4_000_000 * (time.monotonic() - started + 0.3)
        assert run.counts["intact"] == 8


def test_exit_codes_of_a_budget(six: Path, bayegan: Bayegan) -> None:
    assert bayegan("fixity", "check", "--archive", six, "--max-octets", "1kB", expect=3).codes == []
    assert bayegan("fixity", "check", "--archive", six, "--due", "--max-octets", "1kB", expect=0).codes == []


@pytest.mark.parametrize(
    "words",
    [
        ("--due", "--all"),
        ("--due", "item-1"),
        ("--sample", "0%"),
        ("--sample", "101%"),
        ("--time-limit", "5"),
        ("--max-rate", "5MB"),
        ("--max-octets", "5h"),
    ],
)
def test_words_that_do_not_fit_are_refused(six: Path, bayegan: Bayegan, words: tuple[str, ...]) -> None:
    bayegan("fixity", "check", "--archive", six, *words, expect=2)


# A disk that is away


def test_a_shard_that_was_a_disk_and_is_none_now_is_offline(
    six: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shard = bag_of(six, "item-1").parent.parent
    places = type("P", (), {})
    from bayegan.storage import holdings  # noqa: PLC0415

    really = holdings._place

    def mounted(above: Path, name: str) -> Any:
        place = really(above, name)
        return type(place)(place.there, place.empty, own_disk=name == shard.name) if places else place

    with monkeypatch.context() as context:
        context.setattr(holdings, "_place", mounted)
        assert report_of(six, audit(six, clock))["mounts"] == [f"archive/{shard.name}"]
    shard.rename(six / "away")
    shard.mkdir()
    clock.forward(1)
    run = audit(six, clock)
    assert run.counts["missing"] == 0
    assert run.offline[0][0] == f"archive/{shard.name}"
    assert run.counts["not-checked"] == sum(one.listed for one in run.versions if not one.is_covered) > 0
    assert run.unread[0][1].startswith("offline: ")
    assert report_of(six, run)["mounts"] == [f"archive/{shard.name}"]
    shard.rmdir()
    assert audit(six, clock).counts["missing"] == 0


def test_an_empty_shard_that_held_several_items_is_offline(
    archive: Path, tmp_path: Path, bayegan: Bayegan, clock: Clock
) -> None:
    filled(archive, tmp_path / "in", bayegan, {f"item-{number}": 1 for number in range(60)})
    shards = sorted((archive / "archive").iterdir(), key=lambda one: -len(list(one.iterdir())))
    assert len(list(shards[0].iterdir())) > 1
    for item in shards[0].iterdir():
        shutil.rmtree(item)
    shutil.rmtree(next(shards[-1].iterdir()))
    run = audit(archive, clock)
    assert [path for path, _ in run.offline] == [f"archive/{shards[0].name}"]
    assert [one.place.split("/")[0] for one in run.versions if one.is_troubled] == [shards[-1].name]


def test_an_archive_of_which_nothing_is_left_but_a_stray_is_offline(six: Path, clock: Clock) -> None:
    shutil.move(six / "archive", six / "away")
    (six / "archive" / "lost+found").mkdir(parents=True)
    run = audit(six, clock)
    assert run.counts["missing"] == 0
    assert run.counts["not-checked"] == run.counts["listed"]
    lines = [json.loads(line) for line in next(six.glob("manifests/ledger/*.jsonl")).read_bytes().splitlines()]
    assert lines[-1]["item"] is None, "one event, and none for each item"
    assert lines[-1]["detail"]["covered"] == {}
    assert len(report_of(six, run)["not_intact"]) == 0


# Faults that are gone at the second reading


def first_reading_fails(monkeypatch: pytest.MonkeyPatch, end: str) -> list[str]:
    met: list[str] = []
    really = os.open

    def once(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if os.fsdecode(path).endswith(end) and not met:
            met.append(os.fsdecode(path))
            raise OSError(5, "Input/output error")
        return really(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", once)
    return met


@pytest.mark.parametrize("end", ["item-2-1.txt", "manifest-sha512.txt", "premis.xml"])
def test_a_file_that_could_be_read_only_the_second_time_is_named(
    six: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    met = first_reading_fails(monkeypatch, end)
    ran = bayegan("fixity", "check", "--archive", six, "--jobs", 1, expect=3)
    assert len(met) == 1
    assert ran.codes == ["fixity-second-reading"]
    assert ran.envelope["findings"][0]["path"].endswith(end)
    assert ran.envelope["counts"]["intact"] == ran.envelope["counts"]["listed"]


def test_a_file_of_a_large_version_that_could_be_read_only_the_second_time_is_named(
    archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(archive, tmp_path / "in", bayegan, {"large": 600})
    first_reading_fails(monkeypatch, "large-77.txt")
    ran = bayegan("fixity", "check", "--archive", archive, "--jobs", 1, expect=3)
    assert ran.codes == ["fixity-second-reading"]
    assert ran.envelope["counts"]["intact"] == 607


def listing_fails(monkeypatch: pytest.MonkeyPatch, end: str, times: int) -> list[str]:
    """Have a folder whose path ends so refuse to be listed so many times."""
    met: list[str] = []
    really = os.scandir

    def refusing(path: Any) -> Any:
        if os.fsdecode(path).rstrip("/").endswith(end) and len(met) < times:
            met.append(os.fsdecode(path))
            raise OSError(errno.EIO, "Input/output error", path)
        return really(path)

    monkeypatch.setattr(os, "scandir", refusing)
    return met


@pytest.mark.parametrize("files", [2, 600])
@pytest.mark.parametrize("end", ["archive", "v1", "v1/data", "v1/metadata"])
def test_a_folder_that_could_be_listed_only_the_second_time_is_named(
    archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch, end: str, files: int
) -> None:
    filled(archive, tmp_path / "in", bayegan, {"one": files})
    met = listing_fails(monkeypatch, end, 1)
    ran = bayegan("fixity", "check", "--archive", archive, "--jobs", 1, expect=3)
    path = str(Path(met[0]).relative_to(archive))
    assert [one["what"] for one in ran.envelope["not_checked"]] == [path]
    assert "Input/output error" in ran.envelope["not_checked"][0]["reason"]
    assert ran.envelope["counts"]["intact"] == ran.envelope["counts"]["listed"]
    assert ran.codes == ([] if end == "archive" else ["fixity-second-reading"])


@pytest.mark.parametrize("files", [2, 600])
def test_a_folder_that_can_never_be_listed_leaves_its_files_unreadable(
    archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    filled(archive, tmp_path / "in", bayegan, {"one": files})
    listing_fails(monkeypatch, "v1/data", 1000)
    ran = bayegan("fixity", "check", "--archive", archive, "--jobs", 1, expect=3)
    assert ran.envelope["counts"]["unreadable"] == files
    assert ran.codes == []


@pytest.mark.parametrize("files", [2, 600])
def test_a_folder_that_nobody_listed_and_that_cannot_be_listed_is_unexpected(
    archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    filled(archive, tmp_path / "in", bayegan, {"one": files})
    (bag_of(archive, "one") / "data" / "strange").mkdir()
    bayegan("fixity", "check", "--archive", archive, "--jobs", 1)
    listing_fails(monkeypatch, "data/strange", 1000)
    ran = bayegan("fixity", "check", "--archive", archive, "--jobs", 1, expect=1)
    assert ran.codes == ["fixity-unexpected"]
    assert ran.envelope["findings"][0]["path"].endswith("v1/data/strange")


# Interruptions


def interrupted(path: Path, clock: Clock, after: int, **options: Any) -> None:
    """Begin a check and leave it after so many versions, as a killed process does."""
    work = check_fixity(Archive.open(path, clock=clock), **{"jobs": 1, **options})
    for _ in range(after):
        next(work)
    work.close()


def test_an_interrupted_check_is_gone_on_with_and_everything_counts_once(six: Path, clock: Clock) -> None:
    victim = damage(six, "item-4")
    interrupted(six, clock, 6)
    told = status(six, clock)["unfinished"]
    assert (told["of_versions"], told["at_work"]) == (6, False)
    clock.forward(2)
    run = audit(six, clock)
    report = report_of(six, run)
    assert [one["ending"] for one in report["sessions"]] == ["stopped", "finished"]
    assert report["files"]["listed"] == 54
    assert [one["path"] for one in report["not_intact"]] == [str(victim.relative_to(bag_of(six, "item-4")))]
    assert sum(one["files"] for one in report["sessions"]) == 54
    assert status(six, clock)["unfinished"] is None
    sinces = [one["since"] for one in report["covered"]]
    assert sinces[0] == "2030-01-01T12:00:00Z", "what was read before counts from then"


def test_another_check_closes_the_one_that_was_interrupted(six: Path, clock: Clock) -> None:
    interrupted(six, clock, 5)
    clock.forward(1)
    run = audit(six, clock, "item-0")
    assert [one.code for one in run.remarks] == ["fixity-given-up"]
    lines = [json.loads(line) for line in next(six.glob("manifests/ledger/*.jsonl")).read_bytes().splitlines()]
    given_up = json.loads((six / lines[-2]["detail"]["report"]).read_bytes())
    demand_sound(given_up)
    assert [one["ending"] for one in given_up["sessions"]] == ["given-up"]
    assert given_up["files"]["intact"] == sum(one["files"] for one in given_up["sessions"]) > 0
    assert lines[-1]["detail"]["scope"] == "items"


@pytest.mark.parametrize("point", ["reports.write", "ledger.append", "journals.end"])
def test_a_check_that_is_killed_while_it_is_recorded_is_recorded_once(
    six: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    from bayegan.registers.fixity_reports import FixityReports  # noqa: PLC0415
    from bayegan.registers.ledger import LedgerRegister  # noqa: PLC0415
    from bayegan.storage.audit_files import AuditFiles  # noqa: PLC0415

    kinds = {"reports": FixityReports, "ledger": LedgerRegister, "journals": AuditFiles}
    kind, method = point.split(".")

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as context:
        context.setattr(kinds[kind], method, killed)
        with pytest.raises(SystemExit):
            audit(six, clock)
    clock.forward(1)
    run = audit(six, clock, scope=DUE)
    assert [one.code for one in run.remarks] == ["fixity-went-on"]
    lines = [json.loads(line) for line in next(six.glob("manifests/ledger/*.jsonl")).read_bytes().splitlines()]
    assert [one["detail"]["scope"] for one in lines if one["type"] == "fixity check"] == ["all", "due"]
    assert len(list((six / "manifests" / "fixity").iterdir())) == 2
    assert run.versions == ()


DAMAGES = {
    "cut": lambda content: content[:-7],
    "a bit": lambda content: content[:-30] + bytes([content[-30] ^ 1]) + content[-29:],
    "a bit of the first line": lambda content: content[:20] + bytes([content[20] ^ 1]) + content[21:],
    "noughts": lambda content: content[: len(content) // 2] + b"\0" * (len(content) - len(content) // 2),
    "empty": lambda _: b"",
    "noise": lambda _: bytes(range(256)) * 3,
    "a line twice": lambda content: content + content.splitlines(keepends=True)[-1],
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_journal_costs_work_and_nothing_else(six: Path, clock: Clock, name: str) -> None:
    damage(six, "item-4")
    interrupted(six, clock, 6)
    journal = six / ".bayegan" / "audit" / "journal.jsonl"
    journal.write_bytes(DAMAGES[name](journal.read_bytes()))
    run = audit(six, clock)
    assert run.counts["listed"] == 54
    assert (run.counts["altered"], run.counts["intact"]) == (1, 53)


def test_a_journal_of_another_archive_or_ledger_is_set_aside(six: Path, clock: Clock, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(six, other)
    audit(other, clock)
    clock.forward(1)
    audit(other, clock, "item-1")
    interrupted(other, clock, 6)
    shutil.copytree(other / ".bayegan" / "audit", six / ".bayegan" / "audit")
    run = audit(six, clock)
    assert [one.code for one in run.remarks] == ["fixity-journal"]
    assert len(list((six / ".bayegan" / "audit").glob("journal-set-aside-*"))) == 1
    assert run.counts["intact"] == 54


def test_one_check_at_a_time_and_none_is_kept_out_by_a_dead_process(six: Path, clock: Clock) -> None:
    work = check_fixity(Archive.open(six, clock=clock), jobs=1)
    next(work)
    with pytest.raises(Locked):
        audit(six, clock)
    assert audit(six, clock, "item-1", record=False).report is None
    assert status(six, clock)["unfinished"]["at_work"]
    work.close()
    lock = six / ".bayegan" / "locks" / "audit.lock"
    assert lock.read_text().isdigit(), "the dead process is still named in it"
    assert audit(six, clock).counts["intact"] == 54


@pytest.mark.parametrize("where", ["journal", "report"])
def test_a_full_disk_is_said_and_stops_no_check(
    six: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    from bayegan.storage import audit_files  # noqa: PLC0415

    really = os.write

    def full(descriptor: int, content: bytes) -> int:
        if "journal.jsonl" in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            raise OSError(28, "No space left on device")
        return really(descriptor, content)

    def no_report(*_: object) -> None:
        raise OSError(28, "No space left on device")

    damage(six, "item-4")
    with monkeypatch.context() as context:
        if where == "journal":
            context.setattr(audit_files.os, "write", full)
        else:
            from bayegan.registers import fixity_reports  # noqa: PLC0415

            context.setattr(fixity_reports, "write_durably", no_report)
        ran = bayegan("fixity", "check", "--archive", six, "--jobs", 1, expect=1)
    assert "No space left" in ran.said()
    assert ran.codes == ["fixity-altered"]
    again = bayegan("fixity", "check", "--archive", six, "item-1", expect=0)
    assert ("fixity-went-on" in again.codes) == (where == "report")
    assert "item-4" in json.dumps(bayegan("fixity", "status", "--archive", six, expect=1).envelope["result"])


# Kills


KILLS = 20
LARGE_ITEM = 3000
SMALL_ITEMS = {f"item-{number:03}": number % 5 + 1 for number in range(230)}
TAG_FILES = 7
LISTED = TAG_FILES * (len(SMALL_ITEMS) + 1) + sum(SMALL_ITEMS.values()) + LARGE_ITEM


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of 5,300 files: many small items, and a large one; some of it is damaged."""
    from bayegan.cli.main import execute  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("many")
    assert execute(["init", str(folder / "A")]) == 0
    filled(
        folder / "A",
        folder / "in",
        lambda *words: execute(list(map(str, words))),
        {**SMALL_ITEMS, "large": LARGE_ITEM},
    )
    for item in ("item-007", "item-111", "large"):
        damage(folder / "A", item)
    return folder / "A"


@pytest.fixture
def many(filled_once: Path, tmp_path: Path) -> Path:
    """A copy; a check only reads what lies under archive/, so that is linked."""
    copy = tmp_path / "A"
    shutil.copytree(filled_once, copy, ignore=lambda folder, _: ["archive"] if folder == str(filled_once) else [])
    shutil.copytree(filled_once / "archive", copy / "archive", copy_function=os.link)
    return copy


def journal_lines(archive: Path) -> list[dict[str, Any]]:
    """The whole lines of the journal."""
    try:
        content = (archive / ".bayegan" / "audit" / "journal.jsonl").read_bytes()
    except FileNotFoundError:
        return []
    return [json.loads(line.partition(b" ")[2]) for line in content.split(b"\n")[:-1]]


def worked(archive: Path) -> list[dict[str, Any]]:
    """The lines of the journal that tell of files read."""
    return [line for line in journal_lines(archive) if "more" in line]


def children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_twenty_kills_and_resumes_lose_nothing_and_count_nothing_twice(
    many: Path, tmp_path: Path, bayegan: Bayegan, jobs: str
) -> None:
    """SIGKILL at any moment after one or two lines of the journal, for a worker first every third time.

    The check cannot come to its end before it is killed: it waits before the line after the next.
    """
    noise = random.Random(int(jobs))  # noqa: S311  when to kill, not a secret
    words = ["fixity", "check", "--archive", str(many), "--jobs", jobs]
    given, lost, last = tmp_path / "given", [], []
    for kill in range(KILLS):
        before, more = len(worked(many)), noise.choice((1, 2))
        given.write_bytes(b"")
        watched = [sys.executable, str(WATCHED), str(given), str(more + 1), *words]
        process = subprocess.Popen(watched, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(worked(many)) < before + more:
            assert process.poll() is None
            time.sleep(0.0005)
        time.sleep(noise.random() * 0.01)
        if kill % 3 == 0 and (workers := children(process.pid)):
            os.kill(workers[0], signal.SIGKILL)
        process.kill()
        assert process.wait() == -signal.SIGKILL
        told = worked(many)[before:]
        lost.append(sum(map(int, given.read_text().split())) - sum(line["more"][0] for line in told))
        last.append("part" if "part" in told[-1] else "whole")
    assert max(lost) <= 1000
    assert max(lost) > 0, "nothing was on its way at any kill, so nothing was shown"
    assert set(last) == {"part", "whole"}
    answer = bayegan(*words, expect=1).envelope
    assert "fixity-went-on" in [one["code"] for one in answer["findings"]]
    report = json.loads((many / answer["result"]["report"]).read_bytes())
    demand_sound(report)
    assert report["files"]["listed"] == LISTED
    assert (report["files"]["altered"], report["files"]["intact"]) == (3, LISTED - 3)
    assert report["not_checked"] == []
    ranges = [one for group in report["covered"] for one in read_ranges(group["versions"]) or ()]
    covered = sorted(seq for first, last in ranges for seq in range(first, last + 1))
    assert covered == list(range(2, len(SMALL_ITEMS) + 3))
    assert [one["ending"] for one in report["sessions"]] == ["stopped"] * KILLS + ["finished"]
    assert sum(one["files"] for one in report["sessions"]) == LISTED
    assert all(one["files"] for one in report["sessions"])
    status = bayegan("fixity", "status", "--archive", many, expect=1).envelope["result"]
    assert status["coverage"]["versions"]["checked"] == len(SMALL_ITEMS) + 1
    assert status["coverage"]["files"]["checked"] == LISTED
    assert status["unfinished"] is None


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_no_more_than_a_thousand_files_are_on_their_way(
    many: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """At every moment, what workers were given and the journal does not tell is at most 1,000 files."""
    journal = many / ".bayegan" / "audit" / "journal.jsonl"
    given = most = 0
    really = crew._Worker.give

    def counted(worker: Any, number: int, task: Any, message: bytes) -> None:
        nonlocal given, most
        given += sum(one[2] if isinstance(one, tuple) else one is not None for one in task)
        lines = [json.loads(line.partition(b" ")[2]) for line in journal.read_bytes().splitlines()]
        most = max(most, given - sum(one["more"][0] for one in lines if "more" in one))
        really(worker, number, task, message)

    monkeypatch.setattr(crew._Worker, "give", counted)
    work = check_fixity(Archive.open(many, clock=clock), jobs=jobs)
    for _ in work:
        pass
    assert most <= 1000
    assert (most > 0) == (jobs > 1)
