"""The linter of E-ARK packages: every requirement has a package that breaks it, made of a good one."""

import re
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bayegan.errors import WrongUse
from bayegan.export.eark_checks import DOCUMENT_CHECKS, FILE_CHECKS
from bayegan.export.eark_kinds import FOLDER_CHECKS, KIND_CHECKS
from bayegan.export.eark_lint import lint
from bayegan.export.eark_structure import STRUCTURE_CHECKS
from bayegan.metadata import mets_reader
from bayegan.model.findings import Finding
from bayegan.model.rules.eark import EARK_RULES, MUSTS, SHOULDS
from eark_made import eark_item, made

Change = Callable[[Path], object]
REP = "representations/rep1/METS.xml"
AGENTS = """
    <agent ROLE="ARCHIVIST" TYPE="ORGANIZATION">
      <name>Keeper</name>
      <note csip:NOTETYPE="IDENTIFICATIONCODE">K-1</note>
    </agent>
    <agent ROLE="CREATOR" TYPE="INDIVIDUAL">
      <name>Contact</name>
      <note>contact@example.org</note>
    </agent>
    <agent ROLE="PRESERVATION" TYPE="ORGANIZATION">
      <name>Preserver</name>
      <note csip:NOTETYPE="IDENTIFICATIONCODE">P-1</note>
    </agent>
  </metsHdr>"""
SUBMITTER = """<name>Test Archive</name>
      <note csip:NOTETYPE="IDENTIFICATIONCODE">T-1</note>"""


def edit(old: str, new: str, package: Path, mets: str = "METS.xml") -> None:
    """Put `new` in the place of what the expression `old` finds first; nothing found is a mistake in the test."""
    text = (package / mets).read_text(encoding="utf-8")
    changed, count = re.subn(old, new, text, count=1, flags=re.DOTALL)
    assert count == 1, old
    (package / mets).write_text(changed, encoding="utf-8")


def at(old: str, new: str) -> Change:
    return partial(edit, old, new)


def both(*changes: Change) -> Change:
    return lambda package: [change(package) for change in changes]


def remove(path: str) -> Change:
    def change(package: Path) -> None:
        shutil.rmtree(package / path)

    return change


def rich(package: Path) -> None:
    """Give a SIP all that a METS may say: every agent, and rights metadata."""
    edit(r"\n  </metsHdr>", AGENTS, package)
    edit(r"<name>Test Archive</name>", SUBMITTER, package)
    text = (package / "METS.xml").read_text(encoding="utf-8")
    found = re.search(r"<digiprovMD.*?</digiprovMD>", text, re.DOTALL)
    assert found
    rights = found[0].replace("digiprovMD", "rightsMD").replace("metadata-3", "rights-1")
    (package / "METS.xml").write_text(text.replace("</amdSec>", f"{rights}\n  </amdSec>"), encoding="utf-8")


def reference(section: str) -> tuple[Change, ...]:
    """The nine ways to break a reference of a section, in the order of the requirements."""
    start = rf"(<{section}\b.*?<mdRef[^>]*?)"
    return (
        at(start + ' LOCTYPE="URL"', r'\1 LOCTYPE="PURL"'),
        at(start + ' xlink:type="simple"', r"\1"),
        at(start + ' xlink:href="metadata/', r'\1 xlink:href="metadata/no/'),
        at(start + ' MDTYPE="[A-Z]*"', r'\1 MDTYPE="NOTHING"'),
        at(start + ' MIMETYPE="application/xml"', r'\1 MIMETYPE="xml"'),
        at(start + ' SIZE="', r'\1 SIZE="9'),
        at(start + ' CREATED="[^"]*"', r'\1 CREATED="2026-11-22"'),
        at(start + ' CHECKSUM="[0-9a-f]{6}', r'\1 CHECKSUM="000000'),
        at(start + ' CHECKSUMTYPE="SHA-512"', r'\1 CHECKSUMTYPE="BLAKE3"'),
    )


def numbered(first: int, changes: tuple[Change, ...]) -> dict[str, Change]:
    return {f"CSIP{number}": change for number, change in enumerate(changes, first)}


