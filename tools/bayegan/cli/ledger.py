"""bayegan ledger."""

from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import json_option
from bayegan.library.fixity import verify_ledger


@click.group("ledger", short_help="The event ledger.")
def command() -> None:
    """The ledger: every event of the archive, each line bound to the one before."""


@command.command("verify")
@archive_option
@json_option
def verify(archive: Path | None, as_json: bool) -> int:
    """Hold every line of the ledger against the one before it, and print its head.

    Keep the head elsewhere (on paper, in a letter): whoever has it can tell later whether the ledger was replaced.

    \b
    Example:
      bayegan ledger verify --archive /srv/archive
    """
    reading = verify_ledger(open_archive(archive))
    head = reading.head
    lines = [f"{head.lines:,} lines read.", f"head: {head.lines} {head.digest}"]
    result = {"lines": head.lines, "head": head.digest}
    return give(
        Answer("ledger verify", lines, reading.findings, counts={"lines": head.lines}, result=result), as_json
    )
