"""Judges what an interrupted `init`, `ledger checkpoint` or `ledger key` left: exit 0 where that is acceptable.

usage: acceptable_keys.py WORK

WORK holds A, the archive, and config, where its keys lie; before an `init`, neither. An archive is there with a key
that signs, or not at all; what was signed agrees; the same command can be given again.
"""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

from bayegan.cli.main import execute


def answer(*words: object) -> tuple[int, dict[str, object]]:
    """Run a command of ours and return its exit code and envelope."""
    out = io.StringIO()
    with redirect_stdout(out):
        code = execute([*map(str, words), "--json"])
    return code, json.loads(out.getvalue())


def demand(condition: bool, reason: str) -> None:
    """End with `reason` where something is not as it must be."""
    if not condition:
        sys.exit(reason)


def main(work: Path) -> None:
    """Hold what is there against what was promised."""
    os.environ["XDG_CONFIG_HOME"] = str(work / "config")
    archive = work / "A"
    said = os.environ.get("FAULT_RC", "")
    for file in (work / "config").rglob("*.pem"):
        shown = subprocess.run(["openssl", "pkey", "-in", file, "-noout"], check=False, capture_output=True)
        demand(shown.returncode == 0, f"{file.name} is half a key")
        demand(file.stat().st_mode & 0o077 == 0, f"{file.name} can be read by others")
    if not (archive / "bayegan.toml").exists():
        demand(said != "0", "it exited 0 and made no archive")
        code, made = answer("init", archive)
        demand(code == 0, f"the next init exits {code}: {made['not_checked']}")
    code, verified = answer("ledger", "verify", "--archive", archive)
    demand(code == 0, f"the ledger does not verify: {verified['findings']}")
    for words in (("checkpoint",), ("key", "--rotate"), ("checkpoint",)):
        code, again = answer("ledger", *words, "--archive", archive)
        demand(code == 0, f"{words} exits {code}: {again['findings']} {again['not_checked']}")
    code, verified = answer("ledger", "verify", "--archive", archive)
    demand(code == 0, f"the ledger does not verify at the end: {verified['findings']}")


main(Path(sys.argv[1]))
