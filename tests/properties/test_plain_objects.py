"""An OCFL object that is taken for one of the plain form is one of which the rules, one by one, say nothing."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayegan.export.ocfl import OcflExporter
from bayegan.export.ocfl_object_lint import lint_object
from bayegan.export.ocfl_plain_object import is_plain
from bayegan.export.sink import Sink
from exported import packed
from sealed import LETTER, sealed_item

Inventory = dict[str, Any]
NO_ADDRESS = "ocfl-w008"
NO_OTHER: Mapping[str, str] = {}
FOLDERS = ("", "v1/")
OURS = ["0=ocfl_object_1.1", *(f"{one}inventory.json{end}" for one in FOLDERS for end in ("", ".sha512"))]
FILES = {LETTER: b"letter", "page 2.txt": b"page"}
WORDS = ["", "v1", "v2", "a", "/a", "a/", "a//b", "..", "v1/content/a", "urn:a", "2026-11-22T09:30:00Z"]
VALUES = st.sampled_from([*WORDS, "0" * 128, "F" * 128]) | st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


class Object:
    """An object on disk, of which the inventory is changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.place = next(root.glob("*/*/0=ocfl_object_1.1")).parent
        self.inventory = (self.place / "inventory.json").read_bytes()

    def tell(self, inventory: bytes) -> None:
        """Write an inventory to both places, each with its sidecar."""
        sidecar = f"{hashlib.sha512(inventory).hexdigest()} inventory.json\n"
        for folder in FOLDERS:
            (self.place / f"{folder}inventory.json").write_bytes(inventory)
            (self.place / f"{folder}inventory.json.sha512").write_text(sidecar)

    def is_plain(self, otherwise: Mapping[str, str] = NO_OTHER) -> bool:
        """Ask for the object on disk; some of its paths are spelled `otherwise` by whoever wrote them."""
        sink = Sink(self.root)
        for path in sorted(self.place.rglob("*")):
            if path.is_file():
                name = str(path.relative_to(self.place))
                sink.note(f"{self.place.relative_to(self.root)}/{otherwise.get(name, name)}")
        return is_plain(sink, str(self.place.relative_to(self.root)))

    def codes(self) -> set[str]:
        return {one.code for one in lint_object(self.place)}


def made(folder: Path) -> Object:
    options = {"address": "mailto:archive@example.org"}
    packed(OcflExporter(options), [sealed_item(folder / "archive", FILES)], folder / "out")
    return Object(folder / "out")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Object:
    return made(tmp_path_factory.mktemp("plain"))


def test_what_we_write_is_plain(tmp_path: Path) -> None:
    one = made(tmp_path)
    assert one.is_plain()
    assert one.codes() == set()
    anonymous = json.loads(one.inventory)
    del anonymous["versions"]["v1"]["user"]["address"]
    one.tell(json.dumps(anonymous).encode())
    assert one.is_plain()
    assert one.codes() == {NO_ADDRESS}


def of_the_version(**values: object) -> Callable[[Inventory], object]:
    return lambda said: said["versions"]["v1"].update(values)


def with_digest(how: Callable[[str], str]) -> Callable[[Inventory], None]:
    """Change the first digest wherever it stands."""

    def change(said: Inventory) -> None:
        digest = next(iter(said["manifest"]))
        for block in (said["manifest"], said["versions"]["v1"]["state"]):
            block[how(digest)] = block.pop(digest)

    return change


def with_paths(logical: list[object], content: list[object] | None = None) -> Callable[[Inventory], None]:
    """Give the first digest these logical paths, and these content paths."""

    def change(said: Inventory) -> None:
        digest = next(iter(said["manifest"]))
        said["versions"]["v1"]["state"][digest] = logical
        said["manifest"][digest] = [f"v1/content/{one}" for one in logical] if content is None else content

    return change


