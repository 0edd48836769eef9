"""Judges what an interrupted command left: exit 0 where it is acceptable, else 1 and the reason as the last line.

usage: acceptable.py ingest WORK ITEMS SOURCE
       acceptable.py amend WORK
       acceptable.py keys WORK
       acceptable.py fixity WORK
       acceptable.py rebuild WORK
       acceptable.py new-ledger WORK
       acceptable.py export WORK FORMAT

For an ingest WORK holds A (the archive), in (the documents) and in.sha512 (their digests); SOURCE, below it, is
what is ingested. For an amendment it holds A (an archive with one item), c/c.json (its correction) and v1.sha512
(the digests of its first version). For keys, which `init`, `ledger checkpoint` and `ledger key` make and use, it
holds A and config, where private keys lie; before an `init`, neither. For the others it holds A (an archive of
three whole items) and bags.sha512 (the digests of all that lies below A/archive); for a new ledger
old.jsonl, too: the broken segment as it was. An export goes to WORK/out. It is one script, since it runs without
its own folder on the path.
"""

import hashlib
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
    segments = sorted((archive / "manifests" / "ledger").glob("*.jsonl"))
    events = [json.loads(line) for path in segments for line in path.open()]
    told = [(one["type"], one["version"]) for one in events if one["item"] == "case-1"]
    demand(told == [("ingestion", "v1"), ("metadata modification", "v2")], f"the ledger tells {told}")
    demand_order(archive)


def after_keys(work: Path) -> None:
    """An archive is there with a key that signs, or not at all; what was signed agrees; it can be done again."""
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
    demand_ledger(archive)
    for words in (("checkpoint",), ("key", "--rotate"), ("checkpoint",)):
        code, again = answer("ledger", *words, "--archive", archive)
        demand(code == 0, f"{words} exits {code}: {again['findings']} {again['not_checked']}")
    demand_ledger(archive)


def demand_ledger(archive: Path) -> list[str]:
    """The ledger verifies; return the codes of its warnings."""
    code, ledger = answer("ledger", "verify", "--archive", archive)
    demand(code == 0, f"the ledger does not verify: {ledger['findings']} {ledger['not_checked']}")
    return [one["code"] for one in ledger["findings"]]  # type: ignore[attr-defined]


def recorded(archive: Path) -> dict[str, str]:
    """Return the reports of fixity checks that the ledger names, with the digest of each."""
    lines = [line for path in sorted((archive / "manifests" / "ledger").glob("*.jsonl")) for line in path.open()]
    events = [json.loads(line) for line in lines]
    return {
        one["detail"]["report"]: one["digests"][one["detail"]["report"]]
        for one in events
        if one["type"] == "fixity check" and one["item"] is None
    }


def after_fixity(work: Path) -> None:
    """A check is recorded or not, never half; the next check goes on, reads everything, and is recorded too."""
    archive = work / "A"
    demand_digests(archive, "bags.sha512", "a check changed a bag")
    demand(os.environ.get("FAULT_RC", "") != "0" or len(recorded(archive)) == 1, "it exited 0 and recorded nothing")
    demand_ledger(archive)
    code, again = answer("fixity", "check", "--archive", archive)
    demand(code == 0, f"the next check exits {code}: {again['findings']} {again['not_checked']}")
    counts = again["counts"]
    listed = len((work / "bags.sha512").read_text(encoding="utf-8").splitlines())
    demand(counts["intact"] == counts["listed"] == listed, f"the next check counts {counts}")  # type: ignore[index]
    reports = {f"manifests/fixity/{one.name}" for one in (archive / "manifests" / "fixity").glob("*.json")}
    told = recorded(archive)
    demand(reports >= told.keys(), f"reports {sorted(reports)}, and the ledger tells of {sorted(told)}")
    demand(len(reports - told.keys()) <= 1, f"reports {sorted(reports)}, of which the ledger tells {sorted(told)}")
    for path, digest in told.items():
        demand(hashlib.sha512((archive / path).read_bytes()).hexdigest() == digest, f"{path} is not as recorded")
    code, status = answer("fixity", "status", "--archive", archive)
    demand(code == 0, f"the status exits {code}: {status['findings']}")
    demand_order(archive)


