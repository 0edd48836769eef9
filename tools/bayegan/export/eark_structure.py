"""The requirements of CSIP 2.2.0 on the structural map, as data."""

from collections.abc import Sequence
from functools import cache

from bayegan.export.eark_facts import (
    Check,
    Facts,
    Judge,
    Select,
    divisions,
    equals,
    is_id,
    leads_to_a_file,
    parts,
    root,
    structure,
)
from bayegan.metadata.mets_node import MetsNode

_REPRESENTATIONS = "Representations"
_NAMES = ("Metadata", "Documentation", "Schemas", _REPRESENTATIONS)


def _maps(facts: Facts) -> Sequence[MetsNode]:
    """The map that is to be CSIP's: the one of that name, or the first."""
    return facts.select(structure) or facts.root.all("structMap")[:1]


def _named(node: MetsNode, facts: Facts) -> str:
    return "" if facts.select(structure) else f"LABEL is “{node.get('LABEL')}”"


def _one_division(node: MetsNode, _: Facts) -> str:
    count = len(node.all("div"))
    return "" if count == 1 else f"{count} divisions at the top"


def _main(facts: Facts) -> list[MetsNode]:
    return [one for map_ in facts.select(structure) for one in map_.all("div")]


def _main_of_package(facts: Facts) -> Sequence[MetsNode]:
    return facts.select(_main)[:1] if facts.is_package else ()


def _is_metadata(node: MetsNode) -> bool:
    return bool(node.get("ADMID") or node.get("DMDID"))


def _metadata(facts: Facts) -> list[MetsNode]:
    return [one for one in facts.select(divisions) if one.get("LABEL") == "Metadata" or _is_metadata(one)]


def _has_metadata(_: MetsNode, facts: Facts) -> str:
    return "" if facts.select(_metadata) else "no division for the metadata"


def _points_to(node: MetsNode, use: str, facts: Facts) -> bool:
    uses = facts.uses()
    for one in node.below:
        if one.tag == "fptr":
            found = uses.get(one.get("FILEID"), "")
            if found == use or found.startswith(f"{use}/"):
                return True
    return False


@cache
def _for(use: str) -> Select:
    """The divisions for a use: those of its name, and those that point to a group of it."""

    def selected(facts: Facts) -> list[MetsNode]:
        return [
            one
            for one in facts.select(divisions)
            if one.get("LABEL") == use
            or (one.get("LABEL") not in _NAMES and not one.all("mptr") and _points_to(one, use, facts))
        ]

    return selected


def _is_there(use: str) -> Judge:
    """Where there is a group for a use, there is a division for it."""

    def judged(_: MetsNode, facts: Facts) -> str:
        is_used = use in facts.uses().values()
        return "" if not is_used or facts.select(_for(use)) else f"no division for “{use}”"

    return judged


def _has_pointers(node: MetsNode, _: Facts) -> str:
    return "" if node.all("fptr") else f"the division “{node.get('LABEL')}” points to no group"


def _points_right(use: str) -> Judge:
    """Each pointer of the division leads to a group for its use."""

    def judged(node: MetsNode, facts: Facts) -> str:
        uses = facts.uses()
        for one in node.all("fptr"):
            found = uses.get(one.get("FILEID"), "")
            if found != use and not found.startswith(f"{use}/"):
                return f"FILEID “{one.get('FILEID')}” is no group for {use}"
        return ""

    return judged


def _of_representations(facts: Facts) -> list[MetsNode]:
    """The divisions of single representations: those that point to a METS, or are called so."""
    inner = [below for one in facts.select(divisions) for below in one.all("div")]
    return [
        one
        for one in (*facts.select(divisions), *inner)
        if one.all("mptr") or one.get("LABEL").startswith(f"{_REPRESENTATIONS}/")
    ]


def _each_has_a_division(_: MetsNode, facts: Facts) -> str:
    """Every representation with a METS of its own has its division."""
    led_to = {
        facts.path(one.get("xlink:href")) for node in facts.select(_of_representations) for one in node.all("mptr")
    }
    for path in facts.view.paths():
        is_mets = path.startswith("representations/") and path.endswith("/METS.xml") and path.count("/") == 2
        if is_mets and path not in led_to:
            return f"no division leads to {path}"
    return ""


