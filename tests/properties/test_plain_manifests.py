"""A manifest that is read the quick way says what the reader of all manifests finds in it, or is left to that."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bayegan.bags.declaration import Declaration
from bayegan.bags.manifest import read_manifest
from bayegan.export import sealed
from bayegan.model.fixity import TAG_MANIFEST

DIGEST = "0123456789abcdef" * 8
digests = st.sampled_from(
    [DIGEST, DIGEST[::-1], DIGEST.upper(), DIGEST[:-1], DIGEST[:-2], DIGEST + "0", "", " " * 128]
)
gaps = st.sampled_from(["  ", " ", "   ", " *", "\t", ""])
parts = [
    "data",
    "a",
    "b.txt",
    "/",
    "//",
    "./",
    "..",
    " ",
    "\t",
    "%",
    "%0A",
    "\\",
    "\r",
    "\x7f",
    "نامه",
    "\u2028",
    "\x85",
]
paths = st.lists(st.sampled_from(parts), max_size=5).map("".join)
plain = st.builds(lambda path: f"{DIGEST}  {path}", st.from_regex("[A-Za-z0-9][a-z0-9/ .é]{0,6}", fullmatch=True))
lines = plain | st.builds("{}{}{}".format, digests, gaps, paths)
manifests = st.builds(
    lambda some, end, more: "\n".join(some).encode("utf-8") + end + more,
    st.lists(lines, max_size=6),
    st.sampled_from([b"\n", b"", b"\r\n"]),
    st.sampled_from([b"", b"\xff", b"\n", b"\xef\xbb\xbf"]),
)


@given(manifests, st.sampled_from([1, 2, 20_000]), st.sampled_from([140, 300, 1 << 16]))
@example(f"{DIGEST}  a\n{DIGEST}  a\n".encode(), 1, 1 << 16)
@example(f"{DIGEST}  a\n{DIGEST[:64]}\n{DIGEST[64:]}  b\n".encode(), 1, 1 << 16)
def test_what_is_read_quickly_is_what_is_read_carefully(content: bytes, many: int, at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "_MANY", many)
        patch.setattr(sealed, "_LINES", at_once)
        quick = sealed._plain_entries(content)
    if quick is not None:
        manifest, found = read_manifest(TAG_MANIFEST, content, Declaration())
        assert dict(quick) == manifest.entries
        assert not [one for one in found if one.is_error]


@given(st.dictionaries(st.from_regex("data/[a-zé]{1,9}", fullmatch=True), st.binary(min_size=64, max_size=64)))
def test_what_we_write_is_read_quickly(entries: dict[str, bytes]) -> None:
    content = "".join(f"{digest.hex()}  {path}\n" for path, digest in entries.items()).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "_LINES", 300)
        assert sealed._plain_entries(content) == entries
