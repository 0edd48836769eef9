"""bayegan fixity status."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.archive_option import archive_option, open_archive
from bayegan.cli.options import json_option
from bayegan.cli.wording import counted
from bayegan.library.fixity import fixity_status
from bayegan.model.amounts import in_words


@click.command("status", short_help="How the archive stands with its fixity checks.")
@archive_option
@json_option
def status(archive: Path | None, as_json: bool) -> int:
    """Say what was read lately, what is due and overdue, what is damaged, and how long the next round takes.

    It is told from the ledger; no bag is opened. The exit code is 1 where something is damaged or overdue.

    \b
    Example:
      bayegan fixity status --archive /srv/archive
    """
    told = fixity_status(open_archive(archive))
    due, overdue = told.document["due"], told.document["overdue"]
    counts = {
        "versions": told.document["holdings"]["versions"],
        "due": due["versions"],
        "overdue": overdue["versions"],
        "not_intact": len(told.document["not_intact"]),
    }
    lines = _lines(told.document)
    return give(Answer("fixity status", lines, told.findings, (), counts, told.document), as_json)


def _lines(document: Mapping[str, Any]) -> list[str]:
    policy, coverage = document["policy"], document["coverage"]
    lines = [f"Read within the last {in_words(policy['interval_days'])}:"]
    lines += [
        f"  {word:9} {coverage[word]['checked']:>15,} of {coverage[word]['of']:>15,}  {_percent(coverage[word])}"
        for word in ("versions", "files", "octets")
    ]
    lines.append(_oldest(document["oldest"]))
    lines += [
        f"{word.capitalize()}: {counted(document[word]['versions'], 'version')}, "
        f"{counted(document[word]['files'], 'file')}."
        for word in ("due", "overdue")
    ]
    if document["unfinished"]:
        lines.append(_unfinished(document["unfinished"]))
    return [*lines, document["forecast"]["says"]]


def _percent(amount: Mapping[str, int]) -> str:
    """Return a share rounded down: 100 % means all of it."""
    return f"{amount['checked'] * 1000 // amount['of'] / 10:.1f} %" if amount["of"] else "-"


def _oldest(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return "Nothing is sealed yet."
    since = f"since {one['read']} ({in_words(one['days'])})" if one["read"] else "for nobody knows how long"
    return f"Unread for longest: {one['item']} {one['version']}, {since}."


def _unfinished(one: Mapping[str, Any]) -> str:
    done = f"{one['files']:,} of {one['of_files']:,} files are done"
    state = "is at work" if one["at_work"] else "was interrupted; the same check goes on with it"
    return f"A check of {one['scope']['kind']}, begun {one['started']}, {state}: {done}."
