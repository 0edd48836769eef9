"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

FOLDER = click.Path(path_type=Path, readable=False)


def json_option(command: _Command) -> _Command:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for programs.")(command)


def jobs_option(command: _Command) -> _Command:
    """Add --jobs."""
    text = "Processes that work at once. Without it: one for each core."
    return click.option("--jobs", type=click.IntRange(min=1), metavar="N", help=text)(command)


def manifest_options(command: _Command) -> _Command:
    """Add what says how a submission manifest is to be read."""
    for option in (
        click.option("--allow-unnamed", is_flag=True, help="Only report files that the manifest does not name."),
        click.option("--separator", metavar="CHAR", help="Separator of a table that is not a comma; \\t is a tab."),
        click.option(
            "--encoding", metavar="NAME", help="Encoding of a table that is not UTF-8, e.g. windows-1256."
        ),
        click.option("--documents", type=FOLDER, metavar="DIR", help="Where the documents lie, if not beside it."),
    ):
        command = option(command)
    return command
