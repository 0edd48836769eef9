"""Ingest by worker processes: the same octets as by one, and the same refusals."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest

from bayegan.errors import SourceChanged
from bayegan.library import bag_building, bag_making, carrying, ingesting, workshop
from bayegan.library.archive import Archive
from bayegan.library.ingesting import IngestOutcome, IngestRequest, ingest
from bayegan.services.ingest import ITEMS_A_BATCH
from bayegan.storage.documents import DocumentsFolder

MANY = ITEMS_A_BATCH + 60


def noon() -> datetime:
    return datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """More items than a batch holds, each of one file, and between them one of many files."""
    root = tmp_path / "in"
    rows = ["filename,item,title"]
    (root / "large").mkdir(parents=True)
    for number in range(MANY):
        (root / f"{number:04d} سند.txt").write_text(f"document {number}\n" * (number % 40))
        rows.append(f"{number:04d} سند.txt,item {number},Title {number}")
        if number == 30:
            for part in range(260):
                (root / "large" / f"{part:03d}.bin").write_bytes(bytes([part % 256]) * part * 50)
                rows.append(f"large/{part:03d}.bin,large,Title of the large one")
    (root / "submission.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return root


Run = Callable[..., IngestOutcome]


@pytest.fixture
def run(archive: Path, tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Ingest with all that is done for large items alone: some workers are started before the table is read."""
    monkeypatch.setattr(bag_making, "_MANY_FILES", 250)
    monkeypatch.setattr(ingesting, "_LONG", 1)

    def run(name: str, **options: object) -> IngestOutcome:
        shutil.copytree(archive, tmp_path / name)
        opened = Archive.open(tmp_path / name, clock=noon)
        work = ingest(opened, IngestRequest(documents / "submission.csv", **options))  # type: ignore[arg-type]
        while True:
            try:
                next(work)
            except StopIteration as end:
                outcome: IngestOutcome = end.value
                return outcome

    return run


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".bayegan" not in path.parts
    }


@pytest.mark.parametrize("identify", [False, True])
def test_the_same_octets_by_one_process_and_by_three(run: Run, tmp_path: Path, identify: bool) -> None:
    alone = run("alone", workers=1, identify=identify, digests=("sha256",))
    together = run("together", workers=3, identify=identify, digests=("sha256",))
    assert len(alone.result.sealed) == MANY + 1
    assert alone.result.sealed == together.result.sealed
    assert tree(tmp_path / "alone") == tree(tmp_path / "together")
    assert not any((tmp_path / "together" / ".bayegan" / "staging").iterdir())


def test_an_item_that_a_worker_cannot_build_ends_the_ingest_after_whole_batches(
    run: Run, tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document vanishes between planning and copying."""
    real = workshop.ItemWorkshop.built

    def built(*words: object) -> object:
        (documents / f"{MANY - 1:04d} سند.txt").unlink()
        return real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(workshop.ItemWorkshop, "built", built)
    with pytest.raises(SourceChanged, match="vanished"):
        run("B", workers=2, identify=False)
    assert len(list((tmp_path / "B" / "archive").glob("*/*/v1"))) == ITEMS_A_BATCH
    assert not any((tmp_path / "B" / ".bayegan" / "staging").iterdir())


def test_what_a_killed_worker_left_undone_is_built_here(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every worker is killed at its first task; whatever it left is built anew in this process."""
    real = workshop.spread

    def spread(work: str, *words: object, **options: object) -> object:
        assert work == bag_building.WORK
        return real("killed_builder:answers", *words, **options)  # type: ignore[arg-type]

    monkeypatch.setenv("BAYEGAN_TEST_PARENT", str(os.getpid()))
    monkeypatch.setattr(workshop, "spread", spread)
    assert len(run("B", workers=2, identify=False).result.sealed) == MANY + 1
    run("alone", workers=1, identify=False)
    assert tree(tmp_path / "B") == tree(tmp_path / "alone")


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", ["after_files", "before_files"])
def test_a_premis_file_that_its_schema_refuses_is_told_and_nothing_is_sealed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int, name: str
) -> None:
    real = getattr(bag_making, name)
    monkeypatch.setattr(bag_making, name, lambda given: real(given) + b"<!-- and more --><more/>")
    outcome = run("refused", workers=workers, identify=False)
    (wrong,) = outcome.result.findings
    assert wrong.path == "metadata/premis.xml"
    assert wrong.code == {"after_files": "xml-not-well-formed", "before_files": "xml-schema"}[name]
    assert not list((tmp_path / "refused" / "archive").rglob("large"))


