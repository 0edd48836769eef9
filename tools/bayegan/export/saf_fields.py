"""The fields that DSpace has from the start, and the crosswalk from DCMI terms to them."""

import re
from collections.abc import Iterable

from bayegan.export.saf_text import java_trimmed
from bayegan.metadata.saf_xml import DcValue
from bayegan.model.dublin_core import TERMS, Statement

_DC = {
    "contributor": "none advisor author editor illustrator other",
    "coverage": "spatial temporal",
    "creator": "none",
    "date": "none accessioned available copyright created issued submitted",
    "description": "none abstract provenance sponsorship statementofresponsibility tableofcontents uri",
    "format": "none extent medium mimetype",
    "identifier": "none citation doi govdoc isbn ismn issn other scopus sici uri",
    "language": "none iso",
    "provenance": "none",
    "publisher": "none",
    "relation": "none haspart hasversion isbasedon isformatof ispartof ispartofseries isreferencedby "
    "isreplacedby isversionof replaces requires uri",
    "rights": "none license uri",
    "source": "none uri",
    "subject": "none classification ddc lcc lcsh mesh other",
    "title": "none alternative",
    "type": "none",
}

_DSPACE = {
    "accessibility": "settings",
    "agreements": "cookies end-user",
    "entity": "type",
    "iiif": "enabled",
    "object": "owner",
    "orcid": "authenticated scope sync-fundings sync-mode sync-profile sync-publications",
    "process": "filetype",
}


def _fields(registry: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((element, qualifier) for element, some in registry.items() for qualifier in some.split())


FIELDS: dict[str, frozenset[tuple[str, str]]] = {
    "dc": _fields(_DC),
    "dspace": _fields(_DSPACE),
    "dcterms": frozenset((term, "none") for term in TERMS),
}
"""Element and qualifier by schema: what DSpace 7 to 10 all have when freshly installed."""

_HOMES = {
    "title": ("title", "none"),
    "alternative": ("title", "alternative"),
    "creator": ("contributor", "author"),
    "contributor": ("contributor", "none"),
    "subject": ("subject", "none"),
    "description": ("description", "none"),
    "abstract": ("description", "abstract"),
    "tableOfContents": ("description", "tableofcontents"),
    "publisher": ("publisher", "none"),
    "date": ("date", "none"),
    "created": ("date", "created"),
    "issued": ("date", "issued"),
    "dateCopyrighted": ("date", "copyright"),
    "dateSubmitted": ("date", "submitted"),
    "type": ("type", "none"),
    "format": ("format", "none"),
    "extent": ("format", "extent"),
    "medium": ("format", "medium"),
    "identifier": ("identifier", "other"),
    "bibliographicCitation": ("identifier", "citation"),
    "source": ("source", "none"),
    "language": ("language", "iso"),
    "relation": ("relation", "none"),
    "isPartOf": ("relation", "ispartof"),
    "hasPart": ("relation", "haspart"),
    "isVersionOf": ("relation", "isversionof"),
    "hasVersion": ("relation", "hasversion"),
    "isFormatOf": ("relation", "isformatof"),
    "isReferencedBy": ("relation", "isreferencedby"),
    "isReplacedBy": ("relation", "isreplacedby"),
    "replaces": ("relation", "replaces"),
    "requires": ("relation", "requires"),
    "spatial": ("coverage", "spatial"),
    "temporal": ("coverage", "temporal"),
    "rights": ("rights", "none"),
    "license": ("rights", "license"),
}
"""Terms with a field in DSpace's own dc schema.

`available` is not among them, since DSpace writes dc.date.available itself, nor `provenance`, since DSpace
keeps dc.description.provenance for its own notes and hides it.
"""

_ADDRESS = re.compile(r"https?://\S+")


def crosswalk(statements: Iterable[Statement]) -> dict[str, tuple[DcValue, ...]]:
    """Return the values of each schema that has any, `dc` and `dcterms`, in the order of the statements.

    Every DCMI term has a home in one of them. Values are kept as they are, EDTF dates too; a blank one is
    left out, since DSpace would drop it. Rights given as an address go to rights.uri.
    """
    found: dict[str, dict[DcValue, None]] = {"dc": {}, "dcterms": {}}
    for statement in statements:
        if java_trimmed(statement.value):
            schema, value = _field(statement)
            found[schema][value] = None
    return {schema: tuple(values) for schema, values in found.items() if values}


def _field(statement: Statement) -> tuple[str, DcValue]:
    home = _HOMES.get(statement.term)
    if statement.term in ("rights", "license") and _ADDRESS.fullmatch(statement.value):
        home = ("rights", "uri")
    if home is None:
        return "dcterms", DcValue(statement.term, "none", statement.lang, statement.value)
    return "dc", DcValue(*home, statement.lang, statement.value)
