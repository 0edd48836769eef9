"""bayegan levels: nothing is claimed that no evidence shows."""

import dataclasses
import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bayegan.library.archive import Archive
from bayegan.library.levels import assess
from bayegan.metadata.json_schema import problems
from bayegan.model.levels import LEVELS, STATEMENTS, Area, Facts, Said, Shown, Stated, Statements, judged, level_of
from bayegan.pages.levels_en import ASKED_EN, SAID_EN
from running import Bayegan
from years import check, damage

TODAY = date(2027, 1, 15)


@pytest.fixture
def held(archive: Path, accession: Path, bayegan: Bayegan) -> Path:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    return archive


def statements(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    assert problems("levels-1.0", answer["result"]) == ()
    return {one["id"]: one for area in answer["result"]["areas"] for one in area["statements"]}


def state(archive: Path, *names: str, on: str = "2026-11-20", **more: str) -> None:
    """Let the archivist say that these are met."""
    policy = archive / "bayegan.toml"
    said = "".join(
        f'\n[levels.{name}]\nmet = {more.get("met", "true")}\nby = "A. Archivist"\non = {on}\nsays = "So it is."\n'
        for name in names
    )
    policy.write_text(policy.read_text() + said)


STATED = [one.id for one in STATEMENTS if one.is_stated]


def test_a_new_archive_reaches_nothing(archive: Path, bayegan: Bayegan) -> None:
    ran = bayegan("levels", "--archive", archive)
    found = statements(ran.envelope)
    assert [area["level"] for area in ran.envelope["result"]["areas"]] == [0, 0, 0, 0, 0]
    met = [name for name, one in found.items() if one["met"]]
    assert met == ["integrity-3-audit", "metadata-3-standards"]


def test_what_is_computed_is_shown_and_what_is_not_said_is_lacking(held: Path, bayegan: Bayegan) -> None:
    start = datetime.now(UTC)
    check(held, start - timedelta(days=3))
    check(held, start)
    found = statements(bayegan("levels", "--archive", held).envelope)
    met = {name for name, one in found.items() if one["met"]}
    assert met == {
        *(
            "integrity-1-given",
            "integrity-1-made",
            "integrity-3-interval",
            "integrity-3-records",
            "integrity-3-audit",
        ),
        *("metadata-1-inventory", "metadata-2-enough", "metadata-3-standards", "metadata-4-actions"),
        *("metadata-4-applied", "content-1-formats"),
    }
    for name, one in found.items():
        assert one["met"] == (one["lacking"] == [])
        assert one["evidence"] or one["lacking"], name
        assert (one["basis"] == "computed") == (name not in STATED)


def test_all_that_is_stated_and_computed_makes_level_4(held: Path, bayegan: Bayegan) -> None:
    start = datetime.now(UTC)
    check(held, start - timedelta(days=3))
    check(held, start)
    state(held, *STATED, on=f"{start.date()}")
    ran = bayegan("levels", "--archive", held)
    lacking = {name: one["lacking"] for name, one in statements(ran.envelope).items() if not one["met"]}
    assert lacking == {}
    assert [area["level"] for area in ran.envelope["result"]["areas"]] == [4, 4, 4, 4, 4]
    one = statements(ran.envelope)["storage-1-copies"]
    assert one["stated"] == {"met": True, "by": "A. Archivist", "on": f"{start.date()}", "says": "So it is."}


def test_damage_takes_the_levels_that_it_contradicts(held: Path, bayegan: Bayegan) -> None:
    start = datetime.now(UTC)
    check(held, start - timedelta(days=3))
    damage(held)
    check(held, start)
    state(held, *STATED, on=f"{start.date()}")
    found = statements(bayegan("levels", "--archive", held).envelope)
    assert "3 versions are not intact" in found["integrity-4-repair"]["lacking"][0]["says"]
    assert not found["integrity-4-events"]["met"]
    assert found["integrity-3-interval"]["met"]


def test_a_report_that_is_gone_or_changed_is_missed(held: Path, bayegan: Bayegan) -> None:
    bayegan("fixity", "check", "--archive", held)
    bayegan("fixity", "check", "--archive", held)
    first, second = sorted((held / "manifests" / "fixity").iterdir())
    first.write_bytes(first.read_bytes() + b" ")
    second.unlink()
    found = statements(bayegan("levels", "--archive", held).envelope)["integrity-3-records"]
    assert found["lacking"] == [{"says": "2 reports are missing or changed", "link": "manifests/fixity"}]


def test_a_broken_ledger_is_no_log_no_inventory_and_no_record(held: Path, bayegan: Bayegan) -> None:
    segment = next((held / "manifests" / "ledger").glob("0*.jsonl"))
    lines = segment.read_bytes().splitlines(keepends=True)
    segment.write_bytes(b"".join((*lines[:3], *lines[4:])))
    state(held, *STATED, on=f"{datetime.now(UTC).date()}")
    found = statements(bayegan("levels", "--archive", held).envelope)
    for name in ("integrity-3-audit", "control-3-logs", "metadata-1-inventory", "metadata-4-actions"):
        assert any("the ledger is not in order" in one["says"] for one in found[name]["lacking"]), name


def test_metadata_that_no_longer_holds_is_not_called_proved(held: Path, bayegan: Bayegan) -> None:
    record = next(held.glob("archive/*/BT-1/v1/metadata/record.xml"))
    record.write_bytes(b"<nothing/>")
    found = statements(bayegan("levels", "--archive", held).envelope)["metadata-4-applied"]
    assert "of 8 versions looked at just now, the metadata of 7 was proved" in found["lacking"][0]["says"]


def test_holdings_that_are_not_there_prove_nothing(held: Path, bayegan: Bayegan) -> None:
    shutil.rmtree(held / "archive")
    (held / "archive").mkdir()
    assert not statements(bayegan("levels", "--archive", held).envelope)["metadata-4-applied"]["met"]


def test_a_schema_of_the_archive_that_was_changed_is_missed(held: Path, bayegan: Bayegan) -> None:
    schema = held / "schemas" / "bayegan_schemas" / "record-1.0.xsd"
    schema.write_bytes(schema.read_bytes() + b"<!-- -->")
    assert not statements(bayegan("levels", "--archive", held).envelope)["metadata-3-standards"]["met"]


def test_a_folder_that_anybody_may_write_to_contradicts_what_is_stated(held: Path, bayegan: Bayegan) -> None:
    state(held, "control-1-agents", "control-2-applied", on=f"{datetime.now(UTC).date()}")
    assert statements(bayegan("levels", "--archive", held).envelope)["control-2-applied"]["met"]
    (held / "manifests" / "ledger").chmod(0o777)
    found = statements(bayegan("levels", "--archive", held).envelope)["control-2-applied"]
    assert found["lacking"][0]["says"] == "1 folders of the archive may be written to by anybody"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[levels.storage-9-x]\nmet = true", "no statement has this name"),
        ("[levels.integrity-1-made]\nmet = true", "this is computed"),
        ("[levels.storage-1-copies]\nmet = true", "levels.storage-1-copies.by is missing"),
        ('[levels.storage-1-copies]\nmet = "yes"', "true or false"),
        ('[levels.storage-1-copies]\nmet = true\nby = "A"\non = "2026-11-20"\nsays = "x"', "without quotes"),
        (
            '[levels.storage-1-copies]\nmet = true\nby = "A"\non = 2026-11-20T10:00:00Z\nsays = "x"',
            "without quotes",
        ),
        ('[levels.storage-1-copies]\nmet = true\nby = ""\non = 2026-11-20\nsays = "x"', "the name of who says so"),
        ("[levels]\nrenew_days = 0", "no number of days"),
        ("[levels]\nstorage-1-copies = true", "is not a table"),
    ],
)
def test_a_statement_that_is_not_as_it_must_be_is_refused(
    archive: Path, bayegan: Bayegan, text: str, says: str
) -> None:
    policy = archive / "bayegan.toml"
    policy.write_text(policy.read_text() + f"\n{text}\n")
    assert says in bayegan("levels", "--archive", archive, expect=2).said()


