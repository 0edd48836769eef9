"""What a command answers: the same for a person and, with --json, for a program."""

import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import click

from bayegan import __version__
from bayegan.cli.wording import counted
from bayegan.model.findings import Finding, as_document, has_errors
from bayegan.model.names import is_utf8, shown

EXIT_CODES = {"clean": 0, "findings": 1, "wrong-use": 2, "could-not": 3, "interrupted": 130, "closed": 141}


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that could not be checked or done, why, and what to do."""

    what: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `lines` is what a person reads before the findings; `result` is what a program reads."""

    command: str
    lines: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    not_checked: Sequence[NotChecked] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    result: object = None
    failure: str | None = None

    @property
    def outcome(self) -> str:
        """Findings win over what could not be checked; warnings alone are clean."""
        if self.failure is not None:
            return self.failure
        if has_errors(self.findings):
            return "findings"
        return "could-not" if self.not_checked else "clean"


def give(answer: Answer, as_json: bool) -> int:
    """Print an answer to stdout and return its exit code; 141 where whoever read it has gone."""
    try:
        for line in _printed(answer, as_json):
            click.echo(line if is_utf8(line) else shown(line))
    except BrokenPipeError:
        # What is left in the buffer must not fail once more at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_CODES["closed"]
    return EXIT_CODES[answer.outcome]


def _printed(answer: Answer, as_json: bool) -> Sequence[str]:
    if as_json:
        return [json.dumps(envelope(answer), ensure_ascii=False, indent=1)]
    return [*answer.lines, *_finding_lines(answer.findings), *_unchecked_lines(answer.not_checked)]


def envelope(answer: Answer) -> dict[str, object]:
    """Return an answer as schemas/bayegan_schemas/envelope-1.0.schema.json describes it.

    Bytes of names that are not UTF-8 are escaped, so that it is always JSON in UTF-8.
    """
    value = {
        "command": answer.command,
        "version": __version__,
        "outcome": answer.outcome,
        "counts": dict(answer.counts),
        "findings": [as_document(one) for one in answer.findings],
        "not_checked": [_safe(one) for one in answer.not_checked],
        "result": answer.result,
    }
    return {key: _utf8(one) for key, one in value.items()}


def _utf8(value: object) -> object:
    if isinstance(value, str):
        return value if is_utf8(value) else shown(value)
    if isinstance(value, Mapping):
        return {str(_utf8(key)): _utf8(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_utf8(one) for one in value]
    return value


def _safe(one: NotChecked) -> dict[str, str]:
    return {"what": shown(one.what), "reason": shown(one.reason), "advice": one.advice}


def _finding_lines(findings: Sequence[Finding]) -> list[str]:
    lines: list[str] = []
    for one in findings:
        lines += ["", f"{one.severity.value}: {_where(one)}  [{one.code}]"]
        lines += [f"  rule      {one.rule}"]
        lines += [f"  expected  {one.expected}"] if one.expected else []
        lines += [f"  found     {one.found}"] if one.found else []
        lines += [f"  next      {one.advice}"]
    if findings:
        lines += ["", f"{_tally(findings)}."]
    return lines


def _where(one: Finding) -> str:
    place = [one.path, f"item {one.item}" if one.item else None]
    place += [f"row {one.row}" if one.row is not None else None, one.pointer]
    return ", ".join(part for part in place if part) or "the whole"


def _tally(findings: Sequence[Finding]) -> str:
    count: Counter[str] = Counter()
    for one in findings:
        count[one.severity.value] += one.stands_for
    return ", ".join(counted(number, word) for word, number in sorted(count.items()))


def _unchecked_lines(not_checked: Sequence[NotChecked]) -> list[str]:
    return [line for one in not_checked for line in ("", *not_checked_lines(one))]


def not_checked_lines(one: NotChecked) -> tuple[str, str, str]:
    """Return how a person reads what could not be checked or done."""
    reason, advice = f"  reason    {shown(one.reason)}", f"  next      {one.advice}"
    return f"could not: {shown(one.what) or '“”'}", reason, advice
