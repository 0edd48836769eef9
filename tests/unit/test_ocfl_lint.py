"""The linter of OCFL: a root that we wrote raises nothing, and for every rule there is a change that raises it."""

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from test_ocfl_export import amended, export

from bayegan.export.ocfl_lint import lint
from bayegan.export.ocfl_object_lint import lint_object
from bayegan.model.rules.ocfl import OCFL_RULES

Inventory = dict[str, Any]
OF_THE_EXPORTER = {"ocfl-name-not-utf8", "ocfl-empty-folder"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root of one object: two versions, a fixity block."""
    assert export([amended(tmp_path)], tmp_path / "out").findings == ()
    root = tmp_path / "out"
    change(root, lambda one: one.update(fixity=fixity_of(place_of(root), one)))
    return root


def place_of(root: Path) -> Path:
    return next(root.glob("*/*/0=ocfl_object_1.1")).parent


def fixity_of(place: Path, inventory: Inventory) -> Inventory:
    paths = [path for paths in inventory["manifest"].values() for path in paths]
    return {"md5": {hashlib.md5((place / one).read_bytes()).hexdigest(): [one] for one in paths}}  # noqa: S324


def seal(folder: Path, inventory: object) -> None:
    content = inventory if isinstance(inventory, bytes) else json.dumps(inventory).encode()
    (folder / "inventory.json").write_bytes(content)
    digest = hashlib.sha512(content).hexdigest()
    (folder / "inventory.json.sha512").write_text(f"{digest} inventory.json\n")


def change(root: Path, how: Callable[[Inventory], object]) -> None:
    """Change the inventory of the object, in the root and in the latest version, and seal it again."""
    place = place_of(root)
    inventory = json.loads((place / "inventory.json").read_bytes())
    how(inventory)
    for folder in (place, place / "v2"):
        seal(folder, inventory)


def change_prior(root: Path, how: Callable[[Inventory], object]) -> None:
    """Change the inventory of the first version, and seal it again."""
    folder = place_of(root) / "v1"
    inventory = json.loads((folder / "inventory.json").read_bytes())
    how(inventory)
    seal(folder, inventory)


def latest(how: Callable[[Inventory], object]) -> Callable[[Path], object]:
    return lambda root: change(root, how)


def of_v2(**values: object) -> Callable[[Path], object]:
    return latest(lambda one: one["versions"]["v2"].update(values))


def without(*keys: str) -> Callable[[Path], object]:
    def drop(inventory: Inventory) -> None:
        for key in keys[:-1]:
            inventory = inventory[key]
        del inventory[keys[-1]]

    return latest(drop)


def setting(**values: object) -> Callable[[Path], object]:
    return latest(lambda one: one.update(values))


def written(path: str, text: str = "x\n") -> Callable[[Path], object]:
    """Write a file into the object, or with `../` into the root."""

    def write(root: Path) -> None:
        target = root / path.removeprefix("../") if path.startswith("../") else place_of(root) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    return write


def removed(path: str) -> Callable[[Path], object]:
    return lambda root: (root / path[3:] if path.startswith("../") else place_of(root) / path).unlink()


def folder_made(path: str) -> Callable[[Path], object]:
    return lambda root: (root / path[3:] if path.startswith("../") else place_of(root) / path).mkdir(parents=True)


def first_key(block: Inventory) -> str:
    return next(iter(block))


def content(how: Callable[[str], str]) -> Callable[[Path], object]:
    """Change the first content path."""

    def rename(one: Inventory) -> None:
        key = first_key(one["manifest"])
        one["manifest"][key] = [how(one["manifest"][key][0])]

    return latest(rename)


def logical(*paths: object) -> Callable[[Path], object]:
    """Give the first digest of the second version these logical paths."""
    return latest(
        lambda one: one["versions"]["v2"]["state"].update({first_key(one["versions"]["v2"]["state"]): paths})
    )


def renamed_versions(**names: str) -> Callable[[Path], object]:
    def rename(one: Inventory) -> None:
        one["versions"] = {names[name]: version for name, version in one["versions"].items()}

    return latest(rename)


def both_cases(block: Inventory) -> None:
    key = next(one for one in block if one != one.upper())
    block[key.upper()] = block[key]


def linked(root: Path) -> None:
    (place_of(root) / "v2" / "content" / "link").symlink_to("data")


def moved(root: Path) -> None:
    place_of(root).rename(place_of(root).parent / "elsewhere")


def declared_at_the_top(root: Path) -> None:
    (root / "top").mkdir()
    (root / "top" / "0=ocfl_object_1.1").write_text("ocfl_object_1.1\n")


def stored_elsewhere(root: Path) -> None:
    """Move a file of the second version out of its content folder, and say so."""
    place = place_of(root)
    path = next(
        one for paths in json.loads((place / "inventory.json").read_bytes())["manifest"].values() for one in paths
        if one.startswith("v2/content/bag-info")
    )  # fmt: skip
    (place / "v2" / "other").mkdir()
    (place / path).rename(place / "v2" / "other" / "bag-info.txt")

    def tell(one: Inventory) -> None:
        del one["fixity"]
        for paths in one["manifest"].values():
            if path in paths:
                paths[:] = ["v2/other/bag-info.txt"]

    change(root, tell)


def declared(*names: str) -> Callable[[Path], object]:
    def declare(root: Path) -> None:
        place = place_of(root)
        (place / "0=ocfl_object_1.1").unlink()
        for name in names:
            (place / name).write_text(f"{name[2:]}\n")

    return declare


def as_1_0(root: Path) -> None:
    (root / "0=ocfl_1.1").unlink()
    (root / "0=ocfl_1.0").write_text("ocfl_1.0\n")


BROKEN: dict[str, Callable[[Path], object]] = {
    "E001": written("notes.txt"),
    "E003": declared("0=ocfl_object_1.0", "0=ocfl_object_1.1"),
    "E004": declared("0=ocfl_object_2.7"),
    "E006": declared("0=object_1.1"),
    "E007": written("0=ocfl_object_1.1", "ocfl_object_1.0\n"),
    "E008": setting(versions={}),
    "E009": renamed_versions(v1="v2", v2="v3"),
    "E010": renamed_versions(v1="v1", v2="v3"),
    "E011": renamed_versions(v1="v01", v2="v2"),
    "E012": renamed_versions(v1="v01", v2="v002"),
    "E015": written("v2/notes.txt"),
    "E016": stored_elsewhere,
    "E017": setting(contentDirectory="a/b"),
    "E018": setting(contentDirectory=".."),
    "E019": setting(contentDirectory="stuff"),
    "E023": written("v1/content/data/stranger.txt"),
    "E024": folder_made("v2/content/empty"),
    "E025": setting(digestAlgorithm="md5"),
    "E033": lambda root: seal(place_of(root), b"{"),
    "E036": without("id"),
    "E037": lambda root: change_prior(root, lambda one: one.update(id="urn:other")),
    "E038": setting(type="https://ocfl.io/1.0/spec/#inventory"),
    "E040": setting(head="v1"),
    "E041": without("manifest"),
    "E042": content(lambda path: "v7" + path[2:]),
    "E043": without("versions"),
    "E044": setting(versions=[]),
    "E046": folder_made("v3/content"),
    "E047": latest(lambda one: one["versions"].update(v2=[])),
    "E048": without("versions", "v2", "created"),
    "E049": of_v2(created="2026-11-22T09:30:00"),
    "E050": latest(lambda one: one["versions"]["v2"]["state"].update({"0" * 128: ["a"]})),
    "E051": logical(7),
    "E052": logical("data//a"),
    "E053": logical("/data/a"),
    "E054": of_v2(user={"name": ""}),
    "E056": setting(fixity={"crc": {}}),
    "E057": setting(fixity={"md5": {"0": ["v1/content/bagit.txt"]}}),
    "E058": removed("inventory.json.sha512"),
    "E060": written("inventory.json.sha512", f"{'0' * 128} inventory.json\n"),
    "E061": written("inventory.json.sha512", "0000\n"),
    "E063": removed("inventory.json"),
    "E064": written("v2/inventory.json", "{}"),
    "E066": lambda root: change_prior(root, renamed_file),
    "E067": written("extensions/notes.txt"),
    "E069": removed("../0=ocfl_1.1"),
    "E070": written("../ocfl_layout.json", '{"extension": "0002-flat-direct-storage-layout"}'),
    "E071": written("../ocfl_layout.json", '{"extension": "ours", "description": "x"}'),
    "E072": written("../abc/notes.txt"),
    "E073": folder_made("../abc"),
    "E076": written("../0=ocfl_1.0", "ocfl_1.0\n"),
    "E079": lambda root: (root / "0=ocfl_1.1").rename(root / "0=oxford_1.1"),
    "E080": written("../0=ocfl_1.1", "ocfl_1.1"),
    "E081": as_1_0,
    "E083": moved,
    "E090": linked,
    "E092": written("v1/content/bagit.txt", "changed"),
    "E093": latest(lambda one: one["fixity"]["md5"].update({"0" * 32: one["fixity"]["md5"].popitem()[1]})),
    "E094": of_v2(message=7),
    "E095": logical("bagit.txt", "bagit.txt/a"),
    "E096": latest(lambda one: both_cases(one["manifest"])),
    "E097": latest(lambda one: both_cases(one["fixity"]["md5"])),
    "E099": content(lambda path: f"v1/../{path}"),
    "E100": content(lambda path: f"/{path}"),
    "E101": content(lambda _: "v1/content/data"),
    "E102": setting(colour="red"),
    "E103": lambda root: (change(root, as_type("1.0")), declared("0=ocfl_object_1.0")(root)),
    "E106": setting(manifest=[]),
    "E107": latest(lambda one: one["manifest"].update({"0" * 128: ["v2/content/more"]})),
    "E111": setting(fixity=[]),
    "E112": written("../extensions/notes.txt"),
    "W001": renamed_versions(v1="v01", v2="v02"),
    "W002": written("v2/notes/a.txt"),
    "W003": lambda root: (change(root, with_a_third_version), folder_made("v3/content")(root)),
    "W004": setting(digestAlgorithm="sha256"),
    "W005": setting(id="letter 1"),
    "W007": without("versions", "v2", "message"),
    "W008": of_v2(user={"name": "A"}),
    "W009": of_v2(user={"name": "A", "address": "Tehran"}),
    "W010": lambda root: [removed(f"v1/inventory.json{one}")(root) for one in ("", ".sha512")],
    "W011": lambda root: change_prior(root, lambda one: one["versions"]["v1"].update(message="otherwise")),
    "W013": written("extensions/ours/config.json"),
    "W015": declared_at_the_top,
    "W016": written("../extensions/ours/config.json"),
}


def with_a_third_version(one: Inventory) -> None:
    one["versions"]["v3"] = one["versions"]["v2"]
    one["head"] = "v3"


def renamed_file(one: Inventory) -> None:
    state = one["versions"]["v1"]["state"]
    state[first_key(state)] = ["otherwise.txt"]


def as_type(version: str) -> Callable[[Inventory], object]:
    return lambda one: one.update(type=f"https://ocfl.io/{version}/spec/#inventory")


def test_a_root_that_we_wrote_raises_nothing(root: Path) -> None:
    assert [*lint(root)] == []


def test_every_rule_is_broken_here() -> None:
    assert {f"ocfl-{code.lower()}" for code in BROKEN} | OF_THE_EXPORTER == set(OCFL_RULES)


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_is_told(root: Path, code: str) -> None:
    BROKEN[code](root)
    assert f"ocfl-{code.lower()}" in {one.code for one in lint(root)}


if "OCFL_FIXTURES" in os.environ:  # the folder of a copy of github.com/OCFL/fixtures

    @pytest.mark.parametrize("kind", ["good-objects", "warn-objects", "bad-objects"])
    @pytest.mark.parametrize("version", ["1.0", "1.1"])
    def test_the_fixtures_of_ocfl_are_judged_as_they_are_named(version: str, kind: str) -> None:
        """Each object that the OCFL community made raises one at least of the codes that it is named for."""
        folders = [one for one in (Path(os.environ["OCFL_FIXTURES"]) / version / kind).iterdir() if one.is_dir()]
        assert folders
        for folder in folders:
            found = {one.code[5:].upper() for one in lint_object(folder)}
            named = set(re.findall(r"[EW]\d{3}", folder.name)) if kind != "good-objects" else set()
            assert found == named if kind != "bad-objects" else found & named, (folder.name, found)
