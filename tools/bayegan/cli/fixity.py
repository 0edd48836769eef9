"""bayegan fixity."""

import click

from bayegan.cli.fixity_check import check
from bayegan.cli.fixity_status import status
from bayegan.cli.lazy import LazyGroup

_MODULES = {"report": "bayegan.cli.fixity_report", "schedule": "bayegan.cli.fixity_schedule"}


@click.group("fixity", cls=LazyGroup, modules=_MODULES, short_help="Re-read what was sealed.")
def command() -> None:
    """Re-read what was sealed and say what became of every file."""


command.add_command(check)
command.add_command(status)
