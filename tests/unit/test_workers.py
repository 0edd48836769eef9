"""Worker processes: the same answers in the same order, whatever becomes of a worker."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bayegan.model.reading import ToRead
from bayegan.model.vanished import VANISHED
from bayegan.storage.workers import read_many

FILES = 1500


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"{number:04d} نامه.txt" for number in range(FILES)]
    for number, path in enumerate(made):
        path.write_text(str(number) * (number % 50))
    return made


def to_read(files: list[Path], *algorithms: str) -> Iterator[ToRead]:
    return (ToRead(str(path), 0, algorithms or ("sha512",)) for path in files)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_many_files_are_read_in_order_by_any_number_of_workers(files: list[Path], workers: int) -> None:
    found = list(read_many(to_read(files, "sha512", "md5"), workers))
    assert [one.path for one in found] == [str(path) for path in files]
    for path, one in zip(files, found, strict=True):
        content = path.read_bytes()
        md5 = hashlib.md5(content, usedforsecurity=False).digest()
        assert list(one.digests) == [hashlib.sha512(content).digest(), md5]
        assert one.size == len(content)


def test_the_same_files_by_different_algorithms_in_turn(files: list[Path]) -> None:
    names = ("sha256", "sha512", "md5")
    wanted = (ToRead(str(path), 0, (names[number % 3],)) for number, path in enumerate(files))
    for number, (path, one) in enumerate(zip(files, read_many(wanted, 2), strict=True)):
        assert one.digests[0] == hashlib.new(names[number % 3], path.read_bytes()).digest()


def children() -> set[int]:
    """The processes that this one started."""
    found: set[int] = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        found |= {int(folder.name)} if parent == os.getpid() else set()
    return found


def test_what_a_killed_worker_left_undone_is_read_all_the_same(files: list[Path]) -> None:
    before = children()
    reading = read_many(to_read(files), 2)
    found = [next(reading)]
    for worker in children() - before:
        command = Path(f"/proc/{worker}/cmdline")
        if command.exists() and b"bayegan.storage.worker" in command.read_bytes():
            os.kill(worker, signal.SIGKILL)
    found += reading
    assert [one.digests[0] for one in found] == [hashlib.sha512(path.read_bytes()).digest() for path in files]


def test_what_vanishes_or_is_no_file_is_said(files: list[Path]) -> None:
    files[3].unlink()
    files[700].unlink()
    os.mkfifo(files[700])
    files[900].unlink()
    files[900].symlink_to(files[0])
    found = list(read_many(to_read(files), 2))
    assert found[3].problem == VANISHED
    assert found[700].problem == "it is no plain file"
    assert "symbolic links" in found[900].problem
    assert sum(bool(one.problem) for one in found) == 3


def test_long_names_and_many_algorithms_do_not_stop_the_pipes(tmp_path: Path) -> None:
    folder = tmp_path
    while len(os.fsencode(folder)) < 3800:
        folder = folder / ("ن" * 60)
    folder.mkdir(parents=True)
    paths = [folder / f"{number}" for number in range(600)]
    for path in paths:
        path.write_text("x")
    algorithms = ("sha512", "sha384", "sha256", "sha1", "md5", "blake2b", "sha3_512")
    found = list(read_many(to_read(paths, *algorithms), 3))
    assert all(len(one.digests) == len(algorithms) for one in found)


def test_ctrl_c_ends_at_once_and_says_one_thing(tmp_path: Path) -> None:
    bag = tmp_path / "bag"
    (bag / "data").mkdir(parents=True)
    for number in range(2):
        with open(bag / "data" / f"{number}", "wb") as out:
            out.truncate(20 << 30)
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    lines = [f"{'0' * 128}  data/{number}\n" for number in range(2)]
    (bag / "manifest-sha512.txt").write_text("".join(lines))
    # Ctrl-C is heeded as from a terminal, also where these tests were started in the background.
    heeding = ["env", "--default-signal=INT"]
    command = [*heeding, sys.executable, "-m", "bayegan", "validate", str(bag), "--jobs", "2"]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(2)
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert time.monotonic() - started < 10
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "interrupted" in said
