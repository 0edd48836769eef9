"""A record as JSON, in the shape of an item of a submission (submission-1.0.schema.json), and back."""

from collections.abc import Mapping
from typing import Any

from bayegan.metadata.json_form import from_json, to_json
from bayegan.model.listing import PAYLOAD
from bayegan.model.record import AccessLevel, FileNote, Record
from bayegan.model.record.shape import shape_of

_SAID = frozenset(("title", *(one.key for one in shape_of(FileNote) if one.name != "path")))
_OF_THE_ITEM = frozenset(("id", "files", "access", "metadata"))


def record_from_json(item: Mapping[str, object], identifier: str, default_access: AccessLevel) -> Record:
    """Return the record of an `item` that is valid by the schema; `id` is left to the caller.

    A file gets a note where the item says anything of it, even if that is an empty list. Where the item has
    no access level, `default_access` holds.
    """
    data: Mapping[str, Any] = item
    described = {key: value for key, value in data.items() if key not in _OF_THE_ITEM}
    access = data.get("access", {"level": default_access})
    files = [_note(one) for one in data.get("files", ()) if not _SAID.isdisjoint(one)]
    record: Record = from_json(Record)({**described, "id": identifier, "access": access, "files": files})
    return record


def _note(file: Mapping[str, Any]) -> dict[str, object]:
    said = {key: value for key, value in file.items() if key in _SAID and key != "title"}
    if "title" in file:
        said["terms"] = [{"term": "title", "text": file["title"]}, *file.get("terms", ())]
    return {"path": PAYLOAD + file["filename"], **said}


def record_to_json(record: Record) -> dict[str, object]:
    """Return `record` as an item; what was not stated is left out.

    `files` holds the files that the record has notes on, and is left out where there are none: which files
    an item has is not for its record to say. The title of a file stands among its `terms`.
    """
    item: dict[str, Any] = to_json(Record)(record)
    if record.files:
        item["files"] = [_note_json(one) for one in item["files"]]
    return item


def _note_json(note: dict[str, Any]) -> dict[str, object]:
    path = note.pop("path").removeprefix(PAYLOAD)
    return {"filename": path, "terms": [], **note}
