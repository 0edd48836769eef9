"""Export as RO-Crate: read by the rocrate library, every name and octet comes back, every rule can be broken."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_datacite import full
from test_saf_export import AWKWARD

from bayegan.export.ro_crate import RoCrateExporter
from bayegan.export.ro_crate_ids import path_of, places, reference
from bayegan.export.ro_crate_lint import lint
from bayegan.model.disclosure.disclosed import Disclosed, Kept, Withheld
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.record import Record, Rights, Text
from bayegan.model.rules.ro_crate import RO_CRATE_RULES
from exported import packed
from judges.others import files_of_crate
from sealed import LETTER, premis_of, record, sealed_item

OF_THE_EXPORTER = {"rocrate-license-missing", "rocrate-name-taken", "rocrate-name-not-utf8"}
MORE_NAMES = (
    "a:b.txt",
    "?query.txt",
    "[1] {2}.txt",
    'quote".txt',
    "back\\slash.txt",
    "~home.txt",
    "ro-crate-preview_files/a.txt",
    "ro-crate-metadata.json",
    "\ufeffmark.txt",
    "🙂.txt",
)


def licensed(of: Record | None = None) -> Record:
    return replace(of or record(), rights=Rights(licences=(Text("https://creativecommons.org/licenses/by/4.0/"),)))


def sealed(tmp_path: Path, files: Mapping[str, bytes], of: Record | None = None) -> ExportItem:
    of = of or licensed()
    return sealed_item(tmp_path / "archive", files, of, premis_of(files, of.identifier))


def export(tmp_path: Path, *items: ExportItem) -> tuple[tuple[Finding, ...], Path]:
    return packed(RoCrateExporter({}), items, tmp_path / "out")[1].findings, tmp_path / "out"


def graph(crate: Path) -> dict[str, dict[str, Any]]:
    found = json.loads((crate / "ro-crate-metadata.json").read_bytes())["@graph"]
    return {one["@id"]: one for one in found}


def test_every_name_comes_back_with_its_octets(tmp_path: Path) -> None:
    files = {name: f"{number}: {name}\n".encode() for number, name in enumerate((*AWKWARD, *MORE_NAMES))}
    found, out = export(tmp_path, sealed(tmp_path, files))
    assert {one.code for one in found} == {"rocrate-name-taken"}
    entities = graph(out / "letter-1").values()
    back = {
        one.get("alternateName") or path_of(one["@id"]): (out / "letter-1" / path_of(one["@id"])).read_bytes()
        for one in entities
        if one["@type"] == "File"
    }
    assert back == files


def test_the_rocrate_library_reads_every_name(tmp_path: Path) -> None:
    files = {name: f"{number}: {name}\n".encode() for number, name in enumerate((*AWKWARD, *MORE_NAMES))}
    _, out = export(tmp_path, sealed(tmp_path, files))
    read = files_of_crate(out / "letter-1")
    assert sorted(content for content in read.values()) == sorted(files.values())


def test_the_rocrate_library_reads_a_full_record(tmp_path: Path) -> None:
    found, out = export(tmp_path, sealed(tmp_path, {LETTER: b"x"}, full()))
    assert found == ()
    assert files_of_crate(out / "letter-1") == {LETTER: b"x"}


def test_what_is_told_of_an_item(tmp_path: Path) -> None:
    _, out = export(tmp_path, sealed(tmp_path, {LETTER: b"x", "b.txt": b""}, full()))
    found = graph(out / "letter-1")
    root = found["./"]
    assert found["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.3"}
    assert root["name"] == "نامه‌ای از خانه"
    assert root["alternateName"] == "A letter from home"
    assert root["description"].startswith(full().descriptions[0].value)
    assert root["description"].endswith("Kept by the family.")
    assert root["datePublished"] == "2026-11-22T09:30:00Z"
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert found[root["identifier"]["@id"]]["value"] == "letter-1"
    author = found[root["author"]["@id"]]
    assert (author["@type"], author["name"], author["alternateName"]) == ("Person", "نویسندهٔ نمونه", "A. Writer")
    assert found[root["publisher"]["@id"]]["name"] == "The Press"
    assert found[root["translator"]["@id"]] == found[root["editor"]["@id"]]
    assert {found[one["@id"]]["@type"] for one in root["about"]} == {"Person", "Event"}
    assert found[root["spatialCoverage"]["@id"]]["name"] == "تهران, ایران"
    assert root["temporalCoverage"] == "1988-21/1989"
    assert "dateCreated" not in root  # it is uncertain
    assert [one["@id"] for one in root["hasPart"]] == ["#part-1", "b.txt", reference(LETTER)]
    letter = found[reference(LETTER)]
    assert (letter["contentSize"], len(letter["sha512"])) == ("1", 128)
    pronom = "https://www.nationalarchives.gov.uk/PRONOM/x-fmt/111"
    assert letter["encodingFormat"] == ["text/plain", {"@id": pronom}]
    assert found[pronom]["name"] == "Plain Text File"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_the_document_is_json_ld(tmp_path: Path) -> None:
    """Read by an RDF library, with what we use of RO-Crate's context stated here, since it is elsewhere."""
    rdflib = pytest.importorskip("rdflib")
    _, out = export(tmp_path, sealed(tmp_path, {"a b.txt": b"x"}, full()))
    document = json.loads((out / "letter-1" / "ro-crate-metadata.json").read_bytes())
    document["@context"][0] = {"@vocab": "http://schema.org/", "File": "http://schema.org/MediaObject"}
    read = rdflib.Graph().parse(data=json.dumps(document), format="json-ld", base="https://example.org/crate/")
    files = {str(one) for one in read.subjects(rdflib.RDF.type, rdflib.URIRef("http://schema.org/MediaObject"))}
    assert files == {"https://example.org/crate/a%20b.txt"}