def carry_by(monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    """Have documents carried by another function than ours."""
    real = DocumentsFolder.in_tasks

    def in_tasks(folder: DocumentsFolder, work: str, *words: object) -> object:
        return real(folder, other if work == carrying.WORK else work, *words)  # type: ignore[arg-type]

    monkeypatch.setattr(DocumentsFolder, "in_tasks", in_tasks)


@pytest.mark.parametrize("workers", [1, 3])
def test_nothing_is_sealed_where_a_file_was_forgotten(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    carry_by(monkeypatch, "wrong_carrier:forgetful")
    with pytest.raises(ValueError, match="files that were to be copied"):
        run("forgotten", workers=workers, identify=False)
    assert not list((tmp_path / "forgotten" / "archive").rglob("large"))


@pytest.mark.parametrize("workers", [1, 3])
def test_what_the_schema_refuses_of_one_file_among_many_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Whoever described the files and proved that, nothing is sealed that was not proved."""
    monkeypatch.setenv("BAYEGAN_TEST_PARENT", str(os.getpid()))
    carry_by(monkeypatch, "wrong_carrier:answer")
    outcome = run("refused", workers=workers, identify=False)
    wrong = outcome.result.findings
    assert {(one.code, one.path) for one in wrong} == {("xml-schema", "metadata/premis.xml")}
    assert any("12 apples" in (one.found or "") for one in wrong)
    assert not list((tmp_path / "refused" / "archive").rglob("large"))


def test_what_a_killed_carrier_left_undone_is_carried_here(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAYEGAN_TEST_PARENT", str(os.getpid()))
    carry_by(monkeypatch, "wrong_carrier:killed")
    assert len(run("B", workers=2, identify=False).result.sealed) == MANY + 1
    run("alone", workers=1, identify=False)
    assert tree(tmp_path / "B") == tree(tmp_path / "alone")


def test_a_document_of_many_that_vanishes_ends_the_ingest_and_leaves_nothing(
    run: Run, tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = workshop.ItemWorkshop.built

    def built(*words: object) -> object:
        (documents / "large" / "200.bin").unlink()
        return real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(workshop.ItemWorkshop, "built", built)
    with pytest.raises(SourceChanged, match="vanished"):
        run("B", workers=2, identify=False)
    assert not list((tmp_path / "B" / "archive").rglob("large"))
    assert not any((tmp_path / "B" / ".bayegan" / "staging").iterdir())


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("identify", [False, True])
def test_a_single_item_of_many_files_tells_how_far_it_has_come(
    archive: Path, tmp_path: Path, workers: int, identify: bool
) -> None:
    """As a person sees it on the bar: from nothing, growing, to all files and octets."""
    given = tmp_path / "given"
    given.mkdir()
    names = [f"{number:04d}.bin" for number in range(900)]
    for number, name in enumerate(names):
        (given / name).write_bytes(b"x" * number)
    rows = ["filename,item,title", *(f"{name},one,One" for name in names)]
    (given / "submission.csv").write_text("\n".join(rows) + "\n")
    request = IngestRequest(given / "submission.csv", identify=identify, workers=workers)
    steps = [one for one in ingest(Archive.open(archive, clock=noon), request) if one.phase == "sealing"]
    octets = sum(range(900))
    assert (steps[0].done, steps[0].octets) == (0, 0)
    assert (steps[-1].done, steps[-1].octets) == (900, octets)
    assert {one.total for one in steps} == {900}
    assert [one.done for one in steps] == sorted(one.done for one in steps)
    assert len({one.done for one in steps}) >= 4
    assert all(one.octets == sum(range(one.done)) for one in steps)


def test_a_large_file_is_told_of_when_it_is_there(archive: Path, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    for name in "abc":
        (given / name).write_bytes(bytes(17 << 20))
    (given / "submission.csv").write_text("filename,item,title\na,one,One\nb,one,One\nc,one,One\n")
    steps = [*ingest(Archive.open(archive, clock=noon), IngestRequest(given / "submission.csv", workers=2))]
    assert [one.done for one in steps if one.phase == "sealing"] == [0, 1, 2, 3, 3]


def test_the_tag_files_that_a_donor_gave_are_no_progress(archive: Path, tmp_path: Path) -> None:
    """They are copied, and are not among the files that the bar counts."""
    bag = tmp_path / "given"
    bag.mkdir()
    for number in range(5):
        (bag / f"{number}.txt").write_text("text")
    made = bagit.make_bag(str(bag), {"External-Identifier": "given"}, checksums=["sha512"])
    (bag / "notes").mkdir()
    for number in range(230):
        (bag / "notes" / f"{number}.txt").write_text("a note")
    made.save(manifests=True)
    steps = [*ingest(Archive.open(archive, clock=noon), IngestRequest(bag))]
    sealing = [one for one in steps if one.phase == "sealing"]
    assert len(list(archive.glob("archive/*/given/v1/metadata/donor/notes/*"))) == 230
    assert {one.total for one in sealing} == {5}
    assert max(one.done for one in sealing) == 5
