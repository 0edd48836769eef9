"""bayegan amend."""

from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import FOLDER, jobs_option, json_option, manifest_options
from bayegan.cli.progress import follow
from bayegan.cli.wording import counted
from bayegan.library.amending import AmendRequest, amend
from bayegan.library.ingesting import IngestOutcome
from bayegan.model.declared import Declared
from bayegan.model.findings import has_errors
from bayegan.model.names import shown
from bayegan.model.planning import PlannedItem
from bayegan.storage.crew import cores


@click.command("amend", short_help="Make the next version of an item from a correction.")
@click.argument("item", metavar="ITEM")
@click.argument("submission", metavar="SUBMISSION", type=FOLDER)
@archive_option
@manifest_options
@click.option("--by", metavar="TEXT", help="Who corrects, where SUBMISSION does not say it.")
@click.option("--reason", metavar="TEXT", help="Why, where SUBMISSION does not say it.")
@click.option("--identify/--no-identify", default=None, help="Identify formats, whatever bayegan.toml says.")
@click.option("--link-unchanged", is_flag=True, help="Make hard links to files that stay as they are, not copies.")
@jobs_option
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@json_option
def command(
    item: str,
    submission: Path,
    archive: Path | None,
    documents: Path | None,
    declared: Declared,
    allow_unnamed: bool,
    by: str | None,
    reason: str | None,
    identify: bool | None,
    link_unchanged: bool,
    jobs: int | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Correct or complete ITEM: seal its next version from SUBMISSION (.json, .jsonl, .csv), its complete new
    description. Earlier versions stay as they are.

    SUBMISSION has one item, and says under “amendment” who corrects and why. The files that the item has go over
    into the next version, and need not be named. A document that SUBMISSION names is added, or replaces the file of
    its path. A file is left out only if “amendment” names it in “left_out”. The same amendment again is skipped.

    \b
    Example:
      bayegan amend --archive /srv/archive BT-4 correction.json
      bayegan amend --archive /srv/archive BT-4 correction.json --by 'A. Reader' --reason 'wrong year' --dry-run
    """
    request = AmendRequest(
        item,
        submission,
        by,
        reason,
        documents,
        declared,
        allow_unnamed,
        identify,
        link_unchanged,
        dry_run,
        jobs or cores(),
    )
    outcome = follow(amend(open_archive(archive), request))
    return give(_answer(outcome, request), as_json)


def _answer(outcome: IngestOutcome, request: AmendRequest) -> Answer:
    result = outcome.result
    planned = outcome.plan.items[0] if outcome.plan else None
    counts = {"sealed": len(result.sealed), "skipped": len(result.skipped)}
    value = {
        "item": request.identifier,
        "version": planned.version if planned else None,
        "amends": planned.amends.version if planned and planned.amends else None,
        "submission": result.submission,
        "dry_run": request.dry_run,
        "sealed": [
            {"item": one.identifier, "version": one.version, "files": one.files, "octets": one.octets}
            for one in result.sealed
        ],
        "skipped": list(result.skipped),
        "files": _files(planned),
    }
    return Answer("amend", _lines(outcome, request, planned), result.findings, counts=counts, result=value)


def _files(planned: PlannedItem | None) -> dict[str, list[str]]:
    if planned is None or planned.amends is None:
        return {}
    one = planned.amends
    return {"added": list(one.added), "replaced": list(one.replaced), "left_out": list(one.left_out)}


def _lines(outcome: IngestOutcome, request: AmendRequest, planned: PlannedItem | None) -> list[str]:
    result, name = outcome.result, shown(request.identifier)
    if result.skipped:
        return [f"skipped  {name}  amended before by this submission"]
    if has_errors(result.findings) or planned is None or planned.amends is None:
        return ["Refused. Nothing was sealed."]
    files = _files(planned).items()
    changes = [f"  {word.replace('_', ' ')}: {shown(path)}" for word, paths in files for path in paths]
    if request.dry_run:
        would = f"Would seal {name} {planned.version}, which amends {planned.amends.version}."
        return [would, *changes, "Nothing was written."]
    (sealed,) = result.sealed
    line = f"sealed   {name} {sealed.version}  {counted(sealed.files, 'file')}, amends {planned.amends.version}"
    return [line, *changes]
