import logging
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bags_made import change, make_bag, put
from bayegan.bags.opinion import Opinion, _BagWithoutLinks, second_opinion

SOFTWARE = f"bagit-python {bagit.VERSION}"


def test_good_bag(tmp_path: Path) -> None:
    assert second_opinion(make_bag(tmp_path / "bag")) == Opinion(SOFTWARE, "valid")


def test_payload_oxum_that_does_not_fit(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag")
    put(bag, "data/extra", b"x")
    opinion = second_opinion(bag)
    assert opinion.verdict == "invalid"
    assert "Payload-Oxum" in opinion.note


def test_bag_without_payload_oxum_is_looked_at_for_completeness(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", info="")
    assert second_opinion(bag).verdict == "valid"
    put(bag, "data/extra", b"x")
    assert second_opinion(bag).verdict == "invalid"


def test_no_digest_is_computed(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag")
    put(bag, "data/report.txt", b"First document\n")
    assert second_opinion(bag).verdict == "valid"


def test_what_bagit_says_of_the_declaration(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag")
    change(bag, "bagit.txt", b"1.0", b"one")
    assert second_opinion(bag).verdict == "invalid"
    assert second_opinion(tmp_path).verdict == "invalid"


def test_exception_of_bagit_itself_is_an_opinion(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/caf\udce9": b"1"})
    opinion = second_opinion(bag)
    assert opinion.verdict == "erred"
    assert opinion.note.startswith("UnicodeDecodeError: ")


def test_it_is_silent_and_stays_where_it_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    bag = make_bag(tmp_path / "bag", info="")
    (bag / "data" / "report.txt").unlink()
    where = Path.cwd()
    with caplog.at_level(logging.DEBUG):
        second_opinion(bag)
    assert Path.cwd() == where
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
    assert not logging.getLogger("bagit").disabled


def test_nobody_else_imports_bagit() -> None:
    modules = "bayegan.bags.check, bayegan.bags.seal, bayegan.bags.profile_check"
    command = [sys.executable, "-c", f"import sys, {modules}; print('bagit' in sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@given(
    st.lists(st.sampled_from(["..", ".", "a", "~", "~root", "data", "", "...", "a b", "\\", "é"]), min_size=1).map(
        "/".join
    )
)
def test_without_links_the_path_alone_tells_whether_it_leads_out(path: str) -> None:
    """As `bagit` says it by resolving each path."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "bag"
        (root / "data").mkdir(parents=True)
        (root / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        ours, theirs = _BagWithoutLinks(str(root)), bagit.Bag(str(root))
        assert ours._path_is_dangerous(path) == theirs._path_is_dangerous(path)


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=20)


@given(st.lists(st.lists(NAMES.filter(lambda name: name not in (".", "..")), min_size=1, max_size=3), max_size=6))
def test_without_links_the_folder_tells_how_its_files_are_reached(paths: list[list[str]]) -> None:
    """As `bagit` says it of each file by itself."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "bag"
        (root / "data").mkdir(parents=True)
        (root / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        for parts in paths:
            with suppress(OSError):
                (root / "data").joinpath(*parts[:-1]).mkdir(parents=True, exist_ok=True)
                (root / "data").joinpath(*parts).write_bytes(b"")
        ours, theirs = _BagWithoutLinks(str(root)), bagit.Bag(str(root))
        assert list(ours.payload_files()) == list(theirs.payload_files())
        assert ours.normalized_filesystem_names == theirs.normalized_filesystem_names
