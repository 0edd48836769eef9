"""bayegan list."""

import dataclasses
from pathlib import Path

import click

from bayegan.cli.answer import Answer, NotChecked, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import json_option
from bayegan.cli.table import table
from bayegan.library.viewing import list_items


@click.command("list", short_help="List the items of an archive.")
@archive_option
@json_option
def command(archive: Path | None, as_json: bool) -> int:
    """List every item: identifier, version, access level, files, size, date of sealing, title.

    \b
    Example:
      bayegan list --archive /srv/archive
    """
    listed = list_items(open_archive(archive))
    items = listed.items
    rows = [
        (one.identifier, one.version, one.access, f"{one.files:,}", f"{one.octets:,}", one.sealed, one.title)
        for one in items
    ]
    heads = ("item", "version", "access", "files", "octets", "sealed", "title")
    nothing = "No item could be read." if listed.unread else "The archive holds no items."
    lines = table(heads, rows, numbers=(3, 4)) if rows else [nothing]
    counts = {
        "items": len(items),
        "files": sum(one.files for one in items),
        "octets": sum(one.octets for one in items),
    }
    result = [dataclasses.asdict(one) for one in items]
    not_read = [NotChecked(what, reason, "Run `bayegan fixity check`.") for what, reason in listed.unread]
    return give(Answer("list", lines, not_checked=not_read, counts=counts, result=result), as_json)
