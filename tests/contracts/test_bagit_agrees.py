"""bagit.py and we read tag files of other encodings alike: the suite's, and generated ones."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bags_made import make_bag, put, report_of, retag
from bayegan.bags.tag_file import Tags
from shared import SHARED, need_shared

SUITE = SHARED / "conformance" / "bagit-loc"
ENCODINGS = ("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1256", "Shift_JIS")


@pytest.fixture(autouse=True)
def _silent() -> None:
    logging.getLogger("bagit").setLevel(logging.CRITICAL)


def as_bagit_has_it(tags: Tags) -> dict[str, str | list[str]]:
    """Tags as bagit.py keeps them: the values of one label together, and white space around a value dropped."""
    kept: dict[str, list[str]] = {}
    for label, value in tags:
        kept.setdefault(label, []).append(value.strip())
    return {label: values[0] if len(values) == 1 else values for label, values in kept.items()}


def paths_of(bag: bagit.Bag) -> set[str]:
    return set(bag.payload_entries())


def both_agree(bag: Path) -> None:
    ours, theirs = report_of(bag), bagit.Bag(str(bag))
    assert as_bagit_has_it(ours.facts.tags) == {label: theirs.info[label] for label in theirs.info}
    assert paths_of(theirs) == {path for path in ours.facts.files if path.startswith("data/")}
    assert ours.is_valid, ours.findings
    theirs.validate()


@need_shared
@pytest.mark.parametrize("name", ["UTF-16-encoded-tag-files", "ISO-8859-1-encoded-tag-files"])
def test_bags_of_the_suite_in_another_encoding(name: str) -> None:
    (bag,) = SUITE.glob(f"v*/valid/{name}")
    both_agree(bag)


@need_shared
def test_no_bag_of_another_encoding_in_the_suite_is_left_out() -> None:
    others = {path.parent.name for path in SUITE.glob("v*/valid/*/bagit.txt") if b"UTF-8" not in path.read_bytes()}
    assert others == {"UTF-16-encoded-tag-files", "ISO-8859-1-encoded-tag-files"}


def fits(text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeError:
        return False


letters = st.text(st.sampled_from("abcéñüآبپگیئکー日本 .%"), min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.sampled_from(ENCODINGS), st.lists(st.tuples(st.sampled_from("ABC"), letters), max_size=4), letters)
def test_generated_bags(encoding: str, tags: list[tuple[str, str]], name: str) -> None:
    tags = [(label, value) for label, value in tags if fits(value, encoding)]
    name = "".join(character for character in name if fits(character, encoding) and character not in "%.") or "x"
    with TemporaryDirectory() as folder:
        info = "".join(f"{label}: {value}\n" for label, value in tags) + "Payload-Oxum: 1.1\n"
        files = {f"data/{name.strip() or 'x'}": b"1"}
        bag = make_bag(Path(folder) / "bag", files, version="0.97", encoding=encoding, info=info)
        both_agree(bag)


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1"])
def test_what_is_wrong_in_another_encoding_is_wrong_to_both(encoding: str, tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/é": b"1"}, version="0.97", encoding=encoding)
    put(bag, "data/é", b"2")
    assert not report_of(bag).is_valid
    assert not bagit.Bag(str(bag)).is_valid()
    put(bag, "data/é", b"1")
    put(bag, "bag-info.txt", "not an element\n".encode(encoding))
    retag(bag, encoding=encoding)
    assert not report_of(bag).is_valid
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(bag))
