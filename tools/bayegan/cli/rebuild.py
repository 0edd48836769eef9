"""bayegan rebuild."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import json_option
from bayegan.cli.passphrase import new_passphrase
from bayegan.cli.progress import follow
from bayegan.cli.wording import counted
from bayegan.library.rebuilding import Rebuilt, Wanted, rebuild
from bayegan.model.rebuilding import report_text


@click.command("rebuild", short_help="Make everything derived anew, from the folders alone.")
@archive_option
@click.option("--new-ledger", is_flag=True, help="Set a lost or broken ledger aside, and begin a new one.")
@click.option(
    "--accept",
    "accepted",
    metavar="ITEM",
    multiple=True,
    help="Register this item though the old ledger states other digests. May be repeated.",
)
@click.option("--no-key", is_flag=True, help="Make no key for the new ledger; nothing of it will be signed.")
@click.option("--passphrase", is_flag=True, help="Encrypt the new key; asked for, or from BAYEGAN_PASSPHRASE.")
@json_option
def command(
    archive: Path | None,
    new_ledger: bool,
    accepted: tuple[str, ...],
    no_key: bool,
    passphrase: bool,
    as_json: bool,
) -> int:
    """Make anew what is derived: .bayegan, and what is missing of the archive's copy of the schemas.

    A ledger that is lost or broken is told and left as it is: restore it from a copy. Only where there is none,
    --new-ledger sets it aside under manifests/ledger-lost, octet for octet, and begins a new one. Its first line
    names the digests of what was set aside; then every bag that is wholly valid is registered anew. The report says
    what can no longer be proved.

    \b
    Example:
      bayegan rebuild --archive /srv/archive
    """
    if not new_ledger and (accepted or no_key or passphrase):
        raise click.UsageError("--accept, --no-key and --passphrase are about --new-ledger")
    if no_key and passphrase:
        raise click.UsageError("--passphrase is of the key that --no-key does not make")
    wanted = None
    if new_ledger:
        secret = new_passphrase(is_wanted=passphrase, as_json=as_json)
        wanted = Wanted(frozenset(accepted), None if no_key else os.environ, secret)
    opened = open_archive(archive)
    done = follow(rebuild(opened, wanted))
    lines = [*_lines(done, opened.policy.organisation)]
    result = {"made": done.made, "report_path": done.path, "report": done.report}
    return give(Answer("rebuild", lines, done.findings, counts=_counts(done), result=result), as_json)


def _counts(done: Rebuilt) -> dict[str, int]:
    report = done.report or {}
    found = {name: report.get(name) for name in ("registered", "not_registered", "missing")}
    return {"made": len(done.made)} | {name: len(one) for name, one in found.items() if isinstance(one, list)}


def _lines(done: Rebuilt, organisation: str) -> Iterator[str]:
    yield f"Made anew: {counted(len(done.made), 'thing')}."
    yield from (f"  {one}" for one in done.made)
    if done.report is not None:
        yield from ("", *report_text(done.report, organisation).rstrip("\n").split("\n"))
    if done.path is not None:
        yield from ("", f"report: {done.path}")
