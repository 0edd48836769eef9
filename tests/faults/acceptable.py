"""Judges what an interrupted ingest left: exit 0 where it is acceptable, else 1 and the reason as the last line.

usage: acceptable.py WORK ITEMS SOURCE

WORK holds A (the archive), in (the documents) and in.sha512 (their digests); SOURCE, below it, is what is ingested.
"""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import bagit

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


def whole(work: Path) -> int:
    """Every item in its place is a whole bag, in the eyes of the bagit library; return how many there are."""
    bags = list((work / "A" / "archive").glob("*/*/*"))
    for bag in bags:
        demand(bagit.Bag(str(bag)).is_valid(), f"{bag.name} of {bag.parent.name} is not whole")
    return len(bags)


def main(work: Path, items: int, source: str) -> None:
    """Hold the archive after the fault, and after the next ingest, against what was promised."""
    sums = subprocess.run(
        ["sha512sum", "--quiet", "-c", "../in.sha512"], cwd=work / "in", check=False, capture_output=True
    )
    demand(sums.returncode == 0, "a source document was changed")
    placed = whole(work)
    said = os.environ.get("FAULT_RC", "")
    demand(said != "0" or placed == items, f"it exited 0 with {placed} of {items} items in place")
    code, again = answer("ingest", "--archive", work / "A", work / source, "--no-identify")
    demand(code == 0, f"the next ingest exits {code}: {again['findings']} {again['not_checked']}")
    demand(whole(work) == items, "the next ingest does not complete the submission")
    code, ledger = answer("ledger", "verify", "--archive", work / "A")
    demand(code == 0, f"the ledger does not verify: {ledger['findings']}")
    code, fixity = answer("fixity", "check", "--archive", work / "A", "--no-record")
    demand(code == 0, f"fixity is not clean: {fixity['findings']} {fixity['not_checked']}")
    demand(not any((work / "A" / ".bayegan" / "staging").iterdir()), "something is left in staging")


main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
