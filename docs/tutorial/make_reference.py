"""Make the repository's reference collection anew from the tutorial accession.

Run by `make reference`, before a release only: until 1.0 the collection may be made anew, and CHANGELOG says so.
The archive is made and filled by the command line in a scratch folder; then `archive/`, `manifests/` and
`bayegan.toml` of the repository are replaced by it.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ACCESSION = Path(__file__).resolve().parent / "accession"
PARTS = ("archive", "manifests", "bayegan.toml")


def run(*words: object) -> None:
    """Run a command of ours, which has to succeed."""
    subprocess.run([*map(str, words)], check=True)


def main() -> None:
    """Make the collection aside, then put it in the place of the old one."""
    with tempfile.TemporaryDirectory(prefix="bayegan-reference-") as scratch:
        made = Path(scratch) / "made"
        # Without a key: the private half cannot be published, and nobody would sign for it later.
        run("bayegan", "init", made, "--organisation", "The Bayegan project", "--no-key")
        run("bayegan", "ingest", "--archive", made, ACCESSION / "submission.json")
        run("bayegan", "fixity", "check", "--archive", made)
        for part in PARTS:
            old = REPOSITORY / part
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink(missing_ok=True)
            shutil.move(made / part, old)


if __name__ == "__main__":
    main()
