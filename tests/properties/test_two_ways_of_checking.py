"""A bag that is checked without keeping its manifests gets the report of one whose manifests are kept."""

import os
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bags_made import make_bag, put, retag
from bayegan.bags.check import BagReport, check_bag
from bayegan.bags.file_table import FileTable
from bayegan.bags.folder import FolderSource
from bayegan.bags.scope import Level, Scope
from bayegan.model.progress import ended

NAMES = (
    *("a", "A", "b.txt", "CON", "con.txt", "comet", "x.", "y ", "a:b", "Thumbs.db", ".DS_Store", "q\tz", "m%20n"),
    *("100%", "m%0An", "line\nfeed", "a\rb"),
    *("سند.txt", "كتاب", "کتاب", "۱", "1", "می\u200cخواهم", "میخواهم", "evil\u202egpj.exe", "COM¹", "back\\x"),
    *("Straße", "STRASSE"),
    *(unicodedata.normalize(form, "Café") for form in ("NFC", "NFD")),
    os.fsdecode(b"caf\xe9"),
)
names = st.sampled_from(NAMES)
paths = st.lists(names, min_size=1, max_size=3).map(lambda parts: "/".join(("data", *parts)))
Damage = Callable[[Path], None]


def is_tree(chosen: Iterable[str]) -> list[str]:
    """Return of some paths those that can lie beside each other: no file is a folder of another."""
    kept: list[str] = []
    for path in chosen:
        if not any(one == path or one.startswith(f"{path}/") or path.startswith(f"{one}/") for one in kept):
            kept.append(path)
    return kept


def altered(path: str) -> Damage:
    return lambda bag: put(bag, path, b"changed") if (bag / path).is_file() else None


def removed(path: str) -> Damage:
    def remove(bag: Path) -> None:
        if (bag / path).is_dir() and not (bag / path).is_symlink():
            shutil.rmtree(bag / path)
        elif os.path.lexists(bag / path):
            (bag / path).unlink()

    return remove


def added(path: str) -> Damage:
    def add(bag: Path) -> None:
        if not any((bag / part).is_file() for part in Path(path).parents) and not os.path.lexists(bag / path):
            put(bag, path, b"added")

    return add


def linked(path: str) -> Damage:
    def link(bag: Path) -> None:
        if (bag / path).exists() and not (bag / path).is_symlink():
            elsewhere = bag.parent / f"elsewhere-{len(list(bag.parent.iterdir()))}"
            (bag / path).rename(elsewhere)
            (bag / path).symlink_to(elsewhere)

    return link


def edited(number: int, change: Callable[[list[bytes]], list[bytes]]) -> Damage:
    def edit(bag: Path) -> None:
        manifests = sorted(bag.glob("manifest-*.txt"))
        manifest = manifests[number % len(manifests)]
        manifest.write_bytes(b"".join(change(manifest.read_bytes().splitlines(keepends=True))))
        retag(bag, [one.name[9:-4] for one in manifests])

    return edit


edits: tuple[Callable[[list[bytes]], list[bytes]], ...] = (
    lambda rows: rows[1:],
    lambda rows: rows[::-1],
    lambda rows: [*rows, rows[0]] if rows else rows,
    lambda rows: [row.replace(b"  ", b" *", 1) for row in rows],
    lambda rows: [row.replace(b"  ", b"\t", 1) for row in rows],
    lambda rows: [row.replace(b"%25", b"%") for row in rows],
    lambda rows: [row.replace(b"%0A", b"%0a").replace(b"%0D", b"%0d") for row in rows],
    lambda rows: [row.replace(b"data/a", b"data/%61") for row in rows],
    lambda rows: [row[:8].upper() + row[8:] for row in rows],
    lambda rows: [b"0000" + row[4:] for row in rows],
    lambda rows: [os.fsencode(unicodedata.normalize("NFD", os.fsdecode(row))) for row in rows],
    lambda rows: [*rows[:-1], rows[-1].rstrip(b"\n")] if rows else rows,
    lambda rows: [*rows, b"# a word\n"],
    lambda rows: [*rows, rows[0].replace(b"data/", b"data/no/such/", 1)] if rows else rows,
)
damages = st.one_of(
    paths.map(altered),
    paths.map(removed),
    paths.map(added),
    paths.map(linked),
    st.builds(edited, st.integers(0, 1), st.sampled_from(edits)),
)


def report(bag: Path, scope: Scope, *, keep: bool) -> BagReport:
    """Check a bag; with its manifests kept, every name is looked at, and not only those that are worth a look."""
    with pytest.MonkeyPatch.context() as patch:
        if keep:
            patch.setattr("bayegan.bags.check.worth_a_look", lambda files, gone=(): [*files, *gone])
        return ended(check_bag(FolderSource(bag), scope, keep_manifests=keep))


