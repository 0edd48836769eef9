"""bayegan draft."""

from pathlib import Path

import click

from bayegan.cli.answer import Answer, give
from bayegan.cli.options import FOLDER, json_option
from bayegan.cli.progress import follow
from bayegan.cli.wording import counted
from bayegan.errors import WrongUse
from bayegan.library.drafting import draft_submission, write_new_file
from bayegan.model.names import shown


@click.command("draft", short_help="Propose a submission manifest for a folder.")
@click.argument("folder", metavar="FOLDER", type=FOLDER)
@click.option(
    "-o", "--output", type=FOLDER, metavar="FILE", required=True, help="The CSV file to write; a new file."
)
@json_option
def command(folder: Path, output: Path, as_json: bool) -> int:
    """Write a CSV to start from: a row for each document of FOLDER.

    Size, digest and format are read from the document; the title is guessed from its name. Complete the table in
    a spreadsheet: rows that share a value under `item` become one item.

    \b
    Example:
      bayegan draft letters/ -o letters/submission.csv
    """
    if output.exists():
        raise WrongUse(str(output), "it is there already, and nothing is overwritten", "Name a new file with -o.")
    proposed, table = follow(draft_submission(folder, output))
    write_new_file(output, table)
    lines = (
        f"Wrote {shown(str(output))}: {counted(len(proposed.rows), 'document')}.",
        "Complete titles, dates and descriptions, then: bayegan ingest --archive DIR " + shown(str(output)),
    )
    counts = {"documents": len(proposed.rows)}
    result = {"output": str(output), "documents": [row.filename for row in proposed.rows]}
    return give(Answer("draft", lines, proposed.findings, counts=counts, result=result), as_json)
