"""The shipped XML schemas: documented, complete, and closed to the outside."""

from enum import StrEnum
from importlib.resources import files

import pytest
from lxml import etree

from bayegan.metadata.parser import parse_shipped
from bayegan.metadata.shipped import Catalogue, schema_bytes, schema_names, xsd
from bayegan.model.dublin_core import TERMS
from bayegan.model.preservation import EventOutcome, EventType
from bayegan.model.record import (
    AccessLevel,
    Calendar,
    Certainty,
    ClaimKind,
    DateKind,
    Held,
    NameKind,
    ReferenceKind,
    Role,
    SiteStatus,
)

XS = "{http://www.w3.org/2001/XMLSchema}"
XSDS = tuple(name for name in schema_names() if name.endswith(".xsd"))
ROOTS = ("dc-1.0.xsd", "record-1.0.xsd", "premis-profile-1.0.xsd")


def root(name: str) -> etree._Element:
    return etree.fromstring(schema_bytes(name))


def values(schema: str, kind: str) -> list[str]:
    return [one.get("value") for one in root(schema).iterfind(f"{XS}simpleType[@name='{kind}']//{XS}enumeration")]


def test_all_schemas_are_listed_in_order():
    assert list(schema_names()) == sorted(schema_names())
    assert XSDS == (
        "dc-1.0.xsd",
        "dcterms-1.0.xsd",
        "premis-profile-1.0.xsd",
        "record-1.0.xsd",
        "xml-1.0.xsd",
    )


def test_a_schema_is_given_octet_for_octet():
    assert schema_bytes("dc-1.0.xsd") == files("bayegan_schemas").joinpath("dc-1.0.xsd").read_bytes()


@pytest.mark.parametrize("name", ["nope.xsd", "../pyproject.toml", "__init__.py", "/etc/passwd", ""])
def test_only_shipped_schemas_are_given(name: str):
    with pytest.raises(FileNotFoundError):
        schema_bytes(name)


@pytest.mark.parametrize("name", ROOTS)
def test_a_schema_is_compiled_once(name: str):
    assert xsd(name) is xsd(name)


@pytest.mark.parametrize(
    "address", ["http://example.org/a.xsd", "file:///etc/passwd", "/etc/passwd", "../../pyproject.toml", "nope.xsd"]
)
def test_a_schema_cannot_load_anything_else(address: str):
    content = (
        f'<xs:schema xmlns:xs="{XS[1:-1]}"><xs:import namespace="urn:x" schemaLocation="{address}"/></xs:schema>'
    )
    with pytest.raises(etree.XMLSchemaParseError, match="import"):
        etree.XMLSchema(parse_shipped(content.encode(), "bayegan_schemas/a.xsd", Catalogue()))


@pytest.mark.parametrize("name", XSDS)
def test_every_declaration_is_documented(name: str):
    kinds = [XS + kind for kind in ("element", "attribute", "complexType", "simpleType")]
    declared = list(root(name).iter(*kinds))
    bare = [
        one.get("name")
        for one in declared
        if one.get("name") and not (one.findtext(f"{XS}annotation/{XS}documentation") or "").strip()
    ]
    assert declared
    assert bare == []


@pytest.mark.parametrize(
    ("schema", "kind", "ours"),
    [
        ("record-1.0.xsd", "role", Role),
        ("record-1.0.xsd", "nameKind", NameKind),
        ("record-1.0.xsd", "calendar", Calendar),
        ("record-1.0.xsd", "siteStatus", SiteStatus),
        ("record-1.0.xsd", "dateKind", DateKind),
        ("record-1.0.xsd", "accessLevel", AccessLevel),
        ("record-1.0.xsd", "certainty", Certainty),
        ("record-1.0.xsd", "claimKind", ClaimKind),
        ("record-1.0.xsd", "referenceKind", ReferenceKind),
        ("record-1.0.xsd", "held", Held),
        ("premis-profile-1.0.xsd", "accessLevel", AccessLevel),
        ("premis-profile-1.0.xsd", "eventTypeName", EventType),
        ("premis-profile-1.0.xsd", "eventOutcomeName", EventOutcome),
    ],
)
def test_the_schema_knows_the_words_of_the_model(schema: str, kind: str, ours: type[StrEnum]):
    assert values(schema, kind) == [one.value for one in ours]


def test_the_schemas_know_the_55_terms():
    declared = [one.get("name") for one in root("dcterms-1.0.xsd").iterchildren(XS + "element")]
    assert declared == list(TERMS) == values("record-1.0.xsd", "termName")
    assert len(declared) == 55
