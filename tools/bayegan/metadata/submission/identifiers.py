"""Identifiers that a submission gives."""

from bayegan.metadata.submission.characters import character_problem
from bayegan.model.findings import Finding, finding
from bayegan.model.identifiers import problem_with
from bayegan.model.names import shown
from bayegan.model.submission import Position


def identifier_findings(identifier: str, at: Position) -> tuple[Finding, ...]:
    """Return what is wrong with an identifier, held against the model's rule and against XML 1.0."""
    problem = problem_with(identifier) or character_problem(identifier)
    if problem is None:
        return ()
    pointer = None if at.pointer is None else shown(at.pointer)
    return (finding("submission-identifier", found=problem, row=at.row, pointer=pointer),)
