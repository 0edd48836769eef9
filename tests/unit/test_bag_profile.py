import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from bag_recipes import build
from bags_made import glance_at, make_bag, put, report_of, retag
from bayegan.bags.bag import BagFacts
from bayegan.bags.profile import Profile, read_profile
from bayegan.bags.profile_check import check_profile
from bayegan.errors import WrongUse
from bayegan.library.profiling import BUILT_IN, open_profile
from bayegan.model.findings import has_errors
from bayegan.storage.digests import open_to_read

OURS = files("bayegan_schemas").joinpath("bagit-profile-1.0.json")
URI = "https://example.org/profile.json"
ABOUT = {
    "BagIt-Profile-Identifier": URI,
    "BagIt-Profile-Version": "1.4.0",
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
    assert (wanted.identifier, wanted.version, wanted.conforms_to) == (URI, "1", "1.4.0")
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
        ("Other-Info", {}, "/Other-Info"),
        ("Other-Info", [1], "/Other-Info/0"),
        ("Other-Info", [{"A": {"B": {"values": None}}}], "/Other-Info/0/A/B/values"),
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
TAR = replace(FACTS, serialization="application/tar")
ZIPPED = {"Serialization": "required", "Accept_Serialization": ["application/zip"]}


@pytest.mark.parametrize(
    ("keys", "facts", "expected"),
    [
        (ZIPPED, FACTS, "application/zip"),
        (ZIPPED, TAR, "application/zip"),
        ({"Serialization": "forbidden"}, ZIP, "a folder"),
        ({"Serialization": "optional", "Accept_Serialization": ["application/tar"]}, ZIP, "application/tar"),
    ],
)
def test_form_that_is_not_accepted(keys: dict[str, Any], facts: BagFacts, expected: str) -> None:
    (wrong,) = check_profile(profile(**keys), facts)
    assert (wrong.code, wrong.expected) == ("bag-profile-serialization", expected)
    assert wrong.found == (facts.serialization or "a folder")


@pytest.mark.parametrize(
    ("accepted", "form"),
    [
        ("application/x-tar", "application/tar"),
        ("application/x-gzip", "application/gzip"),
        ("application/tar+gzip", "application/gzip"),
        ("application/x-tar+gzip", "application/gzip"),
        ("APPLICATION/ZIP", "application/zip"),
        ("application/x-zip-compressed", "application/zip"),
        ("application/x-xz", "application/xz"),
        ("application/x-7z-compressed", "application/x-7z-compressed"),
    ],
)
def test_one_form_has_several_names(accepted: str, form: str) -> None:
    wanted = profile(Serialization="required", Accept_Serialization=[accepted])
    assert said(wanted, replace(FACTS, serialization=form)) == []


@pytest.mark.parametrize(
    ("keys", "facts"),
    [
        ({"Accept_BagIt_Version": ["0.97", "1.0"]}, FACTS),
        ({"Bag_Info": {"Contact-Name": {"required": True, "values": ["Nobody", "Somebody"]}}}, FACTS),
        ({"Bag_Info": {"Contact-Name": {"values": ["two words"]}}},
         replace(FACTS, tags=(*FACTS.tags[:1], ("contact-name", "two\nwords")))),
        ({"Manifests_Required": ["sha512"], "Manifests_Allowed": ["sha512", "md5"]}, FACTS),
        ({"Bag_Info": {"Contact-Name": {"values": []}}}, FACTS),
        ({"Bag_Info": {"CONTACT-NAME": {"required": True, "repeatable": False}}}, FACTS),
        ({"Bag_Info": {"Contact-Name": {}}}, replace(FACTS, tags=FACTS.tags * 2)),
        ({"Fetch_txt_Required": True}, FETCH),
        ({"Data_Empty": True}, replace(FACTS, files={"data/.keep": 0})),
        ({"Data_Empty": True}, replace(FACTS, files={})),
        ({"Tag_Files_Required": ["metadata/dc.xml"], "Tag_Files_Allowed": ["metadata/*"]}, FACTS),
        ({"Tag_Files_Allowed": ["*"]}, FACTS),
        ({"Tag_Files_Required": ["metadata/"]}, FACTS),
        ({"Payload_Files_Allowed": ["data/?"]}, FACTS),
        ({"Payload_Files_Required": ["data/a"], "Payload_Files_Allowed": ["data/*"]}, FACTS),
        ({"Payload_Files_Required": ["data/src/"]}, replace(FACTS, files={"data/src/x/y": 1})),
        ({"Payload_Files_Required": ["data/src/"]}, replace(FACTS, empty_folders=frozenset({"data/src/x"}))),
        ({"Payload_Files_Allowed": ["data/[1].txt"]}, replace(FACTS, files={"data/[1].txt": 1})),
        ({"Tag_Files_Allowed": ["deep/*"]}, replace(FACTS, files={"deep/er/still.xml": 1, "fetch.txt": 1})),
        ({"Tag_Files_Allowed": []}, replace(FACTS, files={"bagit.txt": 1, "bag-info.txt": 1, "fetch.txt": 1})),
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


def test_identifier_may_be_folded() -> None:
    tags = (("BagIt-Profile-Identifier", f" {URI}\n"),)
    assert said(profile(), replace(FACTS, tags=tags)) == []


# Profiles that are in use and are not what the specification asks for


def test_profile_like_that_of_e_ark_is_judged_with_a_warning() -> None:
    """It gives itself no identifier, asks for MD5 and SHA-1, and accepts 0.97 only."""
    about = {key: value for key, value in ABOUT.items() if key != "BagIt-Profile-Identifier"}
    keys = {
        "BagIt_Profile_Info": about,
        "Manifests_Required": ["md5", "sha1"],
        "Accept_BagIt_Version": ["0.97"],
    }
    found, codes = read(**keys)
    assert found is not None
    assert codes == ["bag-profile-incomplete"]
    assert said(found) == ["bag-profile-version"]
    assert said(found, replace(FACTS, version="0.97", tags=())) == ["bag-profile-manifest-required"] * 2


def test_profile_like_that_of_swordv3_asks_for_sha_256(tmp_path: Path) -> None:
    found, codes = read(Manifests_Required=["sha-256"], Tag_Manifests_Required=["sha-256"])
    assert found is not None
    assert codes == ["bag-profile-algorithm-name"] * 2
    bag = make_bag(
        tmp_path / "bag", {"data/a": b"1"}, algorithms=("sha256",), info=f"BagIt-Profile-Identifier: {URI}\n"
    )
    assert said(found, facts_of(bag)) == []
    (bag / "manifest-sha256.txt").rename(bag / "manifest-sha-256.txt")
    retag(bag, ("sha256",))
    (bag / "tagmanifest-sha256.txt").rename(bag / "tagmanifest-sha-256.txt")
    assert said(found, facts_of(bag)) == []
    report = report_of(bag)
    assert {one.code for one in report.findings} == {"bag-manifest-name"}
    assert report.is_valid
    put(bag, "data/a", b"2")
    assert "bag-altered" in {one.code for one in report_of(bag).findings}


LATER = {
    "Tag_Files_Allowed": ("1.2.0", []),
    "Manifests_Allowed": ("1.3.0", ["md5"]),
    "Tag_Manifests_Allowed": ("1.3.0", ["md5"]),
    "Fetch_txt_Required": ("1.4.0", True),
    "Data_Empty": ("1.4.0", True),
    "Payload_Files_Required": ("1.4.0", ["data/b"]),
    "Payload_Files_Allowed": ("1.4.0", ["data/b"]),
}


@pytest.mark.parametrize("key", LATER)
def test_key_is_judged_from_the_version_that_has_it(key: str) -> None:
    since, value = LATER[key]
    before = {"1.2.0": "1.1.0", "1.3.0": "1.2.0", "1.4.0": "1.3.0"}[since]
    for version, is_judged in ((since, True), ("2", True), (before, False), ("", False)):
        about = ABOUT | {"BagIt-Profile-Version": version}
        found, codes = read(BagIt_Profile_Info=about, **{key: value})
        assert found is not None
        assert codes == ([] if is_judged else ["bag-profile-key"])
        assert bool(said(found)) is is_judged


def test_no_stated_version_is_one_point_one() -> None:
    about = {key: value for key, value in ABOUT.items() if key != "BagIt-Profile-Version"}
    found, codes = read(BagIt_Profile_Info=about, Bag_Info={"Contact-Name": {"repeatable": False}})
    assert found is not None
    assert (found.conforms_to, codes) == ("1.1.0", [])
    assert said(found, replace(FACTS, tags=FACTS.tags * 2)) == ["bag-profile-tag-repeated"]


def test_other_tag_files_are_judged_by_their_own_elements() -> None:
    rules = {
        "Title": {"required": True},
        "Access": {"required": True, "values": ["Consortia"], "repeatable": False},
    }
    wanted = profile(Other_Info=[{"APTrust-Info": rules}])
    assert list(wanted.other_tags) == ["aptrust-info.txt"]
    assert said(wanted) == ["bag-profile-file-required"]
    tags = (("title", "A"), ("Access", "Consortia"))
    there = replace(FACTS, files={**FACTS.files, "aptrust-info.txt": 9}, other_tags={"aptrust-info.txt": tags})
    assert said(wanted, there) == []
    bare = replace(there, other_tags={"aptrust-info.txt": (("Access", "Nobody"), ("Access", "Consortia"))})
    assert {one.path for one in check_profile(wanted, bare)} == {"aptrust-info.txt"}
    assert said(wanted, bare) == ["bag-profile-tag-required", "bag-profile-tag-repeated", "bag-profile-tag-value"]


# What is looked at


def facts_of(bag: Path, *tag_files: str) -> BagFacts:
    return glance_at(bag, *tag_files).facts


def test_a_glance_reads_three_tag_files_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bag = make_bag(tmp_path / "bag", algorithms=("md5", "sha512"))
    put(bag, "fetch.txt", b"")
    put(bag, "aptrust-info.txt", b"Title: A\n")
    opened: list[str] = []

    def noted(path: Path) -> object:
        opened.append(path.name)
        return open_to_read(path)

    monkeypatch.setattr("bayegan.bags.folder.open_to_read", noted)
    assert facts_of(bag).other_tags == {}
    assert opened == ["bagit.txt", "bag-info.txt", "fetch.txt"]
    assert facts_of(bag, "aptrust-info.txt").other_tags == {"aptrust-info.txt": (("Title", "A"),)}


def test_a_glance_knows_what_a_full_check_knows(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", algorithms=("md5", "sha512"))
    assert facts_of(bag) == report_of(bag).facts


def test_a_holey_bag_is_judged_as_it_will_be(tmp_path: Path) -> None:
    bag = make_bag(tmp_path / "bag", {"data/LICENSE": b"12345"}, info=f"BagIt-Profile-Identifier: {URI}\n")
    put(bag, "fetch.txt", b"https://example.org/x 5 data/LICENSE\n")
    (bag / "data" / "LICENSE").unlink()
    assert facts_of(bag).files["data/LICENSE"] == 5
    assert said(profile(Payload_Files_Required=["data/LICENSE"]), facts_of(bag)) == []
    assert said(profile(Data_Empty=True), facts_of(bag)) == ["bag-profile-data-empty"]


@pytest.mark.parametrize("name", ["bagit.txt", "bag-info.txt"])
def test_a_tag_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    bag = build({"damage": [{"unreadable": name}]}, tmp_path / "bag", monkeypatch)
    seen = glance_at(bag)
    assert [(one.code, one.path) for one in seen.findings] == [("bag-unreadable", name)]
    assert [one.path for one in seen.not_checked] == [name]


def test_a_glance_at_no_folder(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        glance_at(tmp_path / "nothing")


# The profiles that are shipped


@pytest.mark.parametrize(("name", "shipped"), BUILT_IN.items())
def test_a_shipped_profile_is_sound(name: str, shipped: str) -> None:
    opened = open_profile(name)
    assert opened.findings == ()
    assert opened.profile is not None
    assert files("bayegan_schemas").joinpath(shipped).is_file()


def test_every_shipped_profile_has_a_name() -> None:
    shipped = {one.name for one in files("bayegan_schemas").iterdir() if one.name.startswith("bagit-profile-")}
    assert shipped == set(BUILT_IN.values())


APTRUST = "https://raw.githubusercontent.com/APTrust/preservation-services/master/profiles/aptrust-v2.3.json"
BTR = "https://github.com/dpscollaborative/btr_bagit_profile/releases/download/1.0/btr-bagit-profile.json"


def test_the_identifiers_of_others_are_the_true_ones() -> None:
    found = {name: one.profile.identifier for name in BUILT_IN if (one := open_profile(name)).profile}
    assert found == {"aptrust": APTRUST, "btr": BTR, "bayegan": "urn:bayegan:bagit-profile:1.0"}


@pytest.fixture
def for_aptrust(tmp_path: Path) -> Path:
    bag = make_bag(
        tmp_path / "bag", {"data/a": b"1"}, algorithms=("md5",), info=f"BagIt-Profile-Identifier: {APTRUST}\n"
    )
    put(bag, "aptrust-info.txt", b"Title: Letters\nAccess: Institution\nStorage-Option: Wasabi-TX\n")
    return bag


def aptrust_says(bag: Path, serialization: str | None = "application/tar") -> list[str]:
    wanted = open_profile("aptrust").profile
    assert wanted is not None
    return said(wanted, replace(facts_of(bag, *wanted.other_tags), serialization=serialization))


def test_aptrust_takes_a_tar_with_md5_and_its_own_tag_file(for_aptrust: Path) -> None:
    assert aptrust_says(for_aptrust) == []
    assert aptrust_says(for_aptrust, None) == ["bag-profile-serialization"]
    assert aptrust_says(for_aptrust, "application/gzip") == ["bag-profile-serialization"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Title: A\nAccess: Institution\n", ["bag-profile-tag-required"]),
        ("Title: A\nAccess: Everybody\nStorage-Option: Standard\n", ["bag-profile-tag-value"]),
        ("Title: \nAccess: Consortia\nStorage-Option: Standard\n", ["bag-profile-tag-empty"]),
        (None, ["bag-profile-file-required"] * 2),
    ],
)
def test_what_aptrust_asks_of_its_tag_file(for_aptrust: Path, text: str | None, codes: list[str]) -> None:
    (for_aptrust / "aptrust-info.txt").unlink()
    if text is not None:
        put(for_aptrust, "aptrust-info.txt", text.encode())
    assert aptrust_says(for_aptrust) == codes


def test_what_aptrust_asks_of_manifests_and_fetch(for_aptrust: Path) -> None:
    (for_aptrust / "manifest-md5.txt").rename(for_aptrust / "manifest-sha3256.txt")
    put(for_aptrust, "fetch.txt", b"")
    due = ["bag-profile-manifest-required", "bag-profile-manifest-not-allowed", "bag-profile-fetch"]
    assert aptrust_says(for_aptrust) == due


def test_what_beyond_the_repository_asks(tmp_path: Path) -> None:
    wanted = open_profile("btr").profile
    assert wanted is not None
    bag = make_bag(tmp_path / "bag", {"data/a": b"1"}, algorithms=("sha256",), info=(
        f"BagIt-Profile-Identifier: {BTR}\nSource-Organization: Test\nPayload-Oxum: 1.1\n"
    ))  # fmt: skip
    assert said(wanted, facts_of(bag)) == []
    assert said(wanted, replace(facts_of(bag), tags=())) == [
        "bag-profile-identifier",
        *["bag-profile-tag-required"] * 3,
    ]
    (bag / "manifest-sha256.txt").rename(bag / "manifest-blake2b.txt")
    assert said(wanted, facts_of(bag)) == ["bag-profile-manifest-not-allowed"]


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


def test_our_profile_asks_nothing_of_payload_files() -> None:
    """What seals a bag knows it by its tag files alone: the payload may have a million files."""
    asked = json.loads(OURS.read_bytes())
    assert not [key for key in asked if key.startswith("Payload-Files")]
    assert asked["Data-Empty"] is False


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
