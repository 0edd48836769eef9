"""bayegan validate and export: archives, trees of bags, levels."""

import errno
import json
import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from archives_made import ENDINGS, archive_of, bag_files, below, zip_of
from bags_made import make_bag, put
from bayegan.bags.folder import FolderSource
from bayegan.errors import SourceChanged
from running import WITHOUT_POWERS, Bayegan, as_a_process


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Six sound bags at several depths, three of them archives."""
    root = tmp_path / "tree"
    make_bag(root / "a" / "one")
    make_bag(root / "a" / "b" / "two")
    make_bag(root / "three")
    files = bag_files(tmp_path / "scratch")
    for ending in (".zip", ".tar.gz", ".tar"):
        put(root / "a" / "b", "four" + ending, archive_of(ending, below("four", files)))
    put(root, "notes.txt", b"not a bag")
    return root


def test_a_tree_is_walked_and_each_bag_has_its_row(tree: Path, bayegan: Bayegan) -> None:
    put(tree / "a" / "one", "data/extra", b"x")
    put(tree / "a" / "b" / "two", "data/report.txt", b"changed")
    ran = bayegan("validate", tree, expect=1)
    names = [os.path.relpath(one["path"], tree) for one in ran.envelope["result"]]
    assert names == ["a/b/four.tar", "a/b/four.tar.gz", "a/b/four.zip", "a/b/two", "a/one", "three"]
    assert [one["sound"] for one in ran.envelope["result"]] == [True, True, True, False, False, True]
    assert ran.envelope["counts"].items() >= {"validated": 6, "sound": 4, "altered": 1, "unexpected": 1}.items()
    assert {one["path"] for one in ran.errors} >= {f"{tree}/a/one/data/extra", f"{tree}/a/b/two/data/report.txt"}


def test_the_table_fits_a_terminal_and_ends_in_totals(
    tree: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    code, out, _ = bayegan.text("validate", tree)
    assert code == 0
    assert all(len(line) <= 60 for line in out.splitlines() if not line.startswith(("Checked", " ", "warning")))
    assert "6 validated: 6 valid." in out
    assert "the digests of 36 of 36 listed files" in out


def test_of_many_bags_the_unsound_are_shown_first(tmp_path: Path, bayegan: Bayegan) -> None:
    for number in range(40):
        make_bag(tmp_path / "t" / f"{number:02d}", {"data/x": b"1"})
    put(tmp_path / "t" / "37", "data/x", b"2")
    _, out, _ = bayegan.text("validate", tmp_path / "t")
    assert out.splitlines()[1].startswith("invalid")
    assert "... and 10 more; --json lists all of them." in out
    assert "40 validated: 39 valid, 1 invalid." in out


def test_nothing_is_looked_for_inside_a_bag(tmp_path: Path, bayegan: Bayegan) -> None:
    bag = make_bag(
        tmp_path / "t" / "outer", {"data/inner/bagit.txt": b"not a bag of ours", "data/x.zip": b"no zip"}
    )
    ran = bayegan("validate", tmp_path / "t")
    assert [one["path"] for one in ran.envelope["result"]] == [str(bag)]


def test_a_bag_that_lost_its_declaration_is_a_bag(tmp_path: Path, bayegan: Bayegan) -> None:
    (make_bag(tmp_path / "t" / "bag") / "bagit.txt").unlink()
    for path in (tmp_path / "t", tmp_path / "t" / "bag"):
        assert "bag-no-declaration" in bayegan("validate", path, expect=1).codes


def test_a_pipe_that_is_named_as_an_archive_is_said_and_not_read(tmp_path: Path, bayegan: Bayegan) -> None:
    make_bag(tmp_path / "tree" / "bag")
    os.mkfifo(tmp_path / "tree" / "donor.zip")
    os.mkfifo(tmp_path / "tree" / "pipe")
    ran = bayegan("validate", tmp_path / "tree", expect=3)
    (said,) = ran.envelope["not_checked"]
    assert (said["what"], said["reason"]) == (
        str(tmp_path / "tree" / "donor.zip"),
        "it is a named pipe, which is not read",
    )


def test_a_link_in_a_tree_is_said_and_not_followed(tmp_path: Path, bayegan: Bayegan) -> None:
    make_bag(tmp_path / "tree" / "bag")
    make_bag(tmp_path / "elsewhere")
    (tmp_path / "tree" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "tree" / "loop").symlink_to(tmp_path / "tree")
    (tmp_path / "tree" / "linked.zip").symlink_to(tmp_path / "elsewhere")
    ran = bayegan("validate", tmp_path / "tree", expect=3)
    assert ran.envelope["counts"]["sound"] == 1
    assert {Path(one["what"]).name for one in ran.envelope["not_checked"]} == {"linked", "linked.zip", "loop"}


def test_a_tree_without_a_bag_is_a_finding(tmp_path: Path, bayegan: Bayegan) -> None:
    (tmp_path / "t" / "deep" / "er").mkdir(parents=True)
    assert bayegan("validate", tmp_path / "t", expect=1).codes == ["bag-none-found"]


def test_what_cannot_be_read_does_not_stop_the_others(
    tree: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bayegan.bags.unpacking.zstandard", None)
    put(tree, "five.tar.zst", b"x")
    ran = bayegan("validate", tree, expect=3)
    assert ran.envelope["counts"]["sound"] == 6
    assert "bayegan[zstd]" in ran.said()


def test_a_path_that_is_not_there_is_wrong_use_alone_and_stops_no_others(tree: Path, bayegan: Bayegan) -> None:
    bayegan("validate", tree / "gone", expect=2)
    ran = bayegan("validate", tree / "gone", tree, expect=3)
    assert [one["what"] for one in ran.envelope["not_checked"]] == [str(tree / "gone")]
    assert ran.envelope["counts"].items() >= {"validated": 7, "sound": 6, "unchecked": 1}.items()


def test_what_cannot_be_looked_at_stops_no_others(tree: Path) -> None:
    closed = tree.parent / "closed"
    closed.mkdir()
    make_bag(closed / "bag")
    loop, long = tree.parent / "loop", tree.parent / ("x" * 300)
    loop.symlink_to(loop)
    closed.chmod(0)
    try:
        words = ("validate", closed / "bag", loop, long, closed, tree, "--json")
        done = as_a_process(*words, before=WITHOUT_POWERS)
        profile = as_a_process(*words, "--profile", "bayegan", before=WITHOUT_POWERS)
    finally:
        closed.chmod(0o755)
    answer = json.loads(done.stdout)
    assert done.returncode == 3
    assert {one["what"] for one in answer["not_checked"]} == {*map(str, (closed / "bag", loop, long, closed))}
    assert answer["counts"]["sound"] == 6
    judged = json.loads(profile.stdout)
    assert judged["counts"]["bags"] == 6
    assert {one["what"] for one in judged["not_checked"]} >= {*map(str, (closed / "bag", loop, long, closed))}


def test_an_unexpected_failure_of_one_of_several_stops_no_others(
    tree: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = FolderSource.contents

    def refused(self: FolderSource) -> object:
        root = str(getattr(self, "root", None) or self._root)
        if root.endswith("two"):
            raise SourceChanged(root, "it vanished", "Try again.")
        return listing(self)

    monkeypatch.setattr(FolderSource, "contents", refused)
    ran = bayegan("validate", tree, expect=3)
    assert ran.envelope["counts"].items() >= {"validated": 6, "sound": 5}.items()
    assert "it vanished" in ran.said()
    judged = bayegan("validate", "--profile", "bayegan", tree, expect=1)
    assert judged.envelope["counts"]["bags"] == 5
    assert "it vanished" in judged.said()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_zip_or_tar_alone_says_what_its_folder_says(tmp_path: Path, ending: str, bayegan: Bayegan) -> None:
    put(tmp_path, "bag" + ending, archive_of(ending, below("bag", bag_files(tmp_path / "bag"))))
    there = bayegan("validate", tmp_path / "bag").envelope
    here = bayegan("validate", tmp_path / f"bag{ending}").envelope
    assert (here["counts"], here["findings"]) == (there["counts"], there["findings"])


def test_the_bounds_have_options(tmp_path: Path, bayegan: Bayegan) -> None:
    put(tmp_path, "bag.zip", zip_of(below("bag", bag_files(tmp_path / "bag", {"data/zeros": bytes(120 << 20)}))))
    archive = tmp_path / "bag.zip"
    assert bayegan("validate", archive, expect=1).codes == ["bag-archive-ratio"]
    bayegan("validate", archive, "--max-ratio", 2000)
    codes = bayegan("validate", archive, "--max-ratio", 2000, "--max-octets", 1 << 20, expect=1).codes
    assert codes == ["bag-archive-octets"]
    assert bayegan("validate", archive, "--max-members", 3, expect=1).codes == ["bag-archive-members"]


def test_what_a_level_leaves_out_is_said_and_is_no_failure(tmp_path: Path, bayegan: Bayegan) -> None:
    bag = make_bag(tmp_path / "bag", {f"data/{n}": b"x" for n in range(10)})
    put(bag, "data/3", b"y")
    for level, left_out in (("structure", 10), ("oxum", 10), ("completeness", 10)):
        ran = bayegan("validate", "--level", level, bag)
        (one,) = ran.envelope["result"]
        assert ran.envelope["not_checked"] == []
        assert (one["verdict"], one["checked"]["level"], one["checked"]["left_out"]) == ("passed", level, left_out)
        assert "Not checked, as asked:" in bayegan.text("validate", "--level", level, bag)[1]
    assert bayegan("validate", bag, expect=1).codes == ["bag-altered"]


def test_a_sample_states_its_seed_and_is_taken_again_with_it(tmp_path: Path, bayegan: Bayegan) -> None:
    bag = make_bag(tmp_path / "bag", {f"data/{n}": b"x" for n in range(10)})
    first = bayegan("validate", "--sample", "50%", bag).envelope["result"][0]["checked"]
    assert (first["digests_verified"], first["left_out"], first["percent"]) == (8, 5, 50.0)
    again = bayegan("validate", "--sample", "50", "--seed", first["seed"], bag)
    assert again.envelope["result"][0]["checked"] == first
    put(bag, "data/3", b"y")
    codes = [bayegan("validate", "--sample", "50%", "--seed", n, bag, expect=None).code for n in range(20)]
    assert set(codes) == {0, 1}


@pytest.mark.parametrize(
    "words", [("--sample", "0"), ("--sample", "101%"), ("--sample", "nan"), ("--sample", "x"), ("--seed", "1")]
)
def test_a_sample_that_makes_no_sense_is_wrong_use(
    tmp_path: Path, words: tuple[str, str], bayegan: Bayegan
) -> None:
    bayegan("validate", make_bag(tmp_path / "bag"), *words, expect=2)


def test_a_sample_of_a_level_is_wrong_use(tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("validate", make_bag(tmp_path / "bag"), "--sample", "5%", "--level", "oxum", expect=2)


@pytest.mark.parametrize(("ending", "module"), [(".zip", "zip_source"), (".tar.gz", "tar_source")])
def test_an_archive_that_cannot_be_read_is_not_checked(
    tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch, ending: str, module: str
) -> None:
    def refused(path: Path) -> object:
        raise OSError(errno.EIO, "Input/output error", str(path))

    put(tmp_path, "bag" + ending, archive_of(ending, {}))
    monkeypatch.setattr(f"bayegan.bags.{module}.open_to_read", refused)
    assert "Input/output error" in bayegan("validate", tmp_path / f"bag{ending}", expect=3).said()


@pytest.mark.parametrize("form", ["zip", "tar", "tgz"])
def test_what_export_writes_as_one_file_is_validated_by_us(
    archive: Path, accession: Path, tmp_path: Path, bayegan: Bayegan, form: str
) -> None:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    for to in ("one", "two"):
        bayegan("export", "bag", "--as", form, "--archive", archive, "--to", tmp_path / to)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == [f"BT-{number}.{form}" for number in range(1, 8)]
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)
    assert bayegan("validate", tmp_path / "one").envelope["counts"]["sound"] == 7
    if form != "zip":
        with tarfile.open(tmp_path / "one" / names[0]) as opened:
            assert all(stat.S_IMODE(one.mode) in (0o644, 0o755) for one in opened)


def test_an_option_of_another_format_is_wrong_use(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("export", "ocfl", "--as", "zip", "--archive", archive, "--to", tmp_path / "out", expect=2)
    assert "ocfl has no such option" in ran.said()
    bayegan("export", "bag", "--as", "rar", "--archive", archive, "--to", tmp_path / "out", expect=2)


def test_a_large_zip_needs_little_memory_and_no_disk(tmp_path: Path) -> None:
    files = {f"data/{number // 1000}/{number}": b"%d" % number for number in range(20_000)}
    put(tmp_path, "bag.zip", zip_of(below("bag", bag_files(tmp_path / "bag", files))))
    program = (
        "from bayegan.cli.main import execute\n"
        "code = execute(['validate', 'bag.zip'])\n"
        "print(code, *[line for line in open('/proc/self/status') if line.startswith('VmHWM')])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": "/nowhere"},
    )
    *_, code, _, peak, unit = ran.stdout.split()
    assert (code, unit) == ("0", "kB")
    assert int(peak) < 80 << 10  # about 25 of it for 20,000 members; the rest is the program