def facts(archive: Path) -> Facts:
    return assess(Archive.open(archive)).facts


@pytest.mark.parametrize(
    ("stated", "key"),
    [
        (Stated(True, "A", TODAY, "x"), None),
        (Stated(True, "A", TODAY - timedelta(days=365), "x"), None),
        (Stated(True, "A", TODAY - timedelta(days=366), "x"), "stated-long-ago"),
        (Stated(True, "A", TODAY + timedelta(days=1), "x"), "stated-ahead"),
        (Stated(False, "A", TODAY, "x"), "stated-not-met"),
        (None, "not-stated"),
    ],
)
def test_what_is_stated_counts_for_a_year(archive: Path, stated: Stated | None, key: str | None) -> None:
    said = Statements({"storage-1-copies": stated} if stated else {})
    one = next(one for one in judged(facts(archive), said, TODAY) if one.statement.id == "storage-1-copies")
    assert [each.key for each in one.shown.lacking] == ([key] if key else [])


def test_a_level_needs_all_levels_below_it(archive: Path) -> None:
    everything = judged(facts(archive), Statements(), TODAY)

    def met(*levels: int) -> int:
        some = []
        for one in everything:
            lacking = () if one.statement.level in levels else (Said("not-stated"),)
            some.append(dataclasses.replace(one, shown=Shown(lacking=lacking)))
        return level_of(Area.INTEGRITY, tuple(some))

    assert [met(), met(1), met(2), met(1, 2), met(1, 2, 4), met(*LEVELS)] == [0, 1, 0, 2, 2, 4]


def test_every_statement_and_every_sentence_has_its_words() -> None:
    assert [one.id for one in STATEMENTS] == list(ASKED_EN)
    assert all(one.id.startswith(f"{one.area.value}-{one.level}-") for one in STATEMENTS)
    assert {(one.area, one.level) for one in STATEMENTS} == {(area, level) for area in Area for level in LEVELS}
    assert len(SAID_EN) == len(set(SAID_EN.values()))


def test_text_tells_every_statement(held: Path, bayegan: Bayegan) -> None:
    code, out, _ = bayegan.text("levels", "--archive", held)
    assert code == 0
    for one in STATEMENTS:
        assert f"  {one.id}, " in out
    document = bayegan("levels", "--archive", held).envelope["result"]
    assert json.dumps(document).count('"asks"') == len(STATEMENTS)
