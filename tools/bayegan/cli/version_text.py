"""The versions of an item, and what differs between two of them, for a person and as JSON."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from bayegan.cli.answer import Answer, NotChecked
from bayegan.cli.table import table
from bayegan.cli.wording import counted, wrapped
from bayegan.metadata.json_form import to_json
from bayegan.model.names import shown
from bayegan.model.preservation import FileObject
from bayegan.model.record import Amendment, Date
from bayegan.model.record.shape import content_of, shape_of
from bayegan.model.record_diff import Change, Difference, FileDifference, in_words
from bayegan.services.view_items import Comparison, VersionList, VersionSummary

_SIGNS = {Change.ADDED: "+", Change.TAKEN_AWAY: "-", Change.CHANGED: "~", Change.REORDERED: "~"}
_DIGEST = "sha512"


def versions_answer(listed: VersionList) -> Answer:
    """Return the versions of an item as a table, oldest first."""
    rows = [
        (
            one.version,
            one.sealed,
            f"{one.files:,}",
            f"{one.octets:,}",
            _by(one.amendment),
            one.amendment.reason.value if one.amendment else "",
        )
        for one in listed.versions
    ]
    lines = table(("version", "sealed", "files", "octets", "by", "why"), rows, numbers=(2, 3))
    not_read = [NotChecked(what, reason, "Run `bayegan fixity check`.") for what, reason in listed.unread]
    result = [_version(one) for one in listed.versions]
    return Answer("show", lines, not_checked=not_read, counts={"versions": len(result)}, result=result)


def _version(one: VersionSummary) -> dict[str, object]:
    said = {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}
    return said | {"amendment": None if one.amendment is None else to_json(Amendment)(one.amendment)}


def _by(amendment: Amendment | None) -> str:
    return "(first version)" if amendment is None else amendment.by.value


def diff_answer(item: str, compared: Comparison) -> Answer:
    """Return what differs between two versions, field by field and file by file."""
    differences: list[Difference | FileDifference] = [*compared.record, *compared.files]
    counts = {change.value.replace(" ", "_"): 0 for change in Change}
    for one in differences:
        counts[one.change.value.replace(" ", "_")] += 1
    result = {
        "old": compared.old,
        "new": compared.new,
        "amendments": [to_json(Amendment)(one) for one in compared.amendments],
        "record": [_difference(one) for one in compared.record],
        "files": [_file_difference(one) for one in compared.files],
    }
    return Answer("show", wrapped(_lines(item, compared)), counts=counts, result=result)


def _difference(one: Difference) -> dict[str, object]:
    return {"path": list(one.path), "change": one.change.value, "old": _json(one.old), "new": _json(one.new)}


def _json(value: Any) -> object:
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    kind: type = type(value)
    return to_json(kind)(value) if dataclasses.is_dataclass(kind) else value


def _file_difference(one: FileDifference) -> dict[str, object]:
    return {"path": one.path, "change": one.change.value, "old": _file(one.old), "new": _file(one.new)}


def _file(file: FileObject | None) -> dict[str, object] | None:
    return None if file is None else {"size": file.size, "digests": dict(file.digests)}


def _lines(item: str, compared: Comparison) -> Iterator[str]:
    yield f"{shown(item)}, from {compared.old} to {compared.new}"
    for one in compared.amendments:
        yield f"  v{one.version} by {shown(one.by.value)}: {shown(one.reason.value)}"
        yield from (f"    {line}" for line in _details(one))
    if compared.record:
        yield from ("", "Description", *(line for one in compared.record for line in _changed(one)))
    if compared.files:
        yield from ("", "Files", *(line for one in compared.files for line in _changed_file(one)))
    if not (compared.record or compared.files):
        yield from ("", "They say the same, and have the same files.")


def _details(amendment: Amendment) -> Iterator[str]:
    if amendment.date is not None:
        yield f"given {_date(amendment.date)}"
    if amendment.source is not None:
        yield f"rests on: {shown(amendment.source.value)}"


def _date(date: Date) -> str:
    return " ".join(filter(None, (date.edtf, f"“{shown(date.text)}”" if date.text else "")))


def _changed(one: Difference) -> Iterator[str]:
    where = shown(", ".join(one.path))
    sign = _SIGNS[one.change]
    if one.change is Change.CHANGED:
        yield from (f"  {sign} {where}", f"      was  {_said(one.old)}", f"      now  {_said(one.new)}")
    elif one.change is Change.REORDERED:
        yield from (f"  {sign} {where}, in another order", f"      now  {_said(one.new)}")
    else:
        yield f"  {sign} {where}: {_said(one.new if one.change is Change.ADDED else one.old)}"


def _said(value: Any) -> str:
    """Return a value of the record in one line."""
    if isinstance(value, tuple):
        return "; ".join(map(_said, value))
    kind: type = type(value)
    if not dataclasses.is_dataclass(kind):
        return shown(str(value))
    content = content_of(kind)
    stated = [
        (field, getattr(value, field.name))
        for field in shape_of(kind)
        if field.required or getattr(value, field.name) != field.default
    ]
    if content is None:
        return ", ".join(f"{in_words(field.said.tag)} {_said(one)}" for field, one in stated)
    others = ", ".join(_said(one) for field, one in stated if field is not content)
    return shown(getattr(value, content.name)) + (f"  [{others}]" if others else "")


def _changed_file(one: FileDifference) -> Iterator[str]:
    yield f"  {_SIGNS[one.change]} {shown(one.path)}"
    sides: Iterable[tuple[str, FileObject | None]] = (("was", one.old), ("now", one.new))
    for word, file in sides:
        if file is not None:
            digest = dict(file.digests)[_DIGEST]
            yield f"      {word}  {counted(file.size, 'octet')}, SHA-512 {digest[:16]}…"
