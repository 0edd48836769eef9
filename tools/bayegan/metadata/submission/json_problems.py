"""What a schema refuses, as findings of submissions."""

from collections.abc import Iterator, Mapping, Sequence

from bayegan.metadata.json_schema import Problem, value_at
from bayegan.metadata.submission.characters import character_problem
from bayegan.model.findings import Finding, finding
from bayegan.model.names import shown
from bayegan.model.submission import Position

_OF_RULE: Mapping[str, str] = {
    "required": "submission-missing-field",
    "additionalProperties": "submission-unknown-field",
}
_OF_FIELD: Mapping[str, str] = {
    "submission": "submission-version",
    "filename": "submission-filename",
    "size": "submission-size",
    "checksum": "submission-checksum",
    "checksums": "submission-checksum",
    "level": "submission-access",
}
_OF_OTHER_RULE: Mapping[str, str] = {
    "type": "submission-wrong-type",
    "enum": "submission-vocabulary",
    "minItems": "submission-empty-value",
}


def problem_findings(
    problems: Sequence[Problem], instance: object, at: Position, item: str | None = None
) -> Iterator[Finding]:
    """Yield the finding of each of the `problems` of `instance`, which stands at `at`."""
    for problem in problems:
        value = None if problem.rule == "additionalProperties" else value_at(instance, problem.pointer)
        yield finding(
            _code(problem, value),
            item=item,
            row=at.row,
            pointer=shown(f"{at.pointer or ''}{problem.pointer}"),
            expected=problem.expected,
            found=_found(problem, value),
        )


def _code(problem: Problem, value: object) -> str:
    if problem.rule in _OF_RULE:
        return _OF_RULE[problem.rule]
    fields = [part for part in problem.pointer.split("/") if part and not part.isdigit()]
    if fields and fields[-1] in _OF_FIELD:
        return _OF_FIELD[fields[-1]]
    if problem.rule == "anyOf":
        return "submission-missing-field" if isinstance(value, dict) else "submission-wrong-type"
    if problem.rule == "pattern" and isinstance(value, str):
        return _code_of_text(value)
    return _OF_OTHER_RULE.get(problem.rule, "submission-value")


def _code_of_text(value: str) -> str:
    if not value.strip():
        return "submission-empty-value"
    return "submission-value" if character_problem(value) is None else "submission-character"


def _found(problem: Problem, value: object) -> str:
    bad = character_problem(value) if problem.rule == "pattern" and isinstance(value, str) else None
    return f"{problem.found}, with {bad}" if bad else problem.found
