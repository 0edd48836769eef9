"""The ledger on disk: segments of JSON Lines under manifests/ledger.

A segment is named for the number of its first line, so that the end of the ledger is found without reading the
rest. Lines are only ever added. A segment that is not full is written anew beside itself with the lines added,
flushed, and renamed into place: whatever happens, the old one or the new one is there, whole.
"""

import os
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.model.ledger import START, Head, LedgerEvent, StoredLine, after, canonical, line_after, read_events
from bayegan.storage.digests import open_to_read, read_whole
from bayegan.storage.flush import replace_durably
from bayegan.storage.folders import ensure_folder
from bayegan.storage.lock import locked

OCTETS_A_SEGMENT = 1 << 20
"""A segment takes no more lines once it has so many octets; this bounds what an append writes."""
_SEGMENT = re.compile(r"[0-9]{12}\.jsonl")
_PIECE = 8 << 10
"""Octets that are read of a segment at a time: a proof wants one line of it."""
_LOCK_SECONDS = 60.0


class LedgerRegister:
    """The ledger of an archive. Appends take a lock, are flushed, and happen whole or not at all.

    With `is_begun` it has lines: where it has none it is lost, and nothing is appended to it, so that no ledger is
    begun anew by chance.
    """

    def __init__(self, folder: Path, locks: Path, *, is_begun: bool = False) -> None:
        self._folder = folder
        self._locks = locks
        self._is_begun = is_begun

    def lines(self, leaving_out: bytes | None = None) -> Iterator[StoredLine]:
        """Yield every line as it lies on disk, in order, one without its line feed included; raises CouldNot.

        Whole lines that end as `leaving_out` are passed over: there may be far more of them than of all others.
        """
        yield from self._lines(self._segments(), None if leaving_out is None else leaving_out + b"\n")

    def lines_from(self, first: int) -> Iterator[StoredLine]:
        """Yield the lines from number `first` on; segments that are named for earlier lines are not read."""
        segments = self._segments()
        starts = [int(segment.stem) for segment in segments]
        at = max(bisect_right(starts, first) - 1, 0)
        skipped = first - starts[at] if starts else 0
        yield from islice(self._lines(segments[at:]), max(skipped, 0), None)

    def _lines(self, segments: Sequence[Path], leaving_out: bytes | None = None) -> Iterator[StoredLine]:
        for segment in segments:
            name = f"{self._folder.parent.name}/{self._folder.name}/{segment.name}"
            try:
                with open_to_read(segment, _PIECE) as source:
                    for number, line in enumerate(source, start=1):
                        if leaving_out is not None and line.endswith(leaving_out):
                            continue
                        yield StoredLine(name, number, line.removesuffix(b"\n"), line.endswith(b"\n"))
            except OSError as error:
                raise _could_not(segment, error) from error

    def events(self) -> Iterator[Mapping[str, object]]:
        """Yield every event that can be read."""
        yield from read_events(self.lines())

    def octets(self) -> int:
        """Return how large all segments are together; raises CouldNot."""
        octets = 0
        for segment in self._segments():
            try:
                octets += segment.stat().st_size
            except OSError as error:
                raise _could_not(segment, error) from error
        return octets

    def head(self) -> Head:
        """Return the end of the ledger, from its last segment alone; raises CouldNot where that is no event."""
        return self._tail()[0]

    def append(self, events: Sequence[LedgerEvent]) -> Head:
        """Append `events`, flushed, and return the new head.

        Raises CouldNot where the disk refuses or the ledger does not end in an event; then nothing was appended.
        """
        ensure_folder(self._locks)
        with locked(self._locks / "ledger.lock", "the ledger", _LOCK_SECONDS):
            head, segment, content = self._tail()
            if segment is None and self._is_begun:
                raise CouldNot(str(self._folder), "the ledger is lost: it has no line", "Run `bayegan rebuild`.")
            first = head.lines + 1
            added = bytearray()
            for event in events:
                value = line_after(event, head)
                _prove(value)
                line = canonical(value)
                added += line + b"\n"
                head = after(head, line)
            if segment is None or len(content) >= OCTETS_A_SEGMENT:
                segment, content = self._folder / f"{first:012d}.jsonl", b""
            try:
                replace_durably(segment, content + added)
            except OSError as error:
                raise _could_not(segment, error) from error
        return head

    def _tail(self) -> tuple[Head, Path | None, bytes]:
        """Return the head, the last segment, and its content; the head is read from the last line."""
        names = self._names()
        if not names:
            return START, None, b""
        segment = self._folder / max(names)
        try:
            content = read_whole(segment)[0]
        except OSError as error:
            raise _could_not(segment, error) from error
        lines = content.split(b"\n")
        last = lines[-2] if len(lines) > 1 and not lines[-1] else b""
        event = next(read_events([StoredLine(segment.name, 0, last)]), None)
        if event is None or type(event.get("seq")) is not int:
            raise CouldNot(str(segment), "its last line is not an event", "Run `bayegan ledger verify`.")
        return after(Head(int(str(event["seq"])) - 1, ""), last), segment, content

    def _segments(self) -> list[Path]:
        return [self._folder / name for name in sorted(self._names())]

    def _names(self) -> list[str]:
        try:
            return [name for name in os.listdir(self._folder) if _SEGMENT.fullmatch(name)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _could_not(self._folder, error) from error


def _prove(value: object) -> None:
    from bayegan.metadata.json_schema import problems  # noqa: PLC0415  slow to import, and reading needs no schema

    for problem in problems("ledger-line-1.0", value):
        raise ValueError(f"a ledger line breaks its schema at {problem.pointer}: {problem.found}")


def _could_not(path: Path, error: OSError) -> CouldNot:
    return CouldNot(str(path), f"the ledger cannot be used ({error.strerror})", "Check the disk.")
