"""Where the material shared between projects lies: schemas, conformance suites, generators."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BAYEGAN_SHARED", REPOSITORY.parent / "shared")).resolve()

need_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"shared material is not at {SHARED} (set BAYEGAN_SHARED)"
)
