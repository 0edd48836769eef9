"""Where an object lies in an OCFL storage root, and what an item is called there.

The layout is the registered extension 0003, hashed n-tuples with a folder named for the object: a reader who has
nothing but the folders can still read the identifier of an object. One tuple of three digits makes 4,096 folders,
each of some 250 objects where there are a million; the three tuples that the extension proposes would make more
folders than objects, which whoever lists the root has to walk through.
"""

import hashlib
import json
import re
from urllib.parse import quote

OBJECT = "0=ocfl_object_1.1"
ROOT = "0=ocfl_1.1"
LAYOUT = "ocfl_layout.json"
EXTENSION = "0003-hash-and-id-n-tuple-storage-layout"
CONFIG = f"extensions/{EXTENSION}/config.json"
PREFIX = "urn:bayegan:item:"
"""What stands before an identifier that is no URI, where the archivist chose nothing else."""

REGISTERED = frozenset(
    (
        "0001-digest-algorithms",
        "0002-flat-direct-storage-layout",
        EXTENSION,
        "0004-hashed-n-tuple-storage-layout",
        "0005-mutable-head",
        "0006-flat-omit-prefix-storage-layout",
        "0007-n-tuple-omit-prefix-storage-layout",
        "0008-schema-registry",
        "0009-digest-algorithms",
        "0010-differential-n-tuple-omit-prefix-storage-layout",
        "0011-direct-clean-path-layout",
        "initial",
    )
)
"""The extensions that the OCFL community has registered, and the name that it keeps for the first one to run."""

_URI = re.compile(r"(?:https?|urn|info|ark|doi|hdl|tag):(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_TUPLE = 3
_TUPLES = 1
_LONGEST = 100


def object_id(identifier: str, prefix: str = PREFIX) -> str:
    """Return the identifier of the object of an item, a URI: two items never have the same.

    An identifier that is a URI of a scheme of libraries is kept; before any other stands `prefix`, and what a URI
    cannot hold is percent-encoded (RFC 3986, 2.1).
    """
    if _URI.fullmatch(identifier) and not identifier.startswith(prefix):
        return identifier
    return prefix + quote(identifier, safe="")


def storage_path(identifier: str) -> str:
    """Return where the object of this identifier lies below the root, as the extension 0003 says."""
    digest = hashlib.sha256(identifier.encode("utf-8")).hexdigest()
    tuples = [digest[start : start + _TUPLE] for start in range(0, _TUPLE * _TUPLES, _TUPLE)]
    name = re.sub("[^A-Za-z0-9_-]", _encoded, identifier)
    return "/".join([*tuples, f"{name[:_LONGEST]}-{digest}" if len(name) > _LONGEST else name])


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{octet:02x}" for octet in match[0].encode("utf-8"))


def layout_file() -> bytes:
    """Return ocfl_layout.json (OCFL 1.1, 4.1)."""
    said = "Three hex digits of the SHA-256 of the identifier, then a folder named for the identifier"
    return _json({"extension": EXTENSION, "description": said})


def layout_config() -> bytes:
    """Return the parameters of the layout (extension 0003, Parameters)."""
    return _json(
        {
            "extensionName": EXTENSION,
            "digestAlgorithm": "sha256",
            "tupleSize": _TUPLE,
            "numberOfTuples": _TUPLES,
        }
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode("ascii")
