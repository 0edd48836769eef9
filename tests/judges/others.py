"""Other people's software as judges of what we write; where one is not installed its tests are skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from judges.environment import python_of
from shared import SHARED


def official(kind: str, *files: Path) -> str:
    """What the official schemas say against files, "" where they accept them all."""
    script = str(SHARED / "official" / "check.py")
    done = subprocess.run([sys.executable, script, kind, *files], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def ocfl_problems(root: Path) -> list[str]:
    """What ocfl-py says against a storage root and each object in it, warnings too.

    It brings the client libraries of S3 with it, so it has a Python of its own.
    """
    script = Path(__file__).parent / "judge_ocfl.py"
    command = [python_of("ocfl"), str(script), str(root)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONUTF8": "1"})
    return ran.stdout.splitlines()


def files_of_crate(crate: Path) -> dict[str, bytes]:
    """The data of every file of a crate that the rocrate library finds, by the path that it finds it at."""
    rocrate = pytest.importorskip("rocrate.rocrate")
    read = rocrate.ROCrate(str(crate))
    assert read.root_dataset["name"]
    found: dict[str, bytes] = {}
    for entity in read.data_entities:
        if "File" in (entity.type if isinstance(entity.type, list) else [entity.type]):
            source = Path(entity.source)
            found[str(source.relative_to(crate))] = source.read_bytes()
    return found