FILE = r'(<file ID="ID-documentation-1"[^>]*?)'
FLOCAT = r'(<file ID="ID-documentation-1".*?<FLocat[^>]*?)'
SIP_CHANGES: dict[str, Change] = {
    "CSIP1": at(' OBJID="letter-1"', ' OBJID=" "'),
    "CSIP2": at(' TYPE="Mixed"', ' TYPE="Letters"'),
    "CSIP3": at(' TYPE="Mixed"', ' TYPE="Other"'),
    "CSIP4": at(' csip:CONTENTINFORMATIONTYPE="OTHER"', ' csip:CONTENTINFORMATIONTYPE="LETTERS"'),
    "CSIP6": at(' PROFILE="[^"]*"', ""),
    "CSIP117": at(r"<metsHdr.*</metsHdr>", ""),
    "CSIP7": at(' CREATEDATE="[^"]*"', ' CREATEDATE="today"'),
    "CSIP9": at(' csip:OAISPACKAGETYPE="SIP"', ' csip:OAISPACKAGETYPE="PARCEL"'),
    "CSIP10": at('ROLE="CREATOR" TYPE="OTHER" OTHERTYPE="SOFTWARE"', 'ROLE="EDITOR" TYPE="OTHER" OTHERTYPE="X"'),
    "CSIP11": at('ROLE="CREATOR" TYPE="OTHER"', 'ROLE="EDITOR" TYPE="OTHER"'),
    "CSIP12": at('TYPE="OTHER" OTHERTYPE', 'TYPE="INDIVIDUAL" OTHERTYPE'),
    "CSIP13": at('OTHERTYPE="SOFTWARE"', 'OTHERTYPE="PROGRAM"'),
    "CSIP14": at("<name>bayegan</name>", "<name> </name>"),
    "CSIP15": at(r"<note csip:NOTETYPE=\"SOFTWARE VERSION\">[^<]*</note>", ""),
    "CSIP16": at('NOTETYPE="SOFTWARE VERSION"', 'NOTETYPE="IDENTIFICATIONCODE"'),
    "CSIP17": both(at(r"<dmdSec.*</dmdSec>", ""), at(' DMDID="[^"]*"', "")),
    "CSIP18": at('<dmdSec ID="metadata-2"', '<dmdSec ID="metadata-1"'),
    "CSIP19": at('(<dmdSec[^>]*) CREATED="[^"]*"', r"\1"),
    "CSIP20": at('(<dmdSec[^>]*) STATUS="CURRENT"', r"\1"),
    "CSIP21": at(r'(<dmdSec ID="metadata-2"[^>]*>).*?<mdRef[^>]*>', r"\1"),
    **numbered(22, reference("dmdSec")),
    "CSIP31": both(at(r"<amdSec.*</amdSec>", ""), at(' ADMID="[^"]*"', "")),
    "CSIP32": at(r"<digiprovMD.*</digiprovMD>", ""),
    "CSIP33": at('<digiprovMD ID="metadata-3"', "<digiprovMD"),
    "CSIP34": at('(<digiprovMD[^>]*) STATUS="CURRENT"', r"\1"),
    "CSIP35": at(r"(<digiprovMD[^>]*>)\s*<mdRef[^>]*>", r"\1"),
    **numbered(36, reference("digiprovMD")),
    "CSIP46": at('<rightsMD ID="rights-1"', "<rightsMD"),
    "CSIP47": at('(<rightsMD[^>]*) STATUS="CURRENT"', r"\1"),
    "CSIP48": at(r"(<rightsMD[^>]*>)\s*<mdRef[^>]*>", r"\1"),
    **numbered(49, reference("rightsMD")),
    "CSIP58": lambda package: (package / "documentation/stray.txt").write_text("stray"),
    "CSIP59": at('<fileSec ID="files-1"', "<fileSec"),
    "CSIP60": at('USE="Documentation"', 'USE="Papers"'),
    "CSIP113": at('USE="Schemas"', 'USE="Papers"'),
    "CSIP114": at('USE="Representations/rep1"', 'USE="Content"'),
    "CSIP62": at('(<fileGrp ID="group-representation"[^>]*) csip:CONTENTINFORMATIONTYPE="OTHER"', r"\1"),
    "CSIP64": at(' USE="Documentation"', ""),
    "CSIP65": at('<fileGrp ID="group-schemas"', '<fileGrp ID="group-documentation"'),
    "CSIP66": at(r'(<fileGrp ID="group-documentation"[^>]*>).*?</fileGrp>', r"\1</fileGrp>"),
    "CSIP67": at('<file ID="ID-schemas-2"', '<file ID="ID-schemas-1"'),
    "CSIP68": at(FILE + ' MIMETYPE="[^"]*"', r"\1"),
    "CSIP69": at(FILE + ' SIZE="[^"]*"', r'\1 SIZE="1"'),
    "CSIP70": at(FILE + ' CREATED="[^"]*"', r"\1"),
    "CSIP71": at(FILE + ' CHECKSUM="[^"]*"', r"\1"),
    "CSIP72": at(FILE + ' CHECKSUMTYPE="[^"]*"', r"\1"),
    "CSIP76": at(r'(<file ID="ID-documentation-1"[^>]*>).*?<FLocat[^>]*>', r"\1"),
    "CSIP77": at(FLOCAT + ' LOCTYPE="URL"', r'\1 LOCTYPE="HANDLE"'),
    "CSIP78": at(FLOCAT + ' xlink:type="simple"', r"\1"),
    "CSIP79": at("documentation/README.txt", "../README.txt"),
    "CSIP80": at(r"<structMap.*</structMap>", ""),
    "CSIP81": at('TYPE="PHYSICAL"', 'TYPE="LOGICAL"'),
    "CSIP82": at('LABEL="CSIP"', 'LABEL="OWN"'),
    "CSIP83": at('<structMap ID="structure-1"', "<structMap"),
    "CSIP84": at(r"(<structMap[^>]*>)", r'\1<div ID="second"/>'),
    "CSIP85": at('<div ID="division-main"', "<div"),
    "CSIP88": at(r'<div ID="division-metadata".*?</div>', ""),
    "CSIP89": at('<div ID="division-metadata"', "<div"),
    "CSIP90": at('LABEL="Metadata"', 'LABEL="Descriptions"'),
    "CSIP91": at(' ADMID="metadata-3"', ""),
    "CSIP92": at(' DMDID="metadata-1 ', ' DMDID="'),
    "CSIP93": at(r'<div ID="division-documentation".*?</div>', ""),
    "CSIP94": at('<div ID="division-documentation"', "<div"),
    "CSIP95": at('LABEL="Documentation"', 'LABEL="Papers"'),
    "CSIP96": at('<fptr FILEID="group-documentation"/>', ""),
    "CSIP116": at('<fptr FILEID="group-documentation"/>', '<fptr FILEID="group-schemas"/>'),
    "CSIP97": at(r'<div ID="division-schemas".*?</div>', ""),
    "CSIP98": at('<div ID="division-schemas"', "<div"),
    "CSIP99": at('LABEL="Schemas"', 'LABEL="Forms"'),
    "CSIP100": at('<fptr FILEID="group-schemas"/>', ""),
    "CSIP118": at('<fptr FILEID="group-schemas"/>', '<fptr FILEID="group-documentation"/>'),
    "CSIP101": at(r'<div ID="division-representations".*</div>(\s*</div>\s*</structMap>)', r"\1"),
    "CSIP102": at('<div ID="division-representations"', "<div"),
    "CSIP103": at('LABEL="Representations"', 'LABEL="Content"'),
    "CSIP104": at('<fptr FILEID="group-representation"/>', ""),
    "CSIP119": at('<fptr FILEID="group-representation"/>', '<fptr FILEID="group-schemas"/>'),
    "CSIP105": at(r'<div ID="division-representation" .*?</div>', ""),
    "CSIP106": at('<div ID="division-representation" ', "<div "),
    "CSIP107": at('LABEL="Representations/rep1"', 'LABEL="Representations/other"'),
    "CSIP108": at(' xlink:title="group-representation"', ' xlink:title="group"'),
    "CSIP109": at(r"(<mptr [^>]*>)", r"\1\1"),
    "CSIP110": at('<mptr ([^>]*)xlink:href="representations', r'<mptr \1xlink:href="no'),
    "CSIP111": at('<mptr ([^>]*) xlink:type="simple"', r"<mptr \1"),
    "CSIP112": at('<mptr ([^>]*)LOCTYPE="URL"', r'<mptr \1LOCTYPE="URN"'),
    "CSIPSTR2": at(' OBJID="letter-1"', ' OBJID="letter-2"'),
    "CSIPSTR4": lambda package: (package / "METS.xml").unlink(),
    "CSIPSTR5": remove("metadata"),
    "CSIPSTR6": remove("metadata/preservation"),
    "CSIPSTR7": remove("metadata/descriptive"),
    "CSIPSTR9": remove("representations"),
    "CSIPSTR10": lambda package: (package / "representations/loose.txt").write_text("loose"),
    "CSIPSTR12": lambda package: (package / REP).unlink(),
    "CSIPSTR15": remove("schemas"),
    "CSIPSTR16": remove("documentation"),
    "SIP2": at("E-ARK-SIP-v2-2-0", "E-ARK-SIP-v2-0-4"),
    "SIP4": at(' csip:OAISPACKAGETYPE="SIP"', ' csip:OAISPACKAGETYPE="AIP"'),
    "SIP10": at('ROLE="ARCHIVIST"', 'ROLE="OTHER" OTHERROLE="ARCHIVIST"'),
    "SIP11": at('ROLE="ARCHIVIST" TYPE="ORGANIZATION"', 'ROLE="ARCHIVIST" TYPE="OTHER"'),
    "SIP12": at("<name>Keeper</name>", "<name/>"),
    "SIP14": at('(<name>Keeper</name>\\s*<note) csip:NOTETYPE="IDENTIFICATIONCODE"', r"\1"),
    "SIP15": both(
        at(r'<agent ROLE="CREATOR" TYPE="ORGANIZATION">.*?</agent>', ""),
        at(r'<agent ROLE="CREATOR" TYPE="INDIVIDUAL">.*?</agent>', ""),
    ),
    "SIP16": at('ROLE="CREATOR" TYPE="ORGANIZATION"', 'ROLE="OTHER" OTHERROLE="SUBMITTER" TYPE="ORGANIZATION"'),
    "SIP17": at('ROLE="CREATOR" TYPE="ORGANIZATION"', 'ROLE="CREATOR" TYPE="OTHER"'),
    "SIP18": at("<name>Test Archive</name>", "<name/>"),
    "SIP20": at('(<name>Test Archive</name>\\s*<note) csip:NOTETYPE="IDENTIFICATIONCODE"', r"\1"),
    "SIP22": at('ROLE="CREATOR" TYPE="INDIVIDUAL"', 'ROLE="OTHER" OTHERROLE="CONTACT" TYPE="INDIVIDUAL"'),
    "SIP23": at('ROLE="CREATOR" TYPE="INDIVIDUAL"', 'ROLE="CREATOR" TYPE="ORGANIZATION"'),
    "SIP24": at("<name>Contact</name>", "<name/>"),
    "SIP27": at('ROLE="PRESERVATION"', 'ROLE="OTHER" OTHERROLE="PRESERVATION"'),
    "SIP28": at('ROLE="PRESERVATION" TYPE="ORGANIZATION"', 'ROLE="PRESERVATION" TYPE="INDIVIDUAL"'),
    "SIP29": at("<name>Preserver</name>", "<name/>"),
    "SIP31": at('(<name>Preserver</name>\\s*<note) csip:NOTETYPE="IDENTIFICATIONCODE"', r"\1"),
}
AIP_CHANGES: dict[str, Change] = {
    "AIPM1": both(at(' OBJID="letter-1"', ' OBJID="letter-1-2"')),
    "AIPM2": at("E-ARK-AIP-v2-2-0", "E-ARK-AIP-v2-1-0"),
    "AIPM3": at(' csip:OAISPACKAGETYPE="AIP"', ' csip:OAISPACKAGETYPE="DIP"'),
    "AIPM4": lambda package: [edit(' STATUS="CURRENT"', ' STATUS="SUPERSEDED"', package) for _ in range(3)],
    "AIPM5": at(r"(<digiprovMD[^>]*>)\s*<mdRef[^>]*>", r"\1"),
    "AIPM6": at('MDTYPE="PREMIS"', 'MDTYPE="OTHER"'),
    "AIPM7": at('MDTYPEVERSION="3.0"', 'MDTYPEVERSION="2.2"'),
}
DIP_CHANGES: dict[str, Change] = {
    "DIP1": at(' OBJID="letter-1_DIP"', ' OBJID="letter-1"'),
    "DIP2": at("profile/E-ARK-DIP.xml", "profile/E-ARK-DIP-own.xml"),
    "DIP3": at(' csip:OAISPACKAGETYPE="DIP"', ' csip:OAISPACKAGETYPE="SIP"'),
    "DIP4": at('(<dmdSec[^>]*) STATUS="CURRENT"', r'\1 STATUS="SUPERSEDED"'),
}
OF_ARCHIVE_FILES = {"CSIPSTR1"}
OF_THE_EXPORTER = {"eark-organisation-unknown", "eark-aip-in-part"}
ALSO: dict[str, set[str]] = {
    "CSIP1": {"CSIPSTR2"},
    "CSIP9": {"SIP4"},
    "CSIP6": {"SIP2"},
    "CSIP17": {"CSIP58"},
    "CSIP24": {"CSIP58"},
    "CSIP21": {"CSIP58"},
    "CSIP31": {"CSIP32", "CSIP58"},
    "CSIP33": {"CSIP91"},
    "CSIP64": {"CSIP60", "CSIP116"},
    "CSIP60": {"CSIP116"},
    "CSIP113": {"CSIP118"},
    "CSIP114": {"CSIP107", "CSIP108", "CSIP119"},
    "CSIP65": {"CSIP116", "CSIP118"},
    "CSIP66": {"CSIP58"},
    "CSIP76": {"CSIP58"},
    "CSIP79": {"CSIP58"},
    "CSIP101": {"CSIP105"},
    "CSIP110": {"CSIP105"},
    "CSIPSTR5": {"CSIPSTR6", "CSIPSTR7", "CSIP24", "CSIP38", "CSIP51"},
    "CSIPSTR6": {"CSIP38", "CSIP51"},
    "CSIPSTR7": {"CSIP24"},
    "CSIPSTR9": {"CSIP79", "CSIP110"},
    "CSIPSTR10": {"CSIP58"},
    "CSIPSTR12": {"CSIP58", "CSIP79", "CSIP110"},
    "CSIPSTR15": {"CSIP79"},
    "CSIPSTR16": {"CSIP79"},
    "AIPM5": {"CSIP35", "CSIP58"},
    "AIPM1": {"CSIPSTR2"},
    "DIP1": {"CSIPSTR2"},
}
"""What else the change to a package breaks of necessity."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good packages: sip/letter-1 with all that a METS may say, aip/letter-1 and dip/letter-1_DIP."""
    root = tmp_path_factory.mktemp("good")
    for kind in ("sip", "aip", "dip"):
        made(root / f"of-{kind}", kind)
    for kind in ("sip", "aip", "dip"):
        shutil.copytree(root / f"of-{kind}" / kind, root / kind)
    rich(root / "sip" / "letter-1")
    return root


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {one.code.removeprefix("eark-").upper() for one in findings}


