"""The requirements of E-ARK's CSIP, SIP, AIP and DIP 2.2.0 (DILCIS Board, 17 May 2024), in our words.

Every MUST of the four specifications that speaks of METS or of the folders is here, and the SHOULDs that can be
told from a package. A MUST is an error, a SHOULD a warning. The code of a requirement is its name: `eark-csip1`.
"""

from collections.abc import Iterator

from bayegan.model.rules.rule import Rule

MUSTS: tuple[tuple[str, str, str], ...] = (
    ("CSIP1", "a METS document states the identifier of what it is of, in OBJID", "OBJID with a text"),
    (
        "CSIP2",
        "mets/TYPE names the category of the content, by CSIP's list or as Other",
        "a term of the list of content categories",
    ),
    ("CSIP6", "mets/PROFILE names the profile that the package follows", "the address of a METS profile"),
    ("CSIP117", "a METS document has a header", "metsHdr"),
    ("CSIP7", "the header says when the package was made", "CREATEDATE, a date and time"),
    (
        "CSIP9",
        "the header says what kind of OAIS package this is",
        "csip:OAISPACKAGETYPE of SIP, AIP, DIP, AIU or AIC",
    ),
    (
        "CSIP10",
        "the header names the software that made the package as an agent",
        "an agent CREATOR, OTHER, SOFTWARE",
    ),
    ("CSIP11", "the agent that is the software has the role CREATOR", 'ROLE="CREATOR"'),
    ("CSIP12", "the agent that is the software has the type OTHER", 'TYPE="OTHER"'),
    ("CSIP13", "the agent that is the software has the other type SOFTWARE", 'OTHERTYPE="SOFTWARE"'),
    ("CSIP14", "the agent that is the software has a name", "a name"),
    ("CSIP15", "the version of the software stands in a note", "a note"),
    ("CSIP16", "the note on the software is typed as its version", 'csip:NOTETYPE="SOFTWARE VERSION"'),
    ("CSIP18", "a section of descriptive metadata has an identifier of its own", "an ID that nothing else has"),
    ("CSIP19", "a section of descriptive metadata says when it was made", "CREATED, a date and time"),
    ("CSIP22", "a reference to descriptive metadata is a URL", 'LOCTYPE="URL"'),
    ("CSIP23", "a reference to descriptive metadata is a simple link", 'xlink:type="simple"'),
    (
        "CSIP24",
        "a reference to descriptive metadata leads to the file",
        "xlink:href, a reference to a file of the package",
    ),
    (
        "CSIP25",
        "a reference to descriptive metadata names the form of it, as METS lists them",
        "MDTYPE, such as DC, PREMIS or OTHER",
    ),
    ("CSIP26", "a reference to descriptive metadata states the media type", "MIMETYPE, such as application/xml"),
    ("CSIP27", "a reference to descriptive metadata states the size, the one that the file has", "SIZE in octets"),
    ("CSIP28", "a reference to descriptive metadata says when the file was made", "CREATED, a date and time"),
    ("CSIP29", "a reference to descriptive metadata states the digest, the one that the file has", "CHECKSUM"),
    (
        "CSIP30",
        "a reference to descriptive metadata names the algorithm of the digest, as METS lists them",
        "CHECKSUMTYPE, such as SHA-512",
    ),
    ("CSIP33", "digital provenance has an identifier of its own", "an ID that nothing else has"),
    ("CSIP36", "a reference to digital provenance is a URL", 'LOCTYPE="URL"'),
    ("CSIP37", "a reference to digital provenance is a simple link", 'xlink:type="simple"'),
    (
        "CSIP38",
        "a reference to digital provenance leads to the file",
        "xlink:href, a reference to a file of the package",
    ),
    (
        "CSIP39",
        "a reference to digital provenance names the form of it, as METS lists them",
        "MDTYPE, such as DC, PREMIS or OTHER",
    ),
    ("CSIP40", "a reference to digital provenance states the media type", "MIMETYPE, such as application/xml"),
    ("CSIP41", "a reference to digital provenance states the size, the one that the file has", "SIZE in octets"),
    ("CSIP42", "a reference to digital provenance says when the file was made", "CREATED, a date and time"),
    ("CSIP43", "a reference to digital provenance states the digest, the one that the file has", "CHECKSUM"),
    (
        "CSIP44",
        "a reference to digital provenance names the algorithm of the digest, as METS lists them",
        "CHECKSUMTYPE, such as SHA-512",
    ),
    ("CSIP46", "rights metadata has an identifier of its own", "an ID that nothing else has"),
    ("CSIP49", "a reference to rights metadata is a URL", 'LOCTYPE="URL"'),
    ("CSIP50", "a reference to rights metadata is a simple link", 'xlink:type="simple"'),
    (
        "CSIP51",
        "a reference to rights metadata leads to the file",
        "xlink:href, a reference to a file of the package",
    ),
    (
        "CSIP52",
        "a reference to rights metadata names the form of it, as METS lists them",
        "MDTYPE, such as DC, PREMIS or OTHER",
    ),
    ("CSIP53", "a reference to rights metadata states the media type", "MIMETYPE, such as application/xml"),
    ("CSIP54", "a reference to rights metadata states the size, the one that the file has", "SIZE in octets"),
    ("CSIP55", "a reference to rights metadata says when the file was made", "CREATED, a date and time"),
    ("CSIP56", "a reference to rights metadata states the digest, the one that the file has", "CHECKSUM"),
    (
        "CSIP57",
        "a reference to rights metadata names the algorithm of the digest, as METS lists them",
        "CHECKSUMTYPE, such as SHA-512",
    ),
    ("CSIP59", "the file section has an identifier of its own", "an ID that nothing else has"),
    (
        "CSIP60",
        "documentation stands in a group of its own, called Documentation",
        'a fileGrp USE="Documentation" that holds all below documentation/',
    ),
    (
        "CSIP113",
        "schemas stand in a group of their own, called Schemas",
        'a fileGrp USE="Schemas" that holds all below schemas/',
    ),
    (
        "CSIP114",
        "content, or the METS of each representation, stands in a group called Representations, with the folder",
        "a fileGrp whose USE begins with Representations",
    ),
    ("CSIP64", "a file group says what it is for", "USE"),
    ("CSIP65", "a file group has an identifier of its own", "an ID that nothing else has"),
    ("CSIP66", "a file group holds files", "a file"),
    ("CSIP67", "a file has an identifier of its own", "an ID that nothing else has"),
    ("CSIP68", "a file has a media type", "MIMETYPE, such as text/plain"),
    ("CSIP69", "a file has a size, the one that it has", "SIZE in octets"),
    ("CSIP70", "a file says when it was made", "CREATED, a date and time"),
    ("CSIP71", "a file has a digest, the one that it has", "CHECKSUM"),
    ("CSIP72", "the algorithm of a digest is one that METS names", "CHECKSUMTYPE, such as SHA-512"),
    ("CSIP76", "a file says where it is", "an FLocat"),
    ("CSIP77", "the location of a file is a URL", 'LOCTYPE="URL"'),
    ("CSIP78", "the location of a file is a simple link", 'xlink:type="simple"'),
    ("CSIP79", "the location of a file leads to it", "xlink:href, a reference to a file of the package"),
    ("CSIP80", "a METS document has a structural map", "structMap"),
    ("CSIP81", "CSIP's structural map is a physical one", 'TYPE="PHYSICAL"'),
    ("CSIP82", "one structural map is CSIP's and is called so", 'LABEL="CSIP"'),
    ("CSIP83", "CSIP's structural map has an identifier of its own", "an ID that nothing else has"),
    ("CSIP84", "CSIP's structural map has one division at the top", "one div"),
    ("CSIP85", "the main division has an identifier of its own", "an ID that nothing else has"),
    ("CSIP88", "the main division has one for the metadata", 'a div LABEL="Metadata"'),
    ("CSIP89", "the division for the metadata has an identifier of its own", "an ID that nothing else has"),
    ("CSIP90", "the division for the metadata is called Metadata", 'LABEL="Metadata"'),
    ("CSIP94", "the division for the documentation has an identifier of its own", "an ID that nothing else has"),
    ("CSIP95", "the division for the documentation is called Documentation", 'LABEL="Documentation"'),
    ("CSIP116", "the division for the documentation points to the group of it", "FILEID, the ID of that group"),
    ("CSIP98", "the division for the schemas has an identifier of its own", "an ID that nothing else has"),
    ("CSIP99", "the division for the schemas is called Schemas", 'LABEL="Schemas"'),
    ("CSIP118", "the division for the schemas points to the group of them", "FILEID, the ID of that group"),
    ("CSIP102", "the division for the content has an identifier of its own", "an ID that nothing else has"),
    ("CSIP103", "the division for the content is called Representations", 'LABEL="Representations"'),
    ("CSIP119", "the division for the content points to the groups of it", "FILEID, the ID of such a group"),
    ("CSIP106", "the division of a representation has an identifier of its own", "an ID that nothing else has"),
    (
        "CSIP107",
        "the division of a representation is called as the group that names its METS",
        'LABEL="Representations/" and the name of the folder',
    ),
    ("CSIP108", "the pointer to a METS names the group that it stands in", "xlink:title, the ID of that group"),
    ("CSIP109", "the division of a representation has one pointer to its METS", "one mptr"),
    ("CSIP110", "the pointer to a METS leads to it", "xlink:href, a reference to a file of the package"),
    ("CSIP111", "the pointer to a METS is a simple link", 'xlink:type="simple"'),
    ("CSIP112", "the pointer to a METS is a URL", 'LOCTYPE="URL"'),
    ("CSIPSTR1", "a package lies in one folder, and an archive file holds just this folder", "one name at the top"),
    (
        "CSIPSTR4",
        "the folder of a package holds METS.xml, which describes it",
        "METS.xml, a METS document that can be read",
    ),
    (
        "SIP2",
        "mets/PROFILE of a SIP is the profile of SIP 2.2.0",
        "https://earksip.dilcis.eu/profile/E-ARK-SIP-v2-2-0.xml",
    ),
    ("SIP4", "a SIP says that it is one", 'csip:OAISPACKAGETYPE="SIP"'),
    ("SIP10", "the archival creator has the role ARCHIVIST", 'ROLE="ARCHIVIST"'),
    ("SIP11", "the archival creator is an organisation or a person", 'TYPE="ORGANIZATION" or "INDIVIDUAL"'),
    ("SIP12", "the archival creator has a name", "a name"),
    (
        "SIP14",
        "a note on the archival creator is typed as an identification code",
        'csip:NOTETYPE="IDENTIFICATIONCODE"',
    ),
    ("SIP15", "a SIP names who submits it as an agent", "an agent CREATOR beside the software"),
    ("SIP16", "the submitting agent has the role CREATOR", 'ROLE="CREATOR"'),
    ("SIP17", "the submitting agent is an organisation or a person", 'TYPE="ORGANIZATION" or "INDIVIDUAL"'),
    ("SIP18", "the submitting agent has a name", "a name"),
    (
        "SIP20",
        "a note on the submitting agent is typed as an identification code",
        'csip:NOTETYPE="IDENTIFICATIONCODE"',
    ),
    ("SIP22", "a contact person has the role CREATOR", 'ROLE="CREATOR"'),
    ("SIP23", "a contact person is a person", 'TYPE="INDIVIDUAL"'),
    ("SIP24", "a contact person has a name", "a name"),
    ("SIP27", "the preservation agent has the role PRESERVATION", 'ROLE="PRESERVATION"'),
    ("SIP28", "the preservation agent is an organisation", 'TYPE="ORGANIZATION"'),
    ("SIP29", "the preservation agent has a name", "a name"),
    (
        "SIP31",
        "a note on the preservation agent is typed as an identification code",
        'csip:NOTETYPE="IDENTIFICATIONCODE"',
    ),
    ("AIPM1", "the identifier of an AIP never changes", "OBJID, the identifier in the archive"),
    (
        "AIPM2",
        "mets/PROFILE of an AIP is the profile of AIP 2.2.0",
        "https://earkdip.dilcis.eu/profile/E-ARK-AIP-v2-2-0.xml",
    ),
    ("AIPM3", "an AIP says that it is one", 'csip:OAISPACKAGETYPE="AIP"'),
    ("AIPM5", "an AIP refers to digital provenance", "a digiprovMD with an mdRef"),
    ("DIP1", "a DIP has an identifier, another than the AIP that it was made from", "OBJID of its own"),
    ("DIP2", "mets/PROFILE of a DIP is the profile of DIP", "https://earkdip.dilcis.eu/profile/E-ARK-DIP.xml"),
    ("DIP3", "a DIP says that it is one", 'csip:OAISPACKAGETYPE="DIP"'),
)

