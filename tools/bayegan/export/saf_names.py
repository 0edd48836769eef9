"""Names that a Simple Archive Format package can hold, and how every true name is found again."""

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable

from bayegan.model.names import windows_problem

_METADATA = re.compile(r"metadata_.*.xml")
_RESERVED = re.compile(rf"(?i)dublin_core\.xml|contents|collections|handle|relationships|{_METADATA.pattern}")
RECORD_NAME = "bayegan-record.xml"
PREMIS_NAME = "bayegan-premis.xml"
"""What the record and PREMIS are called in an item folder; no document is."""
_PLAIN = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_NOT_KEPT = re.compile(r"[^A-Za-z0-9]+")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,16}")
_STEM_LENGTH = 80
_DIGEST_LENGTH = 8


def is_metadata(name: str) -> bool:
    """Say whether DSpace reads `name` as metadata; in its pattern the dot before `xml` is any character."""
    return name == "dublin_core.xml" or _METADATA.fullmatch(name) is not None


def is_reserved(name: str) -> bool:
    """Say whether DSpace gives `name` a meaning of its own in an item folder, whatever its letter case.

    Letter case does not count, since it does not count where Windows or macOS unpack the package.
    """
    return _RESERVED.fullmatch(name) is not None


def is_safe(path: str) -> bool:
    """Say whether a payload path, without `data/`, can stand as it is as a file name in an item folder.

    It is ASCII without controls (`contents` is read in the server's character set and parted by TABs), lies
    in no subfolder, does not begin like a registration (`-r`) or a formula of a spreadsheet (CWE-1236), is not
    reserved, and is possible on Windows.
    """
    if not _PLAIN.fullmatch(path) or "/" in path or "\\" in path or path.startswith(("=", "+", "-", "@")):
        return False
    is_taken = is_reserved(path) or path.lower() in (RECORD_NAME, PREMIS_NAME)
    return not is_taken and windows_problem(path) is None


def safe_names(paths: Iterable[str]) -> dict[str, str]:
    """Return a name for each of `paths`, in their order; no two are equal, letter case set aside.

    A safe name that has no twin is kept. Any other becomes what is ASCII in its last part, the first hex
    digits of the SHA-256 of the whole path, and its extension; it depends on the path, not on its neighbours.
    """
    names = dict.fromkeys(paths, "")
    twins = Counter(path.casefold() for path in names if is_safe(path))
    for path in names:
        if is_safe(path) and twins[path.casefold()] == 1:
            names[path] = path
    taken = {name.casefold() for name in names.values() if name}
    for path in sorted(path for path, name in names.items() if not name):
        names[path] = next(name for name in _candidates(path) if name.casefold() not in taken)
        taken.add(names[path].casefold())
    return names


def _candidates(path: str) -> Iterable[str]:
    last = path.rsplit("/", 1)[-1]
    dot = last.rfind(".")
    extension = last[dot:] if dot > 0 and _EXTENSION.fullmatch(last[dot:]) else ""
    stem = _NOT_KEPT.sub("_", last.removesuffix(extension)).strip("_")[:_STEM_LENGTH] or "file"
    if stem.lower().startswith("metadata_"):
        stem = f"file_{stem}"
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGEST_LENGTH]
    yield f"{stem}-{digest}{extension}"
    yield from (f"{stem}-{digest}-{number}{extension}" for number in itertools.count(2))
