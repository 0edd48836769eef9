"""bayegan fixity report: the page that is filed, and what it says of where it comes from."""

import json
import re
import shutil
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bayegan.model.filed import as_told, kind_of
from running import Bayegan
from shared import REPOSITORY
from years import HOSTILE, check, damage, live

VECTOR = REPOSITORY / "tests" / "vectors" / "fixity" / "report-1.1.json"


@pytest.fixture
def held(archive: Path, accession: Path, bayegan: Bayegan) -> Path:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    return archive


class Text(HTMLParser):
    """The text of a page, and its tags."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.tags: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def __contains__(self, words: str) -> bool:
        return words in " ".join("".join(self.said).split())


def test_the_page_says_what_was_found_and_since_when(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    live(held, 6)
    ran = bayegan("fixity", "report", "--archive", held, "--html", tmp_path / "page.html")
    page = Text(tmp_path / "page.html")
    assert "3 files are not as they were sealed." in page
    for item in ("BT-2", "BT-7", "BT-5"):
        assert item in page
    assert "data/figures/reported-figures.csv" in page
    result = ran.envelope["result"]
    assert f"line {result['line']} of the ledger" in page
    assert result["sha512"] in page
    before = result["report"]["not_intact"][0]["whole_before"]
    assert before["report"].rpartition("/")[2] in page
    assert page.tags.isdisjoint({"script", "img", "link", "iframe"})
    assert HOSTILE not in (tmp_path / "page.html").read_text("utf-8")
    assert r"data/<script>alert(1);\u202efdp.txt" in page


def test_a_clean_report_says_so(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("fixity", "check", "--archive", held)
    bayegan("fixity", "report", "--archive", held, "--html", tmp_path / "page.html")
    page = Text(tmp_path / "page.html")
    assert "Everything that was checked is intact." in page
    assert "Nothing was found." in page
    assert "100%" in page


def test_an_earlier_report_shows_the_checks_up_to_it_only(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    start = datetime.now(UTC)
    first = check(held, start)
    damage(held)
    check(held, start.replace(year=start.year + 1))
    assert first.report is not None
    bayegan("fixity", "report", held / first.report, "--archive", held, "--html", tmp_path / "page.html")
    page = Text(tmp_path / "page.html")
    assert "Everything that was checked is intact." in page
    assert "The last 1 recorded checks" in page


def test_a_report_of_the_earlier_form_is_read_and_says_what_it_does_not_tell(
    tmp_path: Path, bayegan: Bayegan
) -> None:
    """The vector lies in the repository: a report 1.0, named by its ledger."""
    archive = tmp_path / "A"
    archive.mkdir()
    for part in ("archive", "manifests", "bayegan.toml"):
        (shutil.copytree if (REPOSITORY / part).is_dir() else shutil.copy)(REPOSITORY / part, archive / part)
    report = next((archive / "manifests" / "fixity").iterdir())
    document = json.loads(report.read_text("utf-8"))
    if document["report"] != "1.0":
        earlier = {
            key: document[key] for key in ("archive", "agent", "started", "ended", "ledger", "files", "octets")
        }
        earlier |= {"report": "1.0", "not_intact": [], "unlisted": [], "findings": []}
        earlier["items"] = {key: document["items"][key] for key in ("checked", "intact", "not_intact")}
        report = tmp_path / "earlier.json"
        report.write_text(json.dumps(earlier))
    for lang in ("en", "fa"):
        bayegan(
            "fixity", "report", report, "--archive", archive, "--html", tmp_path / f"{lang}.html", "--lang", lang
        )
    page = Text(tmp_path / "en.html")
    assert "The report is of an earlier form (1.0)" in page
    assert "not told by this report" in page
    assert "at the time of this page (the report does not tell)" in page


def test_a_report_that_was_changed_is_not_vouched_for(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    damage(held)
    path = bayegan("fixity", "check", "--archive", held, expect=1).envelope["result"]["report"]
    report = json.loads((held / path).read_text("utf-8"))
    report["not_intact"], report["findings"] = [], []
    report["files"] |= {"intact": report["files"]["listed"], "altered": 0, "missing": 0, "unexpected": 0}
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(report))
    ran = bayegan("fixity", "report", forged, "--archive", held, "--html", tmp_path / "page.html")
    assert ran.envelope["result"]["line"] is None
    assert "The ledger of this archive does not name this report." in Text(tmp_path / "page.html")
    _, out, _ = bayegan.text("fixity", "report", forged, "--archive", held)
    assert "Named by no line of this archive's ledger." in out


@pytest.mark.parametrize("where", ["archive", "manifests/fixity", "manifests/ledger", "manifests/submissions"])
def test_no_page_is_laid_among_what_is_kept(held: Path, bayegan: Bayegan, where: str) -> None:
    bayegan("fixity", "check", "--archive", held)
    bayegan("fixity", "report", "--archive", held, "--html", held / where / "page.html", expect=2)
    assert not (held / where / "page.html").exists()


def test_what_is_no_report_of_this_archive_is_refused(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    bayegan("fixity", "report", "--archive", held, expect=2)
    bayegan("fixity", "report", tmp_path / "none.json", "--archive", held, expect=2)
    assert "another archive" in bayegan("fixity", "report", VECTOR, "--archive", held, expect=2).said()
    for text in ("[]", "{", '{"report": "1.1"}', '{"report": "9"}'):
        (tmp_path / "x.json").write_text(text)
        bayegan("fixity", "report", tmp_path / "x.json", "--archive", held, expect=2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r'"time":"[^"]*","type":"fixity', '"time":"no time","type":"fixity'),
        (r'"scope":"all"', '"scope":"<b>"'),
        (r'"outcome":"success"(.*"type":"fixity)', r'"outcome":"odd"\1'),
        (r'"coverage":\{[^}]*\}', '"coverage":{"of":-1}'),
        (r'"digests":\{"manifests/fixity[^}]*\}', '"digests":7'),
    ],
)
def test_a_ledger_that_was_tampered_with_stops_no_page(
    held: Path, tmp_path: Path, bayegan: Bayegan, old: str, new: str
) -> None:
    path = bayegan("fixity", "check", "--archive", held).envelope["result"]["report"]
    segment = next((held / "manifests" / "ledger").glob("0*.jsonl"))
    lines = segment.read_text("utf-8").splitlines()
    number = next(number for number, line in enumerate(lines) if path in line)
    lines[number], changed = re.subn(old, new, lines[number])
    assert changed == 1
    segment.write_text("\n".join(lines) + "\n", "utf-8")
    bayegan("fixity", "report", held / path, "--archive", held, "--html", tmp_path / "page.html")
    assert "Everything that was checked is intact." in Text(tmp_path / "page.html")
    bayegan("levels", "--archive", held, "--html", tmp_path / "levels.html")


def test_text_tells_the_damage(held: Path, bayegan: Bayegan) -> None:
    damage(held)
    bayegan("fixity", "check", "--archive", held, expect=1)
    code, out, _ = bayegan.text("fixity", "report", "--archive", held)
    assert code == 0
    assert "3 files are not as they were sealed." in out
    assert [line.split()[0] for line in out.splitlines() if line.startswith("BT-")] == ["BT-2", "BT-7", "BT-5"]


def vector(**more: Any) -> dict[str, Any]:
    report = dict(as_told(json.loads(VECTOR.read_text("utf-8"))))
    report["files"] = {**report["files"], "altered": 0}
    report["findings"], report["not_intact"] = [], []
    return report | more


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({}, "rest"),
        ({"overdue": {"versions": 1, "files": 9, "octets": 1}}, "unsure"),
        ({"offline": [{"path": "archive/3c", "reason": "empty"}]}, "unsure"),
        ({"unlisted": [{"path": "archive/3c", "reason": "Permission denied"}]}, "unsure"),
        ({"findings": [{"severity": "error", "code": "ledger-chain"}]}, "archive"),
        ({"findings": [{"severity": "warning", "code": "x"}]}, "rest"),
    ],
)
def test_the_verdict_calls_nothing_good_that_was_not_read(more: dict[str, Any], kind: str) -> None:
    assert kind_of(vector(**more)) == kind


@pytest.mark.parametrize(
    ("files", "scope", "kind"),
    [
        ({"listed": 3, "intact": 3}, "all", "good"),
        ({"listed": 3, "intact": 2, "not-checked": 1}, "all", "unsure"),
        ({"listed": 3, "intact": 2, "unreadable": 1}, "due", "unsure"),
        ({"listed": 3, "intact": 3, "unexpected": 1}, "all", "bad"),
        ({"listed": 3, "intact": 2, "missing": 1}, "due", "bad"),
        ({"listed": 0}, "due", "nothing-due"),
        ({"listed": 0}, "sample", "none"),
    ],
)
def test_the_verdict_of_counts(files: dict[str, int], scope: str, kind: str) -> None:
    none = dict.fromkeys(vector()["files"], 0)
    assert kind_of(vector(files=none | files, scope={"kind": scope})) == kind
