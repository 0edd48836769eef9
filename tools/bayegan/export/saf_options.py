"""What an archivist may choose of a Simple Archive Format package, read from the options of the command line."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bayegan.errors import WrongUse
from bayegan.export.saf_placement import is_handle_or_uuid

CHOICES: Mapping[str, tuple[str, ...]] = {
    "as": ("folder", "zip"),
    "collections": (),
    "handle": ("no", "identifier"),
    "permissions": (),
    "entity": (),
    "record": ("no", "yes"),
    "local": (),
}
_PREFIX = re.compile(r"[a-z][a-z0-9]{0,31}")
_ENTITY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")


@dataclass(frozen=True, slots=True)
class SafOptions:
    """The choices. `owner` is the one collection of DSpace that all items go into, `collections` maps ours to its.

    `group` may read files that are not public; `entity` is the entity type of items; `local` is the prefix of a
    metadata schema of the institution's own. None or empty stands for what was not chosen.
    """

    is_zip: bool = False
    owner: str | None = None
    collections: Mapping[str, str] = field(default_factory=dict)
    takes_handle: bool = False
    group: str | None = None
    entity: str | None = None
    with_record: bool = False
    local: str | None = None

    @property
    def names_collections(self) -> bool:
        """Whether it was said where items go."""
        return self.owner is not None or bool(self.collections)


def saf_options(options: Mapping[str, str]) -> SafOptions:
    """Return the choices; raises WrongUse for one that DSpace could not use."""
    where = options.get("collections")
    is_one = where is not None and is_handle_or_uuid(where)
    return SafOptions(
        options.get("as") == "zip",
        where if is_one else None,
        {} if where is None or is_one else _mapping(Path(where)),
        options.get("handle") == "identifier",
        _fitting(options, "permissions", re.compile(r"[^'\t\r\n]+"), "the name of a group, without quotes"),
        _fitting(options, "entity", _ENTITY, "an entity type such as Publication"),
        options.get("record") == "yes",
        _fitting(options, "local", _PREFIX, "the prefix of a schema: small letters and digits"),
    )


def _fitting(options: Mapping[str, str], name: str, form: "re.Pattern[str]", meant: str) -> str | None:
    value = options.get(name)
    if value is not None and (
        not form.fullmatch(value) or (name == "local" and value in ("dc", "dcterms", "dspace"))
    ):
        raise WrongUse(f"{name}={value}", f"it is not {meant}", f"Give {meant}.")
    return value


def _mapping(file: Path) -> Mapping[str, str]:
    """Read a table of our collections and those of DSpace: two columns, with a header."""
    thing = f"collections={file}"
    advice = "Give a handle, a UUID, or a CSV file with the columns collection and dspace."
    try:
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise WrongUse(
            thing, f"it is no handle and no UUID, and cannot be read as a file ({error})", advice
        ) from error
    if not rows or rows[0] != ["collection", "dspace"]:
        raise WrongUse(thing, "its first line is not: collection,dspace", advice)
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 2 or not is_handle_or_uuid(row[1]):
            raise WrongUse(f"{thing}, line {number}", "it has no handle or UUID in its second column", advice)
    return {row[0]: row[1] for row in rows[1:]}
