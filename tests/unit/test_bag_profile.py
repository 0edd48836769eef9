import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from bags_made import make_bag, put, report_of, retag
from bayegan.bags.bag import BagFacts
from bayegan.bags.profile import Profile, read_profile
from bayegan.bags.profile_check import check_profile
from bayegan.model.findings import has_errors
from bayegan.model.rules.bags import BAG_RULES

OURS = files("bayegan_schemas").joinpath("bagit-profile-1.0.json")
URI = "https://example.org/profile.json"
ABOUT = {
    "BagIt-Profile-Identifier": URI,
    "Source-Organization": "Test",
    "External-Description": "A profile",
    "Version": "1",
}
FACTS = BagFacts(
    version="1.0",
    tags=(("BagIt-Profile-Identifier", URI), ("Contact-Name", "Nobody")),
    manifests=("sha512",),
    tag_manifests=("sha512",),
    files={"bagit.txt": 50, "bag-info.txt": 9, "manifest-sha512.txt": 9, "metadata/dc.xml": 7, "data/a": 1},
)


def read(**keys: Any) -> tuple[Profile | None, list[str]]:
    document = {"BagIt-Profile-Info": ABOUT, "Accept-BagIt-Version": ["1.0"]}
    document |= {key.replace("_", "-").replace("-txt", ".txt"): value for key, value in keys.items()}
    profile, findings = read_profile(json.dumps(document).encode())
    return profile, [one.code for one in findings]


def profile(**keys: Any) -> Profile:
    found, said = read(**keys)
    assert found is not None
    assert said == []
    return found


def said(wanted: Profile, facts: BagFacts = FACTS) -> list[str]:
    return [one.code for one in check_profile(wanted, facts)]


