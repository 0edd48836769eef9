"""The ledger on disk: segments of JSON Lines under manifests/ledger, only ever appended to.

A segment is named for the number of its first line, so that the end of the ledger is found without reading
the rest of it.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bayegan.errors import CouldNot
from bayegan.metadata.json_schema import problems
from bayegan.model.ledger import START, Head, LedgerEvent, StoredLine, after, encode, read_events
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.storage.flush import flush_folder, write_durably
from bayegan.storage.folders import ensure_folder
from bayegan.storage.lock import locked

LINES_A_SEGMENT = 100_000
_SEGMENT = re.compile(r"[0-9]{12}\.jsonl")
_TAIL = 1 << 20
_LOCK_SECONDS = 60.0


class LedgerRegister:
    """The ledger of an archive. Appends take a lock, are flushed, and happen whole or not at all."""

    def __init__(self, folder: Path, locks: Path) -> None:
        self._folder = folder
        self._locks = locks

    def lines(self) -> Iterator[StoredLine]:
        """Yield every line as it lies on disk, in order, a torn last line included; raises CouldNot."""
        for segment in self._segments():
            name = f"{self._folder.parent.name}/{self._folder.name}/{segment.name}"
            try:
                with open(segment, "rb") as source:
                    for number, line in enumerate(source, start=1):
                        whole = line.endswith(b"\n")
                        yield StoredLine(name, number, line.removesuffix(b"\n"), whole)
            except OSError as error:
                raise _could_not(segment, error) from error

    def events(self) -> Iterator[Mapping[str, object]]:
        """Yield every event that can be read."""
        yield from read_events(self.lines())

    def head(self) -> Head:
        """Return the end of the ledger, from its last line alone; raises CouldNot where that is no event."""
        try:
            return self._head(self._segments())
        except OSError as error:
            raise _could_not(self._folder, error) from error

    def append(self, events: Sequence[LedgerEvent], now: datetime, agent: str) -> Head:
        """Append `events` and flush them; return the new head.

        What a torn write left at the end is set aside first and recorded as a recovery event of `agent`. Raises
        CouldNot where the disk refuses; then nothing was appended.
        """
        ensure_folder(self._locks)
        with locked(self._locks / "ledger.lock", "the ledger", _LOCK_SECONDS):
            try:
                return self._append([*self._mend(now, agent), *events])
            except OSError as error:
                raise _could_not(self._folder, error) from error

    def _append(self, events: Iterable[LedgerEvent]) -> Head:
        segments = self._segments()
        head = self._head(segments)
        lines: list[bytes] = []
        for event in events:
            line = encode(event, head)
            _prove(line)
            lines.append(line + b"\n")
            head = after(head, line)
        if lines:
            _write(self._segment_for(segments, head.lines - len(lines) + 1), b"".join(lines))
        return head

    def _segments(self) -> list[Path]:
        try:
            with os.scandir(self._folder) as found:
                return sorted(Path(entry.path) for entry in found if _SEGMENT.fullmatch(entry.name))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _could_not(self._folder, error) from error

    def _segment_for(self, segments: Sequence[Path], first: int) -> Path:
        if segments and first - int(segments[-1].stem) < LINES_A_SEGMENT:
            return segments[-1]
        return self._folder / f"{first:012d}.jsonl"

    def _head(self, segments: Sequence[Path]) -> Head:
        """Return the head from the last line alone: its own number, and the digest of its bytes."""
        for segment in reversed(segments):
            last = _last_line(segment)
            if last is not None:
                event = next(read_events([StoredLine(segment.name, 0, last)]), None)
                if event is None or not isinstance(event.get("seq"), int):
                    problem = "its last line is not an event"
                    raise CouldNot(str(segment), problem, "Run `bayegan ledger verify`.")
                return after(Head(int(str(event["seq"])) - 1, ""), last)
        return START

    def _mend(self, now: datetime, agent: str) -> Iterator[LedgerEvent]:
        segments = self._segments()
        if not segments:
            return
        with open(segments[-1], "r+b") as segment:
            content_end, fragment = _fragment(segment.fileno())
            if not fragment:
                return
            aside = self._folder / f"torn-{now:%Y%m%dT%H%M%SZ}-{content_end}.txt"
            if not aside.exists():
                write_durably(aside, fragment)
            segment.truncate(content_end)
            os.fsync(segment.fileno())
        detail = {"fragment": aside.name, "octets": len(fragment), "segment": segments[-1].name}
        yield LedgerEvent(EventType.RECOVERY, EventOutcome.SUCCESS, now, agent, detail=detail)


def _prove(line: bytes) -> None:
    for event in read_events([StoredLine("", 0, line)]):
        for problem in problems("ledger-line-1.0", event):
            raise ValueError(f"a ledger line breaks its schema at {problem.pointer}: {problem.found}")


def _write(segment: Path, content: bytes) -> None:
    """Append `content` whole and flushed; where that fails, put the segment back as it was."""
    is_new = not segment.exists()
    descriptor = os.open(segment, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    try:
        before = os.fstat(descriptor).st_size
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, before)
            raise
    finally:
        os.close(descriptor)
    if is_new:
        flush_folder(segment.parent)


def _last_line(segment: Path) -> bytes | None:
    """Return the last whole line; what a torn write left after it is not looked at."""
    with open(segment, "rb") as source:
        size = source.seek(0, os.SEEK_END)
        reach = _TAIL
        while True:
            source.seek(max(0, size - reach))
            lines = source.read().split(b"\n")[:-1]
            if len(lines) > 1 or (lines and reach >= size):
                return lines[-1]
            if reach >= size:
                return None
            reach *= 2


def _fragment(descriptor: int) -> tuple[int, bytes]:
    """Return where the last whole line of a segment ends, and the bytes after it."""
    size = os.fstat(descriptor).st_size
    reach = _TAIL
    while True:
        start = max(0, size - reach)
        tail = os.pread(descriptor, size - start, start)
        cut = tail.rfind(b"\n")
        if cut >= 0 or start == 0:
            return start + cut + 1, tail[cut + 1 :]
        reach *= 2


def _could_not(path: Path, error: OSError) -> CouldNot:
    return CouldNot(str(path), f"the ledger cannot be used ({error.strerror})", "Check the disk.")
