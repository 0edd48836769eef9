"""The five seeds and the reference collection for DSpace, for AtoM, as tables and as linked data, each judged."""

import json
import shutil
from pathlib import Path

import pytest
import rdflib

from bayegan.export.csv_cells import read_lines
from bayegan.export.csv_record import read_records
from bayegan.export.jsonld import read_statements
from bayegan.metadata.dc_xml import read_dc
from bayegan.metadata.record_xml import read_record
from judges.dspyce_saf import read_back
from running import Bayegan
from seeds_asked import all_submitted
from shared import REPOSITORY, SHARED, need_shared

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
_WARNINGS = {"saf-access-not-carried", "atom-access-not-carried", "atom-value-changed", "atom-cell-formula"}


@pytest.fixture(params=[pytest.param("seeds", marks=need_shared), "reference"])
def held(request: pytest.FixtureRequest, archive: Path, tmp_path: Path, bayegan: Bayegan) -> Path:
    """An archive that holds the five seeds, or a copy of the reference collection."""
    if request.param == "seeds":
        manifest = all_submitted(tmp_path / "submission.json")
        bayegan("ingest", "--archive", archive, manifest, "--documents", SHARED / "seeds")
        return archive
    copy = tmp_path / "reference"
    for name in ("archive", "manifests", "schemas", "bayegan.toml"):
        source = REPOSITORY / name
        shutil.copytree(source, copy / name) if source.is_dir() else shutil.copy(source, copy / name)
    return copy


def exported(bayegan: Bayegan, name: str, held: Path, out: Path, *options: str) -> list[str]:
    """Export everything for the archive's own use; return the identifiers."""
    ran = bayegan("export", name, "--archive", held, "--to", out, "--audience", "archive", *options)
    assert {code for code in ran.codes if not code.startswith("saf-value")} <= _WARNINGS
    identifiers: list[str] = ran.envelope["result"]["exported"]
    assert identifiers
    return identifiers


def sealed(held: Path, identifier: str, name: str) -> bytes:
    """The metadata file of the latest version of an item."""
    bags = sorted(held.glob(f"archive/*/{identifier}/v*"), key=lambda bag: int(bag.name[1:]))
    return (bags[-1] / "metadata" / name).read_bytes()


def test_dspyce_reads_every_item_folder(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    identifiers = exported(bayegan, "saf", held, tmp_path / "out", "--set", "collections=123456789/2")
    read = read_back(sorted(path for path in (tmp_path / "out").iterdir() if path.is_dir()))
    assert [one["metadata"]["dc.identifier.other"][0][0] for one in read] == identifiers
    assert all(one["collections"] == ["123456789/2"] and one["files"] for one in read)


def test_the_table_for_atom_has_a_row_for_each_item(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    identifiers = exported(bayegan, "atom", held, tmp_path / "out")
    rows = read_lines((tmp_path / "out/information-objects.csv").read_bytes())
    items = [row[0] for row in rows[1:] if row[rows[0].index("levelOfDescription")] == "Item"]
    assert items == identifiers


def test_the_records_come_back_from_the_tables(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    identifiers = exported(bayegan, "csv", held, tmp_path / "out")
    tables = {path.stem: read_lines(path.read_bytes()) for path in (tmp_path / "out").iterdir()}
    read = {one.identifier: one for one in read_records(tables)}
    assert read == {one: read_record(sealed(held, one, "record.xml")) for one in identifiers}


def test_the_statements_come_back_from_linked_data(held: Path, tmp_path: Path, bayegan: Bayegan) -> None:
    exported(bayegan, "jsonld", held, tmp_path / "out")
    for path in (tmp_path / "out/items").iterdir():
        identifier = json.loads(path.read_bytes())["identifier"]
        stated = {(one.term, one.value, one.lang) for one in read_dc(sealed(held, identifier, "dc.xml"))}
        assert {(one.term, one.value, one.lang) for one in read_statements(path.read_bytes())} == stated
        graph = rdflib.Graph().parse(data=path.read_bytes(), format="json-ld")
        linked = [one for one in graph if str(one[1]).startswith("http://purl.org/dc/terms/")]
        assert len(linked) == len(stated)
