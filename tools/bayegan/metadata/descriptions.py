"""What is wrong with a description of an item, as JSON states it, beside what the schema refuses in it."""

from collections.abc import Collection, Iterator
from typing import Any

from bayegan.metadata.dates import date_problem
from bayegan.metadata.vocabularies import Vocabularies, concept_findings, concepts_in
from bayegan.model.date_agreement import disagreement_finding
from bayegan.model.described import Met, objects_of
from bayegan.model.findings import Finding, finding
from bayegan.model.record import Calendar, Date
from bayegan.model.record_checks import Wrong, wrongs
from bayegan.model.submission import Position


def description_findings(
    value: Any,
    vocabularies: Vocabularies,
    at: Position,
    *,
    item: str | None = None,
    refused: Collection[str] = (),
) -> Iterator[Finding]:
    """Yield all that is wrong with the description `value`, which stands `at` some place and may have any shape.

    It is read field by field as far as it has the shape. What the schema refuses already, at the pointers
    `refused`, is not told again.
    """
    objects = objects_of(value)
    for one in (*_dates(objects), *wrongs(objects)):
        if one.pointer not in refused:
            pointer = f"{at.pointer or ''}{one.pointer}"
            found, expected = one.found, one.expected
            yield finding(one.code, item=item, row=at.row, pointer=pointer, found=found, expected=expected)
    stated = ((f"{at.pointer or ''}{pointer}", name) for pointer, name in concepts_in(value))
    yield from concept_findings(stated, vocabularies, item=item, row=at.row)
    yield from _disagreeing(objects, at, item)


def _dates(objects: list[Met]) -> Iterator[Wrong]:
    for met in objects:
        for _, pointer, edtf in met.texts("edtf"):
            if problem := date_problem(edtf):
                yield Wrong("submission-edtf", pointer, f"“{edtf}”: {problem}")


def _disagreeing(objects: list[Met], at: Position, item: str | None) -> Iterator[Finding]:
    """Yield a warning for each date whose EDTF and words have no day in common."""
    for met in objects:
        edtf, text, calendar = (met.fields.get(key) for key in ("edtf", "text", "calendar"))
        if met.cls is Date and isinstance(edtf, str) and isinstance(text, str):
            known = Calendar(calendar) if calendar in tuple(Calendar) else None
            pointer = f"{at.pointer or ''}{met.pointer}"
            said = disagreement_finding(edtf, text, known, item=item, row=at.row, pointer=pointer)
            yield from () if said is None else (said,)
