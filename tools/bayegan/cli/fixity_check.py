"""bayegan fixity check."""

import dataclasses
from pathlib import Path

import click

from bayegan.cli.answer import Answer, NotChecked, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.fixity_notice import tell_failure, with_notice
from bayegan.cli.options import jobs_option, json_option
from bayegan.cli.progress import follow
from bayegan.cli.wording import counted
from bayegan.errors import BayeganError
from bayegan.library.fixity import budget_for, check_fixity, scope_for
from bayegan.model.brakes import BUDGET_REASONS
from bayegan.model.fixity_run import INGESTING, LINES_DAMAGED, FixityRun
from bayegan.model.names import shown

_ADVICE = "Mount the disk or mend its permissions, then check again."
_MENDED = "Nothing is lost. Look at the disk, its cable and the memory of the machine."
_BY_REASON = {
    **dict.fromkeys(BUDGET_REASONS, "Check again with more, or run `fixity check --due` regularly."),
    LINES_DAMAGED: "Run `bayegan ledger verify`, and restore manifests/ledger from a copy.",
    INGESTING: "Check again when the ingest has ended.",
}
_LATE = "Run `bayegan fixity check --due` again, with more time."


@click.command("check", short_help="Re-read sealed files and hold them against their digests.")
@click.argument("items", metavar="[ITEM]...", nargs=-1)
@click.option("--due", is_flag=True, help="What is due by the policy, longest unread first, and a sample besides.")
@click.option("--all", "everything", is_flag=True, help="Every version of every item, as without any of these.")
@click.option("--sample", metavar="PERCENT", help="So many percent of all versions, such as 5%, drawn by lot.")
@click.option("--time-limit", metavar="TIME", help="Begin no file after so long: 90s, 30m, 5h.")
@click.option("--max-octets", metavar="SIZE", help="Read no more than so much: 200GB.")
@click.option("--max-rate", metavar="RATE", help="Read no faster than so much a second: 50MB/s.")
@archive_option
@click.option("--no-record", is_flag=True, help="Write no report and no ledger event.")
@jobs_option
@json_option
def check(
    items: tuple[str, ...],
    due: bool,
    everything: bool,
    sample: str | None,
    time_limit: str | None,
    max_octets: str | None,
    max_rate: str | None,
    archive: Path | None,
    no_record: bool,
    jobs: int | None,
    as_json: bool,
) -> int:
    """Re-read files of the named items, or of all, and report everything that is wrong.

    Tag files are judged by the ledger, payload by manifests that the ledger vouches for. A report is written to
    manifests/fixity. A check that is interrupted goes on where it was when it is called again in the same way.

    \b
    Example:
      bayegan fixity check --archive /srv/archive --due --time-limit 5h --max-rate 50MB/s
    """
    opened = open_archive(archive)
    scope = scope_for(opened.policy.fixity, items, due=due, everything=everything, sample=sample)
    budget = budget_for(opened.policy.fixity, scope, time_limit, max_octets, max_rate)
    work = check_fixity(opened, items, scope=scope, budget=budget, record=not no_record, jobs=jobs)
    try:
        run = follow(work)
    except (BayeganError, OSError) as error:
        if not no_record:
            tell_failure(opened, error)
        raise
    result = {
        "report": run.report,
        "checkpoint": run.checkpoint,
        "ledger": dataclasses.asdict(run.head),
        "scope": run.scope.kind.value,
        "not_intact": [
            {
                "item": version.item,
                "version": version.version,
                "path": shown(file.path),
                "outcome": file.outcome.value,
                "reason": file.reason,
            }
            for version in run.versions
            if version.is_troubled
            for file in version.not_intact
        ],
        "left": [one.document() for one in run.left],
    }
    counts = {"items": len(run.items)} | run.counts
    answer = Answer("fixity check", _lines(run), run.findings, _not_checked(run), counts, result)
    return give(answer if no_record else with_notice(opened, run, answer), as_json)


def _not_checked(run: FixityRun) -> list[NotChecked]:
    found = [NotChecked(path, reason, _BY_REASON.get(reason, _ADVICE)) for path, reason in run.unread]
    found += [NotChecked(path, reason, _MENDED) for path, reason in run.mended]
    found += [NotChecked(thing, problem, "Check the disk.") for thing, problem in run.faults]
    if run.late:
        found.append(NotChecked(counted(run.late, "version"), "overdue, and not read within the budget", _LATE))
    if run.not_recorded:
        found.append(NotChecked("the report of this check", run.not_recorded, "Keep this output."))
    return found


def _lines(run: FixityRun) -> list[str]:
    counts = run.counts
    items = counted(len(run.items), "item")
    if len(run.versions) > len(run.items):
        items += f" in {counted(len(run.versions), 'version')}"
    lines = [f"{items}, {counted(counts['listed'], 'file')} listed."]
    lines += [f"  {word:12} {number:>10,}" for word, number in counts.items() if word != "listed"]
    lines += [f"report: {run.report}"] if run.report else ["Nothing was recorded."]
    lines += [f"checkpoint: {run.checkpoint}"] if run.checkpoint else []
    return lines
