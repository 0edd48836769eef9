"""The rules of OCFL 1.1 for one object: its files on disk, and its inventories held against them."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from bayegan.export.ocfl_inventory_lint import judge_inventory, read_inventory, spec_of
from bayegan.export.ocfl_layout import REGISTERED
from bayegan.export.sealed import could_not, read_back, small_file
from bayegan.export.sink import Sink
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.listing import Kind
from bayegan.storage.digests import digest_stream, open_to_read
from bayegan.storage.scan import kinds_below

INVENTORY = "inventory.json"
_KEPT = 1 << 20
"""Octets of all small files that are kept once they were read."""
_DECLARED = "0=ocfl_object_"
_KNOWN = ("1.0", "1.1")
_OF_PYTHON = {"blake2b-512": "blake2b"}
_OF_SIDECARS = ("ocfl-e058", "ocfl-e060", "ocfl-e061")
_SIDECAR = re.compile(r"([0-9A-Fa-f]+)[ \t]+inventory\.json\n?")


@dataclass(frozen=True, slots=True)
class _Object:
    """An object root as listed, and what is told of it: `place` is what paths in findings begin with.

    `known` has the SHA-512 of the files that were written a moment ago. Small files that were read are kept in
    `contents`, up to a bound: inventories and sidecars are asked for again.
    """

    root: str
    place: str
    files: Set[str]
    empty: Set[str] = frozenset()
    links: tuple[str, ...] = ()
    known: Callable[[str], str] | None = None
    contents: dict[str, bytes] = field(default_factory=dict)
    _names: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)

    def at(self, path: str) -> str:
        return f"{self.place}/{path}" if self.place else path

    def names(self, folder: str = "") -> tuple[set[str], set[str]]:
        """Return the files and the folders that lie directly in the root, or in a folder that does."""
        if not self._names:
            self._list_names()
        return self._names.get(folder, (set(), set()))

    def _list_names(self) -> None:
        top = self._names.setdefault("", (set(), set()))
        for path in self.files:
            name, slash, below = path.partition("/")
            if not slash:
                top[0].add(name)
                continue
            top[1].add(name)
            inner, slash, _ = below.partition("/")
            self._names.setdefault(name, (set(), set()))[1 if slash else 0].add(inner)
        for path in self.empty:
            name, _, below = path.partition("/")
            top[1].add(name)
            if below:
                self._names.setdefault(name, (set(), set()))[1].add(below.partition("/")[0])

    def read(self, path: str) -> bytes:
        """Return the octets of a file. Raises CouldNot where it cannot be read."""
        small = self._small(path)
        if small is not None:
            return small
        with self.opened(path) as source:
            return source.read()

    @contextmanager
    def opened(self, path: str) -> Iterator[BinaryIO]:
        """Open a file for as long as it is looked at. Raises CouldNot where it cannot be read."""
        small = self._small(path)
        if small is not None:
            yield BytesIO(small)
            return
        with read_back(f"{self.root}/{path}") as source:
            yield source

    def _small(self, path: str) -> bytes | None:
        """Return the octets of a small file, which are kept if there is room; None where it is large."""
        if path in self.contents:
            return self.contents[path]
        found = small_file(f"{self.root}/{path}", "read back")
        if found is None:
            return None
        if sum(map(len, self.contents.values())) + len(found.content) <= _KEPT:
            self.contents[path] = found.content
        return found.content

    def digest(self, path: str, algorithm: str) -> str:
        """Return the digest of a file."""
        if self.known is not None and algorithm == "sha512":
            return self.known(path)
        with self.opened(path) as source:
            return digest_stream(source, (algorithm,))[0][algorithm]


def lint_object(root: Path, place: str = "") -> Iterator[Finding]:
    """Yield what breaks a rule in the object at `root`; every file is read. Raises CouldNot where one cannot be."""
    return _lint(_listed(root, place), reads=True)


def lint_written(sink: Sink, place: str, *, is_listed: bool = True) -> Iterator[Finding]:
    """Yield what breaks a rule in an object that was written to `place` of the sink a moment ago.

    Content files were compared when they were written, and are not read again. With `is_listed` what lies there is
    listed; otherwise it is what the sink has written. Raises CouldNot where something cannot be read.
    """
    start = f"{place}/"
    root = f"{sink.folder}/{place}"

    def known(path: str) -> str:
        return sink.files[start + path][0].hex()

    if is_listed:
        return _lint(replace(_listed(Path(root), place), known=known), reads=False)
    files = {path[len(start) :] for path in sink.files if path.startswith(start)}
    return _lint(_Object(root, place, files, known=known), reads=False)


def _lint(listed: _Object, reads: bool) -> Iterator[Finding]:
    for link in listed.links:
        yield finding("ocfl-e090", path=listed.at(link), found="no plain file")
    spec, found = _declared(listed)
    yield from found
    if INVENTORY not in listed.files:
        yield finding("ocfl-e063", path=listed.at(INVENTORY), found="no such file")
        return
    inventory, problems = _inventory(listed, INVENTORY)
    yield from problems
    if inventory is None:
        return
    if spec is not None and spec_of(inventory) not in (spec, None):
        yield finding("ocfl-e038", path=listed.at(INVENTORY), expected=f"OCFL {spec}", found=str(inventory["type"]))
    yield from _judge_root(listed, inventory)
    if has_errors(one for one in problems if one.code not in _OF_SIDECARS):
        return
    yield from _judge_versions(listed, inventory)
    yield from _judge_content(listed, inventory, reads)


def _listed(root: Path, place: str) -> _Object:
    kinds = kinds_below(os.fspath(root))
    files = {path for path, kind in kinds.items() if kind is Kind.FILE}
    empty = {path for path, kind in kinds.items() if kind is Kind.EMPTY_FOLDER}
    links = tuple(path for path in kinds if path not in files and path not in empty)
    return _Object(os.fspath(root), place, files, empty, links)


def _declared(listed: _Object) -> tuple[str | None, list[Finding]]:
    """Return the version of OCFL that an object declares, the latest where there are several."""
    found: list[Finding] = []
    known: list[str] = []
    declarations = sorted(name for name in listed.names()[0] if name.startswith("0="))
    for name in declarations:
        version = name.removeprefix(_DECLARED)
        if not name.startswith(_DECLARED):
            found.append(finding("ocfl-e006", path=listed.at(name), found=name))
        elif version not in _KNOWN:
            found.append(finding("ocfl-e004", path=listed.at(name), found=name))
        else:
            known.append(version)
            if listed.read(name) != f"{name[2:]}\n".encode():
                found.append(finding("ocfl-e007", path=listed.at(name), found="another text"))
    if len(declarations) != 1:
        found.append(finding("ocfl-e003", path=listed.place or ".", found=", ".join(declarations) or "none"))
    return max(known, default=None), found


def _inventory(listed: _Object, path: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Return an inventory, and all that is wrong with it and its sidecar."""
    try:
        with listed.opened(path) as source:
            inventory = read_inventory(source)
    except ValueError as error:
        return None, [finding("ocfl-e033", path=listed.at(path), found=str(error))]
    found = [*judge_inventory(inventory, listed.at(path))]
    if not isinstance(inventory, dict):
        return None, found
    found += _judge_sidecar(listed, path, inventory.get("digestAlgorithm", "sha512"))
    return inventory, found


