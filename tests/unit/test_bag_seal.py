import hashlib
import os
import subprocess
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import bagit
import pytest

from bags_made import put, report_of
from bayegan.bags.seal import write_bag_tags
from bayegan.errors import CouldNot, WrongUse
from bayegan.model.preservation import FileObject

INFO = [("Source-Organization", "Test"), ("Bagging-Date", "2026-01-01"), ("External-Identifier", "سند-۱")]
FILES = {
    "data/گزارش نهایی.pdf": "متن".encode(),
    "data/می\u200cروم.txt": b"with a zero-width non-joiner",
    "data/two words.txt": b"",
    "data/" + unicodedata.normalize("NFD", "Café.txt"): b"NFD",
    "data/" + "ب" * 127 + "x": b"a name of 255 octets",
    "data/sub/folder/a\tb": b"tab",
    "data/-rf": b"dash",
    "data/zzz": b"1" * 3000,
}
ODD = {
    "data/100%.txt": b"percent",
    "data/a%0Ab%25.txt": b"looks encoded",
    "data/two\nlines\r.txt": b"line ends",
    "data/caf\udce9": b"not UTF-8",
}
TAGS = {"metadata/dc.xml": b"<dc/>", "metadata/premis.xml": b"<premis/>"}


def digests(content: bytes, algorithms: Iterable[str] = ("sha512",)) -> dict[str, str]:
    return {name: hashlib.new(name, content).hexdigest() for name in algorithms}


def objects(files: Mapping[str, bytes], algorithms: Sequence[str] = ("sha512",)) -> list[FileObject]:
    return [
        FileObject(path, len(content), tuple(digests(content, algorithms).items()))
        for path, content in files.items()
    ]


def sealed(root: Path, files: Mapping[str, bytes], algorithms: Sequence[str] = ("sha512",)) -> dict[str, str]:
    for path, content in {**files, **TAGS}.items():
        put(root, path, content)
    known = {path: digests(content, {*algorithms, "sha512"}) for path, content in TAGS.items()}
    return write_bag_tags(root, objects(files, algorithms), known, INFO, algorithms)


def test_bagit_and_sha512sum_verify_the_bag(tmp_path: Path) -> None:
    sealed(tmp_path / "bag", FILES)
    bagit.Bag(str(tmp_path / "bag")).validate()
    for name in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        subprocess.run(["sha512sum", "--strict", "--quiet", "-c", name], cwd=tmp_path / "bag", check=True)


def test_our_own_check_finds_it_valid(tmp_path: Path) -> None:
    sealed(tmp_path / "bag", {**FILES, **ODD})
    report = report_of(tmp_path / "bag")
    assert report.is_valid
    assert {one.code for one in report.findings} == {"bag-windows-name", "bag-path-undecodable"}
    assert report.files_listed == len(FILES) + len(ODD) + len(TAGS) + 3


def test_bagit_does_not_read_an_encoded_percent(tmp_path: Path) -> None:
    """RFC 8493, 2.1.3 asks for %25, which bagit 1.9 does not decode; when it does, FILES can hold such a name."""
    sealed(tmp_path / "bag", {"data/100%.txt": b"1"})
    with pytest.raises(bagit.BagValidationError, match=r"100%25\.txt exists in manifest"):
        bagit.Bag(str(tmp_path / "bag")).validate()


def test_every_tag_file_is_returned_with_its_sha512(tmp_path: Path) -> None:
    bag = tmp_path / "bag"
    returned = sealed(bag, FILES, ("sha256", "sha512"))
    there = {str(path.relative_to(bag)) for path in bag.rglob("*") if path.is_file()} - set(FILES)
    assert set(returned) == there
    assert {"tagmanifest-sha256.txt", "tagmanifest-sha512.txt", "metadata/dc.xml", "bagit.txt"} <= there
    for path, digest in returned.items():
        assert digest == hashlib.sha512((bag / path).read_bytes()).hexdigest()


