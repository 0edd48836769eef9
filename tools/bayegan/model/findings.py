"""A finding: one thing that is wrong, or to be noticed, said so that a records officer can act on it."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bayegan.model.names import shown
from bayegan.model.rules import RULES

MOST_OF_A_CODE = 10_000
"""Findings of one code and severity that are told one by one."""


class Severity(StrEnum):
    """An error is refused; a warning is said aloud and does not change the exit code."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. Texts are safe to print: controls, bidi controls and undecodable bytes are escaped.

    `path` is relative to the bag, the documents folder or the archive; `row` counts from 1 and the header is
    row 1; `pointer` is a JSON Pointer (RFC 6901) in JSON and the column's name in a table. `stands_for` is 1, or
    how many findings of its code this one speaks for, where there are too many to tell each.
    """

    code: str
    severity: Severity
    item: str | None
    path: str | None
    row: int | None
    pointer: str | None
    rule: str
    expected: str
    found: str
    advice: str
    stands_for: int = 1

    @property
    def is_error(self) -> bool:
        """Whether this finding makes the outcome a refusal."""
        return self.severity is Severity.ERROR


def finding(
    code: str,
    *,
    found: str = "",
    expected: str | None = None,
    advice: str | None = None,
    item: str | None = None,
    path: str | None = None,
    row: int | None = None,
    pointer: str | None = None,
    severity: Severity | None = None,
) -> Finding:
    """Return the finding of a known code; what is not given is taken from its rule.

    Raises KeyError for a code that no rule defines: that is a mistake in the program.
    """
    rule = RULES[code]
    return Finding(
        code=code,
        severity=severity or Severity(rule.severity),
        item=None if item is None else shown(item),
        path=None if path is None else shown(path),
        row=row,
        pointer=None if pointer is None else shown(pointer),
        rule=rule.text,
        expected=shown(rule.expected if expected is None else expected),
        found=shown(found),
        advice=rule.advice if advice is None else advice,
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Say whether any of `findings` is an error."""
    return any(one.is_error for one in findings)


@cache
def _usual(code: str) -> Severity:
    return Severity(RULES[code].severity)


class Capped:
    """Takes findings as they come, and keeps of each code and severity the first `most`; the others are counted.

    What reads material that may be wrong in every line keeps its findings here, so that memory stays bounded.
    """

    def __init__(self, findings: Iterable[Finding] = (), most: int = MOST_OF_A_CODE) -> None:
        self._most = most
        self._kept: list[Finding] = []
        self._told: defaultdict[tuple[str, Severity], int] = defaultdict(int)
        self._untold: defaultdict[tuple[str, Severity], int] = defaultdict(int)
        self.extend(findings)

    def append(self, one: Finding) -> None:
        """Take a finding; one that speaks for others is counted as all of them."""
        kind = one.code, one.severity
        if one.stands_for == 1 and self._told[kind] < self._most:
            self._told[kind] += 1
            self._kept.append(one)
        else:
            self._untold[kind] += one.stands_for

    def tell(
        self,
        code: str,
        *,
        path: str,
        row: int,
        found: str,
        expected: str | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Take a finding that is made only if it is kept: others are only counted. Raises as `finding` does."""
        kind = code, severity or _usual(code)
        if self._told[kind] < self._most:
            self._told[kind] += 1
            self._kept.append(finding(code, path=path, row=row, found=found, expected=expected, severity=severity))
        else:
            self._untold[kind] += 1

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take several findings."""
        for one in findings:
            self.append(one)

    def __iter__(self) -> Iterator[Finding]:
        """Yield what is kept, and for each code of which there is more, one finding that says how many."""
        yield from self._kept
        for (code, severity), number in self._untold.items():
            found = f"{number:,} more of this code, which are not told one by one"
            yield dataclasses.replace(finding(code, found=found, severity=severity), stands_for=number)


def capped(findings: Iterable[Finding], most: int = MOST_OF_A_CODE) -> tuple[Finding, ...]:
    """Return findings with no more than `most` of each code and severity, and one that speaks for the others."""
    return tuple(Capped(findings, most))


def number_of(findings: Iterable[Finding]) -> int:
    """Return how many findings these are, with those that some of them speak for."""
    return sum(one.stands_for for one in findings)


def as_document(one: Finding) -> dict[str, object]:
    """Return a finding as JSON documents hold it; `stands_for` is there where it is more than 1."""
    values = dataclasses.asdict(one)
    if one.stands_for == 1:
        del values["stands_for"]
    return values
