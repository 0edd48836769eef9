"""Submissions in JSON: one object with a list of items."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bayegan.metadata.dates import date_problem
from bayegan.metadata.json_form import from_json
from bayegan.metadata.json_schema import Problem, problems
from bayegan.metadata.submission.declarations import needless_declaration
from bayegan.metadata.submission.json_items import Entry, read_entries
from bayegan.metadata.submission.json_problems import problem_findings
from bayegan.metadata.submission.json_text import parse
from bayegan.metadata.submission.source import Contents, Source
from bayegan.model.findings import Finding, finding
from bayegan.model.record import Date, Text
from bayegan.model.submission import Position, StatedAmendment

_IN_ITEM = re.compile(r"/items/(\d+)(/.*)?", re.DOTALL)


def read_json(source: Source) -> Contents:
    """Read a manifest of the form submission-1.0.schema.json; places are JSON Pointers."""
    parsed = parse(source.content)
    before = (*needless_declaration(source), *parsed.findings)
    if not parsed.readable:
        return Contents(findings=before)
    document = parsed.value
    about_whole, about_item = _sorted(problems("submission-1.0", _as_amendment(document, source)))
    entries = [
        Entry(item, Position(pointer=f"/items/{index}"), index + 1, about_item.get(index, ()))
        for index, item in enumerate(_items(document))
    ]
    contents = read_entries(entries, source)
    around = problem_findings(about_whole, document, Position(pointer=""))
    if about_whole:
        return replace(contents, findings=(*before, *around, *contents.findings))
    stated = document.get("amendment")
    return replace(
        contents,
        findings=(*before, *_date_findings(stated), *contents.findings),
        source_organization=document.get("source_organization"),
        amendment=None if stated is None else _amendment(stated),
    )


def _as_amendment(document: object, source: Source) -> object:
    """Return what the schema is asked of: what is read as an amendment is one, though it may not say so itself."""
    if source.amends and isinstance(document, dict):
        return {"amendment": {}, **document}
    return document


def _date_findings(amendment: Mapping[str, Any] | None) -> Iterator[Finding]:
    edtf = (amendment or {}).get("date", {}).get("edtf")
    if edtf is not None and (problem := date_problem(edtf)):
        yield finding("submission-edtf", pointer="/amendment/date/edtf", found=f"“{edtf}”: {problem}")


def _amendment(stated: Mapping[str, Any]) -> StatedAmendment:
    said = {key: from_json(Text)(stated[key]) for key in ("by", "reason", "source") if key in stated}
    date = from_json(Date)(stated["date"]) if "date" in stated else None
    return StatedAmendment(**said, date=date, left_out=tuple(stated.get("left_out", ())))


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
