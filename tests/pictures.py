"""Make the pictures of the pages in docs/pictures anew: `make pictures` (needs Chromium).

An archive is made of the tutorial accession, and lives through a year on a clock of its own: checks within a bound,
damage that is mended, and damage that is found on the last day.
"""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bayegan.library.archive import Archive
from bayegan.library.fixity import check_fixity, scope_for
from bayegan.library.levels import assess
from bayegan.library.reporting import filed_report
from bayegan.model.audit import Budget
from bayegan.pages.fixity_page import fixity_page
from bayegan.pages.levels_page import levels_page
from bayegan.pages.words import words_of
from browser import PROGRAM, browser
from shared import REPOSITORY
from years import check, damage

PICTURES = REPOSITORY / "docs" / "pictures"
START = datetime.now(UTC).replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=1)
DAY = (START + timedelta(days=350)).date()
STATED = f"""
[levels.storage-1-copies]
met = true
by = "The archivist"
on = {DAY}
says = "One on the server in the reading room, one on a disk with our partners."

[levels.storage-1-media]
met = true
by = "The archivist"
on = {DAY}
says = "docs/storage.txt in the office folder; two hard disks, one SSD."

[levels.integrity-1-viruses]
met = true
by = "The archivist"
on = {DAY}
says = "Every accession is scanned on the quarantine machine before it is handed in."

[levels.storage-1-stable]
met = false
by = "The archivist"
on = {DAY}
says = "Eleven cassettes are not digitised yet."
"""


def bayegan(*words: object, expect: int = 0) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bayegan", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == expect, done.stdout + done.stderr


def lived(root: Path) -> None:
    """Let a year pass."""
    bayegan("init", root, "--organisation", "Khavaran Memorial Archive · بایگانی یادبود خاوران")
    bayegan("ingest", "--archive", root, REPOSITORY / "docs/tutorial/accession/submission.json")
    letter = next(root.glob("archive/*/BT-2/v1/data/*/*"))
    whole = letter.read_bytes()
    for number in range(1, 18):
        at = START + timedelta(days=21 * number)
        letter.write_bytes(whole + b"!" if number == 8 else whole)
        if number == 17:
            damage(root)
        if number in (8, 9, 17):
            check(root, at)
            continue
        archive = Archive.open(root, clock=lambda at=at: at)
        scope = scope_for(archive.policy.fixity, (), due=True, everything=False, sample=None)
        work = check_fixity(archive, scope=scope, budget=Budget(octets=30_000), jobs=1)
        for _ in work:
            pass
    (root / "bayegan.toml").write_text((root / "bayegan.toml").read_text() + STATED)


def main() -> None:
    """Make the archive, its pages, and pictures of them."""
    assert PROGRAM is not None, "no Chromium is installed"
    with tempfile.TemporaryDirectory(prefix="bayegan-pictures-") as scratch:
        os.environ["XDG_CONFIG_HOME"] = f"{scratch}/config"
        root = Path(scratch) / "archive"
        lived(root)
        archive = Archive.open(root, clock=lambda: START + timedelta(days=358))
        page = Path(scratch) / "page.html"
        with browser() as one:
            for name, lang, scheme, height in (
                ("fixity-report-en", "en", "light", 2560),
                ("fixity-report-fa", "fa", "light", 2560),
                ("fixity-report-dark", "en", "dark", 1300),
            ):
                page.write_text(fixity_page(filed_report(archive), words_of(lang)))
                one.open(page, scheme=scheme)
                (PICTURES / f"{name}.png").write_bytes(one.picture(height))
            found = assess(archive)
            values = (found.organisation, found.archive_id, found.now, found.agent, found.judged)
            page.write_text(levels_page(words_of("en"), *values))
            one.open(page)
            (PICTURES / "levels-en.png").write_bytes(one.picture(1300))


if __name__ == "__main__":
    main()
