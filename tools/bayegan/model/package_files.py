"""The files of a package as written: the SHA-512 and the size of each, by path. A million of them fit in memory."""

from collections.abc import Iterator, MutableMapping
from typing import Any, NamedTuple

from bayegan.model.octet_table import OctetTable, octets

_FEW = 20_000
_SIZE = 8
_DIGEST = 64
_PACKED = _DIGEST + _SIZE
_AT_ONCE = 1000


class FileBlock(NamedTuple):
    """Some files of a package: their paths in octets, SHA-512 in lower-case hex, and sizes in octets."""

    paths: list[bytes]
    digests: list[bytes]
    sizes: list[int]


class PackageFiles(MutableMapping[str, tuple[bytes, int]]):
    """Maps paths to digest and size. Few are kept as they are, since that is faster; many in a table.

    It is pickled as a table.
    """

    def __init__(self) -> None:
        self._few: dict[str, tuple[bytes, int]] = {}
        self._many = OctetTable(_PACKED)

    def __getitem__(self, path: str) -> tuple[bytes, int]:
        found = self._few.get(path)
        if found is not None:
            return found
        if not self._many:
            raise KeyError(path)
        packed = self._many[path]
        return packed[:_DIGEST], int.from_bytes(packed[_DIGEST:], "big")

    def get(self, path: str, default: Any = None) -> Any:
        """Return digest and size of a file, or `default`: what is checked asks for each file several times."""
        found = self._few.get(path)
        if found is not None:
            return found
        return super().get(path, default) if self._many else default

    def __setitem__(self, path: str, file: tuple[bytes, int]) -> None:
        if self._many and path in self._many:
            del self._many[path]
        self._few[path] = file
        if len(self._few) > _FEW:
            self._put_away()

    def __delitem__(self, path: str) -> None:
        if self._few.pop(path, None) is None:
            del self._many[path]

    def __contains__(self, path: object) -> bool:
        return path in self._few or (bool(self._many) and path in self._many)

    def __iter__(self) -> Iterator[str]:
        yield from self._many
        yield from self._few

    def __len__(self) -> int:
        return len(self._few) + len(self._many)

    def blocks(self) -> Iterator[FileBlock]:
        """Yield all files, some at a time, sorted by the octets of the paths, which are what is given."""
        self._put_away()
        for paths, packed in self._many.sorted_blocks(_AT_ONCE):
            whole = packed.hex().encode("ascii")
            starts = range(0, len(packed), _PACKED)
            digests = [whole[2 * at : 2 * (at + _DIGEST)] for at in starts]
            sizes = [int.from_bytes(packed[at + _DIGEST : at + _PACKED], "big") for at in starts]
            yield FileBlock(paths, digests, sizes)

    def take(self, others: "PackageFiles") -> None:
        """Take in the files of another part of the package, none of which is known here.

        They are not copied where that can be, so nobody may use what was taken afterwards.
        """
        if len(others) > len(self):
            self._few, others._few = others._few, self._few
            self._many, others._many = others._many, self._many
        if others._many:
            self._many.absorb(others._many)
        self._few.update(others._few)
        if len(self._few) > _FEW:
            self._put_away()

    def __getstate__(self) -> OctetTable:
        self._put_away()
        return self._many

    def __setstate__(self, many: OctetTable) -> None:
        self._few = {}
        self._many = many

    def _put_away(self) -> None:
        if self._few:
            packed = [digest + size.to_bytes(_SIZE, "big") for digest, size in self._few.values()]
            self._many.extend([*map(octets, self._few)], packed)
            self._few.clear()
