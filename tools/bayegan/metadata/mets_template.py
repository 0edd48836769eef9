"""A METS document with values left open, to be filled with those of other documents of the same shape."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from bayegan.metadata.mets_node import MetsNode

Files = Sequence[tuple[MetsNode, MetsNode]]
"""The files of a document, each with the group at the top that it belongs to."""
Read = tuple[MetsNode, Files]
"""The root of a document without its files, and these."""
_Given = Callable[[Mapping[str, str], Sequence[tuple[str, int]]], Mapping[str, str]]
"""Returns attributes of which those that are open have the values of these numbers."""


class Template:
    """A document as it was read with marks in it, by the numbers of the values that they stand for.

    Values that were the same in all documents so far may be `fixed`: they are part of the template.
    """

    def __init__(self, read: Read, marks: Mapping[str, int], fixed: Mapping[int, str]) -> None:
        root, files = read
        self._read = read
        self._marks = marks
        self._fixed = fixed
        self._numbers = tuple(fixed)
        self._values = [*fixed.values()]
        self._root = _Part(root, marks, fixed)
        self._files = tuple((_Part(file, marks, fixed), _Part(group, marks, fixed)) for file, group in files)

    def numbers(self) -> Iterator[int]:
        """Yield the number of each value that is open, once for each place that it has."""
        for part in (self._root, *(file for file, _ in self._files)):
            yield from part.numbers()

    def fitting(self, values: Sequence[str]) -> "Template":
        """Return the template of a document with these values: this, or one in which fewer are fixed."""
        if [values[number] for number in self._numbers] == self._values:
            return self
        fixed = {number: value for number, value in self._fixed.items() if values[number] == value}
        return Template(self._read, self._marks, fixed)

    def filled(self, values: Sequence[str]) -> Read:
        """Return a document with these values. What holds no open one is the same in all documents."""

        def given(common: Mapping[str, str], open_: Sequence[tuple[str, int]]) -> dict[str, str]:
            said = dict(common)
            for name, number in open_:
                said[name] = values[number]
            return said

        return self._made(given)

    def watched(self, values: Sequence[str], touch: Callable[[], object]) -> Read:
        """Return a document with these values that calls `touch` when one of the open ones is asked for."""

        def given(common: Mapping[str, str], open_: Sequence[tuple[str, int]]) -> _Watched:
            said = {**common, **{name: values[number] for name, number in open_}}
            return _Watched(said, {name for name, _ in open_}, touch)

        return self._made(given)

    def _made(self, given: _Given) -> Read:
        return self._root.made(given), [(file.made(given), group.made(given)) for file, group in self._files]


class _Part:
    """An element: the attributes that are open, and what is in it."""

    __slots__ = ("_below", "_is_open", "_node", "_open")

    _node: MetsNode

    def __init__(self, node: MetsNode, marks: Mapping[str, int], fixed: Mapping[int, str]) -> None:
        numbers = [(name, marks[value]) for name, value in node.given.items() if value in marks]
        given = {**node.given, **{name: fixed[number] for name, number in numbers if number in fixed}}
        self._open = tuple((name, number) for name, number in numbers if number not in fixed)
        self._below = tuple(_Part(one, marks, fixed) for one in node.below)
        self._is_open: bool = bool(self._open) or any(one._is_open for one in self._below)
        below = [one._node for one in self._below]
        self._node = MetsNode(node.tag, node.line, given, node.text, below, node.count)

    def numbers(self) -> Iterator[int]:
        yield from (number for _, number in self._open)
        for one in self._below:
            yield from one.numbers()

    def made(self, given: _Given) -> MetsNode:
        if not self._is_open:
            return self._node
        node = self._node
        said = given(node.given, self._open) if self._open else node.given
        below = [one.made(given) if one._is_open else one._node for one in self._below]
        return MetsNode(node.tag, node.line, said, node.text, below, node.count)


class _Watched(Mapping[str, str]):
    """Attributes of which some are open: what they say, unlike whether they are there, is not what all say."""

    def __init__(self, given: Mapping[str, str], open_: Collection[str], touch: Callable[[], object]) -> None:
        self._given = given
        self._open = open_
        self._touch = touch

    def __getitem__(self, name: str) -> str:
        if name in self._open:
            self._touch()
        return self._given[name]

    def __contains__(self, name: object) -> bool:
        return name in self._given

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)
