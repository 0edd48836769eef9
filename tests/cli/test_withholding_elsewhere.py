"""What is closed in one item stays wherever it stands: in items exported alone, in what a donor's bag brought."""

import json
from pathlib import Path
from typing import Any

import pytest

from bags_made import make_bag, put, retag
from bayegan.export.exporter import exporters
from bayegan.export.format_words import is_of_formats
from bayegan.model.disclosure.words import words_of
from running import Bayegan

CLOSED = {"level": "restricted", "reason": {"text": "she asked"}}
WITNESS = {"names": [{"text": "Zohreh Quincewright"}], "roles": ["witness"], "access": CLOSED}


def item(identifier: str, **said: object) -> dict[str, object]:
    access = {"level": "public"}
    files = [{"filename": f"{identifier}.txt"}]
    return {"id": identifier, "titles": [{"text": f"Page {identifier}"}], "access": access, "files": files} | said


def ingest(archive: Path, folder: Path, bayegan: Bayegan, *items: dict[str, Any], text: str = "Open.") -> None:
    folder.mkdir()
    for one in items:
        (folder / f"{one['id']}.txt").write_text(text)
    (folder / "submission.json").write_text(json.dumps({"submission": "1.0", "items": items}))
    bayegan("ingest", "--archive", archive, folder / "submission.json", "--no-identify")


def octets_below(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file())


@pytest.mark.parametrize("level", ["public", "restricted"])
@pytest.mark.parametrize(
    "asked", [("second",), ("--not-yet", "--target", "A university")], ids=["named", "not yet"]
)
def test_a_name_that_is_closed_in_another_item_does_not_leave(
    archive: Path, tmp_path: Path, bayegan: Bayegan, level: str, asked: tuple[str, ...]
) -> None:
    """Whether that item is open, and was given before, or is itself closed."""
    ingest(archive, tmp_path / "in", bayegan, item("first", people=[WITNESS], access={"level": level}))
    given = ("--target", "A university", "--audience", "archive")
    bayegan("export", "saf", "--archive", archive, "--to", tmp_path / "before", "first", *given)
    late = item("second", titles=[{"text": "A letter to Zohreh Quincewright"}])
    ingest(archive, tmp_path / "later", bayegan, late, text="Dear Zohreh Quincewright,")
    ran = bayegan("export", "bag", "--archive", archive, "--to", tmp_path / "out", *asked)
    assert ran.envelope["result"]["exported"] == ["second"]
    assert {(one["what"], one["where"]) for one in ran.envelope["result"]["parts"]} == {
        ("text", "/titles/0"),
        ("file", "data/second.txt"),
    }
    assert b"Quincewright" not in octets_below(tmp_path / "out")


def test_an_item_that_is_not_as_it_was_sealed_is_warned_of_where_it_is_not_asked_for(
    archive: Path, tmp_path: Path, bayegan: Bayegan
) -> None:
    ingest(archive, tmp_path / "in", bayegan, item("first", people=[WITNESS]), item("second"))
    record = next(archive.glob("archive/*/first/v1/metadata/record.xml"))
    record.write_bytes(record.read_bytes() + b"\n")
    ran = bayegan("export", "bag", "--archive", archive, "--to", tmp_path / "out", "second")
    assert [(one["code"], one["severity"], one["item"]) for one in ran.envelope["findings"]] == [
        ("fixity-altered", "warning", "first")
    ]
    assert "what is restricted in it may not have been withheld" in ran.envelope["findings"][0]["advice"]
    assert (
        "fixity-altered" in bayegan("export", "bag", "--archive", archive, "--to", tmp_path / "o", expect=1).codes
    )


