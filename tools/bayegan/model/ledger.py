"""The ledger: one line of compact JSON an event, each line bound to the one before by SHA-256.

`prev` is the SHA-256 of the previous line's bytes without its line feed; the first line has 64 zeros. These
bytes are also the leaves of the ledger's Merkle tree, so they are never re-encoded.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bayegan.model.findings import Capped, Finding, finding
from bayegan.model.preservation import EventOutcome, EventType

ZERO = "0" * 64
_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_decode = json.JSONDecoder().decode
_LEFT = re.compile(rb'"prev":"(?P<prev>[0-9a-f]{64})","seq":(?P<seq>[0-9]{1,18}),')
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


def line_after(event: LedgerEvent, head: Head) -> dict[str, object]:
    """Return the JSON value whose one encoding is the line that puts `event` after `head`."""
    return {
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
    """Read a ledger through and hold every line against its neighbours.

    `take` is given every event that nothing speaks against, `grow` the bytes of every whole line. What is wrong is
    named once, where it is: a changed line, lines that are missing or moved, a torn end. For the last line, and for
    those that were chained anew, only a checkpoint can tell.
    """
    chain = _Chain(take)
    for stored in lines:
        chain.line(stored)
        if grow is not None and stored.whole:
            grow(stored.content)
    chain.settle()
    return Reading(Head(chain.read, chain.digest), tuple(chain.findings))


class _Chain:
    """Holds lines against each other. One waits in hand for the next, whose `prev` vouches for it."""

    def __init__(self, take: Callable[[Mapping[str, object]], None] | None) -> None:
        self._take = take
        self.findings = Capped()
        self.read = 0
        self.digest = ZERO
        self._stored: StoredLine | None = None
        self._event: Mapping[str, object] | None = None
        """What the line in hand says; None where it was called wrong, or there is none."""
        self._odd: Finding | None = None
        """That its number is not the next, which the line after it may show to be a change."""
        self._number: int | None = 1
        """The number that the next line should have; None where lines before it were lost, and that was said."""
        self._is_astray = self._was_astray = False
        """Whether this segment, and the one before, begin with another line than their names say."""

    def line(self, stored: StoredLine) -> None:
        """Judge the line in hand by the next one, and take that in hand."""
        if stored.number == 1:
            self._was_astray, self._is_astray = self._is_astray, False
        if not stored.whole:
            self._say("ledger-torn", stored, found=f"{len(stored.content)} octets without line end")
            self.settle()
            self._number = None
            return
        self.read += 1
        before, self.digest = self.digest, hashlib.sha256(stored.content).hexdigest()
        value = event_of(stored.content)
        if value is None or value.keys() != FIELDS or type(value["seq"]) is not int:
            self._judge_by_what_is_left(stored.content, before)
            self._say("ledger-line-invalid", stored, found=stored.content[:80].decode("utf-8", "replace"))
            self.settle()
            self._number = None if self._number is None else self._number + 1
            return
        if value["prev"] == before:
            self._bound(stored, value["seq"])
        elif (self._event is not None or self.read == 1) and _is_much_the_same(str(value["prev"]), before):
            self._say("ledger-chain", stored, expected=f"prev {before}", found=f"prev {value['prev']}")
            self.settle()
            self._number = (self._number or value["seq"]) + 1
            return
        else:
            self._unbound(stored, value["seq"], str(value["prev"]), before)
        self._stored, self._event = stored, value

    def settle(self) -> None:
        """Be done with the line in hand: nothing more can be told of it."""
        if self._odd is not None:
            self.findings.append(self._odd)
        if self._event is not None and self._take is not None:
            self._take(self._event)
        self._event = self._odd = None

    def _bound(self, stored: StoredLine, seq: int) -> None:
        """Take a line that vouches for the one in hand. Its number is right if the next one goes on from it."""
        if self._odd is not None and self._event is not None:
            self._number = int(str(self._event["seq"])) + 1
        self.settle()
        if self._number is not None and seq != self._number:
            self._odd = self._out_of_order(stored, seq, self._number)
            self._number += 1
        else:
            self._number = seq + 1

    def _unbound(self, stored: StoredLine, seq: int, prev: str, before: str) -> None:
        """Take a line that follows another one than stands before it: that was changed, or lines are gone."""
        if seq == self._number and self._event is not None:
            self._blame_before(prev, before)
        elif seq == self._number and self.read == 1:
            self._say("ledger-chain", stored, expected=f"prev {before}", found=f"prev {prev}")
        self.settle()
        if self._number is not None and seq != self._number:
            self.findings.extend(filter(None, [self._out_of_order(stored, seq, self._number)]))
        self._number = seq + 1

    def _judge_by_what_is_left(self, content: bytes, before: str) -> None:
        """Judge the line in hand by one that cannot be read, where that still shows its number and its `prev`."""
        left = _LEFT.search(content)
        if left is None or self._event is None or int(left["seq"]) != self._number:
            return
        if not _is_much_the_same(prev := left["prev"].decode("ascii"), before):
            self._blame_before(prev, before)

    def _blame_before(self, prev: str, before: str) -> None:
        """Say that the line in hand was changed: the next one holds another digest of it."""
        if self._stored is not None:
            expected = f"SHA-256 {prev}, as the next line has it"
            self._odd = self._odd or _at("ledger-chain", self._stored, expected=expected, found=f"SHA-256 {before}")
        self._event = None

    def _out_of_order(self, stored: StoredLine, seq: int, number: int) -> Finding | None:
        """Say that lines are missing, or moved. None where that was said of the segment before.

        Where a segment begins as its name says, it is one before it that is gone, or has more than it should.
        """
        folder, _, name = stored.segment.rpartition("/")
        path, row = stored.segment, stored.number
        if row == 1 and name.partition(".")[0] == f"{seq:012d}":
            if self._was_astray:
                return None
            path, row = f"{folder}/{number:012d}.jsonl", 1
            if number > seq and self._stored is not None:
                path, row = self._stored.segment, self._stored.number
        elif row == 1:
            self._is_astray = True
        return finding("ledger-order", path=path, row=row, expected=f"seq {number}", found=f"seq {seq}")

    def _say(self, code: str, stored: StoredLine, *, found: str, expected: str | None = None) -> None:
        self.findings.append(_at(code, stored, found=found, expected=expected))


def _is_much_the_same(prev: str, digest: str) -> bool:
    """Say whether some digits of a digest were changed, and not all of them: it was that one, and was damaged."""
    return sum(map(str.__eq__, prev, digest)) > len(digest) // 2


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