def test_without_a_licence_it_is_said(tmp_path: Path) -> None:
    found, out = export(tmp_path, sealed(tmp_path, {LETTER: b"x"}, record()))
    assert [(one.code, one.is_error) for one in found] == [("rocrate-license-missing", False)]
    assert graph(out / "letter-1")["./"]["license"].startswith("No licence is stated")


def test_an_item_without_files_is_a_crate(tmp_path: Path) -> None:
    found, out = export(tmp_path, sealed(tmp_path, {}))
    assert found == ()
    assert "hasPart" not in graph(out / "letter-1")["./"]


def test_a_name_that_is_not_utf8_comes_back_as_its_bytes(tmp_path: Path) -> None:
    item = sealed(tmp_path, {"caf\udce9.txt": b"x"})
    found, out = export(tmp_path, item)
    assert [one.code for one in found] == ["rocrate-name-not-utf8"]
    (part,) = [graph(out / "letter-1")["./"]["hasPart"]]
    assert part == {"@id": "caf%E9.txt"}
    assert os.fsencode(path_of("caf%E9.txt")) == b"caf\xe9.txt"


def test_what_is_withheld_is_not_in_the_crate(tmp_path: Path) -> None:
    item = sealed(tmp_path, {LETTER: b"open", "closed.txt": b"closed"}, full())
    told = replace(licensed(full()), people=())
    withheld = (Withheld(Kept.FILE, "data/closed.txt", "restricted"),)
    _, out = export(tmp_path, replace(item, disclosed=Disclosed(told, {"data/closed.txt": "restricted"}, withheld)))
    assert {path.name for path in (out / "letter-1").iterdir()} == {LETTER, "ro-crate-metadata.json"}
    text = (out / "letter-1" / "ro-crate-metadata.json").read_text("utf-8")
    assert "closed" not in text
    assert "Writer" not in text
    assert [*lint(out)] == []


def test_the_same_items_give_the_same_octets(tmp_path: Path) -> None:
    item = sealed(tmp_path, {LETTER: b"x"}, full())
    one, two = (packed(RoCrateExporter({}), [item], tmp_path / name)[1].files for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("نامه‌ای.txt", "نامه‌ای.txt"),
        ("a b%c#d?.txt", "a%20b%25c%23d%3F.txt"),
        ("\u202etxt.exe", "%E2%80%AEtxt.exe"),
        ("caf\udce9", "caf%E9"),
    ],
)
def test_a_path_is_a_reference_and_comes_back(path: str, expected: str) -> None:
    assert reference(path) == expected
    assert path_of(expected) == path


