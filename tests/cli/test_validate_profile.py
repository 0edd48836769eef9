"""bayegan validate --profile: fast, offline, and saying what it did not look at."""

import json
from pathlib import Path

import pytest

from bags_made import make_bag, put, retag
from bayegan.library.profiling import BUILT_IN
from running import Bayegan

URI = "https://example.org/p.json"
NOTE = "profile only: digests were not checked"


@pytest.fixture
def ours(archive: Path, accession: Path, bayegan: Bayegan) -> list[Path]:
    """The sealed bags of the tutorial."""
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    return sorted(archive.glob("archive/*/*/v1"))


def profile(folder: Path, name: str = "p.json", **keys: object) -> Path:
    about = {
        "BagIt-Profile-Identifier": URI,
        "BagIt-Profile-Version": "1.4.0",
        "Source-Organization": "Example",
        "External-Description": "An example",
        "Version": "1",
    }
    document = {"BagIt-Profile-Info": about, "Accept-BagIt-Version": ["1.0"]}
    (folder / name).write_text(json.dumps(document | {key.replace("_", "-"): value for key, value in keys.items()}))
    return folder / name


def test_every_bag_that_we_seal_fits_our_profile(ours: list[Path], bayegan: Bayegan) -> None:
    ran = bayegan("validate", "--profile", "bayegan", *ours)
    assert ran.envelope["counts"] == {"bags": 8, "sound": 8}
    assert ran.codes == []
    assert all(one["note"] == NOTE for one in ran.envelope["result"])
    stands = {"name": "bayegan", "identifier": "urn:bayegan:bagit-profile:1.0", "outcome": "fits"}
    assert all(one["profiles"] == [stands] for one in ran.envelope["result"])


def test_digests_are_not_checked_and_that_is_said(ours: list[Path], bayegan: Bayegan) -> None:
    damaged = next(path for path in (ours[0] / "data").rglob("*") if path.is_file())
    damaged.write_bytes(b"\0" * damaged.stat().st_size)
    bayegan("validate", ours[0], expect=1)
    code, out, _ = bayegan.text("validate", "--profile", "bayegan", ours[0])
    assert code == 0
    assert out == f"fits      {ours[0]}  (profile bayegan 1.0; {NOTE})\n"


def test_a_profile_from_a_file_names_the_bag_the_file_and_the_profile(tmp_path: Path, bayegan: Bayegan) -> None:
    bag = make_bag(tmp_path / "bag", info=f"BagIt-Profile-Identifier: {URI}\n")
    named = profile(tmp_path, Tag_Files_Required=["metadata/dc.xml"])
    ran = bayegan("validate", "--profile", named, bag, expect=1)
    (wrong,) = ran.errors
    assert wrong["code"] == "bag-profile-file-required"
    assert wrong["path"] == f"{bag}/metadata/dc.xml"
    assert wrong["rule"].endswith(f", as profile {named} has it")
    put(bag, "metadata/dc.xml", b"<dc/>")
    assert bayegan("validate", "--profile", named, bag).codes == []


def test_several_profiles_are_each_judged(ours: list[Path], tmp_path: Path, bayegan: Bayegan) -> None:
    named = profile(tmp_path)
    ran = bayegan("validate", "--profile", "bayegan", "--profile", named, "--profile", "bayegan", ours[0], expect=1)
    (result,) = ran.envelope["result"]
    assert [(one["name"], one["outcome"]) for one in result["profiles"]] == [
        ("bayegan", "fits"),
        (str(named), "departs"),
    ]
    assert not result["sound"]
    assert ran.codes == ["bag-profile-identifier"]


def test_what_is_fatal_ends_the_judging_and_that_is_said(ours: list[Path], bayegan: Bayegan) -> None:
    ran = bayegan("validate", "--profile", "aptrust", ours[0], expect=1)
    assert ran.codes == ["bag-profile-serialization"]
    (unread,) = ran.envelope["not_checked"]
    assert unread["what"] == f"{ours[0]}: all other rules of profile aptrust"


