"""What is published can be installed in every way that Python has, and then does the main job.

The dependencies come from a folder of wheels that is filled once; every installation is a full one, into a new
virtual environment, from that folder alone.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared import REPOSITORY

pytestmark = pytest.mark.install

NOT_SOURCE = (".venv", ".git", ".*_cache", ".hypothesis", "__pycache__", ".bayegan", "dist", "build", "*.egg-info")
SHIPPED = REPOSITORY / "schemas" / "bayegan_schemas"
SCHEMAS = {one.name for one in (*SHIPPED.iterdir(), *SHIPPED.glob("vocabularies/*")) if one.is_file()}
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
OURS = {"bayegan", "bayegan_schemas", f"bayegan-{PROJECT['project']['version']}.dist-info"}
LOOK = """
import importlib.metadata, importlib.resources, json, bayegan
files = importlib.metadata.files("bayegan")
schemas = importlib.resources.files("bayegan_schemas")
print(json.dumps({
    "package": bayegan.__file__,
    "typed": importlib.resources.files("bayegan").joinpath("py.typed").is_file(),
    "schemas": [
        one.name
        for folder in (schemas, schemas.joinpath("vocabularies"))
        for one in folder.iterdir()
        if one.is_file()
    ],
    "files": [str(file) for file in files],
}))
"""


def run(*words: object, cwd: Path, **environment: str) -> str:
    """Run a command as somebody else would, without the environment of the tests; return its stdout."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "XDG_CONFIG_HOME") if name in os.environ}
    ran = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"{words}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def copy_of_the_source(target: Path) -> Path:
    return Path(shutil.copytree(REPOSITORY, target, ignore=shutil.ignore_patterns(*NOT_SOURCE)))


@dataclass(frozen=True)
class Published:
    """What is uploaded, the wheel being built from the sdist, and the wheels of everything that it needs."""

    wheels: Path
    sdist: Path
    wheel: Path

    @property
    def offline(self) -> dict[str, str]:
        return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}


def publish(folder: Path) -> None:
    wheels = folder / "wheels"
    needed = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"], "editables"]
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "-w", wheels, *needed, cwd=folder)
    source = copy_of_the_source(folder / "source")
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
    run(sys.executable, "-m", "build", "--outdir", folder / "dist", source, cwd=folder, **offline)


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Make a folder in the first process that asks for it; processes that run tests side by side share it."""
    with open(folder.with_name(f"{folder.name}.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            folder.mkdir()
            make(folder)
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    here = tmp_path_factory.getbasetemp()
    folder = once((here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "published", publish)
    (sdist,), (wheel,) = (folder / "dist").glob("*.tar.gz"), (folder / "dist").glob("*.whl")
    return Published(folder / "wheels", sdist, wheel)


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the package in it, and what the package says of itself there."""

    room: Path
    programs: Path
    package: Path
    typed: bool
    schemas: set[str]
    files: set[str]

    def bayegan(self, *words: object) -> str:
        return run(self.programs / "bayegan", *words, cwd=self.room)


def install(published: Published, folder: Path, *what: object, cwd: Path | None = None) -> Installed:
    room, venv = folder / "elsewhere", folder / "venv"
    room.mkdir()
    run(sys.executable, "-m", "venv", venv, cwd=room)
    python = venv / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", *what, cwd=cwd or room, **published.offline)
    found = json.loads(run(python, "-W", "error", "-c", LOOK, cwd=room))
    files = {one for one in found["files"] if not one.endswith(".pyc")}
    return Installed(room, venv / "bin", Path(found["package"]), found["typed"], set(found["schemas"]), files)


def does_the_main_job(installed: Installed) -> None:
    shutil.copytree(REPOSITORY / "docs" / "tutorial" / "accession", installed.room / "accession")
    assert installed.bayegan("--version").strip().endswith(PROJECT["project"]["version"])
    installed.bayegan("init", "archive")
    installed.bayegan("ingest", "--archive", "archive", "accession/submission.json")
    listed = json.loads(installed.bayegan("list", "--archive", "archive", "--json"))
    submission = json.loads((installed.room / "accession" / "submission.json").read_text("utf-8"))
    assert [one["identifier"] for one in listed["result"]] != []
    assert {one["identifier"] for one in listed["result"]} == {one["id"] for one in submission["items"]}
    formats = json.loads(installed.bayegan("export", "--list", "--json"))["result"]
    assert {one["name"] for one in formats} == set(PROJECT["project"]["entry-points"]["bayegan.exporters"])
    schemas = installed.room / "archive" / "schemas" / "bayegan_schemas"
    copied = {one.name for one in schemas.rglob("*") if one.is_file()}
    assert copied == SCHEMAS - {"__init__.py"}


