from collections.abc import Callable
from typing import Any

import pytest

from bayegan.bags.declaration import Declaration
from bayegan.bags.fetch import read_fetch
from bayegan.bags.manifest import read_manifest
from bayegan.bags.tag_file import name_of_bag_info, read_bag_info, values_of, write_bag_info
from bayegan.errors import WrongUse
from bayegan.model.findings import Finding, finding, number_of

NOW = Declaration((1, 0))
OLD = Declaration((0, 97))


def codes(content: bytes, declaration: Declaration) -> list[str]:
    return [one.code for one in read_bag_info(content, declaration)[1]]


def test_order_and_repeats_are_kept() -> None:
    tags = (("B", "1"), ("A", "2"), ("B", "3"))
    assert write_bag_info(tags) == b"B: 1\nA: 2\nB: 3\n"
    assert read_bag_info(write_bag_info(tags), NOW) == (tags, ())


def test_reserved_labels_compare_without_letter_case() -> None:
    assert values_of((("payload-oxum", "1.1"), ("X", "y")), "Payload-Oxum") == ["1.1"]


def test_folded_value_keeps_its_line_end_and_loses_its_padding() -> None:
    content = b"External-Description: Images from the\n      FOO papers\n\tcollection\nX: y\n"
    tags, findings = read_bag_info(content, NOW)
    assert tags == (("External-Description", "Images from the\nFOO papers\ncollection"), ("X", "y"))
    assert findings == ()


def test_value_of_several_lines_is_folded() -> None:
    assert write_bag_info([("A", "one\ntwo\n\nfour")]) == b"A: one\n two\n \n four\n"


@pytest.mark.parametrize("value", ["", " padded ", "a: b", "گزارش\u200cها", "tab\there", "line \nnext "])
def test_value_reads_back_exactly(value: str) -> None:
    assert read_bag_info(write_bag_info([("A", value)]), NOW)[0] == (("A", value),)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("", "x"), ("a:b", "x"), (" a", "x"), ("a ", "x"), ("a\nb", "x"), ("a\rb", "x"), ("\ufeffa", "x"),
        ("a", "x\ry"), ("a", "x\n y"), ("a", "x\n\ty"), ("a", "\udcff"),
    ],
)  # fmt: skip
def test_what_the_format_cannot_hold_is_refused(label: str, value: str) -> None:
    with pytest.raises(WrongUse):
        write_bag_info([(label, value)])


def test_white_space_around_the_colon_is_the_custom_of_older_bags() -> None:
    content = b"Test-Tag: 1\nTest-Tag:   2\nTest-Tag : 3\nTest-Tag    :   5\n"
    assert read_bag_info(content, OLD) == (tuple(("Test-Tag", number) for number in "1235"), ())
    assert codes(content, NOW) == ["bag-info-spacing", "bag-info-spacing"]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8", "windows-1252"])
def test_declared_encoding(encoding: str) -> None:
    content = "Contact-Name: Núñez\r\n".encode(encoding)
    assert read_bag_info(content, Declaration((0, 97), encoding)) == ((("Contact-Name", "Núñez"),), ())


def test_text_that_is_not_in_the_declared_encoding() -> None:
    assert codes("A: ñ\n".encode("iso-8859-1"), NOW) == ["bag-tag-file-encoding"]
    assert codes(b"\x00\xd8", Declaration((0, 97), "utf-16-le")) == ["bag-tag-file-encoding"]


def test_byte_order_mark_is_no_part_of_a_label() -> None:
    tags, findings = read_bag_info(b"\xef\xbb\xbfA: b\n", OLD)
    assert tags == (("A", "b"),)
    assert [(one.code, one.is_error) for one in findings] == [("bag-tag-file-bom", False)]
    assert read_bag_info(b"\xef\xbb\xbfA: b\n", NOW)[1][0].is_error


def test_line_without_a_colon_says_its_number() -> None:
    tags, findings = read_bag_info(b"A: b\nno element\nC: d\n", NOW)
    assert tags == (("A", "b"), ("C", "d"))
    assert [(one.code, one.row) for one in findings] == [("bag-info-line", 2)]


def test_other_line_breaks_of_unicode_are_text() -> None:
    assert read_bag_info("A: b\u2028c\x0bd\x85e\n".encode(), NOW)[0] == (("A", "b\u2028c\x0bd\x85e"),)


def test_name_before_bagit_0_96() -> None:
    assert name_of_bag_info((0, 95)) == "package-info.txt"
    assert name_of_bag_info((0, 96)) == "bag-info.txt"


@pytest.mark.parametrize(
    ("read", "line"),
    [
        (lambda content: read_bag_info(content, Declaration()), b"a:\n"),
        (lambda content: read_bag_info(content, Declaration()), b"no label\n"),
        (lambda content: read_bag_info(content, Declaration()), b"\n"),
        (lambda content: read_manifest("manifest-sha512.txt", content, Declaration()), b"\n"),
        (lambda content: read_manifest("manifest-sha512.txt", content, Declaration()), b"00 data/a\n"),
        (lambda content: read_fetch(content, Declaration()), b"nothing\n"),
    ],
)
def test_what_is_only_counted_is_not_made(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[bytes], tuple[object, tuple[Finding, ...]]], line: bytes
) -> None:
    made = 0

    def counted(*given: Any, **of: Any) -> Finding:
        nonlocal made
        made += 1
        return finding(*given, **of)

    for module in ("model.findings", "bags.tag_file", "bags.manifest"):
        monkeypatch.setattr(f"bayegan.{module}.finding", counted)
    found = read(line * 30_000)[1]
    assert number_of(found) in (30_000, 59_999)
    assert made <= 2 * 10_001


def test_a_value_goes_on_behind_a_line_that_is_none() -> None:
    for version in ((1, 0), (0, 97)):
        tags, found = read_bag_info(b"A: one\n two\nnone\n three\nB: four\n", Declaration(version))
        assert tags == (("A", "one\ntwo\nthree"), ("B", "four"))
        assert [one.code for one in found] == ["bag-info-line"]
