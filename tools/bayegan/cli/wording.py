"""Small wordings that several commands share."""

import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

_MOST_LINES = 30
_WIDEST = 100
"""Columns beyond which nobody reads prose with ease."""
_FSI, _PDI = "\u2068", "\u2069"
"""First Strong Isolate and Pop Directional Isolate (UAX #9, 2.4)."""


def counted(number: int, word: str) -> str:
    """Return a number with its word: `1 item`, `2 items`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def shortened(lines: Sequence[str]) -> list[str]:
    """Return lines that a person will read: of a long list the beginning, and how many more there are."""
    if len(lines) <= _MOST_LINES:
        return list(lines)
    return [*lines[:_MOST_LINES], f"... and {len(lines) - _MOST_LINES:,} more; --json lists all of them."]


def isolated(text: str) -> str:
    """Return a text that keeps its order to itself where it has letters that run from right to left."""
    return f"{_FSI}{text}{_PDI}" if _runs_leftward(text) else text


def _runs_leftward(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(one) in ("R", "AL") for one in text)


def wrapped(lines: Iterable[str]) -> list[str]:
    """Return lines no wider than the terminal and than prose should be; what goes on is indented two more."""
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    return [part for line in lines for part in _parts(line, width)]


def _parts(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    parts = textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return _each_isolated(parts) if _FSI in line else parts or [line]


def _each_isolated(parts: Iterable[str]) -> list[str]:
    """Return lines in each of which what keeps its order to itself begins and ends (UAX #9, 2.4)."""
    found: list[str] = []
    is_open = False
    for part in parts:
        text = part.lstrip()
        whole = part[: len(part) - len(text)] + (_FSI if is_open else "") + text
        is_open = whole.count(_FSI) > whole.count(_PDI)
        found.append(whole + (_PDI if is_open else ""))
    return found
