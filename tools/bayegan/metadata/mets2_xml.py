"""METS 2.0 (Library of Congress, March 2025): no XLink, no listed values, all metadata in one section.

No E-ARK specification takes it yet; see docs/decisions/0022-e-ark-and-mets.md.
"""

from collections.abc import Sequence

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
    href,
    instant,
)

_METS = "{http://www.loc.gov/METS/v2}"
_CSIP = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"
_SIP = "{https://DILCIS.eu/XML/METS/SIPExtensionMETS}"
_NAMESPACES = {None: _METS[1:-1], "csip": _CSIP[1:-1], "sip": _SIP[1:-1]}


def write_mets2(mets: MetsDocument, out: Out) -> None:
    """Write a METS 2 document; the files of its groups are taken one by one, so that memory stays flat.

    Raises OSError as `out` does, ValueError for a text that XML 1.0 cannot hold.
    """
    root: dict[str, str | None] = {
        "OBJID": mets.object_id,
        "LABEL": mets.label,
        "TYPE": mets.type,
        "PROFILE": mets.profile,
        **_content_type(mets),
    }
    with document(out, _METS + "mets", _NAMESPACES, root) as writer:
        _write_header(writer, mets)
        if mets.metadata:
            with writer.element(_METS + "mdSec", {"ID": "metadata-1"}):
                for one in mets.metadata:
                    _write_metadata(writer, one)
        if mets.groups:
            with writer.element(_METS + "fileSec", {"ID": "files-1"}):
                for group in mets.groups:
                    _write_group(writer, group, _content_type(mets))
        with writer.element(_METS + "structSec", {"ID": "structures-1"}):
            structure = {"ID": "structure-1", "TYPE": "PHYSICAL", "LABEL": STRUCTURE_LABEL}
            with writer.element(_METS + "structMap", structure):
                _write_division(writer, mets.structure)


def _content_type(mets: MetsDocument) -> Attributes:
    """Return what says that the content follows a specification which E-ARK has no name for (CSIP4, CSIP62)."""
    return {_CSIP + "CONTENTINFORMATIONTYPE": "OTHER", _CSIP + "OTHERCONTENTINFORMATIONTYPE": mets.content_type}


def _write_header(writer: Writer, mets: MetsDocument) -> None:
    header = {
        "CREATEDATE": instant(mets.created),
        "RECORDSTATUS": mets.status,
        _CSIP + "OAISPACKAGETYPE": mets.package_type,
    }
    with writer.element(_METS + "metsHdr", header):
        for agent in mets.agents:
            _write_agent(writer, agent)
        for one in mets.alternatives:
            writer.text(_METS + "altRecordID", one.value, {"TYPE": one.type})


def _write_agent(writer: Writer, agent: MetsAgent) -> None:
    with writer.element(_METS + "agent", {"ROLE": agent.role, "TYPE": agent.other_type or agent.type}):
        writer.text(_METS + "name", agent.name)
        for note in agent.notes:
            writer.text(_METS + "note", note.text, {_CSIP + "NOTETYPE": note.kind})


def _write_metadata(writer: Writer, one: MetadataFile) -> None:
    given = {"ID": one.id, "USE": one.section.value, "CREATED": instant(one.file.created), "STATUS": "CURRENT"}
    form = {"MDTYPE": one.other_form or one.form, "MDTYPEVERSION": one.version}
    with writer.element(_METS + "md", given):
        writer.empty(_METS + "mdRef", {**_where(one.file.path), **form, **_described(one.file)})


def _where(path: str) -> Attributes:
    return {"LOCTYPE": "URL", "LOCREF": href(path)}


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
    with writer.element(_METS + "fileGrp", given):
        for file in group.files:
            _write_file(writer, file)


def _write_file(writer: Writer, one: MetsFile) -> None:
    form: dict[str, str | None] = {}
    if one.format is not None and (one.format.name or one.format.puid):
        form = {
            _SIP + "FILEFORMATNAME": one.format.name,
            _SIP + "FILEFORMATVERSION": one.format.version,
            _SIP + "FORMATREGISTRY": "PRONOM" if one.format.puid else None,
            _SIP + "FORMATREGISTRYKEY": one.format.puid,
        }
    with writer.element(_METS + "file", {"ID": one.id, **_described(one.file), "OWNERID": one.owner_id, **form}):
        writer.empty(_METS + "FLocat", _where(one.file.path))


def _write_division(writer: Writer, division: Division) -> None:
    metadata: Sequence[str] = (*division.descriptive, *division.provenance)
    given = {"ID": division.id, "LABEL": division.label, "MDID": " ".join(metadata) or None}
    with writer.element(_METS + "div", given):
        if division.pointer:
            writer.empty(_METS + "mptr", _where(division.pointer.path))
        for group in division.groups:
            writer.empty(_METS + "fptr", {"FILEID": group})
        for inner in division.divisions:
            _write_division(writer, inner)
