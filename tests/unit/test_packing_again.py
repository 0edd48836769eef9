"""An export that was interrupted at its end, and is run again: nothing is written twice, and nothing is missing."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bayegan.export.atom import AtomExporter
from bayegan.export.bag import BagExporter
from bayegan.export.csv_tables import CsvExporter
from bayegan.export.eark import EarkSip
from bayegan.export.exporter import Exporter
from bayegan.export.jsonld import JsonLdExporter
from bayegan.export.packing import PackingBench
from bayegan.export.saf import SafExporter
from bayegan.export.sink import aside
from bayegan.model.collection import Collection, Level
from bayegan.model.disclosure.disclosed import Disclosed, Kept, Withheld
from bayegan.model.dissemination import ExportItem, Packed, listing_digest, plan_digest
from bayegan.model.findings import has_errors
from bayegan.model.record import Access, AccessLevel, Text
from bayegan.storage.export_site import ExportSite, package_digest
from described import described_item
from sealed import LETTER, record

MAKERS = (
    SafExporter({}),
    SafExporter({"as": "zip"}),
    AtomExporter({}),
    CsvExporter({}),
    JsonLdExporter({}),
)

FONDS = Collection("fonds", Level.FONDS, (Text("A fonds"),), Access(AccessLevel.PUBLIC))


class Site:
    """A folder that remembers what was finished, as the journal of an export does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_resumed = False
        self.journal: dict[int, bytes] = {}
        folder.mkdir()

    def finished(self) -> Mapping[int, bytes]:
        return self.journal

    def keep(self, number: int, answer: bytes) -> None:
        self.journal[number] = answer

    def flush_ahead(self) -> None:
        """Flush nothing."""


def pack(exporter: Exporter, items: list[ExportItem], site: Site) -> Packed:
    packing = PackingBench(exporter, {}, 1).pack(items, site)
    while True:
        try:
            next(packing)
        except StopIteration as end:
            value: Packed = end.value
            return value


@pytest.mark.parametrize("exporter", MAKERS, ids=lambda one: f"{one.name}")
@pytest.mark.parametrize("little", [1 << 18, 8], ids=["in memory", "in files"])
def test_a_package_begun_by_an_interrupted_run_is_finished(
    exporter: Exporter, little: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bayegan.export.spill._LITTLE", little)
    items = [described_item(tmp_path / "archive", {LETTER: b"x"}, record(name)) for name in ("a", "b")]
    site = Site(tmp_path / "package")
    first = pack(exporter, items, site)
    before = package_digest(site.folder)
    site.is_resumed = True
    again = pack(exporter, items, site)
    assert again.findings == ()
    assert again.files == first.files
    assert (
        package_digest(site.folder)
        == before
        == listing_digest({path: one for path, (one, _) in again.files.items()})
    )


@pytest.mark.parametrize(
    "exporter",
    [BagExporter({"as": "tar"}), EarkSip({"as": "zip", "organisation": "An archive"})],
    ids=["bag", "eark-sip"],
)
def test_what_an_interrupted_run_prepared_an_archive_file_in_is_not_in_the_way(
    exporter: Exporter, tmp_path: Path
) -> None:
    item = described_item(tmp_path / "archive", {LETTER: b"x", "closed.txt": b"y"}, record("a"))
    closed = Withheld(Kept.FILE, "data/closed.txt", "restricted")
    item = replace(item, disclosed=Disclosed(record("a"), {"data/closed.txt": "restricted"}, (closed,)))
    site = Site(tmp_path / "package")
    (aside(site.folder, exporter.place(item, 1)) / "half").mkdir(parents=True)
    site.is_resumed = True
    assert not has_errors(pack(exporter, [item], site).findings)
    assert [one.name for one in site.folder.iterdir()] == [exporter.place(item, 1)]


def test_another_table_of_collections_is_another_plan(tmp_path: Path) -> None:
    table = tmp_path / "collections.csv"
    plans = []
    for handle in ("123456789/2", "123456789/3", "123456789/2"):
        table.write_text(f"collection,dspace\nfonds,{handle}\n")
        options = {"collections": str(table)}
        packing = PackingBench(SafExporter(options), options, 1)
        assert packing.options == options
        plans.append(plan_digest(packing.name, packing.plan, ()))
    assert plans[0] == plans[2] != plans[1]


def test_an_interrupted_export_does_not_go_on_with_another_table(tmp_path: Path) -> None:
    table, item = tmp_path / "collections.csv", described_item(tmp_path / "archive", {LETTER: b"x"}, record("a"))
    item = replace(item, part_of=("fonds",), collections=(FONDS,))
    (tmp_path / "aside").mkdir()
    for handle in ("123456789/2", "123456789/3"):
        table.write_text(f"collection,dspace\nfonds,{handle}\n")
        options = {"collections": str(table)}
        packing = PackingBench(SafExporter(options), options, 1)
        site = ExportSite(tmp_path / "aside", plan_digest(packing.name, packing.plan, [item]))
        assert not site.is_resumed
        assert not has_errors(exhaust(packing, item, site).findings)
        assert (site.folder / "item_000001/collections").read_text() == f"{handle}\n"


def test_an_interrupted_export_does_not_go_on_with_another_version_of_the_software(tmp_path: Path) -> None:
    item = described_item(tmp_path / "archive", {LETTER: b"x"}, record("a"))
    (tmp_path / "aside").mkdir()
    packing = PackingBench(SafExporter({}), {}, 1)
    is_resumed = []
    for software in ("bayegan 0.1.0", "bayegan 0.1.0", "bayegan 0.2.0"):
        plan = plan_digest(packing.name, packing.plan, [item], (), software)
        site = ExportSite(tmp_path / "aside", plan)
        is_resumed.append(site.is_resumed)
        assert not has_errors(exhaust(packing, item, site).findings)
    assert is_resumed == [False, True, False]


def exhaust(packing: PackingBench, item: ExportItem, site: ExportSite) -> Packed:
    """Write the package and leave it unfinished, with its journal, as an interrupted run does."""
    work = packing.pack([item], site)
    while True:
        try:
            next(work)
        except StopIteration as end:
            value: Packed = end.value
            return value