def test_a_profile_that_cannot_be_used_is_found_wrong_and_bags_are_not_judged(
    tmp_path: Path, bayegan: Bayegan
) -> None:
    named = profile(tmp_path, Manifests_Required="md5")
    ran = bayegan("validate", "--profile", named, make_bag(tmp_path / "bag"), expect=1)
    assert [(one["code"], one["path"], one["pointer"]) for one in ran.envelope["findings"]] == [
        ("bag-profile-form", str(named), "/Manifests-Required")
    ]
    assert [one["reason"] for one in ran.envelope["not_checked"]] == ["the profile cannot be used"]


def test_a_profile_without_an_identifier_is_used_with_a_warning(tmp_path: Path, bayegan: Bayegan) -> None:
    named = profile(tmp_path)
    document = json.loads(named.read_bytes())
    del document["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
    named.write_text(json.dumps(document))
    ran = bayegan("validate", "--profile", named, make_bag(tmp_path / "bag"))
    assert ran.codes == ["bag-profile-incomplete"]
    assert ran.envelope["result"][0]["profiles"][0]["outcome"] == "fits"


def test_a_tag_file_that_is_damaged_leaves_the_bag_unchecked(tmp_path: Path, bayegan: Bayegan) -> None:
    bag = make_bag(tmp_path / "bag", info=f"BagIt-Profile-Identifier: {URI}\nno element\n")
    ran = bayegan("validate", "--profile", profile(tmp_path), bag, expect=1)
    assert ran.codes == ["bag-info-line"]
    assert ran.envelope["result"][0]["profiles"][0]["outcome"] == "unchecked"


@pytest.mark.parametrize("name", ["nothing", "https://example.org/p.json"])
def test_a_profile_that_is_not_there_is_wrong_use(name: str, tmp_path: Path, bayegan: Bayegan) -> None:
    ran = bayegan("validate", "--profile", name, make_bag(tmp_path / "bag"), expect=2)
    assert "aptrust, bayegan, btr" in ran.said()


def test_no_bag_is_wrong_use(tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("validate", "--profile", "btr", tmp_path / "nothing", expect=2)


def test_the_help_names_every_profile(bayegan: Bayegan) -> None:
    _, out, _ = bayegan.text("validate", "--help")
    assert ", ".join(BUILT_IN) in " ".join(out.split())


def test_a_bag_may_follow_several_profiles(tmp_path: Path, bayegan: Bayegan) -> None:
    other = "https://github.com/dpscollaborative/btr_bagit_profile/releases/download/1.0/btr-bagit-profile.json"
    bag = make_bag(tmp_path / "bag", info=(
        f"BagIt-Profile-Identifier: {URI}\nBagIt-Profile-Identifier: {other}\n"
        "Source-Organization: Test\nPayload-Oxum: 290.3\n"
    ))  # fmt: skip
    retag(bag)
    assert bayegan("validate", "--profile", profile(tmp_path), "--profile", "btr", bag).codes == []


def test_a_tree_is_walked_and_what_cannot_be_judged_stops_nothing(
    ours: list[Path], tmp_path: Path, bayegan: Bayegan
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("no bag")
    paths = (tmp_path / "gone", tmp_path / "empty", tmp_path / "notes.txt", ours[0].parents[2])
    ran = bayegan("validate", "--profile", "bayegan", *paths, expect=1)
    assert ran.envelope["counts"] == {"bags": 8, "sound": 8}
    assert [(one["code"], one["path"]) for one in ran.errors] == [("bag-none-found", f"{tmp_path}/empty/empty")]
    assert [one["what"] for one in ran.envelope["not_checked"]] == [str(paths[0]), str(paths[2])]
    assert [one["sound"] for one in ran.envelope["result"]] == [False] * 3 + [True] * 8


def test_the_one_path_that_is_named_is_wrong_use_where_it_cannot_be_judged(
    tmp_path: Path, bayegan: Bayegan
) -> None:
    (tmp_path / "notes.txt").write_text("no bag")
    for name in ("gone", "notes.txt"):
        bayegan("validate", "--profile", "bayegan", tmp_path / name, expect=2)