@pytest.mark.parametrize("name", ["bag", "ocfl", "eark-sip", "saf"])
def test_the_organisation_of_the_archive_may_be_the_donor_and_an_accession_be_called_by_its_year(
    archive: Path, tmp_path: Path, bayegan: Bayegan, name: str
) -> None:
    accession = {"number": "2026", "donor": {"text": "test archive"}}
    ingest(archive, tmp_path / "in", bayegan, item("first", accession=accession), item("second"))
    ran = bayegan("export", name, "--archive", archive, "--to", tmp_path / "out")
    assert ran.envelope["result"]["exported"] == ["first", "second"]
    assert [one["where"] for one in ran.envelope["result"]["parts"]] == ["/accession"]


@pytest.mark.parametrize("name", ["bag", "ocfl", "eark-aip"])
def test_what_a_donors_bag_brought_is_searched_before_it_leaves(
    archive: Path, tmp_path: Path, bayegan: Bayegan, name: str
) -> None:
    donor = make_bag(tmp_path / "donor", algorithms=("sha512",), info="External-Identifier: donor-7\n")
    put(donor, "docs/letter.txt", b"Dear Zohreh Quincewright,")
    put(donor, "docs/scan.png", b"\x89PNG\r\n\x1a\n\0\0")
    retag(donor, ("sha512",))
    bayegan("ingest", "--archive", archive, donor, "--access", "public", "--accept-findings")
    ingest(archive, tmp_path / "in", bayegan, item("first", people=[WITNESS]))
    export = ("export", name, "--archive", archive, "--to", tmp_path / "out")
    ran = bayegan(*export, expect=1)
    errors = [(one["code"], one["path"]) for one in ran.envelope["findings"] if one["severity"] == "error"]
    assert ("export-not-searched", "metadata/donor/docs/scan.png") in errors
    parts = bayegan(*export, "--accept-unsearched").envelope["result"]["parts"]
    assert ("donor-7", "metadata/donor/docs/letter.txt") in [(one["item"], one["where"]) for one in parts]
    assert b"Quincewright" not in octets_below(tmp_path / "out")
    assert not list((tmp_path / "out").rglob("letter.txt"))


@pytest.mark.parametrize("name", exporters())
def test_a_restricted_name_that_is_a_word_of_the_form_is_withheld_and_warned_of(
    archive: Path, tmp_path: Path, bayegan: Bayegan, name: str
) -> None:
    people = [{"names": [{"text": "Said"}, {"text": "Data"}], "roles": ["witness"], "access": CLOSED}]
    first = item("first", people=people, files=[{"filename": "first.txt"}])
    second = item("second", titles=[{"text": "What Said wrote"}])
    ingest(archive, tmp_path / "in", bayegan, first, second, text="Said wrote it.")
    ran = bayegan("export", name, "--archive", archive, "--to", tmp_path / "out")
    where = {(one["item"], one["where"]) for one in ran.envelope["result"]["parts"]}
    assert {("second", "/titles/0"), ("first", "data/first.txt"), ("second", "data/second.txt")} <= where
    assert {one for one in ran.codes if "leak" in one} == set()
    assert b"What Said" not in octets_below(tmp_path / "out")


@pytest.mark.parametrize("name", exporters())
def test_every_word_of_a_form_is_known(archive: Path, tmp_path: Path, bayegan: Bayegan, name: str) -> None:
    """Of two items, one given in part, nothing but these words and what the items say stands in a package."""
    first = item("qqa", people=[WITNESS | {"names": [{"text": "qqb"}]}], titles=[{"text": "qqc"}])
    ingest(archive, tmp_path / "in", bayegan, first, item("qqd", titles=[{"text": "qqe"}]), text="qqf")
    out = tmp_path / "out"
    bayegan("export", name, "--archive", archive, "--to", out)
    said: set[str] = set()
    for path in out.rglob("*"):
        said.update(words_of(str(path.relative_to(out))))
        if path.is_file():
            said.update(words_of(path.read_text(encoding="utf-8")))
    words = {one for one in said if one.isalpha() and not one.startswith("qq") and set(one) - set("abcdef")}
    assert {one for one in words - {"test", "archive"} if len(one) > 1 and not is_of_formats(one)} == set()
