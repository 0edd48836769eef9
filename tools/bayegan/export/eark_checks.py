"""The requirements of CSIP 2.2.0 on a METS document, as data: which elements each is about, and what it asks.

Their words are in `model/rules/eark.py`.
"""

from collections.abc import Iterator, Sequence

from bayegan.export.eark_facts import (
    GROUPS,
    Check,
    Facts,
    Judge,
    Select,
    equals,
    given,
    is_digest,
    is_id,
    is_mime,
    is_size,
    is_time,
    lacks,
    leads_to_a_file,
    package_root,
    parts,
    root,
)
from bayegan.metadata.mets_node import MetsNode
from bayegan.model.eark_terms import CONTENT_CATEGORIES, CONTENT_TYPES, DIGEST_TYPES, METADATA_TYPES, PACKAGE_TYPES


def _category(node: MetsNode, _: Facts) -> str:
    category = node.get("TYPE")
    if category.lower() == "other" or category in CONTENT_CATEGORIES:
        return ""
    return f"TYPE is “{category}”" if category else "no TYPE on mets"


def _other_category(node: MetsNode, _: Facts) -> str:
    is_missing = node.get("TYPE").lower() == "other" and not node.get("csip:OTHERTYPE")
    return "no csip:OTHERTYPE on mets" if is_missing else ""


def software(facts: Facts) -> Sequence[MetsNode]:
    """The agent that is most like the software that made the package, if one is like it."""
    found = max(facts.select(parts("metsHdr", "agent")), key=_likeness, default=None)
    return () if found is None or _likeness(found) < 2 else (found,)


def _likeness(agent: MetsNode) -> int:
    said = agent.get("ROLE") == "CREATOR", agent.get("TYPE") == "OTHER", agent.get("OTHERTYPE") == "SOFTWARE"
    return sum(said)


def _has_software(_: MetsNode, facts: Facts) -> str:
    return "" if facts.select(software) else "no agent that is the software"


def _name(agent: MetsNode, _: Facts) -> str:
    return "" if any(one.text for one in agent.all("name")) else "an agent without a name"


def _note(agent: MetsNode, _: Facts) -> str:
    return "" if any(one.text for one in agent.all("note")) else "no note on the software"


def _note_type(agent: MetsNode, _: Facts) -> str:
    notes = agent.all("note")
    is_right = not notes or any(one.get("csip:NOTETYPE") == "SOFTWARE VERSION" for one in notes)
    return "" if is_right else f"csip:NOTETYPE is “{notes[0].get('csip:NOTETYPE')}”"


def _group(use: str, folder: str) -> Judge:
    """A file section of the package has a group for what lies in a folder."""

    def judged(section: MetsNode, facts: Facts) -> str:
        if not facts.is_package:
            return ""
        uses = (one.get("USE") for one in section.all("fileGrp"))
        if any(one == use or one.startswith(f"{use}/") for one in uses):
            strays = [path for path, of in facts.group_of.items() if path.startswith(folder) and of != use]
            return "" if use == "Representations" or not strays else f"{strays[0]} is in another group"
        return f"no group “{use}”"

    return judged


def _files(group: MetsNode, _: Facts) -> str:
    return "" if group.count or group.all("fileGrp") else f"no file in the group “{group.get('USE')}”"


def _content_type(group: MetsNode, facts: Facts) -> str:
    is_about = facts.is_package and group.get("USE").startswith("Representations")
    return given("csip:CONTENTINFORMATIONTYPE")(group, facts) if is_about else ""


def _representation_type(node: MetsNode, facts: Facts) -> str:
    found = node.get("csip:CONTENTINFORMATIONTYPE")
    if found:
        return "" if found in CONTENT_TYPES else f"csip:CONTENTINFORMATIONTYPE is “{found}”"
    return "" if facts.is_package else "no csip:CONTENTINFORMATIONTYPE on mets"


def _described(folder: str, tags: tuple[str, ...]) -> Judge:
    """The document has a part where the package has metadata of a kind."""

    def judged(_: MetsNode, facts: Facts) -> str:
        found = facts.select(parts(*tags))
        return "" if found or not facts.holds(facts.base + folder) else f"{folder} and no {tags[-1]}"

    return judged


def _reference(of: Select, *clauses: int) -> Iterator[Check]:
    """Yield the nine requirements on a reference to a metadata file; they are the same in three sections."""
    judges = (
        equals("LOCTYPE", "URL"),
        equals("xlink:type", "simple"),
        leads_to_a_file,
        equals("MDTYPE", *METADATA_TYPES),
        is_mime,
        is_size,
        is_time("CREATED"),
        is_digest,
        equals("CHECKSUMTYPE", *DIGEST_TYPES),
    )
    for clause, judge in zip(clauses, judges, strict=True):
        yield Check(f"CSIP{clause}", of, judge)


