"""Names in a Simple Archive Format package, and the map that brings the true ones back."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bayegan.export.saf_contents import judge_contents, written
from bayegan.export.saf_map import MappedFile, read_map, write_map
from bayegan.export.saf_names import is_safe, safe_names

PERSIAN = "نامه‌ای از خانه.pdf"
SAFE = ["letter.txt", "scan of a page (1).TIF", "100%.txt", "file #3.pdf", "a", "x" * 251 + ".txt", "license.txt"]
UNSAFE = [
    PERSIAN,
    unicodedata.normalize("NFD", "résumé.pdf"),
    "\u202efdp.exe",
    "letters/1988/scan.pdf",
    "back\\slash.txt",
    "tab\there.txt",
    "line\nfeed.txt",
    " leading.txt",
    "trailing ",
    "trailing.",
    "-r -s 1 -f letter.txt",
    "dublin_core.xml",
    "Contents",
    "collections",
    "handle",
    "relationships",
    "metadata_dcterms.xml",
    "metadata_notes.xml",
    "aux.txt",
    "what?.txt",
    "octets-\udcff.txt",
    "=1+1.csv",
    "@here.txt",
    "ن" * 125 + ".txt",
]

paths = st.lists(
    st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1, max_size=40),
    unique=True,
)


@pytest.mark.parametrize("path", SAFE)
def test_a_name_that_dspace_can_be_trusted_with_is_kept(path: str) -> None:
    assert safe_names([path]) == {path: path}


@pytest.mark.parametrize("path", UNSAFE, ids=ascii)
def test_any_other_name_becomes_a_safe_one(path: str) -> None:
    name = safe_names([path])[path]
    assert name != path
    assert re.fullmatch(r"[A-Za-z0-9_]+-[0-9a-f]{8}(\.[A-Za-z0-9]+)?", name)


def test_what_is_ascii_in_a_name_and_its_extension_are_kept() -> None:
    assert safe_names(["letters/حکم scan 12.PDF"])["letters/حکم scan 12.PDF"].startswith("scan_12-")
    assert safe_names([PERSIAN])[PERSIAN].endswith(".pdf")


def test_case_twins_are_kept_apart() -> None:
    names = safe_names(["Scan.pdf", "scan.PDF", "other.pdf"])
    assert len({name.casefold() for name in names.values()}) == 3
    assert names["other.pdf"] == "other.pdf"


def test_normalisation_twins_are_kept_apart() -> None:
    twins = [unicodedata.normalize(form, "résumé.pdf") for form in ("NFC", "NFD")]
    assert len(set(safe_names(twins).values())) == 2


def test_a_name_does_not_depend_on_its_neighbours() -> None:
    alone, among = safe_names([PERSIAN]), safe_names(["نامه.pdf", PERSIAN, "letter.txt"])
    assert alone[PERSIAN] == among[PERSIAN]


def test_a_file_that_is_called_like_a_derived_name_loses_nothing() -> None:
    derived = safe_names([PERSIAN])[PERSIAN]
    names = safe_names([PERSIAN, derived])
    assert names[derived] == derived
    assert names[PERSIAN] != derived


@given(paths)
@example(UNSAFE)
def test_every_path_has_a_name_of_its_own(given_paths: list[str]) -> None:
    names = safe_names(given_paths)
    assert list(names) == given_paths
    assert len({name.casefold() for name in names.values()}) == len(given_paths)
    assert all(is_safe(name) and len(name) <= 255 for name in names.values())


@given(paths)
def test_what_is_written_in_contents_is_read_back_without_a_finding(given_paths: list[str]) -> None:
    names = safe_names(given_paths)
    text = "".join(written(name, path) for path, name in names.items())
    assert list(judge_contents(text, names.values(), "item_000001/contents")) == []


def test_a_description_cannot_become_an_option() -> None:
    line = written("letter.txt", "a\tpermissions:-r 'Anonymous'\nother.txt")
    assert line == "letter.txt\tbundle:ORIGINAL\tdescription:a\\tpermissions:-r 'Anonymous'\\nother.txt\n"


@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
    | st.binary(max_size=20).map(lambda octets: octets.decode("utf-8", "surrogateescape")),
)
def test_the_map_gives_item_and_path_back(item: str, path: str) -> None:
    file = MappedFile("item_000001", item, f"data/{path}", "letter.txt", "0" * 128)
    lines = list(write_map([file]))
    assert read_map("".join(lines)) == (file,)
    assert len(lines[1].splitlines()) == 1


@pytest.mark.parametrize("item", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_the_map_begins_like_a_formula(item: str) -> None:
    line = list(write_map([MappedFile("item_000001", item, "data/a", "a", "0" * 128)]))[1]
    assert line.startswith("item_000001,%")
