"""Making anew what is derived, and a ledger that is lost or broken: what is told, and never done silently."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bayegan.metadata.json_schema import problems
from running import Bayegan
from tampering import bag_of, reseal

ITEMS = ("one", "two", "three")


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for keys that is this test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "bayegan"


@pytest.fixture
def filled(archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """Three items, each sealed by a line of its own; a signed checkpoint of line 3; two versions of `one`."""
    for item in ITEMS:
        put(bayegan, archive, tmp_path / f"in-{item}", item)
        if item == "two":
            bayegan("ledger", "checkpoint", "--archive", archive, "--to", tmp_path / "mailed.txt")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "c.jsonl").write_text('{"titles": ["Another"]}\n')
    said = ("--by", "A reader", "--reason", "a test", "--no-identify")
    bayegan("amend", "--archive", archive, "one", tmp_path / "c" / "c.jsonl", *said)
    bayegan("fixity", "check", "--archive", archive)
    bayegan("ledger", "checkpoint", "--archive", archive)
    return archive


def put(bayegan: Bayegan, archive: Path, folder: Path, item: str) -> None:
    folder.mkdir()
    (folder / f"{item}.txt").write_text(item)
    (folder / "submission.csv").write_text(f"filename,item,title\n{item}.txt,{item},Title\n")
    bayegan("ingest", "--archive", archive, folder / "submission.csv", "--no-identify")


def segment(archive: Path) -> Path:
    return archive / "manifests" / "ledger" / "000000000001.jsonl"


def events(archive: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in segment(archive).read_bytes().splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def lose(archive: Path) -> None:
    shutil.rmtree(archive / "manifests" / "ledger")


def empty(archive: Path) -> None:
    segment(archive).unlink()


def tear(archive: Path) -> None:
    segment(archive).write_bytes(segment(archive).read_bytes()[:-40])


def change(archive: Path) -> None:
    lines = segment(archive).read_bytes().split(b"\n")
    lines[3] = lines[3].replace(b"success", b"warning")
    segment(archive).write_bytes(b"\n".join(lines))


def replace_by_an_older_one(archive: Path) -> None:
    lines = segment(archive).read_bytes().splitlines(keepends=True)
    segment(archive).write_bytes(b"".join(lines[:2]))


BROKEN = pytest.mark.parametrize("spoil", [lose, empty, tear, change, replace_by_an_older_one])


# What is derived


@pytest.mark.parametrize("lost", ["tree", "audit", "staging", "locks", ""])
def test_what_is_derived_is_made_anew_and_said(filled: Path, bayegan: Bayegan, lost: str) -> None:
    before = contents(filled / "manifests") | contents(filled / "archive")
    shutil.rmtree(filled / ".bayegan" / lost)
    ran = bayegan("rebuild", "--archive", filled)
    assert ran.codes == []
    assert any("tree" in one for one in ran.envelope["result"]["made"])
    assert contents(filled / "manifests") | contents(filled / "archive") == before
    assert json.loads((filled / ".bayegan" / "tree" / "head.json").read_bytes())["lines"] == len(events(filled))
    for name in ("tree", "audit", "staging", "locks"):
        assert (filled / ".bayegan" / name).is_dir()
    assert bayegan("ledger", "verify", "--archive", filled).codes == []


def test_a_damaged_cache_is_made_anew(filled: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    for path in (filled / ".bayegan" / "tree").iterdir():
        if path.name != "head.json":
            path.write_bytes(b"?" * path.stat().st_size)
    bayegan("rebuild", "--archive", filled)
    bayegan("ledger", "checkpoint", "--archive", filled)
    bayegan("ledger", "prove", "--archive", filled, "two", "--to", tmp_path / "proof")


def test_a_schema_that_is_missing_is_written_and_one_that_differs_is_told(filled: Path, bayegan: Bayegan) -> None:
    copies = filled / "schemas" / "bayegan_schemas"
    whole = (copies / "record-1.0.xsd").read_bytes()
    (copies / "record-1.0.xsd").unlink()
    (copies / "dc-1.0.xsd").write_bytes(b"changed")
    ran = bayegan("rebuild", "--archive", filled)
    assert ran.codes == ["rebuild-schema-differs"]
    assert (copies / "record-1.0.xsd").read_bytes() == whole
    assert (copies / "dc-1.0.xsd").read_bytes() == b"changed"


def test_a_cache_that_knew_a_longer_ledger_is_kept_as_a_witness(
    filled: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    """The older ledger is sound by itself; what it lost shows in the cache, and to whoever has a checkpoint."""
    bayegan("ledger", "checkpoint", "--archive", filled, "--to", tmp_path / "late.txt")
    (filled / "manifests" / "ledger" / "checkpoints" / f"{len(events(filled)):012d}.txt").unlink()
    for one in (filled / "manifests" / "ledger" / "checkpoints").iterdir():
        if int(one.stem) > 4:
            one.unlink()
    lines = segment(filled).read_bytes().splitlines(keepends=True)
    segment(filled).write_bytes(b"".join(lines[:4]))
    assert "rebuild-tree-set-aside" in bayegan("rebuild", "--archive", filled).codes
    since = ("--since", tmp_path / "late.txt")
    gone = bayegan("ledger", "verify", "--archive", filled, *since, expect=1)
    assert "ledger-line-gone" in gone.codes


# A ledger that is lost or broken


@BROKEN
def test_a_broken_ledger_is_told_and_left_as_it_is(
    filled: Path, bayegan: Bayegan, spoil: Callable[[Path], None]
) -> None:
    spoil(filled)
    before = contents(filled / "manifests")
    ran = bayegan("rebuild", "--archive", filled, expect=1)
    assert ran.codes[0] == "rebuild-ledger-broken"
    assert "--new-ledger" in ran.said()
    assert contents(filled / "manifests") == before


@BROKEN
def test_a_new_ledger_names_what_it_replaces_and_vouches_for_what_is_valid(
    filled: Path, tmp_path: Path, bayegan: Bayegan, spoil: Callable[[Path], None]
) -> None:
    spoil(filled)
    ledger = filled / "manifests" / "ledger"
    before = contents(ledger)
    bags = contents(filled / "archive")
    ran = bayegan("rebuild", "--archive", filled, "--new-ledger")
    assert ran.codes == ["ledger-begun-anew"]
    report = ran.envelope["result"]["report"]
    assert problems("rebuild-report-1.0", report) == ()
    aside = filled / report["set_aside"]["folder"]
    assert contents(aside) == before if before else not aside.exists()
    assert contents(filled / "archive") == bags
    first, *others = events(filled)
    named = {path: digest for path, digest in first["digests"].items() if "ledger-lost" in path}  # type: ignore[attr-defined]
    assert named == {
        f"{report['set_aside']['folder']}/{path}": hashlib.sha512(one).hexdigest() for path, one in before.items()
    }
    assert first["detail"]["replaces_ledger"]["lines"] == report["set_aside"]["lines"]  # type: ignore[index]
    told = {(one["item"], one["version"]) for one in others}
    assert told == {("one", "v1"), ("one", "v2"), ("two", "v1"), ("three", "v1")}
    assert all("registered anew" in one["detail"]["note"] for one in others)  # type: ignore[index]
    assert (filled / ran.envelope["result"]["report_path"]).is_file()
    assert bayegan("ledger", "verify", "--archive", filled).codes == ["ledger-begun-anew"]
    assert bayegan("fixity", "check", "--archive", filled).codes == []
    bayegan("ledger", "checkpoint", "--archive", filled)
    mailed = bayegan("ledger", "verify", "--archive", filled, "--since", tmp_path / "mailed.txt", expect=1)
    assert "ledger-checkpoint-key" in mailed.codes
    bayegan("ingest", "--archive", filled, tmp_path / "in-one" / "submission.csv", "--no-identify")
    assert len(list(filled.glob("archive/*/*/*"))) == 4
    (tmp_path / "c" / "more.txt").write_text("more")
    put(bayegan, filled, tmp_path / "in-four", "four")


def test_the_report_says_which_items_have_no_vouching_older_than_now(filled: Path, bayegan: Bayegan) -> None:
    """The first four lines are left; three of them as they were signed."""
    lines = segment(filled).read_bytes().splitlines(keepends=True)
    segment(filled).write_bytes(b"".join(lines[:4]))
    report = bayegan("rebuild", "--archive", filled, "--new-ledger").envelope["result"]["report"]
    vouched = {(one["item"], one["version"]): one for one in report["registered"]}
    assert vouched["one", "v2"]["vouched_before"] is None
    assert vouched["three", "v1"]["vouched_before"]["line"] == 4
    assert vouched["three", "v1"]["signed_before"] is None
    assert vouched["two", "v1"]["signed_before"].endswith("/checkpoints/000000000003.txt")
    words = " ".join(report["not_provable"])
    assert "between line 3" in words
    assert "at least" in words
    assert "1 of 4 versions are as they were" in words
    assert {one["size"]: one["agrees_with_what_is_left"] for one in report["set_aside"]["checkpoints"]} == {
        3: True,
        len(lines): False,
    }


def test_what_cannot_be_validated_is_told_and_not_registered(filled: Path, bayegan: Bayegan) -> None:
    next(bag_of(filled, "two").glob("data/*")).write_text("altered")
    shutil.rmtree(filled / next(filled.glob("archive/*/three")).relative_to(filled))
    change(filled)
    ran = bayegan("rebuild", "--archive", filled, "--new-ledger", expect=1)
    report = ran.envelope["result"]["report"]
    assert [one["item"] for one in report["not_registered"]] == ["two"]
    assert [one["item"] for one in report["missing"]] == ["three"]
    assert {one["item"] for one in events(filled)[1:]} == {"one"}
    assert sorted(ran.codes) == ["ledger-begun-anew", "rebuild-not-registered", "rebuild-version-missing"]


def test_a_bag_rewritten_with_all_its_manifests_is_not_made_genuine_by_a_new_ledger(
    filled: Path, bayegan: Bayegan
) -> None:
    """Unless somebody who looked at it says so; then that is on record."""
    bag = bag_of(filled, "two")
    (bag / "bag-info.txt").write_text((bag / "bag-info.txt").read_text() + "Contact-Name: somebody\n")
    reseal(bag)
    tear(filled)
    other = filled.with_name("B")
    shutil.copytree(filled, other)
    ran = bayegan("rebuild", "--archive", filled, "--new-ledger", expect=1)
    (said,) = [one for one in ran.errors if one["code"] == "rebuild-not-registered"]
    assert "bag-info.txt" in said["found"]
    assert "line 3 of the old ledger" in said["found"]
    accepted = ("--new-ledger", "--accept", "two")
    bayegan("rebuild", "--archive", other, "--new-ledger", "--accept", "nothing", expect=2)
    report = bayegan("rebuild", "--archive", other, *accepted).envelope["result"]["report"]
    assert [one["item"] for one in report["registered"] if one["accepted"]] == ["two"]
    (event,) = [one for one in events(other) if one["item"] == "two"]
    assert event["detail"]["registered_from"]["differs_from"]["line"] == 3  # type: ignore[index]


def test_a_sound_ledger_is_never_replaced(filled: Path, bayegan: Bayegan) -> None:
    before = contents(filled / "manifests")
    bayegan("rebuild", "--archive", filled, "--new-ledger", expect=2)
    assert contents(filled / "manifests") == before


def test_holdings_that_are_not_there_are_not_taken_for_lost(filled: Path, bayegan: Bayegan) -> None:
    empty(filled)
    (filled / "archive").rename(filled / "elsewhere")
    (filled / "archive").mkdir()
    before = contents(filled / "manifests")
    bayegan("rebuild", "--archive", filled, "--new-ledger", expect=3)
    assert contents(filled / "manifests") == before


def test_what_was_set_aside_is_watched_over(filled: Path, bayegan: Bayegan) -> None:
    change(filled)
    report = bayegan("rebuild", "--archive", filled, "--new-ledger").envelope["result"]["report"]
    old = filled / report["set_aside"]["folder"] / "000000000001.jsonl"
    old.write_bytes(old.read_bytes() + b"\n")
    ran = bayegan("ledger", "verify", "--archive", filled, expect=1)
    assert [one["code"] for one in ran.errors] == ["ledger-set-aside-changed"]


def test_a_ledger_can_be_begun_anew_twice(filled: Path, bayegan: Bayegan) -> None:
    change(filled)
    first = bayegan("rebuild", "--archive", filled, "--new-ledger").envelope["result"]["report"]
    tear(filled)
    time.sleep(1.1)  # what is set aside is named for the second
    bayegan("rebuild", "--archive", filled, "--new-ledger", "--no-key")
    folders = {one.name for one in (filled / "manifests" / "ledger-lost").iterdir()}
    assert len(folders) == 2
    assert Path(first["set_aside"]["folder"]).name in folders


def test_a_new_ledger_that_was_ready_takes_its_place_after_an_interruption(filled: Path, bayegan: Bayegan) -> None:
    """Between the two renames there is no ledger; every command says so, and nothing is appended to none."""
    change(filled)
    bayegan("rebuild", "--archive", filled, "--new-ledger")
    ledger = filled / "manifests" / "ledger"
    ledger.rename(ledger.with_name(".ledger-new-20301231T000000Z"))
    assert bayegan("ledger", "verify", "--archive", filled, expect=1).codes == ["ledger-empty"]
    for words in (("ledger", "checkpoint"), ("ledger", "key", "--make"), ("fixity", "check")):
        assert bayegan(*words, "--archive", filled, expect=None).code != 0
    assert not ledger.exists()
    ran = bayegan("rebuild", "--archive", filled)
    assert ran.codes[:2] == ["rebuild-went-on", "ledger-begun-anew"]
    assert bayegan("fixity", "check", "--archive", filled).errors == []
