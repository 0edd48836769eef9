"""Export as bags: what leaves the archive is what was sealed, byte for byte."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import bagit
import pytest

from bayegan.errors import CouldNot
from bayegan.export.bag import BagExporter
from bayegan.export.exporter import exporters
from bayegan.export.packing import PackingBench
from bayegan.model.dissemination import ExportItem
from bayegan.model.findings import Finding
from bayegan.model.fixity import TAG_MANIFEST
from bayegan.model.progress import Progress
from bayegan.model.record import AccessLevel
from exported import PlainSite, packed
from sealed import LETTER, record, sealed_item

FILES = {
    LETTER: "سلام\n".encode(),
    "برگ‌ها/برگ ۲.txt": b"page two\n",
    "100% #1.txt": b"",
    "ن" * 125 + ".text": b"255 octets of name\n",
}


def export(items: Sequence[ExportItem], destination: Path) -> tuple[list[Progress], tuple[Finding, ...]]:
    progress, package = packed(BagExporter({}), items, destination)
    return progress, package.findings


def octets_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def item(tmp_path: Path) -> ExportItem:
    return sealed_item(tmp_path / "archive", FILES)


def test_the_copy_is_the_bag_byte_for_byte(item: ExportItem, tmp_path: Path) -> None:
    _, findings = export([item], tmp_path / "out")
    assert findings == ()
    assert octets_below(tmp_path / "out" / item.folder) == octets_below(item.bag)


def test_another_library_and_sha512sum_verify_the_copy(tmp_path: Path) -> None:
    item = sealed_item(tmp_path / "archive", {path: octets for path, octets in FILES.items() if "%" not in path})
    export([item], tmp_path / "out")
    copy = tmp_path / "out" / item.folder
    bagit.Bag(os.fspath(copy)).validate()
    for manifest in ("manifest-sha512.txt", TAG_MANIFEST):
        subprocess.run(["sha512sum", "--check", "--strict", "--quiet", manifest], cwd=copy, check=True)


def test_each_item_has_its_folder_name(tmp_path: Path) -> None:
    items = [
        sealed_item(tmp_path / "archive", {"a.txt": b"a"}, record("نامه ۱")),
        sealed_item(tmp_path / "archive", {"a.txt": b"b"}, record("2/3", AccessLevel.RESTRICTED)),
    ]
    _, findings = export(items, tmp_path / "out")
    assert findings == ()
    assert {folder.name for folder in (tmp_path / "out").iterdir()} == {item.folder for item in items}


def test_empty_folders_are_kept(tmp_path: Path) -> None:
    item = sealed_item(tmp_path / "archive", {})
    _, findings = export([item], tmp_path / "out")
    assert findings == ()
    assert (tmp_path / "out" / item.folder / "data").is_dir()


def test_progress_counts_every_item_and_octet(item: ExportItem, tmp_path: Path) -> None:
    other = sealed_item(tmp_path / "archive", FILES, record("other"))
    steps, _ = export([item, other], tmp_path / "out")
    writing = [step for step in steps if step.phase == "writing"]
    octets = sum(len(content) for one in (item, other) for content in octets_below(one.bag).values())
    assert (writing[-1].done, writing[-1].total, writing[-1].octets) == (2, 2, octets)


@pytest.mark.parametrize("path", [f"data/{LETTER}", "metadata/record.xml", "manifest-sha512.txt"])
def test_an_altered_file_is_found_while_it_is_copied(item: ExportItem, tmp_path: Path, path: str) -> None:
    with open(item.bag / path, "r+b") as file:
        first = file.read(1)
        file.seek(0)
        file.write(b"0" if first != b"0" else b"1")
    _, findings = export([item], tmp_path / "out")
    assert {(one.code, one.item, one.path) for one in findings} >= {
        ("export-source-altered", item.identifier, path)
    }


def test_all_that_is_missing_is_named_and_the_bag_not_copied(item: ExportItem, tmp_path: Path) -> None:
    (item.bag / "data" / LETTER).unlink()
    (item.bag / "metadata" / "dc.xml").unlink()
    _, findings = export([item], tmp_path / "out")
    assert {(one.code, one.path) for one in findings} == {
        ("export-source-missing", f"data/{LETTER}"),
        ("export-source-missing", "metadata/dc.xml"),
    }
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_nothing_lists_does_not_leave(item: ExportItem, tmp_path: Path) -> None:
    (item.bag / "data" / "secret.txt").write_text("not part of the item")
    _, findings = export([item], tmp_path / "out")
    assert [(one.code, one.path) for one in findings] == [("export-source-unexpected", "data/secret.txt")]
    assert list((tmp_path / "out").rglob("secret.txt")) == []


def test_a_link_in_the_place_of_a_file_is_not_followed(item: ExportItem, tmp_path: Path) -> None:
    (item.bag / "data" / LETTER).unlink()
    (item.bag / "data" / LETTER).symlink_to("/etc/passwd")
    _, findings = export([item], tmp_path / "out")
    assert [(one.code, one.found) for one in findings] == [("export-source-missing", "a symbolic link")]


@pytest.mark.parametrize("name", ["manifest-sha512.txt", TAG_MANIFEST])
def test_a_bag_without_a_manifest_is_not_copied(item: ExportItem, tmp_path: Path, name: str) -> None:
    (item.bag / name).unlink()
    _, findings = export([item], tmp_path / "out")
    assert ("export-source-manifest", name) in {(one.code, one.path) for one in findings}
    assert list((tmp_path / "out").iterdir()) == []


def test_a_manifest_that_cannot_be_read_is_found(item: ExportItem, tmp_path: Path) -> None:
    (item.bag / TAG_MANIFEST).write_text("nonsense\n")
    _, findings = export([item], tmp_path / "out")
    assert ("export-source-manifest", TAG_MANIFEST) in {(one.code, one.path) for one in findings}


def test_one_bad_bag_does_not_hide_the_next(tmp_path: Path) -> None:
    items = [sealed_item(tmp_path / "archive", FILES, record(name)) for name in ("a", "b", "c")]
    for item in items[:2]:
        (item.bag / "data" / LETTER).unlink()
    _, findings = export(items, tmp_path / "out")
    assert {one.item for one in findings} == {"a", "b"}


def test_the_source_is_only_read(item: ExportItem, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in item.bag.rglob("*")}
    export([item], tmp_path / "out")
    assert {path: path.stat().st_mtime_ns for path in item.bag.rglob("*")} == before


def test_nothing_is_written_over(item: ExportItem, tmp_path: Path) -> None:
    (tmp_path / "out" / item.folder).mkdir(parents=True)
    (tmp_path / "out" / item.folder / "bagit.txt").write_text("kept")
    with pytest.raises(CouldNot, match=r"bagit\.txt"):
        list(PackingBench(BagExporter({}), {}, 1).pack([item], PlainSite(tmp_path / "out")))
    assert (tmp_path / "out" / item.folder / "bagit.txt").read_text() == "kept"


def test_the_installed_exporters_are_found() -> None:
    found = exporters()
    assert {"bag", "saf"} <= set(found)
    assert all(name == exporter.name and exporter.title and exporter.explains for name, exporter in found.items())
