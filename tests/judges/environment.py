"""Environments for judges that must not live beside our own packages: made once, in a cache folder."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

_PATIENCE = 600


def environment(name: str, *requirements: str) -> str:
    """Return the Python of an environment that has these requirements; skips, saying why, where it cannot be made.

    It lies in BAYEGAN_JUDGES, or else below the cache folder of the user. Where it is there already no network is
    needed.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    place = Path(os.environ.get("BAYEGAN_JUDGES", cache / "bayegan-judges"))
    place.mkdir(parents=True, exist_ok=True)
    folder, made = place / name, place / f"{name}.made"
    with open(place / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = "\n".join(requirements)
        if not made.is_file() or made.read_text() != wanted:
            _make(folder, requirements)
            made.write_text(wanted)
    return str(folder / "bin" / "python")


def _make(folder: Path, requirements: tuple[str, ...]) -> None:
    python = str(folder / "bin" / "python")
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements],
    ):
        try:
            ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)
        except (OSError, subprocess.TimeoutExpired) as error:
            pytest.skip(f"the environment for {folder.name} cannot be made ({error})")
        if ran.returncode != 0:
            last = (ran.stderr.strip().splitlines() or ["no message"])[-1]
            pytest.skip(f"the environment for {folder.name} cannot be made ({last})")
