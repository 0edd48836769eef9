"""The ledger: chained, appended whole or not at all, verified line by line."""

import json
import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bayegan.errors import CouldNot
from bayegan.model.ledger import START, LedgerEvent, after, canonical, verify
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.registers import ledger as ledger_module
from bayegan.registers.ledger import LedgerRegister
from bayegan.storage import flush

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


def event(item: str) -> LedgerEvent:
    return LedgerEvent(EventType.INGESTION, EventOutcome.SUCCESS, NOW, "bayegan 0.1.0", item=item, version="v1")


@pytest.fixture
def ledger(tmp_path: Path) -> LedgerRegister:
    (tmp_path / "manifests" / "ledger").mkdir(parents=True)
    return LedgerRegister(tmp_path / "manifests" / "ledger", tmp_path / "locks")


def segment(tmp_path: Path) -> Path:
    return sorted((tmp_path / "manifests" / "ledger").glob("*.jsonl"))[-1]


def codes(ledger: LedgerRegister) -> list[tuple[str, int | None]]:
    return [(one.code, one.row) for one in verify(ledger.lines()).findings]


def test_every_line_is_bound_to_the_bytes_of_the_line_before(ledger: LedgerRegister, tmp_path: Path) -> None:
    head = ledger.append([event("a"), event("ب"), event("c")])
    lines = segment(tmp_path).read_bytes().splitlines()
    expected = START
    for line in lines:
        assert json.loads(line)["prev"] == expected.digest
        expected = after(expected, line)
    assert head == expected == verify(ledger.lines()).head
    assert "ب".encode() in lines[1]


def test_lines_that_end_so_are_left_out_and_the_others_keep_their_places(
    ledger: LedgerRegister, tmp_path: Path
) -> None:
    ledger.append([event("a"), event("b"), event("c")])
    every = [*ledger.lines()]
    assert [*ledger.lines(every[1].content[-200:])] == [every[0], every[2]]
    torn = segment(tmp_path)
    torn.write_bytes(torn.read_bytes()[:-1])
    assert [one.number for one in ledger.lines(b"}")] == [3]


def test_appending_goes_on_from_the_last_line_across_segments(
    ledger: LedgerRegister, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "OCTETS_A_SEGMENT", 900)
    for number in range(5):
        ledger.append([event(f"{number}a"), event(f"{number}b")])
    names = [path.name for path in sorted((tmp_path / "manifests" / "ledger").iterdir())]
    assert names == ["000000000001.jsonl", "000000000005.jsonl", "000000000009.jsonl"]
    reading = verify(ledger.lines())
    assert (reading.head.lines, reading.findings) == (10, ())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda lines: [lines[0], lines[1].replace(b'"item":"b"', b'"item":"B"'), *lines[2:]],
            [("ledger-chain", 2)],
        ),
        (lambda lines: [lines[0], *lines[2:]], [("ledger-order", 2)]),
        (
            lambda lines: [lines[0], lines[2], lines[1], lines[3]],
            [("ledger-order", 2), ("ledger-order", 3), ("ledger-order", 4)],
        ),
        (lambda lines: [lines[0], b"{}", *lines[2:]], [("ledger-line-invalid", 2)]),
        (lambda lines: [lines[0], b" " + lines[1], *lines[2:]], [("ledger-line-invalid", 2)]),
        (lambda lines: [lines[0], b"\xff\xfe", *lines[2:]], [("ledger-line-invalid", 2)]),
        (
            lambda lines: [lines[0], lines[1].replace(b'"detail":{}', b'"detail":{"x":NaN}'), *lines[2:]],
            [("ledger-line-invalid", 2)],
        ),
        (
            lambda lines: [lines[0], lines[1].replace(b'"item":"b"', b'"item":"\\ud800"'), *lines[2:]],
            [("ledger-line-invalid", 2)],
        ),
    ],
    ids=["changed", "removed", "reordered", "emptied", "re-encoded", "noise", "not a number", "half a character"],
)
def test_a_line_that_was_touched_is_found_where_it_is(
    ledger: LedgerRegister, tmp_path: Path, change, expected
) -> None:  # type: ignore[no-untyped-def]
    ledger.append([event(name) for name in "abcd"])
    path = segment(tmp_path)
    path.write_bytes(b"\n".join(change(path.read_bytes().splitlines())) + b"\n")
    assert codes(ledger) == expected


