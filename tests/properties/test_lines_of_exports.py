"""Lines of a ledger that say which item was in an export are passed over where nobody asks; no other line is."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bayegan.model.dissemination_events import without_given
from bayegan.model.ledger import START, LedgerEvent, StoredLine, canonical, line_after
from bayegan.model.preservation import EventOutcome, EventType

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
TEXTS = st.sampled_from(
    ("", "v1", '"type":"dissemination","version":"v1"}', '\\","type":"dissemination","version":"v1')
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.dictionaries(st.sampled_from(("a", "type", "version", "z")), inner, max_size=3),
    max_leaves=5,
)
EVENTS = st.builds(
    LedgerEvent,
    st.sampled_from((EventType.DISSEMINATION, EventType.INGESTION, EventType.FIXITY_CHECK)),
    st.just(EventOutcome.SUCCESS),
    st.just(NOW),
    TEXTS.filter(bool),
    st.none() | TEXTS,
    st.sampled_from((None, "v1", "v12", "v", "1")),
    st.just({}),
    st.dictionaries(TEXTS, VALUES, max_size=3),
)


def stored(event: LedgerEvent, number: int = 1) -> StoredLine:
    return StoredLine("0.jsonl", number, canonical(line_after(event, START)))


@given(st.lists(EVENTS))
def test_what_is_passed_over_are_the_items_of_exports_and_nothing_else(events: list[LedgerEvent]) -> None:
    lines = [stored(one, number) for number, one in enumerate(events, 1)]
    passed_over = {line.number for line in lines} - {line.number for line in without_given(lines)}
    assert passed_over == {
        number
        for number, one in enumerate(events, 1)
        if one.type is EventType.DISSEMINATION and one.version in ("v1", "v12")
    }


def test_a_torn_line_is_passed_on() -> None:
    whole = stored(LedgerEvent(EventType.DISSEMINATION, EventOutcome.SUCCESS, NOW, "x"))
    line = whole._replace(content=whole.content[:-4])
    assert [*without_given([line])] == [line]