CHANGES: dict[str, Callable[[Inventory], object]] = {
    "no URI": lambda said: said.update(id="letter 1"),
    "an id that is no text": lambda said: said.update(id=7),
    "another type": lambda said: said.update(type="https://ocfl.io/1.0/spec/#inventory"),
    "another algorithm": lambda said: said.update(digestAlgorithm="sha256"),
    "another head": lambda said: said.update(head="v2"),
    "a key too many": lambda said: said.update(colour="red"),
    "a fixity block": lambda said: said.update(fixity={"crc": {}}),
    "a content folder": lambda said: said.update(contentDirectory="a/b"),
    "no manifest": lambda said: said.pop("manifest"),
    "a manifest that is a list": lambda said: said.update(manifest=[]),
    "no versions": lambda said: said.update(versions={}),
    "versions in a list": lambda said: said.update(versions=[]),
    "a second version": lambda said: said["versions"].update(v2=said["versions"]["v1"]),
    "a padded version": lambda said: said.update(versions={"v01": said["versions"]["v1"]}),
    "a version that is a list": lambda said: said["versions"].update(v1=[]),
    "a key too many in the version": of_the_version(colour="red"),
    "no message": lambda said: said["versions"]["v1"].pop("message"),
    "a message that is no text": of_the_version(message=7),
    "a time without a zone": of_the_version(created="2026-11-22T09:30:00"),
    "a day that is not": of_the_version(created="2026-02-30T09:30:00Z"),
    "no user": lambda said: said["versions"]["v1"].pop("user"),
    "a user that is a text": of_the_version(user="A"),
    "a user without a name": of_the_version(user={"name": ""}),
    "a name that is no text": of_the_version(user={"name": 7}),
    "a key too many in the user": of_the_version(user={"name": "A", "phone": "1"}),
    "an address that is no URI": of_the_version(user={"name": "A", "address": "Tehran"}),
    "an address that is no text": of_the_version(user={"name": "A", "address": 7}),
    "a state that is a list": of_the_version(state=[]),
    "a digest in the manifest alone": lambda said: said["manifest"].update({"0" * 128: ["v1/content/a"]}),
    "a digest in the state alone": lambda said: said["versions"]["v1"]["state"].update({"0" * 128: ["a"]}),
    "two digests of one file": lambda said: [
        said["manifest"].update({"0" * 128: ["v1/content/bagit.txt"]}),
        said["versions"]["v1"]["state"].update({"0" * 128: ["bagit.txt"]}),
    ],
    "a file that is not told of": lambda said: [
        block.pop(next(iter(block))) for block in (said["manifest"], said["versions"]["v1"]["state"])
    ],
    "a short digest": with_digest(lambda digest: digest[1:]),
    "a digest of other digits": with_digest(lambda digest: f"g{digest[1:]}"),
    "an upper digest": with_digest(lambda digest: digest.upper()),
    "a path that is not there": with_paths(["data/other"]),
    "a path with an empty element": with_paths(["data//a"]),
    "a path from the root": with_paths(["/data/a"]),
    "a path with dots": with_paths(["data/../bagit.txt"]),
    "two paths": with_paths(["bagit.txt", "bagit.txt"]),
    "no path": with_paths([], ["v1/content/bagit.txt"]),
    "no content": with_paths(["bagit.txt"], []),
    "another content": with_paths(["bagit.txt"], ["v1/content/bag-info.txt"]),
    "a path that is no text": with_paths([7]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_inventory_that_was_changed_is_left_to_the_rules(tmp_path: Path, change: str) -> None:
    one = made(tmp_path)
    said = json.loads(one.inventory)
    CHANGES[change](said)
    assert said != json.loads(one.inventory)
    one.tell(json.dumps(said).encode())
    assert not one.is_plain()


def test_a_path_that_is_spelled_oddly_is_left_to_the_rules(tmp_path: Path) -> None:
    one = made(tmp_path)
    said = one.inventory.replace(b"metadata/dc.xml", b"metadata//dc.xml")
    assert said != one.inventory
    one.tell(said)
    assert not one.is_plain({"v1/content/metadata/dc.xml": "v1/content/metadata//dc.xml"})


def ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a document."""
    yield way
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from ways(value[key], (*way, key))


@given(st.data())
def test_whatever_is_changed_no_object_that_breaks_a_rule_is_plain(written: Object, data: st.DataObject) -> None:
    said: Inventory = {"": json.loads(written.inventory)}
    *way, last = data.draw(st.sampled_from([("", *one) for one in ways(said[""])]))
    inner: Any = said
    for key in way:
        inner = inner[key]
    how = data.draw(st.sampled_from(["other", "gone", "renamed", "doubled"]))
    if how == "gone" and way:
        del inner[last]
    elif how == "renamed" and isinstance(inner, dict) and way:
        inner[data.draw(st.sampled_from(WORDS) | st.just(str(last).upper()))] = inner.pop(last)
    elif how == "doubled" and isinstance(inner, list):
        inner.append(inner[last])
    else:
        inner[last] = data.draw(VALUES)
    written.tell(json.dumps(said[""]).encode())
    if written.is_plain():
        assert written.codes() <= {NO_ADDRESS}


@given(st.data())
def test_octets_that_are_changed_in_an_inventory(written: Object, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(written.inventory) - 1))
    octets = data.draw(st.binary(max_size=2))
    written.tell(written.inventory[:at] + octets + written.inventory[at + 1 :])
    if written.is_plain():
        assert written.codes() <= {NO_ADDRESS}


@pytest.mark.parametrize(
    "path", ["notes.txt", "v1/notes.txt", "v1/notes/a.txt", "v1/content/data/b", "v2/content/a", "extensions/a"]
)
def test_a_file_too_many_is_left_to_the_rules(tmp_path: Path, path: str) -> None:
    one = made(tmp_path)
    (one.place / path).parent.mkdir(parents=True, exist_ok=True)
    (one.place / path).write_bytes(b"x")
    assert not one.is_plain()


@pytest.mark.parametrize("path", OURS)
def test_a_file_that_was_changed_is_left_to_the_rules(tmp_path: Path, path: str) -> None:
    one = made(tmp_path)
    (one.place / path).write_bytes((one.place / path).read_bytes()[:-2] + b"\n")
    assert not one.is_plain()


@pytest.mark.parametrize("path", [*OURS, f"v1/content/data/{LETTER}"])
def test_a_file_that_is_gone_is_left_to_the_rules(tmp_path: Path, path: str) -> None:
    one = made(tmp_path)
    (one.place / path).unlink()
    assert not one.is_plain()
