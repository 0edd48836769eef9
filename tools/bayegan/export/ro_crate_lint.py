"""The rules of RO-Crate 1.3 for a package of attached crates, one in each folder."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from bayegan.export.ro_crate_ids import METADATA, path_of
from bayegan.export.sealed import could_not
from bayegan.model.date_bounds import bounds
from bayegan.model.findings import Finding, finding
from bayegan.storage.digests import open_to_read

_CONTEXT = re.compile(r"https://w3id\.org/ro/crate/1\.3/context")
_SPECIFICATION = re.compile(r"https://w3id\.org/ro/crate/1\.3")
_NOT_IN_REFERENCE = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\u202a-\u202e\u2066-\u2069]|%(?![0-9A-Fa-f]{2})")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")
_OF_ROOT = ("name", "description", "datePublished", "license")

_Entities = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Crate:
    """A crate that was read: its folder, the entities by their names, and what its root is called."""

    folder: Path
    path: str
    entities: Mapping[str, Mapping[str, Any]]
    root: str


def lint(package: Path) -> Iterator[Finding]:
    """Yield what breaks a rule in the crates of a package, each in a folder of its own. Raises CouldNot."""
    folders = sorted(path for path in package.iterdir() if path.is_dir())
    if not folders:
        yield finding("rocrate-package-empty", path=".", found="no folder")
    for folder in folders:
        yield from lint_crate(folder, folder.name)


def lint_crate(folder: Path, name: str) -> Iterator[Finding]:
    """Yield what breaks a rule in the crate at `folder`; `name` begins the paths of findings. Raises CouldNot."""
    path = f"{name}/{METADATA}"
    if not (folder / METADATA).is_file():
        yield finding("rocrate-metadata-missing", path=path, found="no such file")
        return
    try:
        document = json.loads(_text(folder / METADATA), object_hook=_needed)
    except ValueError as error:
        yield finding("rocrate-json", path=path, found=str(error))
        return
    graph = document.get("@graph") if isinstance(document, dict) else None
    if not isinstance(graph, list) or not all(isinstance(one, dict) for one in graph):
        yield finding("rocrate-json", path=path, found="no @graph of entities")
        return
    context = document.get("@context")
    contexts = context if isinstance(context, list) else [context]
    if not any(isinstance(one, str) and _CONTEXT.fullmatch(one) for one in contexts):
        yield finding("rocrate-context", path=path, found=repr(context)[:200])
    yield from _judge_entities(graph, path)
    entities = {one["@id"]: one for one in graph if isinstance(one.get("@id"), str)}
    root, found = _root(entities, path)
    yield from found
    if root is not None:
        yield from _judge_root(root, path)
        yield from _judge_data(_Crate(folder, path, entities, str(root["@id"])))


def _judge_entities(graph: _Entities, path: str) -> Iterator[Finding]:
    for number, one in enumerate(graph):
        yield from _judge_entity(one, path, f"/@graph/{number}")
    for name, count in Counter(str(one.get("@id")) for one in graph if one.get("@id")).items():
        if count > 1:
            yield finding("rocrate-id-twice", path=path, found=f"{name}, {count} times")
    known = {one.get("@id") for one in graph}
    for one in graph:
        for name in _references(one):
            if not _ABSOLUTE.match(name) and name not in known:
                yield finding("rocrate-reference-unknown", path=path, found=name)


def _judge_entity(one: Mapping[str, Any], path: str, pointer: str) -> Iterator[Finding]:
    tell = partial(finding, path=path)
    name = one.get("@id")
    if not isinstance(name, str) or not name:
        yield tell("rocrate-id-missing", pointer=pointer, found=repr(name))
    elif _NOT_IN_REFERENCE.search(name):
        yield tell("rocrate-id-form", pointer=pointer, found=name)
    elif ".." in name.partition("#")[0].split("/") and not _ABSOLUTE.match(name):
        yield tell("rocrate-leaves-crate", pointer=pointer, found=name)
    if not _types(one):
        yield tell("rocrate-type-missing", pointer=pointer, found=repr(one.get("@type")))
    for key, value in one.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, list) or (isinstance(each, dict) and not _is_reference(each)):
                yield tell("rocrate-not-flat", pointer=f"{pointer}/{key}", found="an entity in an entity")


def _root(entities: Mapping[str, Mapping[str, Any]], path: str) -> tuple[Mapping[str, Any] | None, list[Finding]]:
    """Return the root data entity, which the descriptor names."""
    descriptor = entities.get(METADATA)
    if descriptor is None or "CreativeWork" not in _types(descriptor):
        return None, [finding("rocrate-descriptor", path=path, found="no descriptor")]
    about = [*_references({"about": descriptor.get("about")})]
    found: list[Finding] = []
    conforms = [*_references({"conformsTo": descriptor.get("conformsTo")})]
    if len(conforms) != 1 or not _SPECIFICATION.fullmatch(conforms[0]):
        found.append(finding("rocrate-conforms-to", path=path, found=", ".join(conforms) or "nothing"))
    if len(about) != 1 or about[0] not in entities:
        found.append(finding("rocrate-descriptor", path=path, found=f"about {', '.join(about) or 'nothing'}"))
        return None, found
    return entities[about[0]], found


def _judge_root(root: Mapping[str, Any], path: str) -> Iterator[Finding]:
    if "Dataset" not in _types(root):
        yield finding("rocrate-root-type", path=path, found=repr(root.get("@type")))
    if root["@id"] != "./" and not _ABSOLUTE.match(root["@id"]):
        yield finding("rocrate-root-id", path=path, found=str(root["@id"]))
    for name in _OF_ROOT:
        if not root.get(name):
            yield finding("rocrate-root-property", path=path, expected=name, found="none")
    date = root.get("datePublished")
    if date and not (isinstance(date, str) and _is_date(date)):
        yield finding("rocrate-date-form", path=path, found=repr(date))


def _judge_data(crate: _Crate) -> Iterator[Finding]:
    """Yield the files and folders that are not there, and those that the root does not lead to."""
    linked = _linked(crate)
    for name, one in crate.entities.items():
        types = _types(one)
        if name in (crate.root, METADATA) or name.startswith(("#", "_:")) or not {"File", "Dataset"} & types:
            continue
        if name not in linked:
            yield finding("rocrate-not-linked", path=crate.path, found=name)
        if _ABSOLUTE.match(name) or ".." in name.split("/"):
            continue
        place = crate.folder / path_of(name)
        if "File" in types and not place.is_file():
            yield finding("rocrate-file-missing", path=crate.path, found=name)
        elif "File" not in types and not place.is_dir():
            yield finding("rocrate-folder-missing", path=crate.path, found=name)


def _linked(crate: _Crate) -> set[str]:
    """Return what the root leads to by hasPart."""
    found: set[str] = set()
    waiting = [crate.root]
    while waiting:
        entity = crate.entities.get(waiting.pop(), {})
        new = [one for one in _references({"hasPart": entity.get("hasPart")}) if one not in found]
        found.update(new)
        waiting += new
    return found


def _types(entity: Mapping[str, Any]) -> frozenset[str]:
    kind = entity.get("@type")
    several = kind if isinstance(kind, list) else [kind]
    return frozenset(one for one in several if isinstance(one, str) and one)


def _references(entity: Mapping[str, Any]) -> Iterator[str]:
    for value in entity.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and isinstance(one.get("@id"), str):
                yield one["@id"]


def _is_reference(value: Mapping[str, Any]) -> bool:
    return set(value) == {"@id"} or "@value" in value


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        bounds(text.partition("T")[0])
    except ValueError:
        return False
    return True


def _needed(value: dict[str, Any]) -> dict[str, Any]:
    """Return what of an object is looked at: of a file its @id and @type, and what may hold an entity."""
    if value.get("@type") != "File":
        return value
    return {key: one for key, one in value.items() if key.startswith("@") or isinstance(one, dict | list)}


def _text(path: Path) -> str:
    """Return the text of a file. Raises UnicodeDecodeError where it is not UTF-8, and CouldNot."""
    try:
        with open_to_read(path) as source, TextIOWrapper(source, "utf-8") as text:
            return text.read()
    except OSError as error:
        raise could_not(path, "read", error) from error
