"""What SIP, AIP and DIP 2.2.0 ask beside CSIP, as data, and what CSIP asks of the folders of a package."""

from collections.abc import Mapping, Sequence

from bayegan.export.eark_checks import software
from bayegan.export.eark_facts import Check, Facts, Judge, Select, equals, lacks, package_root, parts
from bayegan.export.eark_form import AIP, DIP, SIP
from bayegan.metadata.mets_node import MetsNode

_HEADER = parts("metsHdr")
_DESCRIPTIVE = parts("dmdSec")
_REFERENCES = parts("amdSec", "digiprovMD", "mdRef")
_NAMES = ("ORGANIZATION", "INDIVIDUAL")


def _people(facts: Facts) -> list[MetsNode]:
    """Every agent but the software."""
    made_by = next(iter(facts.select(software)), None)
    return [one for one in facts.select(parts("metsHdr", "agent")) if one is not made_by]


def _role(agent: MetsNode) -> str:
    """Return the role that an agent is meant to have: a role of the specification may be misplaced."""
    return agent.get("OTHERROLE").upper() if agent.get("ROLE") == "OTHER" else agent.get("ROLE")


def _of_role(role: str) -> Select:
    def selected(facts: Facts) -> list[MetsNode]:
        return [one for one in facts.select(_people) if _role(one) == role]

    return selected


_creators = _of_role("ARCHIVIST")
_preservers = _of_role("PRESERVATION")


def _submitters(facts: Facts) -> list[MetsNode]:
    """The submitting agent: the first that made or submits the package, or is said to."""
    roles = ("CREATOR", "SUBMITTER", "SUBMITTING")
    return [one for one in facts.select(_people) if _role(one) in roles][:1]


def _contacts(facts: Facts) -> list[MetsNode]:
    """The contact persons: those that made the package beside the submitting agent, or are called contact."""
    others = [one for one in facts.select(_people) if one not in facts.select(_submitters)]
    return [one for one in others if _role(one) in ("CREATOR", "CONTACT")]


def _has_submitter(_: MetsNode, facts: Facts) -> str:
    return "" if facts.select(_submitters) else "no agent that submits the package"


def _name(agent: MetsNode, _: Facts) -> str:
    return (
        "" if any(one.text for one in agent.all("name")) else f"an agent of the role {_role(agent)} without a name"
    )


def _is_identification(agent: MetsNode, _: Facts) -> str:
    """Its notes are typed as identification codes; a contact person's notes are not asked for that."""
    wrong = [one for one in agent.all("note") if one.get("csip:NOTETYPE") != "IDENTIFICATIONCODE"]
    return f"csip:NOTETYPE is “{wrong[0].get('csip:NOTETYPE')}”" if wrong else ""


def _is_the_archives_own(node: MetsNode, facts: Facts) -> str:
    stated, own = node.get("OBJID"), facts.identity
    return "" if own is None or stated == own else f"OBJID is “{stated}”, and the archive's identifier “{own}”"


def _is_of_its_own(node: MetsNode, facts: Facts) -> str:
    stated = node.get("OBJID")
    if not stated:
        return "no OBJID on mets"
    return f"OBJID is “{stated}”, as that of the AIP" if stated == facts.identity else ""


def _has_current(_: MetsNode, facts: Facts) -> str:
    found = facts.select(_DESCRIPTIVE)
    return "" if not found or any(one.get("STATUS") == "CURRENT" for one in found) else "no STATUS CURRENT"


def _has_provenance(_: MetsNode, facts: Facts) -> str:
    return "" if facts.select(_REFERENCES) else "no mdRef in a digiprovMD"


def _has_premis(_: MetsNode, facts: Facts) -> str:
    found = facts.select(_REFERENCES)
    return "" if not found or any(_is_premis(one) for one in found) else "no MDTYPE PREMIS"


def _is_premis(reference: MetsNode) -> bool:
    return reference.get("MDTYPE").startswith("PREMIS")


def _premis(facts: Facts) -> Sequence[MetsNode]:
    return [one for one in facts.select(_REFERENCES) if _is_premis(one)]


def _is_three(node: MetsNode, _: Facts) -> str:
    version = node.get("MDTYPEVERSION")
    return "" if version.startswith("3") else f"MDTYPEVERSION is “{version}”"


