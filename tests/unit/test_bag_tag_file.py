import pytest

from bayegan.bags.declaration import Declaration
from bayegan.bags.tag_file import name_of_bag_info, read_bag_info, values_of, write_bag_info
from bayegan.errors import WrongUse

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