@pytest.mark.parametrize("name", ["sip/letter-1", "aip/letter-1", "dip/letter-1_DIP"])
def test_a_good_package_raises_nothing(good: Path, name: str) -> None:
    assert lint(good / name, None if name.startswith("sip") else "letter-1") == ()


def test_every_requirement_is_checked_and_has_a_package_that_breaks_it() -> None:
    every = (*DOCUMENT_CHECKS, *FILE_CHECKS, *STRUCTURE_CHECKS, *FOLDER_CHECKS)
    checked = {one.clause for one in (*every, *(one for of in KIND_CHECKS.values() for one in of))}
    known = {clause for clause, _, _ in (*MUSTS, *SHOULDS)}
    assert checked | {"CSIPSTR1", "CSIPSTR4"} == known
    assert {*SIP_CHANGES, *AIP_CHANGES, *DIP_CHANGES, *OF_ARCHIVE_FILES} == known
    assert {f"eark-{clause.lower()}" for clause in known} | OF_THE_EXPORTER == set(EARK_RULES)


def test_all_musts_of_the_four_specifications_are_there() -> None:
    counts = {kind: sum(1 for clause, _, _ in MUSTS if re.fullmatch(rf"{kind}\d+", clause)) for kind in
              ("CSIP", "CSIPSTR", "SIP", "AIPM", "DIP")}  # fmt: skip
    assert counts == {"CSIP": 86, "CSIPSTR": 2, "SIP": 18, "AIPM": 4, "DIP": 3}


