"""The rules of OCFL 1.1 for one inventory, as a value that was read from JSON."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from io import TextIOWrapper
from typing import BinaryIO, TypeGuard

from bayegan.export.json_parts import JsonParts
from bayegan.model.findings import Finding, finding

_KEYS = frozenset(("id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity"))
_VERSION_KEYS = frozenset(("created", "state", "message", "user"))
_USER_KEYS = frozenset(("name", "address"))
_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128, "blake2b-512": 128}
"""The digest algorithms of OCFL (3.4), with their hex digits; those of the extension 0009 follow."""
_MORE_DIGITS = {"blake2b-160": 40, "blake2b-256": 64, "blake2b-384": 96, "sha512/256": 64, "size": 0}
_SMALL = 1 << 20
"""Octets of an inventory that is read at once."""
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_TYPE = re.compile(r"https://ocfl\.io/(1\.[01])/spec/#inventory")
_CREATED = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_HEX = re.compile("[0-9A-Fa-f]*")
_UNSOUND = re.compile(r"(?:\A|/)\.{0,2}(?:/|\Z)")
"""An element of a path that is empty, `.` or `..`."""
_VERSION = re.compile(r"v(0*)([1-9][0-9]*)")

Said = Iterator[Finding]


def spec_of(inventory: Mapping[str, object]) -> str | None:
    """Return the version of OCFL that an inventory names, None where its type is none that we know."""
    kind = inventory.get("type")
    found = _TYPE.fullmatch(kind) if isinstance(kind, str) else None
    return found[1] if found else None


def read_inventory(source: BinaryIO) -> object:
    """Return an inventory. Of a large one the text is never held, and a digest that stands in it often only once.

    Raises ValueError for what is no JSON in UTF-8, OSError as `source` does.
    """
    head = source.read(_SMALL)
    if len(head) < _SMALL:
        return json.loads(head.decode("utf-8"))
    source.seek(0)
    text = TextIOWrapper(source, "utf-8")
    try:
        parts = JsonParts(text)
        found = _read_object(parts, {}) if parts.next() == "{" else parts.value()
        parts.end()
        return found
    finally:
        text.detach()


def _read_object(parts: JsonParts, known: dict[str, str]) -> dict[str, object]:
    """Return an object, the objects in it too, each key the same text wherever it stands."""
    found: dict[str, object] = {}
    for key in parts.members():
        found[known.setdefault(key, key)] = _read_object(parts, known) if parts.next() == "{" else parts.value()
    return found


def judge_inventory(inventory: object, path: str) -> Said:
    """Yield what breaks a rule in an inventory that lies at `path`. Nothing else is looked at."""
    if not isinstance(inventory, dict):
        yield finding("ocfl-e033", path=path, found=f"a JSON {type(inventory).__name__}")
        return
    for key in sorted(set(inventory) - _KEYS):
        yield finding("ocfl-e102", path=path, pointer=f"/{key}", found=key)
    for key in ("id", "type", "digestAlgorithm", "head"):
        if key not in inventory:
            yield finding("ocfl-e036", path=path, found=f"no {key}")
    yield from _judge_head(inventory, path)
    yield from _judge_manifest(inventory, path)
    yield from _judge_versions(inventory, path)
    if "fixity" in inventory:
        yield from _judge_fixity(inventory, path)


def _judge_head(inventory: Mapping[str, object], path: str) -> Said:
    of = inventory.get("id", "a:b")
    if not isinstance(of, str) or not of:
        yield finding("ocfl-e037", path=path, found=repr(of))
    elif not is_uri(of):
        yield finding("ocfl-w005", path=path, found=of)
    if "type" in inventory and spec_of(inventory) is None:
        yield finding("ocfl-e038", path=path, found=repr(inventory["type"]))
    algorithm = inventory.get("digestAlgorithm", "sha512")
    if algorithm == "sha256":
        yield finding("ocfl-w004", path=path, found="sha256")
    elif algorithm != "sha512":
        yield finding("ocfl-e025", path=path, found=repr(algorithm))
    folder = inventory.get("contentDirectory", "content")
    if not isinstance(folder, str) or "/" in folder:
        yield finding("ocfl-e017", path=path, found=repr(folder))
    elif folder in (".", ".."):
        yield finding("ocfl-e018", path=path, found=folder)


def _judge_manifest(inventory: Mapping[str, object], path: str) -> Said:
    manifest = inventory.get("manifest")
    if manifest is None:
        yield finding("ocfl-e041", path=path, found="no manifest")
        return
    if not isinstance(manifest, dict):
        yield finding("ocfl-e106", path=path, found=f"a JSON {type(manifest).__name__}")
        return
    algorithm = inventory.get("digestAlgorithm", "sha512")
    tell = partial(finding, path=path, pointer="/manifest")
    digits = _DIGITS.get(str(algorithm))
    contents: list[str] = []
    for digest, paths in manifest.items():
        if digits and not _is_digest(digest, digits):
            yield tell("ocfl-e025", found=f"the digest {digest}")
        if _is_paths(paths):
            contents += paths
        else:
            yield tell("ocfl-e092", found=f"{digest}: {paths!r}")
    for digest in _twice([_lower(one) for one in manifest]):
        yield tell("ocfl-e096", found=digest)
    yield from _judge_paths(contents, ("ocfl-e100", "ocfl-e099", "ocfl-e101"), path)
    names = _names(inventory)
    for one in contents:
        if names and one.partition("/")[0] not in names and is_sound(one):
            yield tell("ocfl-e042", found=one)


def _judge_paths(paths: Collection[str], codes: tuple[str, str, str], path: str) -> Said:
    """Yield the paths that begin or end with a slash, that have an empty or dotted element, or that conflict."""
    slash, dots, conflict = codes
    for one in paths:
        if one[:1] == "/" or one[-1:] == "/":
            yield finding(slash, path=path, found=one)
        if not is_sound(one) and not is_sound(one.strip("/")):
            yield finding(dots, path=path, found=one)
    for one in _twice(paths):
        yield finding(conflict, path=path, found=f"{one}, twice")
    for one in sorted(_folders(paths).intersection(paths)):
        yield finding(conflict, path=path, found=f"{one}, a file and a folder")


def _judge_versions(inventory: Mapping[str, object], path: str) -> Said:
    versions = inventory.get("versions")
    if versions is None:
        yield finding("ocfl-e043", path=path, found="no versions")
    elif not isinstance(versions, dict):
        yield finding("ocfl-e044", path=path, found=f"a JSON {type(versions).__name__}")
    elif not versions:
        yield finding("ocfl-e008", path=path, found="no version")
    else:
        yield from _judge_names(versions, inventory.get("head"), path)
        manifest = inventory.get("manifest")
        held = manifest if isinstance(manifest, dict) else {}
        used: set[str] = set()
        for name, version in versions.items():
            yield from _judge_version(name, version, held, path)
            state = version.get("state") if isinstance(version, dict) else None
            used.update(map(_lower, state)) if isinstance(state, dict) else None
        for digest in held:
            if _lower(digest) not in used:
                yield finding("ocfl-e107", path=path, found=digest)


def _judge_names(versions: Mapping[str, object], head: object, path: str) -> Said:
    matches = {name: match for name in versions if (match := _VERSION.fullmatch(name))}
    for name in versions:
        if name not in matches:
            yield finding("ocfl-e046", path=path, found=name)
    if not matches:
        return
    padded = [name for name, match in matches.items() if match[1]]
    if padded:
        yield finding("ocfl-w001", path=path, found=", ".join(padded[:3]))
    numbers = sorted(int(match[2]) for match in matches.values())
    if numbers[0] != 1:
        yield finding("ocfl-e009", path=path, found=f"the first version is {numbers[0]}")
    elif numbers != [*range(1, len(numbers) + 1)]:
        yield finding("ocfl-e010", path=path, found=", ".join(matches))
    if padded and len(padded) == len(matches) and len({len(name) for name in padded}) > 1:
        yield finding("ocfl-e012", path=path, found=", ".join(matches))
    elif padded and len(padded) < len(matches):
        code = "ocfl-e011" if max(matches, key=lambda name: int(matches[name][2])) not in padded else "ocfl-e012"
        yield finding(code, path=path, found=", ".join(matches))
    last = max(matches, key=lambda name: int(matches[name][2]))
    if head is not None and head != last:
        yield finding("ocfl-e040", path=path, expected=last, found=repr(head))


def _judge_version(name: str, version: object, manifest: Mapping[str, object], path: str) -> Said:
    tell = partial(finding, path=path, pointer=f"/versions/{name}")
    if not isinstance(version, dict):
        yield tell("ocfl-e047", found=repr(version))
        return
    for key in sorted(set(version) - _VERSION_KEYS):
        yield tell("ocfl-e102", found=key)
    for key in ("created", "state"):
        if key not in version:
            yield tell("ocfl-e048", found=f"no {key}")
    if "created" in version and not is_time(version["created"]):
        yield tell("ocfl-e049", found=repr(version["created"]))
    missing = [key for key in ("message", "user") if key not in version]
    if missing:
        yield tell("ocfl-w007", found=f"no {' and no '.join(missing)}")
    if not isinstance(version.get("message", ""), str):
        yield tell("ocfl-e094", found=repr(version["message"]))
    if "user" in version:
        yield from _judge_user(version["user"], path, f"/versions/{name}/user")
    if "state" in version:
        yield from _judge_state(version["state"], manifest, path, f"/versions/{name}/state")


def _judge_user(user: object, path: str, pointer: str) -> Said:
    tell = partial(finding, path=path, pointer=pointer)
    name = user.get("name") if isinstance(user, dict) else None
    if not isinstance(user, dict) or not isinstance(name, str) or not name:
        yield tell("ocfl-e054", found=repr(user))
        return
    for key in sorted(set(user) - _USER_KEYS):
        yield tell("ocfl-e102", found=key)
    if "address" not in user:
        yield tell("ocfl-w008", found="no address")
    elif not isinstance(user["address"], str) or not is_uri(user["address"]):
        yield tell("ocfl-w009", found=repr(user["address"]))


def _judge_state(state: object, manifest: Mapping[str, object], path: str, pointer: str) -> Said:
    tell = partial(finding, path=path, pointer=pointer)
    if not isinstance(state, dict):
        yield tell("ocfl-e050", found=repr(state))
        return
    logical: list[str] = []
    for digest, paths in state.items():
        if digest not in manifest:
            yield tell("ocfl-e050", found=digest)
        if _is_paths(paths):
            logical += paths
        else:
            yield tell("ocfl-e051", found=repr(paths))
    yield from _judge_paths(logical, ("ocfl-e053", "ocfl-e052", "ocfl-e095"), path)


def _judge_fixity(inventory: Mapping[str, object], path: str) -> Said:
    fixity = inventory["fixity"]
    if not isinstance(fixity, dict):
        yield finding("ocfl-e111", path=path, found=f"a JSON {type(fixity).__name__}")
        return
    manifest = inventory.get("manifest")
    held = manifest.values() if isinstance(manifest, dict) else ()
    contents = {one for paths in held if _is_paths(paths) for one in paths}
    for algorithm, block in fixity.items():
        tell = partial(finding, path=path, pointer=f"/fixity/{algorithm}")
        if algorithm not in _DIGITS and algorithm not in _MORE_DIGITS:
            yield tell("ocfl-e056", found=algorithm)
        if not isinstance(block, dict):
            yield tell("ocfl-e057", found=repr(block))
            continue
        for digest, paths in block.items():
            if not _is_paths(paths) or (algorithm in _DIGITS and not _is_digest(digest, _DIGITS[algorithm])):
                yield tell("ocfl-e057", found=f"{digest}: {paths!r}")
                continue
            yield from _judge_paths(paths, ("ocfl-e100", "ocfl-e099", "ocfl-e101"), path)
            for one in paths:
                if one not in contents and is_sound(one):
                    yield tell("ocfl-e057", found=f"{one}, which the manifest does not have")
        for digest in _twice([_lower(one) for one in block]):
            yield tell("ocfl-e097", found=digest)


def _names(inventory: Mapping[str, object]) -> frozenset[str]:
    versions = inventory.get("versions")
    return frozenset(versions) if isinstance(versions, dict) else frozenset()


def _is_paths(paths: object) -> TypeGuard[list[str]]:
    return isinstance(paths, list) and bool(paths) and all(isinstance(one, str) for one in paths)


def _is_digest(digest: str, digits: int) -> bool:
    return len(digest) == digits and _HEX.fullmatch(digest) is not None


def is_uri(text: str) -> bool:
    """Say whether a text has the form of a URI, as an identifier and an address should."""
    return _URI.fullmatch(text) is not None


def is_sound(path: str) -> bool:
    """Say whether no element of a path is empty, `.` or `..`."""
    return _UNSOUND.search(path) is None


def is_time(created: object) -> bool:
    """Say whether a value is a time as a version wants it (RFC 3339)."""
    if not isinstance(created, str) or not _CREATED.fullmatch(created):
        return False
    try:
        datetime.fromisoformat(created.upper())
    except ValueError:
        return False
    return True


def _lower(digest: str) -> str:
    """Return a digest in lower case: itself where it is, which is no second text."""
    lower = digest.lower()
    return digest if lower == digest else lower


def _twice(several: Collection[str]) -> list[str]:
    if len(set(several)) == len(several):
        return []
    return [one for one, count in Counter(several).items() if count > 1]


def _folders(paths: Collection[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
