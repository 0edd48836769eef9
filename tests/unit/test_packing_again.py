"""An export that was interrupted at its end, and is run again: nothing is written twice, and nothing is missing."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bayegan.export.atom import AtomExporter
from bayegan.export.csv_tables import CsvExporter
from bayegan.export.exporter import Exporter
from bayegan.export.jsonld import JsonLdExporter
from bayegan.export.packing import PackingBench
from bayegan.export.saf import SafExporter
from bayegan.model.dissemination import ExportItem, Packed, listing_digest
from bayegan.storage.export_site import package_digest
from described import described_item
from sealed import LETTER, record

MAKERS = (
    SafExporter({}),
    SafExporter({"as": "zip"}),
    AtomExporter({}),
    CsvExporter({}),
    JsonLdExporter({}),
)


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
