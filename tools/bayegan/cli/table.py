"""Tables that fit a terminal."""

import io
import re
import shutil
from collections.abc import Collection, Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bayegan.cli.wording import isolated
from bayegan.model.names import shown

_MOST_COLUMNS = 32


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[int] = (), indent: int = 0
) -> list[str]:
    """Return a table as lines no wider than the terminal, set in by `indent`; the last column wraps.

    `numbers` are set right. A cell with letters that run from right to left keeps its order to itself, so that it
    does not change places with its neighbour.
    """
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    for place, head in enumerate(heads):
        last = place == len(heads) - 1
        most = None if last or place in numbers else _MOST_COLUMNS
        justify: Literal["right", "left"] = "right" if place in numbers else "left"
        grid.add_column(head, justify=justify, no_wrap=place in numbers, overflow="fold", max_width=most)
    for row in rows:
        grid.add_row(*(Text(shown(cell)) for cell in row))
    width = shutil.get_terminal_size((100, 24)).columns - indent
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, legacy_windows=False).print(grid)
    return [" " * indent + _isolated(line.rstrip()) for line in out.getvalue().splitlines()]


def _isolated(line: str) -> str:
    return "".join(map(isolated, re.split("( {2,})", line)))