def _judge_sidecar(listed: _Object, path: str, algorithm: object) -> Iterator[Finding]:
    if algorithm not in ("sha512", "sha256"):
        return
    sidecar = f"{path}.{algorithm}"
    if sidecar not in listed.files:
        yield finding("ocfl-e058", path=listed.at(sidecar), found="no such file")
        return
    said = _SIDECAR.fullmatch(listed.read(sidecar).decode("utf-8", "replace"))
    if said is None:
        yield finding("ocfl-e061", path=listed.at(sidecar), found="another form")
    elif said[1].lower() != listed.digest(path, str(algorithm)):
        yield finding("ocfl-e060", path=listed.at(sidecar), found=said[1])


def _judge_root(listed: _Object, inventory: Mapping[str, Any]) -> Iterator[Finding]:
    files, folders = listed.names()
    known = {INVENTORY, f"{INVENTORY}.{inventory.get('digestAlgorithm', 'sha512')}"}
    for name in sorted(files - known):
        if not name.startswith("0="):
            yield finding("ocfl-e001", path=listed.at(name), found="a file")
    versions = inventory.get("versions")
    names = {name for name in versions if re.fullmatch("v[0-9]+", name)} if isinstance(versions, dict) else set()
    for name in sorted(folders - names - {"logs", "extensions"}):
        code = "ocfl-e046" if names and re.fullmatch("v[0-9]+", name) else "ocfl-e001"
        yield finding(code, path=listed.at(name), found="a folder")
    for name in sorted(names - folders):
        yield finding("ocfl-e010", path=listed.at(name), found="no such folder")
    files, folders = listed.names("extensions")
    for name in sorted(files):
        yield finding("ocfl-e067", path=listed.at(f"extensions/{name}"), found="a file")
    for name in sorted(folders - REGISTERED):
        yield finding("ocfl-w013", path=listed.at(f"extensions/{name}"), found=name)


