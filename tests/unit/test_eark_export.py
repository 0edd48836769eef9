"""Export as E-ARK packages: every name and octet comes back, and the same item gives the same package."""

import hashlib
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from test_saf_export import AWKWARD

from bayegan.errors import WrongUse
from bayegan.export import sealed
from bayegan.export.eark import EarkSip
from bayegan.export.eark_lint import lint
from bayegan.export.exporter import made_with
from bayegan.export.sealed import read_sealed
from bayegan.metadata.record_xml import read_record
from bayegan.model.disclosure.disclosed import Disclosed, Kept, Withheld
from bayegan.model.mets import href, path_of
from bayegan.model.record import Term, Text
from eark_made import EXPORTERS, FILES, eark_item, made
from exported import packed
from sealed import LETTER, record

M = "{http://www.loc.gov/METS/}"
HREF = "{http://www.w3.org/1999/xlink}href"


def octets_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def referred(mets: Path) -> dict[str, str]:
    """The path of every file that a METS refers to, with its digest, read by lxml alone."""
    root = etree.parse(mets).getroot()
    files = {file[0].get(HREF, ""): file.get("CHECKSUM", "") for file in root.iter(M + "file")}
    files.update({one.get(HREF, ""): one.get("CHECKSUM", "") for one in root.iter(M + "mdRef")})
    return {path_of(reference): digest for reference, digest in files.items()}


@pytest.mark.parametrize("kind", EXPORTERS)
def test_every_name_comes_back_with_its_octets(tmp_path: Path, kind: str) -> None:
    files = {name: f"{number}: {name}\n".encode() for number, name in enumerate(AWKWARD)}
    package, findings = made(tmp_path, kind, eark_item(tmp_path / "archive", files))
    assert findings == ()
    representation = package / "representations" / "rep1"
    found = referred(representation / "METS.xml")
    assert set(found) == {f"data/{name}" for name in AWKWARD}
    for path, digest in found.items():
        content = (representation / path).read_bytes()
        assert content == files[path.removeprefix("data/")]
        assert digest == hashlib.sha512(content).hexdigest()


def test_references_are_ascii_and_owner_identifiers_are_the_paths_of_the_bag(tmp_path: Path) -> None:
    package, _ = made(tmp_path)
    root = etree.parse(package / "representations/rep1/METS.xml").getroot()
    files = list(root.iter(M + "file"))
    assert {one.get("OWNERID") for one in files} == {f"data/{name}" for name in FILES}
    assert all(str(one[0].get(HREF)).isascii() and "+" not in str(one[0].get(HREF)) for one in files)


def test_a_name_that_is_not_utf_8_goes_there_and_back() -> None:
    name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    assert href(name) == "caf%E9.txt"
    assert path_of("caf%E9.txt") == name
    assert path_of("file:///./data/a%20b") == "data/a b"


@pytest.mark.parametrize("kind", EXPORTERS)
def test_metadata_is_copied_as_sealed_and_every_file_is_referred_to(tmp_path: Path, kind: str) -> None:
    item = eark_item(tmp_path / "archive")
    package, _ = made(tmp_path, kind, item)
    assert (package / "metadata/descriptive/dc.xml").read_bytes() == (item.bag / "metadata/dc.xml").read_bytes()
    assert (package / "metadata/preservation/premis.xml").read_bytes() == (
        item.bag / "metadata/premis.xml"
    ).read_bytes()
    all_files = set(octets_below(package)) - {"METS.xml"}
    within = {f"representations/rep1/{path}" for path in referred(package / "representations/rep1/METS.xml")}
    assert set(referred(package / "METS.xml")) | within == all_files


def test_an_aip_keeps_the_tag_files_that_a_sip_leaves_behind(tmp_path: Path) -> None:
    own = {"metadata/hr.xml": b"<hr/>", "donor/notes.txt": b"notes"}
    item = eark_item(tmp_path / "archive", tag_files=own)
    sip, aip = (made(tmp_path, kind, item)[0] / "metadata" / "other" for kind in ("sip", "aip"))
    assert octets_below(sip) == {"hr.xml": b"<hr/>", "bag/donor/notes.txt": b"notes"}
    assert set(octets_below(aip)) == {"hr.xml", "bag/donor/notes.txt", "bag/bag-info.txt"}


@pytest.mark.parametrize("form", ["zip", "tar"])
def test_an_archive_file_holds_the_folder_and_is_the_same_each_time(tmp_path: Path, form: str) -> None:
    item = eark_item(tmp_path / "archive")
    folder, _ = made(tmp_path / "a", "sip", item)
    first, findings = made(tmp_path / "b", "sip", item, {"as": form})
    second, _ = made(tmp_path / "c", "sip", item, {"as": form})
    assert findings == lint(first) == ()
    assert first.read_bytes() == second.read_bytes()
    assert [path.name for path in first.parent.iterdir()] == [f"letter-1.{form}"]
    if form == "zip":
        with zipfile.ZipFile(first) as archive:
            archive.extractall(tmp_path / "out")  # noqa: S202  our own
    else:
        with tarfile.open(first) as tar:
            tar.extractall(tmp_path / "out", filter="data")
    assert octets_below(tmp_path / "out") == octets_below(folder.parent)
    assert (tmp_path / "out/letter-1/representations/rep1/metadata").is_dir()


