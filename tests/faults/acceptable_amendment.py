"""Judges what an interrupted amendment left: exit 0 where it is acceptable, else 1 and the reason as the last line.

usage: acceptable_amendment.py WORK

WORK holds A (an archive with one item), c/c.json (its correction) and v1.sha512 (the digests of its first version).
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


def versions(work: Path) -> list[str]:
    """Every version in its place is a whole bag, in the eyes of the bagit library; return which there are."""
    bags = sorted((work / "A" / "archive").glob("*/*/*"))
    for bag in bags:
        demand(bagit.Bag(str(bag)).is_valid(), f"{bag.name} is not whole")
    return [bag.name for bag in bags]


def demand_first_version(work: Path) -> None:
    """The first version is octet for octet what it was, and nothing is beside its files."""
    lines = (work / "v1.sha512").read_text(encoding="utf-8").splitlines()
    sums = subprocess.run(
        ["sha512sum", "--quiet", "-c", "../v1.sha512"], cwd=work / "A", check=False, capture_output=True
    )
    demand(sums.returncode == 0, "the first version was changed")
    (first,) = (work / "A" / "archive").glob("*/*/v1")
    demand(
        len([one for one in first.rglob("*") if one.is_file()]) == len(lines), "a file is beside the first version"
    )


def main(work: Path) -> None:
    """Hold the archive after the fault, and after the next run, against what was promised."""
    archive = work / "A"
    demand_first_version(work)
    placed = versions(work)
    demand(os.environ.get("FAULT_RC", "") != "0" or placed == ["v1", "v2"], f"it exited 0 with {placed}")
    code, again = answer("amend", "--archive", archive, "case-1", work / "c" / "c.json", "--no-identify")
    demand(code == 0, f"the next run exits {code}: {again['findings']} {again['not_checked']}")
    demand(versions(work) == ["v1", "v2"], "the next run does not complete the amendment")
    demand_first_version(work)
    code, ledger = answer("ledger", "verify", "--archive", archive)
    demand(code == 0, f"the ledger does not verify: {ledger['findings']}")
    events = [json.loads(line) for path in (archive / "manifests" / "ledger").iterdir() for line in path.open()]
    told = [(one["type"], one["version"]) for one in events if one["item"] == "case-1"]
    demand(told == [("ingestion", "v1"), ("metadata modification", "v2")], f"the ledger tells {told}")
    code, fixity = answer("fixity", "check", "--archive", archive, "--no-record")
    demand(code == 0, f"fixity is not clean: {fixity['findings']} {fixity['not_checked']}")
    demand(not any((archive / ".bayegan" / "staging").iterdir()), "something is left in staging")


main(Path(sys.argv[1]))
