"""bayegan export."""

from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import FOLDER, json_option
from bayegan.cli.progress import follow
from bayegan.cli.wording import counted, shortened
from bayegan.export.exporter import exporters
from bayegan.library.exporting import export_items
from bayegan.model.names import shown
from bayegan.model.selection import Audience


@click.command("export", short_help="Hand items to an institution.")
@click.argument("format_name", metavar="[FORMAT]", required=False)
@click.argument("items", metavar="[ITEM]...", nargs=-1)
@click.option("--to", "destination", type=FOLDER, metavar="DEST", help="A new or an empty folder.")
@click.option("--list", "list_formats", is_flag=True, help="Explain the formats.")
@click.option(
    "--audience",
    type=click.Choice([one.value for one in Audience]),
    default=Audience.PUBLIC.value,
    show_default=True,
    help="For whom. `archive` is given what is not public, too.",
)
@click.option(
    "--as",
    "form",
    metavar="FORM",
    help="Form of each bag: folder, zip, tar or tgz. Without it: folder. For `bag` alone.",
)
@archive_option
@json_option
def command(
    format_name: str | None,
    items: tuple[str, ...],
    destination: Path | None,
    list_formats: bool,
    audience: str,
    form: str | None,
    archive: Path | None,
    as_json: bool,
) -> int:
    """Write the named items, or all, as FORMAT into DEST; what is not public is withheld.

    The package is checked as the institution's importer would. Where a check fails nothing remains of it.

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
    options = {} if form is None else {"as": form}
    work = export_items(open_archive(archive), format_name, items, destination, Audience(audience), options)
    result = follow(work)
    counts = {"exported": len(result.exported), "withheld": len(result.withheld)}
    value = {"destination": str(destination), "exported": list(result.exported), "withheld": list(result.withheld)}
    lines = shortened([f"exported  {shown(one)}" for one in result.exported])
    lines.append(f"{counted(counts['exported'], 'item')} exported, {counts['withheld']} withheld.")
    lines += [f"package: {shown(str(destination))}"] if result.exported else ["No package was written."]
    return give(Answer("export", lines, result.findings, counts=counts, result=value), as_json)


def _explained(as_json: bool) -> int:
    known = exporters()
    lines = [line for one in known.values() for line in (f"{one.name}  {one.title}", f"    {one.explains}", "")]
    result = [{"name": one.name, "title": one.title, "explains": one.explains} for one in known.values()]
    return give(Answer("export --list", lines, result=result), as_json)
