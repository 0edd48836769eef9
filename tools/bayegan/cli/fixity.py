"""bayegan fixity."""

import click

from bayegan.cli.fixity_check import check
from bayegan.cli.fixity_report import report
from bayegan.cli.fixity_schedule import schedule
from bayegan.cli.fixity_status import status


@click.group("fixity", short_help="Re-read what was sealed.")
def command() -> None:
    """Re-read what was sealed and say what became of every file."""


command.add_command(check)
command.add_command(status)
command.add_command(report)
command.add_command(schedule)
