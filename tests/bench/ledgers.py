"""Ledgers for the bench: `make` writes a chained one, `append` appends an event to it many times.

usage: ledgers.py make EVENTS ARCHIVE | append TIMES ARCHIVE
"""

import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

from bayegan.library.archive import Archive
from bayegan.model.ledger import LedgerEvent, after, canonical, line_after
from bayegan.model.preservation import EventOutcome, EventType

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TAG_FILES = ("bag-info.txt", "bagit.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt")


def event(number: int) -> LedgerEvent:
    """One out of three is a sealing, which is long; the others are short."""
    item = f"item-{number // 3}"
    if number % 3:
        detail: dict[str, object] = {"audience": "public", "format": "saf"}
        return LedgerEvent(EventType.DISSEMINATION, EventOutcome.SUCCESS, NOW, "bayegan", item, "v1", {}, detail)
    digests = {name: hashlib.sha512(f"{number}{name}".encode()).hexdigest() for name in TAG_FILES}
    detail = {"files": 1, "octets": number, "submission": "sha256:" + "0" * 64}
    return LedgerEvent(EventType.INGESTION, EventOutcome.SUCCESS, NOW, "bayegan", item, "v1", digests, detail)


def make(events: int, archive: Path) -> None:
    """Write events after the first one, in segments as an archive has them."""
    register = Archive.open(archive).ledger()
    head = register.head()
    folder = archive / "manifests" / "ledger"
    lines: list[bytes] = []
    octets = 0
    for number in range(events - head.lines):
        line = canonical(line_after(event(number), head))
        head = after(head, line)
        lines.append(line + b"\n")
        octets += len(line) + 1
        if octets >= 1 << 20:
            (folder / f"{head.lines - len(lines) + 1:012d}.jsonl").write_bytes(b"".join(lines))
            lines, octets = [], 0
    if lines:
        (folder / f"{head.lines - len(lines) + 1:012d}.jsonl").write_bytes(b"".join(lines))


def main() -> None:
    """Do what is asked for."""
    match sys.argv[1:]:
        case ["make", events, archive]:
            make(int(events), Path(archive))
        case ["append", times, archive]:
            register = Archive.open(Path(archive)).ledger()
            for number in range(int(times)):
                register.append([event(number)])
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
