"""The files of a bag and their sizes, in little memory: some dozen octets a file beside its name."""

import os
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bayegan.bags.suspects import are_suspect
from bayegan.model.listing import PAYLOAD

_PAYLOAD = os.fsencode(PAYLOAD)
_GROUP = 1000
_MOST_OPEN = 64


@dataclass(frozen=True, slots=True)
class _Folder:
    """The names in a folder, sorted, in groups of at most a thousand: the number of the first, and the names."""

    groups: tuple[tuple[int, bytes], ...]
    firsts: tuple[bytes, ...]


class FileTable(Mapping[str, int]):
    """Maps paths to sizes in octets, as a dictionary does; each file of the payload has a number, too.

    Numbers count from 0 in the order in which the folders were added. Names are kept folder by folder, NUL between
    them, and a group of them is spread out when it is asked for. Files outside the payload are few, and kept as
    they are.
    """

    def __init__(self) -> None:
        self.outside: dict[str, int] = {}
        self._folders: dict[bytes, _Folder] = {}
        self._sizes = array("Q")
        self._open: dict[tuple[bytes, int], dict[bytes, int]] = {}
        self._suspects: list[bytes] = []

    def add(
        self, folder: bytes, names: Sequence[bytes], sizes: Iterable[int], folders: Sequence[bytes] = ()
    ) -> None:
        """Take in the files of one folder, once, with their names sorted, and the names of the folders in it."""
        if are_suspect([*names, *folders]):
            self._suspects.append(folder)
        if not (folder + b"/").startswith(_PAYLOAD):
            prefix = os.fsdecode(folder) + "/" if folder else ""
            self.outside.update((prefix + os.fsdecode(name), size) for name, size in zip(names, sizes, strict=True))
        elif names:
            first = len(self._sizes)
            starts = range(0, len(names), _GROUP)
            groups = ((first + start, b"\0".join(names[start : start + _GROUP])) for start in starts)
            self._folders[folder] = _Folder(tuple(groups), tuple(names[start] for start in starts))
            self._sizes.extend(sizes)

    @property
    def payload(self) -> tuple[int, int]:
        """The octets and the files of the payload."""
        return sum(self._sizes), len(self._sizes)

    def size_of(self, number: int) -> int:
        """Return the size of a payload file."""
        return self._sizes[number]

    def numbers(self, paths: Iterable[bytes]) -> list[int]:
        """Return the number of each payload file, -1 where there is no such file."""
        found: list[int] = []
        last: bytes | None = None
        folder: _Folder | None = None
        names: dict[bytes, int] = {}
        for path in paths:
            head, _, name = path.rpartition(b"/")
            if head != last:
                folder, last = self._folders.get(head), head
                names = self._spread(head, folder, 0) if folder else {}
            if folder and len(folder.firsts) > 1:
                names = self._spread(head, folder, max(0, bisect_right(folder.firsts, name) - 1))
            found.append(names.get(name, -1))
        return found

    def unmarked(self, marks: bytes | bytearray) -> Iterator[str]:
        """Yield the paths of the payload files at whose number `marks` holds 0."""
        at = marks.find(0)
        for path, folder in self._folders.items():
            for start, names in folder.groups:
                if at < 0:
                    return
                end = start + names.count(b"\0") + 1
                if at < end:
                    parts = names.split(b"\0")
                    while start <= at < end:
                        yield os.fsdecode(path + b"/" + parts[at - start])
                        at = marks.find(0, at + 1)

    def folders(self) -> Iterator[str]:
        """Yield the folders of the payload that hold files."""
        return map(os.fsdecode, self._folders)

    def suspects(self) -> Iterator[str]:
        """Yield what is outside, and every path whose name, or that of a folder above, may be worth a warning."""
        yield from self.outside
        if not self._suspects:
            return
        below = tuple(folder + b"/" if folder else b"" for folder in self._suspects)
        for folder in self._folders:
            if (folder + b"/").startswith(below):
                yield from self._paths(folder)

    def __getitem__(self, path: str) -> int:
        if not path.startswith(PAYLOAD):
            return self.outside[path]
        number = self.numbers([os.fsencode(path)])[0] if "\0" not in path else -1
        if number < 0:
            raise KeyError(path)
        return self._sizes[number]

    def __iter__(self) -> Iterator[str]:
        yield from self.outside
        for folder in self._folders:
            yield from self._paths(folder)

    def __len__(self) -> int:
        return len(self.outside) + len(self._sizes)

    def _paths(self, folder: bytes) -> Iterator[str]:
        for _, names in self._folders[folder].groups:
            for name in names.split(b"\0"):
                yield os.fsdecode(folder + b"/" + name)

    def _spread(self, path: bytes, folder: _Folder, group: int) -> dict[bytes, int]:
        """Return the names of a group with their numbers; some groups are kept spread out."""
        key = (path, group)
        if (names := self._open.get(key)) is None:
            start, joined = folder.groups[group]
            parts = joined.split(b"\0")
            names = dict(zip(parts, range(start, start + len(parts)), strict=True))
            if len(self._open) >= _MOST_OPEN:
                del self._open[next(iter(self._open))]
            self._open[key] = names
        return names