def _is_described(_: MetsNode, facts: Facts) -> str:
    """Content without representations of its own METS has the one division."""
    uses = [use for use in facts.uses().values() if use.startswith(_REPRESENTATIONS)]
    is_right = not uses or bool(facts.select(_for(_REPRESENTATIONS)) or facts.select(_of_representations))
    return "" if is_right else "no division for the content"


def _label_is_a_use(node: MetsNode, facts: Facts) -> str:
    label = node.get("LABEL")
    if not label.startswith(f"{_REPRESENTATIONS}/"):
        return f"LABEL is “{label}”"
    return "" if label in facts.uses().values() else f"no group is for “{label}”"


def _title(node: MetsNode, facts: Facts) -> str:
    title = node.get("xlink:title")
    if not title:
        return "no xlink:title on mptr"
    return "" if facts.uses().get(title, "").startswith(_REPRESENTATIONS) else f"xlink:title “{title}” is no group"


def _one_pointer(node: MetsNode, _: Facts) -> str:
    count = len(node.all("mptr"))
    return "" if count == 1 else f"{count} METS pointers in “{node.get('LABEL')}”"


def _pointers(facts: Facts) -> list[MetsNode]:
    return [one for node in facts.select(_of_representations) for one in node.all("mptr")]


def _refers_to(attribute: str, *tags: str) -> Judge:
    """The division for metadata names every section of a kind that is current."""

    def judged(node: MetsNode, facts: Facts) -> str:
        named = set(node.get(attribute).split())
        current = (one for one in facts.select(parts(*tags)) if one.get("STATUS") in ("", "CURRENT"))
        above = {one.get("ID") for one in facts.root.all("amdSec")}
        missing = [one.get("ID") for one in current if one.get("ID") not in named]
        is_whole = not missing or (attribute == "ADMID" and bool(named & above))
        return "" if is_whole else f"{attribute} does not name “{missing[0]}”"

    return judged


STRUCTURE_CHECKS: tuple[Check, ...] = (
    Check("CSIP80", root, lambda node, _: "" if node.all("structMap") else "no structMap"),
    Check("CSIP81", _maps, equals("TYPE", "PHYSICAL")),
    Check("CSIP82", _maps, _named),
    Check("CSIP83", structure, is_id),
    Check("CSIP84", structure, _one_division),
    Check("CSIP85", _main, is_id),
    Check("CSIP88", _main, _has_metadata),
    Check("CSIP89", _metadata, is_id),
    Check("CSIP90", _metadata, equals("LABEL", "Metadata")),
    Check("CSIP91", _metadata, _refers_to("ADMID", "amdSec", "digiprovMD")),
    Check("CSIP92", _metadata, _refers_to("DMDID", "dmdSec")),
    Check("CSIP93", _main, _is_there("Documentation")),
    Check("CSIP94", _for("Documentation"), is_id),
    Check("CSIP95", _for("Documentation"), equals("LABEL", "Documentation")),
    Check("CSIP96", _for("Documentation"), _has_pointers),
    Check("CSIP116", _for("Documentation"), _points_right("Documentation")),
    Check("CSIP97", _main, _is_there("Schemas")),
    Check("CSIP98", _for("Schemas"), is_id),
    Check("CSIP99", _for("Schemas"), equals("LABEL", "Schemas")),
    Check("CSIP100", _for("Schemas"), _has_pointers),
    Check("CSIP118", _for("Schemas"), _points_right("Schemas")),
    Check("CSIP101", _main_of_package, _is_described),
    Check("CSIP102", _for(_REPRESENTATIONS), is_id),
    Check("CSIP103", _for(_REPRESENTATIONS), equals("LABEL", _REPRESENTATIONS)),
    Check("CSIP104", _for(_REPRESENTATIONS), _has_pointers),
    Check("CSIP119", _for(_REPRESENTATIONS), _points_right(_REPRESENTATIONS)),
    Check("CSIP105", _main_of_package, _each_has_a_division),
    Check("CSIP106", _of_representations, is_id),
    Check("CSIP107", _of_representations, _label_is_a_use),
    Check("CSIP108", _pointers, _title),
    Check("CSIP109", _of_representations, _one_pointer),
    Check("CSIP110", _pointers, leads_to_a_file),
    Check("CSIP111", _pointers, equals("xlink:type", "simple")),
    Check("CSIP112", _pointers, equals("LOCTYPE", "URL")),
)
