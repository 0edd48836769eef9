"""Passages are held against the files in which they are said to stand."""

import hashlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.model.findings import Finding
from bayegan.model.passages import passage_findings, quoted_in, texts_of
from bayegan.model.planning import PlannedFile, PlannedItem
from bayegan.model.record import Access, AccessLevel, Claim, Part, Passage, Record, Reference, Text
from bayegan.model.submission import Position

AT = Position(pointer="/items/3")


def item_with(*passages: Passage) -> PlannedItem:
    claims = tuple(Claim(Text("It was so."), passages=(one,)) for one in passages)
    record = Record("a", (Text("A"),), Access(AccessLevel.PUBLIC), claims=claims)
    return PlannedItem(record, (PlannedFile("a.txt", "data/a.txt", 1, (), AT),), AT)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


def found(content: bytes, *passages: Passage, size: int = 3) -> list[Finding]:
    item = item_with(*passages)
    texts, findings = texts_of(item)
    for text in texts:
        findings += passage_findings(item, text, pieces(content, size))
    return findings


def a_passage(start: int, end: int, text: str, encoding: str | None = None) -> Passage:
    return Passage("data/a.txt", start, end, sha256(text), encoding)


@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60),
    ends=st.tuples(st.integers(0, 60), st.integers(0, 60)),
    encoding=st.sampled_from((None, "utf-8", "utf-16", "utf-16-le", "utf-32")),
    size=st.integers(1, 9),
)
def test_a_passage_that_stands_where_it_is_said_to_is_found(
    text: str, ends: tuple[int, int], encoding: str | None, size: int
) -> None:
    start, end = min(ends), min(max(ends), len(text))
    one = a_passage(start, end, text[start:end], encoding)
    assert start >= end or found(text.encode(encoding or "utf-8"), one, size=size) == []


def test_line_ends_and_marks_count_as_they_are() -> None:
    content = b"\xef\xbb\xbf\xd9\x86\r\n\xe2\x80\x8c\xf0\x9f\x8f\x9b."
    assert found(content, a_passage(1, 6, "ن\r\n\u200c🏛")) == []


def test_an_old_persian_encoding_is_read_as_it_is_stated() -> None:
    content = "نامه\u200cاي از زندان".encode("windows-1256")
    assert found(content, a_passage(0, 4, "نامه", "windows-1256")) == []
    assert [one.code for one in found(content, a_passage(0, 4, "نامه"))] == ["record-passage-undecodable"]


def test_another_text_is_told_with_the_digest_that_was_found() -> None:
    (one,) = found(b"one two", a_passage(0, 3, "two"))
    assert (one.code, one.pointer) == ("record-passage-differs", "/items/3/claims/0/passages/0/sha256")
    assert one.path == "data/a.txt"
    assert sha256("one") in one.found
    assert sha256("two") in one.expected


def test_a_range_beyond_the_end_is_told_with_the_length() -> None:
    (one,) = found("سه".encode(), a_passage(0, 4, "سه"))
    assert (one.code, one.pointer) == ("record-passage-bounds", "/items/3/claims/0/passages/0/end")
    assert one.found == "from 0 to 4 in a text of 2 code points"


@pytest.mark.parametrize("size", [1, 2, 100])
def test_a_file_that_is_no_text_is_told_with_the_octet(size: int) -> None:
    (one,) = found(b"abc\xd9\x86\xff.", a_passage(0, 1, "a"), size=size)
    assert (one.code, one.found) == ("record-passage-undecodable", "a.txt: no utf-8 at octet 5")


def test_a_file_that_is_cut_within_a_letter_is_no_text() -> None:
    assert [one.code for one in found(b"abc\xd9", a_passage(0, 1, "a"))] == ["record-passage-undecodable"]


def test_a_file_with_nul_is_no_text() -> None:
    (one,) = found(b"ab\0c", a_passage(0, 1, "a"))
    assert one.found == "a.txt: it holds NUL at code point 2, which no text does"


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "idna", "unicode_escape", "a\0b", "zlib"])
def test_an_encoding_is_one_of_texts(name: str) -> None:
    (one,) = found(b"a", a_passage(0, 1, "a", name))
    assert (one.code, one.pointer) == ("record-passage-encoding", "/items/3/claims/0/passages/0/encoding")


def test_a_passage_stands_in_a_file_of_its_item() -> None:
    (one,) = found(b"a", Passage("data/b.txt", page="5"))
    assert (one.code, one.found) == ("record-passage-file", "data/b.txt")


def test_a_page_of_any_file_is_not_looked_at() -> None:
    assert found(b"\0\xff", Passage("data/a.txt", page="5"), Passage("data/a.txt", selector="#here")) == []


def test_each_passage_is_judged_by_itself_in_one_reading() -> None:
    good, bad, late = a_passage(0, 3, "one"), a_passage(4, 7, "ten"), a_passage(7, 9, "o.")
    codes = [(one.code, one.pointer) for one in found(b"one two", good, bad, late)]
    assert codes == [
        ("record-passage-differs", "/items/3/claims/1/passages/0/sha256"),
        ("record-passage-bounds", "/items/3/claims/2/passages/0/end"),
    ]


def test_passages_are_found_wherever_a_record_holds_them() -> None:
    one = Passage("data/a.txt", page="1")
    record = Record(
        "a",
        (Text("A"),),
        Access(AccessLevel.PUBLIC),
        claims=(Claim(Text("x")), Claim(Text("x"), passages=(one, one))),
        parts=(Part(Text("x"), passages=(one,)),),
        references=(Reference(Text("x"), passages=(one,)),),
    )
    assert [quoted.pointer for quoted in quoted_in(record)] == [
        "/claims/1/passages/0",
        "/claims/1/passages/1",
        "/parts/0/passages/0",
        "/references/0/passages/0",
    ]
