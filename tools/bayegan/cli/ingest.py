"""bayegan ingest."""

from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.options import FOLDER, archive_option, json_option, manifest_options, open_archive
from bayegan.cli.progress import follow
from bayegan.cli.wording import counted, shortened
from bayegan.library.ingesting import IngestOutcome, IngestRequest, ingest
from bayegan.model.findings import has_errors
from bayegan.model.names import shown
from bayegan.model.submission import Declared


@click.command("ingest", short_help="Package, prove, seal and register a submission.")
@click.argument("submission", metavar="SUBMISSION", type=FOLDER)
@archive_option
@manifest_options
@click.option("--identify/--no-identify", default=None, help="Identify formats, whatever bayegan.toml says.")
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@json_option
def command(
    submission: Path,
    archive: Path | None,
    documents: Path | None,
    encoding: str | None,
    separator: str | None,
    allow_unnamed: bool,
    identify: bool | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Ingest the documents that SUBMISSION (.csv, .json, .jsonl) names.

    Each item becomes a bag of its own. The whole submission is checked first; where anything is wrong, nothing is
    sealed. The same submission again skips what it has sealed.

    \b
    Example:
      bayegan ingest --archive /srv/archive letters/submission.csv
      bayegan ingest --archive /srv/archive old.csv --encoding windows-1256 --separator ';' --dry-run
    """
    request = IngestRequest(
        submission, documents, Declared(encoding, _unescaped(separator)), allow_unnamed, identify, dry_run
    )
    outcome = follow(ingest(open_archive(archive), request))
    result = outcome.result
    counts = {
        "items": len(outcome.plan.items) if outcome.plan else 0,
        "sealed": len(result.sealed),
        "skipped": len(result.skipped),
    }
    value = {
        "submission": result.submission,
        "dry_run": dry_run,
        "sealed": [
            {"item": one.identifier, "version": one.version, "files": one.files, "octets": one.octets}
            for one in result.sealed
        ],
        "skipped": list(result.skipped),
    }
    return give(Answer("ingest", _lines(outcome, dry_run), result.findings, counts=counts, result=value), as_json)


def _unescaped(separator: str | None) -> str | None:
    return "\t" if separator == "\\t" else separator


def _lines(outcome: IngestOutcome, dry_run: bool) -> list[str]:
    result = outcome.result
    if has_errors(result.findings) and not result.sealed:
        return ["Refused. Nothing was sealed."]
    if dry_run and outcome.plan is not None:
        return [
            f"Would seal {counted(len(outcome.plan.items) - len(result.skipped), 'item')}. Nothing was written."
        ]
    lines = [
        f"sealed   {shown(one.identifier)} {one.version}  {counted(one.files, 'file')}" for one in result.sealed
    ]
    lines += [f"skipped  {shown(one)}  sealed before by this submission" for one in result.skipped]
    lines = shortened(lines)
    lines.append(f"{counted(len(result.sealed), 'item')} sealed, {len(result.skipped)} skipped.")
    return lines
