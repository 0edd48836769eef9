"""Names with values of one length, in little memory: some dozen octets an entry beside the name and the value."""

from array import array
from collections.abc import Iterable, Iterator, MutableMapping

_FEWEST = 16


class OctetTable(MutableMapping[str, bytes]):
    """Maps names to values of `width` octets, as a dictionary does, in the order in which the names came.

    Names are kept in UTF-8, with surrogate escapes for octets that are not. An entry that is taken out leaves its
    room behind. The index is made when a name is first looked for; a table is pickled without it.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._names = bytearray()
        self._ends = array("Q", [0])
        self._values = bytearray()
        self._is_there = bytearray()
        self._count = 0
        self._index = array("I")
        self._order = array("I")

    def __getitem__(self, name: str) -> bytes:
        number = self._number(octets(name))
        if number < 0:
            raise KeyError(name)
        return bytes(self._values[number * self._width : (number + 1) * self._width])

    def __setitem__(self, name: str, value: bytes) -> None:
        if len(value) != self._width:
            raise ValueError(f"a value of {len(value)} octets, not of {self._width}")
        self._set(octets(name), value)

    def extend(self, entries: Iterable[tuple[bytes, bytes]]) -> None:
        """Take in entries, names in octets, none of which is there: none is looked for where nobody looked yet."""
        for name, value in entries:
            if self._index:
                self._set(name, value)
            else:
                self._append(name, value)

    def _set(self, name: bytes, value: bytes) -> None:
        number = self._number(name)
        if number >= 0:
            self._values[number * self._width : (number + 1) * self._width] = value
        else:
            self._append(name, value)
            self._enter(len(self._is_there) - 1, name)

    def _append(self, name: bytes, value: bytes) -> None:
        self._names += name
        self._ends.append(len(self._names))
        self._values += value
        self._is_there.append(1)
        self._count += 1
        if self._order:
            self._order = array("I")

    def __delitem__(self, name: str) -> None:
        number = self._number(octets(name))
        if number < 0:
            raise KeyError(name)
        self._is_there[number] = 0
        self._count -= 1
        self._order = array("I")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._number(octets(name)) >= 0

    def __iter__(self) -> Iterator[str]:
        for number in self._numbers():
            yield self._name(number).decode("utf-8", "surrogateescape")

    def __len__(self) -> int:
        return self._count

    def entries(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield name, in octets, and value of every entry, in the order in which they came."""
        return map(self._entry, self._numbers())

    def in_order(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield name, in octets, and value of every entry, sorted by the names."""
        if len(self._order) != self._count:
            self._order = array("I", sorted(self._numbers(), key=self._name))
        names, ends, values, width = self._names, self._ends, self._values, self._width
        for number in self._order:
            at = number * width
            yield bytes(names[ends[number] : ends[number + 1]]), bytes(values[at : at + width])

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_index": array("I"), "_order": array("I")}

    def _numbers(self) -> Iterator[int]:
        return (number for number, is_there in enumerate(self._is_there) if is_there)

    def _entry(self, number: int) -> tuple[bytes, bytes]:
        return self._name(number), bytes(self._values[number * self._width : (number + 1) * self._width])

    def _name(self, number: int) -> bytes:
        return bytes(self._names[self._ends[number] : self._ends[number + 1]])

    def _number(self, name: bytes) -> int:
        """Return the number of the entry of that name, -1 where there is none."""
        if not self._index:
            self._spread()
        index, mask = self._index, len(self._index) - 1
        at = hash(name) & mask
        while found := index[at]:
            if self._is_there[found - 1] and self._name(found - 1) == name:
                return found - 1
            at = (at + 1) & mask
        return -1

    def _enter(self, number: int, name: bytes) -> None:
        if 3 * len(self._is_there) > 2 * len(self._index):
            self._spread()
            return
        index, mask = self._index, len(self._index) - 1
        at = hash(name) & mask
        while index[at]:
            at = (at + 1) & mask
        index[at] = number + 1

    def _spread(self) -> None:
        """Make the index, with room for twice the names."""
        size = _FEWEST
        while size < 3 * len(self._is_there):
            size *= 2
        self._index = array("I", bytes(4 * size))
        for number in self._numbers():
            self._enter(number, self._name(number))


def octets(name: str) -> bytes:
    """Return a name as a table keeps it: in UTF-8, with surrogate escapes for octets that are not."""
    return name.encode("utf-8", "surrogateescape")
