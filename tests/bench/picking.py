"""Picks what is due of so many versions, all of them due, so many times: picking.py VERSIONS TIMES.

What a check does anyway, reading the ledger and knowing what was sealed, is done once.
"""

import gc
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bayegan.model.audit import FixityPolicy, Kind, Scope, age
from bayegan.model.due import selected
from bayegan.model.history import History
from bayegan.model.ledger import utc

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def events(versions: int) -> Iterator[dict[str, object]]:
    """Yield what the fold takes: every version sealed, then all checked once, half of them twice."""
    tags = dict.fromkeys(("bag-info.txt", "bagit.txt", "manifest-sha512.txt", "metadata/dc.xml"), f"{0:0128x}")
    for number in range(1, versions + 1):
        time = utc(BEGIN + timedelta(seconds=number // 100))
        detail = {"files": 3, "octets": 30_000}
        item = f"item-{number:07}"
        event = {"type": "ingestion", "item": item, "version": "v1", "digests": tags, "detail": detail}
        yield {"seq": number, "time": time, **event}
    scattered = " ".join(map(str, range(1, versions + 1, 2)))
    for more, covered in enumerate((f"1-{versions}", scattered), start=1):
        time = utc(BEGIN + timedelta(days=30 * more))
        yield {
            "seq": versions + more,
            "time": time,
            "type": "fixity check",
            "item": None,
            "detail": {"covered": {time: covered}},
        }


def main(versions: int, times: int) -> None:
    """Fold the events into what is known, then pick."""
    gc.set_threshold(100_000, 50, 50)  # as the command has it
    history = History()
    sealed = list(events(versions))
    for event in sealed:
        history.take(event)
    policy = FixityPolicy(sample="0")
    now = age(BEGIN + timedelta(days=400), policy)
    for _ in range(times):
        for event in sealed:
            history.times.take(event["time"])
        picked = selected(Scope(Kind.DUE), history, history.readings(), now, policy)
        if len(picked) != versions:
            sys.exit("not all is due")


main(*map(int, sys.argv[1:]))
