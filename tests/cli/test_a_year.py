"""A year of an archive: forty audits on a clock of its own, and then what everybody says of it.

A document is damaged and mended, the disk is not there for a while, an item is amended and one exported. Then
somebody rewrites a bag with all its manifests, a whole item is taken away, and a document of a third. At last a
ledger's end is cut off, and a line of it changed.
"""

import os
import shutil
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from audited import BEGIN, Clock, audit, policy, report_of, status
from bayegan.library.amending import AmendRequest, amend
from bayegan.library.archive import Archive
from bayegan.library.checkpoints import make_checkpoint, verify_evidence
from bayegan.library.exporting import Selection, export_items
from bayegan.library.fixity import scope_for
from bayegan.library.levels import assess
from bayegan.library.reporting import filed_report
from bayegan.model.findings import Finding
from bayegan.model.fixity_run import FixityRun
from bayegan.model.ledger import utc
from bayegan.model.levels import Judged
from bayegan.model.progress import ended
from bayegan.model.selection import Audience
from bayegan.pages.fixity_page import fixity_page
from bayegan.pages.words import words_of
from running import Bayegan, as_a_process
from shared import REPOSITORY
from tampering import bag_of, reseal

STEP = timedelta(days=9)
AUDITS = 40
ROTTEN, AMENDED, EXPORTED, FORGED, LOST, SICK = "BT-1", "BT-2", "BT-3", "BT-7", "BT-8", "BT-5"
WRONG = {FORGED, LOST, SICK}
ROT, MENDED, AWAY, BACK, AMENDING, FORGERY = 10, 15, 18, 21, 22, 32
"""The numbers of the audits before which that happens."""
EVERYTHING = {ROT - 1, ROT, *range(AWAY, BACK + 1), *range(FORGERY, AUDITS + 1)}
CHECKPOINTS = {8: "early", 31: "late"}


class Year:
    """The archive, its clock, and what happened so far. `told` is the status after some audits."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.clock = Clock(BEGIN)
        self.runs: list[FixityRun] = []
        self.told: dict[int, dict[str, Any]] = {}
        self.kept: dict[str, Path] = {}
        self.letter = next((bag_of(root, ROTTEN) / "data").rglob("*.txt"))
        self.whole = self.letter.read_bytes()

    def archive(self) -> Archive:
        return Archive.open(self.root, clock=self.clock)

    def live(self, number: int) -> None:
        """Let happen what comes before an audit, make it, and keep what is asked afterwards."""
        self.happens(number)
        self.clock.now += STEP
        everything = number in EVERYTHING
        usual = self.archive().policy.fixity
        scope = scope_for(usual, (), due=not everything, everything=everything, sample=None)
        self.runs.append(audit(self.root, self.clock, scope=scope))
        self.told[number] = status(self.root, self.clock)
        if number in CHECKPOINTS:
            made = make_checkpoint(self.archive(), os.environ, lambda _: None)
            assert made.signed is not None, made.findings
            self.kept[CHECKPOINTS[number]] = self.folder / CHECKPOINTS[number]
            self.kept[CHECKPOINTS[number]].write_bytes(made.signed.content)

    def happens(self, number: int) -> None:
        archive = self.root / "archive"
        match number:
            case _ if number == ROT:
                self.letter.write_bytes(bytes([self.whole[0] ^ 1]) + self.whole[1:])
            case _ if number == MENDED:
                self.letter.write_bytes(self.whole)
            case _ if number == AWAY:
                archive.rename(self.folder / "away")
                archive.mkdir()
            case _ if number == BACK:
                archive.rmdir()
                (self.folder / "away").rename(archive)
            case _ if number == AMENDING:
                self.amend_and_export()
            case _ if number == FORGERY:
                self.tamper()

    def amend_and_export(self) -> None:
        correction = self.folder / "correction.jsonl"
        correction.write_text('{"titles": ["Another"]}\n')
        asked = AmendRequest(AMENDED, correction, by="A reader", reason="a test", identify=False)
        assert [one.version for one in ended(amend(self.archive(), asked)).result.sealed] == ["v2"]
        asked_for = Selection((EXPORTED,))
        ended(export_items(self.archive(), "bag", asked_for, self.folder / "out", Audience.ARCHIVE))

    def tamper(self) -> None:
        bag = bag_of(self.root, FORGED)
        figures = next((bag / "data").rglob("*.csv"))
        figures.write_bytes(figures.read_bytes().replace(b"1", b"2", 1))
        reseal(bag)
        shutil.rmtree(bag_of(self.root, LOST).parent)
        next(one for one in (bag_of(self.root, SICK) / "data").rglob("*") if one.is_file()).unlink()


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The year, lived once."""
    folder = tmp_path_factory.mktemp("year")
    root = folder / "A"
    assert as_a_process("init", root, "--organisation", "An archive").returncode == 0
    policy(root, interval_days=30, overdue_days=60, sample="0%")
    submission = REPOSITORY / "docs" / "tutorial" / "accession" / "submission.json"
    assert as_a_process("ingest", "--archive", root, submission).returncode == 0
    lived = Year(root, folder)
    for number in range(1, AUDITS + 1):
        lived.live(number)
    assert lived.clock.now == BEGIN + AUDITS * STEP
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


