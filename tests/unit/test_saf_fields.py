"""The crosswalk from DCMI terms to the fields of a freshly installed DSpace."""

import io

import pytest

from bayegan.export.saf_fields import FIELDS, crosswalk
from bayegan.metadata.saf_xml import DcValue, read_dublin_core, write_dublin_core
from bayegan.model.dublin_core import TERMS, Statement


def field_of(statement: Statement) -> str:
    ((schema, (value,)),) = crosswalk([statement]).items()
    return f"{schema}.{value.element}.{value.qualifier}"


@pytest.mark.parametrize("term", TERMS)
def test_every_term_has_a_field_that_dspace_knows(term: str) -> None:
    ((schema, (value,)),) = crosswalk([Statement(term, "a value")]).items()
    assert (value.element, value.qualifier) in FIELDS[schema]


@pytest.mark.parametrize(
    ("term", "field"),
    [
        ("title", "dc.title.none"),
        ("alternative", "dc.title.alternative"),
        ("creator", "dc.contributor.author"),
        ("issued", "dc.date.issued"),
        ("abstract", "dc.description.abstract"),
        ("subject", "dc.subject.none"),
        ("language", "dc.language.iso"),
        ("identifier", "dc.identifier.other"),
        ("isPartOf", "dc.relation.ispartof"),
        ("spatial", "dc.coverage.spatial"),
        ("temporal", "dc.coverage.temporal"),
        ("coverage", "dcterms.coverage.none"),
        ("accessRights", "dcterms.accessRights.none"),
        ("available", "dcterms.available.none"),
        ("provenance", "dcterms.provenance.none"),
    ],
)
def test_a_term_goes_to_its_field(term: str, field: str) -> None:
    assert field_of(Statement(term, "a value")) == field


@pytest.mark.parametrize("term", ["rights", "license"])
def test_rights_given_as_an_address_go_to_rights_uri(term: str) -> None:
    assert field_of(Statement(term, "https://creativecommons.org/licenses/by/4.0/")) == "dc.rights.uri"
    assert field_of(Statement(term, "See https://example.org/terms")) != "dc.rights.uri"


@pytest.mark.parametrize("value", ["1988-07~", "[1990-04-17,1990-04-27]", "1988-03-21/1989-03-20", "198X"])
def test_an_edtf_date_stays_as_it_is(value: str) -> None:
    assert crosswalk([Statement("issued", value)])["dc"][0].text == value


def test_order_language_and_repeats_are_kept_and_doubles_are_not() -> None:
    statements = [
        Statement("title", "نامه", "fa"),
        Statement("title", "نامه", "fa"),
        Statement("title", "نامه", "ar"),
        Statement("subject", "prisons"),
    ]
    assert [(value.text, value.language) for value in crosswalk(statements)["dc"]] == [
        ("نامه", "fa"),
        ("نامه", "ar"),
        ("prisons", None),
    ]


def test_a_blank_value_is_left_out_and_so_is_a_schema_without_values() -> None:
    assert crosswalk([Statement("abstract", " \n"), Statement("modified", "1990")]) == {
        "dcterms": (DcValue("modified", "none", None, "1990"),)
    }


@pytest.mark.parametrize("text", ["a < b & c > d \"'", " two\nlines\r\n\tand a tab ", "]]>", "نیم‌فاصله", "𐎠"])
def test_a_value_is_written_as_one_text_character_for_character(text: str) -> None:
    out = io.BytesIO()
    value = DcValue("title", "none", "fa", text)
    write_dublin_core(out, "dc", [value])
    document, findings = read_dublin_core(out.getvalue(), "dublin_core.xml")
    assert findings == ()
    assert document is not None
    assert (document.root, document.schema, document.strays, document.has_cdata) == ("dublin_core", "dc", (), False)
    assert [one.value for one in document.values] == [value]
    assert document.values[0].is_one_text
