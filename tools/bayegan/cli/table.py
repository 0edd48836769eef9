"""Tables that fit a terminal."""

import io
import shutil
from collections.abc import Collection, Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bayegan.model.names import shown

_MOST_COLUMNS = 32


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[int] = ()) -> list[str]:
    """Return a table as lines no wider than the terminal; the last column wraps. `numbers` are set right."""
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    for place, head in enumerate(heads):
        last = place == len(heads) - 1
        most = None if last or place in numbers else _MOST_COLUMNS
        justify: Literal["right", "left"] = "right" if place in numbers else "left"
        grid.add_column(head, justify=justify, no_wrap=place in numbers, overflow="fold", max_width=most)
    for row in rows:
        grid.add_row(*(Text(shown(cell)) for cell in row))
    width = shutil.get_terminal_size((100, 24)).columns
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, legacy_windows=False).print(grid)
    return [line.rstrip() for line in out.getvalue().splitlines()]
