"""What a file name or a path may be, and how it is shown.

Names are kept byte for byte everywhere; nothing here changes a name on disk. A name that is not UTF-8 is held
as Python holds it, with surrogate escapes (PEP 383).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from bayegan.model.folding import folded

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SHOWN_AS = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_XML_CANNOT_HOLD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WINDOWS_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
_WINDOWS_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_WINDOWS_SUSPECT = re.compile(
    _WINDOWS_FORBIDDEN.pattern + r"|[. ](?:/|\Z)|(?i:(?:\A|/)(?:con|prn|aux|nul|com|lpt))"
)
"""Found in every path that Windows cannot hold, and in some that it can."""
_DRIVE = re.compile(r"[A-Za-z]:")


def shown(text: str) -> str:
    """Return `text` safe to print: controls, bidirectional controls and undecodable bytes as escapes.

    The zero-width non-joiner is ordinary Persian and is left as it is.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown_character(character) for character in text)


def _shown_character(character: str) -> str:
    code = ord(character)
    if character in _SHOWN_AS:
        return _SHOWN_AS[character]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x20 or 0x7F <= code <= 0x9F:
        return f"\\x{code:02x}"
    if character in _BIDI_CONTROLS or 0xD800 <= code <= 0xDFFF or code in (0x2028, 0x2029, 0xFEFF):
        return f"\\u{code:04x}"
    return character


def is_utf8(name: str) -> bool:
    """Say whether the bytes of `name` on disk are UTF-8."""
    if name.isascii():
        return True
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def has_bidi_controls(name: str) -> bool:
    """Say whether `name` holds a character that can make it read as another name (CVE-2021-42574)."""
    return not _BIDI_CONTROLS.isdisjoint(name)


def escapes(path: str) -> bool:
    """Say whether `path` could lead out of its folder on any system (RFC 8493, 5.1).

    Absolute paths, `..`, `~`, drive letters, UNC paths and NUL all do. `path` uses `/`.
    """
    if not path or "\0" in path or path.startswith(("/", "~", "\\\\")) or _DRIVE.match(path):
        return True
    return ".." in path and ".." in path.replace("\\", "/").split("/")


def windows_problem(path: str) -> str | None:
    """Return why Windows cannot hold `path`, or None (RFC 8493, 6.1.2)."""
    if not _WINDOWS_SUSPECT.search(path):
        return None
    for part in path.split("/"):
        if _WINDOWS_RESERVED.fullmatch(part):
            return f"“{shown(part)}” is a device name there"
        if part.endswith((".", " ")) and part not in (".", ".."):
            return f"“{shown(part)}” ends in a dot or a space"
        if bad := _WINDOWS_FORBIDDEN.search(part):
            return f"“{shown(part)}” holds {shown(bad[0])}"
    return None


def normalisation_twins(paths: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the groups of `paths` that are equal after Unicode normalisation (RFC 8493, 6.1.1.3)."""
    return _groups(paths, lambda path: unicodedata.normalize("NFC", path))


def case_twins(paths: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the groups of `paths` that differ in letter case only, normalisation twins left out."""
    firsts = {unicodedata.normalize("NFC", path): path for path in paths}
    return _groups(firsts.values(), lambda path: unicodedata.normalize("NFC", path).casefold())


def lookalike_key(path: str) -> str:
    """Return what a path shares with those in the same folder that look like it (see `folded`)."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{folded(name)}"


def lookalike_twins(paths: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the groups of files and folders that lie in one folder and look alike, normalisation twins left out.

    Look-alike are names that are equal once Persian and Arabic letters, digits and marks are folded.
    """
    names = list(entries(paths))
    if all(name.isascii() for name in names):
        return []
    firsts = {unicodedata.normalize("NFC", name): name for name in names}
    return _groups(firsts.values(), lookalike_key)


def entries(paths: Iterable[str]) -> Iterator[str]:
    """Yield each of `paths` and, once, each folder above it."""
    seen: set[str] = set()
    for path in paths:
        yield path
        folder = path.rpartition("/")[0]
        while folder and folder not in seen:
            seen.add(folder)
            yield folder
            folder = folder.rpartition("/")[0]


def spelled(group: Sequence[str]) -> str:
    """Return names that look alike, each with the code points that tell it from the others."""
    return " and ".join(f"“{shown(path)}” ({_told_by(path, group)})" for path in group)


def _told_by(path: str, group: Sequence[str]) -> str:
    common = set.intersection(*map(set, group))
    own = [character for character in dict.fromkeys(path) if character not in common]
    if not own and any(set(other) != common for other in group):
        return "nothing more"
    points = [f"U+{ord(character):04X}" for character in own or path if own or not character.isascii()]
    return " ".join(points[:6]) + ("…" if len(points) > 6 else "")


def _groups(paths: Iterable[str], key: Callable[[str], str]) -> list[tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        found[key(path)].append(path)
    return [tuple(sorted(group)) for group in found.values() if len(group) > 1]


def xml_name(path: str) -> tuple[str, bool]:
    """Return `path` as XML can hold it, and whether it had to be percent-encoded for that.

    XML 1.0 (2.2) has no controls, and folds line ends and tabs in attributes; such a path is written with
    those characters and `%` percent-encoded as UTF-8, and flagged, so that the true name can be got back.
    """
    if not has_control(path):
        return path, False
    return re.sub("%|" + _XML_CANNOT_HOLD.pattern, _percent, path), True


def has_control(text: str) -> bool:
    """Say whether a text holds a control character, an undecodable octet or what else XML cannot hold."""
    return _XML_CANNOT_HOLD.search(text) is not None


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogateescape"))


def from_xml_name(text: str, encoded: bool) -> str:
    """Return the true path of a `text` that `xml_name` wrote."""
    if not encoded:
        return text
    parts = re.split("((?:%[0-9A-F]{2})+)", text)
    return "".join(
        bytes.fromhex(part.replace("%", "")).decode("utf-8", "surrogateescape") if index % 2 else part
        for index, part in enumerate(parts)
    )