def test_a_zip_refuses_names_that_it_cannot_hold(tmp_path: Path) -> None:
    item = eark_item(tmp_path / "archive", {"back\\slash.txt": b"x"})
    package, findings = made(tmp_path, "sip", item, {"as": "zip"})
    assert [one.code for one in findings] == ["export-name-not-for-zip"]
    assert not package.exists()


def test_a_dip_in_part_carries_derived_metadata_only(tmp_path: Path) -> None:
    item = eark_item(tmp_path / "archive")
    told = replace(record(), titles=(Text("A letter", "en"),), files=())
    closed = f"data/{LETTER}"
    given = Disclosed(told, {closed: "restricted"}, (Withheld(Kept.FILE, closed, "restricted"),))
    package, findings = made(tmp_path, "dip", replace(item, disclosed=given))
    assert findings == lint(package, "letter-1") == ()
    assert read_record((package / "metadata/descriptive/record.xml").read_bytes()) == told
    everything = b"".join(octets_below(package).values())
    assert "نامه‌ای از خانه".encode() not in everything
    assert href(LETTER).encode() not in everything
    assert b"Part of this item is not open" in (package / "documentation/README.txt").read_bytes()


def test_an_aip_in_part_is_warned_of(tmp_path: Path) -> None:
    item = replace(eark_item(tmp_path / "archive"), disclosed=Disclosed(record(), {}, ()))
    _, findings = made(tmp_path, "aip", item)
    assert [(one.code, one.severity) for one in findings] == [("eark-aip-in-part", "warning")]


def test_a_package_without_an_organisation_is_not_written(tmp_path: Path) -> None:
    item = eark_item(tmp_path / "archive", tag_files={"bag-info.txt": b"Bagging-Date: 2026-11-22\n"})
    package, findings = made(tmp_path, "sip", item)
    assert [one.code for one in findings] == ["eark-organisation-unknown"]
    assert not package.exists()
    package, findings = made(tmp_path / "named", "sip", item, {"organisation": "بایگانی نمونه"})
    assert findings == ()
    assert "بایگانی نمونه" in (package / "METS.xml").read_text(encoding="utf-8")


def test_header_and_labels_of_a_sip(tmp_path: Path) -> None:
    of = replace(record(), types=(Text("Text"),), terms=(Term("isPartOf", "Fonds 7 / Letters"),))
    options = {"status": "REPLACEMENT", "agreement": "SA-2026-1"}
    package, findings = made(tmp_path, "sip", eark_item(tmp_path / "archive", of=of), options)
    assert findings == ()
    root = etree.parse(package / "METS.xml").getroot()
    assert (root.get("OBJID"), root.get("TYPE")) == ("letter-1", "Textual works – Digital")
    header = root[0]
    assert (header.get("CREATEDATE"), header.get("RECORDSTATUS")) == ("2026-11-22T09:30:00Z", "REPLACEMENT")
    others = [(one.get("TYPE"), one.text) for one in header.iter(M + "altRecordID")]
    assert others == [("SUBMISSIONAGREEMENT", "SA-2026-1"), ("REFERENCECODE", "Fonds 7 / Letters")]


def test_packages_of_one_task_share_schemas_and_are_whole_each(tmp_path: Path) -> None:
    items = [eark_item(tmp_path / "archive", of=record(f"item-{number}")) for number in range(3)]
    _, done = packed(EarkSip({}), items, tmp_path / "out")
    assert done.findings == ()
    schemas = [tmp_path / "out" / f"item-{number}" / "schemas" / "record-1.0.xsd" for number in range(3)]
    assert len({one.stat().st_ino for one in schemas}) == 1
    assert all(lint(one.parent.parent) == () for one in schemas)
    assert {str(path.relative_to(tmp_path / "out")) for path in schemas} <= set(done.files)


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(WrongUse):
        made_with(EXPORTERS["dip"], {"agreement": "x"})
    with pytest.raises(WrongUse):
        made_with(EarkSip, {"as": "tgz"})


@pytest.mark.parametrize("character", ["\x01", "\n", "\x9f", "\udcff", "\uffff"])
def test_an_option_with_a_character_that_no_package_can_hold_is_refused(character: str) -> None:
    with pytest.raises(WrongUse, match="control character"):
        made_with(EarkSip, {"organisation": f"a{character}b"})


def test_a_plain_manifest_is_read_as_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = [name for name in AWKWARD if not set(name) & set("%\n\t\\") and name.strip() == name]
    for names in (AWKWARD, plain, ["a..b.txt", "two.txt"], []):
        item = eark_item(tmp_path / str(len(names)), dict.fromkeys(names, b"x"))
        quickly = read_sealed(item)
        with monkeypatch.context() as patch:
            patch.setattr(sealed, "_plain_entries", lambda _: None)
            assert read_sealed(item) == quickly
