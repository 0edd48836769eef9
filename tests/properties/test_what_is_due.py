"""The fold that says when every version was last read, held against a plain one, with a clock that goes astray."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bayegan.model.audit import FixityPolicy, age
from bayegan.model.due import due_versions, overdue_versions
from bayegan.model.history import History
from bayegan.model.ledger import utc
from bayegan.model.seqs import holds, merged, overlaps, ranges_of, read_ranges, seqs_text, without

BEGIN = datetime(2030, 1, 1, tzinfo=UTC)
POLICY = FixityPolicy(interval_days=10, overdue_days=20, sample="0")


@dataclass(frozen=True)
class Sealed:
    item: str


@dataclass(frozen=True)
class Checked:
    """A check that covered some versions, by their places among those sealed, and found some in trouble."""

    covered: frozenset[int]
    bad: frozenset[int]
    session_before: int


Happening = tuple[int, Sealed | Checked]
"""The day on which something happened, by the clock of then, and what."""


@st.composite
def lives(draw: st.DrawFn) -> list[Happening]:
    """What happens to an archive; the clock moves on, stands still, jumps ahead and goes back."""
    count = draw(st.integers(1, 8))
    life: list[Happening] = []
    day = 0
    for number in range(count):
        life.append((day, Sealed(f"item-{number}")))
    for _ in range(draw(st.integers(0, 8))):
        day += draw(st.sampled_from([0, 1, 3, 9, 11, 40, -5, -60, 500, -500]))
        if draw(st.booleans()) and count < 12:
            life.append((day, Sealed(f"item-{count}")))
            count += 1
        some = st.frozensets(st.integers(0, count - 1), max_size=count)
        life.append((day, Checked(draw(some), draw(some), draw(st.sampled_from([0, 0, 2, 30])))))
    return life


def time_of(day: int) -> str:
    return utc(BEGIN + timedelta(days=day))


def told(life: Sequence[Happening]) -> tuple[History, list[int], Mapping[str, int]]:
    """Return the fold, the day of each ledger line, and the line that sealed each item."""
    history, days, lines = History(), [], {}
    items: list[str] = []

    def take(day: int, **event: object) -> None:
        days.append(day)
        history.take({"seq": len(days), "time": time_of(day), "prev": "", **event})

    for day, what in life:
        if isinstance(what, Sealed):
            detail = {"files": 1, "octets": 1}
            take(day, type="ingestion", item=what.item, version="v1", digests={}, detail=detail)
            lines[what.item] = len(days)
            items.append(what.item)
        else:
            covered = {time_of(day - what.session_before): seqs_text(lines[items[one]] for one in what.covered)}
            take(day, type="fixity check", item=None, detail={"covered": covered})
            for one in sorted(what.bad):
                bad = {"not_intact": {"data/x": "altered"}}
                take(day, type="fixity check", item=items[one], version="v1", detail=bad)
    return history, days, lines


def plainly(life: Sequence[Happening], days: Sequence[int]) -> dict[str, tuple[int, bool]]:
    """Return the day each item was last read, and whether it was in trouble when last looked at."""
    effective = [min(days[at:]) for at in range(len(days))]
    line, state, items = 0, {}, []
    for day, what in life:
        if isinstance(what, Sealed):
            state[what.item] = (effective[line], False)
            items.append(what.item)
            line += 1
            continue
        for one in what.covered:
            state[items[one]] = (min(effective[line], day - what.session_before), False)
        for one in what.bad:
            state[items[one]] = (state[items[one]][0], True)
        line += 1 + len(what.bad)
    return state


@given(lives(), st.integers(-600, 600))
def test_what_is_due_is_what_a_plain_reading_of_the_ledger_says(life: list[Happening], today: int) -> None:
    history, days, _ = told(life)
    state = plainly(life, days)
    now = age(BEGIN + timedelta(days=today), POLICY)
    due = due_versions(history, history.readings(), now, POLICY)
    expected = {item for item, (read, troubled) in state.items() if troubled or read > today or read <= today - 10}
    assert {one.facts.identifier for one in due} == expected
    assert [one.read for one in due] == sorted(one.read for one in due)
    overdue = overdue_versions(history, history.readings(), now)
    assert {one.facts.identifier for one in overdue} == {
        item for item, (read, _) in state.items() if read <= today - 20
    }
    troubled = {facts.identifier for facts, _ in history.readings().troubled()}
    assert troubled == {item for item, (_, bad) in state.items() if bad}


@given(lives(), st.integers(-600, 600), st.integers(0, 50))
def test_nothing_looks_fresher_when_more_time_has_gone(life: list[Happening], today: int, later: int) -> None:
    history, days, _ = told(life)
    if today < max(days):
        return
    first, then = (age(BEGIN + timedelta(days=day), POLICY) for day in (today, today + later))
    due_first, due_then = (
        {one.facts.identifier for one in due_versions(history, history.readings(), now, POLICY)}
        for now in (first, then)
    )
    assert due_first <= due_then


@given(lives())
def test_the_last_time_whole_is_never_one_of_trouble(life: list[Happening]) -> None:
    history, _, _ = told(life)
    readings = history.readings()
    for facts in history.facts.values():
        whole = readings.whole(facts)
        assert whole is not None
        assert whole.time <= time_of(10_000)
        if readings.trouble(facts) is None:
            assert whole.time == readings.time(facts)


numbers = st.frozensets(st.integers(1, 60))


@given(numbers, numbers)
def test_ranges_are_the_sets_that_they_stand_for(one: frozenset[int], other: frozenset[int]) -> None:
    def members(ranges: Sequence[tuple[int, int]]) -> set[int]:
        return {number for first, last in ranges for number in range(first, last + 1)}

    here, there = ranges_of(one), ranges_of(other)
    assert members(here) == one
    assert read_ranges(seqs_text(one)) == here
    assert members(overlaps(here, there)) == one & other
    assert members(without(here, there)) == one - other
    assert merged([*here, *there]) == ranges_of(one | other)
    assert all(holds(here, number) == (number in one) for number in range(62))


def test_an_event_that_tells_nothing_sound_covers_nothing() -> None:
    for covered in ("1", {"x": "1-"}, {"x": "3-1"}, {"x": 1}, [1], {"2030-01-01T00:00:00Z": "1-99999999999999999"}):
        history, _, _ = told([(0, Sealed("a"))])
        history.take(
            {"seq": 2, "time": time_of(5), "type": "fixity check", "item": None, "detail": {"covered": covered}}
        )
        facts = next(iter(history.facts.values()))
        assert history.readings().time(facts) == time_of(0)


def test_a_line_twice_makes_nothing_look_fresh() -> None:
    history = History()
    for item in ("a", "b"):
        detail = {"files": 1, "octets": 1}
        sealed = {"type": "ingestion", "item": item, "version": "v1", "digests": {}, "detail": detail}
        history.take({"seq": 1, "time": time_of(0), **sealed})
    now = age(BEGIN, POLICY)
    assert len(due_versions(history, history.readings(), now, POLICY)) == 2
