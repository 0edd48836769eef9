"""What is wrong in the metadata files of a Simple Archive Format item."""

from collections.abc import Iterable, Iterator

from bayegan.export.saf_fields import FIELDS
from bayegan.export.saf_text import java_trimmed
from bayegan.metadata.saf_xml import ReadValue, SafDocument
from bayegan.model.findings import Finding, finding

_LONGEST_LANGUAGE = 24


def judge_values(document: SafDocument, name: str, path: str) -> Iterator[Finding]:
    """Yield what is wrong in a metadata file called `name`; `path` is its path in the package."""
    if document.root != "dublin_core":
        yield finding("saf-xml-root", path=path, found=document.root)
        return
    schema = document.schema or "dc"
    expected = _schema_of(name)
    if schema != expected:
        found = "no schema attribute" if document.schema is None else f'schema="{schema}"'
        yield finding("saf-schema-mismatch", path=path, expected=f'schema="{expected}"', found=found)
    elif schema not in FIELDS:
        yield finding("saf-schema-unknown", path=path, found=schema)
    for line, stray in document.strays:
        yield finding("saf-xml-stray", path=path, row=line, found=stray)
    if document.has_cdata:
        yield finding("saf-value-not-one-text", path=path, found="a CDATA section")
    for value in document.values:
        yield from _judge_value(value, expected, path)


def entity_types(documents: Iterable[SafDocument]) -> tuple[str, ...]:
    """Return the entity types that an item states, as DSpace looks for them: dspace.entity.type."""
    return tuple(
        one.value.text
        for document in documents
        if document.schema == "dspace"
        for one in document.values
        if (one.value.element, one.value.qualifier) == ("entity", "type")
    )


def _schema_of(name: str) -> str:
    return "dc" if name == "dublin_core.xml" else name.removeprefix("metadata_")[:-4]


def _judge_value(one: ReadValue, schema: str, path: str) -> Iterator[Finding]:
    value = one.value
    field = (value.element, value.qualifier)
    shown_field = f"{schema}.{value.element}" + ("" if value.qualifier == "none" else f".{value.qualifier}")
    if not value.element:
        yield finding("saf-dcvalue-element", path=path, row=one.line, found=value.text)
    elif schema in FIELDS and field not in FIELDS[schema]:
        yield finding("saf-field-unknown", path=path, row=one.line, found=shown_field)
    for other in one.others:
        yield finding("saf-dcvalue-attribute", path=path, row=one.line, found=other)
    if len(value.language or "") > _LONGEST_LANGUAGE:
        yield finding("saf-language-long", path=path, row=one.line, found=str(value.language))
    yield from _judge_text(one, shown_field, path)


def _judge_text(one: ReadValue, field: str, path: str) -> Iterator[Finding]:
    text = one.value.text
    if not one.is_one_text:
        yield finding("saf-value-not-one-text", path=path, row=one.line, found=f"{field}: {text}")
    elif not java_trimmed(text):
        yield finding("saf-value-empty", path=path, row=one.line, found=field)
    elif java_trimmed(text) != text:
        yield finding("saf-value-trimmed", path=path, row=one.line, found=f"{field}: “{text}”")
