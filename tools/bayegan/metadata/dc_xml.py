"""metadata/dc.xml: what is said of an item in DCMI terms."""

from collections.abc import Iterable
from typing import BinaryIO

from bayegan.metadata.parser import text_of
from bayegan.metadata.prove import DC, proved_root
from bayegan.metadata.writer import XML_LANG, document
from bayegan.model.dublin_core import Statement

_TERMS = "{http://purl.org/dc/terms/}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_dc(statements: Iterable[Statement], out: BinaryIO) -> None:
    """Write `statements` in their order as a document of dc-1.0.xsd. Raises OSError as `out` does."""
    namespaces = {None: "urn:bayegan:dc:1.0", "dcterms": "http://purl.org/dc/terms/"}
    with document(out, DC.root, namespaces) as writer:
        for one in statements:
            writer.text(_TERMS + one.term, one.value, {XML_LANG: one.lang})


def read_dc(content: bytes) -> tuple[Statement, ...]:
    """Return the statements of a dc.xml in their order. Raises XmlRefused where it is not valid."""
    root = proved_root(content, "metadata/dc.xml", DC)
    return tuple(
        Statement(one.tag.removeprefix(_TERMS), text_of(one), one.get(_LANG))
        for one in root.iterchildren(_TERMS + "*")
    )
