"""dspyce, a Python client of DSpace, as the judge of a Simple Archive Format package.

It brings much that nothing else here needs, so it lives in an environment of its own.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

from judges.environment import python_of

_READ = """
import json, sys
from dspyce.saf.saf_read import read_saf_package

read = []
for path in sys.argv[1:]:
    item = read_saf_package(path)
    read.append({
        "metadata": {tag: [[one.value, one.language] for one in item.metadata[tag]] for tag in item.metadata},
        "files": [[one.name, one.get_description(), one.bundle.name] for one in item.contents],
        "collections": [one.handle or one.uuid for one in item.collections],
        "handle": item.handle,
        "relations": [str(one) for one in item.relations],
    })
print(json.dumps(read))
"""


def read_back(folders: list[Path]) -> list[dict[str, Any]]:
    """Return what dspyce reads in item folders; skips the test, saying why, where it cannot be had."""
    python = python_of("dspyce")
    said = subprocess.run([python, "-c", _READ, *map(str, folders)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    read: list[dict[str, Any]] = json.loads(said.stdout)
    return read
