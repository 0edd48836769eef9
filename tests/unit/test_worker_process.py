"""Workers that are copies of the process that starts them: seen from outside, in processes of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bayegan.storage.lock import is_locked

TESTS = Path(__file__).resolve().parent.parent
TASKS = [str(number) for number in range(6)]


def started(code: str, pass_fds: tuple[int, ...] = ()) -> "subprocess.Popen[str]":
    """Start a Python of its own, with a single thread, that runs `code`."""
    head = "import json, os, sys, threading\nfrom bayegan.storage.crew import ready, spread\n"
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    return subprocess.Popen(
        [sys.executable, "-c", head + code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        pass_fds=pass_fds,
    )


def said(code: str, pass_fds: tuple[int, ...] = ()) -> str:
    with started(code, pass_fds) as process:
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return out


ASK = """
with ready(["worker_that_tells"], 2):
    told = [one for _, one in spread("worker_that_tells:about", list(range(6)), 2)]
print(json.dumps([os.getpid(), told]))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux says how many threads there are")
def test_a_copy_is_ready_at_once_and_has_no_file_of_ours(tmp_path: Path) -> None:
    """It has what was loaded, a process group of its own, and its stdin, stdout and stderr alone."""
    held = str(tmp_path / "a")
    code = f"import worker_that_tells\nworker_that_tells.WORDS = 'of ours'\nheld = open({held!r}, 'w')"
    ours, told = json.loads(said(code + ASK))
    assert len(told) == len(TASKS)
    for one in told:
        assert one["words"] == "of ours"
        assert one["parent"] == ours
        assert one["group"] == one["process"] != ours
        assert held not in one["open"]
        assert len([name for name in one["open"] if not name.startswith("pipe:")]) <= 1  # its stderr
        assert one["frugal"] == "1"


def test_where_there_is_another_thread_nobody_is_copied() -> None:
    """A lock that the thread holds would never be let go of in the copy."""
    code = """
import worker_that_tells
worker_that_tells.WORDS = "of ours"
held = threading.Event()
threading.Thread(target=held.wait).start()
"""
    ours, told = json.loads(said(code + ASK + "held.set()\n"))
    assert {one["words"] for one in told} == {"as loaded"}
    assert {one["parent"] for one in told} == {ours}


def test_what_waits_to_be_printed_is_printed_once() -> None:
    assert said("print('once')" + ASK).startswith("once\n[")
    assert said("print('once')" + ASK).count("once") == 1


def test_no_worker_is_left_and_none_is_a_zombie() -> None:
    code = """
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("none")
"""
    assert said(ASK + code).endswith("none\n")


def test_a_worker_that_dies_is_missed_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "3").write_text("")
    code = f"""
with ready(["worker_that_dies"], 2):
    tasks = [f"{tmp_path}/{{number}} {{number}}" for number in range(6)]
    print([one for _, one in spread("worker_that_dies:said", tasks, 2, common=b"one")])
"""
    assert said(code) == str([f"{number} of 3 one" for number in range(6)]) + "\n"
    assert not (tmp_path / "3").exists()


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_who_ends_lets_go_of_its_locks_though_a_worker_is_still_at_work(tmp_path: Path, ending: int) -> None:
    """And the worker ends too, when it has done what it had in hand, or is killed in it."""
    code = f"""
from pathlib import Path
from bayegan.storage.lock import locked
with locked(Path({str(tmp_path / "lock")!r}), "a lock"), ready(["worker_that_tells"], 2):
    for _ in spread("worker_that_tells:wait", [{str(tmp_path)!r}] * 2, 2):
        pass
"""
    with started(code) as process:
        workers = [int(one.name) for one in waiting_for(tmp_path, "[0-9]*", 2)]
        assert is_locked(tmp_path / "lock")
        process.send_signal(ending)
        process.wait(60)
        assert not is_locked(tmp_path / "lock")
        (tmp_path / "go").write_text("")
        demand_ended(workers)


