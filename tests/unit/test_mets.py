"""One model, two serialisers: METS 1.12 with E-ARK's attributes, and METS 2."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
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
