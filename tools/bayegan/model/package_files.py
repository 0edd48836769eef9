"""The files of a package as written: the SHA-512 and the size of each, by path. A million of them fit in memory."""

from collections.abc import Iterator, MutableMapping
from typing import Any

from bayegan.model.octet_table import OctetTable, octets

_FEW = 20_000
_SIZE = 8
_DIGEST = 64


class PackageFiles(MutableMapping[str, tuple[bytes, int]]):
    """Maps paths to digest and size. Few are kept as they are, since that is faster; many in a table."""

    def __init__(self) -> None:
        self._few: dict[str, tuple[bytes, int]] = {}
        self._many = OctetTable(_DIGEST + _SIZE)

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

    def in_order(self) -> Iterator[tuple[bytes, bytes, int]]:
        """Yield path, digest and size of every file, sorted by the octets of the paths, which are what is given."""
        if not self._many:
            for path in sorted(self._few, key=octets):
                yield octets(path), *self._few[path]
            return
        self._put_away()
        for name, packed in self._many.in_order():
            yield name, packed[:_DIGEST], int.from_bytes(packed[_DIGEST:], "big")

    def take(self, others: "PackageFiles") -> None:
        """Take in the files of another part of the package, none of which is known here.

        They are not copied where that can be, so nobody may use what was taken afterwards.
        """
        if len(others) > len(self):
            self._few, others._few = others._few, self._few
            self._many, others._many = others._many, self._many
        if others._many:
            self._many.extend(others._many.entries())
        self._few.update(others._few)
        if len(self._few) > _FEW:
            self._put_away()

    def _put_away(self) -> None:
        self._many.extend(
            (octets(path), digest + size.to_bytes(_SIZE, "big")) for path, (digest, size) in self._few.items()
        )
        self._few.clear()
