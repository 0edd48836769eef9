"""The fetch file, fetch.txt (RFC 8493, 2.2.3). It is read and held against the bag; nothing is ever fetched."""

import re
from dataclasses import dataclass

from bayegan.bags import percent
from bayegan.bags.declaration import Declaration
from bayegan.bags.text import decoded, lines, shortened
from bayegan.model.findings import Capped, Finding
from bayegan.model.listing import PAYLOAD
from bayegan.model.names import escapes

NAME = "fetch.txt"
_LINE = re.compile(r"[ \t]*([^ \t]+)[ \t]+([^ \t]+)[ \t]+([^ \t].*)", re.DOTALL)
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class FetchEntry:
    """A file that the sender left out: where it lies, its size in octets if stated, and its payload path.

    `written` is the path before percent-decoding, which bags before 1.0 may mean as it stands.
    """

    url: str
    size: int | None
    path: str
    written: str
    row: int


def read_fetch(content: bytes, declaration: Declaration) -> tuple[tuple[FetchEntry, ...], tuple[Finding, ...]]:
    """Read a fetch file: its sound entries, and a finding for every line that is not. Any bytes may be given.

    A path that leaves data/ and a URL that is not http or https is refused (RFC 8493, 5.1 and 5.2).
    """
    text, said = decoded(content, declaration.encoding, NAME, declaration.strict)
    findings = Capped(said)
    entries: list[FetchEntry] = []
    for row, line in enumerate(lines(text or ""), 1):
        if line.strip(" \t"):
            entry = _entry(row, line)
            if isinstance(entry, FetchEntry):
                entries.append(entry)
            else:
                findings.tell(entry[0], path=NAME, row=row, found=shortened(entry[1]))
    return tuple(entries), tuple(findings)


def _entry(row: int, line: str) -> FetchEntry | tuple[str, str]:
    """Return what a line says, or the code of what is wrong with it and what was found."""
    parts = _LINE.fullmatch(line)
    if parts is None:
        return "bag-fetch-line", line
    url, length, written = parts.groups()
    size = _size(length)
    if size == -1:
        return "bag-fetch-line", line
    path = percent.decoded(written).removeprefix("./")
    if escapes(path) or not path.startswith(PAYLOAD):
        return "bag-fetch-path", written
    scheme, mark, place = url.partition("://")
    if not mark or scheme.lower() not in _SCHEMES or place[:1] in ("", "/"):
        return "bag-fetch-scheme", f"{url} for {written}"
    return FetchEntry(url, size, path, written.removeprefix("./"), row)


def _size(length: str) -> int | None:
    if length == "-":
        return None
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else -1
