"""Days from one to another."""

from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date
