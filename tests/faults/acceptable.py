"""Judges what an interrupted command left: exit 0 where it is acceptable, else 1 and the reason as the last line.

usage: acceptable.py ingest WORK ITEMS SOURCE
       acceptable.py amend WORK

For an ingest WORK holds A (the archive), in (the documents) and in.sha512 (their digests); SOURCE, below it, is
what is ingested. For an amendment it holds A (an archive with one item), c/c.json (its correction) and v1.sha512
(the digests of its first version). It is one script, since it runs without its own folder on the path.
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


def whole(work: Path) -> list[Path]:
    """Every bag in its place is whole, in the eyes of the bagit library; return which there are."""
    bags = sorted((work / "A" / "archive").glob("*/*/*"))
    for bag in bags:
        demand(bagit.Bag(str(bag)).is_valid(), f"{bag.name} of {bag.parent.name} is not whole")
    return bags


def demand_digests(folder: Path, sums: str, reason: str) -> None:
    """The files of a folder have the digests that were written down before."""
    command = ["sha512sum", "--quiet", "-c", f"../{sums}"]
    demand(subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode == 0, reason)


def demand_order(archive: Path) -> None:
    """The ledger verifies, all octets are intact, and nothing is left over."""
    code, ledger = answer("ledger", "verify", "--archive", archive)
    demand(code == 0, f"the ledger does not verify: {ledger['findings']}")
    code, fixity = answer("fixity", "check", "--archive", archive, "--no-record")
    demand(code == 0, f"fixity is not clean: {fixity['findings']} {fixity['not_checked']}")
    demand(not any((archive / ".bayegan" / "staging").iterdir()), "something is left in staging")


def after_ingest(work: Path, items: int, source: str) -> None:
    """Hold the archive after the fault, and after the next ingest, against what was promised."""
    demand_digests(work / "in", "in.sha512", "a source document was changed")
    placed = len(whole(work))
    demand(os.environ.get("FAULT_RC", "") != "0" or placed == items, f"it exited 0 with {placed} of {items} items")
    code, again = answer("ingest", "--archive", work / "A", work / source, "--no-identify")
    demand(code == 0, f"the next ingest exits {code}: {again['findings']} {again['not_checked']}")
    demand(len(whole(work)) == items, "the next ingest does not complete the submission")
    demand_order(work / "A")


def demand_first_version(work: Path) -> None:
    """The first version is octet for octet what it was, and nothing is beside its files."""
    demand_digests(work / "A", "v1.sha512", "the first version was changed")
    lines = (work / "v1.sha512").read_text(encoding="utf-8").splitlines()
    (first,) = (work / "A" / "archive").glob("*/*/v1")
    files = [one for one in first.rglob("*") if one.is_file()]
    demand(len(files) == len(lines), "a file is beside the first version")


def versions(work: Path) -> list[str]:
    """Return the versions in their place, each of them whole."""
    return [bag.name for bag in whole(work)]


def after_amendment(work: Path) -> None:
    """Hold the archive after the fault, and after the next run, against what was promised."""
    archive = work / "A"
    demand_first_version(work)
    placed = versions(work)
    demand(os.environ.get("FAULT_RC", "") != "0" or placed == ["v1", "v2"], f"it exited 0 with {placed}")
    code, again = answer("amend", "--archive", archive, "case-1", work / "c" / "c.json", "--no-identify")
    demand(code == 0, f"the next run exits {code}: {again['findings']} {again['not_checked']}")
    demand(versions(work) == ["v1", "v2"], "the next run does not complete the amendment")
    demand_first_version(work)
    events = [
        json.loads(line) for path in (archive / "manifests" / "ledger").glob("*.jsonl") for line in path.open()
    ]
    told = [(one["type"], one["version"]) for one in events if one["item"] == "case-1"]
    demand(told == [("ingestion", "v1"), ("metadata modification", "v2")], f"the ledger tells {told}")
    demand_order(archive)


match sys.argv[1:]:
    case ["ingest", work, items, source]:
        after_ingest(Path(work), int(items), source)
    case ["amend", work]:
        after_amendment(Path(work))
    case _:
        sys.exit(__doc__)
