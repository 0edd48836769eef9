"""The main job, shown: every step prints the command that a person would type, runs it, and shows its answer.

Run by `make demo`. Everything happens in a scratch folder that is removed at the end; the repository is not
written to. Ends with an error where a command does not answer as it should.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ACCESSION = HERE / "accession"


def say(text: str) -> None:
    """Print a heading between steps."""
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n# {text}", flush=True)


def step(words: list[str], scratch: Path, expected: int = 0) -> None:
    """Print a command as it would be typed in the scratch folder, run it, and hold its exit code."""
    print(f"$ {shlex.join(words)}", flush=True)
    # The key of the archive comes to lie in the scratch folder too, not in the home of whoever runs this.
    environment = {**os.environ, "XDG_CONFIG_HOME": str(scratch / "config")}
    code = subprocess.run(words, cwd=scratch, check=False, env=environment).returncode
    if code != expected:
        sys.exit(f"the command ended with exit code {code}; {expected} was expected")
    if expected:
        print(f"(exit code {code})", flush=True)


def damage(scratch: Path) -> None:
    """Change one letter of one document of the copy, as a failing disk might, and keep its date."""
    victim = next((scratch / "copy" / "archive").rglob("*.csv"))
    content = bytearray(victim.read_bytes())
    content[10] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(bytes(content))
    print(f"(one bit of {victim.relative_to(scratch)} was changed)", flush=True)


def show(scratch: Path) -> None:
    """Walk through the main job."""
    shutil.copytree(ACCESSION, scratch / "accession")
    say("Make an archive")
    step(["bayegan", "init", "archive", "--organisation", "A tutorial archive"], scratch)
    say("Draft a table from a folder of documents")
    step(["bayegan", "draft", "accession/timeline", "-o", "draft.csv"], scratch)
    step(["head", "-n", "2", "draft.csv"], scratch)
    say("Ingest the tutorial accession: first only checked, then sealed")
    ingest = ["bayegan", "ingest", "--archive", "archive", "accession/submission.json"]
    step([*ingest, "--dry-run"], scratch)
    step(ingest, scratch)
    step(["bayegan", "list", "--archive", "archive"], scratch)
    say("Validate one bag and the manifest")
    bag = next((scratch / "archive" / "archive").glob("*/BT-4/v1")).relative_to(scratch)
    step(["bayegan", "validate", str(bag)], scratch)
    step(["bayegan", "validate", "accession/submission.json"], scratch)
    say("Check the fixity of everything")
    step(["bayegan", "fixity", "check", "--archive", "archive"], scratch)
    say("Damage a copy, and see the damage found and named")
    step(["cp", "-r", "archive", "copy"], scratch)
    damage(scratch)
    step(["bayegan", "fixity", "check", "--archive", "copy"], scratch, expected=1)
    say("Export what is public to DSpace")
    step(["bayegan", "export", "saf", "--archive", "archive", "--to", "for-dspace"], scratch)
    step(["ls", "for-dspace", "for-dspace/item_000001"], scratch)
    say("Sign the ledger, verify it against what was signed, and prove what it says of an item")
    step(["bayegan", "ledger", "checkpoint", "--archive", "archive", "--to", "mailed.txt"], scratch)
    step(["bayegan", "ledger", "verify", "--archive", "archive", "--since", "mailed.txt"], scratch)
    step(["bayegan", "ledger", "prove", "--archive", "archive", "BT-4", "--to", "proof"], scratch)
    step(["sh", "proof/check.sh"], scratch)


def main() -> None:
    """Show the main job in a scratch folder."""
    with tempfile.TemporaryDirectory(prefix="bayegan-demo-") as folder:
        show(Path(folder))
    say("Done. The scratch folder is removed.")


if __name__ == "__main__":
    main()