def is_whole(installed: Installed) -> None:
    assert installed.typed
    assert installed.schemas == SCHEMAS
    assert not installed.package.is_relative_to(REPOSITORY)


def holds_only_what_is_ours(installed: Installed) -> None:
    assert {file.split("/")[0] for file in installed.files} - {".."} == OURS
    assert {file for file in installed.files if file.startswith("..")} == {"../../../bin/bayegan"}


def modules() -> set[str]:
    """The files of the two packages as they lie in the source tree."""
    roots = (REPOSITORY / "tools", REPOSITORY / "schemas")
    return {
        file.relative_to(root).as_posix()
        for root in roots
        for name in ("bayegan", "bayegan_schemas")
        for file in (root / name).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }


def test_the_wheel_holds_the_two_packages_and_nothing_else(published: Published) -> None:
    with zipfile.ZipFile(published.wheel) as wheel:
        names = {name for name in wheel.namelist() if not name.endswith("/")}
    assert {name for name in names if ".dist-info/" not in name} == modules()
    assert {name.split("/")[0] for name in names} == OURS


def test_the_sdist_holds_the_source_and_no_leavings(published: Published) -> None:
    with tarfile.open(published.sdist) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"tools/{one}" for one in modules() if one.startswith("bayegan/")} <= names
    assert {"Makefile", "LICENSE", "tests/conftest.py", "docs/tutorial/accession/submission.json"} <= names
    leavings = (".venv", ".git/", "__pycache__", ".bayegan", "_cache", ".hypothesis")
    assert [name for name in names if any(word in name for word in leavings)] == []


def test_the_sdist_of_a_tree_without_the_reference_collection(published: Published, tmp_path: Path) -> None:
    source = copy_of_the_source(tmp_path / "source")
    for name in ("archive", "manifests"):
        shutil.rmtree(source / name, ignore_errors=True)
    for name in ("bayegan.toml", "CHANGELOG.md", "CONTRIBUTING.md"):
        (source / name).unlink(missing_ok=True)
    words = ("-m", "build", "--sdist", "--outdir", tmp_path / "dist", source)
    run(sys.executable, *words, cwd=tmp_path, **published.offline)
    with tarfile.open(next((tmp_path / "dist").glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert "tools/bayegan/__init__.py" in names
    assert not any(name.startswith(("archive/", "manifests/")) for name in names)


def test_install_from_the_wheel(published: Published, tmp_path: Path) -> None:
    installed = install(published, tmp_path, published.wheel)
    is_whole(installed)
    holds_only_what_is_ours(installed)
    does_the_main_job(installed)


def test_install_from_the_sdist(published: Published, tmp_path: Path) -> None:
    installed = install(published, tmp_path, published.sdist)
    is_whole(installed)
    holds_only_what_is_ours(installed)
    does_the_main_job(installed)


def test_install_of_a_source_tree(published: Published, tmp_path: Path) -> None:
    installed = install(published, tmp_path, ".", cwd=copy_of_the_source(tmp_path / "source"))
    is_whole(installed)
    holds_only_what_is_ours(installed)
    does_the_main_job(installed)


def test_editable_install_of_a_source_tree(published: Published, tmp_path: Path) -> None:
    source = copy_of_the_source(tmp_path / "source")
    installed = install(published, tmp_path, "--editable", source)
    is_whole(installed)
    does_the_main_job(installed)
    assert installed.package == source / "tools" / "bayegan" / "__init__.py"
    # The source is pointed to, not copied: only metadata, the program and the pointer were installed.
    assert not any(file.startswith(("bayegan/", "bayegan_schemas/")) for file in installed.files)
    added = source / "schemas" / "bayegan_schemas" / "later-2.0.xsd"
    added.write_text("<schema/>")
    installed.bayegan("init", "later")
    assert (installed.room / "later" / "schemas" / "bayegan_schemas" / added.name).exists()