@pytest.mark.parametrize(
    ("name", "clause", "change"),
    [
        *(("sip/letter-1", clause, change) for clause, change in SIP_CHANGES.items()),
        *(("aip/letter-1", clause, change) for clause, change in AIP_CHANGES.items()),
        *(("dip/letter-1_DIP", clause, change) for clause, change in DIP_CHANGES.items()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_package_names_the_requirement(
    good: Path, tmp_path: Path, name: str, clause: str, change: Change
) -> None:
    package = tmp_path / Path(name).name
    shutil.copytree(good / name, package)
    change(package)
    assert codes(lint(package, None if name.startswith("sip") else "letter-1")) == {clause} | ALSO.get(
        clause, set()
    )


def test_an_archive_file_with_two_folders_at_the_top(tmp_path: Path) -> None:
    package, _ = made(tmp_path, options={"as": "zip"})
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("second/METS.xml", "<mets/>")
    assert codes(lint(package)) == {"CSIPSTR1"}


def test_the_profile_decides_what_a_package_has_to_be(good: Path, tmp_path: Path) -> None:
    package = tmp_path / "letter-1"
    shutil.copytree(good / "aip" / "letter-1", package)
    edit(' csip:OAISPACKAGETYPE="AIP"', ' csip:OAISPACKAGETYPE="SIP"', package)
    assert codes(lint(package)) == {"AIPM3"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<mets", "line 1"),
        (b"<!DOCTYPE mets><mets/>", "a DOCTYPE"),
        (b'<mets xmlns="http://www.loc.gov/METS/v2"/>', "no mets of METS 1"),
    ],
)
def test_what_is_no_mets_is_said_to_be_none(good: Path, tmp_path: Path, content: bytes, said: str) -> None:
    package = tmp_path / "letter-1"
    shutil.copytree(good / "sip" / "letter-1", package)
    (package / "METS.xml").write_bytes(content)
    (finding,) = lint(package)
    assert finding.code == "eark-csipstr4"
    assert said in finding.found


def test_a_document_that_was_changed_is_found(tmp_path: Path) -> None:
    package, _ = made(tmp_path)
    (package / "representations/rep1/data/empty.txt").write_bytes(b"no longer")
    found = lint(package)
    assert codes(found) == {"CSIP69", "CSIP71"}
    assert {one.path for one in found} == {"letter-1/representations/rep1/METS.xml"}


def test_a_large_mets_is_read_in_a_stream_with_the_same_findings(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for clause, change in list(SIP_CHANGES.items())[::7]:
        package = tmp_path / clause / "letter-1"
        shutil.copytree(good / "sip" / "letter-1", package)
        change(package)
        whole = lint(package)
        with monkeypatch.context() as patch:
            patch.setattr(mets_reader, "LARGE", 0)
            assert lint(package) == whole


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(WrongUse):
        lint(tmp_path / "notes.txt")


def test_an_item_without_documents_is_a_package_too(tmp_path: Path) -> None:
    package, findings = made(tmp_path, item=eark_item(tmp_path / "archive", {}))
    assert findings == ()
    assert lint(package) == ()
