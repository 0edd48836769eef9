"""Tables that stand in the place of dictionaries where there are very many entries: they answer as these do."""

import os
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.model.octet_table import OctetTable
from bayegan.model.package_files import PackageFiles

names = st.binary(max_size=6).map(lambda octets: os.fsdecode(octets.replace(b"\0", b"/")))
steps = st.lists(st.tuples(names, st.one_of(st.none(), st.binary(min_size=3, max_size=3))))


@given(steps)
def test_a_table_is_a_dictionary(done: list[tuple[str, bytes | None]]) -> None:
    table, known = OctetTable(3), dict[str, bytes]()
    for name, value in done:
        if value is not None:
            table[name] = value
            known[name] = value
        else:
            assert table.pop(name, None) == known.pop(name, None)
        assert (name in table) == (name in known)
    for one in (table, pickle.loads(pickle.dumps(table))):  # noqa: S301  our own
        assert dict(one) == known
        assert len(one) == len(known)
        assert set(one) == set(known)
        more = OctetTable(3)
        more.extend([b"///////1", b"///////2"], [b"one", b"two"])
        more.absorb(one)
        assert dict(more) == {"///////1": b"one", "///////2": b"two"} | known
        assert in_order(one) == sorted((os.fsencode(name), value) for name, value in known.items())
        assert [os.fsencode(name) for name in one] == sorted(map(os.fsencode, known))
        assert dict(one) == known


@given(steps, st.integers(0, 4), st.integers(0, 6))
def test_package_files_are_a_dictionary_however_many_are_kept_as_they_are(
    done: list[tuple[str, bytes | None]], few: int, before: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bayegan.model.package_files._FEW", few)
        files, known = PackageFiles(), dict[str, tuple[bytes, int]]()
        for name, value in done:
            if value is not None:
                files[name] = known[name] = (value.ljust(64, b"."), len(known) << 33)
            else:
                assert files.pop(name, None) == known.pop(name, None)
        for one in (files, pickle.loads(pickle.dumps(files))):  # noqa: S301  our own
            assert_holds(one, known)
        whole, others = PackageFiles(), {f"/other {number}": (bytes(64), number) for number in range(before)}
        whole.update(others)
        whole.take(files)
        assert_holds(whole, others | known)


def in_order(table: OctetTable) -> list[tuple[bytes, bytes]]:
    blocks = table.sorted_blocks(3)
    return [(name, values[3 * at : 3 * at + 3]) for names, values in blocks for at, name in enumerate(names)]


def assert_holds(files: PackageFiles, known: dict[str, tuple[bytes, int]]) -> None:
    assert dict(files) == known
    assert len(files) == len(known)
    rows = [row for block in files.blocks() for row in zip(*block, strict=True)]
    listed = sorted((os.fsencode(path), digest.hex().encode(), size) for path, (digest, size) in known.items())
    assert rows == listed
    assert dict(files) == known


def test_names_stay_in_the_order_in_which_they_came() -> None:
    table = OctetTable(1)
    several = [f"{number * 7919 % 1000}" for number in range(1000)]
    for one in several:
        table[one] = b"x"
    assert list(table) == several


def test_a_value_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="4 octets, not of 3"):
        OctetTable(3)["a"] = b"four"
