"""What an archivist may choose of a package for DSpace, and what dspyce makes of it."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bayegan.errors import WrongUse
from bayegan.export.saf import SafExporter
from bayegan.export.saf_lint import lint
from bayegan.model.collection import Collection, Level
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.record import Access, AccessLevel, Act, FileNote, Name, Person, Record, Role, Term, Text, Value
from exported import packed
from judges.dspyce_saf import read_back
from sealed import LETTER, record, sealed_item

UUID = "6f1cb1a8-5c2e-4f0e-9d5a-0d4f2a1c7b3e"
FONDS = Collection("F", Level.FONDS, (Text("A fonds"),), Access(AccessLevel.PUBLIC))
SERIES = replace(FONDS, identifier="S, 1", level=Level.SERIES, within="F")


def export(tmp_path: Path, items: Sequence[ExportItem], **options: str) -> tuple[Finding, ...]:
    return packed(SafExporter(options), items, tmp_path / "out")[1].findings


def item_of(
    tmp_path: Path, of: Record | None = None, files: Mapping[str, bytes] | None = None, placed: bool = False
) -> ExportItem:
    made = sealed_item(tmp_path / "archive", {"a.txt": b"a"} if files is None else files, of)
    return replace(made, part_of=("S, 1",), collections=(FONDS, SERIES)) if placed else made


def text(tmp_path: Path, name: str, folder: str = "item_000001") -> str:
    return (tmp_path / "out" / folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["123456789/7", UUID])
def test_one_collection_for_all_items(tmp_path: Path, place: str) -> None:
    assert export(tmp_path, [item_of(tmp_path)], collections=place) == ()
    assert text(tmp_path, "collections") == f"{place}\n"


def test_a_table_leads_from_our_collections_to_those_of_dspace(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text('collection,dspace\n"S, 1",123456789/8\nF,123456789/7\n', encoding="utf-8")
    assert export(tmp_path, [item_of(tmp_path, placed=True)], collections=str(table)) == ()
    assert text(tmp_path, "collections") == "123456789/8\n"


def test_what_is_not_in_the_table_goes_where_the_one_above_it_goes(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("collection,dspace\nF,123456789/7\n", encoding="utf-8")
    items = [item_of(tmp_path, placed=True), item_of(tmp_path, record("elsewhere"))]
    (found,) = export(tmp_path, items, collections=str(tmp_path / "table.csv"))
    assert text(tmp_path, "collections") == "123456789/7\n"
    assert (found.code, found.item, found.is_error) == ("saf-collection-unmapped", "elsewhere", False)
    assert not (tmp_path / "out/item_000002/collections").exists()


@pytest.mark.parametrize("content", ["", "a,b\nF,123456789/7\n", "collection,dspace\nF,no handle\n"])
def test_a_table_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "table.csv").write_text(content)
    with pytest.raises(WrongUse):
        SafExporter({"collections": str(tmp_path / "table.csv")})


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("collections", "no such file"),
        ("permissions", "O'Brien"),
        ("entity", "two words"),
        ("local", "dc"),
        ("local", "HR"),
    ],
)
def test_an_option_that_dspace_could_not_use_is_refused(option: str, value: str) -> None:
    with pytest.raises(WrongUse):
        SafExporter({option: value})


@pytest.mark.parametrize("stated", ["123456789/42", "https://hdl.handle.net/123456789/42", "hdl:123456789/42"])
def test_a_handle_that_the_record_states(tmp_path: Path, stated: str) -> None:
    of = replace(record(), terms=(Term("identifier", stated),))
    assert export(tmp_path, [item_of(tmp_path, of)], handle="identifier") == ()
    assert text(tmp_path, "handle") == "123456789/42\n"


@pytest.mark.parametrize("as_zip", [False, True])
def test_one_handle_for_two_items_is_found(tmp_path: Path, as_zip: bool) -> None:
    of = [replace(record(name), terms=(Term("identifier", "123456789/42"),)) for name in ("one", "two")]
    options = {"handle": "identifier", **({"as": "zip"} if as_zip else {})}
    found = export(tmp_path, [item_of(tmp_path, one) for one in of], **options)
    assert [(one.code, one.path) for one in found] == [("saf-handle-twice", "item_000002/handle")]


@pytest.mark.parametrize("as_zip", [False, True])
def test_all_that_is_wrong_in_all_items_is_told_at_once(tmp_path: Path, as_zip: bool) -> None:
    language = "en-x-" + "-".join(["abcdefgh"] * 3)
    of = [
        replace(record(name), titles=(Text("A title", language),), terms=(Term("identifier", "123456789/42"),))
        for name in ("one", "two", "three")
    ]
    options = {"handle": "identifier", **({"as": "zip"} if as_zip else {})}
    found = export(tmp_path, [item_of(tmp_path, one) for one in of], **options)
    assert sorted((one.code, str(one.path).partition("/")[0]) for one in found) == [
        ("saf-handle-twice", "item_000002"),
        *(("saf-language-long", f"item_00000{number}") for number in (1, 2, 3)),
    ]


@pytest.mark.parametrize("many", [0, 2000])
def test_a_folder_is_checked_as_it_lies_on_disk_however_many_files_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """One of very many files is checked at the end: memory is free then."""
    monkeypatch.setattr("bayegan.export.saf._MANY", many)
    monkeypatch.setattr("bayegan.export.saf.written", lambda name, *_, **__: f"another {name}\n")
    found = export(tmp_path, [item_of(tmp_path)])
    assert {one.code for one in found} == {"saf-file-absent", "saf-file-not-named"}


def test_without_a_handle_dspace_gives_its_own(tmp_path: Path) -> None:
    assert export(tmp_path, [item_of(tmp_path)], handle="identifier") == ()
    assert not (tmp_path / "out/item_000001/handle").exists()


def restricted(path: str) -> FileNote:
    return FileNote(f"data/{path}", access=Access(AccessLevel.RESTRICTED))


def test_a_restricted_file_is_open_to_one_group_where_it_is_named(tmp_path: Path) -> None:
    of = replace(record(), files=(restricted("b.txt"),))
    item = item_of(tmp_path, of, {"a.txt": b"a", "b.txt": b"b"})
    assert export(tmp_path, [item], permissions="Readers of the archive") == ()
    assert text(tmp_path, "contents").splitlines() == [
        "a.txt\tbundle:ORIGINAL",
        "b.txt\tbundle:ORIGINAL\tpermissions:-r 'Readers of the archive'",
    ]


def test_a_restricted_file_without_a_group_is_said_aloud(tmp_path: Path) -> None:
    of = replace(record(), files=(restricted("b.txt"),))
    (found,) = export(tmp_path, [item_of(tmp_path, of, {"a.txt": b"a", "b.txt": b"b"})])
    assert (found.code, found.path) == ("saf-access-not-carried", "data/b.txt")


def test_of_a_restricted_item_every_file_is_closed_and_its_metadata_said_aloud(tmp_path: Path) -> None:
    item = item_of(tmp_path, record(access=AccessLevel.RESTRICTED))
    (found,) = export(tmp_path, [item], permissions="Readers")
    assert (found.code, found.found) == ("saf-access-not-carried", "restricted")
    assert text(tmp_path, "contents") == "a.txt\tbundle:ORIGINAL\tpermissions:-r 'Readers'\n"


def test_an_embargo_that_lasted_at_the_sealing_counts_as_closed(tmp_path: Path) -> None:
    of = replace(record(), access=Access(AccessLevel.PUBLIC, embargo="2999-01-01"))
    (found,) = export(tmp_path, [item_of(tmp_path, of)], permissions="Readers")
    assert found.found == "public, embargo until 2999-01-01"
    assert "permissions" in text(tmp_path, "contents")


def test_one_web_page_is_primary_among_what_belongs_to_it(tmp_path: Path) -> None:
    item = item_of(tmp_path, files={"page.html": b"<p>", "style.css": b"p", "picture.png": b"x"})
    assert export(tmp_path, [item]) == ()
    assert [line for line in text(tmp_path, "contents").splitlines() if "primary" in line] == [
        "page.html\tbundle:ORIGINAL\tprimary:true"
    ]


def test_two_web_pages_have_no_first(tmp_path: Path) -> None:
    assert export(tmp_path, [item_of(tmp_path, files={"1.html": b"<p>", "2.html": b"<p>"})]) == ()
    assert "primary" not in text(tmp_path, "contents")


def tied(name: str, term: str, to: str) -> Record:
    return replace(record(name), terms=(Term(term, to), Term(term, "somewhere else")))


def test_items_of_the_export_are_tied_where_the_record_says_so(tmp_path: Path) -> None:
    items = [
        item_of(tmp_path, tied("whole", "hasPart", "part")),
        item_of(tmp_path, tied("part", "isPartOf", "whole")),
    ]
    assert export(tmp_path, items, entity="Publication") == ()
    assert text(tmp_path, "relationships") == "relation.hasPart folderName:item_000002\n"
    assert text(tmp_path, "relationships", "item_000002") == "relation.isPartOf folderName:item_000001\n"
    assert 'element="entity" qualifier="type">Publication<' in text(tmp_path, "metadata_dspace.xml")


def test_without_an_entity_type_there_are_no_relationships(tmp_path: Path) -> None:
    export(tmp_path, [item_of(tmp_path, tied("a", "hasPart", "b")), item_of(tmp_path, record("b"))])
    assert not (tmp_path / "out/item_000001/relationships").exists()


def test_the_record_goes_along_where_it_is_asked_for(tmp_path: Path) -> None:
    item = item_of(tmp_path, files={"bayegan-record.xml": b"a document of this name"})
    assert export(tmp_path, [item], record="yes") == ()
    assert text(tmp_path, "bayegan-record.xml") == (item.bag / "metadata/record.xml").read_text(encoding="utf-8")
    lines = text(tmp_path, "contents").splitlines()
    assert lines[0].startswith("bayegan_record-")
    assert lines[1] == "bayegan-record.xml\tbundle:METADATA"


def test_a_local_schema_holds_what_dublin_core_lacks(tmp_path: Path) -> None:
    victim = Person((Name("قربانی", "fa"),), (Role.VICTIM,))
    of = replace(record(), people=(victim,), acts=(Act(Value("execution", "en")),))
    assert export(tmp_path, [item_of(tmp_path, of)], local="hr") == ()
    local = text(tmp_path, "metadata_hr.xml")
    assert '<dcvalue element="victim" qualifier="none" language="fa">قربانی</dcvalue>' in local
    assert "execution" in local
    registry = (tmp_path / "out" / "hr-types.xml").read_text(encoding="utf-8")
    assert "<name>hr</name>" in registry
    assert "<element>victim</element>" in registry


def test_a_schema_of_others_is_unknown_to_the_linter_that_was_not_told(tmp_path: Path) -> None:
    export(tmp_path, [item_of(tmp_path)], local="hr")
    assert {one.code for one in lint(tmp_path / "out")} == {"saf-schema-unknown"}


def test_a_zip_holds_one_folder_with_the_items_and_is_the_same_each_time(tmp_path: Path) -> None:
    items = [item_of(tmp_path, files={LETTER: b"x", "b/c.txt": b"y"}), item_of(tmp_path, record("b"))]
    for name in ("one", "two"):
        _, said = packed(SafExporter({"as": "zip"}), items, tmp_path / name)
        assert said.findings == ()
        assert set(said.files) == {"filename-map.csv", "simple-archive.zip"}
        assert {path.name for path in (tmp_path / name).iterdir()} == set(said.files)
    assert (tmp_path / "one/simple-archive.zip").read_bytes() == (tmp_path / "two/simple-archive.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one/simple-archive.zip") as made:
        assert made.testzip() is None
        assert {name.split("/")[0] for name in made.namelist()} == {"simple-archive"}
        assert "simple-archive/item_000002/dublin_core.xml" in made.namelist()


def test_dspyce_reads_back_what_was_written(tmp_path: Path) -> None:
    items = [
        item_of(tmp_path, replace(tied("whole", "hasPart", "part"), files=record().files), {LETTER: b"x"}, True),
        item_of(tmp_path, record("part"), {"page.html": b"<p>", "two words.txt": b"y"}, True),
    ]
    assert export(tmp_path, items, entity="Publication", collections="123456789/7", handle="identifier") == ()
    whole, part = read_back([tmp_path / "out/item_000001", tmp_path / "out/item_000002"])
    assert whole["metadata"]["dc.title"] == [["نامه‌ای از خانه", "fa"]]
    assert whole["metadata"]["dcterms.accessRights"] == [["public", None]]
    assert whole["metadata"]["dspace.entity.type"] == [["Publication", None]]
    assert whole["collections"] == ["123456789/7"]
    assert [[description, bundle] for _, description, bundle in whole["files"]] == [
        [f"برگ نخست ({LETTER})", "ORIGINAL"]
    ]
    assert [name for name, _, _ in part["files"]] == ["page.html", "two words.txt"]
    assert len(whole["relations"]) == 1
