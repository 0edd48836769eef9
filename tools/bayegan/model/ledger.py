"""The ledger: one line of compact JSON an event, each line bound to the one before by SHA-256.

`prev` is the SHA-256 of the previous line's bytes without its line feed; the first line has 64 zeros. These
bytes are also the leaves of the ledger's Merkle tree, so they are never re-encoded.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bayegan.model.findings import Capped, Finding, finding
from bayegan.model.preservation import EventOutcome, EventType

ZERO = "0" * 64
_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_decode = json.JSONDecoder().decode
FIELDS = frozenset(("seq", "time", "prev", "type", "outcome", "item", "version", "agent", "digests", "detail"))


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """An event before it has a place in the ledger. `time` is aware and in UTC.

    `digests` maps paths to lower-case hex SHA-512; `detail` holds JSON values only.
    """

    type: EventType
    outcome: EventOutcome
    time: datetime
    agent: str
    item: str | None = None
    version: str | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a ledger: how many lines it has, and the SHA-256 of the last."""

    lines: int
    digest: str


START = Head(0, ZERO)


def utc(time: datetime) -> str:
    """Return `time` as the ledger writes it: `2026-11-22T17:43:07Z`."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def encode(event: LedgerEvent, head: Head) -> bytes:
    """Return the line, without line feed, that puts `event` after `head`."""
    value = {
        "seq": head.lines + 1,
        "time": utc(event.time),
        "prev": head.digest,
        "type": event.type.value,
        "outcome": event.outcome.value,
        "item": event.item,
        "version": event.version,
        "agent": event.agent,
        "digests": dict(event.digests),
        "detail": dict(event.detail),
    }
    return canonical(value)


def canonical(value: object) -> bytes:
    """Return the one encoding of a JSON value that the ledger accepts: compact, sorted keys, UTF-8."""
    return _encoded(value).encode("utf-8")


def after(head: Head, line: bytes) -> Head:
    """Return the head of a ledger that `line` was appended to."""
    return Head(head.lines + 1, hashlib.sha256(line).hexdigest())


class StoredLine(NamedTuple):
    """A line as it lies on disk: in which segment, at which place of it, its bytes without the line feed.

    `whole` is False for a last line that has no line feed: a write that was cut off.
    """

    segment: str
    number: int
    content: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """A ledger as read through once: its head, the events that could be read, and all that is wrong."""

    head: Head
    findings: tuple[Finding, ...]


def read_events(lines: Iterable[StoredLine]) -> Iterator[Mapping[str, object]]:
    """Yield the events of the lines that can be read; `verify` says what is wrong with the others."""
    for stored in lines:
        value = event_of(stored.content)
        if stored.whole and value is not None:
            yield value


def verify(
    lines: Iterable[StoredLine],
    take: Callable[[Mapping[str, object]], None] | None = None,
    grow: Callable[[bytes], None] | None = None,
) -> Reading:
    """Read a ledger through and hold every line against the one before it.

    `take` is given every event, `grow` the bytes of every whole line. Each break is named once, where it shows: a
    changed line, a removed or moved line, a torn end.
    """
    prev, read, number = ZERO, 0, 1
    findings = Capped()
    for stored in lines:
        if not stored.whole:
            findings.append(_at("ledger-torn", stored, found=f"{len(stored.content)} octets without line end"))
            continue
        value = event_of(stored.content)
        if (found := _problem(stored, value, number, prev)) is not None:
            findings.append(found)
        if take is not None and value is not None:
            take(value)
        if grow is not None:
            grow(stored.content)
        stated = value.get("seq") if value else None
        number = (stated if type(stated) is int else number) + 1
        prev = hashlib.sha256(stored.content).hexdigest()
        read += 1
    return Reading(Head(read, prev), tuple(findings))


def _problem(stored: StoredLine, value: Mapping[str, object] | None, number: int, prev: str) -> Finding | None:
    """Return what is wrong with a line that should have `number` and come after one of the digest `prev`.

    The first thing counts.
    """
    if value is None or value.keys() != FIELDS or type(value["seq"]) is not int:
        return _at("ledger-line-invalid", stored, found=stored.content[:80].decode("utf-8", "replace"))
    if value["seq"] != number:
        return _at("ledger-order", stored, expected=f"seq {number}", found=f"seq {value['seq']}")
    if value["prev"] != prev:
        return _at("ledger-chain", stored, expected=f"prev {prev}", found=f"prev {value['prev']}")
    return None


def event_of(content: bytes) -> Mapping[str, object] | None:
    """Return the value of a line, None where its bytes are not the one encoding of a JSON object."""
    try:
        text = content.decode("utf-8")
        value = _decode(text)
        if not isinstance(value, dict) or _encoded(value) != text:
            return None
    except (ValueError, RecursionError):
        return None
    return value


def _at(code: str, stored: StoredLine, *, found: str, expected: str | None = None) -> Finding:
    return finding(code, path=stored.segment, row=stored.number, found=found, expected=expected)
