"""bayegan init."""

from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.options import FOLDER, json_option
from bayegan.library.archive import Archive
from bayegan.model.names import shown
from bayegan.model.record import AccessLevel


@click.command("init", short_help="Make an archive.")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--organisation", default="", help="Source-Organization of your bags; asked for by institutions.")
@click.option(
    "--default-access",
    type=click.Choice([level.value for level in AccessLevel]),
    default=AccessLevel.RESTRICTED.value,
    show_default=True,
    help="Access level of items whose submission gives none.",
)
@json_option
def command(folder: Path, organisation: str, default_access: str, as_json: bool) -> int:
    """Make an archive in the new or empty folder DIR.

    It holds archive/ (the bags), manifests/ (submissions, ledger, fixity reports), schemas/ (a copy, so that the
    archive explains itself) and bayegan.toml (its policy, for you to edit).

    \b
    Example:
      bayegan init /srv/archive --organisation "Khavaran Memorial Archive"
    """
    name = organisation or folder.absolute().name
    archive = Archive.create(folder, name, AccessLevel(default_access))
    lines = (
        f"Made the archive {shown(str(folder))}.",
        f"  organisation    {name}",
        f"  default access  {default_access}",
    )
    result = {"archive": str(archive.layout.root), "id": archive.policy.archive_id, "organisation": name}
    return give(Answer("init", lines, result=result), as_json)
