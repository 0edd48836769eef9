"""The members of an archive made into the contents of a bag; what is hostile or odd is a finding, each by name.

RFC 8493, 4: an archive holds one bag, in one folder at its top that bears the name of the archive.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bayegan.bags import declaration
from bayegan.bags.archive_names import LONGEST_NAME, plain, split, unfit_part
from bayegan.bags.source import Contents
from bayegan.model.findings import Finding, finding
from bayegan.model.listing import Kind
from bayegan.model.names import escapes

_MOST_OF_A_CODE = 1000
_UNFIT_KEPT = 1 << 24
"""Characters of paths that are kept of names that are refused for their length or depth."""
_REFUSED = {
    Kind.ENCRYPTED: "bag-archive-encrypted",
    Kind.PACKED: "bag-archive-method",
    Kind.UNKNOWN: "bag-archive-member-type",
    Kind.SPARSE: "bag-archive-member-type",
}
HIDDEN = "bag-archive-hidden"
"""The code of octets that belong to nothing: where they lie only the reader of a format can say."""


@dataclass(slots=True)
class _Top:
    """What lies in one folder at the top of an archive; paths are relative to it. `named` are the folders that are
    members themselves.
    """

    files: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    refused: dict[str, Kind] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    first: str = ""

    @property
    def count(self) -> int:
        """How many members there are."""
        return len(self.files) + len(self.refused)

    def empty(self) -> set[str]:
        """Return the folders that are members themselves and in which nothing lies."""
        if not self.named:
            return set()
        return self.named.difference(
            path.rpartition("/")[0] for paths in (self.files, self.refused, self.folders) for path in paths
        )


class Listing:
    """Takes the members of an archive one by one; then says what bag they make."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.places: dict[str, int] = {}
        self.top = ""
        self._tops: dict[str, _Top] = {}
        self._told: Counter[str] = Counter()
        self._room = _UNFIT_KEPT
        self._unkept = ""

    def tell(self, code: str, **of: str) -> None:
        """Keep a finding; of each code the first thousand."""
        self._told[code] += 1
        if self._told[code] <= _MOST_OF_A_CODE:
            self.findings.append(finding(code, **of))  # type: ignore[arg-type]

    def add(self, name: str, kind: Kind, size: int, place: int, note: str = "") -> bool:
        """Take a member; say whether it is a file to be read. `place` is how the source finds it again."""
        if not self._is_fit(name):
            return False
        if kind is Kind.EMPTY_FOLDER:
            self._folder(plain(name))
            return False
        top, rest = split(name)
        if not rest:
            self.tell("bag-archive-unsafe-path", path=name, found="a file without a name")
            return False
        within = self._within(top, name)
        if rest in within.files or rest in within.refused:
            self.tell("bag-archive-duplicate", path=name, found="another member of this name")
            return False
        folder, slash, _ = rest.rpartition("/")
        if slash and folder not in within.folders:
            self._folders(within, folder)
        if kind is Kind.FILE:
            within.files[rest] = size
            within.places[rest] = place
            return True
        within.refused[rest] = kind
        if code := _REFUSED.get(kind):
            self.tell(code, path=name, found=note or kind.value)
        return False

    def _is_fit(self, name: str) -> bool:
        """Say whether a name may be that of a member; tell where it may not."""
        if escapes(name):
            self.tell("bag-archive-unsafe-path", path=name[:LONGEST_NAME], found=name[:LONGEST_NAME])
            return False
        if unfit := unfit_part(name):
            self._refuse(name, unfit)
            return False
        return True

    def _refuse(self, name: str, unfit: str) -> None:
        """Keep that all below a path is there and cannot be read; tell it once."""
        top, rest = split(unfit)
        refused = self._within(top, name).refused
        if rest in refused:
            return
        found = f"{len(name):,} characters in {name.count('/') + 1:,} parts"
        self.tell("bag-archive-long-name", path=name[:80], found=found)
        self._room -= len(rest)
        if self._room > 0:
            refused[rest] = Kind.UNFIT
        else:
            self._unkept = "the archive has more names that are too long or too deep than are kept"

    def _within(self, top: str, name: str) -> _Top:
        if top not in self._tops:
            self._tops[top] = _Top(first=name)
        return self._tops[top]

    def _folder(self, path: str) -> None:
        top, slash, rest = path.partition("/")
        if path:
            within = self._within(top, path)
            if slash:
                within.named.add(rest)
                self._folders(within, rest)

    def _folders(self, within: _Top, folder: str) -> None:
        while folder and folder not in within.folders:
            within.folders.add(folder)
            folder = folder.rpartition("/")[0]

    def contents(self, archive: str, stem: str, cut: str) -> Contents:
        """Return the contents of the bag, and set `top` and `places`.

        `archive` is the name of the archive file, `stem` that name without what tells its form.
        """
        self.top = self._chosen()
        bag = self._tops.get(self.top) or _Top()
        if not self.top and not cut:
            self.tell("bag-archive-no-folder", found=f"{archive} has {_names(self._tops) or 'no members'}")
        if self.top:
            self._outside()
            if self.top != stem:
                self.tell("bag-archive-name", expected=stem, found=self.top)
        else:
            bag = self._whole()
        self._files_and_folders(bag)
        self.places = bag.places
        self._tops = {}
        for code, number in self._told.items():
            if number > _MOST_OF_A_CODE:
                self.findings.append(finding(code, found=f"{number - _MOST_OF_A_CODE:,} more"))
        folders = {path for path in bag.folders if "/" not in path}
        return Contents(
            bag.files,
            bag.refused,
            folders=folders,
            empty=bag.empty(),
            findings=self.findings,
            cut=cut or self._unkept,
        )

    def _chosen(self) -> str:
        """Return the top folder that is taken for the bag, empty where the bag lies at the top itself."""
        bags = [top for top, within in self._tops.items() if top and declaration.NAME in within.files]
        for other in bags[1:]:
            self.tell("bag-archive-several-bags", path=other, found=f"{bags[0]} and {other}")
        if bags:
            return bags[0]
        loose = self._tops.get("")
        if loose and declaration.NAME in loose.files:
            return ""
        return max((top for top in self._tops if top), key=lambda top: self._tops[top].count, default="")

    def _outside(self) -> None:
        for top, within in self._tops.items():
            if not top:
                for path in (*within.files, *within.refused):
                    self.tell("bag-archive-outside", path=path, expected=f"{self.top}/…", found=path)
            elif top != self.top:
                found = f"{within.first}, one of {within.count:,} members in {top}/"
                self.tell("bag-archive-outside", path=within.first, expected=f"{self.top}/…", found=found)

    def _whole(self) -> _Top:
        """Return all members as one bag without a folder around it."""
        whole = self._tops.pop("", None) or _Top()
        for top, within in self._tops.items():
            whole.folders.add(top)
            whole.named.add(top)
            whole.folders.update(f"{top}/{path}" for path in within.folders)
            whole.named.update(f"{top}/{path}" for path in within.named)
            whole.files.update((f"{top}/{path}", size) for path, size in within.files.items())
            whole.places.update((f"{top}/{path}", place) for path, place in within.places.items())
            whole.refused.update((f"{top}/{path}", kind) for path, kind in within.refused.items())
        return whole

    def _files_and_folders(self, bag: _Top) -> None:
        for path in bag.folders:
            if path in bag.files or path in bag.refused:
                self.tell("bag-archive-duplicate", path=path, found="a folder of this name")

    def inside(self, name: str) -> str | None:
        """Return the path in the bag that a member's name means, None where it lies outside."""
        if not self.top:
            return plain(name)
        top, rest = split(name)
        return rest if top == self.top else None


def _names(tops: dict[str, _Top]) -> str:
    return ", ".join(_some(tops))


def _some(tops: dict[str, _Top]) -> Iterator[str]:
    names = [name for top, within in tops.items() for name in ([f"{top}/"] if top else within.files)]
    yield from names[:3]
    if len(names) > 3:
        yield "…"