def said(one: BagReport) -> tuple[object, ...]:
    """All that a report says, in an order of its own."""
    findings = sorted(map(repr, one.findings))
    facts = (one.facts.version, one.facts.manifests, one.facts.tag_manifests, sorted(one.facts.files.items()))
    counts = (one.files_listed, one.octets, dict(one.outcomes), one.checked)
    return findings, counts, sorted(map(repr, one.not_checked)), facts


@settings(max_examples=200)
@given(
    st.lists(paths, max_size=8, unique=True).map(is_tree),
    st.sampled_from([("sha512",), ("sha256", "sha512"), ("md5",)]),
    st.sampled_from(["1.0", "0.97"]),
    st.sampled_from([Level.FULL, Level.COMPLETENESS]),
    st.lists(damages, max_size=4),
)
@example(["data/Café", "data/a"], ("sha512",), "1.0", Level.FULL, [edited(0, edits[10])])
@example(["data/100%", "data/m%0An", "data/a"], ("sha512",), "1.0", Level.FULL, [edited(0, edits[5])])
@example(["data/100%", "data/m%0An", "data/a"], ("sha512",), "0.97", Level.FULL, [])
@example(["data/کتاب/a"], ("md5",), "1.0", Level.FULL, [removed("data/کتاب"), added("data/كتاب/z")])
@example(["data/a/x", "data/b"], ("sha256", "sha512"), "1.0", Level.FULL, [removed("data/a"), added("data/A/y")])
def test_both_ways_say_the_same(
    chosen: list[str], algorithms: tuple[str, ...], version: str, level: Level, broken: list[Damage]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bag = make_bag(Path(folder) / "bag", {path: path.encode("utf-8", "surrogateescape") for path in chosen},
                       algorithms=algorithms, version=version)  # fmt: skip
        for damage in broken:
            damage(bag)
        assert said(report(bag, Scope(level), keep=False)) == said(report(bag, Scope(level), keep=True))


def test_a_bag_of_the_usual_form_is_checked_without_keeping_its_manifests(tmp_path: Path) -> None:
    files = dict.fromkeys(("data/a", "data/100%", "data/line\nfeed"), b"1")
    bag = make_bag(tmp_path / "bag", files, algorithms=("sha256", "sha512"))
    kept, not_kept = (report(bag, Scope(), keep=keep) for keep in (True, False))
    assert [len(one.entries) for one in kept.manifests] == [3, 3, 4, 4]
    assert [len(one.entries) for one in not_kept.manifests] == [0, 0, 4, 4]
    assert not_kept.is_valid


octets = st.binary(min_size=1, max_size=6).map(lambda name: name.translate(bytes.maketrans(b"/\0", b"--")))


@given(st.lists(st.lists(octets, unique=True, max_size=30), max_size=5), st.data())
def test_a_file_table_is_the_mapping_that_was_put_in(folders: list[list[bytes]], data: st.DataObject) -> None:
    table = FileTable()
    expected: dict[str, int] = {}
    for number, names in enumerate(folders):
        folder = b"data/%d" % number if number % 2 else b"data" if number == 0 else b"other/%d" % number
        ordered = sorted(names)
        sizes = [len(expected) + at for at in range(len(ordered))]
        expected |= {os.fsdecode(folder + b"/" + name): size for name, size in zip(ordered, sizes, strict=True)}
        table.add(folder, ordered, sizes)
    assert dict(table.items()) == expected
    assert len(table) == len(expected)
    payload = {path: size for path, size in expected.items() if path.startswith("data/")}
    assert table.payload == (sum(payload.values()), len(payload))
    numbers = table.numbers(map(os.fsencode, payload))
    assert sorted(numbers) == list(range(len(payload)))
    marks = data.draw(st.lists(st.booleans(), min_size=len(payload), max_size=len(payload)))
    unmarked = {path for path, number in zip(payload, numbers, strict=True) if not marks[number]}
    assert set(table.unmarked(bytes(marks))) == unmarked
    assert table.numbers([b"data/no such", b"nowhere/x"]) == [-1, -1]


def test_a_folder_of_thousands_is_looked_up_in_any_order() -> None:
    table = FileTable()
    ordered = [b"%05d" % number for number in range(0, 10_000, 2)]
    table.add(b"data", ordered, range(5000))
    wanted = [b"data/%05d" % (number * 7919 % 10_000) for number in range(10_000)]
    found = table.numbers(wanted)
    assert [-1 if number % 2 else number // 2 for number in (int(path[5:]) for path in wanted)] == found
