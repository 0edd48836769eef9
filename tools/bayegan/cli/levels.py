"""bayegan levels."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import json_option
from bayegan.cli.table import table
from bayegan.cli.wording import wrapped
from bayegan.library.levels import Assessed, assess
from bayegan.library.reporting import write_page
from bayegan.model.levels import LEVELS, Area, Judged, level_of
from bayegan.model.names import shown
from bayegan.pages.levels_page import levels_page
from bayegan.pages.levels_words import asked, in_english
from bayegan.pages.words import LANGUAGES, words_of

_FILE = click.Path(path_type=Path, readable=False)


@click.command("levels", short_help="The NDSA Levels of Preservation, with the evidence.")
@archive_option
@click.option("--html", "page", type=_FILE, metavar="FILE", help="Write a page that stands alone.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the page.")
@json_option
def command(archive: Path | None, page: Path | None, lang: str, as_json: bool) -> int:
    """Assess the archive by the NDSA Levels of Digital Preservation 2.0: five areas, four levels.

    Each statement comes with its evidence or with what is lacking. What a program cannot see, such as copies in
    other places, is what you state in the table [levels] of bayegan.toml, and is told as stated.

    \b
    Example:
      bayegan levels --archive /srv/archive --html levels.html
    """
    opened = open_archive(archive)
    found = assess(opened)
    if page is not None:
        values = (found.organisation, found.archive_id, found.now, found.agent, found.judged)
        write_page(opened, page, levels_page(words_of(lang), *values))
    met = sum(one.is_met for one in found.judged)
    counts = {"statements": len(found.judged), "met": met} | {
        f"level of {area.value}": level_of(area, found.judged) for area in Area
    }
    lines = _lines(found) + ([f"page: {shown(str(page))}"] if page else [])
    return give(Answer("levels", lines, counts=counts, result=_document(found)), as_json)


def _lines(found: Assessed) -> list[str]:
    heads = ("area", *(f"level {level}" for level in LEVELS), "reached")
    lines = table(heads, [_row(area, found.judged) for area in Area])
    for area in Area:
        for one in found.judged:
            if one.statement.area is area:
                lines += ["", *wrapped(_statement_lines(one))]
    return lines


def _statement_lines(one: Judged) -> Iterator[str]:
    sign = "met    " if one.is_met else "lacking"
    yield f"{sign}  {asked(one.statement.id, words_of('en'))}"
    yield f"  {one.statement.id}, {one.statement.basis}"
    yield from (f"  shown    {_with_link(in_english(each), each.link)}" for each in one.shown.evidence)
    if one.stated:
        yield f"  stated   {shown(one.stated.says)} ({shown(one.stated.by)}, {one.stated.on})"
    yield from (f"  lacking  {_with_link(in_english(each), each.link)}" for each in one.shown.lacking)


def _row(area: Area, judged: tuple[Judged, ...]) -> list[str]:
    cells = []
    for level in LEVELS:
        those = [one for one in judged if (one.statement.area, one.statement.level) == (area, level)]
        cells.append(f"{sum(one.is_met for one in those)} of {len(those)}")
    return [area.value, *cells, str(level_of(area, judged) or "none")]


def _with_link(text: str, link: str) -> str:
    return f"{text} ({link})" if link else text


def _document(found: Assessed) -> dict[str, object]:
    """Return the assessment as levels-1.0.schema.json describes it."""
    return {
        "levels": "1.0",
        "archive": found.archive_id,
        "organisation": found.organisation,
        "now": found.now,
        "ledger": {"lines": found.facts.lines, "sha256": found.facts.head},
        "areas": [
            {
                "area": area.value,
                "level": level_of(area, found.judged),
                "statements": [_statement(one) for one in found.judged if one.statement.area is area],
            }
            for area in Area
        ],
    }


def _statement(one: Judged) -> dict[str, object]:
    stated = one.stated
    said = dataclasses.asdict(stated) | {"on": stated.on.isoformat()} if stated else None
    return {
        "id": one.statement.id,
        "level": one.statement.level,
        "asks": asked(one.statement.id, words_of("en")),
        "met": one.is_met,
        "basis": one.statement.basis,
        "evidence": [{"says": in_english(each), "link": each.link} for each in one.shown.evidence],
        "lacking": [{"says": in_english(each), "link": each.link} for each in one.shown.lacking],
        "stated": said,
    }
