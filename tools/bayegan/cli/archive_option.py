"""Which archive a command is about. Apart from the other options: not every command opens one."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bayegan.cli.options import FOLDER
from bayegan.library.archive import VARIABLE, Archive

_Command = TypeVar("_Command", bound=Callable[..., Any])


def archive_option(command: _Command) -> _Command:
    """Add --archive."""
    text = f"The archive. Without it: the one that {VARIABLE} names, or the one you stand in."
    return click.option("--archive", "archive", type=FOLDER, metavar="DIR", help=text)(command)


def open_archive(named: Path | None) -> Archive:
    """Open the archive that is named, or set in the environment, or stood in."""
    return Archive.find(named, os.environ, Path.cwd())
