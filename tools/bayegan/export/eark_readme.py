"""The README of an E-ARK package: what a person needs who finds it without its history."""

from bayegan.export.eark_form import REPRESENTATION, Form
from bayegan.export.eark_mets import Labels
from bayegan.export.open_item import OpenItem
from bayegan.model.mets import instant
from bayegan.model.names import shown


def readme(item: OpenItem, form: Form, labels: Labels) -> str:
    """Return the text; it names nothing that the metadata of the package does not name."""
    lines = [
        f"{shown(labels.title)}",
        "",
        f"This is an E-ARK information package (CSIP 2.2.0, {form.type}) of one item of an archive.",
        f"Item: {shown(item.identifier)}, version {item.version}, sealed {instant(item.sealed)}.",
        f"Archive: {shown(labels.organisation)}.",
        "",
        f"- {REPRESENTATION}/data: the documents, byte for byte, under their own names.",
        "- metadata/descriptive/dc.xml: the description in DCMI terms.",
        "- metadata/descriptive/record.xml: the whole record, with a source for every claim.",
        "- metadata/preservation/premis.xml: formats, digests and events in PREMIS 3; its paths begin at",
        f"  {REPRESENTATION}.",
        "- schemas: the schemas of dc.xml and record.xml.",
        "- METS.xml here lists metadata, schemas and this text; the METS.xml of the representation lists the",
        "  documents. Each file has its size and its SHA-512 there. References are percent-encoded UTF-8: in",
        "  Python, urllib.parse.unquote gives the name.",
        "- The archive keeps the item as a BagIt bag (RFC 8493); OWNERID is the path of a document in it.",
        "",
    ]
    if item.is_whole:
        return "\n".join(lines)
    said = (
        "Part of this item is not open to those for whom this package was made. Files were left out, and in the "
        "metadata names and texts were left out or replaced; nothing that is here was changed otherwise. The "
        f"package derives from {item.version} of the item, whose tag manifest has the SHA-512 "
        f"{item.tag_manifest_digest()}."
    )
    return "\n".join([*lines, said, ""])