def test_stdin_and_stdout_may_be_closed(tmp_path: Path) -> None:
    """The pipes have their numbers then."""
    code = ASK.replace("print(", f"open({str(tmp_path / 'said')!r}, 'w').write(")
    with started("os.close(0)\nos.close(1)\n" + code) as process:
        assert process.wait(60) == 0
    assert len(json.loads((tmp_path / "said").read_text())[1]) == len(TASKS)


@pytest.mark.parametrize("closed", ["2>&-", "<&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("at_work", [False, True])
def test_no_lock_and_no_worker_is_left_where_standard_descriptors_were_closed(
    tmp_path: Path, closed: str, at_work: bool
) -> None:
    """What is opened next has their numbers, and a copy keeps these open."""
    code = f"""
import time
from pathlib import Path
from bayegan.storage.crew import ready, spread
from bayegan.storage.lock import locked
with locked(Path({str(tmp_path / "lock")!r}), "a lock"), ready(["worker_that_tells"], 2):
    Path({str(tmp_path / "ready")!r}).write_text("")
    for _ in spread("worker_that_tells:wait", [{str(tmp_path)!r}] * 2, 2) if {at_work} else ():
        pass
    time.sleep(60)
"""
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    command = ["bash", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, code]
    process = subprocess.Popen(command, env=environment)
    waiting_for(tmp_path, "[0-9]*" if at_work else "ready", 2 if at_work else 1)
    workers = children_of(process.pid)
    assert len(workers) == 2
    process.terminate()
    process.wait(60)
    assert not is_locked(tmp_path / "lock")
    (tmp_path / "go").write_text("")
    demand_ended(workers)


def test_an_interrupt_that_meets_a_copy_before_it_is_apart_ends_it_alone() -> None:
    """Ctrl-C is for all processes of the terminal: what called us goes on in us alone."""
    code = """
import signal
really, us, number = os.fork, os.getpid(), 0
def fork():
    global number
    number += 1
    pid = really()
    if pid == 0 and number == 2:
        os.kill(os.getpid(), signal.SIGINT)
    return pid
os.fork = fork
try:
    with ready(["worker_that_tells"], 2):
        print([one for _, one in spread("worker_that_dies:twice", ["a", "b", "c"], 2)])
finally:
    os.write(1, b"us" if os.getpid() == us else b"a copy")
"""
    assert sorted(said(code).replace("us", "").split()) == ["'bb',", "'cc']", "['aa',"]


def test_a_fresh_worker_has_no_file_that_we_were_given(tmp_path: Path) -> None:
    with (tmp_path / "outer").open("w") as outer:
        code = 'print(json.dumps([one for _, one in spread("worker_that_tells:about", [1, 2, 3], 2)]))'
        told = json.loads(said(code, pass_fds=(outer.fileno(),)))
    for one in told:
        assert one["words"] == "as loaded"
        assert str(tmp_path / "outer") not in one["open"]


def test_nothing_stays_open_where_a_worker_cannot_be_started() -> None:
    code = """
import resource
from bayegan.storage.worker_process import fresh
before = len(os.listdir("/dev/fd"))
for more in range(1, 5):
    resource.setrlimit(resource.RLIMIT_NOFILE, (before + more - 1, before + 64))
    try:
        fresh(["json"]).leave()
    except OSError as error:
        print(error.errno, end=" ")
    resource.setrlimit(resource.RLIMIT_NOFILE, (before + 64, before + 64))
    print(len(os.listdir("/dev/fd")) - before, end=" ")
"""
    told = said(code).split()
    assert told.count("24") >= 2
    assert set(told) == {"24", "0"}


def children_of(process: int) -> list[int]:
    found = []
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = one.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(one.parent.name))
    return found


def demand_ended(processes: list[int]) -> None:
    for _ in range(600):
        if not any(map(is_alive, processes)):
            return
        time.sleep(0.1)
    pytest.fail("a worker lives on")


def waiting_for(folder: Path, pattern: str, number: int) -> list[Path]:
    for _ in range(600):
        if len(found := list(folder.glob(pattern))) == number:
            return found
        time.sleep(0.1)
    pytest.fail("nobody began")


def is_alive(process: int) -> bool:
    try:
        return Path("/proc", str(process), "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
