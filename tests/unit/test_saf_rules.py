"""The decisions of the linter on single lines and values, as DSpace's importer, which is Java, reads them."""

import pytest

from bayegan.export.saf_contents import judge_contents
from bayegan.export.saf_placement import judge_collections, judge_handle, judge_relationships
from bayegan.export.saf_text import java_lines, java_trimmed

UUID = "6f1cb1a8-5c2e-4f0e-9d5a-0d4f2a1c7b3e"


def codes(text: str, *files: str) -> list[str]:
    return [finding.code for finding in judge_contents(text, files, "item_000001/contents")]


@pytest.mark.parametrize(
    "line",
    [
        "a.txt",
        "a.txt\r\n",
        " \na.txt",
        "a.txt\t",
        "a.txt\tbundle: ORIGINAL ",
        "a.txt\tdescription:says primary:true and bundle:X",
        "a.txt\tpermissions: -r 'MIT Users'",
        "a.txt\tpermissions:-W Staff",
        "a.txt\tiiif-label:Page 1\tiiif-toc:Pages|Page 1\tiiif-width:10\tiiif-height:20",
        "a.txt\tprimary:false",
    ],
)
def test_a_line_that_dspace_reads_as_meant(line: str) -> None:
    assert codes(line, "a.txt") == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("a.txt\t bundle:X", "saf-option-unknown"),
        ("a.txt\tBundle:X", "saf-option-unknown"),
        ("a.txt\tprimary:yes", "saf-option-unknown"),
        ("a.txt\tbundle", "saf-option-unknown"),
        ("a.txt\tbundle:X  description:Y", "saf-spaces-for-tab"),
        ("a.txt primary:true", "saf-spaces-for-tab"),
        ("a.txt\tpermissions:", "saf-permissions-form"),
        ("a.txt\tpermissions:-r", "saf-permissions-form"),
        ("a.txt\tpermissions:-r 'Staff", "saf-permissions-form"),
        ("a.txt\tpermissions:-x 'Staff'", "saf-permissions-form"),
        ("a.txt\tpermissions:-r O'Brien", "saf-permissions-form"),
        ("a.txt\n-r -s one -f b.txt", "saf-registration-form"),
        ("a.txt\n-r -s 1", "saf-registration-form"),
        ("a.txt\n-r -s 1 -f ../b.txt", "saf-name-leaves-folder"),
        ("a.txt\n/etc/passwd", "saf-name-leaves-folder"),
        ("a.txt\npages/../../b.txt", "saf-name-leaves-folder"),
        ("a.txt\nC:\\b.txt", "saf-name-leaves-folder"),
        ("a.txt\n..\\b.txt", "saf-name-leaves-folder"),
    ],
)
def test_a_line_that_dspace_reads_otherwise(line: str, code: str) -> None:
    assert codes(line, "a.txt") == [code]


@pytest.mark.parametrize("line", ["a.txt ", " a.txt", "\ufeffa.txt", "A.txt"])
def test_a_name_is_taken_as_it_stands(line: str) -> None:
    assert codes(line, "a.txt") == ["saf-file-absent", "saf-file-not-named"]


def test_the_files_of_dspace_itself_need_no_line() -> None:
    own = ("contents", "dublin_core.xml", "metadata_dcterms.xml", "collections", "handle", "relationships")
    assert codes("a.txt\n", "a.txt", *own) == []


def test_primary_files_of_two_bundles_do_not_clash() -> None:
    assert codes("a\tprimary:true\nb\tbundle:TEXT\tprimary:true\n", "a", "b") == []
    assert codes("a\tprimary:true\nb\tbundle:ORIGINAL\tprimary:true\n", "a", "b") == ["saf-primary-twice"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"123456789/2\n{UUID}", []),
        ("", ["saf-collections-empty"]),
        ("\n", ["saf-collections-blank-line"]),
        ("123456789/2\n\n", ["saf-collections-blank-line"]),
        ("123456789/2 \n", ["saf-collections-form"]),
        ("42\n", ["saf-collections-form"]),
    ],
)
def test_collections(text: str, found: list[str]) -> None:
    assert [finding.code for finding in judge_collections(text, "collections")] == found


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("123456789/42", True),
        ("20.500.12345/a.b-c\n", True),
        ("", False),
        ("\n123456789/42\n", False),
        ("123456789/42 \n", False),
        ("123456789/42\n123456789/43\n", False),
        ("hdl:123456789/42\n", False),
    ],
)
def test_handle(text: str, is_right: bool) -> None:
    assert (list(judge_handle(text, "handle")) == []) is is_right


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"relation.isPartOf\t{UUID}", []),
        ("  relation.isPartOf   123456789/7  ", []),
        ("relation.isPartOf folderName:item_000002", []),
        ("relation.isPartOf rowName:item_000002", []),
        ("relation.isPartOf dc.identifier:A box, 12", []),
        ("relation.isPartOf folderName:item_000003", ["saf-relationships-folder"]),
        ("relation.isPartOf item_000002", ["saf-relationships-form"]),
        ("relation.isPartOf title:A box", ["saf-relationships-form"]),
        ("123456789/7", ["saf-relationships-form"]),
    ],
)
def test_relationships(line: str, found: list[str]) -> None:
    judged = judge_relationships(line, {"item_000001", "item_000002"}, "relationships")
    assert [finding.code for finding in judged] == found


def test_java_cuts_lines_and_ends_in_its_own_way() -> None:
    assert [*java_lines("a\r\nb\rc\n\nd\u2028e\n")] == ["a", "b", "c", "", "d\u2028e"]
    assert [*java_lines("a\n\nb")] == ["a", "", "b"]
    assert [*java_lines("\n")] == [""]
    assert [*java_lines("")] == []
    assert java_trimmed("\x00\t a \x1f") == "a"
    assert java_trimmed("\u00a0a\u2003") == "\u00a0a\u2003"
