"""METS 1.12.1 written element by element: what the text of `bayegan.metadata.mets1_xml` is held against."""

from bayegan.metadata.mets1_xml import CSIP, METS, SIP, XLINK
from bayegan.metadata.writer import Attributes, Out, Writer, document
from bayegan.model.mets import (
    STRUCTURE_LABEL,
    Described,
    Division,
    FileGroup,
    MetadataFile,
    MetsAgent,
    MetsDocument,
    MetsFile,
    Section,
    href,
    instant,
)

_NAMESPACES = {None: METS[1:-1], "csip": CSIP[1:-1], "sip": SIP[1:-1], "xlink": XLINK[1:-1]}
_SIMPLE = {"LOCTYPE": "URL", XLINK + "type": "simple"}
_CURRENT = "CURRENT"


def write_by_elements(mets: MetsDocument, out: Out) -> None:
    """Write a METS document. Raises ValueError for a text that XML 1.0 cannot hold."""
    root: dict[str, str | None] = {
        "OBJID": mets.object_id,
        "LABEL": mets.label,
        "TYPE": mets.type,
        "PROFILE": mets.profile,
        **_content_type(mets),
    }
    with document(out, METS + "mets", _NAMESPACES, root) as writer:
        _write_header(writer, mets)
        for one in mets.metadata:
            if one.section is Section.DESCRIPTIVE:
                with writer.element(METS + "dmdSec", _section(one)):
                    _write_reference(writer, one)
        provenance = [one for one in mets.metadata if one.section is Section.PROVENANCE]
        if provenance:
            with writer.element(METS + "amdSec", {"ID": "amd-1"}):
                for one in provenance:
                    with writer.element(METS + "digiprovMD", _section(one)):
                        _write_reference(writer, one)
        if mets.groups:
            with writer.element(METS + "fileSec", {"ID": "files-1"}):
                for group in mets.groups:
                    _write_group(writer, group, _content_type(mets))
        structure = {"ID": "structure-1", "TYPE": "PHYSICAL", "LABEL": STRUCTURE_LABEL}
        with writer.element(METS + "structMap", structure):
            _write_division(writer, mets.structure)


def _content_type(mets: MetsDocument) -> Attributes:
    """Return what says that the content follows a specification which E-ARK has no name for (CSIP4, CSIP62)."""
    return {CSIP + "CONTENTINFORMATIONTYPE": "OTHER", CSIP + "OTHERCONTENTINFORMATIONTYPE": mets.content_type}


def _write_header(writer: Writer, mets: MetsDocument) -> None:
    header = {
        "CREATEDATE": instant(mets.created),
        "RECORDSTATUS": mets.status,
        CSIP + "OAISPACKAGETYPE": mets.package_type,
    }
    with writer.element(METS + "metsHdr", header):
        for agent in mets.agents:
            _write_agent(writer, agent)
        for one in mets.alternatives:
            writer.text(METS + "altRecordID", one.value, {"TYPE": one.type})


def _write_agent(writer: Writer, agent: MetsAgent) -> None:
    given = {"ROLE": agent.role, "TYPE": agent.type, "OTHERTYPE": agent.other_type}
    writer.begin(METS + "agent", given)
    writer.text(METS + "name", agent.name)
    for note in agent.notes:
        writer.text(METS + "note", note.text, {CSIP + "NOTETYPE": note.kind})
    writer.finish(METS + "agent")


def _section(one: MetadataFile) -> Attributes:
    return {"ID": one.id, "CREATED": instant(one.file.created), "STATUS": _CURRENT}


def _write_reference(writer: Writer, one: MetadataFile) -> None:
    form = {"MDTYPE": one.form, "OTHERMDTYPE": one.other_form, "MDTYPEVERSION": one.version}
    where = {XLINK + "href": href(one.file.path), **_SIMPLE}
    writer.empty(METS + "mdRef", {**form, **_described(one.file), **where})


def _described(file: Described) -> Attributes:
    return {
        "MIMETYPE": file.mime,
        "SIZE": str(file.size),
        "CREATED": instant(file.created),
        "CHECKSUM": file.sha512,
        "CHECKSUMTYPE": "SHA-512",
    }


def _write_group(writer: Writer, group: FileGroup, content_type: Attributes) -> None:
    given = {"ID": group.id, "USE": group.use, **content_type}
    writer.begin(METS + "fileGrp", given)
    for file in group.files:
        _write_file(writer, file)
    writer.finish(METS + "fileGrp")


def _write_file(writer: Writer, one: MetsFile) -> None:
    form: dict[str, str | None] = {}
    if one.format is not None and (one.format.name or one.format.puid):
        form = {
            SIP + "FILEFORMATNAME": one.format.name or None,
            SIP + "FILEFORMATVERSION": one.format.version or None,
            SIP + "FORMATREGISTRY": "PRONOM" if one.format.puid else None,
            SIP + "FORMATREGISTRYKEY": one.format.puid or None,
        }
    with writer.element(METS + "file", {"ID": one.id, **_described(one.file), "OWNERID": one.owner_id, **form}):
        writer.empty(METS + "FLocat", {**_SIMPLE, XLINK + "href": href(one.file.path)})


def _write_division(writer: Writer, division: Division) -> None:
    given = {
        "ID": division.id,
        "LABEL": division.label,
        "DMDID": " ".join(division.descriptive) or None,
        "ADMID": " ".join(division.provenance) or None,
    }
    writer.begin(METS + "div", given)
    if division.pointer:
        title, path = division.pointer.title, href(division.pointer.path)
        writer.empty(METS + "mptr", {XLINK + "title": title, XLINK + "href": path, **_SIMPLE})
    for group in division.groups:
        writer.empty(METS + "fptr", {"FILEID": group})
    for inner in division.divisions:
        _write_division(writer, inner)
    writer.finish(METS + "div")
