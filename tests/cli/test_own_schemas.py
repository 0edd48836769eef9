"""An archive with a vocabulary and a form of metadata of its own: from the submission to the restored copy."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from bayegan.metadata.vocabularies import vocabulary_bytes
from running import Bayegan

XSD = """<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:interview:1.0"
           elementFormDefault="qualified">
  <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml-1.0.xsd"/>
  <xs:element name="interview">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="donor" type="xs:string"/>
        <xs:element name="date" type="xs:date"/>
        <xs:element name="told" maxOccurs="unbounded">
          <xs:complexType>
            <xs:simpleContent>
              <xs:extension base="xs:string"><xs:attribute ref="xml:lang"/></xs:extension>
            </xs:simpleContent>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
"""
INTERVIEW = """<interview xmlns="urn:example:interview:1.0">
  <donor>A. Donor</donor>
  <date>2024-05-11</date>
  <told xml:lang="fa">نامه در کشو بود.</told>
</interview>
"""
TABLE = """
[metadata.interview]
schema = "schemas/own/interview-1.0.xsd"
root = "interview"
namespace = "urn:example:interview:1.0"
public = true
"""
PLACE = "metadata/interview.xml"


def with_form(archive: Path, xsd: str = XSD, table: str = TABLE) -> Path:
    own = archive / "schemas" / "own"
    own.mkdir()
    (own / "interview-1.0.xsd").write_text(xsd, encoding="utf-8")
    with (archive / "bayegan.toml").open("a", encoding="utf-8") as policy:
        policy.write(table)
    return archive


def with_vocabulary(archive: Path, **changes: object) -> Path:
    value = json.loads(vocabulary_bytes("counsel")) | {"id": "urn:example:words"} | changes
    context = {key: to for key, to in value["@context"].items() if key != "counsel"}
    value["@context"] = context | {"words": "urn:example:words:"}
    concept = {"id": "words:by-letter", "type": "Concept", "prefLabel": {"en": "By letter", "fa": "با نامه"}}
    value["concepts"] = changes.get("concepts", [concept])
    own = archive / "schemas" / "own"
    own.mkdir(exist_ok=True)
    (own / "words.jsonld").write_text(json.dumps(value), encoding="utf-8")
    with (archive / "bayegan.toml").open("a", encoding="utf-8") as policy:
        policy.write('\n[vocabularies]\nwords = "schemas/own/words.jsonld"\n')
    return archive


def gift(folder: Path, interview: str = INTERVIEW, **more: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "letter.txt").write_text("A letter.")
    (folder / "interview.xml").write_text(interview, encoding="utf-8")
    item = {
        "id": "letter-1",
        "titles": ["A letter"],
        "access": {"level": "public"},
        "metadata": [{"form": "interview", "filename": "interview.xml"}],
        "files": [{"filename": "letter.txt"}],
    }
    manifest = folder / "submission.json"
    manifest.write_text(json.dumps({"submission": "1.0", "items": [item | more]}))
    return manifest


def table(folder: Path, *rows: str, header: str = "filename,item,title,metadata:interview") -> Path:
    gift(folder).unlink()
    manifest = folder / "submission.csv"
    manifest.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return manifest


def sealed(archive: Path) -> Path:
    return next(archive.glob("archive/*/letter-1/v1"))


def tree(folder: Path) -> Mapping[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_metadata_file_goes_all_the_way_and_comes_back(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = gift(tmp_path / "in")
    bayegan("ingest", "--archive", with_form(archive), manifest)
    bag = sealed(archive)
    assert (bag / PLACE).read_text("utf-8") == INTERVIEW
    assert [one.name for one in (bag / "data").iterdir()] == ["letter.txt"]
    digest = hashlib.sha512(INTERVIEW.encode()).hexdigest()
    assert f"{digest}  {PLACE}\n" in (bag / "tagmanifest-sha512.txt").read_text()
    ledger = [
        json.loads(line) for line in (archive / "manifests/ledger/000000000001.jsonl").read_text().splitlines()
    ]
    assert ledger[-1]["digests"][PLACE] == digest
    schema = hashlib.sha256(XSD.encode()).hexdigest()
    said = f"{PLACE} valid by schemas/own/interview-1.0.xsd (SHA-256 {schema})"
    assert said in (bag / "metadata/premis.xml").read_text("utf-8")

    assert bayegan("show", "--archive", archive, "letter-1").envelope["result"]["metadata"] == [PLACE]
    assert f"  {PLACE}\n" in bayegan.text("show", "--archive", archive, "letter-1")[1]
    assert bayegan("fixity", "check", "--archive", archive).envelope["counts"]["intact"] == 9
    bayegan("validate", bag, bag / PLACE)
    assert bayegan("ingest", "--archive", archive, manifest).envelope["counts"]["skipped"] == 1

    bayegan("export", "bag", "--archive", archive, "--to", tmp_path / "out")
    bayegan("init", tmp_path / "B", "--organisation", "Another")
    ran = bayegan("ingest", "--archive", tmp_path / "B", tmp_path / "out" / "letter-1", expect=1)
    assert ran.codes == ["archive-bag-opened"]
    bayegan("ingest", "--archive", with_form(tmp_path / "B"), tmp_path / "out" / "letter-1")
    assert tree(tmp_path / "B" / "archive") == tree(archive / "archive")
    assert bayegan("fixity", "check", "--archive", tmp_path / "B").envelope["counts"]["intact"] == 9
    bayegan("validate", sealed(tmp_path / "B"))


def test_a_public_item_has_metadata_in_public_forms_only(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    with_form(archive, table=TABLE.replace("public = true", ""))
    ran = bayegan("ingest", "--archive", archive, gift(tmp_path / "in"), expect=1)
    refused(ran.codes, archive, "form-not-public")
    manifest = gift(tmp_path / "in", access={"level": "restricted"})
    bayegan("ingest", "--archive", archive, manifest)
    bayegan("export", "bag", "--archive", archive, "--audience", "archive", "--to", tmp_path / "out")
    bayegan("init", tmp_path / "B", "--organisation", "Another")
    bayegan("ingest", "--archive", tmp_path / "B", tmp_path / "out" / "letter-1")
    assert tree(tmp_path / "B" / "archive") == tree(archive / "archive")


def test_the_plan_that_is_kept_names_it(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", with_form(archive), gift(tmp_path / "in"))
    plan = json.loads(next(archive.glob("manifests/submissions/*/plan.json")).read_text())
    (item,) = plan["items"]
    assert [one["source"] for one in item["files"]] == ["letter.txt"]
    size = len(INTERVIEW.encode())
    assert item["metadata"] == [{"source": "interview.xml", "place": PLACE, "size": size}]


def test_damage_to_it_is_found(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("ingest", "--archive", with_form(archive), gift(tmp_path / "in"))
    place = sealed(archive) / PLACE
    place.write_text(INTERVIEW.replace("A. Donor", "B. Donor"), encoding="utf-8")
    ran = bayegan("fixity", "check", "--archive", archive, expect=1)
    assert ran.envelope["counts"]["altered"] == 1
    place.write_text(INTERVIEW.replace("<donor>A. Donor</donor>", ""), encoding="utf-8")
    ran = bayegan("validate", sealed(archive), expect=1)
    assert {"bag-altered", "xml-schema"} <= set(ran.codes)


def test_a_table_names_it_in_a_column(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    rows = ("letter.txt,letter-1,A letter,interview.xml", "second.txt,letter-1,,interview.xml")
    manifest = table(tmp_path / "in", *rows)
    (manifest.parent / "second.txt").write_text("Page 2.")
    bayegan("ingest", "--archive", with_form(archive), manifest)
    assert (sealed(archive) / PLACE).read_text("utf-8") == INTERVIEW
    assert sorted(one.name for one in (sealed(archive) / "data").iterdir()) == ["letter.txt", "second.txt"]


def test_json_lines_name_it_too(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = gift(tmp_path / "in")
    line = json.dumps(json.loads(manifest.read_text())["items"][0])
    manifest.unlink()
    (tmp_path / "in" / "s.jsonl").write_text(line + "\n")
    bayegan("ingest", "--archive", with_form(archive), tmp_path / "in" / "s.jsonl")
    assert (sealed(archive) / PLACE).exists()


def test_it_is_no_document_of_the_folder_that_holds_it(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = table(tmp_path / "in", "box/,letter-1,A box,box/interview.xml")
    (tmp_path / "in" / "box").mkdir()
    for name in ("letter.txt", "interview.xml"):
        (tmp_path / "in" / name).rename(tmp_path / "in" / "box" / name)
    bayegan("ingest", "--archive", with_form(archive), manifest)
    assert [one.name for one in (sealed(archive) / "data" / "box").iterdir()] == ["letter.txt"]


def refused(ran_codes: list[str], archive: Path, code: str) -> None:
    assert code in ran_codes
    assert list(archive.glob("archive/*")) == []


@pytest.mark.parametrize(
    ("interview", "code"),
    [
        (INTERVIEW.replace("2024-05-11", "last May"), "xml-schema"),
        (INTERVIEW.replace("interview:1.0", "interview:2.0"), "form-root"),
        ("<note/>", "form-root"),
        ("<interview", "xml-not-well-formed"),
        (f"<!DOCTYPE interview SYSTEM 'file:///etc/passwd'>{INTERVIEW}", "xml-doctype"),
    ],
)
def test_a_wrong_file_is_refused_by_its_field(
    interview: str, code: str, archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    ran = bayegan("ingest", "--archive", with_form(archive), gift(tmp_path / "in", interview), expect=1)
    refused(ran.codes, archive, code)
    (found,) = ran.errors
    assert (found["path"], found["item"]) == ("interview.xml", "letter-1")
    assert found["pointer"] == "/items/0/metadata/0"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("letter.txt,letter-1,A letter,absent.xml", "document-absent"),
        ("letter.txt,letter-1,A letter,../secret.xml", "document-path-escapes"),
        ("letter.txt,letter-1,A letter,letter.txt", "document-named-twice"),
        ("letter.txt,letter-1,A letter,/etc/passwd", "document-path-escapes"),
    ],
)
def test_a_wrong_name_is_refused_by_its_row_and_column(
    row: str, code: str, archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    ran = bayegan("ingest", "--archive", with_form(archive), table(tmp_path / "in", row), expect=1)
    refused(ran.codes, archive, code)
    (found,) = [one for one in ran.errors if one["code"] == code]
    assert (found["row"], found["pointer"]) == (2, "metadata:interview")


def test_a_link_is_refused(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = gift(tmp_path / "in")
    (tmp_path / "in" / "interview.xml").rename(tmp_path / "elsewhere.xml")
    (tmp_path / "in" / "interview.xml").symlink_to(tmp_path / "elsewhere.xml")
    ran = bayegan("ingest", "--archive", with_form(archive), manifest, expect=1)
    refused(ran.codes, archive, "document-link")


def test_a_form_that_the_archive_does_not_have_is_refused(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    wanted = [{"form": one, "filename": "interview.xml"} for one in ("premis", "interviews")]
    for one in wanted:
        ran = bayegan("ingest", "--archive", archive, gift(tmp_path / "in", metadata=[one]), expect=1)
        refused(ran.codes, archive, "form-unknown")
    assert "no form of its own" in ran.errors[0]["expected"]
    ran = bayegan("ingest", "--archive", with_form(archive), gift(tmp_path / "in", metadata=[wanted[1]]), expect=1)
    assert ran.errors[0]["expected"] == "one of interview"


def test_two_files_of_one_form_are_refused(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    names = ("interview.xml", "again.xml")
    manifest = gift(tmp_path / "in", metadata=[{"form": "interview", "filename": one} for one in names])
    (tmp_path / "in" / "again.xml").write_text(INTERVIEW, encoding="utf-8")
    ran = bayegan("ingest", "--archive", with_form(archive), manifest, expect=1)
    refused(ran.codes, archive, "form-twice")
    assert ran.errors[0]["pointer"] == "/items/0/metadata/1"


def test_all_that_is_wrong_is_said_at_once(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = gift(tmp_path / "in", INTERVIEW.replace("2024-05-11", "May"), files=[{"filename": "absent.txt"}])
    ran = bayegan("ingest", "--archive", with_form(archive), manifest, expect=1)
    assert {"document-absent", "document-unnamed", "xml-schema"} == set(ran.codes)


def test_a_form_is_proved_by_the_archive_at_hand_and_else_not(
    archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = gift(tmp_path / "in", INTERVIEW.replace("2024-05-11", "May"))
    with_form(archive)
    monkeypatch.chdir(tmp_path / "in")
    assert bayegan("validate", manifest).codes == ["form-not-checked"]
    assert bayegan("validate", manifest.parent / "interview.xml", expect=1).codes == ["xml-unknown-root"]
    assert bayegan("validate", "--archive", archive, manifest, expect=1).codes == ["xml-schema"]
    interview = manifest.parent / "interview.xml"
    assert bayegan("validate", "--archive", archive, interview, expect=1).codes == ["xml-schema"]
    monkeypatch.chdir(archive)
    assert bayegan("validate", manifest, expect=1).codes == ["xml-schema"]


@pytest.mark.parametrize(
    ("xsd", "code"),
    [
        ("<xs:schema", "xml-not-well-formed"),
        ("<note/>", "form-schema"),
        (XSD.replace("xs:date", "xs:day"), "form-schema"),
        (XSD.replace('name="interview"', 'name="talk"'), "form-schema-root"),
        (XSD.replace("interview:1.0", "interview:2.0"), "form-schema-root"),
        (XSD.replace("xml-1.0.xsd", "http://www.w3.org/2001/xml.xsd"), "form-schema-outside"),
        (XSD.replace("xml-1.0.xsd", "file:///etc/passwd"), "form-schema-outside"),
        (XSD.replace("xml-1.0.xsd", "../../bayegan.toml"), "form-schema-outside"),
        (XSD.replace("xml-1.0.xsd", "schemas/own/interview-1.0.xsd"), "form-schema-outside"),
        (XSD.replace("<xs:import", "<xs:include schemaLocation='b.xsd'/><xs:import"), "form-schema-outside"),
        (XSD.replace("<xs:import", "<xs:redefine schemaLocation='b.xsd'/><xs:import"), "form-schema-outside"),
        (f"<!DOCTYPE schema [<!ENTITY a 'b'>]>{XSD.partition('?>')[2]}", "xml-doctype"),
    ],
)
def test_a_schema_that_cannot_be_used_lets_nothing_in(
    xsd: str, code: str, archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    ran = bayegan("ingest", "--archive", with_form(archive, xsd), gift(tmp_path / "in"), expect=1)
    refused(ran.codes, archive, code)
    assert {one["path"] for one in ran.errors} == {"schemas/own/interview-1.0.xsd"}
    if code != "form-schema-root":
        ran = bayegan("validate", archive / "schemas/own/interview-1.0.xsd", expect=1)
        assert code in ran.codes


def test_a_schema_location_in_a_file_is_not_followed(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    (tmp_path / "other.xsd").write_text(XSD.replace("xs:date", "xs:string"))
    hint = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {tmp_path}/other.xsd"'
    interview = INTERVIEW.replace("<interview ", f"<interview {hint} ").replace("2024-05-11", "May")
    ran = bayegan("ingest", "--archive", with_form(archive), gift(tmp_path / "in", interview), expect=1)
    assert "xml-schema" in ran.codes


@pytest.mark.parametrize(
    ("table", "named"),
    [
        (TABLE.replace("schemas/own/", "../"), "metadata.interview.schema"),
        (TABLE.replace("schemas/own/", "/etc/"), "metadata.interview.schema"),
        (TABLE.replace("interview-1.0.xsd", "absent.xsd"), "metadata.interview.schema"),
        (TABLE.replace("/interview-1.0.xsd", ""), "metadata.interview.schema"),
        (TABLE.replace("interview-1.0.xsd", "link.xsd"), "metadata.interview.schema"),
        (TABLE.replace("schemas/own", "linked"), "metadata.interview.schema"),
        (TABLE.replace("metadata.interview", "metadata.premis"), "metadata.premis"),
        (TABLE.replace("metadata.interview", "metadata.Interview"), "metadata.Interview"),
        (TABLE.replace('root = "interview"', ""), "metadata.interview.root"),
        (TABLE.replace('root = "interview"', 'root = "a b"'), "metadata.interview.root"),
        (TABLE.replace("true", "'yes'"), "metadata.interview.public"),
        (TABLE.replace('"urn:example:interview:1.0"', "1"), "metadata.interview.namespace"),
        ("\nmetadata = 1\n", "metadata"),
        ("\n[vocabularies]\nacts = 'schemas/own/a.jsonld'\n", "vocabularies.acts"),
        ("\n[vocabularies]\nwords = 'schemas/own/absent.jsonld'\n", "vocabularies.words"),
        ("\n[vocabularies]\nwords = 1\n", "vocabularies.words"),
    ],
)
def test_a_wrong_line_of_the_policy_is_named(
    table: str, named: str, archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    if table.startswith("\nmetadata"):
        policy = archive / "bayegan.toml"
        policy.write_text(table + policy.read_text())
        table = ""
    with_form(archive, table=table)
    own = archive / "schemas" / "own"
    (own / "link.xsd").symlink_to(own / "interview-1.0.xsd")
    (archive / "linked").symlink_to(own)
    code, _, err = bayegan.text("ingest", "--archive", archive, gift(tmp_path / "in"))
    assert code == 2
    assert named in err
    assert list(archive.glob("archive/*")) == []


def test_a_file_that_changes_after_it_was_proved_is_not_sealed(
    archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = gift(tmp_path / "in")
    with_form(archive)
    from bayegan.library import ingesting  # noqa: PLC0415

    proved = ingesting.prove_metadata

    def then_changed(*given: object) -> object:
        plan = proved(*given)  # type: ignore[arg-type]
        (tmp_path / "in" / "interview.xml").write_text(INTERVIEW.replace("A. Donor", "B. Donor"), encoding="utf-8")
        return plan

    monkeypatch.setattr(ingesting, "prove_metadata", then_changed)
    code, _, err = bayegan.text("ingest", "--archive", archive, manifest)
    assert code == 3
    assert "interview.xml" in err
    assert list(archive.glob("archive/*")) == []


def test_a_vocabulary_of_its_own_is_known_to_the_archive(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    with_vocabulary(archive)
    bayegan("validate", archive / "schemas/own/words.jsonld")
    acts = [
        {"kind": {"text": "x", "concept": one}} for one in ("words:by-letter", "words:by-lettre", "wordz:by-letter")
    ]
    manifest = gift(tmp_path / "in", acts=acts, metadata=[])
    (tmp_path / "in" / "interview.xml").unlink()
    ran = bayegan("ingest", "--archive", archive, manifest, expect=1)
    found = {
        one["pointer"]: (one["code"], one["expected"]) for one in ran.errors if one["code"].startswith("record-")
    }
    like = "a concept of that vocabulary; most like it: words:by-letter"
    assert found["/items/0/acts/1/kind/concept"] == ("record-concept-unknown", like)
    code, expected = found["/items/0/acts/2/kind/concept"]
    assert code == "record-vocabulary-unknown"
    assert expected.startswith("one of acts, ")
    assert expected.endswith(", words")
    assert len(found) == 2


def test_a_vocabulary_that_is_not_sound_lets_nothing_in(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    with_vocabulary(archive, concepts=[{"id": "words:by-letter", "type": "Concept", "prefLabel": "By letter"}])
    manifest = gift(tmp_path / "in", metadata=[])
    (tmp_path / "in" / "interview.xml").unlink()
    ran = bayegan("ingest", "--archive", archive, manifest, expect=1)
    refused(ran.codes, archive, "vocabulary-form")
    assert (ran.errors[0]["path"], ran.errors[0]["pointer"]) == (
        "schemas/own/words.jsonld",
        "/concepts/0/prefLabel",
    )
    assert "vocabulary-form" in bayegan("validate", archive / "schemas/own/words.jsonld", expect=1).codes


def test_every_new_archive_has_the_vocabularies(archive: Path) -> None:
    copied = archive / "schemas" / "bayegan_schemas" / "vocabularies"
    assert (copied / "acts.jsonld").read_bytes() == vocabulary_bytes("acts")
    assert len(os.listdir(copied)) == 17


def test_a_bag_whose_form_is_not_at_hand_is_valid_by_its_digests(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    bayegan("ingest", "--archive", with_form(archive), gift(tmp_path / "in"))
    alone = Path(shutil.copytree(sealed(archive), tmp_path / "alone"))
    bayegan("validate", alone)
    bayegan("validate", "--archive", archive, alone)
