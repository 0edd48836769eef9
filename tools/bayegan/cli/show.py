"""bayegan show."""

import dataclasses
from collections.abc import Collection, Sequence
from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import json_option
from bayegan.cli.record_text import SECTIONS, Asked, record_lines
from bayegan.cli.record_words import LabelOf
from bayegan.cli.table import table
from bayegan.cli.version_text import diff_answer, versions_answer
from bayegan.cli.wording import wrapped
from bayegan.errors import WrongUse
from bayegan.library.viewing import compare_versions, concept_labels, item_versions, show_item
from bayegan.metadata.record_json import record_to_json
from bayegan.model.forms import metadata_path
from bayegan.model.preservation import FileObject
from bayegan.services.view_items import ItemView

_NUMBER = click.IntRange(min=1)
_FILES, _LEDGER = "files", "ledger"
_MOST_ROWS = 20
"""Rows up to which a table is shown whole where not all is asked for."""


@click.command("show", short_help="Show one item: its record, files and events.")
@click.argument("item", metavar="ITEM")
@click.option("--version", type=_NUMBER, metavar="N", help="Show this version, not the latest.")
@click.option("--versions", is_flag=True, help="List the versions: when sealed, by whom and why.")
@click.option("--diff", nargs=2, type=_NUMBER, metavar="N M", help="Show what differs from version N to M.")
@click.option("--full", is_flag=True, help="Show all that is said, however long it is.")
@click.option(
    "--section",
    "sections",
    multiple=True,
    type=click.Choice([*SECTIONS, _FILES, _LEDGER]),
    metavar="NAME",
    help=f"Show only this section, whole. May be repeated. One of {', '.join([*SECTIONS, _FILES, _LEDGER])}.",
)
@archive_option
@json_option
def command(
    item: str,
    version: int | None,
    versions: bool,
    diff: tuple[int, int] | None,
    full: bool,
    sections: tuple[str, ...],
    archive: Path | None,
    as_json: bool,
) -> int:
    """Show the record, the files and the events of ITEM, an identifier as `bayegan list` shows it.

    Of long sections it shows the beginning, and says how much more there is. --json always holds all.

    \b
    Example:
      bayegan show --archive /srv/archive BT-1
      bayegan show --archive /srv/archive BT-1 --section claims --section parts
      bayegan show --archive /srv/archive BT-1 --full
      bayegan show --archive /srv/archive BT-1 --versions
      bayegan show --archive /srv/archive BT-1 --diff 1 2
    """
    if sum((version is not None, versions, diff is not None)) > 1:
        raise WrongUse("--version, --versions, --diff", "they ask for different things", "Give one of them.")
    if (versions or diff is not None) and (full or sections):
        raise WrongUse("--full, --section", "they ask for a record, the others for versions", "Leave one out.")
    opened = open_archive(archive)
    if versions:
        return give(versions_answer(item_versions(opened, item)), as_json)
    if diff is not None:
        return give(diff_answer(item, compare_versions(opened, item, *diff)), as_json)
    view = show_item(opened, item, version)
    counts = {"files": view.summary.files, "octets": view.summary.octets, "events": len(view.events)}
    result = {
        "summary": dataclasses.asdict(view.summary),
        "versions": list(view.versions),
        "record": record_to_json(view.record),
        "files": [_file(file) for file in view.files],
        "metadata": [metadata_path(one) for one in view.forms],
        "events": [dict(event) for event in view.events],
    }
    lines = _lines(view, Asked(full, sections), concept_labels(opened))
    return give(Answer("show", lines, counts=counts, result=result), as_json)


def _file(file: FileObject) -> dict[str, object]:
    kind = dataclasses.asdict(file.format) if file.format else None
    return {"path": file.path, "size": file.size, "digests": dict(file.digests), "format": kind}


def _lines(view: ItemView, asked: Asked, label: LabelOf) -> list[str]:
    one = view.summary
    lines = wrapped(record_lines(view.record, asked, label))
    if asked.wants(_FILES):
        lines += ["", f"Files of {one.version}, sealed {one.sealed}  (archive/{one.place})"]
        rows = [(_format(file), f"{file.size:,}", file.path) for file in view.files]
        lines += _rows(("format", "octets", "path"), rows, asked, _FILES, numbers=(1,))
    if asked.wants(_FILES) and view.forms:
        lines += ["", "Metadata in forms of the archive's own", *(f"  {metadata_path(one)}" for one in view.forms)]
    if asked.wants(_LEDGER):
        events = [[str(event[key]) for key in ("time", "type", "outcome", "agent")] for event in view.events]
        lines += ["", "Events in the ledger"]
        lines += _rows(("time", "event", "outcome", "agent"), events, asked, _LEDGER)
    return lines


def _rows(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    asked: Asked,
    section: str,
    numbers: Collection[int] = (),
) -> list[str]:
    most = len(rows) if asked.is_whole else _MOST_ROWS
    lines = table(heads, rows[:most], numbers=numbers, indent=2)
    return lines + ([f"  … {len(rows) - most:,} more: --section {section}"] if len(rows) > most else [])


def _format(file: FileObject) -> str:
    if file.format is None:
        return ""
    return file.format.puid or "unknown"
