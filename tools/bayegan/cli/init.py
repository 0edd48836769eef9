"""bayegan init."""

import os
from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.options import FOLDER, json_option
from bayegan.cli.passphrase import new_passphrase
from bayegan.library.archive import Archive
from bayegan.library.ledger_keys import key_state
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
@click.option("--no-key", is_flag=True, help="Make no key; nothing of the ledger will be signed.")
@click.option("--passphrase", is_flag=True, help="Encrypt the key; asked for, or from BAYEGAN_PASSPHRASE.")
@json_option
def command(
    folder: Path, organisation: str, default_access: str, no_key: bool, passphrase: bool, as_json: bool
) -> int:
    """Make an archive in the new or empty folder DIR.

    It holds archive/ (the bags), manifests/ (submissions, ledger, fixity reports), schemas/ (a copy, so that the
    archive explains itself) and bayegan.toml (its policy, for you to edit). The private key that signs checkpoints
    of its ledger is made in $XDG_CONFIG_HOME/bayegan (~/.config/bayegan), outside of the archive.

    \b
    Example:
      bayegan init /srv/archive --organisation "Khavaran Memorial Archive"
    """
    name = organisation or folder.absolute().name
    if no_key and passphrase:
        raise click.UsageError("--passphrase is of the key that --no-key does not make")
    secret = new_passphrase(is_wanted=passphrase, as_json=as_json)
    keys = None if no_key else os.environ
    archive = Archive.create(folder, name, AccessLevel(default_access), keys=keys, passphrase=secret)
    file = key_state(archive, os.environ).file
    lines = (
        f"Made the archive {shown(str(folder))}.",
        f"  organisation    {name}",
        f"  default access  {default_access}",
        f"  private key     {shown(str(file)) if file else 'none'}",
    )
    result = {
        "archive": str(archive.layout.root),
        "id": archive.policy.archive_id,
        "organisation": name,
        "key": str(file) if file else None,
    }
    return give(Answer("init", lines, result=result), as_json)
