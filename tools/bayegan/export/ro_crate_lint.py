"""The rules of RO-Crate 1.3 for a package of attached crates, one in each folder."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from bayegan.export.json_parts import JsonParts
from bayegan.export.ro_crate_ids import METADATA, path_of
from bayegan.export.sealed import read_back
from bayegan.model.date_bounds import bounds
from bayegan.model.findings import Finding, finding
from bayegan.model.octet_table import OctetTable

_CONTEXT = re.compile(r"https://w3id\.org/ro/crate/1\.3/context")
_SPECIFICATION = re.compile(r"https://w3id\.org/ro/crate/1\.3")
_NOT_IN_REFERENCE = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\u202a-\u202e\u2066-\u2069]|%(?![0-9A-Fa-f]{2})")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")
_OF_ROOT = ("name", "description", "datePublished", "license")

_PLAIN_FILE: Mapping[str, Any] = {"@type": "File"}


@dataclass(frozen=True, slots=True)
class _Crate:
    """A crate that was read: its folder, its graph, and what its root is called."""

    folder: Path
    path: str
    graph: "_Graph"
    root: str


@dataclass(slots=True)
class _Graph:
    """What is looked at of the entities, of which there may be a hundred thousand files.

    `entities` are all that are no plain files, by name, without their parts: `parts` has the names of these.
    `names` are those of all, with 1 for a plain file, and `referred` those that some reference leads to.
    """

    entities: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: OctetTable = field(default_factory=lambda: OctetTable(1))
    referred: OctetTable = field(default_factory=lambda: OctetTable(1))
    count: int = 0
    findings: list[Finding] = field(default_factory=list)

    def take(self, one: object, path: str) -> bool:
        """Take in an entity, and note what is wrong with it; return whether it is one."""
        if not isinstance(one, dict):
            return False
        self.findings.extend(_judge_entity(one, path, f"/@graph/{self.count}"))
        self.count += 1
        for reference in _references(one):
            if not _ABSOLUTE.match(reference):
                self.referred[reference] = b"\0"
        name = one.get("@id")
        if not isinstance(name, str) or not name:
            return True
        if name in self.names:
            self.findings.append(finding("rocrate-id-twice", path=path, found=name))
        is_plain = one.get("@type") == "File" and "hasPart" not in one
        self.names[name] = b"\1" if is_plain else b"\0"
        if not is_plain:
            self.parts[name] = tuple(_references({"hasPart": one.get("hasPart")}))
            self.entities[name] = {key: value for key, value in one.items() if key != "hasPart"}
        return True


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
    graph = _Graph()
    try:
        context, is_graph = _read(folder / METADATA, graph, path)
    except ValueError as error:
        yield finding("rocrate-json", path=path, found=str(error))
        return
    if not is_graph:
        yield finding("rocrate-json", path=path, found="no @graph of entities")
        return
    contexts = context if isinstance(context, list) else [context]
    if not any(isinstance(one, str) and _CONTEXT.fullmatch(one) for one in contexts):
        yield finding("rocrate-context", path=path, found=repr(context)[:200])
    yield from graph.findings
    for one in graph.referred:
        if one not in graph.names:
            yield finding("rocrate-reference-unknown", path=path, found=one)
    root, found = _root(graph.entities, path)
    yield from found
    if root is not None:
        yield from _judge_root(root, path)
        yield from _judge_data(_Crate(folder, path, graph, str(root["@id"])))


def _read(file: Path, graph: _Graph, path: str) -> tuple[object, bool]:
    """Take in the entities of a document; return its context, and whether it has a graph and nothing else in it.

    Raises ValueError where it is no JSON in UTF-8, CouldNot where it cannot be read.
    """
    context: object = None
    is_graph = False
    with read_back(file) as source:
        text = TextIOWrapper(source, "utf-8")
        try:
            parts = JsonParts(text)
            for key in parts.members() if parts.next() == "{" else ():
                if key == "@graph" and parts.next() == "[":
                    is_graph = all(graph.take(parts.value(), path) for _ in parts.elements())
                    if not is_graph:
                        return context, False
                elif key == "@context":
                    context = parts.value()
                else:
                    parts.value()
            if parts.next() != "" and not is_graph:
                parts.value()
            parts.end()
        finally:
            text.detach()
    return context, is_graph


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
    for name in crate.graph.names:
        types = _types(crate.graph.entities.get(name, _PLAIN_FILE))
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
        new = [one for one in crate.graph.parts.get(waiting.pop(), ()) if one not in found]
        found.update(new)
        waiting += [one for one in new if one in crate.graph.parts]
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