SHOULDS: tuple[tuple[str, str, str], ...] = (
    ("CSIP3", "a category of content outside the list is named", "csip:OTHERTYPE"),
    (
        "CSIP4",
        "a representation names the specification of its content information, by CSIP's list",
        "csip:CONTENTINFORMATIONTYPE",
    ),
    ("CSIP17", "descriptive metadata that is there is referred to", "a dmdSec"),
    ("CSIP20", "descriptive metadata says whether it is current", "STATUS of CURRENT or SUPERSEDED"),
    ("CSIP21", "descriptive metadata is referred to as a file", "an mdRef"),
    ("CSIP31", "administrative metadata that is there is referred to", "an amdSec"),
    ("CSIP32", "preservation metadata that is there is referred to as digital provenance", "a digiprovMD"),
    ("CSIP34", "digital provenance says whether it is current", "STATUS of CURRENT or SUPERSEDED"),
    ("CSIP35", "digital provenance is referred to as a file", "an mdRef"),
    ("CSIP47", "rights metadata says whether it is current", "STATUS of CURRENT or SUPERSEDED"),
    ("CSIP48", "rights metadata is referred to as a file", "an mdRef"),
    ("CSIP58", "a file section refers to all that is handed over", "a reference to every file"),
    (
        "CSIP62",
        "the group of a representation names the specification of its content information",
        "csip:CONTENTINFORMATIONTYPE",
    ),
    ("CSIP91", "the division for the metadata names the current administrative metadata", "ADMID with every ID"),
    ("CSIP92", "the division for the metadata names the current descriptive metadata", "DMDID with every ID"),
    ("CSIP93", "the documentation has a division", 'a div LABEL="Documentation"'),
    ("CSIP96", "the division for the documentation points to its groups", "an fptr"),
    ("CSIP97", "the schemas have a division", 'a div LABEL="Schemas"'),
    ("CSIP100", "the division for the schemas points to their groups", "an fptr"),
    ("CSIP101", "the content has a division", 'a div LABEL="Representations", or one for each representation'),
    ("CSIP104", "the division for the content points to its groups", "an fptr"),
    ("CSIP105", "each representation that has a METS has a division", "a div with an mptr"),
    ("CSIPSTR2", "the folder of a package has the name that OBJID states", "a folder called as OBJID"),
    ("CSIPSTR5", "a package has a folder for metadata", "metadata/"),
    ("CSIPSTR6", "preservation metadata lies in a folder of its own", "metadata/preservation/"),
    ("CSIPSTR7", "descriptive metadata lies in a folder of its own", "metadata/descriptive/"),
    ("CSIPSTR9", "a package has a folder for representations", "representations/"),
    ("CSIPSTR10", "each representation has a folder of its own", "representations/ and a name"),
    ("CSIPSTR12", "each representation has a METS", "METS.xml in the folder of the representation"),
    ("CSIPSTR15", "a package holds the schemas of its metadata", "schemas/"),
    ("CSIPSTR16", "a package holds documentation", "documentation/"),
    ("AIPM4", "one piece of the descriptive metadata of an AIP is current", 'STATUS="CURRENT"'),
    ("AIPM6", "digital provenance of an AIP is in PREMIS", 'MDTYPE="PREMIS"'),
    ("AIPM7", "PREMIS in an AIP is of version 3", 'MDTYPEVERSION="3.0"'),
    ("DIP4", "descriptive metadata of a DIP is current", 'STATUS="CURRENT"'),
)

