"""bayegan export."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from textwrap import wrap

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import FOLDER, jobs_option, json_option
from bayegan.cli.progress import follow
from bayegan.cli.wording import counted, shortened
from bayegan.export.exporter import exporters
from bayegan.library.exporting import Selection, export_items
from bayegan.model.disclosure.disclosed import Kept
from bayegan.model.names import shown
from bayegan.model.selection import Audience
from bayegan.services.export_items import ExportResult

_IN = "    "
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export", short_help="Hand items to an institution.")
@click.argument("format_name", metavar="[FORMAT]", required=False)
@click.argument("items", metavar="[ITEM]...", nargs=-1)
@click.option("--to", "destination", type=FOLDER, metavar="DEST", help="A new or an empty folder.")
@click.option("--list", "list_formats", is_flag=True, help="Explain the formats and their options.")
@click.option(
    "--audience",
    type=click.Choice([one.value for one in Audience]),
    default=Audience.PUBLIC.value,
    show_default=True,
    help="For whom. `archive` is given what is not public, too.",
)
@click.option("--as", "form", metavar="FORM", help="Form of the package: short for `--set as=FORM`.")
@click.option("--set", "settings", metavar="OPTION=VALUE", multiple=True, help="An option of the format.")
@click.option("--collection", "collections", metavar="ID", multiple=True, help="What belongs to it, or below it.")
@click.option("--ingested-since", type=_DAY, metavar="DAY", help="Items sealed on this day or later (UTC).")
@click.option("--ingested-until", type=_DAY, metavar="DAY", help="Items sealed on this day or earlier (UTC).")
@click.option("--target", metavar="NAME", help="The institution, for the receipt.")
@click.option("--not-yet", is_flag=True, help="Only what the target was not given before.")
@click.option("--accept-unsearched", is_flag=True, help="Let payload leave that cannot be searched for names.")
@click.option("--dry-run", is_flag=True, help="Say what would be given and withheld; write nothing.")
@archive_option
@jobs_option
@json_option
def command(
    format_name: str | None,
    items: tuple[str, ...],
    destination: Path | None,
    list_formats: bool,
    audience: str,
    form: str | None,
    settings: tuple[str, ...],
    collections: tuple[str, ...],
    ingested_since: datetime | None,
    ingested_until: datetime | None,
    target: str | None,
    not_yet: bool,
    accept_unsearched: bool,
    dry_run: bool,
    archive: Path | None,
    jobs: int | None,
    as_json: bool,
) -> int:
    """Write the named items, or all, as FORMAT into DEST; what is not public is withheld.

    The package is checked as the institution's importer would, and searched for every restricted name and text.
    Where a check fails nothing remains of it. What was withheld is told here and in a report that stays in the
    archive.

    \b
    Example:
      bayegan export saf --archive /srv/archive --to /tmp/for-dspace
      bayegan export bag --as zip --archive /srv/archive --to /tmp/bags
      bayegan export --list
    """
    if list_formats:
        return _explained(as_json)
    if format_name is None or destination is None:
        raise click.UsageError("FORMAT and --to DEST are needed; `bayegan export --list` explains the formats.")
    if not_yet and target is None:
        raise click.UsageError("--not-yet needs --target NAME.")
    not_yet_to = target if not_yet else None
    selection = Selection(items, _day(ingested_since), _day(ingested_until), not_yet_to, collections)
    work = export_items(
        open_archive(archive),
        format_name,
        selection,
        destination,
        Audience(audience),
        dict(_options(form, settings)),
        target=target,
        accepts_unsearched=accept_unsearched,
        only_tries=dry_run,
        jobs=jobs,
    )
    result = follow(work)
    counts = {"exported": len(result.exported), "withheld": len(result.withheld), "in_part": len(result.parts)}
    return give(
        Answer(
            "export",
            [*_lines(result, destination, dry_run)],
            result.findings,
            counts=counts,
            result=_value(result, destination),
        ),
        as_json,
    )


def _options(form: str | None, settings: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if form is not None:
        yield "as", form
    for setting in settings:
        option, sign, value = setting.partition("=")
        if not sign:
            raise click.UsageError(f"--set {setting}: give it as OPTION=VALUE.")
        yield option, value


def _day(time: datetime | None) -> date | None:
    return None if time is None else time.date()


def _lines(result: ExportResult, destination: Path, is_dry: bool) -> Iterator[str]:
    yield from shortened([f"exported  {shown(one)}" for one in result.exported])
    would = "would be " if is_dry else ""
    yield f"{counted(len(result.exported), 'item')} {would}exported, {len(result.withheld)} withheld."
    for part in result.parts:
        counts = [(kind, sum(1 for one in part.withheld if one.kept is kind)) for kind in Kept]
        said = ", ".join(f"{count} {kind.value}" for kind, count in counts if count)
        yield f"withheld of {shown(part.item)}: {said}"
    if result.not_searched:
        yield f"{counted(len(result.not_searched), 'file')} could not be searched for restricted names."
    if result.package is None:
        yield "No package was written."
        return
    yield f"package: {shown(str(destination))}{' (it was there already)' if result.was_there else ''}"
    yield f"receipt: {result.report}"


def _value(result: ExportResult, destination: Path) -> dict[str, object]:
    return {
        "destination": str(destination),
        "exported": list(result.exported),
        "withheld": list(result.withheld),
        "parts": [
            {"item": part.item, "what": one.kept.value, "where": shown(one.where), "why": one.why}
            for part in result.parts
            for one in part.withheld
        ],
        "not_searched": [
            {"item": one.item, "path": shown(one.path), "why": one.why} for one in result.not_searched
        ],
        "package": result.package,
        "report": result.report,
        "was_there": result.was_there,
    }


def _explained(as_json: bool) -> int:
    known = exporters()
    lines: list[str] = []
    for one in known.values():
        lines += [f"{one.name}  {one.title}", *wrap(one.explains, 80, initial_indent=_IN, subsequent_indent=_IN)]
        lines += [f"    --set {option}={'|'.join(values) or 'TEXT'}" for option, values in one.options.items()]
        lines.append("")
    result = [
        {"name": one.name, "title": one.title, "explains": one.explains, "options": dict(one.options)}
        for one in known.values()
    ]
    return give(Answer("export --list", lines, result=result), as_json)
