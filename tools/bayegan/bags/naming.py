"""Names that travel badly: twins, Windows, bidirectional controls, files of the system (RFC 8493, 6.1)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from unicodedata import normalize

from bayegan.model.findings import Finding, finding
from bayegan.model.names import (
    case_twins,
    entries,
    has_bidi_controls,
    lookalike_key,
    lookalike_twins,
    normalisation_twins,
    spelled,
    windows_problem,
)

_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini"})


def naming(paths: Collection[str]) -> Iterator[Finding]:
    """Yield a warning for each of a bag's names, on disk or in a manifest, that may not survive a journey."""
    suspects = _sharing([path for path in paths if not path.isascii()], lambda path: normalize("NFC", path))
    for group in normalisation_twins(suspects):
        found = ", ".join(ascii(path) for path in group)
        yield finding("bag-normalisation-twins", path=group[0], found=f"{group[0]}, {len(group)} times: {found}")
    for group in case_twins(_sharing(paths, lambda path: normalize("NFC", path).casefold())):
        yield finding("bag-case-twins", path=group[0], found=", ".join(group))
    for group in lookalike_twins(_lookalikes(paths)):
        yield finding("bag-lookalike-names", path=group[0], found=spelled(group))
    folders: set[str] = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders.add(folder)
            yield from _windows(folder)
        yield from _windows(name, path)
        if name in _OF_THE_SYSTEM:
            yield finding("bag-system-file", path=path, found=name)
        if not path.isascii() and has_bidi_controls(path):
            yield finding("bag-bidi-name", path=path, found=path)


def _windows(name: str, path: str | None = None) -> Iterator[Finding]:
    if problem := windows_problem(name):
        yield finding("bag-windows-name", path=path or name, found=problem)


def _lookalikes(paths: Collection[str]) -> list[str]:
    """Return the names, folders included, that look like another; ASCII names cost nothing among their like."""
    odd = [name for name in entries(path for path in paths if not path.isascii()) if not name.isascii()]
    if not odd:
        return []
    marks = [hash(lookalike_key(name)) for name in odd]
    count = Counter(marks)
    plain = [name for name in entries(paths) if name.isascii() and hash(name) in count]
    count.update(map(hash, plain))
    return [name for name, mark in zip(odd, marks, strict=True) if count[mark] > 1] + plain


def _sharing(paths: Collection[str], key: Callable[[str], str]) -> list[str]:
    """Return the paths whose key some other path has too, keeping one number for each path and no more."""
    seen: set[int] = set()
    shared: set[int] = set()
    for path in paths:
        mark = hash(key(path))
        (shared if mark in seen else seen).add(mark)
    return [path for path in paths if hash(key(path)) in shared] if shared else []
