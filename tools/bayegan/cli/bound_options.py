"""How much an archive file may ask for, as options. Apart from the others: few commands read such files."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from bayegan.bags.bounds import Bounds

_Command = TypeVar("_Command", bound=Callable[..., Any])

_BOUNDS = Bounds()
_OPTIONS = (
    ("--max-ratio", _BOUNDS.ratio, "Refuse archives that unpack to more times their size (above 100 MiB)."),
    ("--max-octets", _BOUNDS.octets, "Refuse archives that unpack to more octets."),
    ("--max-members", _BOUNDS.members, "Refuse archives with more members."),
)


def bound_options(command: _Command) -> _Command:
    """Add --max-members, --max-octets and --max-ratio."""
    for name, default, text in _OPTIONS:
        option = click.option(
            name, type=click.IntRange(min=1), metavar="N", default=default, show_default=True, help=text
        )
        command = option(command)
    return command