_HEADER = parts("metsHdr")
_DESCRIPTIVE = parts("dmdSec")
_PROVENANCE = parts("amdSec", "digiprovMD")
_RIGHTS = parts("amdSec", "rightsMD")
_FILES = parts("fileSec")
_STATUS = equals("STATUS", "CURRENT", "SUPERSEDED")

DOCUMENT_CHECKS: tuple[Check, ...] = (
    Check("CSIP1", root, given("OBJID")),
    Check("CSIP2", root, _category),
    Check("CSIP3", root, _other_category),
    Check("CSIP4", root, _representation_type),
    Check("CSIP6", root, given("PROFILE")),
    Check("CSIP117", root, lacks("metsHdr")),
    Check("CSIP7", _HEADER, is_time("CREATEDATE")),
    Check("CSIP9", _HEADER, equals("csip:OAISPACKAGETYPE", *PACKAGE_TYPES)),
    Check("CSIP10", _HEADER, _has_software),
    Check("CSIP11", software, equals("ROLE", "CREATOR")),
    Check("CSIP12", software, equals("TYPE", "OTHER")),
    Check("CSIP13", software, equals("OTHERTYPE", "SOFTWARE")),
    Check("CSIP14", software, _name),
    Check("CSIP15", software, _note),
    Check("CSIP16", software, _note_type),
    Check("CSIP17", package_root, _described("metadata/descriptive/", ("dmdSec",))),
    Check("CSIP18", _DESCRIPTIVE, is_id),
    Check("CSIP19", _DESCRIPTIVE, is_time("CREATED")),
    Check("CSIP20", _DESCRIPTIVE, _STATUS),
    Check("CSIP21", _DESCRIPTIVE, lacks("mdRef")),
    *_reference(parts("dmdSec", "mdRef"), *range(22, 31)),
    Check("CSIP31", package_root, _described("metadata/preservation/", ("amdSec",))),
    Check("CSIP32", package_root, _described("metadata/preservation/", ("amdSec", "digiprovMD"))),
    Check("CSIP33", _PROVENANCE, is_id),
    Check("CSIP34", _PROVENANCE, _STATUS),
    Check("CSIP35", _PROVENANCE, lacks("mdRef")),
    *_reference(parts("amdSec", "digiprovMD", "mdRef"), *range(36, 45)),
    Check("CSIP46", _RIGHTS, is_id),
    Check("CSIP47", _RIGHTS, _STATUS),
    Check("CSIP48", _RIGHTS, lacks("mdRef")),
    *_reference(parts("amdSec", "rightsMD", "mdRef"), *range(49, 58)),
    Check("CSIP59", _FILES, is_id),
    Check("CSIP60", _FILES, _group("Documentation", "documentation/")),
    Check("CSIP113", _FILES, _group("Schemas", "schemas/")),
    Check("CSIP114", _FILES, _group("Representations", "representations/")),
    Check("CSIP62", GROUPS, _content_type),
    Check("CSIP64", GROUPS, given("USE")),
    Check("CSIP65", GROUPS, is_id),
    Check("CSIP66", GROUPS, _files),
)


def _located(judge: Judge) -> Judge:
    """What is asked of the locations of a file."""

    def judged(file: MetsNode, facts: Facts) -> str:
        for one in file.below:
            if one.tag == "FLocat" and (wrong := judge(one, facts)):
                return wrong
        return ""

    return judged


def _no_nodes(_: Facts) -> Sequence[MetsNode]:
    return ()


FILE_CHECKS: tuple[Check, ...] = (
    Check("CSIP67", _no_nodes, is_id),
    Check("CSIP68", _no_nodes, is_mime),
    Check("CSIP69", _no_nodes, is_size),
    Check("CSIP70", _no_nodes, is_time("CREATED")),
    Check("CSIP71", _no_nodes, is_digest),
    Check("CSIP72", _no_nodes, equals("CHECKSUMTYPE", *DIGEST_TYPES)),
    Check("CSIP76", _no_nodes, lacks("FLocat")),
    Check("CSIP77", _no_nodes, _located(equals("LOCTYPE", "URL"))),
    Check("CSIP78", _no_nodes, _located(equals("xlink:type", "simple"))),
    Check("CSIP79", _no_nodes, _located(leads_to_a_file)),
)
"""What is asked of each file; the files of a document are not kept, so they are given to these one by one."""
