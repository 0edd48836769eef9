"""Collections: described, kept, shown, and what an export gives of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from bayegan.export.exporter import exporters
from bayegan.model.rules.collections import COLLECTION_RULES
from collected import DESCRIBED, described, hand_in, in_collection
from running import Bayegan

ITEMS = [in_collection("a", "F-1"), in_collection("b", "پروندهٔ ۲"), in_collection("c", "Kayhan, a newspaper")]


def one(identifier: str, level: str = "series", **more: Any) -> dict[str, object]:
    return {"id": identifier, "level": level, "titles": ["T"], "access": {"level": "public"}, **more}


@pytest.fixture
def arranged(tmp_path: Path, archive: Path, bayegan: Bayegan) -> Path:
    hand_in(tmp_path / "accession", archive, bayegan, ITEMS)
    bayegan("collection", "add", "--archive", archive, described(tmp_path / "fonds.json", DESCRIBED))
    return archive


def events(archive: Path) -> list[dict[str, Any]]:
    files = sorted((archive / "manifests/ledger").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def test_what_is_handed_in_is_kept_byte_for_byte_and_vouched_for(tmp_path: Path, arranged: Path) -> None:
    (kept,) = (arranged / "manifests/collections").iterdir()
    assert kept.read_bytes() == (tmp_path / "fonds.json").read_bytes()
    last = events(arranged)[-1]
    assert (last["type"], last["item"], last["detail"]) == ("metadata modification", None, {"changed": 0, "new": 3})
    assert list(last["digests"]) == [f"manifests/collections/{kept.name}"]


def test_the_tree_has_levels_and_counts(arranged: Path, bayegan: Bayegan) -> None:
    ran = bayegan("collection", "list", "--archive", arranged)
    rows = [(row["depth"], row["identifier"], row["items"], row["items_below"]) for row in ran.envelope["result"]]
    assert rows == [(0, "F-1", 1, 2), (1, "F-1/S 1", 0, 1), (2, "پروندهٔ ۲", 1, 1)]
    assert ran.envelope["counts"]["items_in_none"] == 1
    _, out, _ = bayegan.text("collection", "list", "--archive", arranged)
    assert "  F-1/S 1" in out
    assert "1 item in no collection." in out


def test_one_collection_is_shown_with_its_place_and_items(arranged: Path, bayegan: Bayegan) -> None:
    result = bayegan("collection", "show", "پروندهٔ ۲", "--archive", arranged).envelope["result"]
    assert result["path"] == ["F-1", "F-1/S 1", "پروندهٔ ۲"]
    assert result["items"] == ["b"]
    code, out, _ = bayegan.text("collection", "show", "F-1", "--archive", arranged)
    assert code == 0
    assert "Kept by the family until 2004." in out
    bayegan("collection", "show", "F-9", "--archive", arranged, expect=2)


def test_the_same_file_again_writes_nothing(tmp_path: Path, arranged: Path, bayegan: Bayegan) -> None:
    before = len(events(arranged))
    ran = bayegan("collection", "add", "--archive", arranged, tmp_path / "fonds.json")
    assert ran.envelope["counts"] == {"new": 0, "changed": 0, "same": 3}
    assert len(events(arranged)) == before


def test_a_later_file_takes_the_place_and_the_earlier_one_stays(
    tmp_path: Path, arranged: Path, bayegan: Bayegan
) -> None:
    later = {**DESCRIBED[0], "titles": ["Renamed"]}
    bayegan("collection", "add", "--archive", arranged, described(tmp_path / "later.json", [later]))
    result = bayegan("collection", "show", "F-1", "--archive", arranged).envelope["result"]
    assert result["description"]["titles"] == ["Renamed"]
    assert len(list((arranged / "manifests/collections").iterdir())) == 2
    bayegan("collection", "add", "--archive", arranged, tmp_path / "fonds.json")
    back = bayegan("collection", "show", "F-1", "--archive", arranged).envelope["result"]
    assert back["description"]["titles"] == DESCRIBED[0]["titles"]
    assert len(list((arranged / "manifests/collections").iterdir())) == 2


def test_a_dry_run_writes_nothing(tmp_path: Path, archive: Path, bayegan: Bayegan) -> None:
    file = described(tmp_path / "fonds.json", DESCRIBED)
    assert bayegan("collection", "add", "--archive", archive, "--dry-run", file).envelope["counts"]["new"] == 3
    assert not (archive / "manifests/collections").exists()


WRONG: dict[str, object] = {
    "collection-json": "{",
    "collection-form": {"collections": "1.0", "described": [{"id": "x", "level": "series", "titles": ["T"]}]},
    "collection-level-unknown": [one("x", "drawer")],
    "collection-level-order": [one("x", "file"), one("y", "fonds", within="x")],
    "collection-twice": [one("x"), one("x")],
    "collection-date": [one("x", dates=[{"kind": "created", "edtf": "sometime"}])],
    "collection-parent-unknown": [one("x", within="nowhere")],
    "collection-circle": [one("x", "file", within="y"), one("y", "file", within="x")],
    "collection-is-an-item": [one("a")],
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_is_found_and_nothing_is_kept(
    code: str, tmp_path: Path, arranged: Path, bayegan: Bayegan
) -> None:
    wrong = WRONG[code]
    file = described(tmp_path / "wrong.json", wrong) if isinstance(wrong, list) else tmp_path / "wrong.json"
    if not isinstance(wrong, list):
        file.write_text(wrong if isinstance(wrong, str) else json.dumps(wrong))
    ran = bayegan("collection", "add", "--archive", arranged, file, expect=None)
    assert set(ran.codes) == {code}
    is_error = code != "collection-level-order"
    assert ran.code == int(is_error)
    assert len(list((arranged / "manifests/collections").iterdir())) == (1 if is_error else 2)


def test_a_file_of_descriptions_can_be_validated_without_an_archive(tmp_path: Path, bayegan: Bayegan) -> None:
    assert bayegan("validate", described(tmp_path / "fonds.json", DESCRIBED)).codes == []
    wrong = described(tmp_path / "wrong.json", [one("x", "drawer")])
    assert bayegan("validate", wrong, expect=1).codes == ["collection-level-unknown"]


def of_files(archive: Path, code: str) -> None:
    (kept,) = (archive / "manifests/collections").iterdir()
    if code == "collection-altered":
        kept.write_bytes(kept.read_bytes().replace(b"family", b"Family"))
    elif code == "collection-missing":
        kept.unlink()
    else:
        (kept.parent / "mine.json").write_text("{}")


@pytest.mark.parametrize("code", ["collection-altered", "collection-missing", "collection-not-vouched"])
def test_a_file_that_is_not_as_the_ledger_knows_it_is_found(
    code: str, tmp_path: Path, arranged: Path, bayegan: Bayegan
) -> None:
    of_files(arranged, code)
    is_error = code != "collection-not-vouched"
    ran = bayegan("collection", "list", "--archive", arranged, expect=int(is_error))
    assert ran.codes == [code]
    bayegan("export", "bag", "--archive", arranged, "--to", tmp_path / "out", expect=int(is_error))
    assert (tmp_path / "out").exists() is not is_error


def test_the_file_put_back_by_adding_it_again(tmp_path: Path, arranged: Path, bayegan: Bayegan) -> None:
    of_files(arranged, "collection-altered")
    bayegan("collection", "add", "--archive", arranged, tmp_path / "fonds.json")
    assert bayegan("collection", "list", "--archive", arranged).codes == []


def test_every_rule_of_collections_is_broken_by_a_test() -> None:
    files = {"collection-altered", "collection-missing", "collection-not-vouched"}
    assert set(WRONG) | files == set(COLLECTION_RULES)


@pytest.mark.parametrize(
    ("named", "given"), [(("F-1",), ["a", "b"]), (("F-1/S 1",), ["b"]), (("F-1/S 1", "F-1"), ["a", "b"])]
)
def test_an_export_of_a_collection_is_all_below_it(
    named: tuple[str, ...], given: list[str], tmp_path: Path, arranged: Path, bayegan: Bayegan
) -> None:
    options = [word for one in named for word in ("--collection", one)]
    ran = bayegan("export", "bag", "--archive", arranged, "--to", tmp_path / "out", *options)
    assert ran.envelope["result"]["exported"] == given


def test_a_collection_that_nobody_described_cannot_be_exported(
    tmp_path: Path, arranged: Path, bayegan: Bayegan
) -> None:
    options = ("--archive", arranged, "--to", tmp_path / "out", "--collection", "F-9")
    bayegan("export", "bag", *options, expect=2)


def test_items_of_a_closed_collection_stay_and_those_of_an_open_one_leave(
    tmp_path: Path, arranged: Path, bayegan: Bayegan
) -> None:
    closed = {**DESCRIBED[1], "access": {"level": "restricted"}}
    bayegan("collection", "add", "--archive", arranged, described(tmp_path / "closed.json", [closed]))
    ran = bayegan("export", "bag", "--archive", arranged, "--to", tmp_path / "out")
    assert (ran.envelope["result"]["exported"], ran.envelope["result"]["withheld"]) == (["a", "c"], ["b"])
    ran = bayegan("export", "bag", "--archive", arranged, "--to", tmp_path / "all", "--audience", "archive")
    assert ran.envelope["result"]["exported"] == ["a", "b", "c"]


def test_an_embargo_on_a_collection_holds_for_its_items(tmp_path: Path, arranged: Path, bayegan: Bayegan) -> None:
    closed = {**DESCRIBED[0], "access": {"level": "public", "embargo": "2999-01-01"}}
    bayegan("collection", "add", "--archive", arranged, described(tmp_path / "closed.json", [closed]))
    ran = bayegan("export", "bag", "--archive", arranged, "--to", tmp_path / "out")
    assert ran.envelope["result"]["exported"] == ["c"]


MAKER = "Quincewright"


@pytest.fixture
def partly_closed(tmp_path: Path, archive: Path, bayegan: Bayegan) -> Path:
    """An open fonds whose maker is not to be named, though a note and an item elsewhere name her."""
    items = [in_collection("a", "F-2"), in_collection("b", titles=[f"A letter of Zohreh {MAKER}"])]
    hand_in(tmp_path / "accession", archive, bayegan, items)
    maker = {"names": [f"Zohreh {MAKER}"], "access": {"level": "restricted"}}
    fonds = one("F-2", "fonds", people=[maker], notes=[f"Kept by zohreh {MAKER.lower()} until 2004."])
    bayegan("collection", "add", "--archive", archive, described(tmp_path / "fonds.json", [fonds]))
    return archive


@pytest.mark.parametrize("name", tuple(exporters()))
def test_what_is_closed_in_a_collection_leaves_in_no_format(
    name: str, tmp_path: Path, partly_closed: Path, bayegan: Bayegan
) -> None:
    ran = bayegan("export", name, "--archive", partly_closed, "--to", tmp_path / "out")
    assert ran.envelope["result"]["exported"] == ["a", "b"]
    for path in (tmp_path / "out").rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert MAKER.lower().encode() not in (str(path.relative_to(tmp_path / "out")).encode() + content).lower()
    report = json.loads((partly_closed / ran.envelope["result"]["report"]).read_bytes())
    assert {(one["item"], one["what"]) for one in report["withheld"]} == {
        ("F-2", "person"),
        ("F-2", "text"),
        ("b", "text"),
    }


def test_atom_is_given_the_fonds_with_somebody_as_its_maker(
    tmp_path: Path, partly_closed: Path, bayegan: Bayegan
) -> None:
    bayegan("export", "atom", "--archive", partly_closed, "--to", tmp_path / "out")
    table = (tmp_path / "out/information-objects.csv").read_text(encoding="utf-8")
    assert "Kept by [withheld] until 2004." in table
    assert "A letter of [withheld]" in table