@pytest.mark.parametrize("where", ["seq", "prev", "type", "item", "agent", "detail", "outcome", "time", "version"])
@pytest.mark.parametrize("row", range(1, 8))
def test_a_line_changed_in_any_field_is_blamed_itself_and_not_believed(
    ledger: LedgerRegister, tmp_path: Path, where: str, row: int
) -> None:
    """The octets of the change are such that the line can still be read; so are those of its neighbour's."""
    for name in "abcdefgh":
        ledger.append([event(name)])
    path = segment(tmp_path)
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    value = str(lines[row - 1][where])
    changed = {"seq": row + 40, "prev": value[:-1] + "x", "detail": {"x": 1}, "outcome": "failure"}
    lines[row - 1][where] = changed.get(where, f"{value}!")
    path.write_bytes(b"".join(canonical(line) + b"\n" for line in lines))
    taken: list[object] = []
    findings = verify(ledger.lines(), lambda one: taken.append(one["seq"])).findings
    assert [(one.row, one.code) for one in findings] == [
        (row, "ledger-order" if where == "seq" else "ledger-chain")
    ]
    assert taken == [number for number in range(1, 9) if number != row]


def test_neighbours_that_were_both_changed_are_both_blamed(ledger: LedgerRegister, tmp_path: Path) -> None:
    ledger.append([event(name) for name in "abcdef"])
    path = segment(tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"item":"b"', b'"item":"x"').replace(b'"item":"c"', b'"item":"y"'))
    assert codes(ledger) == [("ledger-chain", 2), ("ledger-chain", 3)]


def test_a_changed_line_before_one_that_cannot_be_read_is_blamed_where_that_still_shows_its_digest(
    ledger: LedgerRegister, tmp_path: Path
) -> None:
    ledger.append([event(name) for name in "abcdef"])
    path = segment(tmp_path)
    sound = path.read_bytes()
    unreadable = sound.replace(b'"item":"c"', b'"item":c"')
    path.write_bytes(unreadable.replace(b'"item":"b"', b'"item":"x"'))
    assert codes(ledger) == [("ledger-line-invalid", 3), ("ledger-chain", 2)]
    path.write_bytes(unreadable)
    assert codes(ledger) == [("ledger-line-invalid", 3)]


def test_a_segment_that_is_gone_empty_or_in_the_place_of_another_is_blamed_itself(
    ledger: LedgerRegister, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "OCTETS_A_SEGMENT", 1)
    for name in "abcdef":
        ledger.append([event(name), event(f"{name}2")])
    folder = segment(tmp_path).parent
    kept = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    names = list(kept)

    def blamed() -> set[str]:
        found = {Path(one.path or "").name for one in verify(ledger.lines()).findings}
        for name, content in kept.items():
            (folder / name).write_bytes(content)
        return found

    for name in names[:-1]:
        (folder / name).unlink()
        assert blamed() == {name}
        (folder / name).write_bytes(b"")
        assert blamed() == {name}
        (folder / name).write_bytes(kept[name][:-30])
        assert blamed() == {name}
    (folder / names[1]).write_bytes(kept[names[3]])
    (folder / names[3]).write_bytes(kept[names[1]])
    assert blamed() == {names[1], names[3]}


def test_an_end_that_was_cut_off_is_named_and_nothing_is_appended(ledger: LedgerRegister, tmp_path: Path) -> None:
    ledger.append([event("a"), event("b")])
    path = segment(tmp_path)
    path.write_bytes(path.read_bytes() + b'{"agent":"bay')
    before = path.read_bytes()
    assert codes(ledger) == [("ledger-torn", 3)]
    with pytest.raises(CouldNot, match="not an event"):
        ledger.append([event("c")])
    with pytest.raises(CouldNot, match="not an event"):
        ledger.head()
    assert path.read_bytes() == before


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_disk_that_refuses_leaves_the_ledger_as_it_was(
    ledger: LedgerRegister, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    ledger.append([event("a")])
    before = {path: path.read_bytes() for path in segment(tmp_path).parent.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*{"fsync": (flush.os, "fsync", full), "rename": (Path, "rename", full)}[step])
    with pytest.raises(CouldNot, match="No space left"):
        ledger.append([event("b"), event("c")])
    assert {path: path.read_bytes() for path in segment(tmp_path).parent.iterdir()} == before


def _append_many(folder: str, name: str) -> None:
    ledger = LedgerRegister(Path(folder) / "manifests" / "ledger", Path(folder) / "locks")
    for number in range(25):
        ledger.append([event(f"{name}{number}")])


def test_two_processes_that_append_at_once_keep_one_chain(ledger: LedgerRegister, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_append_many, args=(str(tmp_path), name)) for name in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    reading = verify(ledger.lines())
    assert (reading.head.lines, reading.findings) == (50, ())
