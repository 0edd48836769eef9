"""What the index of the ledger keeps of a line, so that lines are found again, and missed where they are gone."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from bayegan.model.preservation import EventType

_PREV = b',"prev":"'
_TIME = b',"time":"'


class Known(NamedTuple):
    """A line as the index knows it.

    `number` is its place in the ledger. `mark` tells what it says, wherever it stands: it is of the line without
    `prev` and `seq`. `covered` are the lines whose versions a fixity check read whole, as ranges.
    """

    number: int
    item: str | None
    type: str
    mark: bytes
    covered: str | None = None


def known(number: int, content: bytes, event: Mapping[str, object] | None) -> Known:
    """Return what the index keeps of a line; `event` is its value, None where it has none."""
    if event is None:
        return Known(number, None, "", mark_of(content))
    item, kind, detail = event.get("item"), event.get("type"), event.get("detail")
    is_check = kind == EventType.FIXITY_CHECK.value and item is None
    return Known(
        number,
        item if isinstance(item, str) else None,
        kind if isinstance(kind, str) else "",
        mark_of(content),
        _covered(detail) if is_check and isinstance(detail, dict) else None,
    )


def _covered(detail: Mapping[str, object]) -> str | None:
    """Return the ranges under `covered`, which has them by the times at which their reading began."""
    said = detail.get("covered")
    ranges = [one for one in said.values() if isinstance(one, str)] if isinstance(said, dict) else []
    return " ".join(ranges) or None


def mark_of(content: bytes) -> bytes:
    """Return what tells a line by what it says, in 12 octets: `prev` and `seq` follow from where it stands."""
    start = content.rfind(_PREV)
    end = content.find(_TIME, start)
    said = content[:start] + content[end:] if 0 <= start < end else content
    return hashlib.sha256(said).digest()[:12]


def is_within(ranges: str, number: int) -> bool:
    """Say whether ranges such as `2-101 103` hold a number; what is no range holds none."""
    for one in ranges.split():
        first, _, last = one.partition("-")
        if first.isdigit() and (last or first).isdigit() and int(first) <= number <= int(last or first):
            return True
    return False