KIND_CHECKS: Mapping[str, tuple[Check, ...]] = {
    SIP.type: (
        Check("SIP2", package_root, equals("PROFILE", SIP.profile)),
        Check("SIP4", _HEADER, equals("csip:OAISPACKAGETYPE", SIP.type)),
        Check("SIP10", _creators, equals("ROLE", "ARCHIVIST")),
        Check("SIP11", _creators, equals("TYPE", *_NAMES)),
        Check("SIP12", _creators, _name),
        Check("SIP14", _creators, _is_identification),
        Check("SIP15", _HEADER, _has_submitter),
        Check("SIP16", _submitters, equals("ROLE", "CREATOR")),
        Check("SIP17", _submitters, equals("TYPE", *_NAMES)),
        Check("SIP18", _submitters, _name),
        Check("SIP20", _submitters, _is_identification),
        Check("SIP22", _contacts, equals("ROLE", "CREATOR")),
        Check("SIP23", _contacts, equals("TYPE", "INDIVIDUAL")),
        Check("SIP24", _contacts, _name),
        Check("SIP27", _preservers, equals("ROLE", "PRESERVATION")),
        Check("SIP28", _preservers, equals("TYPE", "ORGANIZATION")),
        Check("SIP29", _preservers, _name),
        Check("SIP31", _preservers, _is_identification),
    ),
    AIP.type: (
        Check("AIPM1", package_root, _is_the_archives_own),
        Check("AIPM2", package_root, equals("PROFILE", AIP.profile)),
        Check("AIPM3", _HEADER, equals("csip:OAISPACKAGETYPE", AIP.type)),
        Check("AIPM4", package_root, _has_current),
        Check("AIPM5", package_root, _has_provenance),
        Check("AIPM6", package_root, _has_premis),
        Check("AIPM7", _premis, _is_three),
    ),
    DIP.type: (
        Check("DIP1", package_root, _is_of_its_own),
        Check("DIP2", package_root, equals("PROFILE", DIP.profile)),
        Check("DIP3", _HEADER, equals("csip:OAISPACKAGETYPE", DIP.type)),
        Check("DIP4", _DESCRIPTIVE, equals("STATUS", "CURRENT")),
    ),
}


def _has_folder(folder: str) -> Judge:
    def judged(_: MetsNode, facts: Facts) -> str:
        return "" if facts.holds(folder) else f"no {folder} in the package"

    return judged


def _root_is_named(node: MetsNode, facts: Facts) -> str:
    stated = node.get("OBJID")
    return "" if stated == facts.view.name else f"the folder is “{facts.view.name}”, and OBJID “{stated}”"


def _representations(facts: Facts) -> dict[str, set[str]]:
    """Return what lies directly in each folder of a representation."""
    found: dict[str, set[str]] = {}
    for path in facts.view.paths():
        folder, _, rest = path.partition("/")
        name, _, inside = rest.partition("/")
        if folder == "representations" and inside:
            found.setdefault(name, set()).add(inside.partition("/")[0])
    return found


def _each_has(what: str) -> Judge:
    def judged(_: MetsNode, facts: Facts) -> str:
        wrong = [name for name, inside in _representations(facts).items() if what not in inside]
        return f"no {what} in representations/{wrong[0]}" if wrong else ""

    return judged


def _are_in_folders(_: MetsNode, facts: Facts) -> str:
    loose = [path for path in facts.view.paths() if path.startswith("representations/") and path.count("/") == 1]
    return f"{loose[0]} lies in no folder of a representation" if loose else ""


FOLDER_CHECKS: tuple[Check, ...] = (
    Check("CSIPSTR2", package_root, _root_is_named),
    Check("CSIPSTR5", package_root, _has_folder("metadata/")),
    Check("CSIPSTR6", package_root, _has_folder("metadata/preservation/")),
    Check("CSIPSTR7", package_root, _has_folder("metadata/descriptive/")),
    Check("CSIPSTR9", package_root, _has_folder("representations/")),
    Check("CSIPSTR10", package_root, _are_in_folders),
    Check("CSIPSTR12", package_root, _each_has("METS.xml")),
    Check("CSIPSTR15", package_root, _has_folder("schemas/")),
    Check("CSIPSTR16", package_root, _has_folder("documentation/")),
    Check("CSIP58", package_root, lacks("fileSec")),
)
