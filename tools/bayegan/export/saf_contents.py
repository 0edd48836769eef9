"""The `contents` file of a Simple Archive Format item: its lines as written, and as DSpace reads them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bayegan.export.saf_names import is_reserved
from bayegan.export.saf_text import java_lines, java_trimmed
from bayegan.model.findings import Finding, finding
from bayegan.model.names import shown

ORIGINAL = "ORIGINAL"
_VALUED = ("bundle", "permissions", "description", "iiif-label", "iiif-height", "iiif-width", "iiif-toc")
_FLAGS = ("primary:true", "primary:false")
_MARKER_AFTER_SPACE = re.compile(r"\s+(?:bundle|permissions|description|primary|iiif-[a-z]+):")
_PERMISSIONS = re.compile(r"\s*-[rRwW](?:\s*'[^']+'| [^' ][^']*)\s*")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that names a file of the item folder; `options` are what follows, parted at TABs."""

    row: int
    name: str
    options: tuple[str, ...]

    def value(self, option: str) -> str | None:
        """Return the value of an option as DSpace finds it, the first one, or None."""
        prefix = f"{option}:"
        return next((one[len(prefix) :] for one in self.options if one.startswith(prefix)), None)

    @property
    def bundle(self) -> str:
        """The bundle that the file goes into."""
        stated = self.value("bundle")
        if stated is not None:
            return java_trimmed(stated)
        return "LICENSE" if self.name == "license.txt" else ORIGINAL


def written(
    name: str, description: str, *, bundle: str = ORIGINAL, readers: str | None = None, is_primary: bool = False
) -> str:
    """Return the line for a file; `description` is left out where it is empty, and `readers` is a group.

    `name` must be safe (`saf_names`); controls in the description are shown as escapes.
    """
    options = [
        f"bundle:{bundle}",
        *([f"permissions:-r '{readers}'"] if readers else []),
        *([f"description:{shown(description)}"] if description else []),
        *(["primary:true"] if is_primary else []),
    ]
    return "\t".join([name, *options]) + "\n"


def judge_contents(text: str, files: Iterable[str], path: str) -> Iterator[Finding]:
    """Yield what is wrong in a `contents` of this `text` beside these `files`, DSpace's own files included.

    Names of files are relative to the item folder; `path` is the path of `contents` itself.
    """
    present = frozenset(files)
    names: Counter[str] = Counter()
    primaries: Counter[str] = Counter()
    for row, raw in enumerate(java_lines(text), 1):
        if java_trimmed(raw).startswith("-r "):
            yield from _judge_registration(java_trimmed(raw), row, path)
        elif java_trimmed(raw):
            line = _line(raw, row)
            names[line.name] += 1
            if "primary:true" in line.options:
                primaries[line.bundle] += 1
            yield from _judge_name(line, present, path)
            yield from _judge_options(line, path)
    yield from _judge_together(names, primaries, path)
    yield from _judge_unnamed(names, present, path)


def _line(raw: str, row: int) -> Line:
    name, *options = raw.split("\t")
    return Line(row, name, tuple(option for option in options if option))


def _meant(name: str) -> str:
    return _MARKER_AFTER_SPACE.split(name, maxsplit=1)[0]


def _leaves(name: str) -> bool:
    return name.startswith(("/", "\\")) or bool(_DRIVE.match(name)) or ".." in re.split(r"[/\\]", name)


def _judge_registration(line: str, row: int, path: str) -> Iterator[Finding]:
    words = line.split()
    options = {flag: word for flag, word in pairwise(words) if flag in ("-s", "-f")}
    if not options.get("-s", "").isdecimal() or "-f" not in options:
        yield finding("saf-registration-form", path=path, row=row, found=line)
    elif _leaves(options["-f"]):
        yield finding("saf-name-leaves-folder", path=path, row=row, found=options["-f"])
    else:
        yield finding("saf-registered-unchecked", path=path, row=row, found=options["-f"])


def _judge_name(line: Line, present: frozenset[str], path: str) -> Iterator[Finding]:
    name = line.name
    if _leaves(name):
        yield finding("saf-name-leaves-folder", path=path, row=line.row, found=name)
    elif name not in present and _meant(name) != name:
        yield finding("saf-spaces-for-tab", path=path, row=line.row, found=name)
    elif name not in present:
        yield finding("saf-file-absent", path=path, row=line.row, expected=name, found="no such file")
    elif not name.isascii():
        yield finding("saf-name-not-ascii", path=path, row=line.row, found=name)
    if name == "license.txt" and line.value("bundle") is None:
        yield finding("saf-license-bundle", path=path, row=line.row, found="no bundle")


def _judge_options(line: Line, path: str) -> Iterator[Finding]:
    keys = [option.partition(":")[0] for option in line.options]
    for option, key in zip(line.options, keys, strict=True):
        if option not in _FLAGS and (key not in _VALUED or ":" not in option):
            yield finding("saf-option-unknown", path=path, row=line.row, found=option)
    for key, count in Counter(keys).items():
        if count > 1:
            yield finding("saf-option-repeated", path=path, row=line.row, found=f"{key}: {count} times")
    yield from _judge_bundle(line, path)
    permissions = line.value("permissions")
    if permissions is not None and not _PERMISSIONS.fullmatch(permissions):
        yield finding("saf-permissions-form", path=path, row=line.row, found=f"permissions:{permissions}")


def _judge_bundle(line: Line, path: str) -> Iterator[Finding]:
    if not line.bundle:
        yield finding("saf-bundle-empty", path=path, row=line.row, found="bundle:")
    elif _MARKER_AFTER_SPACE.search(line.bundle):
        yield finding("saf-spaces-for-tab", path=path, row=line.row, found=f"bundle:{line.bundle}")


def _judge_together(names: Counter[str], primaries: Counter[str], path: str) -> Iterator[Finding]:
    for name, count in names.items():
        if count > 1:
            yield finding("saf-name-twice", path=path, found=f"{name}, {count} times")
    for bundle, count in primaries.items():
        if count > 1:
            yield finding("saf-primary-twice", path=path, found=f"{count} primary files in {bundle}")


def _judge_unnamed(names: Iterable[str], present: frozenset[str], path: str) -> Iterator[Finding]:
    named = {one for name in names for one in (name, _meant(name))}
    folder = path.removesuffix("contents")
    for name in sorted(present - named):
        if not is_reserved(name):
            yield finding("saf-file-not-named", path=f"{folder}{name}", found="named nowhere in contents")
