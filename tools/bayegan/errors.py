"""The failures of Bayegan, drawn once.

A failure says that something could not be done at all; what is wrong with a document is not a failure but
a finding (`bayegan.model.findings`).

    BayeganError
      WrongUse     the call names something that is not there or asks for what cannot be   exit 2
      CouldNot     the environment refuses: unreadable, locked, disk full                  exit 3
        Locked         another process is at work in the same archive
        SourceChanged  a document changed while it was being read
"""

from typing import Any


class BayeganError(Exception):
    """What was asked for could not be done: `thing` is what it is about, `advice` what to do next."""

    def __init__(self, thing: str, problem: str, advice: str) -> None:
        super().__init__(f"{thing}: {problem}. {advice}")
        self.thing = thing
        self.problem = problem
        self.advice = advice

    def __reduce__(self) -> tuple[type["BayeganError"], tuple[Any, ...]]:
        """Copy a failure, so that one of a worker process can be raised in ours."""
        return type(self), (self.thing, self.problem, self.advice)


class WrongUse(BayeganError):
    """The call is wrong: no such path, item or archive, or an option that does not fit."""


class CouldNot(BayeganError):
    """The environment refuses: a disk is full, a file cannot be read, a folder cannot be written."""


class Locked(CouldNot):
    """Another process is at work in the same archive."""


class SourceChanged(CouldNot):
    """A source document changed, grew, shrank or vanished while it was being read."""
