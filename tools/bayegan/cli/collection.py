"""bayegan collection."""

from collections.abc import Iterator
from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import FOLDER, jobs_option, json_option
from bayegan.cli.table import table
from bayegan.cli.wording import counted, shortened
from bayegan.library.collecting import add_collections, arrangement, demand_collection, view_collections
from bayegan.metadata.collection_json import collection_to_json
from bayegan.model.collection import Collection
from bayegan.model.findings import has_errors
from bayegan.model.names import shown
from bayegan.services.view_collections import PlacedCollection


@click.group("collection", short_help="Describe and show collections.")
def command() -> None:
    """Describe the fonds, series and files that items belong to, and show them."""


@command.command("add")
@click.argument("file", type=FOLDER, metavar="FILE")
@archive_option
@click.option("--dry-run", is_flag=True, help="Check the descriptions; write nothing.")
@json_option
def add(file: Path, archive: Path | None, dry_run: bool, as_json: bool) -> int:
    """Take in descriptions of collections from FILE (JSON, collection-1.0.schema.json).

    A description takes the place of an earlier one of the same identifier. The file is kept as it is under
    manifests/collections, and the ledger vouches for it. Where anything in it is wrong, nothing is kept.

    \b
    Example:
      bayegan collection add --archive /srv/archive fonds.json
    """
    outcome = add_collections(open_archive(archive), file, only_tries=dry_run)
    would = "would be " if dry_run or has_errors(outcome.findings) else ""
    lines = [
        *shortened([f"new      {shown(one)}" for one in outcome.new]),
        *shortened([f"changed  {shown(one)}" for one in outcome.changed]),
        f"{len(outcome.new)} {would}new, {len(outcome.changed)} {would}changed, {len(outcome.same)} as before.",
        f"kept as {outcome.path}" if outcome.path else "Nothing was written.",
    ]
    counts = {"new": len(outcome.new), "changed": len(outcome.changed), "same": len(outcome.same)}
    result = {
        "new": list(outcome.new),
        "changed": list(outcome.changed),
        "same": list(outcome.same),
        "path": outcome.path,
    }
    return give(Answer("collection add", lines, outcome.findings, counts=counts, result=result), as_json)


@command.command("list")
@archive_option
@jobs_option
@json_option
def list_(archive: Path | None, jobs: int | None, as_json: bool) -> int:
    """Show all collections as a tree, each with the number of items in it and below it.

    \b
    Example:
      bayegan collection list --archive /srv/archive
    """
    view, findings = view_collections(open_archive(archive), jobs)
    rows = [_row(one) for one in view.placed]
    heads = ("collection", "level", "access", "items", "title")
    lines = table(heads, rows, numbers=(3,)) if rows else ["No collections are described."]
    lines.append(f"{counted(view.without, 'item')} in no collection.")
    counts = {"collections": len(rows), "items_in_none": view.without}
    result = [_summary(one) for one in view.placed]
    return give(Answer("collection list", lines, findings, counts=counts, result=result), as_json)


@command.command("show")
@click.argument("identifier", metavar="ID")
@archive_option
@jobs_option
@json_option
def show(identifier: str, archive: Path | None, jobs: int | None, as_json: bool) -> int:
    """Show one collection: its description, what it lies in, what lies in it, and its items.

    \b
    Example:
      bayegan collection show --archive /srv/archive FONDS-1
    """
    opened = open_archive(archive)
    collection = demand_collection(arrangement(opened).hierarchy, identifier)
    view, findings = view_collections(opened, jobs)
    placed = next(one for one in view.placed if one.collection.identifier == identifier)
    path = [one.identifier for one in view.hierarchy.path(identifier)]
    parts = [one for one in view.placed if one.collection.within == identifier]
    lines = [
        *_described(collection),
        f"place: {' › '.join(shown(one) for one in path)}",
        *(f"in it: {shown(one.collection.identifier)}  ({one.collection.level})" for one in parts),
        f"{counted(len(placed.items), 'item')} in it, {placed.items_below} with all below.",
        *shortened([f"item  {shown(one)}" for one in placed.items]),
    ]
    result = {
        "description": collection_to_json(collection),
        "path": path,
        "collections": [one.collection.identifier for one in parts],
        "items": list(placed.items),
        "items_below": placed.items_below,
    }
    counts = {"items": len(placed.items), "items_below": placed.items_below}
    return give(Answer("collection show", lines, findings, counts=counts, result=result), as_json)


def _row(one: PlacedCollection) -> tuple[str, ...]:
    collection = one.collection
    title = collection.titles[0].value
    name = f"{'  ' * one.depth}{collection.identifier}"
    return name, collection.level.value, collection.access.level.value, f"{one.items_below:,}", title


def _summary(one: PlacedCollection) -> dict[str, object]:
    return {
        "identifier": one.collection.identifier,
        "depth": one.depth,
        "level": one.collection.level.value,
        "access": one.collection.access.level.value,
        "within": one.collection.within,
        "title": one.collection.titles[0].value,
        "items": len(one.items),
        "items_below": one.items_below,
    }


def _described(collection: Collection) -> Iterator[str]:
    yield f"collection: {shown(collection.identifier)}"
    yield f"level: {collection.level}"
    access = collection.access
    yield f"access: {access.level}{f', embargo until {access.embargo}' if access.embargo else ''}"
    for word, texts in (
        ("title", collection.titles),
        ("extent", collection.extents),
        ("history", collection.histories),
        ("description", collection.descriptions),
        ("arrangement", collection.arrangements),
        ("subject", collection.subjects),
        ("note", collection.notes),
    ):
        for text in texts:
            yield f"{word}: {shown(text.value)}{f'  ({text.lang})' if text.lang else ''}"
    for date in collection.dates:
        said = date.edtf if date.text is None else f"{date.text} ({date.edtf})" if date.edtf else date.text
        yield f"date: {shown(str(said))}  ({date.kind})"
    for names in (one.names for several in (collection.people, collection.organisations) for one in several):
        yield f"made by: {' / '.join(shown(name.value) for name in names)}"