_FOLDERS = ("CSIPSTR", "CSIP60", "CSIP113", "CSIP114")
_WAY = {
    "SIP15": "Export again with --set organisation=NAME.",
    "AIPM1": "Make the package again from the item in the archive.",
    "DIP1": "Give the package an identifier of its own.",
}
_OF_FILES = frozenset(f"CSIP{number}" for number in (24, 27, 29, 38, 41, 43, 51, 54, 56, 69, 71, 79, 110))


def _advice(clause: str) -> str:
    if clause in _WAY:
        return _WAY[clause]
    if clause in _OF_FILES:
        return "Compare the file with METS.xml: one of the two was changed. Make the package again."
    if clause.startswith(_FOLDERS):
        return "Put the folders of the package in order, or make it again."
    return "Correct METS.xml, or ask whoever made the package to make it again."


def _rules() -> Iterator[tuple[str, Rule]]:
    for clause, text, expected in MUSTS:
        yield f"eark-{clause.lower()}", Rule(f"{text} ({clause}, MUST)", expected, _advice(clause))
    for clause, text, expected in SHOULDS:
        yield f"eark-{clause.lower()}", Rule(f"{text} ({clause}, SHOULD)", expected, _advice(clause), "warning")


EARK_RULES: dict[str, Rule] = {
    "eark-organisation-unknown": Rule(
        "a package names the organisation that hands it over (SIP15)",
        "Source-Organization in bag-info.txt, or the option organisation",
        "Nothing was written. Export again with --set organisation=NAME.",
    ),
    "eark-aip-in-part": Rule(
        "an AIP holds all of its item (ISO 14721: what is preserved)",
        "an item of which nothing is withheld",
        "Export it with --audience archive, if the other archive may have all of it.",
        "warning",
    ),
    **dict(_rules()),
}