def _judge_versions(listed: _Object, root: Mapping[str, Any]) -> Iterator[Finding]:
    content = root.get("contentDirectory", "content")
    before: str | None = None
    seen: list[str] = []
    for name in root["versions"]:
        path = f"{name}/{INVENTORY}"
        own = root
        if path not in listed.files:
            yield finding("ocfl-w010", path=listed.at(name), found="no inventory")
        else:
            if name == root["head"]:
                yield from _judge_head(listed, path, root)
            else:
                prior, found = _inventory(listed, path)
                yield from found
                if prior is not None and not has_errors(found):
                    own = prior
                    yield from _judge_prior(prior, root, name, listed.at(path))
            if before is not None and str(spec_of(own)) < before:
                yield finding("ocfl-e103", path=listed.at(path), found=str(own["type"]))
            before = spec_of(own) or before
        seen.append(name)
        yield from _judge_folder(listed, name, content, own)
        yield from _judge_known(listed, tuple(f"{one}/{content}/" for one in seen), own)


def _judge_head(listed: _Object, path: str, root: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with the inventory of the latest version, which is that of the root."""
    if listed.digest(path, "sha512") != listed.digest(INVENTORY, "sha512"):
        yield finding("ocfl-e064", path=listed.at(path), found="another inventory")
    yield from _judge_sidecar(listed, path, root["digestAlgorithm"])


def _judge_prior(prior: Mapping[str, Any], root: Mapping[str, Any], name: str, path: str) -> Iterator[Finding]:
    tell = partial(finding, path=path)
    if prior["id"] != root["id"]:
        yield tell("ocfl-e037", expected=str(root["id"]), found=str(prior["id"]))
    if prior["head"] != name:
        yield tell("ocfl-e040", expected=name, found=str(prior["head"]))
    if prior.get("contentDirectory", "content") != root.get("contentDirectory", "content"):
        yield tell("ocfl-e019", found=str(prior.get("contentDirectory", "none")))
    for one, version in prior["versions"].items():
        later = root["versions"].get(one)
        if later is None:
            yield tell("ocfl-e066", found=f"{one}, which the later inventory does not have")
            continue
        with_digests = prior["digestAlgorithm"] == root["digestAlgorithm"]
        now, then = _logical(root, later, with_digests), _logical(prior, version, with_digests)
        changed = [path for path in now.keys() | then.keys() if not then.get(path, {""}) <= now.get(path, set())]
        for logical in sorted(changed)[:10]:
            yield tell("ocfl-e066", found=f"{logical} in {one}")
        for key in ("created", "message", "user"):
            if version.get(key) != later.get(key):
                yield tell("ocfl-w011", found=f"{key} of {one}")


def _logical(inventory: Mapping[str, Any], version: Mapping[str, Any], with_digests: bool) -> dict[str, set[str]]:
    """Return the content paths of each logical path, and its digest where it is asked for."""
    manifest = inventory["manifest"]
    return {
        path: {*manifest[digest], *([digest.lower()] if with_digests else [])}
        for digest, paths in version["state"].items()
        for path in paths
    }


def _judge_folder(listed: _Object, name: str, content: str, own: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong in a version folder; `own` is the inventory of that version."""
    files, folders = listed.names(name)
    known = {INVENTORY, f"{INVENTORY}.{own.get('digestAlgorithm', 'sha512')}"}
    for one in sorted(files - known):
        yield finding("ocfl-e015", path=listed.at(f"{name}/{one}"), found="a file")
    for one in sorted(folders - {content}):
        yield finding("ocfl-w002", path=listed.at(f"{name}/{one}"), found="a folder")
    prefix = f"{name}/{content}"
    for path in sorted(one for one in listed.empty if one == prefix or one.startswith(f"{prefix}/")):
        yield finding("ocfl-w003" if path == prefix else "ocfl-e024", path=listed.at(path), found="an empty folder")
    held = (path for paths in own["manifest"].values() for path in paths)
    for path in sorted(one for one in held if one.startswith(f"{name}/") and not one.startswith(f"{prefix}/")):
        yield finding("ocfl-e016", path=listed.at(path), found=f"outside {prefix}")


def _judge_known(listed: _Object, prefixes: tuple[str, ...], own: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the content files of a version, and of those before it, that its inventory does not have."""
    held = {path for paths in own["manifest"].values() for path in paths}
    for path in sorted(one for one in listed.files - held if one.startswith(prefixes)):
        yield finding("ocfl-e023", path=listed.at(path), found=f"not in the manifest of {own['head']}")


def _judge_content(listed: _Object, root: Mapping[str, Any], reads: bool) -> Iterator[Finding]:
    """Yield the content files that are not there or not what an inventory says of them, the earlier ones too."""
    if not reads:
        for path in (path for paths in root["manifest"].values() for path in paths):
            if path not in listed.files:
                yield finding("ocfl-e092", path=listed.at(path), found="no such file")
        return
    said: dict[str, set[tuple[str, str, str]]] = {}
    for inventory in (root, *_priors(listed, root)):
        blocks = {"": inventory["manifest"], **inventory.get("fixity", {})}
        for algorithm, block in blocks.items():
            code = "ocfl-e093" if algorithm else "ocfl-e092"
            for digest, paths in block.items():
                for path in paths:
                    key = algorithm or inventory["digestAlgorithm"]
                    said.setdefault(path, set()).add((code, key, digest.lower()))
    for path, several in said.items():
        if path not in listed.files:
            for code in sorted({code for code, _, _ in several}):
                yield finding(code, path=listed.at(path), found="no such file")
        elif reads:
            yield from _judge_digests(listed, path, several)


def _priors(listed: _Object, root: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name in root["versions"]:
        if name != root["head"] and f"{name}/{INVENTORY}" in listed.files:
            prior, found = _inventory(listed, f"{name}/{INVENTORY}")
            if prior is not None and not has_errors(found):
                yield prior


def _judge_digests(listed: _Object, path: str, several: set[tuple[str, str, str]]) -> Iterator[Finding]:
    known = {_OF_PYTHON.get(algorithm, algorithm) for _, algorithm, _ in several} & hashlib.algorithms_available
    try:
        with open_to_read(f"{listed.root}/{path}") as source:
            digests, _ = digest_stream(source, sorted(known))
    except OSError as error:
        raise could_not(Path(listed.root, path), "read", error) from error
    for code, algorithm, digest in sorted(several):
        real = digests.get(_OF_PYTHON.get(algorithm, algorithm))
        if real is not None and real != digest:
            yield finding(code, path=listed.at(path), expected=digest, found=real)
