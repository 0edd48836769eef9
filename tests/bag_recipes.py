"""Bags that cannot lie in a repository, as recipes: tests/vectors/bags/<code>/<case>.json says how to make one.

A recipe starts from a good bag of one file, `data/a` with `1` in it, and may have these keys:

    about      what is shown, in a sentence
    version    BagIt version, 1.0 if not given               encoding   of the tag files, UTF-8 if not given
    algorithms of the manifests, ["sha512"] if not given     files      {path: content}, data/a if not given
    info       lines of the bag metadata, a right Payload-Oxum if not given
    change     steps done before the tag manifests are written, which are therefore right
    damage     steps done to the finished bag
    profile    a BagIt profile as JSON; the bag is held against it in place of a check of its digests
    also       codes of other errors that cannot be avoided

Content is a text, or {"hex": …}. A path that is not UTF-8 has surrogate escapes, as Python holds it. The steps:

    {"write": [path, content]}          {"append": [path, content]}     {"replace": [path, old, new]}
    {"rename": [path, path]}            {"remove": path}                {"folder": path}
    {"link": [path, target]}            {"pipe": path}                  {"grow": [path, size]} (with holes)
    {"unreadable": path}                {"unlistable": path}            (the disk refuses, whoever asks)
"""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bags_made import make_bag, put, retag
from broken_disk import cannot_be_listed, cannot_be_read
from shared import REPOSITORY

FOLDER = REPOSITORY / "tests" / "vectors" / "bags"
KEYS = {"about", "version", "encoding", "algorithms", "files", "info", "change", "damage", "profile", "also"}
RECIPES = sorted(FOLDER.glob("*/*.json"))


def recipe(path: Path) -> dict[str, Any]:
    """Read a recipe."""
    read: dict[str, Any] = json.loads(path.read_bytes())
    assert set(read) <= KEYS, set(read) - KEYS
    return read


def build(read: dict[str, Any], root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the bag of a recipe; what the disk is to refuse, it refuses until the test ends."""
    files = {path: _octets(content) for path, content in read.get("files", {"data/a": "1"}).items()}
    algorithms, encoding = read.get("algorithms", ["sha512"]), read.get("encoding", "UTF-8")
    info = "".join(f"{line}\n" for line in read["info"]) if "info" in read else None
    version = read.get("version", "1.0")
    bag = make_bag(root, files, version=version, algorithms=algorithms, encoding=encoding, info=info)
    if "change" in read:
        _run(bag, read["change"], monkeypatch)
        retag(bag, algorithms, encoding)
    _run(bag, read.get("damage", []), monkeypatch)
    return bag


def _octets(content: str | dict[str, str]) -> bytes:
    return content.encode("utf-8", "surrogateescape") if isinstance(content, str) else bytes.fromhex(content["hex"])


def _run(bag: Path, steps: Sequence[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    for step in steps:
        ((word, given),) = step.items()
        words = given if isinstance(given, list) else [given]
        if word in ("unreadable", "unlistable"):
            _REFUSALS[word](monkeypatch, str(bag / words[0]))
        else:
            _STEPS[word](bag / words[0], *words[1:])


def _replace(path: Path, old: str, new: str) -> None:
    content = path.read_bytes()
    assert _octets(old) in content
    path.write_bytes(content.replace(_octets(old), _octets(new)))


def _grow(path: Path, size: int) -> None:
    with path.open("ab") as file:
        file.truncate(size)


def _append(path: Path, content: str) -> None:
    with path.open("ab") as file:
        file.write(_octets(content))


_STEPS: dict[str, Callable[..., object]] = {
    "write": lambda path, content: put(path.parent, path.name, _octets(content)),
    "append": _append,
    "replace": _replace,
    "rename": lambda path, to: path.rename(_root(path) / to),
    "remove": lambda path: path.rmdir() if path.is_dir() else path.unlink(),
    "folder": lambda path: path.mkdir(parents=True),
    "link": lambda path, target: path.symlink_to(target),
    "pipe": os.mkfifo,
    "grow": _grow,
}


def _root(path: Path) -> Path:
    return next(parent for parent in path.parents if parent.name == "bag")


_REFUSALS = {"unreadable": cannot_be_read, "unlistable": cannot_be_listed}
