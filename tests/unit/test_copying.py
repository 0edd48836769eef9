"""Copying: what is written is what was read, by one process or several, and what cannot be is told."""

import errno
import fcntl
import hashlib
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bayegan.errors import CouldNot, SourceChanged
from bayegan.model.copying import ToCopy
from bayegan.storage import copying, crew
from bayegan.storage.crew import beside, ready, spread
from bayegan.storage.documents import DocumentsFolder

ALGORITHMS = ("sha512", "sha256")
SIZES = (0, 1, 65_535, 65_536, 65_537, 1 << 20, (1 << 20) + 1, 5_000_000)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    for number, size in enumerate(SIZES * 40):
        content = f"{number} ".encode() * (size // 2 if number < len(SIZES) else 20)
        (root / f"{number:04d} سند.bin").write_bytes(content[:size])
    return root


def wanted(root: Path, to: Path) -> Iterator[ToCopy]:
    to.mkdir()
    for path in sorted(root.iterdir()):
        yield ToCopy(path.name, f"{to}/{path.name}", ALGORITHMS, path.stat().st_size)


@pytest.mark.parametrize("workers", [1, 2])
def test_copies_are_the_same_octets_with_their_digests_in_order(
    documents: Path, tmp_path: Path, workers: int
) -> None:
    copied = list(DocumentsFolder(documents, workers).copies(wanted(documents, tmp_path / "out")))
    assert [path for path, _, _ in copied] == sorted(os.listdir(documents))
    for path, digests, size in copied:
        content = (tmp_path / "out" / path).read_bytes()
        assert content == (documents / path).read_bytes()
        assert digests == {name: hashlib.new(name, content).hexdigest() for name in ALGORITHMS}
        assert size == len(content)
        assert (tmp_path / "out" / path).stat().st_mtime_ns == (documents / path).stat().st_mtime_ns


def test_a_large_file_is_digested_and_written_beside_its_reading(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_LARGE", 1)
    copied = list(DocumentsFolder(documents).copies(wanted(documents, tmp_path / "out")))
    for path, digests, size in copied:
        content = (tmp_path / "out" / path).read_bytes()
        assert content == (documents / path).read_bytes()
        assert digests == {name: hashlib.new(name, content).hexdigest() for name in ALGORITHMS}
        assert size == len(content)


@pytest.mark.parametrize("size", [0, 1, 4096, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, (8 << 20) + 512, 9_999_999])
@pytest.mark.parametrize("can_go_direct", [True, False])
def test_a_file_of_any_size_is_copied_whole_straight_to_the_disk_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, can_go_direct: bool
) -> None:
    content = random.Random(size).randbytes(size)  # noqa: S311  a content, not a secret
    source, target = tmp_path / "source", tmp_path / "copy"
    source.write_bytes(content)
    monkeypatch.setattr(copying, "_LARGE", 0)
    if not can_go_direct:
        monkeypatch.delattr(os, "O_DIRECT", raising=False)
    found = copying.answers((("sha256", "sha512"), [(os.fsencode(source), os.fsencode(target))]))
    assert target.read_bytes() == content
    assert found == [([hashlib.sha256(content).digest(), hashlib.sha512(content).digest()], size)]


def test_a_full_disk_is_told_of_a_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    source.write_bytes(bytes(9 << 20))

    def write(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(copying, "_LARGE", 0)
    monkeypatch.setattr(os, "write", write)
    found = copying.answers((("sha512",), [(os.fsencode(source), os.fsencode(tmp_path / "copy"))]))
    assert found == [(copying.TARGET, errno.ENOSPC, "No space left on device")]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_vanished_is_named(documents: Path, tmp_path: Path, workers: int) -> None:
    every = list(wanted(documents, tmp_path / "out"))
    (documents / every[200].path).unlink()
    with pytest.raises(SourceChanged, match=f"{every[200].path}: it vanished"):
        list(DocumentsFolder(documents, workers).copies(every))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_link_in_the_place_of_a_document_is_not_followed(documents: Path, tmp_path: Path, workers: int) -> None:
    every = list(wanted(documents, tmp_path / "out"))
    (documents / every[5].path).unlink()
    (documents / every[5].path).symlink_to("/etc/hostname")
    with pytest.raises(CouldNot, match="cannot be read"):
        list(DocumentsFolder(documents, workers).copies(every))


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_is_written_over(documents: Path, tmp_path: Path, workers: int) -> None:
    every = list(wanted(documents, tmp_path / "out"))
    Path(every[7].to).write_bytes(b"here already")
    with pytest.raises(CouldNot, match=f"{every[7].to}: it cannot be written"):
        list(DocumentsFolder(documents, workers).copies(every))
    assert Path(every[7].to).read_bytes() == b"here already"


@pytest.mark.parametrize("large", [1, 1 << 30])
def test_a_document_that_grows_meanwhile_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 3_000_000)
    real, into = os.read, os.readv

    def grow() -> None:
        with source.open("ab") as out:
            out.write(b"more")

    def read(descriptor: int, want: int) -> bytes:
        grow()
        return real(descriptor, want)

    def readv(descriptor: int, rooms: Sequence[memoryview]) -> int:
        grow()
        return into(descriptor, rooms)

    monkeypatch.setattr(copying, "_LARGE", large)
    monkeypatch.setattr(os, "read", read)
    monkeypatch.setattr(os, "readv", readv)
    found = copying.answers((("sha512",), [(os.fsencode(source), os.fsencode(tmp_path / "copy"))]))
    assert found[0][0] == copying.CHANGED


def test_what_a_killed_worker_left_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "mark").write_text("")
    targets = [str(tmp_path / str(number)) for number in range(20)]
    tasks = [(target, str(tmp_path / "mark")) for target in targets]
    done = list(spread("worker_that_dies:write", tasks, 2, undo=lambda task: Path(task[0]).unlink(missing_ok=True)))
    assert [answer for _, answer in done] == ["written"] * 20
    assert all(Path(target).read_text() == "whole" for target in targets)


