"""Environments of judges that must not live beside our own packages: `make judges` makes them, once."""

import os
from pathlib import Path

import pytest

from shared import REPOSITORY

JUDGES = Path(os.environ.get("BAYEGAN_JUDGES", REPOSITORY / ".judges")).absolute()


def python_of(name: str) -> str:
    """Return the Python of a judge's environment; skips the test, saying how to make it, where it is not there."""
    if not (JUDGES / name / "ready").exists():
        pytest.skip(f"{name} needs an environment of its own: run `make judges`")
    return str(JUDGES / name / "bin" / "python")
