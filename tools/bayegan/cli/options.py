"""Options that several commands share."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from bayegan.model.declared import Declared

_Command = TypeVar("_Command", bound=Callable[..., Any])

FOLDER = click.Path(path_type=Path, readable=False)


def json_option(command: _Command) -> _Command:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for programs.")(command)


def jobs_option(command: _Command) -> _Command:
    """Add --jobs."""
    text = "Processes that work at once. Without it: one for each core."
    return click.option("--jobs", type=click.IntRange(min=1), metavar="N", help=text)(command)


def manifest_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add what says how a submission manifest is to be read: `documents`, `declared` and `allow_unnamed`."""

    @wraps(command)
    def declaring(encoding: str | None, separator: str | None, **values: object) -> int:
        declared = Declared(encoding, "\t" if separator == "\\t" else separator)
        return command(declared=declared, **values)

    with_options: Callable[..., int] = declaring
    for option in (
        click.option("--allow-unnamed", is_flag=True, help="Only report files that the manifest does not name."),
        click.option("--separator", metavar="CHAR", help="Separator of a table that is not a comma; \\t is a tab."),
        click.option(
            "--encoding", metavar="NAME", help="Encoding of a table that is not UTF-8, e.g. windows-1256."
        ),
        click.option("--documents", type=FOLDER, metavar="DIR", help="Where the documents lie, if not beside it."),
    ):
        with_options = option(with_options)
    return with_options
