"""Names with values of one length, in little memory: some dozen octets an entry beside the name and the value."""

from array import array
from collections.abc import Iterator, MutableMapping

_FEWEST = 16


class OctetTable(MutableMapping[str, bytes]):
    """Maps names to values of `width` octets, as a dictionary does, in the order in which the names came.

    Names are kept in UTF-8, with surrogate escapes for octets that are not. An entry that is taken out leaves its
    room behind. A table is pickled without its index, which is made anew.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._names = bytearray()
        self._ends = array("Q", [0])
        self._values = bytearray()
        self._is_there = bytearray()
        self._count = 0
        self._index = array("I", bytes(4 * _FEWEST))

    def __getitem__(self, name: str) -> bytes:
        number = self._number(octets(name))
        if number < 0 or not self._is_there[number]:
            raise KeyError(name)
        return bytes(self._values[number * self._width : (number + 1) * self._width])

    def __setitem__(self, name: str, value: bytes) -> None:
        if len(value) != self._width:
            raise ValueError(f"a value of {len(value)} octets, not of {self._width}")
        in_octets = octets(name)
        number = self._number(in_octets)
        if number >= 0:
            self._values[number * self._width : (number + 1) * self._width] = value
        else:
            number = len(self._is_there)
            self._names += in_octets
            self._ends.append(len(self._names))
            self._values += value
            self._is_there.append(0)
            self._enter(number, in_octets)
        self._count += not self._is_there[number]
        self._is_there[number] = 1

    def __delitem__(self, name: str) -> None:
        number = self._number(octets(name))
        if number < 0 or not self._is_there[number]:
            raise KeyError(name)
        self._is_there[number] = 0
        self._count -= 1

    def __contains__(self, name: object) -> bool:
        number = self._number(octets(name)) if isinstance(name, str) else -1
        return number >= 0 and bool(self._is_there[number])

    def __iter__(self) -> Iterator[str]:
        for number, is_there in enumerate(self._is_there):
            if is_there:
                yield self._name(number).decode("utf-8", "surrogateescape")

    def __len__(self) -> int:
        return self._count

    def in_order(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield name and value of every entry, sorted by the octets of the names."""
        there = (number for number, is_there in enumerate(self._is_there) if is_there)
        for number in sorted(there, key=self._name):
            yield self._name(number), bytes(self._values[number * self._width : (number + 1) * self._width])

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_index": None}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._spread()

    def _name(self, number: int) -> bytes:
        return bytes(self._names[self._ends[number] : self._ends[number + 1]])

    def _number(self, name: bytes) -> int:
        """Return the number of a name, -1 where it never came."""
        index, mask = self._index, len(self._index) - 1
        at = hash(name) & mask
        while found := index[at]:
            if self._name(found - 1) == name:
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
        """Make the index anew, with room for twice the names."""
        size = _FEWEST
        while size < 3 * len(self._is_there):
            size *= 2
        self._index = array("I", bytes(4 * size))
        for number in range(len(self._is_there)):
            self._enter(number, self._name(number))


def octets(name: str) -> bytes:
    """Return a name as a table keeps it: in UTF-8, with surrogate escapes for octets that are not."""
    return name.encode("utf-8", "surrogateescape")