def test_all_tag_files_but_tag_manifests_are_in_each_tag_manifest(tmp_path: Path) -> None:
    returned = sealed(tmp_path / "bag", FILES, ("sha256", "sha512"))
    for name in ("sha256", "sha512"):
        rows = (tmp_path / "bag" / f"tagmanifest-{name}.txt").read_text().splitlines()
        assert {row.split("  ")[1] for row in rows} == {one for one in returned if not one.startswith("tagm")}


def test_manifest_is_in_order_of_the_octets_of_its_paths(tmp_path: Path) -> None:
    sealed(tmp_path / "bag", {**FILES, **ODD})
    rows = (tmp_path / "bag" / "manifest-sha512.txt").read_bytes().splitlines()
    assert [row[130:] for row in rows] == [
        path.replace(b"%", b"%25").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
        for path in sorted(os.fsencode(path) for path in {**FILES, **ODD})
    ]


def test_payload_oxum_comes_from_the_given_sizes_and_nothing_is_read(tmp_path: Path) -> None:
    given = [FileObject("data/a", 5, (("sha512", "0" * 128),)), FileObject("data/b", 7, (("sha512", "1" * 128),))]
    write_bag_tags(tmp_path, given, {}, INFO)
    assert (tmp_path / "bag-info.txt").read_text().endswith("\nPayload-Oxum: 12.2\n")


def test_same_input_gives_the_same_octets_in_any_order(tmp_path: Path) -> None:
    one = write_bag_tags(_folder(tmp_path / "1"), objects(FILES), {}, INFO)
    two = write_bag_tags(_folder(tmp_path / "2"), reversed(objects(FILES)), {}, INFO)
    assert one == two


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize("name", ["bagit.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, b"mine")
    with pytest.raises(CouldNot, match="there already"):
        write_bag_tags(tmp_path, objects(FILES), {}, INFO)
    assert (tmp_path / name).read_bytes() == b"mine"


def test_disk_that_refuses_is_named(tmp_path: Path) -> None:
    with pytest.raises(CouldNot, match=r"bagit\.txt: cannot be written"):
        write_bag_tags(tmp_path / "no such folder", objects(FILES), {}, INFO)


GOOD = FileObject("data/a", 1, (("sha512", "0" * 128),))


@pytest.mark.parametrize(
    ("payload", "tags", "info", "algorithms"),
    [
        ([FileObject("a", 1, GOOD.digests)], {}, INFO, ["sha512"]),
        ([FileObject("data/../../a", 1, GOOD.digests)], {}, INFO, ["sha512"]),
        ([FileObject("data/a\\..\\b", 1, GOOD.digests)], {}, INFO, ["sha512"]),
        ([FileObject("data/\ud800", 1, GOOD.digests)], {}, INFO, ["sha512"]),
        ([GOOD, GOOD], {}, INFO, ["sha512"]),
        ([GOOD], {"data/b": {"sha512": "0" * 128}}, INFO, ["sha512"]),
        ([GOOD], {"../b": {"sha512": "0" * 128}}, INFO, ["sha512"]),
        ([GOOD], {"tagmanifest-md5.txt": {"sha512": "0" * 128}}, INFO, ["sha512"]),
        ([GOOD], {"metadata/b": {"sha256": "0" * 64}}, INFO, ["sha512"]),
        ([GOOD], {}, INFO, ["sha256"]),
        ([GOOD], {}, INFO, ["crc99"]),
        ([GOOD], {}, [("payload-oxum", "1.1")], ["sha512"]),
        ([GOOD], {}, [("A", "b\rc")], ["sha512"]),
    ],
)
def test_what_a_bag_cannot_hold_is_refused_before_anything_is_written(
    tmp_path: Path,
    payload: list[FileObject],
    tags: dict[str, dict[str, str]],
    info: list[tuple[str, str]],
    algorithms: list[str],
) -> None:
    with pytest.raises(WrongUse):
        write_bag_tags(tmp_path, payload, tags, info, algorithms)
    assert list(tmp_path.iterdir()) == []
