"""What the checks of an E-ARK package look at, and the small judgements that they are made of.

A judgement takes an element and the facts and returns what is wrong, or "".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bayegan.export.eark_view import ALGORITHMS, PackageView
from bayegan.metadata.mets_node import MetsNode
from bayegan.model.mets import STRUCTURE_LABEL, path_of
from bayegan.model.names import escapes

_time = lru_cache(64)(re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?").fullmatch)
_mime = lru_cache(64)(re.compile(r"[\w.+-]+/[\w.+-]+(\s*;.*)?").fullmatch)


@dataclass(slots=True)
class Facts:
    """One METS document of a package, `base` being the folder of it and `kind` what the package has to be.

    `identity` is the identifier that the item has in the archive, where it is known. `referenced` gathers the files
    that any METS of the package leads to; `twice` the identifiers that this document gives to two things.
    `selected` holds what `select` has found.
    """

    view: PackageView
    base: str
    kind: str
    identity: str | None
    referenced: set[str]
    root: MetsNode = field(default_factory=lambda: MetsNode("mets", 0))
    identifiers: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)
    group_of: dict[str, str] = field(default_factory=dict)
    selected: dict["Select", Sequence[MetsNode]] = field(default_factory=dict)
    _uses: dict[str, str] | None = None
    _asked: tuple[str, str] = ("", "")

    def select(self, of: "Select") -> Sequence[MetsNode]:
        """Return the elements that a check is about; those of one selection are looked for once."""
        found = self.selected.get(of)
        if found is None:
            found = self.selected[of] = of(self)
        return found

    def uses(self) -> dict[str, str]:
        """Return the use of each file group by its identifier."""
        if self._uses is None:
            self._uses = {one.get("ID"): one.get("USE") for one in self.select(GROUPS)}
        return self._uses

    @property
    def is_package(self) -> bool:
        """Whether this is the METS of the package and not that of a representation in it."""
        return not self.base

    def path(self, reference: str) -> str:
        """Return the path in the package that a reference in this document leads to.

        Several checks ask the same of one element after the other: the last answer is kept.
        """
        if self._asked[0] != reference:
            self._asked = reference, self.base + path_of(reference)
        return self._asked[1]

    def note(self, identifier: str) -> None:
        """Take an identifier of the document."""
        if identifier in self.identifiers:
            self.twice.add(identifier)
        self.identifiers.add(identifier)

    def first(self, tag: str) -> MetsNode | None:
        """Return the first part of the document of that name."""
        return next(iter(self.root.all(tag)), None)

    def holds(self, folder: str) -> bool:
        """Whether any file lies below a folder of the package."""
        return any(path.startswith(folder) for path in self.view.paths())


Select = Callable[[Facts], Sequence[MetsNode]]
Judge = Callable[[MetsNode, Facts], str]


@dataclass(frozen=True, slots=True)
class Check:
    """A requirement: its clause, the elements that it is about, and what is wrong with one of them."""

    clause: str
    of: Select
    judge: Judge


# What elements a check is about


def root(facts: Facts) -> Sequence[MetsNode]:
    """The document."""
    return (facts.root,)


def package_root(facts: Facts) -> Sequence[MetsNode]:
    """The document of the package, and not that of a representation."""
    return (facts.root,) if facts.is_package else ()


@cache
def parts(*tags: str) -> Select:
    """Return the elements on a way down from the root."""

    above = parts(*tags[:-1]) if tags[1:] else root
    last = tags[-1]

    def selected(facts: Facts) -> list[MetsNode]:
        return [below for one in facts.select(above) for below in one.below if below.tag == last]

    return selected


GROUPS = parts("fileSec", "fileGrp")
"""The file groups at the top."""


def structure(facts: Facts) -> list[MetsNode]:
    """The structural map that is called CSIP."""
    return [one for one in facts.root.all("structMap") if one.get("LABEL") == STRUCTURE_LABEL]


def divisions(facts: Facts) -> list[MetsNode]:
    """What the main division of that map is divided into."""
    return [inner for one in facts.select(structure) for main in one.all("div") for inner in main.all("div")]


# What may be wrong


def given(name: str) -> Judge:
    """The attribute is there and says something."""

    def judged(node: MetsNode, _: Facts) -> str:
        return "" if node.get(name).strip() else f"no {name} on {node.tag}"

    return judged


def equals(name: str, *values: str) -> Judge:
    """The attribute has one of these values."""

    def judged(node: MetsNode, _: Facts) -> str:
        if node.given.get(name, "") in values:
            return ""
        return f"{name} is “{node.get(name)}”" if name in node.given else f"no {name} on {node.tag}"

    return judged


def is_time(name: str) -> Judge:
    """The attribute is a date and time of XML Schema."""

    def judged(node: MetsNode, _: Facts) -> str:
        if _time(node.get(name)):
            return ""
        return f"{name} is “{node.get(name)}”" if name in node.given else f"no {name} on {node.tag}"

    return judged


def is_id(node: MetsNode, facts: Facts) -> str:
    """The element has an identifier, and no other of the document has it."""
    identifier = node.get("ID")
    if not identifier:
        return f"no ID on {node.tag}"
    return f"ID “{identifier}” is given twice" if identifier in facts.twice else ""


def is_mime(node: MetsNode, _: Facts) -> str:
    """The element states a media type."""
    mime = node.get("MIMETYPE")
    return "" if _mime(mime) else f"MIMETYPE is “{mime}”" if mime else f"no MIMETYPE on {node.tag}"


def reference_of(node: MetsNode) -> str:
    """Return the reference of an element: its own, or that of the location in it."""
    if "xlink:href" in node.given:
        return node.given["xlink:href"]
    for one in node.below:
        if one.tag == "FLocat":
            return one.get("xlink:href")
    return ""


def leads_to_a_file(node: MetsNode, facts: Facts) -> str:
    """The reference leads to a file of the package. An address on the network is not looked up."""
    reference = reference_of(node)
    if not reference:
        return f"no xlink:href on {node.tag}"
    if reference.startswith(("http://", "https://")):
        return ""
    path = facts.path(reference)
    if escapes(path):
        return f"“{reference}” leads out of the package"
    return "" if facts.view.size(path) is not None else f"“{reference}”: no such file"


def is_size(node: MetsNode, facts: Facts) -> str:
    """The size is that of the file."""
    stated = node.get("SIZE")
    if not (stated.isascii() and stated.isdigit()):
        return f"SIZE is “{stated}”" if stated else f"no SIZE on {node.tag}"
    size = facts.view.size(facts.path(reference_of(node)))
    return "" if size is None or size == int(stated) else f"SIZE is {stated}, and the file has {size} octets"


def is_digest(node: MetsNode, facts: Facts) -> str:
    """The digest is that of the file; one of an algorithm that cannot be computed is only there."""
    stated = node.get("CHECKSUM")
    if not stated:
        return f"no CHECKSUM on {node.tag}"
    path = facts.path(reference_of(node))
    algorithm = ALGORITHMS.get(node.get("CHECKSUMTYPE"))
    if algorithm is None or facts.view.size(path) is None:
        return ""
    found = facts.view.digest(path, algorithm)
    return "" if found == stated.lower() else f"CHECKSUM is {stated[:16]}…, and the file has {found[:16]}…"


def lacks(tag: str) -> Judge:
    """The element holds one of that name."""

    def judged(node: MetsNode, _: Facts) -> str:
        for one in node.below:
            if one.tag == tag:
                return ""
        return f"no {tag} in {node.tag}"

    return judged