def after_export(work: Path, form: str) -> None:
    """A package is in its place whole or not at all; the same export again ends well, and is in the ledger."""
    archive, out = work / "A", work / "out"
    demand_digests(archive, "bags.sha512", "an export changed a bag")
    demand_ledger(archive)
    left = tree(out) if out.exists() else None
    code, again = answer("export", form, "--archive", archive, "--to", out, "--audience", "archive")
    demand(code == 0, f"the next export exits {code}: {again['findings']} {again['not_checked']}")
    code, other = answer("export", form, "--archive", archive, "--to", work / "other", "--audience", "archive")
    demand(code == 0, f"another export exits {code}: {other['findings']} {other['not_checked']}")
    demand(left is None or left == tree(work / "other"), "there is half a package")
    demand(left is not None or os.environ.get("FAULT_RC", "") != "0", "it exited 0, and there is no package")
    demand(tree(out) == tree(work / "other"), "the next export gives another package")
    beside = sorted(one.name for one in work.iterdir() if "bayegan-export" in one.name)
    demand(not beside, f"{beside} is left beside the package")
    demand_receipts(archive)
    demand_order(archive)


def tree(folder: Path) -> dict[str, bytes]:
    """Return what every file below a folder holds."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def demand_receipts(archive: Path) -> None:
    """Every export that the ledger tells of has its report as it was written."""
    lines = [line for path in sorted((archive / "manifests" / "ledger").glob("*.jsonl")) for line in path.open()]
    told = [one for one in map(json.loads, lines) if one["type"] == "dissemination" and one["item"] is None]
    demand(bool(told), "the ledger tells of no export")
    for path, digest in (pair for one in told for pair in one["digests"].items()):
        demand(hashlib.sha512((archive / path).read_bytes()).hexdigest() == digest, f"{path} is not as recorded")


def after_rebuild(work: Path) -> None:
    """Bags and ledger are untouched, and what is derived is there, or is made by the next run."""
    archive = work / "A"
    demand_digests(archive, "bags.sha512", "a bag was changed")
    demand_ledger(archive)
    done = (archive / ".bayegan" / "tree" / "head.json").exists()
    demand(os.environ.get("FAULT_RC", "") != "0" or done, "it exited 0 and made no tree")
    code, again = answer("rebuild", "--archive", archive)
    demand(code == 0, f"the next rebuild exits {code}: {again['findings']} {again['not_checked']}")
    demand((archive / ".bayegan" / "tree" / "head.json").exists(), "the next rebuild makes no tree")
    demand_order(archive)


def after_new_ledger(work: Path) -> None:
    """The old segment is somewhere, octet for octet; a ledger is in force only if it says that it is a new one."""
    archive, old = work / "A", (work / "old.jsonl").read_bytes()
    demand_digests(archive, "bags.sha512", "a bag was changed")
    manifests = archive / "manifests"
    places = [manifests / "ledger", *(manifests / "ledger-lost").glob("*")]
    kept = [path for place in places for path in place.glob("*.jsonl") if path.read_bytes() == old]
    demand(len(kept) == 1, f"the old segment is there {len(kept)} times")
    code, ledger = answer("ledger", "verify", "--archive", archive)
    demand(os.environ.get("FAULT_RC", "") != "0" or code == 0, "it exited 0 and left no sound ledger")
    if code != 0:
        demand(code == 1, f"the ledger cannot be verified: {ledger['not_checked']}")
        code, again = answer("rebuild", "--archive", archive)
        if code != 0:
            code, again = answer("rebuild", "--archive", archive, "--new-ledger")
        demand(code == 0, f"the next rebuild exits {code}: {again['findings']} {again['not_checked']}")
    demand(demand_ledger(archive) == ["ledger-begun-anew"], "the ledger does not say that it was begun anew")
    (aside,) = (manifests / "ledger-lost").glob("*/*.jsonl")
    demand(aside.read_bytes() == old, "what was set aside was changed")
    with (manifests / "ledger" / "000000000001.jsonl").open() as lines:
        first = json.loads(lines.readline())
    named = first["digests"].get(aside.relative_to(archive).as_posix())
    demand(named == hashlib.sha512(old).hexdigest(), "the first event does not name what was set aside")
    code, again = answer("rebuild", "--archive", archive)
    demand(code == 0, f"a rebuild afterwards exits {code}: {again['findings']} {again['not_checked']}")
    demand(not list(manifests.glob(".ledger-new*")), "half a ledger is left")
    demand_order(archive)


os.environ["XDG_CONFIG_HOME"] = str(Path(sys.argv[2]) / "config")
match sys.argv[1:]:
    case ["ingest", work, items, source]:
        after_ingest(Path(work), int(items), source)
    case ["amend", work]:
        after_amendment(Path(work))
    case ["keys", work]:
        after_keys(Path(work))
    case ["fixity", work]:
        after_fixity(Path(work))
    case ["rebuild", work]:
        after_rebuild(Path(work))
    case ["new-ledger", work]:
        after_new_ledger(Path(work))
    case ["export", work, form]:
        after_export(Path(work), form)
    case _:
        sys.exit(__doc__)
