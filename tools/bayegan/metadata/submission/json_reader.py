"""Submissions in JSON: one object with a list of items."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bayegan.metadata.json_schema import Problem, problems
from bayegan.metadata.submission.declarations import needless_declaration
from bayegan.metadata.submission.json_items import Entry, read_entries
from bayegan.metadata.submission.json_problems import problem_findings
from bayegan.metadata.submission.json_text import parse
from bayegan.metadata.submission.source import Contents, Source
from bayegan.model.submission import Position

_IN_ITEM = re.compile(r"/items/(\d+)(/.*)?", re.DOTALL)


def read_json(source: Source) -> Contents:
    """Read a manifest of the form submission-1.0.schema.json; places are JSON Pointers."""
    parsed = parse(source.content)
    before = (*needless_declaration(source), *parsed.findings)
    if not parsed.readable:
        return Contents(findings=before)
    document = parsed.value
    about_whole, about_item = _sorted(problems("submission-1.0", document))
    entries = [
        Entry(item, Position(pointer=f"/items/{index}"), index + 1, about_item.get(index, ()))
        for index, item in enumerate(_items(document))
    ]
    contents = read_entries(entries, source)
    around = problem_findings(about_whole, document, Position(pointer=""))
    return replace(
        contents,
        findings=(*before, *around, *contents.findings),
        source_organization=None if about_whole else document.get("source_organization"),
    )


def _sorted(found: Sequence[Problem]) -> tuple[list[Problem], dict[int, list[Problem]]]:
    """Return the problems of the whole, and those of each item by index, with pointers from the item on."""
    whole: list[Problem] = []
    of_item: dict[int, list[Problem]] = defaultdict(list)
    for problem in found:
        if match := _IN_ITEM.fullmatch(problem.pointer):
            of_item[int(match[1])].append(replace(problem, pointer=match[2] or ""))
        else:
            whole.append(problem)
    return whole, of_item


def _items(document: object) -> list[object]:
    items = document.get("items") if isinstance(document, dict) else None
    return items if isinstance(items, list) else []
