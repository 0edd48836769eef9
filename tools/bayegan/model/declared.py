"""How a table is written, where that is declared and not to be found out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declared:
    """Text encoding and separator, as the archivist declares them."""

    encoding: str | None = None
    separator: str | None = None
