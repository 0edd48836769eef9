"""Small wordings that several commands share."""

from collections.abc import Sequence

_MOST_LINES = 30


def counted(number: int, word: str) -> str:
    """Return a number with its word: `1 item`, `2 items`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def shortened(lines: Sequence[str]) -> list[str]:
    """Return lines that a person will read: of a long list the beginning, and how many more there are."""
    if len(lines) <= _MOST_LINES:
        return list(lines)
    return [*lines[:_MOST_LINES], f"... and {len(lines) - _MOST_LINES:,} more; --json lists all of them."]
