"""An archive that has lived through some months: checks on a clock of its own, damage, and repair."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bayegan.library.archive import Archive
from bayegan.library.fixity import check_fixity, scope_for
from bayegan.model.fixity_run import FixityRun

MONTH = timedelta(days=27)
HOSTILE = "<script>alert(1);\u202efdp.txt"


def check(root: Path, at: datetime, *, everything: bool = True) -> FixityRun:
    """Check an archive at a time of one's own."""
    archive = Archive.open(root, clock=lambda: at)
    scope = scope_for(archive.policy.fixity, (), due=not everything, everything=everything, sample=None)
    work = check_fixity(archive, scope=scope, jobs=1)
    while True:
        try:
            next(work)
        except StopIteration as end:
            run: FixityRun = end.value
            return run


def live(root: Path, months: int, start: datetime | None = None) -> datetime:
    """Let months pass, with damage in the third that is repaired, and damage in the last; return the last day."""
    start = start or datetime.now(UTC).replace(microsecond=0)
    letter = next(root.glob("archive/*/BT-2/v1/data/*/*"))
    whole = letter.read_bytes()
    for month in range(1, months + 1):
        if month == 3:
            letter.write_bytes(whole + b"!")
        if month == 4:
            letter.write_bytes(whole)
        if month == months:
            damage(root)
        check(root, start + month * MONTH, everything=month in (1, 3, 4, months))
    return start + months * MONTH


def damage(root: Path) -> None:
    """Alter a file, take one away, and lay one with a hostile name beside another."""
    letter = next(root.glob("archive/*/BT-2/v1/data/*/*"))
    letter.write_bytes(letter.read_bytes() + b"?")
    next(root.glob("archive/*/BT-7/v1/data/figures/*.csv")).unlink()
    (next(root.glob("archive/*/BT-5/v1/data")) / HOSTILE).write_text("?")
