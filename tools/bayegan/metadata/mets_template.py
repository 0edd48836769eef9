"""A METS document with values left open, to be filled with those of other documents of the same shape."""

from collections.abc import Iterator, Mapping, Sequence

from bayegan.metadata.mets_node import MetsNode

Files = Sequence[tuple[MetsNode, MetsNode]]
"""The files of a document, each with the group at the top that it belongs to."""
Read = tuple[MetsNode, Files]
"""The root of a document without its files, and these."""


class Template:
    """A document as it was read with marks in it, whose numbers are those of the values."""

    def __init__(self, read: Read, numbers: Mapping[str, int]) -> None:
        root, files = read
        self._root = _Part(root, numbers)
        self._files = tuple((_Part(file, numbers), _Part(group, numbers)) for file, group in files)

    def numbers(self) -> Iterator[int]:
        """Yield the number of each value that was found, once for each place that it has."""
        for part in (self._root, *(file for file, _ in self._files)):
            yield from part.numbers()

    def filled(self, values: Sequence[str]) -> Read:
        """Return a document with these values. What holds none of them is the same in all documents."""
        files = [(file.filled(values), group.filled(values)) for file, group in self._files]
        return self._root.filled(values), files


class _Part:
    """An element: the attributes that are open, and what is in it."""

    __slots__ = ("_below", "_is_open", "_node", "_open")

    def __init__(self, node: MetsNode, numbers: Mapping[str, int]) -> None:
        self._node = node
        self._open = tuple((name, numbers[value]) for name, value in node.given.items() if value in numbers)
        self._below = tuple(_Part(one, numbers) for one in node.below)
        self._is_open: bool = bool(self._open) or any(one._is_open for one in self._below)

    def numbers(self) -> Iterator[int]:
        yield from (number for _, number in self._open)
        for one in self._below:
            yield from one.numbers()

    def filled(self, values: Sequence[str]) -> MetsNode:
        node = self._node
        if not self._is_open:
            return node
        given = node.given.copy()
        for name, number in self._open:
            given[name] = values[number]
        below = [one.filled(values) if one._is_open else one._node for one in self._below]
        return MetsNode(node.tag, node.line, given, node.text, below, node.count)
