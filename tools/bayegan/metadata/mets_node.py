"""What a METS document says, element by element, as a tree of values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class MetsNode:
    """An element: its name, its attributes by names such as `SIZE` and `xlink:href`, its text, what is in it.

    `count` is how many files a group holds: these are not kept. Nobody changes a node that was read.
    """

    tag: str
    line: int
    given: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    below: list["MetsNode"] = field(default_factory=list)
    count: int = 0

    def all(self, tag: str) -> list["MetsNode"]:
        """Return the elements of that name directly in this one."""
        return [one for one in self.below if one.tag == tag]

    def get(self, name: str) -> str:
        """Return an attribute, "" where it is not given."""
        return self.given.get(name, "")


EachFile = Callable[[MetsNode, MetsNode], None]
"""Is given each file with the group at the top that it belongs to, before the group is counted."""
