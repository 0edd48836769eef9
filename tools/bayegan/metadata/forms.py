"""The forms of an archive's own: their schemas compiled, and files held against them.

A schema stands alone. Whatever it includes or imports by an address is refused before it is compiled, unless it is
the name of a shipped schema; nothing else is ever opened.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from bayegan.metadata.parser import parse_shipped, parse_xml
from bayegan.metadata.prove import LARGE, limited, schema_problems
from bayegan.metadata.schema_problems import cut
from bayegan.metadata.shipped import Catalogue, schema_names
from bayegan.model.findings import Finding, finding
from bayegan.model.forms import Form

MOST_OCTETS = LARGE
"""Octets of a metadata file in a form of the archive's own."""

_XS = "{http://www.w3.org/2001/XMLSchema}"
_BASE = "bayegan_schemas/own.xsd"
_LEADING_OUT = tuple(_XS + name for name in ("include", "import", "redefine", "override"))


@dataclass(frozen=True, slots=True)
class KnownForm:
    """A form whose schema is compiled; `digest` is the SHA-256 of the schema."""

    form: Form
    schema: etree.XMLSchema
    digest: str

    @property
    def proof(self) -> str:
        """What a preservation record says of a file that this form accepted."""
        return f"{self.form.place} valid by {self.form.schema} (SHA-256 {self.digest})"

    def prove(self, content: bytes, path: str) -> tuple[Finding, ...]:
        """Return all that is wrong with a file of this form; empty where it is proved. `path` is only named."""
        if len(content) > MOST_OCTETS:
            return (too_large(len(content), path),)
        root, findings = parse_xml(content, path)
        if root is None:
            return findings
        if root.tag != self.form.root:
            found = f"the root element {cut(str(root.tag))}"
            return (finding("form-root", path=path, expected=self.form.root, found=found),)
        return limited(schema_problems(root, self.schema, self.form.schema, path), path)


def too_large(octets: int, path: str) -> Finding:
    """Return the finding about a file of too many octets."""
    return finding("form-too-large", path=path, found=f"{octets:,} octets")


def known_form(form: Form, content: bytes) -> tuple[KnownForm | None, tuple[Finding, ...]]:
    """Compile the schema of a form, `content`; return it, or None and all that is wrong with it."""
    schema, findings = usable_schema(content, form.schema, form.root)
    digest = hashlib.sha256(content).hexdigest()
    return (None if schema is None else KnownForm(form, schema, digest)), findings


def usable_schema(
    content: bytes, path: str, root: str | None = None
) -> tuple[etree.XMLSchema | None, tuple[Finding, ...]]:
    """Return the compiled schema, or None and all that is wrong with it. It has to declare the element `root`."""
    document, findings = parse_xml(content, path)
    if document is None:
        return None, findings
    if document.tag != f"{_XS}schema":
        found = f"the root element {cut(str(document.tag))}"
        return None, (finding("form-schema", path=path, expected=f"the root element {_XS}schema", found=found),)
    wrong = tuple(chain(_leading_out(document, path), _undeclared(document, path, root)))
    if wrong:
        return None, wrong
    try:
        # Parsed once more so that what it imports, shipped schemas alone, comes from the catalogue.
        return etree.XMLSchema(parse_shipped(content, _BASE, Catalogue())), ()
    except etree.XMLSchemaParseError as error:
        return None, tuple(_uncompiled(error, path))


def _leading_out(document: etree._Element, path: str) -> Iterator[Finding]:
    for one in document.iter(*_LEADING_OUT):
        address = one.get("schemaLocation")
        if address is not None and address not in schema_names():
            found = f"line {one.sourceline}: {etree.QName(one).localname} of “{cut(address)}”"
            yield finding("form-schema-outside", path=path, found=found)


def _undeclared(document: etree._Element, path: str, root: str | None) -> Iterator[Finding]:
    space = document.get("targetNamespace")
    names = [
        f"{{{space}}}{one.get('name')}" if space else one.get("name") for one in document.iterfind(f"{_XS}element")
    ]
    if root is not None and root not in names:
        found = ", ".join(str(name) for name in names) or "no global element"
        yield finding("form-schema-root", path=path, expected=root, found=found)


def _uncompiled(error: etree.XMLSchemaParseError, path: str) -> Iterator[Finding]:
    told = dict.fromkeys((entry.line, entry.message) for entry in error.error_log)
    for line, message in told or {(0, str(error)): None}:
        where = f"line {line}: " if line else ""
        yield finding("form-schema", path=path, found=f"{where}{cut(message)}")
