"""What must hold for any bytes, any names and any damage."""

import hashlib
import shutil
import tempfile
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from bags_made import report_of
from bayegan.bags.declaration import Declaration, read_declaration
from bayegan.bags.fetch import read_fetch
from bayegan.bags.manifest import manifest_line, read_manifest
from bayegan.bags.profile import read_profile
from bayegan.bags.seal import write_bag_tags
from bayegan.bags.tag_file import read_bag_info, write_bag_info
from bayegan.model.findings import Finding
from bayegan.model.names import escapes
from bayegan.model.preservation import FileObject

DIGEST = "d41d8cd98f00b204e9800998ecf8427e"
FILES = {"data/a.txt": b"alpha", "data/sub/b%.bin": bytes(range(32)), "data/سند": b"\n"}
TAGS = {"metadata/dc.xml": b"<dc/>\n"}

declarations = st.builds(
    Declaration,
    st.sampled_from([(0, 93), (0, 95), (0, 97), (1, 0)]),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "iso8859-1", "cp1252", "shift_jis", "utf-32"]),
)
fragments = st.sampled_from(
    [*(b"  ", b" ", b"\t", b"\n", b"\r\n", b"\r", b"data/", b"./", b"*", b"../", b"%0A", b"%25", b"%", b"#", b"/"),
     *(b"\0", b"-", b":", b"\xff", b"\xef\xbb\xbf", b"BagIt-Version: ", b"1.0", DIGEST.encode()),
     b"https://example.org/x"]
)  # fmt: skip
any_bytes = st.one_of(st.binary(), st.lists(st.one_of(fragments, st.binary(max_size=3))).map(b"".join))


def all_are_findings(findings: tuple[Finding, ...]) -> bool:
    return all(isinstance(one, Finding) for one in findings)


@given(any_bytes, declarations, st.sampled_from(["manifest-md5.txt", "tagmanifest-sha512.txt", "manifest-x.txt"]))
def test_manifest_parser_never_raises_and_never_yields_a_path_that_escapes(
    content: bytes, declaration: Declaration, name: str
) -> None:
    manifest, findings = read_manifest(name, content, declaration)
    assert all_are_findings(findings)
    assert not any(escapes(path) for path in manifest.entries)
    assert not any(escapes(meant) for meant in manifest.decoded.values())
    assert all(path.startswith("data/") is name.startswith("manifest-") for path in manifest.entries)


@given(any_bytes, declarations)
def test_other_parsers_never_raise(content: bytes, declaration: Declaration) -> None:
    assert all_are_findings(read_declaration(content)[1])
    assert all_are_findings(read_bag_info(content, declaration)[1])
    assert all_are_findings(read_profile(content)[1])
    entries, findings = read_fetch(content, declaration)
    assert all_are_findings(findings)
    assert all(entry.path.startswith("data/") and not escapes(entry.path) for entry in entries)


components = st.binary(min_size=1, max_size=20).map(
    lambda octets: octets.replace(b"/", b"_").replace(b"\0", b"_").decode("utf-8", "surrogateescape")
)
paths = st.lists(components, min_size=1, max_size=3).map(lambda parts: "data/" + "/".join(parts))


@given(st.lists(paths, unique=True))
def test_manifest_reads_back_as_it_was_written(names: list[str]) -> None:
    assume(not any(escapes(name) or not {".", ".."}.isdisjoint(name.split("/")) for name in names))
    content = b"".join(manifest_line(DIGEST, name) for name in names)
    manifest, findings = read_manifest("manifest-md5.txt", content, Declaration())
    assert list(manifest.entries) == names
    assert {one.code for one in findings} <= {"bag-path-undecodable"}


labels = st.text(st.characters(exclude_characters=":\n\r\ufeff", exclude_categories=["Cs"]), min_size=1).filter(
    lambda label: label == label.strip(" \t")
)
values = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])).filter(
    lambda value: not any(part[:1] in (" ", "\t") for part in value.split("\n")[1:])
)


@given(st.lists(st.tuples(labels, values)).map(tuple))
def test_bag_info_reads_back_as_it_was_written(tags: tuple[tuple[str, str], ...]) -> None:
    assert read_bag_info(write_bag_info(tags), Declaration()) == (tags, ())


def sealed(root: Path) -> Path:
    for path, content in {**FILES, **TAGS}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    payload = [
        FileObject(path, len(content), (("sha512", hashlib.sha512(content).hexdigest()),))
        for path, content in FILES.items()
    ]
    tags = {path: {"sha512": hashlib.sha512(content).hexdigest()} for path, content in TAGS.items()}
    write_bag_tags(root, payload, tags, [("Bagging-Date", "2026-01-01")])
    return root


TAG_MANIFEST = "tagmanifest-sha512.txt"
ALL = [*FILES, *TAGS, "bagit.txt", "bag-info.txt", "manifest-sha512.txt", TAG_MANIFEST]


def means_the_same(path: str, content: bytes, place: int, bit: int) -> bool:
    """Say whether only the letter case of a digest changes, which means nothing (RFC 8493, 2.1.3).

    It is found by its digest in every file but a tag manifest, which nothing in the bag protects.
    """
    in_digest = b" " not in content[: place + 1].rpartition(b"\n")[2]
    return path == TAG_MANIFEST and in_digest and content[place : place + 1].isalpha() and bit == 5


@given(st.sampled_from(ALL), st.data())
def test_any_flipped_bit_is_found(path: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bag = sealed(Path(folder) / "bag")
        assert report_of(bag).findings == ()
        content = bytearray((bag / path).read_bytes())
        place = data.draw(st.integers(0, len(content) - 1))
        bit = data.draw(st.integers(0, 7))
        assume(not means_the_same(path, bytes(content), place, bit))
        content[place] ^= 1 << bit
        (bag / path).write_bytes(content)
        assert report_of(bag).findings


@given(st.sampled_from(ALL), st.data())
def test_any_truncation_is_found(path: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bag = sealed(Path(folder) / "bag")
        content = (bag / path).read_bytes()
        (bag / path).write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
        assert report_of(bag).findings


@given(st.sampled_from(ALL), st.binary(min_size=1, max_size=40))
def test_any_addition_to_a_file_is_found(path: str, more: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bag = sealed(Path(folder) / "bag")
        with (bag / path).open("ab") as file:
            file.write(more)
        assert report_of(bag).findings


@given(st.sampled_from(ALL))
def test_any_removed_file_is_found(path: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bag = sealed(Path(folder) / "bag")
        (bag / path).unlink()
        assert report_of(bag).findings


names = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=30
).filter(lambda name: name not in (".", ".."))  # fmt: skip


@given(st.sampled_from(["", "data/", "data/sub/", "metadata/"]), names, st.binary(max_size=5))
def test_any_added_file_is_found(folder_name: str, name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bag = sealed(Path(folder) / "bag")
        assume(not (bag / folder_name / name).exists())
        (bag / folder_name / name).write_bytes(content)
        assert report_of(bag).findings


@given(st.sampled_from(ALL), names)
def test_any_renamed_file_is_found(path: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bag = sealed(Path(folder) / "bag")
        target = (bag / path).with_name(name)
        assume(not target.exists())
        shutil.move(bag / path, target)
        assert report_of(bag).findings