@pytest.mark.parametrize("pipes", [4096, 1 << 16])
@pytest.mark.parametrize("size", [10, 3000, 20_000, 40_000, 3_000_000])
def test_tasks_and_answers_of_any_size_pass(size: int, pipes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever for somebody who waits for him: a pipe holds less than most of these.

    Who has many pipes is given small ones.
    """
    monkeypatch.setattr(crew, "_ROOM", pipes)
    really = os.pipe

    def pipe() -> tuple[int, int]:
        ends = really()
        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, pipes)
        return ends

    monkeypatch.setattr(os, "pipe", pipe)
    tasks = [f"{number} ".ljust(size if number % 3 else 10, ".") for number in range(30)]
    done = list(spread("worker_that_dies:twice", tasks, 2))
    assert done == [(task, task + task) for task in tasks]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("size", [3, 3_000_000])
def test_what_tasks_have_in_common_comes_with_each(tmp_path: Path, workers: int, size: int) -> None:
    """Also to the workers that were there for other tasks before, and where one is killed."""
    with ready(["worker_that_dies"], workers):
        for common in (b"one", b"two"):
            tasks = [f"{tmp_path / str(number)} {number}" for number in range(20)]
            if workers > 1 and common == b"two":
                (tmp_path / "11").write_text("")
            answers = [
                said for _, said in spread("worker_that_dies:said", tasks, workers, common=common.ljust(size))
            ]
            assert answers == [f"{number} of {size} {common.decode()}" for number in range(20)]
            assert not (tmp_path / "11").exists()
        assert [said for _, said in spread("worker_that_dies:twice", ["a", "b", "c"], workers)] == [
            "aa",
            "bb",
            "cc",
        ]


def test_one_task_is_done_beside_other_work_whatever_becomes_of_the_worker(tmp_path: Path) -> None:
    with beside("worker_that_dies:write", (str(tmp_path / "1"), "")) as answer:
        assert answer() == "written"
    (tmp_path / "mark").write_text("")
    with beside("worker_that_dies:write_again", (str(tmp_path / "7"), str(tmp_path / "mark"))) as answer:
        assert answer() == "written"
    assert not (tmp_path / "mark").exists()
    assert (tmp_path / "7").read_text() == "whole"
