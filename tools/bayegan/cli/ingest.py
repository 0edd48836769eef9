"""bayegan ingest."""

from pathlib import Path

import click

from bayegan.bags.bounds import Bounds
from bayegan.cli.answer import give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.bound_options import bound_options
from bayegan.cli.ingest_answer import answer
from bayegan.cli.options import FOLDER, jobs_option, json_option, manifest_options
from bayegan.cli.progress import follow
from bayegan.library.ingesting import IngestRequest, ingest
from bayegan.model.declared import Declared
from bayegan.model.donor_bag import BagTerms
from bayegan.model.policy import DIGESTS
from bayegan.model.record import AccessLevel
from bayegan.storage.crew import cores


@click.command("ingest", short_help="Package, prove, seal and register a submission or a bag.")
@click.argument("source", metavar="SUBMISSION|BAG", type=FOLDER)
@archive_option
@manifest_options
@click.option("--id", "identifier", metavar="ITEM", help="Identifier of the item that a bag becomes.")
@click.option(
    "--access",
    type=click.Choice([one.value for one in AccessLevel]),
    help="Access level of the item that a bag becomes.",
)
@click.option("--accept-findings", is_flag=True, help="Take a bag in with its findings, and record them.")
@click.option(
    "--as-donor", is_flag=True, help="Make a new item even of a bag that an archive like this one sealed."
)
@bound_options
@click.option("--identify/--no-identify", default=None, help="Identify formats, whatever bayegan.toml says.")
@click.option(
    "--digest",
    "digests",
    metavar="NAME",
    multiple=True,
    help=f"A digest algorithm of the new bags, whatever bayegan.toml says: {', '.join(DIGESTS)}. May be repeated; "
    f"{DIGESTS[0]} is always one.",
)
@jobs_option
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@json_option
def command(
    source: Path,
    archive: Path | None,
    documents: Path | None,
    declared: Declared,
    allow_unnamed: bool,
    identifier: str | None,
    access: str | None,
    accept_findings: bool,
    as_donor: bool,
    bounds: Bounds,
    identify: bool | None,
    digests: tuple[str, ...],
    jobs: int | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Ingest the documents that SUBMISSION (.csv, .json, .jsonl) names, or a donor's BAG: a folder
    with bagit.txt, or one archive file (.zip, .tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .tar.zst).

    Each item becomes a bag of its own. The whole submission is checked first; where anything is wrong, nothing is
    sealed. The same submission again skips what it has sealed.

    A donor's bag is verified and becomes one item, with its own manifests and tag files kept. A bag that
    `bayegan export bag` wrote is taken over as it is.

    \b
    Example:
      bayegan ingest --archive /srv/archive letters/submission.csv
      bayegan ingest --archive /srv/archive old.csv --encoding windows-1256 --separator ';' --dry-run
      bayegan ingest --archive /srv/archive from-a-donor/bag --id DONOR-7 --access confidential
      bayegan ingest --archive /srv/archive from-a-donor.zip --dry-run
      bayegan ingest --archive /srv/archive letters/submission.csv --digest sha512 --digest sha256
    """
    terms = BagTerms(identifier, AccessLevel(access) if access else None, accept_findings, as_donor)
    request = IngestRequest(
        source, documents, declared, allow_unnamed, identify, dry_run, terms, bounds, digests, jobs or cores()
    )
    outcome = follow(ingest(open_archive(archive), request))
    return give(answer(outcome, dry_run), as_json)
