"""What the entities of a crate are called: file names as relative references, and back."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

METADATA = "ro-crate-metadata.json"
_PREVIEW = "ro-crate-preview"
_PLAIN = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=@/-]*")
_JOINERS = "\u200c\u200d"
_NOT_IN_IRI = ("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp")
_DIGITS = 8


def reference(path: str) -> str:
    """Return the relative reference of a path in a crate: an IRI, in which letters of any script stay.

    Everything that has a meaning in an IRI or that none can hold is percent-encoded as UTF-8 (RFC 3987, 2.2 and
    4.1), a byte that is not UTF-8 as itself.
    """
    if _PLAIN.fullmatch(path):
        return path
    return "".join(one if _may_stand(one) else _encoded(one) for one in path)


def path_of(reference: str) -> str:
    """Return the path that a relative reference means, with surrogate escapes for bytes that are not UTF-8."""
    return unquote_to_bytes(reference).decode("utf-8", "surrogateescape")


def _may_stand(character: str) -> bool:
    if character.isascii():
        return _PLAIN.fullmatch(character) is not None
    return character in _JOINERS or unicodedata.category(character) not in _NOT_IN_IRI


def _encoded(character: str) -> str:
    return "".join(f"%{octet:02X}" for octet in character.encode("utf-8", "surrogateescape"))


def places(paths: Iterable[str]) -> dict[str, str]:
    """Return where each payload path, without `data/`, lies in the crate: there, unless RO-Crate took the name.

    The first part of a path that is taken, letter case set aside, gets eight hex digits of the path's SHA-256.
    """
    given = tuple(paths)
    taken = {path.casefold() for path in given}
    return {path: _moved(path, taken) if is_taken(path) else path for path in given}


def is_taken(path: str) -> bool:
    """Say whether RO-Crate has a meaning of its own for a path (1.3, structure of a package)."""
    first = path.partition("/")[0].casefold()
    return first in (METADATA, f"{METADATA}ld", f"{_PREVIEW}.html", f"{_PREVIEW}_files")


def _moved(path: str, taken: set[str]) -> str:
    first, slash, rest = path.partition("/")
    stem, dot, extension = first.partition(".")
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()
    for length in range(_DIGITS, len(digest)):
        moved = f"{stem}-{digest[:length]}{dot}{extension}{slash}{rest}"
        if moved.casefold() not in taken:
            return moved
    return f"{stem}-{digest}{dot}{extension}{slash}{rest}"
