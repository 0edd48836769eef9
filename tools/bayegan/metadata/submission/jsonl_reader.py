"""Submissions in JSON Lines: one item per line."""

from bayegan.metadata.json_schema import problems
from bayegan.metadata.submission.declarations import needless_declaration
from bayegan.metadata.submission.json_items import Entry, read_entries
from bayegan.metadata.submission.json_text import parse
from bayegan.metadata.submission.source import Contents, Source
from bayegan.model.findings import Finding
from bayegan.model.submission import Position

_ITEM = "submission-1.0#/$defs/item"
_AMENDED_ITEM = "submission-1.0#/$defs/amendedItem"


def read_jsonl(source: Source) -> Contents:
    """Read a manifest in which each line is an item of submission-1.0.schema.json; blank lines say nothing.

    Places are a row, which is the line, and a JSON Pointer within it. A line that cannot be read does not
    keep the others from being read.
    """
    findings: list[Finding] = [*needless_declaration(source)]
    entries: list[Entry] = []
    schema = _AMENDED_ITEM if source.amends else _ITEM
    for row, line in enumerate(source.content.split(b"\n"), start=1):
        if not line.strip():
            continue
        parsed = parse(line, row)
        findings += parsed.findings
        if parsed.readable:
            at = Position(row, "")
            entries.append(Entry(parsed.value, at, row, problems(schema, parsed.value)))
    contents = read_entries(entries, source)
    return Contents(contents.items, (*findings, *contents.findings))