def test_defaults() -> None:
    wanted = profile()
    assert (wanted.identifier, wanted.version, wanted.conforms_to) == (URI, "1", "1.1.0")
    assert wanted.allow_fetch
    assert not wanted.fetch_required
    assert not wanted.data_empty
    assert wanted.serialization == "optional"
    assert said(wanted) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe\xff", b"[" * 100_000])
def test_what_is_no_json_object(content: bytes) -> None:
    assert [one.code for one in read_profile(content)[1]] == ["bag-profile-json"]


@pytest.mark.parametrize(
    ("key", "value", "pointer"),
    [
        ("BagIt-Profile-Info", [], "/BagIt-Profile-Info"),
        ("BagIt-Profile-Info", {"Version": 1}, "/BagIt-Profile-Info/Version"),
        ("Bag-Info", [], "/Bag-Info"),
        ("Bag-Info", {"a/b": 1}, "/Bag-Info/a~1b"),
        ("Bag-Info", {"A": {"required": "yes"}}, "/Bag-Info/A/required"),
        ("Bag-Info", {"A": {"values": [1]}}, "/Bag-Info/A/values"),
        ("Manifests-Required", "md5", "/Manifests-Required"),
        ("Tag-Files-Allowed", [1], "/Tag-Files-Allowed"),
        ("Allow-Fetch.txt", "true", "/Allow-Fetch.txt"),
        ("Serialization", "maybe", "/Serialization"),
        ("Serialization", [], "/Serialization"),
    ],
)
def test_value_of_the_wrong_type_is_named_by_its_pointer(key: str, value: object, pointer: str) -> None:
    document = {"BagIt-Profile-Info": ABOUT, "Accept-BagIt-Version": ["1.0"], key: value}
    found, findings = read_profile(json.dumps(document).encode())
    assert found is None
    assert [(one.code, one.pointer) for one in findings] == [("bag-profile-form", pointer)]


def test_profile_without_an_identifier_can_be_used() -> None:
    found, codes = read(BagIt_Profile_Info={key: ABOUT[key] for key in list(ABOUT)[1:]})
    assert found is not None
    assert codes == ["bag-profile-incomplete"]
    assert said(found, replace(FACTS, tags=())) == []


def test_no_accepted_version_or_serialization_is_incomplete() -> None:
    assert read(Accept_BagIt_Version=[])[1] == ["bag-profile-incomplete"]
    assert read(Serialization="required")[1] == ["bag-profile-incomplete"]


@pytest.mark.parametrize(
    "keys",
    [
        {"Manifests_Required": ["md5"], "Manifests_Allowed": ["sha512"]},
        {"Tag_Manifests_Required": ["md5"], "Tag_Manifests_Allowed": []},
        {"Tag_Files_Required": ["a/b"], "Tag_Files_Allowed": ["c/*"]},
        {"Payload_Files_Required": ["data/a/"], "Payload_Files_Allowed": ["data/b/*"]},
        {"Allow_Fetch_txt": False, "Fetch_txt_Required": True},
    ],
)
def test_what_is_required_and_not_allowed_contradicts_itself(keys: dict[str, Any]) -> None:
    assert read(**keys)[1] == ["bag-profile-contradiction"]


def test_required_folder_is_allowed_by_its_pattern() -> None:
    assert profile(Payload_Files_Required=["data/a/"], Payload_Files_Allowed=["data/a/*"])


FETCH = replace(FACTS, files={**FACTS.files, "fetch.txt": 1})
ZIP = replace(FACTS, serialization="application/zip")
# For each code: what a profile asks, and a bag that departs from it.
DEPARTS: list[tuple[str, dict[str, Any], BagFacts]] = [
    ("serialization", {"Serialization": "required", "Accept_Serialization": ["application/zip"]}, FACTS),
    ("serialization", {"Serialization": "forbidden"}, ZIP),
    ("serialization", {"Serialization": "optional", "Accept_Serialization": ["application/tar"]}, ZIP),
    ("version", {"Accept_BagIt_Version": ["0.97"]}, FACTS),
    ("version", {}, replace(FACTS, version="")),
    ("identifier", {}, replace(FACTS, tags=(("BagIt-Profile-Identifier", "urn:other"),))),
    ("tag-required", {"Bag_Info": {"Bagging-Date": {"required": True}}}, FACTS),
    ("tag-value", {"Bag_Info": {"contact-name": {"values": ["Somebody"]}}}, FACTS),
    (
        "tag-repeated",
        {"Bag_Info": {"X": {"repeatable": False}}},
        replace(FACTS, tags=FACTS.tags + (("X", ""),) * 2),
    ),
    ("manifest-required", {"Manifests_Required": ["sha512", "md5"]}, FACTS),
    ("manifest-required", {"Tag_Manifests_Required": ["md5"]}, FACTS),
    ("manifest-not-allowed", {"Manifests_Allowed": ["md5"]}, FACTS),
    ("manifest-not-allowed", {"Tag_Manifests_Allowed": []}, FACTS),
    ("fetch", {"Allow_Fetch_txt": False}, FETCH),
    ("fetch", {"Fetch_txt_Required": True}, FACTS),
    ("data-empty", {"Data_Empty": True}, FACTS),
    ("data-empty", {"Data_Empty": True}, replace(FACTS, files={"data/a": 0, "data/b": 0})),
    ("file-required", {"Tag_Files_Required": ["metadata/mods.xml"]}, FACTS),
    ("file-required", {"Payload_Files_Required": ["data/b"]}, FACTS),
    ("file-required", {"Payload_Files_Required": ["data/a/"]}, FACTS),
    ("file-not-allowed", {"Tag_Files_Allowed": ["other/*"]}, FACTS),
    ("file-not-allowed", {"Tag_Files_Allowed": []}, FACTS),
    ("file-not-allowed", {"Payload_Files_Allowed": ["data/*.txt"]}, FACTS),
]


@pytest.mark.parametrize(("code", "keys", "facts"), DEPARTS)
def test_bag_that_departs_from_its_profile(code: str, keys: dict[str, Any], facts: BagFacts) -> None:
    assert said(profile(**keys), facts) == [f"bag-profile-{code}"]


def test_every_profile_rule_is_tried() -> None:
    of_form = {"json", "form", "incomplete", "contradiction"}
    tried = {f"bag-profile-{code}" for code in of_form | {row[0] for row in DEPARTS}}
    assert tried == {code for code in BAG_RULES if code.startswith("bag-profile-")}


@pytest.mark.parametrize(
    ("keys", "facts"),
    [
        ({"Serialization": "required", "Accept_Serialization": ["application/x-tar"]},
         replace(FACTS, serialization="application/tar")),
        ({"Accept_BagIt_Version": ["0.97", "1.0"]}, FACTS),
        ({"Bag_Info": {"Contact-Name": {"required": True, "values": ["Nobody", "Somebody"]}}}, FACTS),
        ({"Bag_Info": {"Contact-Name": {"values": ["two words"]}}},
         replace(FACTS, tags=(*FACTS.tags[:1], ("contact-name", "two\nwords")))),
        ({"Manifests_Required": ["SHA-512"], "Manifests_Allowed": ["sha512", "md5"]}, FACTS),
        ({"Fetch_txt_Required": True}, FETCH),
        ({"Data_Empty": True}, replace(FACTS, files={"data/.keep": 0})),
        ({"Data_Empty": True}, replace(FACTS, files={})),
        ({"Tag_Files_Required": ["metadata/dc.xml"], "Tag_Files_Allowed": ["metadata/*"]}, FACTS),
        ({"Tag_Files_Allowed": ["*"]}, FACTS),
        ({"Tag_Files_Required": ["metadata/"]}, FACTS),
        ({"Payload_Files_Allowed": ["data/?"]}, FACTS),
    ],
)  # fmt: skip
def test_bag_that_fits_its_profile(keys: dict[str, Any], facts: BagFacts) -> None:
    assert said(profile(**keys), facts) == []


def test_what_is_fatal_is_said_alone() -> None:
    wanted = profile(Accept_BagIt_Version=["0.97"], Serialization="forbidden", Data_Empty=True)
    assert said(wanted, ZIP) == ["bag-profile-serialization", "bag-profile-version"]


def test_bag_may_follow_several_profiles() -> None:
    tags = (("BagIt-Profile-Identifier", "urn:other"), ("bagit-profile-identifier", URI))
    assert said(profile(), replace(FACTS, tags=tags)) == []


def test_our_profile_is_sound_and_a_bag_of_ours_fits_it(tmp_path: Path) -> None:
    ours, findings = read_profile(OURS.read_bytes())
    assert ours is not None
    assert findings == ()
    bag = make_bag(tmp_path / "bag", {"data/a": b"1"}, info=(
        "Source-Organization: Test\nExternal-Identifier: 1\nPayload-Oxum: 1.1\n"
        f"BagIt-Profile-Identifier: urn:bayegan:bagit-profile:1.0\nBayegan-Submission: sha256:{'0' * 64}\n"
    ))  # fmt: skip
    for name in ("dc", "record", "premis"):
        put(bag, f"metadata/{name}.xml", b"<x/>")
    retag(bag)
    report = report_of(bag)
    assert report.findings == ()
    assert check_profile(ours, report.facts) == ()
    (bag / "metadata" / "premis.xml").unlink()
    put(bag, "fetch.txt", b"")
    departs = check_profile(ours, report_of(bag).facts)
    assert has_errors(departs)
    assert [one.code for one in departs] == ["bag-profile-fetch", "bag-profile-file-required"]


@pytest.mark.parametrize(
    "label",
    ["Source-Organization", "External-Identifier", "Bagging-Date", "Payload-Oxum", "Bayegan-Submission"],
)
def test_elements_that_our_profile_requires(label: str) -> None:
    ours, _ = read_profile(OURS.read_bytes())
    assert ours is not None
    assert ours.tags[label].required
    assert not ours.tags["Bayegan-Submission"].repeatable
    assert ours.accept_versions == ("1.0",)
    assert not ours.allow_fetch
