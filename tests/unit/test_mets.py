"""One model, two serialisers: METS 1.12 with E-ARK's attributes, and METS 2."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bayegan.metadata.mets1_xml import write_mets1
from bayegan.metadata.mets2_xml import write_mets2
from bayegan.metadata.writer import Out
from bayegan.model.mets import (
    AlternativeId,
    Described,
    Division,
    FileGroup,
    MetadataFile,
    MetsAgent,
    MetsDocument,
    MetsFile,
    Note,
    Pointer,
    Section,
)
from bayegan.model.preservation import Format
from mets1_by_elements import write_by_elements
from shared import SHARED, need_shared

TIME = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NAME = 'برگ "۱" & <100%>.txt'
FILE = Described(NAME, "text/plain", 3, TIME, "ab" * 64)
METS = MetsDocument(
    object_id="نامه-1",
    label='A "letter" & more',
    type="Mixed",
    profile="https://example.org/profile",
    content_type="urn:example",
    package_type="SIP",
    created=TIME,
    agents=(MetsAgent("CREATOR", "OTHER", "bayegan", "SOFTWARE", (Note("1.0", "SOFTWARE VERSION"),)),),
    metadata=(
        MetadataFile("m-1", Section.DESCRIPTIVE, "DC", replace(FILE, path="dc.xml")),
        MetadataFile("m-2", Section.DESCRIPTIVE, "OTHER", replace(FILE, path="r.xml"), "urn:record"),
        MetadataFile("m-3", Section.PROVENANCE, "PREMIS", replace(FILE, path="p.xml"), version="3.0"),
    ),
    groups=(FileGroup("g-1", "Data", [MetsFile("f-1", FILE, f"data/{NAME}", Format("Plain", "1", "x-fmt/111"))]),),
    structure=Division(
        "d-1",
        "top",
        divisions=(
            Division("d-2", "Metadata", ("m-1", "m-2"), ("m-3",)),
            Division("d-3", "Data", groups=("g-1",), pointer=Pointer("rep1/METS.xml", "g-1")),
        ),
    ),
    status="NEW",
    alternatives=(AlternativeId("REFERENCECODE", "F 7"),),
)
BARE = replace(METS, label=None, agents=(), metadata=(), groups=(), status=None, alternatives=())
BARE = replace(BARE, structure=Division("d-1", "top"))


def written(write: Callable[[MetsDocument, Out], None], mets: MetsDocument) -> bytes:
    out = io.BytesIO()
    write(mets, out)
    return out.getvalue()


@need_shared
@pytest.mark.parametrize("mets", [METS, BARE], ids=["full", "bare"])
@pytest.mark.parametrize(("kind", "write"), [("mets", write_mets1), ("csip", write_mets1), ("mets2", write_mets2)])
def test_the_official_schema_accepts_it(
    tmp_path: Path, kind: str, write: Callable[[MetsDocument, Out], None], mets: MetsDocument
) -> None:
    (tmp_path / "METS.xml").write_bytes(written(write, mets))
    script = str(SHARED / "official" / "check.py")
    command = [sys.executable, script, kind, str(tmp_path / "METS.xml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_both_say_the_same_of_a_file() -> None:
    one, two = (etree.fromstring(written(write, METS)) for write in (write_mets1, write_mets2))
    files = [next(root.iter("{*}file")) for root in (one, two)]
    assert dict(files[0].attrib) == dict(files[1].attrib)
    assert files[0].get("OWNERID") == f"data/{NAME}"
    assert files[0][0].get("{http://www.w3.org/1999/xlink}href") == files[1][0].get("LOCREF")


def test_mets_2_has_one_section_of_metadata_and_no_xlink() -> None:
    content = written(write_mets2, METS)
    root = etree.fromstring(content)
    uses = [one.get("USE") for one in root.iter("{*}md")]
    assert uses == ["DESCRIPTIVE", "DESCRIPTIVE", "PROVENANCE"]
    assert b"xlink" not in content
    assert [one.get("MDID") for one in root.iter("{*}div") if one.get("MDID")] == ["m-1 m-2 m-3"]


def test_files_are_taken_one_by_one() -> None:
    taken: list[int] = []

    def files() -> Iterator[MetsFile]:
        for number in range(3):
            taken.append(number)
            yield MetsFile(f"f-{number}", FILE)

    group = FileGroup("g-1", "Data", files())
    root = etree.fromstring(written(write_mets1, replace(METS, groups=(group,))))
    assert len(list(root.iter("{*}file"))) == len(taken) == 3


WORDS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\0\t\n\r\x1f\ufffe&<>\"'\u200c\U0001f56f"), max_size=6
)
NAMES = st.text(min_size=1, max_size=6)
SOME = st.none() | WORDS
FILES = st.builds(Described, NAMES, WORDS, st.integers(0), st.datetimes(timezones=st.just(UTC)), st.just("ab" * 64))
FORMATS = st.none() | st.builds(Format, SOME, SOME, SOME)
DIVISIONS = st.recursive(
    st.builds(Division, WORDS, WORDS, st.tuples(), st.tuples(WORDS)),
    lambda inner: st.builds(
        Division,
        WORDS,
        WORDS,
        st.lists(WORDS, max_size=2).map(tuple),
        st.lists(WORDS, max_size=2).map(tuple),
        st.lists(WORDS, max_size=2).map(tuple),
        st.none() | st.builds(Pointer, NAMES, WORDS),
        st.lists(inner, max_size=2).map(tuple),
    ),
    max_leaves=3,
)
AGENTS = st.builds(
    MetsAgent, WORDS, WORDS, WORDS, SOME, st.lists(st.builds(Note, WORDS, SOME), max_size=2).map(tuple)
)
SECTIONS = st.builds(MetadataFile, WORDS, st.sampled_from(Section), WORDS, FILES, SOME, SOME)
GROUPS = st.builds(FileGroup, WORDS, WORDS, st.lists(st.builds(MetsFile, WORDS, FILES, SOME, FORMATS), max_size=3))
DOCUMENTS = st.builds(
    MetsDocument,
    WORDS,
    SOME,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    st.datetimes(timezones=st.just(UTC)),
    st.lists(AGENTS, max_size=2).map(tuple),
    st.lists(SECTIONS, max_size=3).map(tuple),
    st.lists(GROUPS, max_size=2).map(tuple),
    DIVISIONS,
    SOME,
    st.lists(st.builds(AlternativeId, WORDS, WORDS), max_size=2).map(tuple),
)


@given(DOCUMENTS)
def test_the_text_is_what_is_written_element_by_element(mets: MetsDocument) -> None:
    assert said(write_mets1, mets) == said(write_by_elements, mets)


def said(write: Callable[[MetsDocument, Out], None], mets: MetsDocument) -> bytes | str:
    try:
        return written(write, mets)
    except ValueError as error:
        return str(error).partition(":")[0]


def test_many_files_are_written_as_few_are() -> None:
    files = [MetsFile(f"f-{number}", FILE) for number in range(2500)]
    mets = replace(METS, groups=(FileGroup("g-1", "Data", files), FileGroup("g-2", "None", ())))
    assert written(write_mets1, mets) == written(write_by_elements, mets)
