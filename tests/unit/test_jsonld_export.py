"""Linked data: read by rdflib without a network, and nothing lost on the way back."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from bayegan.errors import WrongUse
from bayegan.export.jsonld import JsonLdExporter, lint_document, read_paths, read_statements
from bayegan.export.open_item import open_item
from bayegan.model.collection import Collection, Level
from bayegan.model.dissemination import ExportItem
from bayegan.model.dublin_core import Statement
from bayegan.model.findings import Finding
from bayegan.model.record import Access, AccessLevel, Name, Place, Term, Text
from bayegan.model.rules import RULES
from described import described_item
from exported import packed
from sealed import record
from unit.test_saf_export import AWKWARD

FONDS = Collection("F 1/2", Level.FONDS, (Text("A fonds", "en"), Text("فوند", "fa")), Access(AccessLevel.PUBLIC))
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = rdflib.Namespace("https://schema.org/")


def export(tmp_path: Path, items: Sequence[ExportItem], **options: str) -> tuple[Finding, ...]:
    return packed(JsonLdExporter(options), items, tmp_path / "out")[1].findings


@pytest.fixture
def item(tmp_path: Path) -> ExportItem:
    of = replace(
        record('نامه "1" <a> 100%'),
        places=(Place((Name("تهران", "fa"), Name("Tehran", "en"))),),
        terms=(Term("isPartOf", "F 1/2"), Term("provenance", 'said "so"\n\\ </script>', "en")),
    )
    made = described_item(tmp_path / "archive", dict.fromkeys(AWKWARD, b"x"), of)
    return replace(made, part_of=("F 1/2",), collections=(FONDS,))


def graph(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(data=path.read_bytes(), format="json-ld")


def document(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "out/items").iterdir()
    return path


def test_rdflib_reads_every_statement(tmp_path: Path, item: ExportItem) -> None:
    assert export(tmp_path, [item]) == ()
    opened = open_item(item)[0]
    assert opened is not None
    read = {
        Statement(str(term).removeprefix(DCTERMS), str(value), value.language)
        for _, term, value in graph(document(tmp_path))
        if str(term).startswith(DCTERMS) and isinstance(value, rdflib.Literal)
    }
    assert read == set(opened.statements)
    back = read_statements(document(tmp_path).read_bytes())
    assert sorted(map(str, back)) == sorted(map(str, opened.statements))


def test_schema_org_says_it_to_search_engines(tmp_path: Path, item: ExportItem) -> None:
    assert export(tmp_path, [item]) == ()
    read = graph(document(tmp_path))
    (subject,) = read.subjects(rdflib.RDF.type, SCHEMA.ArchiveComponent)
    assert rdflib.Literal("نامه‌ای از خانه", lang="fa") in set(read.objects(subject, SCHEMA.name))
    (place,) = read.subjects(SCHEMA.name, rdflib.Literal("Tehran", lang="en"))
    assert (place, rdflib.RDF.type, SCHEMA.Place) in read
    assert len(set(read.objects(subject, SCHEMA.associatedMedia))) == len(AWKWARD)
    (fonds,) = read.objects(subject, SCHEMA.isPartOf)
    assert str(fonds) == "urn:bayegan:collection:F%201%2F2"


def test_every_name_comes_back(tmp_path: Path, item: ExportItem) -> None:
    assert export(tmp_path, [item]) == ()
    assert set(read_paths(document(tmp_path).read_bytes())) == {f"data/{name}" for name in AWKWARD}


def test_the_catalogue_holds_items_and_collections(tmp_path: Path, item: ExportItem) -> None:
    assert export(tmp_path, [item], base="https://example.org/archive") == ()
    read = graph(tmp_path / "out/catalogue.jsonld")
    parts = {
        str(one) for one in read.objects(rdflib.URIRef("https://example.org/archive/catalogue"), SCHEMA.hasPart)
    }
    (subject,) = graph(document(tmp_path)).subjects(rdflib.RDF.type, SCHEMA.ArchiveComponent)
    assert parts == {"https://example.org/archive/collection:F%201%2F2", str(subject)}
    entries = json.loads((tmp_path / "out/catalogue.jsonld").read_bytes())["hasPart"]
    assert entries[1]["url"] == f"items/{document(tmp_path).name}"


@pytest.mark.parametrize("base", ["example.org", "https://example.org/نامه/", "https://example.org/a\n"])
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    with pytest.raises(WrongUse):
        JsonLdExporter({"base": base})


def test_an_export_of_nothing_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert export(tmp_path, []) == ()
    assert json.loads((tmp_path / "out/catalogue.jsonld").read_bytes())["hasPart"] == []


def test_the_same_items_give_the_same_octets(tmp_path: Path, item: ExportItem) -> None:
    said = [packed(JsonLdExporter({}), [item], tmp_path / name)[1].files for name in ("one", "two")]
    assert said[0] == said[1]


WRONG = {
    "jsonld-not-json": b"{",
    "jsonld-context": b'{"@context": "https://schema.org/"}',
    "jsonld-id": b'{"@context": {}, "@id": "a b"}',
}


@pytest.mark.parametrize("code", WRONG)
def test_a_document_that_is_wrong_is_found(code: str) -> None:
    assert [one.code for one in lint_document(io.BytesIO(WRONG[code]), "a.jsonld")] == [code]


def test_every_rule_of_linked_data_is_shown() -> None:
    assert set(WRONG) == {code for code in RULES if code.startswith("jsonld-")}
