"""Small wordings that several commands share."""

import shutil
import textwrap
from collections.abc import Iterable, Sequence

_MOST_LINES = 30


def counted(number: int, word: str) -> str:
    """Return a number with its word: `1 item`, `2 items`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def shortened(lines: Sequence[str]) -> list[str]:
    """Return lines that a person will read: of a long list the beginning, and how many more there are."""
    if len(lines) <= _MOST_LINES:
        return list(lines)
    return [*lines[:_MOST_LINES], f"... and {len(lines) - _MOST_LINES:,} more; --json lists all of them."]


def wrapped(lines: Iterable[str]) -> list[str]:
    """Return lines no wider than the terminal; what goes on is indented two more."""
    width = shutil.get_terminal_size((100, 24)).columns
    return [part for line in lines for part in _parts(line, width)]


def _parts(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    parts = textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return parts or [line]
