"""A year of an archive: forty audits on a clock of its own, and then what the commands say of it.

Damage that is mended, a disk that is not there for a while, a bag that somebody rewrote with all its manifests, and
at last a ledger whose end is cut off.
"""

import json
import shutil
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bayegan.library.archive import Archive
from bayegan.library.fixity import check_fixity, fixity_status, scope_for
from bayegan.library.levels import assess
from bayegan.library.reporting import filed_report
from bayegan.metadata.json_schema import problems
from bayegan.model.fixity_run import FixityRun
from bayegan.model.levels import Judged
from bayegan.pages.fixity_page import fixity_page
from bayegan.pages.words import words_of
from running import Bayegan, as_a_process
from shared import REPOSITORY
from tampering import bag_of, reseal

START = datetime.now(UTC).replace(microsecond=0)
STEP = timedelta(days=9)
AUDITS = 40


class Year:
    """What happens, by the number of the audit before which it happens."""

    def __init__(self, root: Path, kept: Path) -> None:
        self.root = root
        self.kept = kept
        self.letter = next((bag_of(root, "BT-1") / "data").rglob("*.txt"))
        self.whole = self.letter.read_bytes()
        self.runs: list[FixityRun] = []

    @property
    def now(self) -> datetime:
        return START + len(self.runs) * STEP

    def archive(self) -> Archive:
        return Archive.open(self.root, clock=lambda: self.now)

    def audit(self, *, everything: bool) -> FixityRun:
        now = START + (len(self.runs) + 1) * STEP
        archive = Archive.open(self.root, clock=lambda: now)
        scope = scope_for(archive.policy.fixity, (), due=not everything, everything=everything, sample=None)
        work = check_fixity(archive, scope=scope, jobs=1)
        while True:
            try:
                next(work)
            except StopIteration as end:
                run: FixityRun = end.value
                self.runs.append(run)
                return run

    def happens(self, number: int) -> None:
        match number:
            case 6:
                self.letter.write_bytes(self.whole[:-1] + b"!")
            case 9:
                self.letter.write_bytes(self.whole)
            case 15:
                (self.root / "archive").rename(self.kept)
                (self.root / "archive").mkdir()
            case 17:
                (self.root / "archive").rmdir()
                self.kept.rename(self.root / "archive")
            case 30:
                bag = bag_of(self.root, "BT-7")
                figures = next((bag / "data").rglob("*.csv"))
                figures.write_bytes(figures.read_bytes().replace(b"1", b"2", 1))
                reseal(bag)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The year, lived once."""
    folder = tmp_path_factory.mktemp("year")
    root = folder / "A"
    assert as_a_process("init", root, "--organisation", "An archive").returncode == 0
    submission = REPOSITORY / "docs" / "tutorial" / "accession" / "submission.json"
    assert as_a_process("ingest", "--archive", root, submission).returncode == 0
    lived = Year(root, folder / "away")
    for number in range(1, AUDITS + 1):
        lived.happens(number)
        lived.audit(everything=number % 3 == 0)
    return lived


class Page(HTMLParser):
    """The rows of the tables of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def by_number(year: Year, outcome: str) -> list[int]:
    return [number for number, run in enumerate(year.runs, 1) if run.counts[outcome]]


def test_each_audit_found_what_there_was(year: Year) -> None:
    assert len(year.runs) == AUDITS
    # Altered in the sixth, due at every run from then on, whole again in the ninth; rewritten before the thirtieth.
    assert by_number(year, "altered")[:3] == [6, 7, 8]
    assert min(number for number in by_number(year, "altered") if number > 8) >= 30
    assert by_number(year, "missing") == []
    assert set(by_number(year, "not-checked")) <= {15, 16}
    assert by_number(year, "not-checked")
    assert all(
        sum(run.counts[word] for word in run.counts if word not in ("listed", "unexpected")) == run.counts["listed"]
        for run in year.runs
    )


def test_the_status_says_what_stands(year: Year) -> None:
    status = fixity_status(year.archive()).document
    assert problems("fixity-status-1.0", json.loads(json.dumps(status))) == ()
    assert status["coverage"]["versions"] == {"checked": 8, "of": 8}
    assert status["overdue"]["versions"] == 0
    assert [one["item"] for one in status["not_intact"]] == ["BT-7"]
    found = status["not_intact"][0]
    assert found["whole_before"] is not None
    assert START + 20 * STEP < datetime.fromisoformat(found["whole_before"]["time"]) < START + 31 * STEP
    assert set(found["files"].values()) == {"altered"}
    assert set(found["files"]) == {
        "data/figures/reported-figures.csv",
        "manifest-sha512.txt",
        "tagmanifest-sha512.txt",
    }
    assert len(status["history"]) == AUDITS


@pytest.mark.parametrize(
    ("lang", "altered", "verdict"), [("en", "altered", "3 files are not"), ("fa", "تغییریافته", "۳ پرونده")]
)
def test_the_page_says_exactly_what_happened(year: Year, lang: str, altered: str, verdict: str) -> None:
    page = Page(fixity_page(filed_report(year.archive()), words_of(lang)))
    assert verdict in page.text
    damage = [row for row in page.rows if len(row) == 4 and row[0].startswith("BT-")]
    assert {row[0].split("v1")[0][:4] for row in damage} == {"BT-7"}
    assert [row[2] for row in damage] == [altered] * 3
    whole = filed_report(year.archive()).report["not_intact"][0]["whole_before"]
    assert all(whole["report"].rpartition("/")[2] in row[3] for row in damage)


@pytest.mark.parametrize("number", [6, 9, 15, 40])
def test_the_page_of_each_audit_is_that_of_its_day(year: Year, number: int) -> None:
    run = year.runs[number - 1]
    assert run.report is not None
    filed = filed_report(year.archive(), year.root / run.report)
    assert filed.line is not None
    assert len(filed.history) == number
    page = Page(fixity_page(filed, words_of("en")))
    counts = {row[0]: row[1] for row in page.rows if len(row) == 3}
    for outcome, number_of in run.counts.items():
        assert counts[outcome.replace("-", " ")] == str(number_of)


def test_the_levels_follow(year: Year) -> None:
    found = {one.statement.id: one for one in assess(year.archive()).judged}

    def keys(one: Judged) -> set[str]:
        return {said.key for said in one.shown.lacking}

    assert found["integrity-3-interval"].is_met
    assert found["integrity-3-records"].is_met
    assert "damaged" in keys(found["integrity-4-repair"])
    assert "due-at-once" in keys(found["integrity-4-events"])


def test_the_ledger_holds_and_a_ledger_cut_short_does_not(year: Year, tmp_path: Path, bayegan: Bayegan) -> None:
    copy = tmp_path / "A"
    shutil.copytree(year.root, copy, symlinks=True)
    bayegan("ledger", "verify", "--archive", copy)
    checkpoint = tmp_path / "kept.txt"
    bayegan("ledger", "checkpoint", "--archive", copy, "--to", checkpoint)
    bayegan("ledger", "verify", "--archive", copy, "--since", checkpoint)
    shutil.rmtree(copy / "manifests" / "ledger" / "checkpoints")
    last = sorted((copy / "manifests" / "ledger").glob("0*.jsonl"))[-1]
    lines = last.read_bytes().splitlines(keepends=True)
    last.write_bytes(b"".join(lines[:-4]))
    bayegan("ledger", "verify", "--archive", copy)
    ran = bayegan("ledger", "verify", "--archive", copy, "--since", checkpoint, expect=1)
    assert ran.errors
