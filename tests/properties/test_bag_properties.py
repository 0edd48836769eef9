"""What must hold for any bytes, any names and any damage."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bags_made import report_of
from bayegan.bags.declaration import Declaration, read_declaration
from bayegan.bags.fetch import read_fetch
from bayegan.bags.manifest import manifest_line, read_manifest
from bayegan.bags.profile import read_profile
from bayegan.bags.seal import write_bag_tags
from bayegan.bags.tag_file import Tags, read_bag_info, write_bag_info
from bayegan.model.findings import Finding
from bayegan.model.names import escapes, shown
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


@given(
    st.lists(st.sampled_from(["A", "B c", " ", "\t", ":", ": ", "\n", "\r", "x", "\x85", "\u2028", "ی"])).map(
        "".join
    )
)
def test_a_plain_bag_info_is_read_as_any_other(text: str) -> None:
    """A folded line at its end has every line of it read by the rules, one by one."""
    tags, found = read_bag_info(f"{text}\n".encode(), Declaration())
    also, told = read_bag_info(f"{text}\nZ: z\n z\n".encode(), Declaration())
    assert also == (*tags, ("Z", "z\nz"))
    assert told == found


@given(st.lists(st.tuples(labels, values)).map(tuple))
def test_bag_info_reads_back_as_it_was_written(tags: tuple[tuple[str, str], ...]) -> None:
    assert read_bag_info(write_bag_info(tags), Declaration()) == (tags, ())


TAG_MANIFEST = "tagmanifest-sha512.txt"
SECOND = "tagmanifest-sha256.txt"
OF_BAGIT = ("bagit.txt", "bag-info.txt", "manifest-sha512.txt", "manifest-sha256.txt", TAG_MANIFEST, SECOND)
ALGORITHMS = ("sha512", "sha256")


def sealed(root: Path, files: Mapping[str, bytes] = FILES, tags: Tags = (("Bagging-Date", "2026-01-01"),)) -> Path:
    (root / "data").mkdir(parents=True)
    for path, content in {**files, **TAGS}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    payload = [FileObject(path, len(content), tuple(digests(content).items())) for path, content in files.items()]
    write_bag_tags(root, payload, {path: digests(content) for path, content in TAGS.items()}, tags, ALGORITHMS)
    return root


def digests(content: bytes) -> dict[str, str]:
    return {name: hashlib.new(name, content).hexdigest() for name in ALGORITHMS}


@contextmanager
def a_bag(files: Mapping[str, bytes] = FILES, tags: Tags = (("Bagging-Date", "2026-01-01"),)) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield sealed(Path(folder) / "bag", files, tags)


def everything(bag: Path) -> list[str]:
    return sorted(
        os.path.relpath(os.path.join(folder, name), bag) for folder, _, names in os.walk(bag) for name in names
    )


def is_found(bag: Path) -> bool:
    """Whether a bag that had no findings has one now, a warning at least."""
    return report_of(bag).findings != ()


# Written and read


names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=30)
disk_names = st.binary(min_size=1, max_size=255).map(
    lambda octets: os.fsdecode(octets.replace(b"/", b"_").replace(b"\0", b"_"))
)
file_names = st.one_of(disk_names, names).filter(
    lambda name: len(os.fsencode(name)) < 256 and name not in (".", "..")
)
payloads = st.dictionaries(
    st.tuples(st.sampled_from(["data/", "data/\n/", "data/%25/سند/"]), file_names).map("".join),
    st.binary(max_size=40),
).filter(lambda files: not {"data/\n", "data/%25", "data/%25/سند"} & set(files) and not any(map(escapes, files)))
elements = st.lists(st.tuples(labels.filter(lambda label: label.lower() != "payload-oxum"), values)).map(tuple)


@given(payloads, elements)
def test_a_bag_reads_back_as_it_was_written(files: dict[str, bytes], tags: Tags) -> None:
    with a_bag(files, tags) as bag:
        report = report_of(bag)
        assert report.is_valid, report.findings
        oxum = ("Payload-Oxum", f"{sum(map(len, files.values()))}.{len(files)}")
        assert report.facts.tags == (*tags, oxum)
        assert {path: size for path, size in report.facts.files.items() if path.startswith("data/")} == {
            path: len(content) for path, content in files.items()
        }
        for name in ALGORITHMS:
            content = (bag / f"manifest-{name}.txt").read_bytes()
            manifest, _ = read_manifest(f"manifest-{name}.txt", content, Declaration())
            assert manifest.entries == {path: hashlib.new(name, one).digest() for path, one in files.items()}


# Damaged. What a bag by itself cannot show is tried further below.


def means_the_same(path: str, content: bytes, place: int, bit: int) -> bool:
    """Say whether only the letter case of a digest changes, which means nothing (RFC 8493, 2.1.3).

    It is found by its digest in every file but a tag manifest, which nothing in the bag protects.
    """
    in_digest = b" " not in content[: place + 1].rpartition(b"\n")[2]
    return path.startswith("tagmanifest-") and in_digest and content[place : place + 1].isalpha() and bit == 5


damaged_files = st.sampled_from([*FILES, *TAGS, *OF_BAGIT])


@settings(max_examples=300)
@given(damaged_files, st.data())
def test_any_flipped_bit_is_found(path: str, data: st.DataObject) -> None:
    with a_bag() as bag:
        assert not is_found(bag)
        content = bytearray((bag / path).read_bytes())
        place = data.draw(st.integers(0, len(content) - 1))
        bit = data.draw(st.integers(0, 7))
        assume(not means_the_same(path, bytes(content), place, bit))
        content[place] ^= 1 << bit
        (bag / path).write_bytes(content)
        assert is_found(bag)


@given(payloads.filter(lambda files: any(files.values())), st.data())
def test_any_flipped_bit_of_any_payload_is_an_error_with_its_name(
    files: dict[str, bytes], data: st.DataObject
) -> None:
    with a_bag(files) as bag:
        path = data.draw(st.sampled_from(sorted(path for path, content in files.items() if content)))
        content = bytearray(files[path])
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        (bag / path).write_bytes(content)
        wrong = [(one.code, one.path) for one in report_of(bag).findings if one.is_error]
        assert wrong == [("bag-altered", shown(path))]


@given(damaged_files, st.data())
def test_any_truncation_is_found(path: str, data: st.DataObject) -> None:
    with a_bag() as bag:
        content = (bag / path).read_bytes()
        (bag / path).write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
        assert is_found(bag)


@given(damaged_files, st.binary(min_size=1, max_size=40))
def test_any_addition_to_a_file_is_found(path: str, more: bytes) -> None:
    with a_bag() as bag:
        with (bag / path).open("ab") as file:
            file.write(more)
        assert is_found(bag)


@pytest.mark.parametrize("path", [*FILES, *TAGS, *OF_BAGIT[:4]])
def test_any_removed_file_is_found(path: str) -> None:
    with a_bag() as bag:
        (bag / path).unlink()
        assert is_found(bag)


telling_names = st.sampled_from(
    ["fetch.txt", "package-info.txt", "manifest-md5.txt", "tagmanifest-md5.txt", "tagmanifest-x.txt", ".DS_Store"]
)


@given(
    st.sampled_from(["", "data/", "data/sub/", "metadata/", "new/", "data/new/"]),
    file_names | telling_names,
    st.binary(max_size=5),
)
def test_any_added_file_is_found(folder: str, name: str, content: bytes) -> None:
    with a_bag() as bag:
        (bag / folder).mkdir(exist_ok=True)
        assume(not (bag / folder / name).exists())
        (bag / folder / name).write_bytes(content)
        assert is_found(bag)


@given(damaged_files, st.sampled_from(["", "data/", "data/sub/", "metadata/"]), file_names)
def test_any_renamed_file_is_found(path: str, folder: str, name: str) -> None:
    with a_bag() as bag:
        assume(not (bag / folder / name).exists())
        shutil.move(bag / path, bag / folder / name)
        assert is_found(bag)


@given(damaged_files, damaged_files)
def test_two_files_in_each_others_place_are_found(one: str, other: str) -> None:
    with a_bag() as bag:
        assume((bag / one).read_bytes() != (bag / other).read_bytes())
        shutil.move(bag / one, bag / "aside")
        shutil.move(bag / other, bag / one)
        shutil.move(bag / "aside", bag / other)
        assert is_found(bag)


# What cannot be found: nothing in a bag protects a tag manifest, and BagIt has no word for an empty folder. The
# ledger of the archive holds the digests of the tag manifests too, and finds the first three.


def upper(bag: Path) -> None:
    content = (bag / TAG_MANIFEST).read_bytes()
    assert content != content.upper()
    lines = [line.partition(b" ") for line in content.splitlines(keepends=True)]
    (bag / TAG_MANIFEST).write_bytes(b"".join(digest.upper() + space + path for digest, space, path in lines))


def shuffled(bag: Path) -> None:
    lines = (bag / TAG_MANIFEST).read_bytes().splitlines(keepends=True)
    (bag / TAG_MANIFEST).write_bytes(b"".join(reversed(lines)))


UNSEEN: dict[str, Callable[[Path], object]] = {
    "letter case of the digests in a tag manifest": upper,
    "order of the lines of a tag manifest": shuffled,
    "one tag manifest of two": lambda bag: (bag / SECOND).unlink(),
    "an empty folder": lambda bag: (bag / "data" / "empty").mkdir(),
    "times and permissions": lambda bag: ((bag / "data/a.txt").chmod(0o400), os.utime(bag / "data/a.txt", (1, 1))),
}


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN)
def test_what_a_bag_by_itself_cannot_show(change: Callable[[Path], object]) -> None:
    with a_bag() as bag:
        change(bag)
        assert not is_found(bag)
