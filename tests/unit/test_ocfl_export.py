"""Export as an OCFL storage root: every name and octet comes back, every version is there, each file once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import bagit
import pytest
from jsonschema import Draft7Validator
from test_saf_export import AWKWARD

from bayegan.export.ocfl import OcflExporter
from bayegan.export.ocfl_layout import object_id, storage_path
from bayegan.export.ocfl_lint import lint
from bayegan.model.disclosure.disclosed import Disclosed, Kept, Withheld
from bayegan.model.dissemination import ExportItem, Packed
from bayegan.model.findings import Finding
from bayegan.model.holdings import SealedFacts, place_of
from bayegan.model.record import Amendment, Record, Text
from exported import packed
from judges.others import ocfl_problems
from sealed import LETTER, SEALED, premis_of, record, sealed_item
from shared import SHARED, need_shared

ADDRESS = {"address": "mailto:archive@example.org"}


def export(items: Sequence[ExportItem], destination: Path, options: Mapping[str, str] = ADDRESS) -> Packed:
    return packed(OcflExporter(options), items, destination)[1]


def of_one(tmp_path: Path, files: Mapping[str, bytes], of: Record | None = None) -> Path:
    assert export([sealed_item(tmp_path / "archive", files, of)], tmp_path / "out").findings == ()
    return next((tmp_path / "out").glob("*/*/0=ocfl_object_1.1")).parent


def inventory(place: Path) -> dict[str, object]:
    value: dict[str, object] = json.loads((place / "inventory.json").read_bytes())
    return value


def state(place: Path, version: str) -> dict[str, bytes]:
    """The files of a version as any OCFL client would restore them, by logical path."""
    held = inventory(place)
    manifest, versions = held["manifest"], held["versions"]
    assert isinstance(manifest, dict)
    assert isinstance(versions, dict)
    return {
        path: (place / manifest[digest][0]).read_bytes()
        for digest, paths in versions[version]["state"].items()
        for path in paths
    }


def octets(bag: Path) -> dict[str, bytes]:
    return {str(path.relative_to(bag)): path.read_bytes() for path in bag.rglob("*") if path.is_file()}


def amended(tmp_path: Path) -> ExportItem:
    """An item of two versions: the second one has a corrected record and one file more."""
    first = sealed_item(tmp_path / "archive", {LETTER: b"letter", "again.txt": b"letter"})
    said = replace(record(), amendments=(Amendment(2, Text("A. Archivist"), Text("a page was found")),))
    made = sealed_item(tmp_path / "later", {LETTER: b"letter", "page 2.txt": b"page"}, said)
    bag = first.bag.parent / "v2"
    made.bag.rename(bag)
    facts = SealedFacts(place_of("letter-1"), "letter-1", "v1", {}, 1, 1)
    return replace(made, bag=bag, sealed=SEALED + timedelta(days=1), earlier=((facts, first),))


def test_every_name_comes_back_with_its_octets(tmp_path: Path) -> None:
    files = {name: f"{number}: {name}\n".encode() for number, name in enumerate(AWKWARD)}
    item = sealed_item(tmp_path / "archive", files)
    assert export([item], tmp_path / "out").findings == ()
    place = tmp_path / "out" / storage_path("urn:bayegan:item:letter-1")
    assert state(place, "v1") == octets(item.bag)
    assert {f"data/{name}" for name in AWKWARD} < set(state(place, "v1"))


def test_ocfl_py_finds_nothing_wrong_with_awkward_names(tmp_path: Path) -> None:
    files = {name: f"{number}: {name}\n".encode() for number, name in enumerate(AWKWARD)}
    items = [sealed_item(tmp_path / "archive", files, record(name)) for name in ("letter-1", "نامه ۱/%", "x" * 300)]
    assert export(items, tmp_path / "out").findings == ()
    assert ocfl_problems(tmp_path / "out") == []


def test_ocfl_py_is_asked(tmp_path: Path) -> None:
    place = of_one(tmp_path, {LETTER: b"x"})
    (place / "v1" / "content" / "data" / LETTER).write_bytes(b"y")
    assert any("E092" in one for one in ocfl_problems(tmp_path / "out"))


def test_the_archive_is_given_every_version_and_shared_files_once(tmp_path: Path) -> None:
    item = amended(tmp_path)
    assert export([item], tmp_path / "out").findings == ()
    assert [*lint(tmp_path / "out")] == []
    assert ocfl_problems(tmp_path / "out") == []
    place = next((tmp_path / "out").glob("*/*/0=ocfl_object_1.1")).parent
    for version in ("v1", "v2"):
        assert state(place, version) == octets(item.bag.parent / version)
    contents = [path.read_bytes() for path in place.glob("v*/content/**/*") if path.is_file()]
    assert len(contents) == len(set(contents))
    assert not (place / "v2" / "content" / "data" / LETTER).exists()
    versions = inventory(place)["versions"]
    assert isinstance(versions, dict)
    assert [one["created"] for one in versions.values()] == ["2026-11-22T09:30:00Z", "2026-11-23T09:30:00Z"]
    assert versions["v2"]["message"] == "v2 of the item, as sealed: a page was found"


def test_a_version_that_comes_back_is_the_bag_that_was_sealed(tmp_path: Path) -> None:
    place = of_one(tmp_path, {LETTER: b"x", "two words.txt": b"y"})
    for path, content in state(place, "v1").items():
        (tmp_path / "back" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "back" / path).write_bytes(content)
    assert bagit.Bag(str(tmp_path / "back")).validate()


def test_the_latest_version_alone_is_the_first_of_its_object(tmp_path: Path) -> None:
    assert export([replace(amended(tmp_path), earlier=())], tmp_path / "out").findings == ()
    place = next((tmp_path / "out").glob("*/*/0=ocfl_object_1.1")).parent
    versions = inventory(place)["versions"]
    assert isinstance(versions, dict)
    assert [*versions] == ["v1"]
    assert versions["v1"]["message"].startswith("v2 of the item")


@need_shared
def test_inventories_are_valid_by_the_official_schema(tmp_path: Path) -> None:
    export([amended(tmp_path)], tmp_path / "out")
    schema = Draft7Validator(json.loads((SHARED / "official" / "ocfl" / "inventory_schema.json").read_bytes()))
    found = [*(tmp_path / "out").rglob("inventory.json")]
    assert len(found) == 3
    for path in found:
        assert [error.message for error in schema.iter_errors(json.loads(path.read_bytes()))] == []


def test_what_is_withheld_is_not_in_the_object(tmp_path: Path) -> None:
    files = {LETTER: b"open", "closed.txt": b"closed"}
    item = sealed_item(tmp_path / "archive", files, tag_files=premis_of(files))
    withheld = (Withheld(Kept.FILE, "data/closed.txt", "it is restricted"),)
    told = replace(record(), descriptions=(Text("Derived for the public."),))
    item = replace(item, disclosed=Disclosed(told, {"data/closed.txt": "it is restricted"}, withheld))
    done = export([item], tmp_path / "out")
    assert done.findings == ()
    assert [*lint(tmp_path / "out")] == []
    assert ocfl_problems(tmp_path / "out") == []
    place = next((tmp_path / "out").glob("*/*/0=ocfl_object_1.1")).parent
    assert "data/closed.txt" not in state(place, "v1")
    assert b"Derived for the public." in state(place, "v1")["metadata/record.xml"]
    assert all(b"closed" not in path.read_bytes() for path in place.rglob("*") if path.is_file())
    assert set(done.files) == set(octets(tmp_path / "out"))


def test_the_same_items_give_the_same_octets(tmp_path: Path) -> None:
    item = amended(tmp_path)
    one, two = (export([item], tmp_path / name) for name in ("one", "two"))
    assert one.files == two.files
    assert {path: hashlib.sha512(content).digest() for path, content in octets(tmp_path / "one").items()} == {
        path: digest for path, (digest, _) in one.files.items()
    }


def test_a_name_that_json_cannot_hold_is_refused(tmp_path: Path) -> None:
    item = sealed_item(tmp_path / "archive", {"caf\udce9.txt": b"x"})
    assert [one.code for one in export([item], tmp_path / "out").findings] == ["ocfl-name-not-utf8"]


def test_an_empty_folder_is_told_of(tmp_path: Path) -> None:
    found = export([sealed_item(tmp_path / "archive", {})], tmp_path / "out").findings
    assert [(one.code, one.path, one.is_error) for one in found] == [("ocfl-empty-folder", "data", False)]


def test_without_an_address_it_is_said_once(tmp_path: Path) -> None:
    items = [sealed_item(tmp_path / "archive", {"a.txt": b"a"}, record(name)) for name in "ab"]
    found: tuple[Finding, ...] = export(items, tmp_path / "out", {}).findings
    assert [one.code for one in found] == ["ocfl-w008"]


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("BT-1", "urn:bayegan:item:BT-1"),
        ("نامه", "urn:bayegan:item:%D9%86%D8%A7%D9%85%D9%87"),
        ("https://example.org/1", "https://example.org/1"),
        ("https://example.org/a b", "urn:bayegan:item:https%3A%2F%2Fexample.org%2Fa%20b"),
        ("urn:bayegan:item:BT-1", "urn:bayegan:item:urn%3Abayegan%3Aitem%3ABT-1"),
    ],
)
def test_an_object_is_called_by_a_uri(identifier: str, expected: str) -> None:
    assert object_id(identifier) == expected


def test_the_prefix_of_objects_can_be_chosen(tmp_path: Path) -> None:
    item = sealed_item(tmp_path / "archive", {"a.txt": b"a"})
    export([item], tmp_path / "out", {**ADDRESS, "prefix": "info:example/"})
    assert (tmp_path / "out" / storage_path("info:example/letter-1") / "0=ocfl_object_1.1").is_file()
    assert [*lint(tmp_path / "out")] == []
