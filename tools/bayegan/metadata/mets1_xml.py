"""METS 1.12.1 with the attributes that E-ARK's CSIP and SIP add to it.

There are tens of thousands of documents in an export and of files in a document, so it is put together as text.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from bayegan.metadata.writer import Out, escaped, escaped_value
from bayegan.model.mets import (
    STRUCTURE_LABEL,
    AlternativeId,
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
_START = (
    f"<?xml version='1.0' encoding='UTF-8'?>\n<mets xmlns=\"{METS[1:-1]}\" xmlns:csip=\"{CSIP[1:-1]}\""
    f' xmlns:sip="{SIP[1:-1]}" xmlns:xlink="{XLINK[1:-1]}"'
)
_SIMPLE = 'LOCTYPE="URL" xlink:type="simple"'
_AT_ONCE = 1000


def write_mets1(mets: MetsDocument, out: Out) -> None:
    """Write a METS document; the files of its groups are taken a thousand at a time, so that memory stays flat.

    Raises OSError as `out` does, ValueError for a text that XML 1.0 cannot hold.
    """
    for piece in _pieces(mets):
        out.write(piece.encode("utf-8"))


def _pieces(mets: MetsDocument) -> Iterator[str]:
    yield "".join((_root(mets), _header(mets), *_metadata(mets.metadata)))
    if mets.groups:
        yield '\n  <fileSec ID="files-1">'
        for group in mets.groups:
            yield from _group(group, _content_type(mets))
        yield "\n  </fileSec>"
    label = escaped_value(STRUCTURE_LABEL)
    structure = _division(mets.structure, "\n    ")
    yield f'\n  <structMap ID="structure-1" TYPE="PHYSICAL" LABEL="{label}">{structure}\n  </structMap>\n</mets>\n'


def _attribute(name: str, value: str | None) -> str:
    """Return an attribute as it stands after another, "" for one that is None."""
    return "" if value is None else f' {name}="{escaped_value(value)}"'


def _root(mets: MetsDocument) -> str:
    return (
        f"{_START}{_attribute('OBJID', mets.object_id)}{_attribute('LABEL', mets.label)}"
        f"{_attribute('TYPE', mets.type)}{_attribute('PROFILE', mets.profile)}{_content_type(mets)}>"
    )


def _content_type(mets: MetsDocument) -> str:
    """Return what says that the content follows a specification which E-ARK has no name for (CSIP4, CSIP62)."""
    other = _attribute("csip:OTHERCONTENTINFORMATIONTYPE", mets.content_type)
    return f' csip:CONTENTINFORMATIONTYPE="OTHER"{other}'


def _header(mets: MetsDocument) -> str:
    agents = "".join([_agent(one) for one in mets.agents])
    others = "".join([_alternative(one) for one in mets.alternatives])
    return (
        f'\n  <metsHdr CREATEDATE="{instant(mets.created)}"{_attribute("RECORDSTATUS", mets.status)}'
        f"{_attribute('csip:OAISPACKAGETYPE', mets.package_type)}>{agents}{others}\n  </metsHdr>"
    )


def _agent(agent: MetsAgent) -> str:
    notes = "".join(
        [f"\n      <note{_attribute('csip:NOTETYPE', one.kind)}>{escaped(one.text)}</note>" for one in agent.notes]
    )
    return (
        f"\n    <agent{_attribute('ROLE', agent.role)}{_attribute('TYPE', agent.type)}"
        f"{_attribute('OTHERTYPE', agent.other_type)}>\n      <name>{escaped(agent.name)}</name>{notes}"
        "\n    </agent>"
    )


def _alternative(one: AlternativeId) -> str:
    return f"\n    <altRecordID{_attribute('TYPE', one.type)}>{escaped(one.value)}</altRecordID>"


def _metadata(metadata: Iterable[MetadataFile]) -> Iterator[str]:
    """Yield the descriptive sections, and then the one that holds those of provenance."""
    provenance: list[str] = []
    for one in metadata:
        if one.section is Section.DESCRIPTIVE:
            yield _section(one, "dmdSec", "\n  ")
        elif one.section is Section.PROVENANCE:
            provenance.append(_section(one, "digiprovMD", "\n    "))
    if provenance:
        yield f'\n  <amdSec ID="amd-1">{"".join(provenance)}\n  </amdSec>'


def _section(one: MetadataFile, tag: str, line: str) -> str:
    file = one.file
    form = f"{_attribute('OTHERMDTYPE', one.other_form)}{_attribute('MDTYPEVERSION', one.version)}"
    return (
        f'{line}<{tag}{_attribute("ID", one.id)} CREATED="{instant(file.created)}" STATUS="CURRENT">'
        f"{line}  <mdRef{_attribute('MDTYPE', one.form)}{form}{_described(file)}"
        f' xlink:href="{href(file.path)}" {_SIMPLE}/>{line}</{tag}>'
    )


def _described(file: Described) -> str:
    return (
        f' MIMETYPE="{escaped_value(file.mime)}" SIZE="{file.size}" CREATED="{instant(file.created)}"'
        f' CHECKSUM="{file.sha512}" CHECKSUMTYPE="SHA-512"'
    )


def _group(group: FileGroup, content_type: str) -> Iterator[str]:
    yield f"\n    <fileGrp{_attribute('ID', group.id)}{_attribute('USE', group.use)}{content_type}>"
    files = iter(group.files)
    while some := "".join([_file(one) for one in islice(files, _AT_ONCE)]):
        yield some
    yield "\n    </fileGrp>"


def _file(one: MetsFile) -> str:
    return (
        f"\n      <file{_attribute('ID', one.id)}{_described(one.file)}{_attribute('OWNERID', one.owner_id)}"
        f'{_format(one.format)}>\n        <FLocat {_SIMPLE} xlink:href="{href(one.file.path)}"/>\n      </file>'
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


def _division(division: Division, line: str) -> str:
    """Return a division and what it is divided into, each on a line that begins as `line` does."""
    pointer = "".join(f"{line}  <fptr{_attribute('FILEID', group)}/>" for group in division.groups)
    if division.pointer:
        title, path = division.pointer.title, href(division.pointer.path)
        pointer = f'{line}  <mptr{_attribute("xlink:title", title)} xlink:href="{path}" {_SIMPLE}/>{pointer}'
    inner = "".join([_division(one, f"{line}  ") for one in division.divisions])
    metadata = (
        f"{_attribute('DMDID', ' '.join(division.descriptive) or None)}"
        f"{_attribute('ADMID', ' '.join(division.provenance) or None)}"
    )
    given = f"{_attribute('ID', division.id)}{_attribute('LABEL', division.label)}{metadata}"
    return f"{line}<div{given}>{pointer}{inner}{line}</div>"
