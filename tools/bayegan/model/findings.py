"""A finding: one thing that is wrong, or to be noticed, said so that a records officer can act on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bayegan.model.names import shown
from bayegan.model.rules import RULES


class Severity(StrEnum):
    """An error is refused; a warning is said aloud and does not change the exit code."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. Texts are safe to print: controls, bidi controls and undecodable bytes are escaped.

    `path` is relative to the bag, the documents folder or the archive; `row` counts from 1 and the header is
    row 1; `pointer` is a JSON Pointer (RFC 6901) in JSON and the column's name in a table.
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
