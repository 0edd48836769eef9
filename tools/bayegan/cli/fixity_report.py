"""bayegan fixity report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import json_option
from bayegan.cli.table import table
from bayegan.library.reporting import filed_report, write_page
from bayegan.model.filed import Filed
from bayegan.model.names import shown
from bayegan.pages.fixity_page import OUTCOMES, fixity_page, verdict
from bayegan.pages.words import LANGUAGES, words_of

_FILE = click.Path(path_type=Path, readable=False)
_MOST = 30


@click.command("report", short_help="Read a fixity report again, or make a page of it.")
@click.argument("path", metavar="[REPORT.json]", type=_FILE, required=False)
@archive_option
@click.option("--html", "page", type=_FILE, metavar="FILE", help="Write a page to be filed or printed.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the page.")
@json_option
def command(path: Path | None, archive: Path | None, page: Path | None, lang: str, as_json: bool) -> int:
    """Tell a fixity report again, that of the last recorded check or REPORT.json; with --html as a page.

    The page is one file that loads nothing and runs nothing. Both say whether the ledger vouches for the report.

    \b
    Example:
      bayegan fixity report --archive /srv/archive --html report.html
    """
    opened = open_archive(archive)
    filed = filed_report(opened, path)
    if page is not None:
        write_page(opened, page, fixity_page(filed, words_of(lang)))
    result = {
        "path": filed.path,
        "sha512": filed.sha512,
        "line": filed.line,
        "page": None if page is None else str(page),
        "report": dict(filed.report),
    }
    lines = _lines(filed) + ([f"page: {shown(str(page))}"] if page else [])
    return give(Answer("fixity report", lines, counts=filed.report["files"], result=result), as_json)


def _lines(filed: Filed) -> list[str]:
    told = filed.report
    lines = [f"{filed.path}, {told['started']} to {told['ended']}", verdict(filed.report, words_of("en"))]
    vouched = f"line {filed.line} of the ledger" if filed.line else "no line of this archive's ledger"
    lines += [f"Named by {vouched}."]
    lines += [f"  {word:12} {told['files'][word]:>10,}" for word in ("listed", *OUTCOMES)]
    rows = [
        (one["item"], one["version"], one["path"], one["outcome"], _since(one["whole_before"]))
        for one in told["not_intact"]
    ]
    if rows:
        lines += ["", *table(("item", "version", "file", "outcome", "last found whole"), rows[:_MOST])]
    more = len(rows) - _MOST
    return [*lines, *([f"... and {more:,} more; --json lists all of them."] if more > 0 else [])]


def _since(whole: Mapping[str, Any] | None) -> str:
    return str(whole["time"]) if whole else "not known"
