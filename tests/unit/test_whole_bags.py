"""Whole bags looked through by workers: the same answers in the same order, whatever becomes of a worker."""

import os
import signal
from pathlib import Path

import pytest
from test_workers import children

from bayegan.model.holdings import SealedFacts
from bayegan.model.packed import PackedDigests, packed
from bayegan.storage.digests import digest_file
from bayegan.storage.whole_bag import MOST_FILES, MOST_OCTETS
from bayegan.storage.whole_bags import whole_bags
from sealed import sealed_item

BAGS = 300


def facts(root: Path, number: int, files: dict[str, bytes]) -> SealedFacts:
    """A sealed bag, as an event of the ledger tells of it."""
    bag = sealed_item(root / f"{number:02x}"[-2:], files).bag
    bag = bag.rename(bag.parent / f"v{number + 2}")
    tags = [path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file()]
    digests = {path: digest_file(bag / path, ["sha512"])["sha512"] for path in tags if path[:5] != "data/"}
    place = bag.parent.relative_to(root).as_posix()
    return SealedFacts(place, "i", bag.name, packed(digests), len(files), sum(map(len, files.values())))


@pytest.fixture
def sealed(tmp_path: Path) -> list[SealedFacts]:
    return [facts(tmp_path, number, {"نامه.txt": b"x" * number}) for number in range(BAGS)]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_bags_are_answered_in_order_by_any_number_of_workers(
    sealed: list[SealedFacts], tmp_path: Path, workers: int
) -> None:
    expected = [
        (1 + len(one.tag_digests), sum(path.stat().st_size for path in found if path.is_file()))
        for one in sealed
        for found in [(tmp_path / one.place / one.version).rglob("*")]
    ]
    assert list(whole_bags(tmp_path, sealed, workers)) == expected


def test_what_a_killed_worker_left_undone_is_done_all_the_same(sealed: list[SealedFacts], tmp_path: Path) -> None:
    before = children()
    looking = whole_bags(tmp_path, sealed * 5, 2)
    found = [next(looking)]
    for worker in children() - before:
        command = Path(f"/proc/{worker}/cmdline")
        if command.exists() and b"whole_bag:answers" in command.read_bytes():
            os.kill(worker, signal.SIGKILL)
    found += looking
    assert found == list(whole_bags(tmp_path, sealed, 1)) * 5


def test_what_is_too_large_for_one_worker_is_left_to_be_shared(tmp_path: Path) -> None:
    small = {"one": b"1"}
    many = {str(number): b"" for number in range(MOST_FILES)}
    sealed = [
        facts(tmp_path, 0, small),
        facts(tmp_path, 1, many),
        facts(tmp_path, 2, {"large": bytes(MOST_OCTETS + 1)}),
    ]
    answers = list(whole_bags(tmp_path, sealed, 1))
    assert answers[0] is not None
    assert answers[1:] == [None, None]


def test_a_bag_that_has_grown_beyond_measure_is_not_read_here(tmp_path: Path) -> None:
    sealed = facts(tmp_path, 0, {"one": b"1"})
    with open(tmp_path / sealed.place / sealed.version / "data" / "one", "wb") as file:
        file.truncate(1 << 40)
    assert list(whole_bags(tmp_path, [sealed], 1)) == [None]


@pytest.mark.parametrize("digest", ["0" * 127, "0" * 64, "0" * 126 + "  ", "A" * 128, "é" * 128, "g" * 128, ""])
def test_only_digests_in_their_one_form_are_packed(digest: str) -> None:
    odd = {"a": "0" * 128, "b": digest}
    assert packed(odd) is odd


def test_packed_digests_are_the_mapping_that_they_were_made_from() -> None:
    plain = {f"{number}": f"{number:0128x}" for number in range(9)}
    small = packed(plain)
    assert isinstance(small, PackedDigests)
    assert small == plain
    assert dict(small) == plain
    assert small.get("x") is None
    assert "3" in small
    assert packed({}) == {}
