"""bayegan fixity status."""

from pathlib import Path

import click

from bayegan.cli.archive_option import archive_option
from bayegan.cli.options import json_option


@click.command("status", short_help="How the archive stands with its fixity checks.")
@archive_option
@json_option
def status(archive: Path | None, as_json: bool) -> int:
    return 0
