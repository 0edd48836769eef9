"""Names with values of one length, in little memory: some dozen octets an entry beside the name and the value."""

from array import array
from collections.abc import Iterator, MutableMapping, Sequence
from itertools import accumulate, pairwise

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
        self._is_sorted = False

    def __getitem__(self, name: str) -> bytes:
        number = self._number(octets(name))
        if number < 0:
            raise KeyError(name)
        return bytes(self._values[number * self._width : (number + 1) * self._width])

    def __setitem__(self, name: str, value: bytes) -> None:
        if len(value) != self._width:
            raise ValueError(f"a value of {len(value)} octets, not of {self._width}")
        self._set(octets(name), value)

    def extend(self, names: Sequence[bytes], values: Sequence[bytes]) -> None:
        """Take in entries, names in octets, none of which is there: none is looked for."""
        self._attach(b"".join(names), accumulate(map(len, names), initial=len(self._names)), b"".join(values))

    def absorb(self, other: "OctetTable") -> None:
        """Take in the entries of another table of this width, none of which is here."""
        if other._count != len(other._is_there):
            other.sort()
        start = len(self._names)
        self._attach(other._names, (start + end for end in other._ends), other._values)

    def _attach(self, names: bytes | bytearray, ends: Iterator[int], values: bytes | bytearray) -> None:
        next(ends)
        self._names += names
        self._ends.extend(ends)
        self._values += values
        added = len(values) // self._width
        self._is_there += b"\1" * added
        self._count += added
        self._is_sorted = False
        self._index = array("I")

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
        self._is_sorted = False

    def __delitem__(self, name: str) -> None:
        number = self._number(octets(name))
        if number < 0:
            raise KeyError(name)
        self._is_there[number] = 0
        self._count -= 1
        self._is_sorted = False

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._number(octets(name)) >= 0

    def __iter__(self) -> Iterator[str]:
        for number in self._numbers():
            yield self._name(number).decode("utf-8", "surrogateescape")

    def __len__(self) -> int:
        return self._count

    def sort(self) -> None:
        """Put the entries in the order of the octets of their names, in which they are from then on."""
        if self._is_sorted:
            return
        names, values, width = self._names, self._values, self._width
        by_number = [bytes(names[start:end]) for start, end in pairwise(self._ends)]
        order = sorted(self._numbers(), key=by_number.__getitem__)
        self._names = bytearray().join([by_number[number] for number in order])
        self._ends = array("Q", accumulate((len(by_number[number]) for number in order), initial=0))
        self._values = bytearray().join([values[number * width : (number + 1) * width] for number in order])
        self._is_there = bytearray(b"\1" * self._count)
        self._index = array("I")
        self._is_sorted = True

    def sorted_blocks(self, size: int) -> Iterator[tuple[list[bytes], bytes]]:
        """Yield the names, in octets, of so many entries at a time, and their values one after the other; sorted.

        The entries stay in that order.
        """
        self.sort()
        for start in range(0, self._count, size):
            ends = self._ends[start : start + size + 1]
            names = [bytes(self._names[one:end]) for one, end in pairwise(ends)]
            yield names, bytes(self._values[start * self._width : (start + size) * self._width])

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_index": array("I")}

    def _numbers(self) -> Iterator[int]:
        return (number for number, is_there in enumerate(self._is_there) if is_there)

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
