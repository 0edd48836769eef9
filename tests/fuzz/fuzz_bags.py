"""Any octets given to all that reads a bag: nothing may be raised, and no path may lead out of it.

`make fuzz` runs it for a minute, `make fuzz SECONDS=3600` for an hour; the test suite runs a short form. With
atheris installed it follows coverage, else Hypothesis makes the octets.
"""

import argparse
import importlib
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bags_made import glance_at, put, report_of
from bayegan.bags.bag import BagFacts
from bayegan.bags.declaration import Declaration, read_declaration
from bayegan.bags.fetch import read_fetch
from bayegan.bags.manifest import read_manifest
from bayegan.bags.matching import matched
from bayegan.bags.naming import naming
from bayegan.bags.profile import read_profile
from bayegan.bags.profile_check import check_profile
from bayegan.bags.tag_file import read_bag_info
from bayegan.model.findings import Finding
from bayegan.model.folding import folded
from bayegan.model.names import escapes

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-32", "iso8859-1", "cp1252", "cp1256", "shift_jis")
VERSIONS = ((0, 93), (0, 95), (0, 97), (1, 0))
TAG_FILES = ("bagit.txt", "bag-info.txt", "fetch.txt", "manifest-sha512.txt", "tagmanifest-md5.txt")


def manifest(content: bytes, declaration: Declaration) -> None:
    """A payload manifest and a tag manifest, then held against files."""
    for name in ("manifest-md5.txt", "tagmanifest-sha-512.txt", "manifest-x.txt"):
        read, findings = read_manifest(name, content, declaration)
        assert all(isinstance(one, Finding) for one in findings)
        assert not any(escapes(path) for path in (*read.entries, *read.decoded.values()))
        matched(read, {"data/a": 1, "data/é": 1})


def bag_info(content: bytes, declaration: Declaration) -> None:
    """Bag metadata, and a profile that asks about it."""
    tags, _ = read_bag_info(content, declaration)
    profile, _ = read_profile(b'{"Bag-Info": {"A": {"required": true, "repeatable": false, "values": ["b"]}}}')
    assert profile is not None
    check_profile(profile, BagFacts("1.0", tags, (), (), {}))


def fetch(content: bytes, declaration: Declaration) -> None:
    """fetch.txt."""
    entries, _ = read_fetch(content, declaration)
    assert all(one.path.startswith("data/") and not escapes(one.path) for one in entries)


def profile(content: bytes, declaration: Declaration) -> None:
    """A profile, held against a bag."""
    read, _ = read_profile(content)
    if read is not None:
        files = {"data/a": 1, "bag-info.txt": 0, "metadata/x.xml": 1}
        check_profile(read, BagFacts(declaration.label, (("A", "b"),), ("md5",), (), files, "application/zip"))


def names(content: bytes, _: Declaration) -> None:
    """Names, as a disk may hold them."""
    paths = [f"data/{one}" for one in content.decode("utf-8", "surrogateescape").split("\n")]
    assert all(isinstance(one, Finding) for one in naming(paths))
    assert all(folded(folded(path)) == folded(path) for path in paths)


def whole_bag(content: bytes, declaration: Declaration) -> None:
    """A bag one of whose tag files is these octets."""
    name = TAG_FILES[len(content) % len(TAG_FILES)]
    with tempfile.TemporaryDirectory() as folder:
        bag = Path(folder) / "bag"
        text = f"BagIt-Version: {declaration.label}\nTag-File-Character-Encoding: {declaration.encoding}\n"
        put(bag, "bagit.txt", text.encode())
        put(bag, "data/a", b"1")
        put(bag, name, content)
        report_of(bag)
        glance_at(bag)


def bag_declaration(content: bytes, _: Declaration) -> None:
    """bagit.txt."""
    declared, findings = read_declaration(content)
    assert declared is not None or findings


TARGETS: tuple[Callable[[bytes, Declaration], None], ...] = (
    manifest,
    bag_info,
    fetch,
    profile,
    names,
    whole_bag,
    bag_declaration,
)


def one_input(data: bytes) -> None:
    """Give octets to one reader; the first two say which, and by which rules."""
    first, second, content = data[0], data[1], data[2:]
    declaration = Declaration(VERSIONS[second % len(VERSIONS)], ENCODINGS[second // 4 % len(ENCODINGS)])
    TARGETS[first % len(TARGETS)](content, declaration)


FRAGMENTS = (
    *(
        b"  ",
        b"\t",
        b"\n",
        b"\r\n",
        b"\r",
        b"data/",
        b"./",
        b"*",
        b"../",
        b"~",
        b"C:\\",
        b"%0A",
        b"%25",
        b"%",
        b"#",
    ),
    *(b"\0", b"-", b": ", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\xa8", b"\xd9\x83", b"\xda\xa9"),
    *(b"BagIt-Version: ", b"1.0", b"Tag-File-Character-Encoding: UTF-8\n", b"https://example.org/x 1 "),
    *(
        b"d41d8cd98f00b204e9800998ecf8427e",
        b"Payload-Oxum: 1.1\n",
        b'{"BagIt-Profile-Info": {',
        b'"',
        b"}",
        b"[",
        b"]",
    ),
    *(b'"Bag-Info": {', b'"Tag-Files-Allowed": ["*', b'"Other-Info": [{', b'"values": [', b"true", b"1" * 5000),
)
octets = st.tuples(
    st.binary(min_size=2, max_size=2),
    st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=4), max_size=30).map(b"".join) | st.binary(),
).map(b"".join)
"""Octets that resemble what is read, and octets that resemble nothing."""


def by_hypothesis(seconds: float) -> int:
    """Try inputs until the time is over; return how many."""
    ends = time.monotonic() + seconds
    tried = 0

    @settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(octets)
    def some(data: bytes) -> None:
        nonlocal tried
        if time.monotonic() < ends:
            tried += 1
            one_input(data)

    while time.monotonic() < ends:
        some()
    return tried


def by_atheris(seconds: float) -> None:
    """Follow coverage until the time is over."""
    atheris = importlib.import_module("atheris")
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds:.0f}"], lambda data: one_input(data) if len(data) > 1 else None
    )
    atheris.Fuzz()


def main() -> None:
    """Run by hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    seconds = parser.parse_args().seconds
    if importlib.util.find_spec("atheris") is not None:
        by_atheris(seconds)
    else:
        sys.stdout.write(f"{by_hypothesis(seconds):,} inputs in {seconds:.0f} s, nothing raised\n")


if __name__ == "__main__":
    main()
