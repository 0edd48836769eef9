"""Several digest algorithms for new bags: in every manifest, in premis.xml, in what is exported and restored."""

import json
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from running import Bayegan
from tampering import bag_of

NAMES = ("a.txt", "نامه ۱.txt", "empty.txt")


def submission(folder: Path) -> Path:
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text("" if name == "empty.txt" else name * 50, encoding="utf-8")
    manifest = folder / "submission.csv"
    manifest.write_text("filename,item,title\n" + "".join(f"{name},letters,Letters\n" for name in NAMES), "utf-8")
    return manifest


def policy(archive: Path, line: str) -> None:
    path = archive / "bayegan.toml"
    kept = [one for one in path.read_text().splitlines() if not one.startswith("digests")]
    path.write_text("\n".join([*kept, line]) + "\n")


def judged_by_others(bag: Path, *algorithms: str) -> None:
    """bagit.py accepts the bag, and the coreutils each manifest."""
    subprocess.run([sys.executable, "-m", "bagit", "--validate", str(bag)], check=True, capture_output=True)
    assert set(bagit.Bag(str(bag)).algorithms) == set(algorithms)
    for algorithm in algorithms:
        for name in (f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt"):
            words = [f"{algorithm}sum", "--strict", "-c", name]
            subprocess.run(words, cwd=bag, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("line", "words", "algorithms"),
    [
        ("digests = ['sha512', 'sha256']", (), ("sha512", "sha256")),
        ("digests = ['sha256']", (), ("sha512", "sha256")),
        ("digests = ['sha256', 'sha384', 'sha512']", (), ("sha512", "sha256", "sha384")),
        ("digests = []", (), ("sha512",)),
        ("digests = ['sha256']", ("--digest", "sha384"), ("sha512", "sha384")),
        ("digests = ['sha256']", ("--digest", "sha512"), ("sha512",)),
        ("", ("--digest", "sha256", "--digest", "sha256"), ("sha512", "sha256")),
    ],
)
def test_a_new_bag_has_a_manifest_of_each_algorithm(
    archive: Path, tmp_path: Path, bayegan: Bayegan, line: str, words: tuple[str, ...], algorithms: tuple[str, ...]
) -> None:
    policy(archive, line)
    bayegan("ingest", "--archive", archive, submission(tmp_path / "in"), *words)
    bag = bag_of(archive, "letters")
    judged_by_others(bag, *algorithms)
    assert {one.name for one in bag.glob("*manifest-*")} == {
        f"{kind}-{one}.txt" for kind in ("manifest", "tagmanifest") for one in algorithms
    }
    shown = bayegan("show", "--archive", archive, "letters").envelope["result"]["files"]
    assert [tuple(file["digests"]) for file in shown] == [algorithms] * len(NAMES)
    for algorithm in algorithms:
        stated = {line.split("  ", 1)[0] for line in (bag / f"manifest-{algorithm}.txt").read_text().splitlines()}
        assert {file["digests"][algorithm] for file in shown} == stated
    assert bayegan("validate", bag).codes == []
    assert bayegan("fixity", "check", "--archive", archive).envelope["counts"]["unexpected"] == 0


def test_a_donors_bag_gets_the_digests_of_the_policy_and_keeps_its_own(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    submission(tmp_path / "in").unlink()
    bagit.make_bag(str(tmp_path / "in"), {"External-Identifier": "D-1"}, checksums=["sha256"])
    bayegan("ingest", "--archive", archive, tmp_path / "in", "--digest", "sha256")
    bag = bag_of(archive, "D-1")
    judged_by_others(bag, "sha512", "sha256")
    assert (bag / "metadata" / "donor" / "manifest-sha256.txt").read_bytes() == (
        tmp_path / "in" / "manifest-sha256.txt"
    ).read_bytes()


@pytest.mark.parametrize("form", ["folder", "zip", "tar", "tgz"])
def test_what_is_exported_and_restored_keeps_every_manifest(
    archive: Path, tmp_path: Path, bayegan: Bayegan, form: str
) -> None:
    bayegan("ingest", "--archive", archive, submission(tmp_path / "in"), "--digest", "sha256", "--digest", "sha384")
    words = ("--archive", archive, "--audience", "archive", "--as", form, "--to", tmp_path / "out")
    assert bayegan("export", "bag", *words).codes == []
    (package,) = (tmp_path / "out").iterdir()
    bayegan("init", tmp_path / "B", "--organisation", "Another")
    assert bayegan("ingest", "--archive", tmp_path / "B", package).codes == ["archive-bag-taken-over"]
    before, after = bag_of(archive, "letters"), bag_of(tmp_path / "B", "letters")
    subprocess.run(["diff", "-r", before, after], check=True)
    judged_by_others(after, "sha512", "sha256", "sha384")
    bayegan("fixity", "check", "--archive", tmp_path / "B")


def test_the_saf_package_is_made_of_such_a_bag_too(archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    manifest = submission(tmp_path / "in")
    manifest.write_text(
        manifest.read_text("utf-8").replace("title\n", "title,access\n").replace("Letters\n", "Letters,public\n"),
        "utf-8",
    )
    bayegan("ingest", "--archive", archive, manifest, "--digest", "sha256")
    ran = bayegan("export", "saf", "--archive", archive, "--to", tmp_path / "out")
    assert ran.errors == []


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_damage_to_a_further_manifest_is_blamed_on_it(
    archive: Path, tmp_path: Path, bayegan: Bayegan, name: str
) -> None:
    bayegan("ingest", "--archive", archive, submission(tmp_path / "in"), "--digest", "sha256")
    damaged = bag_of(archive, "letters") / name
    damaged.write_bytes(damaged.read_bytes().replace(b"a", b"b", 1))
    ran = bayegan("fixity", "check", "--archive", archive, expect=1)
    assert [one["path"] for one in ran.envelope["findings"]] == [str(damaged.relative_to(archive))]
    words = ("--archive", archive, "--audience", "archive", "--to", tmp_path / "out")
    assert bayegan("export", "bag", *words, expect=1).errors != []


def test_premis_and_a_further_manifest_must_agree_to_be_taken_over(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    """Without manifest-sha256.txt the bag is valid, but premis.xml states digests that nothing verifies."""
    bayegan("ingest", "--archive", archive, submission(tmp_path / "in"), "--digest", "sha256")
    bag = bag_of(archive, "letters")
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        (bag / name).unlink()
    tags = bag / "tagmanifest-sha512.txt"
    tags.write_text("".join(one for one in tags.read_text().splitlines(True) if "manifest-sha256" not in one))
    assert bayegan("validate", bag).codes == []
    bayegan("init", tmp_path / "B")
    ran = bayegan("ingest", "--archive", tmp_path / "B", bag, expect=1)
    assert {one["code"] for one in ran.errors} == {"archive-bag-not-as-sealed"}
    assert "sha256" in ran.said()


@pytest.mark.parametrize("name", ["md5", "sha1", "sha3-256", "SHA-512", ""])
def test_an_algorithm_that_no_new_bag_may_have_is_refused_with_those_that_may(
    archive: Path, tmp_path: Path, bayegan: Bayegan, name: str
) -> None:
    manifest = submission(tmp_path / "in")
    refused = bayegan("ingest", "--archive", archive, manifest, "--digest", name, expect=2)
    assert "sha512, sha384, sha256" in refused.said()
    policy(archive, f"digests = [{json.dumps(name)}]")
    by_policy = bayegan("ingest", "--archive", archive, manifest, expect=2)
    assert "sha512, sha384, sha256" in by_policy.said()
    assert "digests" in by_policy.said()
    assert list(archive.glob("archive/*")) == []


@pytest.mark.parametrize("value", ["'sha256'", "true", "[['sha256']]", "[1]"])
def test_a_policy_whose_digests_are_no_names_is_refused(archive: Path, bayegan: Bayegan, value: str) -> None:
    policy(archive, f"digests = {value}")
    assert "digests" in bayegan("list", "--archive", archive, expect=2).said()
