"""The shape of a rule."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that a finding cites: its text with the clause of its standard, and the advice.

    `expected` is what is right in general; a finding may say it more exactly.
    """

    text: str
    expected: str
    advice: str
    severity: Literal["error", "warning"] = "error"
