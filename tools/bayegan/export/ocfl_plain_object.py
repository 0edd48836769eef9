"""Objects of one version in the form in which we write them: that all is well with one is soon seen.

Most objects of an export are of this form. Whoever meets another asks `ocfl_object_lint`, rule by rule.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Set

from bayegan.export.ocfl_inventory import INVENTORY, SIDECAR, TYPE
from bayegan.export.ocfl_inventory_lint import is_sound, is_time, is_uri
from bayegan.export.ocfl_layout import OBJECT
from bayegan.export.sealed import small_file
from bayegan.export.sink import Sink

_HEAD = "v1"
_CONTENT = f"{_HEAD}/content/"
_DECLARATION = f"{OBJECT[2:]}\n".encode("ascii")
_NOT_CONTENT = frozenset((OBJECT, INVENTORY, SIDECAR, f"{_HEAD}/{INVENTORY}", f"{_HEAD}/{SIDECAR}"))
_KEYS = {"id", "type", "digestAlgorithm", "head", "manifest", "versions"}
_VERSION_KEYS = {"created", "message", "user", "state"}
_USER_KEYS = {"name", "address"}
_DIGEST = re.compile("[0-9a-f]{128}")


def is_plain(sink: Sink, place: str) -> bool:
    """Say whether all that a sink has written is one object at `place`, of the plain form, as it lies on disk.

    Then `lint_written` has nothing to say of it, but perhaps that its user has no address. False says nothing.
    Raises CouldNot where something cannot be read back.
    """
    start = f"{place}/"
    names = {path[len(start) :] for path in sink.files if path.startswith(start)}
    if len(names) != len(sink.files) or not names > _NOT_CONTENT:
        return False
    root = f"{sink.folder}/{place}"
    inventory = _octets(f"{root}/{INVENTORY}")
    sidecar = f"{hashlib.sha512(inventory).hexdigest()} {INVENTORY}\n".encode("ascii")
    return (
        _octets(f"{root}/{_HEAD}/{INVENTORY}") == inventory
        and _octets(f"{root}/{SIDECAR}") == sidecar
        and _octets(f"{root}/{_HEAD}/{SIDECAR}") == sidecar
        and _octets(f"{root}/{OBJECT}") == _DECLARATION
        and _is_told(inventory, names - _NOT_CONTENT)
    )


def _octets(path: str) -> bytes:
    """Return the octets of a small file; of a large one none, which nothing here is."""
    found = small_file(path, "read back")
    return b"" if found is None else found.content


def _is_told(inventory: bytes, contents: Set[str]) -> bool:
    """Say whether an inventory is sound and tells of these content files and no others."""
    try:
        said = json.loads(inventory)
    except (ValueError, RecursionError):
        return False
    if not isinstance(said, dict) or said.keys() != _KEYS or not isinstance(said["id"], str):
        return False
    if (said["type"], said["digestAlgorithm"], said["head"]) != (TYPE, "sha512", _HEAD) or not is_uri(said["id"]):
        return False
    manifest, versions = said["manifest"], said["versions"]
    if not isinstance(manifest, dict) or not isinstance(versions, dict) or versions.keys() != {_HEAD}:
        return False
    version = versions[_HEAD]
    if not isinstance(version, dict) or version.keys() != _VERSION_KEYS or not is_time(version["created"]):
        return False
    return (
        isinstance(version["message"], str)
        and _is_user(version["user"])
        and isinstance(version["state"], dict)
        and _are_paths(manifest, version["state"], contents)
    )


def _is_user(user: object) -> bool:
    if not isinstance(user, dict) or not user.keys() <= _USER_KEYS:
        return False
    name, address = user.get("name"), user.get("address", "a:b")
    return isinstance(name, str) and bool(name) and isinstance(address, str) and is_uri(address)


def _are_paths(manifest: Mapping[str, object], state: Mapping[str, object], contents: Set[str]) -> bool:
    """Say whether each digest has one content path, its logical path below `content`, and all files are there."""
    if manifest.keys() != state.keys() or len(manifest) != len(contents):
        return False
    found = set()
    for digest, paths in manifest.items():
        logical = state[digest]
        if not isinstance(paths, list) or not isinstance(logical, list) or len(logical) != 1 or len(paths) != 1:
            return False
        path = logical[0]
        if not isinstance(path, str) or paths[0] != _CONTENT + path or not is_sound(path):
            return False
        if not _DIGEST.fullmatch(digest):
            return False
        found.add(paths[0])
    return found == contents
