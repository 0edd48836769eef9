"""The schemas that describe the record are what the model makes of them."""

import pytest
from lxml import etree

from bayegan.metadata.schema_problems import explained
from bayegan.metadata.shipped import schema_bytes
from make_schemas import MADE

XS = "{http://www.w3.org/2001/XMLSchema}"


@pytest.mark.parametrize("name", MADE)
def test_a_schema_is_what_the_model_makes(name: str) -> None:
    assert schema_bytes(name).decode("utf-8") == MADE[name](), "run: make schemas"


def test_every_field_is_documented_where_it_stands() -> None:
    schema = etree.fromstring(schema_bytes("record-1.0.xsd"))
    declared = {one.get("name"): one for one in schema.iterchildren(f"{XS}element")}
    for reference in schema.iter(f"{XS}element"):
        one = declared[reference.get("ref").removeprefix("r:")] if reference.get("ref") else reference
        assert one.findtext(f"{XS}annotation/{XS}documentation")


def test_every_pattern_is_put_into_words() -> None:
    schema = etree.fromstring(schema_bytes("record-1.0.xsd"))
    for pattern in {one.get("value") for one in schema.iter(f"{XS}pattern")}:
        message = f"Element 'a': [facet 'pattern'] The value 'x' is not accepted by the pattern '{pattern}'."
        assert not explained(message).expected.startswith("a text of the form"), pattern
