"""Outcomes of looking at a file, in the same words everywhere."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The first five add up to the files listed; `unexpected`, a file nothing lists, is counted apart."""

    INTACT = "intact"
    ALTERED = "altered"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    NOT_CHECKED = "not-checked"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; `path` is relative to the bag, `reason` says why it was not read or judged."""

    path: str
    outcome: Outcome
    expected: str = ""
    found: str = ""
    reason: str = ""


def judge(path: str, expected: str, found: str) -> FileOutcome:
    """Return `intact` or `altered` for a file whose digest was computed; hex digits compare without case."""
    if expected.lower() == found.lower():
        return FileOutcome(path, Outcome.INTACT)
    return FileOutcome(path, Outcome.ALTERED, expected=expected.lower(), found=found.lower())
