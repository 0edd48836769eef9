"""An ingest is stopped, or failed, at its file-system calls: each leaves either no item or a whole one."""

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from amended import WHO, correction, ingest
from bags_made import make_bag, put, retag
from running import Bayegan
from shared import REPOSITORY, SHARED, need_shared

CHECK = Path(__file__).parent / "acceptable.py"
SAMPLE = 25
need_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
of_every_fault = pytest.mark.parametrize(
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


@pytest.fixture
def ready_bags(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """A work folder as it is before the ingest of a donor's bag, and of one that another archive sealed."""
    start = tmp_path / "start"
    make_bag(start / "in" / "donor", info="External-Identifier: one\n")
    put(start / "in" / "donor", "logs/log.txt", b"copied by hand\n")
    retag(start / "in" / "donor")
    bayegan("init", tmp_path / "B", "--organisation", "Another Archive")
    bayegan("ingest", "--archive", tmp_path / "B", start / "in" / "donor", "--no-identify")
    bayegan("export", "bag", "--archive", tmp_path / "B", "--audience", "archive", "--to", tmp_path / "out")
    shutil.move(tmp_path / "out" / "one", start / "in" / "sealed")
    shutil.move(archive, start / "A")
    files = sorted(path for path in (start / "in").rglob("*") if path.is_file())
    rows = [
        f"{hashlib.sha512(path.read_bytes()).hexdigest()}  {path.relative_to(start / 'in')}\n" for path in files
    ]
    (start / "in.sha512").write_text("".join(rows), encoding="utf-8")
    return start


@pytest.fixture
def ready_amendment(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """A work folder as it is before an item is amended: one file comes, one is replaced, one goes, one stays."""
    start = tmp_path / "start"
    ingest(bayegan, archive, tmp_path / "in")
    for name in ("new.txt", "page.txt"):
        (start / "c").mkdir(parents=True, exist_ok=True)
        (start / "c" / name).write_text(name * 2000)
    files = [{"filename": "new.txt"}, {"filename": "page.txt"}]
    correction(start / "c" / "c.json", amendment={**WHO, "left_out": ["letters/a.txt"]}, files=files)
    shutil.move(archive, start / "A")
    rows = [
        f"{hashlib.sha512(path.read_bytes()).hexdigest()}  {path.relative_to(start / 'A')}\n"
        for path in sorted((start / "A" / "archive").rglob("*"))
        if path.is_file()
    ]
    (start / "v1.sha512").write_text("".join(rows), encoding="utf-8")
    return start


@pytest.fixture
def ready_archive(ready: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work folder with an archive of three whole items, and its keys."""
    shutil.rmtree(ready / "A")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(ready / "config"))
    bayegan("init", ready / "A", "--organisation", "Test Archive")
    bayegan("ingest", "--archive", ready / "A", ready / "in" / "submission.csv", "--no-identify")
    files = sorted(path for path in (ready / "A" / "archive").rglob("*") if path.is_file())
    rows = [f"{hashlib.sha512(path.read_bytes()).hexdigest()}  {path.relative_to(ready / 'A')}\n" for path in files]
    (ready / "bags.sha512").write_text("".join(rows), encoding="utf-8")
    return ready


def broken(archive: Path) -> bytes:
    """Cut the end of the ledger off in the middle of its last line; return what is left."""
    segment = archive / "manifests" / "ledger" / "000000000001.jsonl"
    left = segment.read_bytes()[:-40]
    segment.write_bytes(left)
    return left


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Return a working folder and an environment in which every run of a command makes the same calls.

    The injector fails the n-th use of a call, counted in a run before. An import opens a source where its compiled
    module is not there yet, and lists a folder of sys.path anew where that has changed: where other tests write
    either in between, the count is off, and the fault meets another call or none. So the package is a copy that
    nobody else knows, all modules are compiled, nothing changes in the working folder, and sets are in one order.
    """
    folder = tmp_path_factory.mktemp("undisturbed")
    house, quiet = folder / "house", folder / "quiet"
    for name in ("tools", "schemas", "tests"):
        shutil.copytree(REPOSITORY / name, house / name, ignore=shutil.ignore_patterns("__pycache__", "vectors"))
    quiet.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(house / name) for name in ("tools", "schemas", "tests")),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "PYTHONSAFEPATH": "1",
        "PYTHONHASHSEED": "0",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    archive, documents = folder / "warm" / "A", folder / "warm" / "in"
    documents.mkdir(parents=True)
    (documents / "one.txt").write_text("one")
    (documents / "submission.csv").write_text("filename,item,title\none.txt,one,One\n")
    changed = folder / "warm" / "c" / "c.csv"
    changed.parent.mkdir()
    changed.write_text("filename,item,title\none.txt,one,Another title\n")
    bag = make_bag(folder / "warm" / "bag", info="External-Identifier: two\n")
    for words in (
        ("init", archive),
        ("ingest", "--archive", archive, documents / "submission.csv", "--no-identify"),
        ("ingest", "--archive", archive, bag, "--no-identify"),
        ("amend", "--archive", archive, "one", changed, "--no-identify", "--by", "A reader", "--reason", "a test"),
        ("export", "bag", "--archive", archive, "--audience", "archive", "--to", folder / "warm" / "out", "two"),
        ("export", "saf", "--archive", archive, "--audience", "archive", "--to", folder / "warm" / "saf"),
        ("export", "ocfl", "--archive", archive, "--audience", "archive", "--to", folder / "warm" / "ocfl"),
        ("ledger", "checkpoint", "--archive", archive),
        ("ledger", "key", "--rotate", "--archive", archive),
        ("fixity", "check", "--archive", archive),
        ("fixity", "status", "--archive", archive),
        ("ledger", "verify", "--archive", archive),
        ("rebuild", "--archive", archive),
        ("init", folder / "warm" / "B"),
        ("ingest", "--archive", folder / "warm" / "B", folder / "warm" / "out" / "two", "--no-identify"),
    ):
        command = [sys.executable, "-m", "bayegan", *map(str, words)]
        subprocess.run(command, check=True, capture_output=True, cwd=quiet, env=environment)
    broken(archive)
    command = [sys.executable, "-m", "bayegan", "rebuild", "--new-ledger", "--archive", str(archive)]
    subprocess.run(command, check=True, capture_output=True, cwd=quiet, env=environment)
    return quiet, {**environment, "PYTHONDONTWRITEBYTECODE": "1"}


def points(
    calm: tuple[Path, dict[str, str]], ready: Path, source: str, items: int, *options: str, program: str = "bayegan"
) -> str:
    """Run the injector over an ingest of `source`, and return what it says."""
    command = f"{program} ingest --archive {{w}}/A {{w}}/{source} --no-identify --jobs 1"
    return injected(calm, ready, command, f"{shlex.quote(str(CHECK))} ingest {{w}} {items} {source}", *options)


def injected(
    calm: tuple[Path, dict[str, str]], ready: Path, ours: str, judge: str, *options: str, before: str = ""
) -> str:
    """Run the injector over a module with its words, each time in a copy of `ready`, and return what it says."""
    python = shlex.quote(sys.executable)
    command, check = f"{before}{python} -m {ours}", f"{python} -W ignore {judge}"
    words = ["--setup", f"cp -r {shlex.quote(str(ready))}/. {{w}}", "--cmd", command, "--check", check, *options]
    tool = [sys.executable, str(SHARED / "checks" / "fault_points.py"), *words]
    quiet, environment = calm
    done = subprocess.run(tool, capture_output=True, text=True, check=False, cwd=quiet, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@need_shared
@need_strace
@pytest.mark.faults
@of_every_fault
def test_a_fault_at_any_call_leaves_no_item_or_a_whole_one(
    undisturbed: tuple[Path, dict[str, str]],
    ready: Path,
    options: tuple[str, ...],
    request: pytest.FixtureRequest,
) -> None:
    demand_acceptable(points(undisturbed, ready, "in/submission.csv", 3, *options, *every(request)))


@need_shared
@need_strace
@pytest.mark.faults
@pytest.mark.parametrize(
    "options", [("--fault", "KILL", "--power-loss"), ("--fault", "ENOSPC"), ("--fault", "EIO")], ids=" ".join
)
def test_a_fault_while_many_files_are_brought_into_an_item_leaves_none_or_a_whole_one(
    undisturbed: tuple[Path, dict[str, str]],
    ready: Path,
    options: tuple[str, ...],
    request: pytest.FixtureRequest,
) -> None:
    """Their part of premis.xml is written while they come."""
    options = (*options, *every(request))
    demand_acceptable(points(undisturbed, ready, "in/submission.csv", 3, *options, program="as_many_files"))


@need_shared
@need_strace
@pytest.mark.faults
@pytest.mark.parametrize("bag", ["donor", "sealed"])
@of_every_fault
def test_a_fault_while_a_bag_is_taken_in_leaves_no_item_or_a_whole_one(
    undisturbed: tuple[Path, dict[str, str]],
    ready_bags: Path,
    bag: str,
    options: tuple[str, ...],
    request: pytest.FixtureRequest,
) -> None:
    demand_acceptable(points(undisturbed, ready_bags, f"in/{bag}", 1, *options, *every(request)))


@need_shared
@need_strace
@pytest.mark.faults
@of_every_fault
def test_a_fault_while_an_item_is_amended_leaves_no_version_or_a_whole_one(
    undisturbed: tuple[Path, dict[str, str]],
    ready_amendment: Path,
    options: tuple[str, ...],
    request: pytest.FixtureRequest,
) -> None:
    command = "bayegan amend --archive {w}/A case-1 {w}/c/c.json --no-identify --jobs 1"
    judge = f"{shlex.quote(str(CHECK))} amend {{w}}"
    demand_acceptable(injected(undisturbed, ready_amendment, command, judge, *options, *every(request)))


@need_shared
@need_strace
@pytest.mark.faults
@pytest.mark.parametrize(
    "command", ["init {w}/A", "ledger checkpoint --archive {w}/A", "ledger key --rotate --archive {w}/A"]
)
@of_every_fault
def test_a_fault_while_keys_are_made_or_used_leaves_a_ledger_that_can_be_signed(
    undisturbed: tuple[Path, dict[str, str]],
    tmp_path: Path,
    bayegan: Bayegan,
    command: str,
    options: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """The keys lie in the work folder too, so that they are lost, or not, with what else is unflushed there."""
    start = tmp_path / "start"
    start.mkdir()
    if not command.startswith("init"):
        monkeypatch.setenv("XDG_CONFIG_HOME", str(start / "config"))
        bayegan("init", start / "A")
    judge = f"{shlex.quote(str(CHECK))} keys {{w}}"
    before = "env XDG_CONFIG_HOME={w}/config "
    demand_acceptable(
        injected(undisturbed, start, f"bayegan {command}", judge, *options, *every(request), before=before)
    )


@need_shared
@need_strace
@pytest.mark.faults
@of_every_fault
def test_a_fault_in_a_fixity_check_leaves_it_recorded_or_to_be_gone_on_with(
    undisturbed: tuple[Path, dict[str, str]],
    ready_archive: Path,
    options: tuple[str, ...],
    request: pytest.FixtureRequest,
) -> None:
    command = "fixity check --archive {w}/A --jobs 1"
    demand_acceptable(judged(undisturbed, ready_archive, command, "fixity", *options, *every(request)))


@need_shared
@need_strace
@pytest.mark.faults
@of_every_fault
def test_a_fault_while_all_that_is_derived_is_made_anew_changes_nothing_else(
    undisturbed: tuple[Path, dict[str, str]],
    ready_archive: Path,
    options: tuple[str, ...],
    request: pytest.FixtureRequest,
) -> None:
    shutil.rmtree(ready_archive / "A" / ".bayegan")
    (ready_archive / "A" / "schemas" / "bayegan_schemas" / "dc-1.0.xsd").unlink()
    command = "rebuild --archive {w}/A"
    demand_acceptable(judged(undisturbed, ready_archive, command, "rebuild", *options, *every(request)))


@need_shared
@need_strace
@pytest.mark.faults
@of_every_fault
def test_a_fault_while_a_ledger_is_begun_anew_leaves_the_old_one_or_the_new_one(
    undisturbed: tuple[Path, dict[str, str]],
    ready_archive: Path,
    options: tuple[str, ...],
    request: pytest.FixtureRequest,
) -> None:
    (ready_archive / "old.jsonl").write_bytes(broken(ready_archive / "A"))
    command = "rebuild --new-ledger --archive {w}/A"
    demand_acceptable(judged(undisturbed, ready_archive, command, "new-ledger", *options, *every(request)))


@need_shared
@need_strace
@pytest.mark.faults
@pytest.mark.parametrize("form", ["saf", "ocfl"])
@of_every_fault
def test_a_fault_in_an_export_leaves_a_whole_package_or_none_and_it_can_be_done_again(
    undisturbed: tuple[Path, dict[str, str]],
    ready_archive: Path,
    form: str,
    options: tuple[str, ...],
    request: pytest.FixtureRequest,
) -> None:
    command = f"export {form} --archive {{w}}/A --to {{w}}/out --audience archive --jobs 1"
    demand_acceptable(
        judged(undisturbed, ready_archive, command, f"export {{w}} {form}", *options, *every(request))
    )


def judged(calm: tuple[Path, dict[str, str]], ready: Path, command: str, judge: str, *options: str) -> str:
    """Run the injector over a command whose keys lie in the work folder, and return what it says."""
    judge = judge if "{w}" in judge else f"{judge} {{w}}"
    check = f"{shlex.quote(str(CHECK))} {judge}"
    return injected(calm, ready, f"bayegan {command}", check, *options, before="env XDG_CONFIG_HOME={w}/config ")


def every(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Return which calls are tried: all of them, or a sample."""
    if request.config.getoption("--every-call"):
        return ("--max", "100000")
    return ("--every", str(request.config.getoption("--every") or SAMPLE))


def demand_acceptable(said: str) -> None:
    """Every point was acceptable, and nothing that failed was called done."""
    print(said)  # noqa: T201  the figures are the point of the long form
    score = re.search(r"acceptable after (\d+) of (\d+) points", said)
    assert score is not None, said
    assert score[1] == score[2], said
    assert int(score[2]) > 0
    if "fault KILL" not in said:
        silent = re.search(r"still exited 0 in (\d+)", said)
        assert silent is not None, said
        assert silent[1] == "0", said


# What fault_points.py does not fail: listing a folder


LISTED = re.compile(r"^\d+\s+getdents64\(\d+<([^>]*)>")


def failing_once(
    calm: tuple[Path, dict[str, str]], ready: Path, work: Path, at: int = 0
) -> tuple[list[str], int, dict[str, Any]]:
    """Check a copy of an archive while the n-th listing of a folder fails with EIO, none if 0.

    Return what was listed, the exit code and the envelope.
    """
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(ready, work / "w")
    quiet, environment = calm
    log = work / "log"
    words = ["strace", "-f", "-y", "-qq", "-e", "trace=getdents64", "-o", str(log)]
    words += ["-e", f"inject=getdents64:error=EIO:when={at}"] if at else []
    words += [sys.executable, "-m", "bayegan", "fixity", "check", "--archive", str(work / "w" / "A")]
    done = subprocess.run(
        [*words, "--jobs", "1", "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=quiet,
        env={**environment, "XDG_CONFIG_HOME": str(work / "w" / "config")},
    )
    listed = [match[1] if (match := LISTED.match(line)) else "" for line in log.read_text().splitlines()]
    return listed, done.returncode, json.loads(done.stdout)


@need_strace
@pytest.mark.faults
def test_a_listing_that_fails_once_is_named_and_leaves_no_file_of_a_bag_unread(
    undisturbed: tuple[Path, dict[str, str]], ready_archive: Path, tmp_path: Path
) -> None:
    """Every listing of a folder under archive/ fails once; the shards and items are looked for, and bags read."""
    work = tmp_path / "work"
    listed, code, clean = failing_once(undisturbed, ready_archive, work)
    assert code == 0, clean
    points = [
        (at, path.removeprefix(f"{work}/w/A/"))
        for at, path in enumerate(listed, 1)
        if f"{path}/".startswith(f"{work}/w/A/archive/")
    ]
    assert {path.count("/") for _, path in points} == {0, 1, 2, 3, 4}
    for at, path in points:
        _, code, told = failing_once(undisturbed, ready_archive, work, at)
        assert code == 3, (at, path, told)
        assert [one["what"] for one in told["not_checked"]] == [path], (at, told)
        assert "Input/output error" in told["not_checked"][0]["reason"]
        assert told["counts"]["intact"] == told["counts"]["listed"] == clean["counts"]["listed"], (at, path)
        is_in_a_bag = path.count("/") > 2
        warned = [("fixity-second-reading", path)] if is_in_a_bag else []
        assert [(one["code"], one["path"]) for one in told["findings"]] == warned, (at, path)
