"""All text that can be had of a file is searched, however long it is and whatever it is written in."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayegan.export.file_texts import MOST_OCTETS, NotSearchable, texts
from bayegan.export.leak_search import search_file
from bayegan.export.text_windows import windows
from bayegan.model.disclosure.mask import Mask

NAME = "زهره نام‌کاشته"
MASK = Mask([NAME, "Zohreh Plantedname"])
LINE = "A line that says nothing of her, سطری که از او چیزی نمی‌گوید.\n"
LONG = LINE * 12_000
"""More than a megabyte: some pieces."""


def found(tmp_path: Path, content: bytes) -> tuple[bool, str | None]:
    """Whether a restricted string is found in a file, and why a part of it was not searched."""
    (tmp_path / "file").write_bytes(content)
    search = search_file(tmp_path / "file", MASK)
    return bool(search.found), search.not_searched


@settings(max_examples=200)
@given(
    st.lists(st.text("ab \n", max_size=60).map(str.encode), max_size=20),
    st.integers(1, 20),
    st.integers(0, 400),
    st.integers(1, 20),
)
def test_what_is_within_reach_stands_whole_in_a_piece(
    pieces: list[bytes], reach: int, start: int, size: int
) -> None:
    whole = b"".join(pieces)
    seen = list(windows(pieces, reach))
    part = whole[start : start + min(size, reach)]
    assert any(part in one for one in seen)
    assert all(len(one) <= 16 * reach + max(map(len, pieces), default=0) for one in seen)


@settings(max_examples=200)
@given(st.lists(st.text("ab", min_size=1, max_size=8), max_size=200), st.integers(8, 20), st.integers(1, 50))
def test_a_piece_begins_and_ends_with_whole_words(words: list[str], reach: int, at_once: int) -> None:
    whole = " ".join(words).encode()
    pieces = [whole[start : start + at_once] for start in range(0, len(whole), at_once)]
    for one in windows(pieces, reach):
        assert set(one.decode().split()) <= set(words)


@pytest.mark.parametrize("place", [0.0, 0.1249, 0.125, 0.2499, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256"], ids=str)
def test_a_name_is_found_wherever_in_a_long_text_it_stands(tmp_path: Path, place: float, encoding: str) -> None:
    plain = LONG.replace("ی", "ي")
    at = plain.index("\n", min(int(len(plain) * place), len(plain) - 1)) + 1
    for name in ("زهره نام‌كاشته", "Zohreh\nPlantedname"):
        content = (plain[:at] + name + "\n" + plain[at:]).encode(encoding)
        assert found(tmp_path, content) == (True, None)


def test_a_name_is_found_across_every_cut(tmp_path: Path) -> None:
    """In a text without any blank but the one of the name, at places close to one another."""
    for at in range(500_000, 560_000, 997):
        content = b"x" * at + b"/Zohreh Plantedname/" + b"x" * (700_000 - at)
        assert found(tmp_path, content) == (True, None), at


def test_part_of_a_word_is_not_taken_for_a_word_where_a_text_is_cut(tmp_path: Path) -> None:
    assert found(tmp_path, ("Zohreh Plantednames " * 100_000).encode()) == (False, None)
    assert found(tmp_path, ("زهره نام‌کاشتگان\n" * 100_000).encode()) == (False, None)


@pytest.mark.parametrize(
    "said",
    [
        "Zohreh &#80;lantedname",
        "<b>Zoh</b>reh <i class='x'>Plantedname</i>",
        "&lt;b&gt;Zoh&lt;/b&gt;reh Plantedname",
        '"Zohreh \\u0050lantedname"',
        "Zohreh%20%50lantedname",
        "&#1586;&#1607;&#1585;&#1607; &#1606;&#1575;&#1605;&#8204;&#1705;&#1575;&#1588;&#1578;&#1607;",
    ],
)
@pytest.mark.parametrize("before", [0, 530_000])
def test_a_name_is_found_however_it_is_escaped(tmp_path: Path, said: str, before: int) -> None:
    assert found(tmp_path, b"y " * (before // 2) + said.encode() + b"\n") == (True, None)


def test_a_name_is_found_in_utf_8_of_which_some_octets_are_damaged(tmp_path: Path) -> None:
    assert found(tmp_path, NAME.encode() + b"\n\xff\n") == (True, None)
    assert found(tmp_path, b"\xff\n" + LONG.encode() + NAME.encode()) == (True, None)


def test_what_is_no_text_is_said_to_be_none_and_what_stands_before_it_is_searched(tmp_path: Path) -> None:
    assert found(tmp_path, b"\0\1\2") == (False, "it is no text")
    assert found(tmp_path, NAME.encode() + b"\n" + LONG.encode() + b"\0") == (True, "it is no text")


def test_plain_text_of_any_size_is_searched(tmp_path: Path) -> None:
    """A premis.xml of a hundred thousand files is larger than what is held in memory of other files."""
    with (tmp_path / "file").open("wb") as out:
        for _ in range(MOST_OCTETS // 1_000_000 + 2):
            out.write(b"A line of an inventory.\n" * 41_667)
        out.write(NAME.encode())
    assert (tmp_path / "file").stat().st_size > MOST_OCTETS
    assert search_file(tmp_path / "file", MASK).found


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.bin", b"\0")
        archive.writestr("a.txt", content)
        archive.writestr("b.txt", b"last")
    return out.getvalue()


def tarred(content: bytes, mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, octets in (("folder/a.txt", content), ("folder/b.txt", b"last")):
            entry = tarfile.TarInfo(name)
            entry.size = len(octets)
            archive.addfile(entry, io.BytesIO(octets))
    return out.getvalue()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "zip": zipped,
    "tar": tarred,
    "tgz": lambda content: tarred(content, "w:gz"),
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "a zip in a tgz": lambda content: tarred(zipped(content), "w:gz"),
}


@pytest.mark.parametrize("form", PACKED)
@pytest.mark.parametrize("text", ["", LONG], ids=["small", "long"])
def test_a_name_is_found_in_what_is_packed(tmp_path: Path, form: str, text: str) -> None:
    assert found(tmp_path, PACKED[form]((text + NAME).encode()))[0]
    assert not found(tmp_path, PACKED[form](text.encode()))[0]


@pytest.mark.parametrize("form", ["zip", "tgz", "gz"])
def test_a_name_is_found_in_plain_text_of_any_size_that_is_packed(tmp_path: Path, form: str) -> None:
    large = b"A line of an inventory.\n" * (MOST_OCTETS // 24 + 100)
    assert found(tmp_path, PACKED[form](large + NAME.encode()))[0]


@pytest.mark.parametrize("form", ["zip", "tar", "tgz", "gz", "bz2", "xz"])
def test_what_is_packed_and_damaged_is_named_as_not_searched(tmp_path: Path, form: str) -> None:
    content = PACKED[form](LONG.encode())
    middle = len(content) // 2
    assert found(tmp_path, content[:middle])[1] is not None
    if form != "tar":  # which has no digest of what is in it
        damaged = content[:middle] + bytes(255 - octet for octet in content[middle : middle + 9])
        assert found(tmp_path, damaged + content[middle + 9 :])[1] is not None


def test_a_member_that_cannot_be_searched_is_named_and_the_others_are_searched(tmp_path: Path) -> None:
    assert found(tmp_path, zipped(NAME.encode())) == (True, "first.bin in it: it is no text")
    with pytest.raises(NotSearchable, match=r"first\.bin in it"):
        list(texts(io.BytesIO(zipped(b"")), 1000))
