"""Odd names go through every format and come back byte for byte, in the package itself or by its map of names."""

import csv
import hashlib
import io
import json
import os
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lxml import etree

from bayegan.export.csv_cells import read_lines
from bayegan.export.exporter import exporters
from bayegan.export.ro_crate_ids import path_of as path_of_reference
from bayegan.export.saf_map import FILE_NAME, read_map
from bayegan.model.mets import path_of
from bayegan.model.names import from_xml_name
from running import Bayegan

NAMES = {
    "Persian": "نامهٔ سرگشاده.txt",
    "spaces": " two  spaces and one at the end .txt",
    "percent": "100%.txt",
    "percent that looks encoded": "not%20a space%2Fa slash.txt",
    "hash": "# comment#fragment.txt",
    "query": "what?a=b&c;d.txt",
    "255 octets of Persian": "ب" * 127 + "x",
    "255 octets of ASCII": "a" * 251 + ".txt",
    "NFD": unicodedata.normalize("NFD", "Café, آبان.txt"),
    "NFC": unicodedata.normalize("NFC", "Élan, آذر.txt"),
    "right-to-left mark": "\u200fسند\u200f.txt",
    "right-to-left override": "a\u202egpj.exe",
    "right-to-left and Latin": "سند A-12 ـ ۱۳۶۷.txt",
    "non-joiner": "می\u200cشود.txt",
    "a formula": "=1+1.txt",
    "quotes": "a \"b\" 'c' `d`.txt",
    "emoji": "👩\u200d👧 🇮🇷.txt",
    "plus": "a+b.txt",
    "a name of SAF": "dublin_core.xml",
    "a name of RO-Crate": "ro-crate-metadata.json",
    "upper and lower case": "README",
    "lower and upper case": "readme",
}
Read = Callable[[Path], Mapping[str, str]]
"""Returns the SHA-512 of every document of a package by its true name."""


def digest(content: bytes) -> str:
    return hashlib.sha512(content).hexdigest()


def in_a_bag(package: Path) -> Mapping[str, str]:
    data = package / "odd" / "data"
    return {name: digest((data / name).read_bytes()) for name in os.listdir(data)}


def in_a_tar(package: Path) -> Mapping[str, str]:
    with tarfile.open(package / "odd.tar") as packed:
        files = {one.name: packed.extractfile(one) for one in packed if one.isreg()}
        return {
            name.removeprefix("odd/data/"): digest(source.read())
            for name, source in files.items()
            if source is not None and name.startswith("odd/data/")
        }


def in_a_zip(package: Path) -> Mapping[str, str]:
    with zipfile.ZipFile(package / "odd.zip") as packed:
        names = [one for one in packed.namelist() if one.startswith("odd/data/") and not one.endswith("/")]
        return {name.removeprefix("odd/data/"): digest(packed.read(name)) for name in names}


def by_the_map(package: Path) -> Mapping[str, str]:
    found = read_map((package / FILE_NAME).read_text(encoding="utf-8"))
    read = {one.path.removeprefix("data/"): (package / one.item_folder / one.name).read_bytes() for one in found}
    assert {one.path.removeprefix("data/"): one.sha512 for one in found} == {k: digest(v) for k, v in read.items()}
    return {name: digest(content) for name, content in read.items()}


def by_mets(package: Path) -> Mapping[str, str]:
    (mets,) = package.glob("odd*/representations/*/METS.xml")
    read: dict[str, str] = {}
    for one in etree.parse(mets).iterfind(".//{*}fileGrp[@USE='Data']/{*}file"):
        path = path_of(one[0].get("{http://www.w3.org/1999/xlink}href"))
        read[path.removeprefix("data/")] = digest((mets.parent / path).read_bytes())
        assert one.get("CHECKSUM") == read[path.removeprefix("data/")]
    return read


def by_the_inventory(package: Path) -> Mapping[str, str]:
    (inventory,) = (one for one in package.rglob("inventory.json") if one.parent.name != "v1")
    said = json.loads(inventory.read_bytes())
    return {
        path.removeprefix("data/"): digest((inventory.parent / said["manifest"][key][0]).read_bytes())
        for key, paths in said["versions"]["v1"]["state"].items()
        for path in paths
        if path.startswith("data/")
    }


def by_the_crate(package: Path) -> Mapping[str, str]:
    graph = json.loads((package / "odd" / "ro-crate-metadata.json").read_bytes())["@graph"]
    files = [one for one in graph if one["@type"] == "File"]
    places = {one.get("alternateName") or path_of_reference(one["@id"]): one["@id"] for one in files}
    return {
        name: digest((package / "odd" / path_of_reference(place)).read_bytes()) for name, place in places.items()
    }


def by_the_table(package: Path) -> Mapping[str, str]:
    header, *rows = read_lines((package / "documents.csv").read_bytes())
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    paths = [from_xml_name(one["path"], one["path_encoding"] == "percent") for one in cells]
    return {path.removeprefix("data/"): one["sha512"] for path, one in zip(paths, cells, strict=True)}


def by_linked_data(package: Path) -> Mapping[str, str]:
    media = json.loads((package / "items" / "odd.jsonld").read_bytes())["associatedMedia"]
    return {path_of(one["@id"].partition("#")[2]).removeprefix("data/"): one["sha512"] for one in media}


def nothing(package: Path) -> Mapping[str, str]:
    """DataCite has no files: only their number and their size."""
    assert f"{len(NAMES)} files" in (package / "odd.xml").read_text(encoding="utf-8")
    return {}


READ: Mapping[str, Read] = {
    "bag": in_a_bag,
    "bag as tar": in_a_tar,
    "bag as zip": in_a_zip,
    "saf": by_the_map,
    "eark-sip": by_mets,
    "eark-aip": by_mets,
    "eark-dip": by_mets,
    "ocfl": by_the_inventory,
    "ro-crate": by_the_crate,
    "datacite": nothing,
    "atom": by_the_map,
    "csv": by_the_table,
    "jsonld": by_linked_data,
}


def test_every_format_is_read_back() -> None:
    assert {name.partition(" ")[0] for name in READ} == set(exporters())


@pytest.fixture
def odd(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive with an item of all these names, each file holding its name."""
    source = tmp_path / "in"
    source.mkdir()
    for name in NAMES.values():
        (source / name).write_bytes(os.fsencode(name))
    table = io.StringIO(newline="")
    csv.writer(table).writerows([("filename", "item", "title", "access")])
    csv.writer(table).writerows((name, "odd", "Odd names", "public") for name in NAMES.values())
    (tmp_path / "submission.csv").write_text(table.getvalue(), encoding="utf-8", newline="")
    bayegan("ingest", "--archive", archive, tmp_path / "submission.csv", "--documents", source)
    return archive


@pytest.mark.parametrize("form", READ)
def test_every_name_comes_back_with_its_octets(form: str, odd: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    name, _, packed = form.partition(" as ")
    options = ("--set", f"as={packed}") if packed else ()
    ran = bayegan("export", name, "--archive", odd, "--to", tmp_path / "out", *options)
    assert ran.errors == []
    expected = {one: digest(os.fsencode(one)) for one in NAMES.values()}
    assert READ[form](tmp_path / "out") == (expected if name != "datacite" else {})