def test_names_that_rocrate_has_taken_make_room() -> None:
    given = ("RO-Crate-metadata.json", "ro-crate-preview_files/a", "sub/ro-crate-metadata.json", "plain.txt")
    lies = places(given)
    assert [path for path in given if lies[path] != path] == [*given[:2]]
    assert len(set(lies.values())) == len(given)


Change = Callable[[dict[str, Any]], object]


def in_graph(how: Callable[[dict[str, dict[str, Any]]], object]) -> Callable[[Path], None]:
    def change(document: dict[str, Any]) -> None:
        how({one["@id"]: one for one in document["@graph"]})

    return in_document(change)


def in_document(how: Change) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        file = package / "letter-1" / "ro-crate-metadata.json"
        document = json.loads(file.read_bytes())
        how(document)
        file.write_text(json.dumps(document), "utf-8")

    return change


def adding(*entities: dict[str, Any], linked: bool = False) -> Callable[[Path], None]:
    def add(document: dict[str, Any]) -> None:
        document["@graph"] += entities
        if linked:
            root = next(one for one in document["@graph"] if one["@id"] == "./")
            root["hasPart"] = [root["hasPart"], *({"@id": one["@id"]} for one in entities)]

    return in_document(add)


def removed(package: Path) -> None:
    (package / "letter-1" / "ro-crate-metadata.json").unlink()


def emptied(package: Path) -> None:
    (package / "letter-1").rename(package.parent / "elsewhere")


BROKEN: dict[str, Callable[[Path], object]] = {
    "rocrate-package-empty": emptied,
    "rocrate-metadata-missing": removed,
    "rocrate-json": in_document(lambda one: one.pop("@graph")),
    "rocrate-context": in_document(lambda one: one.update({"@context": "https://schema.org"})),
    "rocrate-not-flat": in_graph(lambda one: one["./"].update(author={"@type": "Person", "name": "A"})),
    "rocrate-id-missing": adding({"@type": "Person", "name": "A"}),
    "rocrate-id-form": adding({"@id": "#a b", "@type": "Person"}),
    "rocrate-id-twice": adding({"@id": "#archive", "@type": "Organization"}),
    "rocrate-leaves-crate": adding({"@id": "../a.txt", "@type": "File"}, linked=True),
    "rocrate-type-missing": adding({"@id": "#a", "name": "A"}),
    "rocrate-reference-unknown": in_graph(lambda one: one["./"].update(author={"@id": "#nobody"})),
    "rocrate-descriptor": in_graph(lambda one: one["ro-crate-metadata.json"].pop("about")),
    "rocrate-conforms-to": in_graph(lambda one: one["ro-crate-metadata.json"].pop("conformsTo")),
    "rocrate-root-type": in_graph(lambda one: one["./"].update({"@type": "CreativeWork"})),
    "rocrate-root-id": in_graph(
        lambda one: (one["./"].update({"@id": "root/"}), *(with_root(entity, "root/") for entity in one.values()))
    ),
    "rocrate-root-property": in_graph(lambda one: one["./"].pop("license")),
    "rocrate-date-form": in_graph(lambda one: one["./"].update(datePublished="22 November")),
    "rocrate-file-missing": adding({"@id": "gone.txt", "@type": "File"}, linked=True),
    "rocrate-folder-missing": adding({"@id": "gone/", "@type": "Dataset"}, linked=True),
    "rocrate-not-linked": in_graph(lambda one: one["./"].pop("hasPart")),
}


def with_root(entity: dict[str, Any], name: str) -> None:
    for key, value in entity.items():
        if value == {"@id": "./"}:
            entity[key] = {"@id": name}


def test_every_rule_is_broken_here() -> None:
    assert set(BROKEN) | OF_THE_EXPORTER == set(RO_CRATE_RULES)


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_is_told_and_no_other(tmp_path: Path, code: str) -> None:
    found, out = export(tmp_path, sealed(tmp_path, {LETTER: b"x"}))
    assert found == ()
    BROKEN[code](out)
    assert {one.code for one in lint(out)} == {code}