def errors(run: FixityRun) -> list[Finding]:
    return [one for one in run.findings if one.is_error]


def test_each_audit_found_what_there_was(year: Year) -> None:
    assert len(year.runs) == AUDITS
    tampered = [*range(FORGERY, AUDITS + 1)]
    assert by_number(year, "altered") == [*range(ROT, MENDED), *tampered], "and due at once until it is mended"
    assert by_number(year, "missing") == tampered
    assert by_number(year, "not-checked") == [*range(AWAY, BACK)]
    for number, run in enumerate(year.runs, 1):
        counts = run.counts
        assert sum(counts[word] for word in counts if word not in ("listed", "unexpected")) == counts["listed"]
        blamed = {one.item for one in errors(run)}
        assert blamed == ({ROTTEN} if ROT <= number < MENDED else WRONG if number >= FORGERY else set()), number
        if not blamed and not AWAY <= number < BACK:
            assert run.findings == (), number
    assert {(one.code, one.item) for one in errors(year.runs[-1])} == {
        ("fixity-altered", FORGED),
        ("archive-item-missing", LOST),
        ("fixity-missing", SICK),
    }


def test_what_was_damaged_is_said_to_have_been_whole_at_the_check_before(year: Year) -> None:
    before, (found,) = year.runs[ROT - 2], year.runs[ROT - 1].findings
    assert f"last found whole {utc(before.started)}, by {before.report}" in found.found
    assert [one["item"] for one in year.told[MENDED - 1]["not_intact"]] == [ROTTEN]
    assert year.told[MENDED]["not_intact"] == []


def test_a_disk_that_was_away_is_no_loss_and_makes_nothing_look_fresh(year: Year) -> None:
    for number in range(AWAY, BACK):
        run = year.runs[number - 1]
        assert run.counts["not-checked"] == run.counts["listed"] > 0
        assert errors(run) == []
        assert run.unread != ()
        now, before = year.told[number], year.told[number - 1]
        assert now["coverage"]["versions"]["checked"] <= before["coverage"]["versions"]["checked"]
        assert now["due"]["versions"] >= before["due"]["versions"]
    back = year.runs[BACK - 1].counts
    assert back["intact"] == back["listed"] == year.runs[AWAY - 1].counts["listed"]


def test_the_report_and_the_status_say_what_stands(year: Year) -> None:
    last = year.runs[-1]
    assert {one["item"] for one in report_of(year.root, last)["not_intact"]} == WRONG
    told = year.told[AUDITS]
    assert told["coverage"]["versions"] == {"checked": 9, "of": 9}
    assert (told["due"]["versions"], told["overdue"]["versions"]) == (3, 0)
    assert {one["item"] for one in told["not_intact"]} == WRONG
    forged = {one["item"]: one for one in told["not_intact"]}[FORGED]
    assert forged["found"] == utc(year.runs[FORGERY - 1].ended)
    whole = datetime.fromisoformat(forged["whole_before"]["time"])
    assert BEGIN + BACK * STEP <= whole < datetime.fromisoformat(forged["found"])
    assert set(forged["files"].values()) == {"altered"}
    assert set(forged["files"]) == {
        "data/figures/reported-figures.csv",
        "manifest-sha512.txt",
        "tagmanifest-sha512.txt",
    }
    assert [one["seq"] for one in told["history"]] == sorted(one["seq"] for one in told["history"])
    assert [one["report"] for one in told["history"]] == [run.report for run in year.runs]


