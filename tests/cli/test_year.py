"""A year of an archive, scripted: forty audits, damage, a disk that is away, tampering; then everybody is asked."""

import shutil
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from audited import BEGIN, Clock, audit, ended, filled, policy, report_of, status
from bayegan.library.amending import AmendRequest, amend
from bayegan.library.archive import Archive
from bayegan.library.checkpoints import make_checkpoint, verify_evidence
from bayegan.library.exporting import Selection, export_items
from bayegan.library.fixity import scope_for
from bayegan.library.levels import assess
from bayegan.model.fixity_run import FixityRun
from bayegan.model.ledger import utc
from bayegan.model.selection import Audience
from running import Bayegan
from tampering import bag_of, reseal

ITEMS = {"a": 2, "b": 3, "c": 1, "d": 4, "e": 2, "f": 1}
DAYS = 9
ROTTEN, LOST, SICK, FORGED = "b", "d", "e", "c"


class Page(HTMLParser):
    """The words of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def __contains__(self, words: str) -> bool:
        return words in " ".join(" ".join(self.said).split())


class Year:
    """The archive, its clock, and what happened so far."""

    def __init__(self, archive: Path, tmp_path: Path, bayegan: Bayegan) -> None:
        self.archive, self.tmp_path, self.bayegan = archive, tmp_path, bayegan
        self.clock = Clock(BEGIN)
        self.runs: list[FixityRun] = []

    def opened(self) -> Archive:
        return Archive.open(self.archive, clock=self.clock)

    def audit(self, **how: bool) -> FixityRun:
        """Let nine days pass, and check."""
        self.clock.forward(DAYS)
        usual, everything = self.opened().policy.fixity, bool(how)
        chosen = scope_for(usual, (), due=not everything, everything=everything, sample=None)
        self.runs.append(audit(self.archive, self.clock, scope=chosen))
        return self.runs[-1]

    def sign(self, name: str) -> Path:
        """Sign the ledger, and keep the checkpoint elsewhere."""
        made = make_checkpoint(self.opened(), {"XDG_CONFIG_HOME": str(self.tmp_path / "config")}, lambda _: None)
        assert made.signed is not None, made.findings
        (self.tmp_path / name).write_bytes(made.signed.content)
        return self.tmp_path / name


def documents(bag: Path) -> list[Path]:
    return sorted(one for one in (bag / "data").rglob("*") if one.is_file())


@pytest.fixture
def year(archive: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch) -> Year:
    shutil.rmtree(archive)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    bayegan("init", archive, "--organisation", "Test Archive")
    policy(archive, interval_days=30, overdue_days=60, sample="0%")
    filled(archive, tmp_path / "in", bayegan, ITEMS)
    return Year(archive, tmp_path, bayegan)


def test_a_year_is_told_as_it_was(year: Year, tmp_path: Path, bayegan: Bayegan) -> None:
    archive = year.archive
    for _ in range(8):
        assert year.audit().findings == ()
    early = year.sign("early.txt")

    # One bit of a document goes; it is found at the next check that reads it, and at each one after that.
    rotten = documents(bag_of(archive, ROTTEN))[0]
    whole = rotten.read_bytes()
    whole_by = year.audit(everything=True)
    rotten.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    found = year.audit(everything=True)
    assert [(one.code, one.item) for one in found.findings] == [("fixity-altered", ROTTEN)]
    assert whole_by.report is not None
    assert f"last found whole {utc(whole_by.started)}, by {whole_by.report}" in found.findings[0].found
    for _ in range(4):
        assert [one.item for one in year.audit().findings] == [ROTTEN]
    assert [one["item"] for one in status(archive, year.clock)["not_intact"]] == [ROTTEN]
    rotten.write_bytes(whole)
    for _ in range(3):
        assert year.audit().findings == ()
    assert status(archive, year.clock)["not_intact"] == []

    # The disk is away for three checks: nothing is called missing, and nothing looks fresh.
    (archive / "archive").rename(archive / "away")
    (archive / "archive").mkdir()
    for _ in range(3):
        run = year.audit(everything=True)
        assert run.counts["not-checked"] == run.counts["listed"] > 0
        assert [one for one in run.findings if one.is_error] == []
        assert run.unread != ()
    (archive / "archive").rmdir()
    (archive / "away").rename(archive / "archive")
    assert year.audit(everything=True).counts["intact"] == run.counts["listed"]

    # An amendment and an export happen in between: they are not damage.
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "c.jsonl").write_text('{"titles": ["Another"]}\n')
    asked = AmendRequest("a", tmp_path / "c" / "c.jsonl", by="A reader", reason="a test", identify=False)
    assert [one.version for one in ended(amend(year.opened(), asked)).result.sealed] == ["v2"]
    ended(export_items(year.opened(), "bag", Selection(("f",)), tmp_path / "out", Audience.ARCHIVE))
    for _ in range(10):
        assert [one for one in year.audit().findings if one.is_error] == []
    late = year.sign("late.txt")

    # Somebody rewrites a bag with its manifests, another item goes, a third cannot be read whole.
    bag = bag_of(archive, FORGED)
    documents(bag)[0].write_text("forged")
    reseal(bag)
    shutil.rmtree(bag_of(archive, LOST).parent)
    documents(bag_of(archive, SICK))[1].unlink()
    while len(year.runs) < 40:
        last = year.audit(everything=True)
    assert len(year.runs) == 40

    # What the report says.
    blamed = {(one.code, one.item) for one in last.findings if one.is_error}
    assert blamed == {("fixity-altered", FORGED), ("archive-item-missing", LOST), ("fixity-missing", SICK)}
    report = report_of(archive, last)
    assert {one["item"] for one in report["not_intact"]} == {FORGED, LOST, SICK}

    # What the status says.
    told = status(archive, year.clock)
    assert {one["item"] for one in told["not_intact"]} == {FORGED, LOST, SICK}
    first = next(at for at, run in enumerate(year.runs) if any(one.item == FORGED for one in run.findings))
    since = {one["item"]: one for one in told["not_intact"]}[FORGED]
    assert since["found"] == utc(year.runs[first].ended)
    assert since["whole_before"]["time"] < since["found"]
    assert (told["due"]["versions"], told["overdue"]["versions"]) == (3, 0)
    assert [one["seq"] for one in told["history"]] == sorted(one["seq"] for one in told["history"])
    assert [one["report"] for one in told["history"]] == [run.report for run in year.runs]

    # What the page says.
    bayegan("fixity", "report", "--archive", archive, "--html", tmp_path / "page.html")
    page = Page(tmp_path / "page.html")
    assert "The last 24 recorded checks" in page
    for path in (f"data/{FORGED}-0.txt", f"data/{SICK}-1.txt"):
        assert path in page
    assert since["whole_before"]["report"].rpartition("/")[2] in page

    # What the Levels say.
    levels = {one.statement.id: one for one in assess(year.opened()).judged}
    assert levels["integrity-3-audit"].is_met
    assert any(not one.is_met for name, one in levels.items() if name.startswith("integrity-"))

    # What the ledger says, to whoever kept a checkpoint and to whoever did not.
    for since_then in (early, late):
        assert [one for one in verify_evidence(year.opened(), since_then).findings if one.is_error] == []
    segment = max((archive / "manifests" / "ledger").glob("*.jsonl"))
    lines = segment.read_bytes().splitlines(keepends=True)
    segment.write_bytes(b"".join(lines[:-5]))
    assert "ledger-cut" in {one.code for one in verify_evidence(year.opened()).findings}
    shutil.rmtree(archive / "manifests" / "ledger" / "checkpoints")
    shutil.rmtree(archive / ".bayegan")
    assert [one for one in verify_evidence(year.opened()).findings if one.is_error] == []
    segment.write_bytes(b"".join(lines[:5]))
    assert [one for one in verify_evidence(year.opened(), early).findings if one.code == "ledger-cut"] != []
    segment.write_bytes(b"".join([*lines[:9], lines[9].replace(b"success", b"failure"), *lines[10:]]))
    assert "ledger-chain" in {one.code for one in verify_evidence(year.opened()).findings}
    assert timedelta(days=DAYS) * 40 == year.clock.now - BEGIN
