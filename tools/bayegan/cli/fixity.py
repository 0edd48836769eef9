"""bayegan fixity."""

import dataclasses
from pathlib import Path

import click

from bayegan.cli.answer import Answer, NotChecked, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import jobs_option, json_option
from bayegan.cli.progress import follow
from bayegan.cli.wording import counted
from bayegan.library.fixity import check_fixity
from bayegan.model.fixity import FixityRun
from bayegan.model.names import shown

_ADVICE = "Mount the disk or mend its permissions, then check again."


@click.group("fixity", short_help="Re-read what was sealed.")
def command() -> None:
    """Re-read what was sealed and say what became of every file."""


@command.command("check")
@click.argument("items", metavar="[ITEM]...", nargs=-1)
@archive_option
@click.option("--no-record", is_flag=True, help="Write no report and no ledger event.")
@jobs_option
@json_option
def check(items: tuple[str, ...], archive: Path | None, no_record: bool, jobs: int | None, as_json: bool) -> int:
    """Re-read every file of the named items, or of all, and report everything that is wrong.

    Tag files are judged by the ledger, payload by manifests that the ledger vouches for. A report is written to
    manifests/fixity.

    \b
    Example:
      bayegan fixity check --archive /srv/archive
    """
    run = follow(check_fixity(open_archive(archive), items, record=not no_record, jobs=jobs))
    not_checked = [NotChecked(path, reason, _ADVICE) for path, reason in run.unread]
    if run.not_recorded:
        not_checked.append(NotChecked("the report of this check", run.not_recorded, "Keep this output."))
    result = {
        "report": run.report,
        "ledger": dataclasses.asdict(run.head),
        "not_intact": [
            {
                "item": version.item,
                "version": version.version,
                "path": shown(file.path),
                "outcome": file.outcome.value,
                "reason": file.reason,
            }
            for version in run.versions
            for file in version.not_intact
        ],
    }
    counts = {"items": len(run.items)} | run.counts
    return give(Answer("fixity check", _lines(run), run.findings, not_checked, counts, result), as_json)


def _lines(run: FixityRun) -> list[str]:
    counts = run.counts
    items = counted(len(run.items), "item")
    if len(run.versions) > len(run.items):
        items += f" in {counted(len(run.versions), 'version')}"
    lines = [f"{items}, {counted(counts['listed'], 'file')} listed."]
    lines += [f"  {word:12} {number:>10,}" for word, number in counts.items() if word != "listed"]
    lines += [f"report: {run.report}"] if run.report else ["Nothing was recorded."]
    return lines