@pytest.mark.parametrize(
    ("lang", "altered", "last"), [("en", "altered", "The last 24 recorded checks"), ("fa", "تغییریافته", "۲۴")]
)
def test_the_page_says_exactly_what_happened(
    year: Year, tmp_path: Path, bayegan: Bayegan, lang: str, altered: str, last: str
) -> None:
    filed = filed_report(year.archive())
    bayegan("fixity", "report", "--archive", year.root, "--html", tmp_path / "page.html", "--lang", lang)
    page = Page((tmp_path / "page.html").read_text("utf-8"))
    assert last in " ".join(page.text.split())
    damage = [row for row in page.rows if len(row) == 4 and row[0].startswith("BT-")]
    assert {row[0].split("v1")[0][:4] for row in damage} == WRONG
    forged = [row for row in damage if row[0].startswith(FORGED)]
    assert [row[2] for row in forged] == [altered] * 3
    whole = next(one for one in filed.report["not_intact"] if one["item"] == FORGED)["whole_before"]
    assert all(whole["report"].rpartition("/")[2] in row[3] for row in forged)
    for one in filed.report["not_intact"]:
        assert one["path"] in page.text


@pytest.mark.parametrize("number", [6, ROT, MENDED, AWAY, BACK, FORGERY, AUDITS])
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

    for name in ("integrity-3-audit", "integrity-3-interval", "integrity-3-records"):
        assert found[name].is_met, name
    assert not found["integrity-4-repair"].is_met
    assert "damaged" in keys(found["integrity-4-repair"])
    assert "due-at-once" in keys(found["integrity-4-events"])


@pytest.fixture
def copy(year: Year, tmp_path: Path) -> Path:
    """A copy of the archive as it stands at the end, whose ledger may be tampered with."""
    return Path(shutil.copytree(year.root, tmp_path / "A", symlinks=True))


def said_of(copy: Path, since: Path | None = None) -> set[str]:
    return {one.code for one in verify_evidence(Archive.open(copy), since).findings if one.is_error}


def cut(copy: Path, lines: int) -> None:
    """Leave so many lines of the ledger, or all but so many."""
    (segment,) = (copy / "manifests" / "ledger").glob("0*.jsonl")
    segment.write_bytes(b"".join(segment.read_bytes().splitlines(keepends=True)[:lines]))


def test_the_ledger_holds_for_whoever_kept_a_checkpoint(
    year: Year, copy: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    bayegan("ledger", "verify", "--archive", copy)
    for kept in year.kept.values():
        bayegan("ledger", "verify", "--archive", copy, "--since", kept)
    bayegan("ledger", "checkpoint", "--archive", copy, "--to", tmp_path / "last")
    bayegan("ledger", "verify", "--archive", copy, "--since", tmp_path / "last")


def test_a_ledger_cut_short_does_not_hold(year: Year, copy: Path) -> None:
    cut(copy, -5)
    assert "ledger-cut" in said_of(copy)
    shutil.rmtree(copy / "manifests" / "ledger" / "checkpoints")
    shutil.rmtree(copy / ".bayegan")
    assert said_of(copy) == set(), "only a checkpoint that was kept elsewhere can tell"
    assert said_of(copy, year.kept["late"]) == set(), "and it was made before those lines"
    cut(copy, 5)
    assert "ledger-cut" in said_of(copy, year.kept["early"])


def test_a_line_of_the_ledger_that_was_changed_is_named(copy: Path) -> None:
    (segment,) = (copy / "manifests" / "ledger").glob("0*.jsonl")
    lines = segment.read_bytes().splitlines(keepends=True)
    segment.write_bytes(b"".join([*lines[:9], lines[9].replace(b"success", b"failure"), *lines[10:]]))
    (named,) = [one for one in verify_evidence(Archive.open(copy)).findings if one.code == "ledger-chain"]
    assert (named.path, named.row) == (f"manifests/ledger/{segment.name}", 10)
