"""METS 1.12.1 with the attributes that E-ARK's CSIP and SIP add to it."""

from bayegan.metadata.writer import Attributes, Out, Writer, document, escaped_value
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
from bayegan.model.preservation import Format

METS = "{http://www.loc.gov/METS/}"
CSIP = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"
SIP = "{https://DILCIS.eu/XML/METS/SIPExtensionMETS}"
XLINK = "{http://www.w3.org/1999/xlink}"
_NAMESPACES = {None: METS[1:-1], "csip": CSIP[1:-1], "sip": SIP[1:-1], "xlink": XLINK[1:-1]}
_SIMPLE = {"LOCTYPE": "URL", XLINK + "type": "simple"}
_CURRENT = "CURRENT"


def write_mets1(mets: MetsDocument, out: Out) -> None:
    """Write a METS document; the files of its groups are taken one by one, so that memory stays flat.

    Raises OSError as `out` does, ValueError for a text that XML 1.0 cannot hold.
    """
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
    """Write a file; there may be a hundred thousand of them, so it is put together as one text."""
    file = one.file
    owner = "" if one.owner_id is None else f' OWNERID="{escaped_value(one.owner_id)}"'
    writer.markup(
        f'\n      <file ID="{one.id}" MIMETYPE="{escaped_value(file.mime)}" SIZE="{file.size}"'
        f' CREATED="{instant(file.created)}" CHECKSUM="{file.sha512}" CHECKSUMTYPE="SHA-512"{owner}'
        f'{_format(one.format)}>\n        <FLocat LOCTYPE="URL" xlink:type="simple"'
        f' xlink:href="{href(file.path)}"/>\n      </file>'
    )


def _format(format_: Format | None) -> str:
    """Return what the SIP specification says of a format (SIP32 to SIP35)."""
    if format_ is None or not (format_.name or format_.puid):
        return ""
    given = {
        "FILEFORMATNAME": format_.name,
        "FILEFORMATVERSION": format_.version,
        "FORMATREGISTRY": "PRONOM" if format_.puid else None,
        "FORMATREGISTRYKEY": format_.puid,
    }
    return "".join(f' sip:{name}="{escaped_value(value)}"' for name, value in given.items() if value)


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
