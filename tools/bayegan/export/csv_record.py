"""A record as rows of tables, one table for each field that it has several of, and back without loss.

The columns come from the shape of the record: a text has a column, with others for its language and whatever else
is said of it; a file name that is not UTF-8 is percent-encoded, and the column beside it says so. What has
parts of its own is JSON in its cell, as a submission has it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from bayegan.metadata.json_form import from_json, to_json
from bayegan.model.names import from_xml_name, xml_name
from bayegan.model.record import FileNote, Record
from bayegan.model.record.shape import Shaped, content_of, shape_of

ITEMS = "items"
_ENCODING = "encoding"
_PERCENT = "percent"
Cells = dict[str, str]


@cache
def tables() -> Mapping[str, tuple[str, ...]]:
    """Return the columns of every table by its name: `items`, then one for each field that is repeated."""
    fields = shape_of(Record)
    single = tuple(column for one in fields if not one.many for column in _columns(one))
    return {ITEMS: single, **{one.key: ("id", "number", *_columns_of_many(one)) for one in fields if one.many}}


def record_rows(record: Record) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of a record, each with the name of its table."""
    said: Mapping[str, Any] = to_json(Record)(record)
    item: Cells = {}
    for field in shape_of(Record):
        if not field.many:
            item |= _cells(field, said.get(field.key))
            continue
        for number, one in enumerate(said.get(field.key, ()), 1):
            cells = {"id": record.identifier, "number": str(number), **_cells_of_many(field, one)}
            yield field.key, [cells.get(column, "") for column in tables()[field.key]]
    yield ITEMS, [item.get(column, "") for column in tables()[ITEMS]]


def note_rows(identifier: str, notes: Iterable[FileNote]) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of what a record says of single files, as `record_rows` does, one by one."""
    field = next(one for one in shape_of(Record) if one.type is FileNote)
    columns, as_json = tables()[field.key], to_json(FileNote)
    for number, note in enumerate(notes, 1):
        cells = {"id": identifier, "number": str(number), **_cells_of_many(field, as_json(note))}
        yield field.key, [cells.get(column, "") for column in columns]


def read_records(content: Mapping[str, Sequence[Sequence[str]]]) -> tuple[Record, ...]:
    """Return the records of tables by their names, each as its header and its rows, in the order of items."""
    fields = {one.key: one for one in shape_of(Record)}
    described: dict[str, dict[str, Any]] = {}
    header, *rows = content[ITEMS]
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        said = {one.key: _said(one, cells) for one in fields.values() if not one.many}
        described[cells["id"]] = {key: value for key, value in said.items() if value is not None}
    for key in tables():
        for cells in _records(content.get(key, ())) if key != ITEMS else ():
            described[cells["id"]].setdefault(key, []).append(_said_of_many(fields[key], cells))
    return tuple(from_json(Record)(one) for one in described.values())


def _records(rows: Sequence[Sequence[str]]) -> Iterator[Cells]:
    return (dict(zip(rows[0], row, strict=True)) for row in rows[1:])


def _columns_of_many(field: Shaped) -> tuple[str, ...]:
    if not field.is_object:
        return ("value",)
    return tuple(column for one in shape_of(field.type) for column in _columns(one))


def _columns(field: Shaped) -> tuple[str, ...]:
    """Return the columns of a field: one, and one for each thing that is said of its text."""
    if field.many or not field.is_object:
        return (field.key, *([f"{field.key}_{_ENCODING}"] if field.said.pattern == "path" else []))
    if content_of(field.type) is None:
        return (field.key,)
    return tuple(_column(field, one) for one in shape_of(field.type))


def _column(field: Shaped, inner: Shaped) -> str:
    return field.key if inner.said.content else f"{field.key}_{inner.key}"


def _cells_of_many(field: Shaped, said: Any) -> Cells:
    if not field.is_object:
        return {"value": said}
    whole = {"text": said} if isinstance(said, str) else said
    return {name: cell for one in shape_of(field.type) for name, cell in _cells(one, whole.get(one.key)).items()}


def _cells(field: Shaped, said: Any) -> Cells:
    """Return what is said of a field in cells; nothing where nothing is."""
    if said is None:
        return {}
    if field.said.pattern == "path" and not field.many:
        name, is_encoded = xml_name(said)
        return {field.key: name, f"{field.key}_{_ENCODING}": _PERCENT if is_encoded else ""}
    if field.many or (field.is_object and content_of(field.type) is None):
        return {field.key: _json(said)}
    if field.is_object:
        whole = {"text": said} if isinstance(said, str) else said
        return {_column(field, one): _plain(whole.get(one.key)) for one in shape_of(field.type)}
    return {field.key: _plain(said)}


def _plain(said: Any) -> str:
    if isinstance(said, bool):
        return "true" if said else "false"
    return "" if said is None else str(said)


def _said_of_many(field: Shaped, cells: Mapping[str, str]) -> Any:
    if not field.is_object:
        return cells["value"]
    said = {one.key: _said(one, cells) for one in shape_of(field.type)}
    return {key: value for key, value in said.items() if value is not None}


def _said(field: Shaped, cells: Mapping[str, str]) -> Any:
    """Return what cells say of a field as JSON has it, None where they say nothing."""
    if field.is_object and not field.many and content_of(field.type) is not None:
        stated = {one: cells.get(_column(field, one), "") for one in shape_of(field.type)}
        return {one.key: _of_plain(one, cell) for one, cell in stated.items() if cell} or None
    cell = cells.get(field.key, "")
    if field.said.pattern == "path" and not field.many:
        return from_xml_name(cell, cells[f"{field.key}_{_ENCODING}"] == _PERCENT) if cell else None
    if field.many or field.is_object:
        return json.loads(cell) if cell else None
    return _of_plain(field, cell)


def _of_plain(field: Shaped, cell: str) -> Any:
    """Return a plain value; an empty cell says nothing, or an empty text where there has to be one."""
    if cell == "":
        return "" if field.required and field.type is str else None
    if field.type is bool:
        return cell == "true"
    return int(cell) if field.type is int else cell


def _json(said: Any) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text if text.isprintable() or _is_text(text) else json.dumps(said, sort_keys=True, separators=(",", ":"))


def _is_text(text: str) -> bool:
    return not any("\ud800" <= one <= "\udfff" for one in text)
